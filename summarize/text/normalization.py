"""Normalise a text, keeping a map back to the original.

Normalised text is in NFC, has one kind of space and one kind of line end, no soft hyphens, no
zero-width or control characters, and no words hyphenated at line ends. Runs of spaces, single line
ends and blank lines stay, since layout is read from them.

Whether a hyphen at a line end belongs to the word is decided by its two halves, by how often each
spelling occurs elsewhere in the document, and by short lists for English, Russian and Kazakh. Without
evidence of a compound, the halves are one word.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO

from summarize.text.characters import SEPARATORS, SILENT_CONTROLS, SURROGATES, ZERO_WIDTH

_SPACES = "\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_ENDS = r"\x0b\x0c\x1c-\x1e\x85" + SEPARATORS
_DROPPED = SILENT_CONTROLS + ZERO_WIDTH + r"\u034f\ufff9-\ufffb"
_ODD = re.compile(f"[{_SPACES}{_LINE_ENDS}{SURROGATES}{_DROPPED}\r]")
_SPACE = re.compile(f"[{_SPACES}]")
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_SURROGATE = re.compile(f"[{SURROGATES}]")
_DROPS = re.compile(f"[{_DROPPED}]+")
_WINDOWS_END = re.compile("\r\r?\n")  # \r\r\n in a file converted twice
_REST_OF_CUT_WORD = re.compile(r" *\n *(?=\w)")
_JOINERS = "\u200c\u200d"
_FIRST_JOINING = 0x590  # below are Latin, Greek, Cyrillic and Armenian, which need no joiners
_HANGUL = [chr(code) for code in range(0x1100, 0x1200)]  # letters that compose by rule
_COMPOSABLE = range(0x80, 0x30000)  # nothing outside composes or decomposes

_LAST_PLAIN = "\u02ff"  # no combining mark is at or below

Edit = tuple[int, int, str]  # text[start:end] becomes the string


@dataclass(frozen=True)
class _Edits:
    """One pass of edits: the start and end of each edit, as offsets before and after the pass.

    Outside the edits characters correspond one to one.
    """

    before: array[int]
    after: array[int]

    def first(self, position: int) -> int:
        """The offset before the pass at which the character now at ``position`` began."""
        k = bisect_right(self.after, position)
        if k % 2:
            return self.before[k - 1]
        return position + self.before[k - 1] - self.after[k - 1] if k else position

    def last(self, position: int) -> int:
        """The offset before the pass at which the character now at ``position`` ended (exclusive)."""
        k = bisect_right(self.after, position)
        return self.before[k] if k % 2 else self.first(position) + 1

    def moved(self, position: int) -> int:
        """The offset after the pass of what was at ``position``; inside an edit, where the edit begins."""
        k = bisect_right(self.before, position)
        if k % 2:
            return self.after[k - 1]
        return position + self.after[k - 1] - self.before[k - 1] if k else position


@dataclass(frozen=True)
class Normalized:
    """Normalised text, and the map back to the original."""

    text: str
    _passes: tuple[_Edits, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original for ``text[start:end]``; offsets in characters, end exclusive.

        The span has neither white space nor dropped characters at its ends, and never cuts a
        combining sequence or a Windows line end. White space alone gives an empty span. Raises
        ``ValueError`` for a span outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(self.text)} characters")
        tight_start, tight_end = (start, end) if self._is_tight(start, end) else self._tight(start, end)
        if not self._passes:
            return (tight_start, tight_end) if tight_start < tight_end else (start, start)
        if tight_start == tight_end:
            place = self._first(start) if start < len(self.text) else self._last(start - 1)
            return place, place
        return self._first(tight_start), self._last(tight_end - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the normalised text for a span of the original, without white space around it."""
        for edits in self._passes:
            start, end = edits.moved(start), edits.moved(end)
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _is_tight(self, start: int, end: int) -> bool:
        """Whether neither white space nor a combining mark can be at the ends; False says nothing."""
        text = self.text
        if start == end or not text[start].isalnum() or text[end - 1].isspace():
            return False
        return end == len(text) or text[end] <= _LAST_PLAIN

    def _tight(self, start: int, end: int) -> tuple[int, int]:
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            while start and _is_mark(text[start]) and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and _is_mark(text[end]):
                end += 1
        return start, end

    def _first(self, position: int) -> int:
        for edits in reversed(self._passes):
            position = edits.first(position)
        return position

    def _last(self, position: int) -> int:
        if position < 0:
            return 0
        for edits in reversed(self._passes):
            position = edits.last(position) - 1
        return position + 1


