"""Lines of a page → columns in reading order.

A gutter is a band that the words of consecutive lines leave empty, with running text on both sides whose
right part begins at one place. Whatever stands above or below such lines is arranged by itself, so a page may
have a title over two columns and a table under them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from summarize.documents.pdf.lines import Line, Word

_STEP = 3.0  # points between two tried gutters
_GUTTER = 0.7  # of the font's size: the least width of a gutter
_LEAST_LINES = 2  # on both sides of a gutter
_CERTAIN_LINES = 4  # on both sides; beside fewer, spaces of justified lines may stand under each other
_LEAST_WORDS = 3  # the median on both sides; cells of a table have fewer
_LEAST_FILL = 0.55  # the median width of a line as a share of its column's; lower in tables
_LEAST_ALIGNED = 0.4  # share of the lines on the right of a gutter that begin at one place
_DEEPEST = 6  # gutters inside columns
_APART = 1.9  # line pitches between columns and a line below them that is not one of theirs


@dataclass(frozen=True)
class Column:
    """Lines under each other, from top to bottom, with the edges of their text in points."""

    lines: tuple[Line, ...]
    left: float
    right: float

    @property
    def pitch(self) -> float:
        """The usual distance between two baselines, in points."""
        steps = [
            above.y - below.y
            for above, below in pairwise(self.lines)
            if 0.9 * above.size <= above.y - below.y <= 2.5 * above.size
        ]
        return median(steps) if steps else 1.2 * median(line.size for line in self.lines)


def columns(lines: Sequence[Line]) -> list[Column]:
    """The columns of a page in reading order; ``lines`` go from top to bottom."""
    return _arranged(list(lines), _DEEPEST)


def _arranged(lines: list[Line], depth: int) -> list[Column]:
    if not lines:
        return []
    gutter = _gutter(lines) if depth else None
    if gutter is None:
        left = min(line.left for line in lines)
        return [Column(tuple(lines), left, max(line.right for line in lines))]
    first, last, x = gutter
    left_side, right_side = _sides(lines[first:last], x)
    return [
        *_arranged(lines[:first], depth - 1),
        *_arranged(left_side, depth - 1),
        *_arranged(right_side, depth - 1),
        *_arranged(lines[last:], depth - 1),
    ]


def _sides(lines: Sequence[Line], x: float) -> tuple[list[Line], list[Line]]:
    """The lines left and right of ``x``; a line with words on both sides is parted."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        for side, words in ((left, _before(line, x)), (right, _after(line, x))):
            if words:
                side.append(line.part(words))
    return left, right


def _before(line: Line, x: float) -> tuple[Word, ...]:
    return tuple(word for word in line.words if word.right <= x)


def _after(line: Line, x: float) -> tuple[Word, ...]:
    return tuple(word for word in line.words if word.right > x)


def _gutter(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """The first and last (exclusive) of the lines beside the best gutter, and its middle; or ``None``."""
    if len(lines) < _LEAST_LINES:
        return None
    half = _GUTTER * median(line.size for line in lines) / 2
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, tuple[int, int, float]] | None = None
    x = left + 6 * half
    while x < right - 6 * half:
        for first, last, shared in _runs(lines, x, half):
            beside = lines[first:last]
            wide = shared >= _CERTAIN_LINES or all(
                _state(line, x - 2 * half, x + 2 * half) for line in beside
            )
            if (best is None or shared > best[0]) and wide and _is_gutter(beside, x):
                best = shared, (first, last, x)
        x += _STEP
    return _trimmed(lines, best[1]) if best else None


def _runs(lines: Sequence[Line], x: float, half: float) -> list[tuple[int, int, int]]:
    """Maximal runs of lines that leave the band around ``x`` empty, with enough lines on both sides.

    The third number is how many lines are on the side with fewer.
    """
    runs = []
    first, lefts, rights = 0, 0, 0
    for i in range(len(lines) + 1):
        state = _state(lines[i], x - half, x + half) if i < len(lines) else None
        if state is None:
            if min(lefts, rights) >= _LEAST_LINES:
                runs.append((first, i, min(lefts, rights)))
            first, lefts, rights = i + 1, 0, 0
        else:
            lefts += state[0]
            rights += state[1]
    return runs


def _state(line: Line, left: float, right: float) -> tuple[bool, bool] | None:
    """Whether the line has words left and right of the band; ``None`` if a word reaches into it."""
    if line.right <= left:
        return True, False
    if line.left >= right:
        return False, True
    if any(word.left < right and word.right > left for word in line.words):
        return None
    return True, True


def _is_gutter(lines: Sequence[Line], x: float) -> bool:
    """Whether both sides are running text, and the right one begins at one place."""
    sides = _sides(lines, x)
    for side in sides:
        width = max(line.right for line in side) - min(line.left for line in side)
        if median(line.right - line.left for line in side) < _LEAST_FILL * width:
            return False
        if median(len(line.words) for line in side) < _LEAST_WORDS:
            return False
    starts = Counter(round(line.left / 2) for line in sides[1])
    most = max(starts[place] + starts[place + 1] for place in starts)
    return most >= _LEAST_ALIGNED * len(sides[1])


def _trimmed(lines: Sequence[Line], found: tuple[int, int, float]) -> tuple[int, int, float]:
    """Without lines at the end of a run that stand apart below the columns, if more text follows."""
    first, last, x = found
    if last == len(lines):
        return found
    pitch = median(line.size for line in lines[first:last]) * 1.3
    for i in range(last - 1, first + _LEAST_LINES, -1):
        above = [line.y for line in lines[first:i]]
        if not (_before(lines[i], x) and not _after(lines[i], x)):
            break
        if min(above) - lines[i].y > _APART * pitch:
            return first, i, x
    return found
