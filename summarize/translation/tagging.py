"""Numbered tags in a sentence for a chat model, and the formatting that its answer has by them.

``<1>…</1>`` stands around text in a formatting of its own and around a literal anchor, ``<2/>`` in the place
of an anchor without text. An answer is used only if it has every tag exactly once, well nested, and inside
the same tags as in the source; everything else is left to ``summarize.translation.projection``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarize.text.blocks import Block, Run, cut, joined
from summarize.translation.anchoring import shared
from summarize.translation.correspondence import Span
from summarize.translation.sentence_pairs import Style

_TAG = re.compile(r"<(/?)([0-9]{1,2})(/?)>")
# What is like a tag: a sentence that has it gets none, and an answer that has it beside its own is not used.
_LIKE = re.compile(r"[<‹＜][\s/]{0,9}[0-9]|[0-9][\s/]{0,9}[>›＞]")
_BLANK = re.compile(r"\s+")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_MOST = 20  # tags of a sentence; in one with more, formatting is placed without any


@dataclass(frozen=True)
class Tag:
    """What one tag of a sentence is for.

    ``start`` and ``end`` are offsets in the sentence, equal for an anchor that has no text or white space.
    ``style`` is the formatting of text in it; ``parent`` is the number of the tag that it is in, or 0.
    """

    start: int
    end: int
    style: Style
    parent: int
    anchor: Run | None = None


@dataclass(frozen=True)
class Tagging:
    """A sentence on one line and its tags, numbered from 1.

    ``base`` is the formatting of what is in no tag, ``styles`` are all that the sentence has.
    """

    text: str
    base: Style
    tags: tuple[Tag, ...]
    styles: frozenset[Style]

    def tagged(self, spans: Sequence[Span]) -> tuple[str, list[Span]] | None:
        """The sentence with its tags, and where these spans are in it; ``None`` if a tag is within one."""
        marks = self._marks()
        places = [place for place, _ in marks]
        if any(bisect_left(places, end) > bisect_right(places, start) for start, end in spans):
            return None
        lengths = [0]
        for _, mark in marks:
            lengths.append(lengths[-1] + len(mark))
        edges = [0, *places, len(self.text)]
        parts = [self.text[low:high] for low, high in pairwise(edges)]
        whole = "".join(
            text + mark for text, mark in zip(parts, [*(mark for _, mark in marks), ""], strict=True)
        )
        return whole, [
            (start + lengths[bisect_right(places, start)], end + lengths[bisect_left(places, end)])
            for start, end in spans
        ]

    def _marks(self) -> list[tuple[int, str]]:
        """The marks in order; of those at one place, first the ones that close, the innermost first."""
        found: list[tuple[int, int, int, str]] = []
        for number, tag in enumerate(self.tags, 1):
            if tag.start == tag.end:
                found.append((tag.start, 1, number, f"<{number}/>"))
            else:
                found += [(tag.start, 1, number, f"<{number}>"), (tag.end, 0, -number, f"</{number}>")]
        return [(place, mark) for place, _, _, mark in sorted(found)]

    def runs(self, said: str) -> tuple[Run, ...] | None:
        """The runs of an answer with tags; ``None`` if it has not each of them where it may be."""
        return _Answer(self).runs(said)


class _Answer:
    """The runs of one answer, as far as it was read."""

    def __init__(self, source: Tagging) -> None:
        self.source = source
        self.found: list[Run] = []
        self.open: list[tuple[int, int]] = [(0, 0)]  # numbers of tags, and where in ``found`` they begin
        self.seen: list[int] = []

    def runs(self, said: str) -> tuple[Run, ...] | None:
        position = 0
        for mark in _TAG.finditer(said):
            self._add(said[position : mark.start()])
            position = mark.end()
            if not (self._close if mark[1] else self._begin)(int(mark[2]), alone=bool(mark[3])):
                return None
        self._add(said[position:])
        if len(self.open) > 1 or len(self.seen) < len(self.source.tags) or not self._keeps_order():
            return None
        return self._finished()

    def _add(self, text: str) -> None:
        number = self.open[-1][0]
        if text:
            self.found.append(Run(text, self.source.tags[number - 1].style if number else self.source.base))

    def _begin(self, number: int, *, alone: bool) -> bool:
        if not 0 < number <= len(self.source.tags) or number in self.seen:
            return False
        tag = self.source.tags[number - 1]
        if tag.parent != self.open[-1][0] or alone != (tag.start == tag.end):
            return False
        self.seen.append(number)
        if not alone:
            self.open.append((number, len(self.found)))
        elif tag.anchor:
            self.found.append(tag.anchor)
        return True

    def _close(self, number: int, *, alone: bool) -> bool:
        if alone or self.open[-1][0] != number or number == 0:
            return False
        _, start = self.open.pop()
        anchor = self.source.tags[number - 1].anchor
        text = "".join(run.text for run in self.found[start:])
        if anchor:
            self.found[start:] = [anchor]
            return text.strip() == anchor.text
        return any(map(str.isalnum, text))

    def _keeps_order(self) -> bool:
        """Whether the two ends of each thing are in the order that they had."""
        pairs: dict[str, list[int]] = {}
        for number in self.seen:
            anchor = self.source.tags[number - 1].anchor
            if anchor and anchor.pair:
                pairs.setdefault(anchor.pair, []).append(number)
        return all(numbers == sorted(numbers) for numbers in pairs.values())

    def _finished(self) -> tuple[Run, ...] | None:
        """The runs with single spaces; ``None`` if something like a tag is left, or a style is not known."""
        runs = joined(_spaced(self.found))
        said = text_of(runs)
        if _LIKE.search(said) or any(said.count(mark) > self.source.text.count(mark) for mark in "<>"):
            return None
        if said != " ".join(said.split()):
            return None
        styled = [_known(runs, index, self.source.styles) for index in range(len(runs))]
        if any(not run.anchor and run.style not in self.source.styles for run in styled):
            return None
        return joined(styled)


def tagging(runs: Sequence[Run], text: str) -> Tagging | None:
    """The tags that a sentence gets.

    Args:
        runs: of the sentence.
        text: it on one line.

    Returns:
        ``None`` if it has nothing that needs a tag, more than a model can keep, or what is like a tag.
    """
    raw = "".join(run.text for run in runs)
    if all(not run.anchor and run.style == runs[0].style for run in runs) or _LIKE.search(text):
        return None
    if _BLANK.sub(" ", raw) != text:
        return None
    pieces = _settled(list(_pieces(runs)))
    words = [piece.style for piece in pieces if piece.said]
    if not words:
        return None
    base = words[0]
    for style in words:
        base = shared(base, style)
    tags = _tags(pieces, base, lambda place: len(_BLANK.sub(" ", raw[:place])), len(text))
    if not 0 < len(tags) <= _MOST:
        return None
    return Tagging(text, base, tuple(tags), frozenset(run.style for run in runs))


def taggings(blocks: Sequence[Block], places: Iterable[tuple[str, int, Span]]) -> dict[str, Tagging]:
    """The tags of the sentences that get some.

    Args:
        places: each sentence on one line, with the index of its block and its span in the text of that. One
            that occurs again in other formatting gets no tags.
    """
    found: dict[str, Tagging | None] = {}
    for text, number, span in places:
        runs = blocks[number].runs
        tags = tagging(cut(runs, [span])[1], text) if len(runs) > 1 else None
        found[text] = tags if found.get(text, tags) == tags else None
    return {text: tags for text, tags in found.items() if tags}


def text_of(runs: Iterable[Run]) -> str:
    """The sentence that runs say, on one line."""
    return "".join(" " if run.anchor and run.text.isspace() else run.text for run in runs)


def without_tags(text: str) -> str:
    """A text without its numbered tags."""
    return _TAG.sub("", text)


@dataclass(frozen=True)
class _Piece:
    """Words in one style, or what is between: white space, marks, an anchor. ``start`` is in the raw text."""

    start: int
    style: Style
    said: bool
    anchor: Run | None = None


def _pieces(runs: Sequence[Run]) -> Iterator[_Piece]:
    position = 0
    for run in runs:
        start, position = position, position + len(run.text)
        if run.anchor:
            yield _Piece(start, run.style, bool(run.text.strip()), run)
            continue
        edges = _EDGES.fullmatch(run.text)
        assert edges  # the pattern matches any text
        for number in (1, 2, 3):
            if edges[number]:
                said = any(map(str.isalnum, edges[number]))
                yield _Piece(start + edges.start(number), run.style, said)


def _settled(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces, those without words in the formatting that the words around them share."""
    before, after = _neighbours(pieces), _neighbours(pieces[::-1])[::-1]
    return [
        piece if piece.said else replace(piece, style=shared(left, right))
        for piece, left, right in zip(pieces, before, after, strict=True)
    ]


