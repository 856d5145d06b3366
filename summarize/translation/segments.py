"""Sentences to translate, taken from a text and put back; everything else stays byte for byte.

Line ends, blank lines, indentation, list, heading and quote marks, table rules, code, and anything
without letters are never passed to a model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from summarize.text import sentences
from summarize.text.blocks import Block, Run
from summarize.text.documents import BETWEEN_BLOCKS
from summarize.text.lines import Lines, fences
from summarize.translation.shielding import has_prose

Span = tuple[int, int]

# One character each, so that offsets do not move; "\r" before "\n" is white space at the end of a line.
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_LONE_RETURN = re.compile(r"\r(?!\n)")
_MARK = re.compile(
    r"(?:>\s?)+|#{1,6}\s+|[-*+•·▪‣●○◦–—]\s+(?:\[[ xX]\]\s+)?|\(?\d{1,3}[.)]\s+|\(?[a-zа-яәі]\)\s+|\|"
)
_QUOTE = re.compile(r"(?:>\s?)+")
_CELLS = re.compile(r"\s*\|\s*|\s*\t\s*|\s{3,}")
_APART = re.compile(r"\t|\n(?!\s{0,8}[^\W\d_A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])")  # between sentences of a block
_BLANK = re.compile(r"\s+")
_DEFINITION = re.compile(r"\[[^\]]+\]:\s*\S+(?:\s+[\"'(].*[\"')])?")
_CODE = re.compile(
    r"(?:def|class|import|from|return|if|for|while|#include|const|let|var|function)\b.*[:;({]\Z|.*[;{}]\Z"
)
_CODE_INDENT = 4
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|_|~~)(?=\S)(.+?)(?<=\S)\1\Z", re.DOTALL)


@dataclass(frozen=True)
class Slot:
    """A sentence in a text: ``spans`` are its pieces, one per line it runs over.

    ``text`` is the sentence on one line; ``paragraph`` is the index of its paragraph. ``literals`` are pieces
    of it that must stay as they are, in order, besides those that ``shielding`` finds.
    """

    text: str
    spans: tuple[Span, ...]
    paragraph: int
    literals: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True)
class Page:
    """A text and the sentences in it that are prose, in order."""

    text: str
    slots: tuple[Slot, ...]

    def filled(self, texts: Sequence[str]) -> str:
        """The text with each slot replaced; a slot given its own text stays exactly as it was.

        A sentence that ran over several lines is broken at the same proportions of its words.
        """
        parts, last = [], 0
        for slot, text in zip(self.slots, texts, strict=True):
            parts += [self.text[last : slot.start], self._set(slot, text)]
            last = slot.end
        return "".join([*parts, self.text[last:]])

    def _set(self, slot: Slot, text: str) -> str:
        if text == slot.text:
            return self.text[slot.start : slot.end]
        words, total = text.split(" "), len(slot.text.split(" "))
        places = []
        seen = 0
        for (start, end), (following, _) in zip(slot.spans, slot.spans[1:], strict=False):
            seen += len(self.text[start:end].split())
            places.append((round(seen * len(words) / total), self.text[end:following]))
        lines, last = [], 0
        for place, gap in places:
            lines += [" ".join(words[last:place]), gap]
            last = max(place, last)
        return "".join([*lines, " ".join(words[last:])])


def page(text: str, language: str, *, lines_apart: bool = False) -> Page:
    """Find the sentences of a text.

    Args:
        text: as read; any string.
        language: ``en``, ``ru`` or ``kk``; its rules decide where sentences end.
        lines_apart: every line is a paragraph of its own (files with one segment per line).
    """
    even = _LONE_RETURN.sub("\n", text.translate(_LINE_ENDS))
    slots: list[Slot] = []
    known: dict[str, list[tuple[str, Span]]] = {}  # a paragraph that occurs again, as cells do, is split once
    for number, pieces in enumerate(_paragraphs(even, lines_apart)):
        joined = " ".join([even[start:end] for start, end in pieces])
        offsets = list(accumulate((end - start + 1 for start, end in pieces), initial=0))
        if joined not in known:
            known[joined] = _prose(joined, language)
        slots += [Slot(sentence, _placed(pieces, offsets, *span), number) for sentence, span in known[joined]]
    return Page(text, tuple(slots))


def page_of_blocks(
    blocks: Sequence[Block], language: str, *, lines_apart: bool = False, whole: Set[int] = frozenset()
) -> Page:
    """Find the sentences of blocks; the text is theirs with ``BETWEEN_BLOCKS`` between them.

    A tab ends a sentence. So does a line break, unless the text goes on in lower case. Between these, every
    block is one sentence with ``lines_apart``, and one whose index is in ``whole`` without it. What an anchor
    stands for never ends a sentence, and is no prose. Numbers are not among the literals: models copy them,
    and they are checked.
    """
    slots: list[Slot] = []
    known: dict[tuple[tuple[Run, ...], bool], list[tuple[str, Span, tuple[str, ...]]]] = {}
    start = 0
    for number, block in enumerate(blocks):
        text = block.text
        key = block.runs, lines_apart or number in whole
        if key not in known:
            known[key] = list(_sentences(block, text, language, key[1]))
        for sentence, (first, last), literals in known[key]:
            slots.append(Slot(sentence, ((start + first, start + last),), number, literals))
        start += len(text) + len(BETWEEN_BLOCKS)
    return Page(BETWEEN_BLOCKS.join(block.text for block in blocks), tuple(slots))


def _sentences(
    block: Block, text: str, language: str, lines_apart: bool
) -> Iterator[tuple[str, Span, tuple[str, ...]]]:
    """The sentences of a block that are prose, each on one line, with their spans and literal anchors."""
    masked, anchors = _masked(block)
    masked = masked.translate(_LINE_ENDS)
    for first, last in _pieces_of_block(masked):
        whole = [(0, last - first)] if lines_apart else sentences.split(masked[first:last], language)
        for span in whole:
            start, end = first + span[0], first + span[1]
            inside = anchors[bisect_left(anchors, (start, start)) : bisect_left(anchors, (end, end))]
            if has_prose(_without(text, start, end, inside)):
                pieces = (text[low:high] for low, high in inside)
                literals = tuple(each for each in pieces if not (each.isspace() or each.isdecimal()))
                yield _on_one_line(text, start, end, inside), (start, end), literals


def _masked(block: Block) -> tuple[str, list[Span]]:
    """The text of a block with a word like a name in place of each literal anchor, and the anchors' spans."""
    parts: list[str] = []
    anchors: list[Span] = []
    position = 0
    for run in block.runs:
        literal = run.anchor and run.text and not run.text.isspace()
        parts.append("X" + "x" * (len(run.text) - 1) if literal else run.text)
        if run.anchor and run.text:
            anchors.append((position, position + len(run.text)))
        position += len(run.text)
    return "".join(parts), anchors