def normalize(text: str, marks: Sequence[Edit] = ()) -> Normalized:
    """Normalise ``text``, in linear time; very fast for text that is already normalised.

    Lone surrogates become U+FFFD. Normalising twice changes nothing. ``marks`` are edits to make first, in
    order and without overlaps: the marks of a format.
    """
    passes: list[_Edits] = []
    text = _apply(text, marks, passes)
    if _ODD.search(text):
        # One character for one, so offsets stay.
        text = _SURROGATE.sub("\ufffd", _LINE_END.sub("\n", _SPACE.sub(" ", text)))
        text = _apply(text, _windows_ends(text), passes).replace("\r", "\n")
        text = _apply(text, _drops(text), passes)
    # By parts: the check may take four bytes a character.
    if not all(unicodedata.is_normalized("NFC", part) for part in _parts(text)):
        text = _apply(text, _compositions(text), passes)
    text = _apply(text, _cut_words(text), passes)
    return Normalized(text, tuple(passes))


def _apply(text: str, edits: Iterable[Edit], passes: list[_Edits]) -> str:
    """The edited text; the edits (in order, without overlaps), if any, are appended to ``passes``."""
    before, after = array("I"), array("I")
    edited, copied, length = StringIO(), 0, 0
    for start, end, replacement in edits:
        length += start - copied
        before.extend((start, end))
        after.extend((length, length + len(replacement)))
        length += len(replacement)
        edited.write(text[copied:start])
        edited.write(replacement)
        copied = end
    if not before:
        return text
    edited.write(text[copied:])
    passes.append(_Edits(before, after))
    return edited.getvalue()


def _windows_ends(text: str) -> Iterator[Edit]:
    return ((match.start(), match.end(), "\n") for match in _WINDOWS_END.finditer(text))


def _drops(text: str) -> Iterator[Edit]:
    """Runs of invisible characters; a soft hyphen at a line end is removed with the line end."""
    for match in _DROPS.finditer(text):
        run, end = match.group(), match.end()
        if "\xad" in run and (rest := _REST_OF_CUT_WORD.match(text, end)) and match.start():
            yield match.start(), rest.end(), ""
            continue
        kept = [mark for mark in run if mark in _JOINERS]
        if len(kept) == 1 and _joins(text[match.start() - 1 : match.start()]) and _joins(text[end : end + 1]):
            if run != kept[0]:
                yield match.start(), end, kept[0]
        else:
            yield match.start(), end, ""


def _joins(neighbour: str) -> bool:
    """Whether a zero-width (non-)joiner has a meaning beside this character (emoji, Arabic)."""
    composed = unicodedata.normalize("NFC", neighbour)
    return bool(composed) and ord(composed[0]) >= _FIRST_JOINING and not unicodedata.combining(composed[0])


def _compositions(text: str) -> Iterator[Edit]:
    """The changes that NFC makes, one combining sequence at a time."""
    for match in _composing().finditer(text):
        start = max(0, match.start() - 1)  # the base of the marks
        written = text[start : match.end()]
        composed = unicodedata.normalize("NFC", written)
        if composed != written:
            yield start, match.end(), composed


@cache
def _composing() -> re.Pattern[str]:
    """Runs of characters that NFC changes or that can compose with the one before them.

    Built from Unicode's decompositions when the first text not in NFC is found.
    """
    found = set(_HANGUL)
    for character in map(chr, _COMPOSABLE):
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and parts[0][0] != "<":
            found.add(chr(int(parts[1], 16)))
        if unicodedata.category(character)[0] == "M" or not unicodedata.is_normalized("NFC", character):
            found.add(character)
    return re.compile(f"[{_character_class(sorted(found))}]+")


