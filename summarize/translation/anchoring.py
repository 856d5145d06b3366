"""Anchors of a sentence put into its translation: each at the word that it stands at, none lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarize.text.blocks import Run
from summarize.translation.correspondence import Token
from summarize.translation.sentence_pairs import SentencePair, Style


def anchored(pair: SentencePair, styles: Sequence[Style]) -> list[Run]:
    """The translation in runs, with the formatting of each of its tokens, and each anchor in its place."""
    return _Anchoring(pair).runs(styles)


class _Anchoring:
    def __init__(self, pair: SentencePair) -> None:
        self.pair = pair

    def runs(self, styles: Sequence[Style]) -> list[Run]:
        """The translation in runs, each anchor in its place."""
        waiting = sorted(self._places(), key=lambda each: each[0])
        found: list[Run] = []
        position = 0
        for token, style, before in zip(self.pair.theirs, styles, self._between(styles), strict=True):
            position = self._add(found, position, token.start, before, waiting)
            if token.anchor is not None:
                found.append(self.pair.source[token.anchor])
            else:
                found += self._spelled(token, style)
            position = token.end
        self._add(
            found,
            position,
            len(self.pair.hypothesis),
            styles[-1] if styles else self.pair.usual,
            waiting,
            last=True,
        )
        return found

    def _spelled(self, token: Token, style: Style) -> list[Run]:
        """A word in one formatting, or in those of the equal word of the source: H₂O."""
        index = self.pair.heard.get(self.pair.theirs.index(token))
        twin = self.pair.ours[index] if index is not None else None
        if twin and twin.text == token.text:
            inside = _cut(self.pair.source, twin.start, twin.end)
            if len({run.style for run in inside}) > 1 and not any(run.anchor for run in inside):
                return inside
        return [Run(token.text, style)]

    def _add(
        self,
        found: list[Run],
        start: int,
        end: int,
        style: Style,
        waiting: list[tuple[int, Run]],
        last: bool = False,
    ) -> int:
        """Add the text between two tokens and the anchors in it; a line break takes the place of a space."""
        while waiting and (waiting[0][0] <= end or last):
            place, run = waiting.pop(0)
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
        for j, style in enumerate(styles):
            left = styles[j - 1] if j else style
            shared = left if left == style else _shared(left, style)
            found.append(shared if shared in self.pair.styles else left if shared else self.pair.usual)
        return found

    def _places(self) -> list[tuple[int, Run]]:
        """The anchors that are not in the translation yet, each with its place there."""
        placed = {token.anchor for token in self.pair.theirs}
        found: list[tuple[int, Run]] = []
        position = 0
        for index, run in enumerate(self.pair.source):
            if run.anchor and index not in placed:
                found.append((self._place(position), run))
            position += len(run.text)
        return _in_order(found)

    def _place(self, position: int) -> int:
        """Where in the translation an anchor belongs that stands at ``position`` of the source."""
        before = [i for i, token in enumerate(self.pair.ours) if token.end <= position]
        after = [i for i, token in enumerate(self.pair.ours) if token.start >= position]
        if not before or not self.pair.theirs:
            return 0
        if not after:
            return len(self.pair.hypothesis)
        if self.pair.text[position - 1 : position].isspace():
            return self.pair.theirs[self.pair.partner(after[0])].start
        last = max((i for i, token in enumerate(self.pair.ours) if token.is_word), default=-1)
        if before[-1] == last:  # a note at the end of a sentence, before its full stop
            return next((t.end for t in reversed(self.pair.theirs) if t.is_word), len(self.pair.hypothesis))
        return self.pair.theirs[self.pair.partner(before[-1])].end


def _shared(one: Style, other: Style) -> Style:
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


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    found, position = [], 0
    for run in runs:
        low, high = max(start, position), min(end, position + len(run.text))
        if low < high:
            found.append(replace(run, text=run.text[low - position : high - position]))
        position += len(run.text)
    return found
