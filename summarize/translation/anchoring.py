"""Anchors of a sentence put into its translation: each at the word that it stands at, none lost."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from summarize.text.blocks import Run
from summarize.translation.sentence_pairs import SentencePair, Style

_MOST = 200  # anchors of a sentence, each of which is placed by its word; more are placed in proportion


def anchored(pair: SentencePair, styles: Sequence[Style]) -> list[Run]:
    """The translation in runs, with the formatting of each of its tokens, and each anchor in its place."""
    return _Anchoring(pair).runs(styles)


class _Anchoring:
    def __init__(self, pair: SentencePair) -> None:
        self.pair = pair
        self._offsets = list(accumulate((len(run.text) for run in pair.source), initial=0))
        self._starts = [token.start for token in pair.ours]
        self._ends = [token.end for token in pair.ours]

    def runs(self, styles: Sequence[Style]) -> list[Run]:
        """The translation in runs, each anchor in its place."""
        waiting = deque(sorted(self._places(), key=lambda each: each[0]))
        found: list[Run] = []
        position = 0
        for j, (style, before) in enumerate(zip(styles, self._between(styles), strict=True)):
            token = self.pair.theirs[j]
            position = self._add(found, position, token.start, before, waiting)
            if token.anchor is not None:
                found.append(self.pair.source[token.anchor])
            else:
                found += self._spelled(j, style)
            position = token.end
        style = styles[-1] if styles else self.pair.usual
        self._add(found, position, len(self.pair.hypothesis), style, waiting, last=True)
        return found

    def _spelled(self, j: int, style: Style) -> list[Run]:
        """A word in one formatting, or in those of the equal word of the source: H₂O."""
        token, index = self.pair.theirs[j], self.pair.heard.get(j)
        twin = self.pair.ours[index] if index is not None else None
        if twin and twin.text == token.text:
            inside = self._within(twin.start, twin.end)
            if len({run.style for run in inside}) > 1 and not any(run.anchor for run in inside):
                return inside
        return [Run(token.text, style)]

    def _within(self, start: int, end: int) -> list[Run]:
        """The runs of a part of the source's text."""
        found: list[Run] = []
        for index in range(max(bisect_right(self._offsets, start) - 1, 0), len(self.pair.source)):
            offset, run = self._offsets[index], self.pair.source[index]
            if offset >= end:
                break
            if text := run.text[max(start - offset, 0) : end - offset]:
                found.append(replace(run, text=text))
        return found

    def _add(
        self,
        found: list[Run],
        start: int,
        end: int,
        style: Style,
        waiting: deque[tuple[int, Run]],
        last: bool = False,
    ) -> int:
        """Add the text between two tokens and the anchors in it; a line break takes the place of a space."""
        while waiting and (waiting[0][0] <= end or last):
            place, run = waiting.popleft()
            if place > start:
                found.append(Run(self.pair.hypothesis[start:place], style))
                start = place
            found.append(run)
            if run.text.isspace() and run.text and self.pair.hypothesis[start:end].startswith(" "):
                start += 1
        found.append(Run(self.pair.hypothesis[start:end], style))
        return end

    def _between(self, styles: Sequence[Style]) -> list[Style]:
        """The formatting of the white space before each token: what is around it, or else the usual one."""
        found: list[Style] = []
        known = frozenset(self.pair.styles)
        for j, style in enumerate(styles):
            left = styles[j - 1] if j else style
            common = left if left == style else shared(left, style)
            found.append(common if common in known else left if common else self.pair.usual)
        return found

    def _places(self) -> list[tuple[int, Run]]:
        """The anchors that are not in the translation yet, each with its place there."""
        placed = {token.anchor for token in self.pair.theirs}
        waiting = [index for index, run in enumerate(self.pair.source) if run.anchor and index not in placed]
        place = self._place if len(waiting) <= _MOST else self._near
        return _in_order([(place(self._offsets[index]), self.pair.source[index]) for index in waiting])

    def _place(self, position: int) -> int:
        """Where in the translation an anchor belongs that stands at ``position`` of the source."""
        ours, theirs = self.pair.ours, self.pair.theirs
        before = bisect_right(self._ends, position) - 1
        after = bisect_left(self._starts, position)
        if before < 0 or not theirs:
            return 0
        if after == len(ours):
            return len(self.pair.hypothesis)
        if self.pair.text[position - 1 : position].isspace():
            return theirs[self.pair.partner(after)].start
        if not any(token.is_word for token in ours[before + 1 :]):
            # A note at the end of a sentence, before its full stop.
            return next((t.end for t in reversed(theirs) if t.is_word), len(self.pair.hypothesis))
        return theirs[self.pair.partner(before)].end

    def _near(self, position: int) -> int:
        """The end of the token that stands where ``position`` is, in proportion."""
        ends = [token.end for token in self.pair.theirs] or [len(self.pair.hypothesis)]
        return ends[min(bisect_left(ends, self.pair.mapped(position)), len(ends) - 1)]


def shared(one: Style, other: Style) -> Style:
    """What two formattings have in common, from the outermost inwards."""
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))]


def _in_order(anchors: list[tuple[int, Run]]) -> list[tuple[int, Run]]:
    """The anchors, the ends of each pair in the order they had."""
    found = list(anchors)
    first: dict[str, int] = {}
    for index, (place, run) in enumerate(found):
        if not run.pair:
            continue
        if run.pair not in first:
            first[run.pair] = index
        elif found[first[run.pair]][0] > place:
            other, opening = found[first[run.pair]]
            found[first[run.pair]], found[index] = (place, opening), (other, run)
    return found