def _neighbours(pieces: Sequence[_Piece]) -> list[Style]:
    """The style of the last words before each piece; before the first ones, its own."""
    found: list[Style] = []
    last: Style | None = None
    for piece in pieces:
        found.append(piece.style if last is None else last)
        last = piece.style if piece.said else last
    return found


def _tags(pieces: Sequence[_Piece], base: Style, place: Callable[[int], int], end: int) -> list[Tag]:
    """The tags of pieces; ``place`` turns an offset of the raw text into one of the sentence."""
    tags: list[Tag] = []
    open_: list[int] = []  # numbers of tags, one for each part of a style beyond the base

    def close(depth: int, at: int) -> None:
        while len(open_) > depth:
            number = open_.pop()
            tags[number - 1] = replace(tags[number - 1], end=at)

    for piece in pieces:
        at = place(piece.start)
        path = piece.style if len(piece.style) > len(base) else base
        current = tags[open_[-1] - 1].style if open_ else base
        close(max(len(shared(current, path)) - len(base), 0), at)
        for depth in range(len(base) + len(open_), len(path)):
            tags.append(Tag(at, at, path[: depth + 1], open_[-1] if open_ else 0))
            open_.append(len(tags))
        if piece.anchor:
            length = len(piece.anchor.text) if piece.said else 0
            tags.append(Tag(at, at + length, path, open_[-1] if open_ else 0, piece.anchor))
    close(0, end)
    return tags


def _spaced(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs with one space where there were several; a line break takes the place of one."""
    space = True
    waiting: list[Run] = []
    for run in runs:
        if run.anchor:
            waiting.append(run)
            space = run.text.isspace() or (space and not run.text)
            if run.text.isspace() and len(waiting) > 1 and not waiting[-2].anchor:
                waiting[-2] = replace(waiting[-2], text=waiting[-2].text.rstrip())
            continue
        text = _BLANK.sub(" ", run.text)
        text = text.lstrip() if space else text
        if text:
            waiting.append(replace(run, text=text))
            space = text.endswith(" ")
    for index in reversed(range(len(waiting))):
        if waiting[index].anchor and not waiting[index].text:
            continue
        if not waiting[index].anchor:
            waiting[index] = replace(waiting[index], text=waiting[index].text.rstrip())
        break
    yield from waiting


def _known(runs: Sequence[Run], index: int, styles: frozenset[Style]) -> Run:
    """A run; white space and marks in a style that the sentence lacks get that of the text before."""
    run = runs[index]
    if run.anchor or run.style in styles or any(map(str.isalnum, run.text)):
        return run
    before = next((each for each in reversed(runs[:index]) if not each.anchor and each.style in styles), None)
    return replace(run, style=before.style) if before else run
