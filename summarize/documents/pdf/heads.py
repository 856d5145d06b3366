"""Running heads, footers and page numbers: lines at the edges of pages that return on other pages.

Pages are judged among their neighbours, so that a long document is read page by page and a head that
changes with each chapter is found too.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from summarize.documents.pdf.lines import Line

_AROUND = 10  # pages before and after that are compared
_EDGE = 3  # lines at the top and at the bottom of a page that are compared at one height
_OUTER = 2  # of these, those that may change their height
_SHARE = 0.6  # of the pages around
_COPIES = 3  # at one height, where fewer pages have it
_NEARLY_ALL, _SHARE_NEARLY_ALL = 5, 0.8  # copies at one height that prove a head without a gap to the text
_OTHER_SIZE = 0.07  # difference from the size of the text
_GAP = 1.8  # font sizes between the baselines of a head and of the text
_SAME_HEIGHT = 4.0  # points
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|p\.|стр\.|страница|с\.|бет)\s*)?\d{1,4}(?:\s*(?:/|of|из|-бет|бет)\s*\d{0,4})?[-–—\s]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Parted:
    """The lines of one page: its text, and its running heads."""

    number: int
    text: list[Line]
    heads: list[Line]


def part(pages: Iterable[tuple[int, list[Line]]]) -> Iterator[Parted]:
    """Each page with its running heads told from its text, at most ``_AROUND`` pages late."""
    window: deque[tuple[int, list[Line], dict[int, tuple[str, int]]]] = deque()
    ahead = 0  # pages of the window that are still to be returned
    for number, lines in pages:
        window.append((number, lines, _edges(lines)))
        ahead += 1
        if ahead > _AROUND:
            yield _parted(window, len(window) - ahead)
            ahead -= 1
        if len(window) > 2 * _AROUND + 1:
            window.popleft()
    for i in range(len(window) - ahead, len(window)):
        yield _parted(window, i)


def _edges(lines: Sequence[Line]) -> dict[int, tuple[str, int]]:
    """For each line at an edge of the page: its text without numbers, and its height in coarse steps."""
    edge = {*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}
    return {i: (_NUMBER.sub("#", lines[i].text), round(lines[i].y / _SAME_HEIGHT)) for i in edge}


def _parted(window: Sequence[tuple[int, list[Line], dict[int, tuple[str, int]]]], at: int) -> Parted:
    number, lines, edges = window[at]
    around = [keys for i, (_, _, keys) in enumerate(window) if abs(i - at) <= _AROUND]
    outer = {i for i in edges if i < _OUTER or i >= len(lines) - _OUTER}
    texts = Counter(text for keys in around for text in {text for text, _ in keys.values()})
    heights = Counter(
        (text, height + nudge) for keys in around for text, height in set(keys.values()) for nudge in (0, 1)
    )
    heads: set[int] = set()
    returning: set[int] = set()
    for i, (text, height) in edges.items():
        copies = max(heights[text, height], heights[text, height + 1])
        outermost = i in (0, len(lines) - 1) and len(lines) > 2
        nearly_all = copies >= max(_NEARLY_ALL, _SHARE_NEARLY_ALL * len(around))
        if outermost and (nearly_all or _PAGE_NUMBER.fullmatch(lines[i].text)):
            heads.add(i)
        elif copies >= _COPIES or (i in outer and texts[text] >= max(2, _SHARE * len(around))):
            returning.add(i)
    heads |= {i for i in returning if _stands_apart(lines, i, heads | returning)}
    if len(heads) == len(lines):  # a deck whose pages are alike: then this is the text
        heads = set()
    return Parted(
        number,
        [line for i, line in enumerate(lines) if i not in heads],
        [line for i, line in enumerate(lines) if i in heads],
    )


def _stands_apart(lines: Sequence[Line], i: int, returning: Container[int]) -> bool:
    """Whether line ``i`` is of another size than the text, or a gap lies between it and the text."""
    if abs(lines[i].size / median(line.size for line in lines) - 1) > _OTHER_SIZE:
        return True
    inwards = 1 if i < len(lines) / 2 else -1
    while 0 <= i + inwards < len(lines):
        if abs(lines[i].y - lines[i + inwards].y) > _GAP * lines[i].size:
            return True
        i += inwards
        if i not in returning:
            return False
    return False
