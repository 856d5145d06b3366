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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO

from summarize.text.hyphenation import evidence, is_one_word, line_breaks

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