def _without(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """The text from ``start`` to ``end`` with a space in place of these spans."""
    edges = [start, *(edge for span in spans for edge in span), end]
    return " ".join(text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))


def _on_one_line(text: str, start: int, end: int, literals: Sequence[Span]) -> str:
    """The text with one space for each run of white space that is not in a literal anchor."""
    parts: list[str] = []
    for low, high in literals:
        if not text[low:high].isspace():
            parts += [_BLANK.sub(" ", text[start:low]), text[low:high]]
            start = high
    return "".join([*parts, _BLANK.sub(" ", text[start:end])])


def _pieces_of_block(text: str) -> Iterator[Span]:
    """What of a block is translated together: without marks of items, and apart from each other."""
    start = 0
    for gap in (*_APART.finditer(text), None):
        end = gap.start() if gap else len(text)
        while match := _MARK.match(text, start, end):
            start = match.end()
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield start, start + len(text[start:end].rstrip())
        start = gap.end() if gap else end


def _prose(paragraph: str, language: str) -> list[tuple[str, Span]]:
    """The sentences of a paragraph that are prose, each on one line, with their spans."""
    spans = [_inside(paragraph, *span) for span in sentences.split(paragraph, language)]
    pieces = [(paragraph[start:end], (start, end)) for start, end in spans]
    return [(" ".join(piece.split()), span) for piece, span in pieces if has_prose(piece)]


