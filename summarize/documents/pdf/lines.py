"""Characters → words and lines, by their baselines and the gaps between them."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from summarize.documents.pdf.characters import Character

_SAME_BASELINE = 0.35  # of the font's size
_SAME_SIZE = 0.8  # the smaller font's size as a share of the larger one's
_SPACE = 0.15  # of the font's size: the least gap between two words
_DRAWN_SPACE = 0.03  # the same where a space is drawn; some are drawn under letters of a second pass
_SPACED_OUT = 0.12  # letters with at least this median gap are spaced out for emphasis
_PRINTED_TWICE = 0.12  # of the font's size: how far a letter is moved that is drawn twice to look bold
_CELL_GAP = 1.2  # of the font's size: the least gap between two cells of a table
_RAISED = 0.15  # of the font's size: the least height of a superscript above the baseline
_COVERED = 0.25  # share of a superscript row's characters that may touch a letter of the line
_BOLD_SHARE = 0.9  # of a line's characters
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as drawn, from ``left`` to ``right``, in points."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    page: int
    words: tuple[Word, ...]
    y: float
    size: float
    bold: bool

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def cells(self) -> list[tuple[Word, ...]]:
        """The words in groups, parted where the gap is as wide as between columns of a table."""
        groups: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.left - before.right >= _CELL_GAP * self.size:
                groups.append([])
            groups[-1].append(word)
        return [tuple(group) for group in groups]

    def part(self, words: Sequence[Word]) -> Line:
        """The line with only these of its words."""
        return Line(self.page, tuple(words), self.y, self.size, self.bold)


def lines(page: int, characters: Sequence[Character]) -> list[Line]:
    """The lines of a page from top to bottom; those of columns side by side are not parted yet."""
    rows = _merged([_Row(group) for group in _rows(characters)])
    found = [line for row in rows if (line := _line(page, row))]
    return sorted(found, key=lambda line: (-line.y, line.left))


class _Row:
    """Characters on one baseline, of about one size; superscripts and marks may be added."""

    def __init__(self, characters: list[Character]) -> None:
        self.characters = characters
        self.size = median(character.size for character in characters)
        self.y = median(character.y for character in characters)
        self.top = max(character.top for character in characters)
        self.bottom = min(character.bottom for character in characters)


def _rows(characters: Iterable[Character]) -> list[list[Character]]:
    """Groups of one baseline and about one size."""
    groups: list[list[Character]] = []
    open_groups: list[list[Character]] = []
    for character in sorted(characters, key=lambda each: -each.y):
        home = None
        kept = []
        for group in open_groups:
            near = group[0].y - character.y <= _SAME_BASELINE * max(group[0].size, character.size)
            if near:
                kept.append(group)
                small, large = sorted((group[0].size, character.size))
                if home is None and small >= _SAME_SIZE * large:
                    home = group
        open_groups = kept
        if home is None:
            home = []
            groups.append(home)
            open_groups.append(home)
        home.append(character)
    return groups


def _merged(rows: list[_Row]) -> list[_Row]:
    """The rows after smaller ones (superscripts, small capitals) joined the line they stand in.

    A small row joins a larger one if their heights overlap and no character of one covers another's: a
    running head may be drawn across the text.
    """
    rows = sorted(rows, key=lambda row: -row.size)
    kept: list[_Row] = []
    for row in rows:
        home = next((larger for larger in kept if _stands_in(row, larger)), None)
        if home:
            home.characters.extend(row.characters)
        else:
            kept.append(row)
    return kept


def _stands_in(small: _Row, large: _Row) -> bool:
    middle = (small.y + small.y + small.size * 0.7) / 2
    if not (large.y - 0.25 * large.size <= middle <= large.y + 0.95 * large.size):
        return False
    left = min(character.left for character in large.characters) - 1.5 * large.size
    right = max(character.right for character in large.characters) + 1.5 * large.size
    middles = [(each.left + each.right) / 2 for each in small.characters]
    if not all(left <= middle <= right for middle in middles):
        return False
    covered = sum(any(each.left < x < each.right for each in large.characters) for x in middles)
    return covered <= _COVERED * len(middles)


def _line(page: int, row: _Row) -> Line | None:
    inked = [each for each in row.characters if each.text != " "]
    spaces = sorted((each.left + each.right) / 2 for each in row.characters if each.text == " ")
    characters = _drawn_once(sorted(inked, key=_along), row.size)
    if not characters:
        return None
    words: list[Word] = []
    wide, narrow = _word_gap(characters, row.size), _DRAWN_SPACE * row.size
    current = [characters[0]]
    for character in characters[1:]:
        edge = max(each.right for each in current[-2:])
        gap = character.left - edge
        drawn = gap > narrow and _any_between(spaces, current[-1].left, character.right)
        if gap > wide or drawn:
            words.append(_word(current, row))
            current = []
        current.append(character)
    words.append(_word(current, row))
    bold = sum(character.bold for character in characters) >= _BOLD_SHARE * len(characters)
    return Line(page, tuple(words), row.y, row.size, bold)


def _any_between(places: Sequence[float], left: float, right: float) -> bool:
    at = bisect_left(places, left)
    return at < len(places) and places[at] < right


def _along(character: Character) -> float:
    """The order in a line; a mark drawn over a letter follows it."""
    if unicodedata.combining(character.text[0]):
        return character.right
    return character.left


def _drawn_once(characters: list[Character], size: float) -> list[Character]:
    """Without the second copy of letters that are drawn twice to look bold."""
    kept: list[Character] = []
    for character in characters:
        twice = any(
            each.text == character.text and abs(each.left - character.left) < _PRINTED_TWICE * size
            for each in kept[-3:]
        )
        if not twice or character.right - character.left < 2 * _PRINTED_TWICE * size:
            kept.append(character)
    return kept


def _word_gap(characters: Sequence[Character], size: float) -> float:
    """The least gap between two words of this line, in points."""
    gaps = [after.left - before.right for before, after in pairwise(characters)]
    if len(gaps) < 5:
        return _SPACE * size
    typical = median(gaps)
    return _SPACE * size if typical < _SPACED_OUT * size else 1.8 * typical


def _word(characters: Sequence[Character], row: _Row) -> Word:
    text: list[str] = []
    raised: list[str] = []
    for character in characters:
        high = character.y > row.y + _RAISED * row.size and character.size < _SAME_SIZE * row.size
        if high and character.text.isdigit() and (text or raised):
            raised.append(character.text)
            continue
        text += [*_note("".join(raised), text), character.text]
        raised = []
    text += _note("".join(raised), text)
    return Word("".join(text), characters[0].left, max(each.right for each in characters))


def _note(digits: str, before: Sequence[str]) -> list[str]:
    """Raised digits: an exponent after a digit or a unit (10⁶, м²), the mark of a note after a word ([1])."""
    if not digits:
        return []
    word = "".join(before)
    tail = word.rstrip("0123456789")
    unit = tail.rpartition("/")[2]
    exponent = tail != word or unit in ("m", "cm", "mm", "km", "м", "см", "мм", "км", "дм", "dm", "x", "х")
    return [digits.translate(_SUPERSCRIPTS)] if exponent else [f"[{digits}]"]
