"""Columns of lines → paragraphs, headings, list items, table rows and footnotes.

A paragraph ends where the next line is indented, stands further down, is of another size, begins a list
item, or would have had room for its first word on the line above. One that runs on in the next column or on
the next page is one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from summarize.documents.pdf.columns import Column, columns
from summarize.documents.pdf.heads import Parted
from summarize.documents.pdf.lines import Line
from summarize.text.lines import is_terminated, item_mark
from summarize.text.parts import Role

_LARGER = 1.12  # a heading's size as a multiple of the text's
_SMALLER = 0.93  # a footnote's
_SAME = 0.93  # sizes closer than this are the same
_FARTHER = 1.35  # line pitches between two paragraphs
_INDENT = 0.7  # of the font's size: the least indent of a first line
_ROOM = 0.5  # of the font's size, kept free when a line is judged too short
_ALIGNED = 0.5  # of the font's size: how far cells of one column of a table may be apart
_HEADING_LINES, _HEADING_WORDS = 4, 30
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡§]{1,3})[\])]?\s?(?=\S)")
_CAPTION = re.compile(
    r"(?:(?:figure|fig\.|table|рис\.|рисунок|таблица|табл\.|схема|сурет|кесте) ?\d[\d.]*|\d+-(?:сурет|кесте))"
    r"\s?[.:—–-] ?\S",
    re.IGNORECASE,
)
_CAPTION_LONGEST = 400


@dataclass
class Paragraph:
    """Lines that belong together, with the page each is on; ``size`` is that of the font, in points."""

    role: Role
    size: float
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as drawn, each on its own."""
        return "\n".join(line for _, line in self.lines)


class Flow:
    """Turns pages into paragraphs, in order; the last paragraph may go on with the next page."""

    def __init__(self) -> None:
        self.sizes: Counter[float] = Counter()  # characters of each size so far
        self._open: Paragraph | None = None
        self._last: tuple[Line, Column] | None = None
        self._all_bold = False
        self._waiting: list[Paragraph] = []  # footnotes and heads met while a paragraph is open

    def page(self, parted: Parted) -> Iterator[Paragraph]:
        """The paragraphs that are complete after this page."""
        for line in parted.text:
            self.sizes[round(line.size * 2) / 2] += len(line.text)
        body = self.sizes.most_common(1)[0][0] if self.sizes else 0.0
        self._waiting += [
            Paragraph("running", line.size, [(parted.number, line.text)]) for line in parted.heads
        ]
        for column in columns(parted.text):
            text, notes = _without_notes(column, body)
            yield from self._column(text, body)
            self._waiting += notes

    def end(self) -> Iterator[Paragraph]:
        """The last paragraphs."""
        yield from self._close()

    def _column(self, column: Column, body: float) -> Iterator[Paragraph]:
        rows = _rows(column)
        for i, line in enumerate(column.lines):
            if i in rows:
                yield from self._close()
                cells = (" ".join(word.text for word in cell) for cell in line.cells())
                yield Paragraph("row", line.size, [(line.page, " | ".join(cells))])
                continue
            if self._open is None or self._begins(line, column):
                yield from self._close()
                self._open = Paragraph("body", line.size)
                self._all_bold = True
            self._open.lines.append((line.page, line.text))
            self._all_bold = self._all_bold and line.bold
            self._last = line, column
            self._open.role = _role(self._open, body, bold=self._all_bold)

    def _close(self) -> Iterator[Paragraph]:
        if self._open:
            yield self._open
        self._open = self._last = None
        yield from self._waiting
        self._waiting = []

    def _begins(self, line: Line, column: Column) -> bool:
        """Whether the line begins a new paragraph rather than continuing the open one."""
        assert self._last is not None
        assert self._open is not None
        last, home = self._last
        small, large = sorted((last.size, line.size))
        if small < _SAME * large or last.bold != line.bold or self._begins_item(line):
            return True
        if home is column and last.y - line.y > _FARTHER * column.pitch:
            return True
        indent, before = line.left - column.left, last.left - home.left
        in_item = item_mark(self._open.lines[0][1]) > 0
        if in_item and len(self._open.lines) > 1 and indent < before - _INDENT * line.size:
            return True
        if not in_item and indent > max(before, 0) + _INDENT * line.size and self._open.role != "heading":
            return True
        first = line.words[0]
        room = home.right - last.right - (first.right - first.left)
        if room < _ROOM * line.size:
            return False
        ended = is_terminated(last.text, 0, len(last.text))
        letter = next(filter(str.isalnum, line.text), "A")
        return ended or (not letter.islower() and self._open.role != "heading")

    def _begins_item(self, line: Line) -> bool:
        """Whether the line begins a list item; inside a sentence, a dash or number is only that."""
        assert self._open is not None
        if not item_mark(line.text):
            return False
        text = self._open.text
        ended = text[-1] in ":;" or is_terminated(text, 0, len(text))
        return ended or self._open.role == "list" or self._open.role == "heading"


def _role(paragraph: Paragraph, body: float, *, bold: bool) -> Role:
    text = paragraph.text
    if _CAPTION.match(text) and len(text) <= _CAPTION_LONGEST:
        return "caption"
    short = len(paragraph.lines) <= _HEADING_LINES and len(text.split()) <= _HEADING_WORDS
    if (
        short
        and any(map(str.isalpha, text))
        and (paragraph.size >= _LARGER * body or (bold and text[-1] not in ".!?…;,"))
    ):
        return "heading"
    return "list" if item_mark(text) else "body"


def _without_notes(column: Column, body: float) -> tuple[Column, list[Paragraph]]:
    """The column without the footnotes under its text, and these."""
    lines = list(column.lines)
    first = len(lines)
    while first and lines[first - 1].size < _SMALLER * body:
        first -= 1
    while first < len(lines) and not _NOTE_MARK.match(lines[first].text):
        first += 1
    notes: list[Paragraph] = []
    for line in lines[first:]:
        if not notes or _NOTE_MARK.match(line.text):
            notes.append(Paragraph("footnote", line.size))
        notes[-1].lines.append((line.page, line.text))
    return Column(tuple(lines[:first]), column.left, column.right), notes


def _rows(column: Column) -> set[int]:
    """The lines that are rows of a table: in cells, and aligned with a row above or below."""
    cells = [_edges(line, column) for line in column.lines]
    found: set[int] = set()
    for i in range(1, len(cells)):
        if _are_aligned(cells[i - 1], cells[i], column.lines[i].size):
            found |= {i - 1, i}
    return found


def _edges(line: Line, column: Column) -> list[tuple[float, float]]:
    """The edges of a line's cells; none if it is not a row."""
    cells = line.cells()
    if len(cells) < 2 or item_mark(f"{cells[0][-1].text} x"):
        return []
    justified = len(cells) == len(line.words) and column.right - line.right < _ROOM * line.size
    if justified and not any(map(str.isdigit, line.text)):
        return []
    return [(cell[0].left, cell[-1].right) for cell in cells]


def _are_aligned(
    above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]], size: float
) -> bool:
    """Whether any cell but the first begins or ends where one of the other row does, or shares its middle."""
    near = _ALIGNED * size
    return any(
        abs(a[0] - b[0]) < near or abs(a[1] - b[1]) < near or abs(a[0] + a[1] - b[0] - b[1]) < near
        for a in above[1:]
        for b in below[1:]
    )