def _character_class(characters: Iterable[str]) -> str:
    """The inside of a regular expression's ``[…]``, with ranges."""
    ranges: list[list[int]] = []
    for code in map(ord, characters):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _is_mark(character: str) -> bool:
    return character > _LAST_PLAIN and unicodedata.category(character)[0] == "M"


_BREAK = re.compile(r"\n(?<=[-‐‑¬ ]\n) *(?=([^\W_]{1,40}))")  # a line end is fast to search for
_HYPHENS = "-‐‑¬"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PART = 2_000_000  # characters
_LONGEST = 40  # characters of a half that are read; no word is longer
_ENOUGH_LINES, _RARE = 25, 0.04  # of a text broken only at existing hyphens, about 1 in 100 lines end in one

# After these a hyphen stands for the second half of another compound: "русско- и казахоязычных".
_AND = ("и", "или", "және", "немесе")

_COMPOUND_LEFT = re.compile(
    r"(?:all|cross|e|half|high|long|low|mid|non|self|short|vice|well"
    r"|one|two|three|four|five|six|first|second|third|double|ever"
    r"|вице|экс|пресс|мини|интернет|онлайн|веб|штаб|бизнес|медиа|топ|обер|унтер|генерал|премьер"
    r"|северо|юго|кое|альфа|бета|блок|план|стоп|шоу|рок|поп)\Z"
)
_COMPOUND_RIGHT = re.compile(
    r"(?:based|term|scale|year|old|level|time|called|wide|led|run|owned|backed|related|like|free|style"
    r"|born|minded|known|speaking|looking|sized|up|friendly|making|taking|thirds|stricken"
    r"|нибудь|либо|таки|ақ|ау|мыс|міс)\Z"
)
_ENGLISH_ENDING = re.compile(
    r"(?:(?:er|en)?(?:ed|ing|ings)|ers?|est|ish|ly|ness|dle|lands|ways|teen|teenth|ties)\Z"
)
_PAIR = re.compile(  # beginnings of Kazakh pairs and points of the compass
    r"(?:қарым-қат|жауын-шаш|азық-тү|іс-шар|іс-қим|іс-әр|көңіл-кү|ата-ан|ата-баб|әке-ше|бала-шағ|ән-кү"
    r"|(?:оңтүстік|солтүстік)-(?:шығ|бат)|тыныс-тір|ой-пік|баға-бағ|күш-жіг)"
)
_ASKING = re.compile(
    r"(?:к(?:то|ого|ому|ем|ом)|ч(?:то|его|ему|ем|ём)|где|куда|откуда|когда|как|почему|зачем|отчего"
    r"|как(?:ой|ая|ое|ие|ого|ому|им|ом|ую|их|ими)|чей|чья|чьё|чьи|чьего|чьей|сколько|скольких|столько)\Z"
)
_ADVERB = re.compile(r"\w+(?:[сц]ки|ьи|[оеё]му)\Z")  # по-русски, по-новому
_NOT_ADVERB = ("тому", "этому", "чему", "всему")  # потому, поэтому, почему
_ADJECTIVE = re.compile(r"\w{3,}(?:[ыио]й|ая|яя|[ое]е|ые|ие|[ое]го|[ое]му|[ыи]м|[ыи]х|ую|юю|[ыи]ми)\Z")
_LINKED = re.compile(r"\w{2,}(?:[бвгджзклмнпрстфхцчшщьй]но|ско|[ое]во)\Z")  # социально-, торгово-


def _cut_words(text: str) -> Iterator[Edit]:
    """Rejoin words hyphenated at line ends; a compound loses only the line end."""
    usage = _usage(text)
    for cut in _breaks(text):
        if cut.right_half in _AND:
            continue
        if _is_one_word(cut, usage):
            yield cut.hyphen, cut.right, ""
        elif cut.sign != "¬":
            yield cut.hyphen + 1, cut.right, ""


@dataclass(frozen=True)
class _Break:
    """A hyphen and line end, ``text[hyphen:right]``, between two halves of a word or compound."""

    hyphen: int
    right: int
    left_half: str
    right_half: str
    sign: str


