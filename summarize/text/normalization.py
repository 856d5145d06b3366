"""Text as read → text for work, with a map back to what stood there.

The text for work is in NFC, has one kind of space and one kind of line end, no soft hyphens, no
zero-width or control characters, and no words cut at line ends. Runs of spaces, single line ends
and blank lines stay: layout is read from them elsewhere. Knows nothing of bytes, languages,
paragraphs or sentences.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO

_BREAK = re.compile(r"([-‐‑¬] *\n *)(?=([^\W_]{1,40}))")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST = 40  # characters of a half that are looked at; longer ones are no words

_ENOUGH_LINES, _RARE = 25, 0.04  # wrapped at its own hyphens, a text has about 1 in 100 lines cut

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
_PAIR = re.compile(  # Kazakh pairs and points of the compass, with whatever endings follow
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


@dataclass(frozen=True)
class Break:
    """One hyphen and line end between two halves: ``[hyphen, right)`` with ``hyphen`` its own offset."""

    hyphen: int
    right: int
    left_half: str
    right_half: str
    sign: str


def line_breaks(text: str) -> Iterator[Break]:
    """Every hyphen (or OCR's ``¬``) that ends a line inside a word, in order."""
    for match in _BREAK.finditer(text):
        hyphen = match.start()
        left = hyphen
        while left and hyphen - left < _LONGEST and text[left - 1].isalnum():
            left -= 1
        if left == hyphen:
            continue
        in_address = left and text[left - 1] in "/@_="
        yield Break(hyphen, match.end(1), "" if in_address else text[left:hyphen], match[2], text[hyphen])


@dataclass(frozen=True)
class Evidence:
    """How often the document has the words its breaks may stand for, and how often as halves of one.

    ``rare`` says that so few lines end in a hyphen that only compounds may be cut there.
    """

    seen: Counter[str]
    cut: Counter[str]
    rare: bool

    def knows(self, half: str) -> bool:
        """Whether a half of some length stands elsewhere as a word of its own."""
        return len(half) > 2 and self.seen[half] > self.cut[half]


def evidence(text: str) -> Evidence:
    """What the document itself says about its line breaks."""
    cut: Counter[str] = Counter()
    wanted: set[str] = set()
    for line_break in line_breaks(text):
        halves = _halves(line_break)
        cut.update(halves)
        wanted.update(halves, _forms(line_break))
    if not cut:
        return Evidence(cut, cut, False)
    words = (match.group().casefold() for match in _WORD.finditer(text))
    lines = text.count("\n")
    rare = lines >= _ENOUGH_LINES and cut.total() / 2 < _RARE * lines
    return Evidence(Counter(word for word in words if word in wanted), cut, rare)


def _forms(cut: Break) -> tuple[str, str]:
    """The two ways to read a break: as one word, as a compound."""
    left, right = _halves(cut)
    return left + right, f"{left}-{right}"


def _halves(cut: Break) -> tuple[str, str]:
    return cut.left_half.casefold(), cut.right_half.casefold()


def is_one_word(cut: Break, document: Evidence) -> bool:
    """Whether the hyphen only cuts a word (True) or belongs to it (False)."""
    left, right = cut.left_half, cut.right_half
    if not left or not (left + right).isalpha() or (right[0].isupper() and not right.isupper()):
        return False
    if cut.sign == "¬":
        return right.islower()
    one, two = (document.seen[form] for form in _forms(cut))
    if one != two:
        return one > two
    if right[0].isupper() or not right.islower() or (len(left) > 1 and left.isupper()):
        return False  # EU-led, АҚШ-тың, КТЖ-НЫҢ: an abbreviation keeps its hyphen
    known = sum(map(document.knows, _halves(cut)))
    if known == 2 or (known and document.rare):
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


_SPACES = "\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
_DROPPED = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_ODD = re.compile(f"[{_SPACES}{_LINE_ENDS}{_SURROGATES}{_DROPPED}\r]")
_SPACE = re.compile(f"[{_SPACES}]")
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_SURROGATE = re.compile(f"[{_SURROGATES}]")
_DROPS = re.compile(f"[{_DROPPED}]+")
_WINDOWS_END = re.compile("\r\r?\n")  # a file converted twice has \r\r\n
_REST_OF_CUT_WORD = re.compile(r" *\n *(?=\w)")
_JOINERS = "\u200c\u200d"
_FIRST_JOINING = 0x590  # below it: Latin, Greek, Cyrillic, Armenian, which need no joiners
_HANGUL = [chr(code) for code in range(0x1100, 0x1200)]  # letters that compose with letters, by rule
_COMPOSABLE = range(0x80, 0x30000)  # nothing beyond composes or decomposes

Edit = tuple[int, int, str]  # text[start:end] becomes the string


@dataclass(frozen=True)
class _Edits:
    """One pass of edits as break points: two per edit (its start, its end), before and after.

    Between an edit's two points characters do not correspond one to one; everywhere else they do.
    """

    before: array[int]
    after: array[int]

    def first(self, position: int) -> int:
        """Where the character at ``position`` afterwards began before."""
        k = bisect_right(self.after, position)
        if k % 2:
            return self.before[k - 1]
        return position + self.before[k - 1] - self.after[k - 1] if k else position

    def last(self, position: int) -> int:
        """Where the character at ``position`` afterwards ended before (exclusive)."""
        k = bisect_right(self.after, position)
        return self.before[k] if k % 2 else self.first(position) + 1


@dataclass(frozen=True)
class Normalized:
    """Text for work, and the way back to the text as read."""

    text: str
    _passes: tuple[_Edits, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Span of the text as read for ``text[start:end]``; offsets in characters, end exclusive.

        The span has no white space and nothing dropped at its ends; combining sequences and
        Windows line ends are never cut. A span of white space only gives an empty span. Raises
        ``ValueError`` for a span that is not inside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(self.text)} characters")
        tight_start, tight_end = self._tight(start, end)
        if tight_start == tight_end:
            place = self._first(start) if start < len(self.text) else self._last(start - 1)
            return place, place
        return self._first(tight_start), self._last(tight_end - 1)

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


def normalize(text: str) -> Normalized:
    """Normalise ``text`` for work; linear, and nearly free for text that is already clean.

    Lone surrogates become U+FFFD. Applied to its own ``text`` it changes nothing.
    """
    passes: list[_Edits] = []
    if _ODD.search(text):
        # One for one, so no offsets move.
        text = _SURROGATE.sub("\ufffd", _LINE_END.sub("\n", _SPACE.sub(" ", text)))
        text = _apply(text, _windows_ends(text), passes).replace("\r", "\n")
        text = _apply(text, _drops(text), passes)
    if not unicodedata.is_normalized("NFC", text):
        text = _apply(text, _compositions(text), passes)
    text = _apply(text, _cut_words(text), passes)
    return Normalized(text, tuple(passes))


def _apply(text: str, edits: Iterable[Edit], passes: list[_Edits]) -> str:
    """The edited text; the edits (in order, not overlapping), if any, are noted in ``passes``."""
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
    """Runs of characters that a reader never sees; a soft hyphen at a line end takes the end along."""
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
    """Whether a zero-width (non-)joiner beside this character means something (emoji, Arabic)."""
    composed = unicodedata.normalize("NFC", neighbour)
    return bool(composed) and ord(composed[0]) >= _FIRST_JOINING and not unicodedata.combining(composed[0])


def _compositions(text: str) -> Iterator[Edit]:
    """What NFC changes, one combining sequence at a time."""
    for match in _composing().finditer(text):
        start = max(0, match.start() - 1)  # what the marks stand on
        written = text[start : match.end()]
        composed = unicodedata.normalize("NFC", written)
        if composed != written:
            yield start, match.end(), composed


@cache
def _composing() -> re.Pattern[str]:
    """Runs of what is never written so in NFC or can compose with its predecessor.

    Built from Unicode's own decompositions, and only when a text is first found not to be in NFC.
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
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def _cut_words(text: str) -> Iterator[Edit]:
    """Words cut at line ends become whole; a compound keeps its hyphen and loses the line end."""
    document = evidence(text)
    for cut in line_breaks(text):
        if is_one_word(cut, document):
            yield cut.hyphen, cut.right, ""
        elif cut.sign != "¬":
            yield cut.hyphen + 1, cut.right, ""