def _inside(text: str, start: int, end: int) -> Span:
    """The sentence without emphasis marks that enclose all of it."""
    while match := _EMPHASIS.match(text, start, end):
        mark = match[1]
        if mark in match[2]:
            break
        start, end = start + len(mark), end - len(mark)
    return start, end


def _placed(pieces: Sequence[Span], offsets: Sequence[int], start: int, end: int) -> tuple[Span, ...]:
    """The text's spans for a span of its pieces joined by single spaces; each begins at its offset."""
    spans = []
    for index in range(bisect_right(offsets, start) - 1, len(pieces)):
        base, (first, last) = offsets[index], pieces[index]
        if base >= end:
            break
        spans.append((first + max(start - base, 0), min(first + end - base, last)))
    return tuple(spans)


def _paragraphs(text: str, lines_apart: bool) -> Iterator[list[Span]]:
    """The prose of each paragraph: one span per line, without marks and margins."""
    lines = Lines(text)
    coded, skipped_to = fences(lines), -1
    current: list[Span] = []
    before: _Line | None = None
    for i in range(len(lines)):
        skipped_to = max(skipped_to, coded.get(i, -1) if coded.get(i, i) > i else -1)
        line = None if i <= skipped_to or _is_code(lines, i) else _line(lines, i)
        joins = line and before and not lines_apart and _continues(lines, i, line, before)
        if current and not joins:
            yield current
            current = []
        before = line
        if line is None:
            continue
        if len(line.cells) == 1:
            current.append(line.cells[0])
        else:
            before = None
            yield from ([cell] for cell in line.cells)
    if current:
        yield current


@dataclass(frozen=True)
class _Line:
    """One line's prose; ``mark`` is what precedes it, ``column`` is where it begins."""

    cells: tuple[Span, ...]
    mark: str
    column: int


def _line(lines: Lines, i: int) -> _Line | None:
    text, first, end = lines.text, lines.start[i], lines.end[i]
    if _DEFINITION.fullmatch(text, first, end):
        return None
    start = first
    while match := _MARK.match(text, start, end):
        start = match.end()
    while start < end and text[start].isspace():
        start += 1
    if text[first] == "#":
        open_end = len(text[start:end].rstrip("#")) + start
        if start < open_end < end and text[open_end - 1].isspace():  # closing marks of a heading
            end = start + len(text[start:open_end].rstrip())
    cells, last = [], start
    for gap in _CELLS.finditer(text, start, end):
        cells.append((last, gap.start()))
        last = gap.end()
    cells.append((last, end))
    found = tuple((a, b) for a, b in cells if any(map(str.isalpha, text[a:b])))
    return _Line(found, text[first:start], lines.indent[i] + start - first) if found else None


def _continues(lines: Lines, i: int, line: _Line, before: _Line) -> bool:
    if lines.gap[i] or len(line.cells) > 1 or len(before.cells) > 1:
        return False
    start = line.cells[0][0]
    if _QUOTE.fullmatch(line.mark):
        return line.mark.strip() == before.mark.strip() and lines.text[start].islower()
    if line.mark or before.mark.lstrip().startswith("#"):
        return False
    if before.mark:
        return line.column in (before.column, 0) and (lines.text[start].islower() or lines.is_full(i))
    return lines.continues(i)


def _is_code(lines: Lines, i: int) -> bool:
    """Whether a line is indented like code and also reads like it."""
    return lines.indent[i] >= _CODE_INDENT and _CODE.match(lines.line(i)) is not None