def _breaks(text: str) -> Iterator[_Break]:
    """Every hyphen (or OCR's ``¬``) that ends a line inside a word, in order."""
    for match in _BREAK.finditer(text):
        hyphen = match.start() - 1
        while hyphen and text[hyphen] == " ":
            hyphen -= 1
        if text[hyphen] not in _HYPHENS:
            continue
        left = hyphen
        while left and hyphen - left < _LONGEST and text[left - 1].isalnum():
            left -= 1
        if left == hyphen:
            continue
        in_address = left and text[left - 1] in "/@_="
        yield _Break(hyphen, match.end(), "" if in_address else text[left:hyphen], match[1], text[hyphen])


@dataclass(frozen=True)
class _Usage:
    """How often a document uses the possible spellings of its broken words, and their halves.

    Counts are of all occurrences (``seen``) and of those as a half (``cut``). ``rare`` says that so few
    lines end in a hyphen that the page is probably broken only at existing hyphens.
    """

    seen: Counter[str]
    cut: Counter[str]
    rare: bool

    def knows(self, half: str) -> bool:
        """Whether a half of three letters or more occurs elsewhere as a word of its own."""
        return len(half) > 2 and self.seen[half] > self.cut[half]


def _usage(text: str) -> _Usage:
    """Count the spellings and halves of all broken words in the document."""
    cut: Counter[str] = Counter()
    wanted: set[str] = set()
    for line_break in _breaks(text):
        halves = _halves(line_break)
        cut.update(halves)
        wanted.update(halves, _forms(line_break))
    if not cut:
        return _Usage(cut, cut, False)
    seen: Counter[str] = Counter()  # what stands between spaces is read once for all its copies in a part
    for part in _parts(text):
        for token, count in Counter(part.split()).items():
            for word in _WORD.findall(token.casefold()):
                if word in wanted:
                    seen[word] += count
    lines = text.count("\n")
    rare = lines >= _ENOUGH_LINES and cut.total() / 2 < _RARE * lines
    return _Usage(seen, cut, rare)


def _parts(text: str) -> Iterator[str]:
    """The text in parts of whole lines, which bounds the memory for what is made of each."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PART) + 1 or len(text)
        yield text[start:end]
        start = end


def _forms(cut: _Break) -> tuple[str, str]:
    """The two spellings of a broken word: as one word and as a compound."""
    left, right = _halves(cut)
    return left + right, f"{left}-{right}"


def _halves(cut: _Break) -> tuple[str, str]:
    return cut.left_half.casefold(), cut.right_half.casefold()


def _is_one_word(cut: _Break, usage: _Usage) -> bool:
    """Whether the hyphen only breaks a word (True) or belongs to it (False)."""
    left, right = cut.left_half, cut.right_half
    if not left or not (left + right).isalpha() or (right[0].isupper() and not right.isupper()):
        return False
    if cut.sign == "¬":
        return right.islower()
    one, two = (usage.seen[form] for form in _forms(cut))
    if one != two:
        return one > two
    if right[0].isupper() or not right.islower() or (len(left) > 1 and left.isupper()):
        return False  # EU-led, АҚШ-тың, КТЖ-НЫҢ: an abbreviation keeps its hyphen
    known = sum(map(usage.knows, _halves(cut)))
    if known == 2 or (known and usage.rare):
        return False
    return not _is_compound(left.casefold(), right)


def _is_compound(left: str, right: str) -> bool:
    if _ENGLISH_ENDING.match(right):
        return False
    if (_COMPOUND_LEFT.match(left) and len(right) > 3) or _COMPOUND_RIGHT.match(right):
        return True
    if (right.startswith(left) and len(left) > 2) or _PAIR.match(f"{left}-{right}"):  # бір-бірінен
        return True
    if right == "то":
        return bool(_ASKING.match(left))
    if left == "по":
        return bool(_ADVERB.match(right)) and right not in _NOT_ADVERB
    if left in ("в", "во"):
        return right.endswith(("ых", "их"))
    if left == "из":
        return right in ("за", "под")
    return bool(_LINKED.match(left) and _ADJECTIVE.match(right))
