"""A sentence and its translation side by side: their tokens, and which of them belong together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from heapq import nlargest

from summarize.engines.protocol import Link
from summarize.text.blocks import Run
from summarize.translation.correspondence import Span, Token, certain, clauses, quoted, tokens
from summarize.translation.shielding import occurrences

Style = tuple[str, ...]

_REACH = 0.1  # of a sentence's length: links that lead as far from their expected place count half


class SentencePair:
    """The tokens of both sides, ``ours`` and ``theirs``, and what is known of them.

    ``known`` has, for tokens of the source, those of the translation that they certainly became, and
    ``heard`` the reverse. ``weights`` are those of the links, by token of the translation and of the source;
    there are none if most of what is certain contradicts them. ``styles`` are those of the source's tokens,
    ``usual`` is the most frequent of them.
    """

    def __init__(
        self,
        source: Sequence[Run],
        hypothesis: str,
        exact: Iterable[tuple[Span, Span]],
        links: Sequence[Link],
    ) -> None:
        self.source, self.hypothesis = source, hypothesis
        self.text = "".join(run.text for run in source)
        self.ours = tokens(self.text, _literals(source))
        self.theirs = tokens(hypothesis, _found_again(source, hypothesis))
        line, there = _on_one_line(self.ours, self.text), [(t.start, t.end) for t in self.theirs]
        self.known = certain(
            self.ours, self.theirs, ((_meeting(line, one), _meeting(there, other)) for one, other in exact)
        )
        self.heard = {other: index for index, others in self.known.items() for other in others}
        self.weights: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for one, other, weight in links:
            for j in _meeting(there, other):
                for i in _meeting(line, one):
                    if self.ours[i].is_word:  # models look at marks where they look at nothing
                        self.weights[j][i] += weight
        if self._contradicted():
            self.weights.clear()
        elif self._keeps_order():
            self._prefer_near()
        self.clauses = [*clauses(self.ours, self.theirs), *quoted(self.ours, self.theirs)]
        self.styles = _styles(source, self.ours)
        styles = self.styles or [run.style for run in source if not run.anchor] or [source[0].style]
        self.usual = Counter(styles).most_common(1)[0][0]

    def _contradicted(self) -> bool:
        """Whether most of what is certain is not among the two words to which the links lead the most."""
        sure = [(i, self.weights[j]) for j, i in self.heard.items() if self.weights.get(j)]
        right = sum(i in nlargest(2, shares, key=shares.__getitem__) for i, shares in sure)
        return 2 * right < len(sure)

    def _keeps_order(self) -> bool:
        """Whether what is certain, two words or more, has the same order on both sides."""
        places = [min(self.known[i]) for i in sorted(self.known)]
        return len(places) > 1 and places == sorted(places)

    def _prefer_near(self) -> None:
        """Make links weaker the farther they lead from where the order of the words would have them."""
        reach = _REACH * max(len(self.hypothesis), 1)
        expected = [self.mapped((token.start + token.end) / 2) for token in self.ours]
        for j, weights in self.weights.items():
            middle = (self.theirs[j].start + self.theirs[j].end) / 2
            for i in weights:
                weights[i] /= 1 + ((middle - expected[i]) / reach) ** 2

    def share(self, j: int, piece: set[int]) -> float:
        """The share of a word's links that lead into the piece; 0 or 1 for a word that is known."""
        if j in self.heard:
            return float(self.heard[j] in piece)
        weights = self.weights.get(j, {})
        total = sum(weights.values())
        return sum(weight for i, weight in weights.items() if i in piece) / total if total else 0.0

    def mapped(self, place: float) -> float:
        """Where a place in the source is in the translation, between the words that are known."""
        at = min(max(bisect_left(self._points, (place, 0.0)), 1), len(self._points) - 1)
        (a, x), (b, y) = self._points[at - 1], self._points[at]
        return x + (y - x) * min((place - a) / (b - a), 1.0) if b > a else y

    @cached_property
    def _points(self) -> list[tuple[float, float]]:
        """Places in the source with those in the translation, both in order."""
        points = [(0.0, 0.0)]
        for i in sorted(self.known):
            one, other = self.ours[i], self.theirs[min(self.known[i])]
            if other.start >= points[-1][1]:
                points += [(one.start, other.start), (one.end, other.end)]
        points.append((max(len(self.text), points[-1][0]), max(len(self.hypothesis), points[-1][1])))
        return points

    def same_mark(self, i: int, j: int) -> bool:
        one, other = self.ours[i], self.theirs[j]
        if one.is_word or other.is_word:
            return False
        return one.text == other.text or bool(one.clause_mark and one.clause_mark == other.clause_mark)

    def partner(self, i: int) -> int:
        """The token of the translation that one of the source has most likely become."""
        if i in self.known:
            return min(self.known[i])
        same = [j for j, token in enumerate(self.theirs) if token.is_word == self.ours[i].is_word]
        if not self.ours[i].is_word:
            same = [j for j in same if self.same_mark(i, j)]
        linked = {j: self.weights[j].get(i, 0.0) for j in same if j in self.weights}
        if linked and max(linked.values()) > 0:
            return max(linked, key=lambda j: linked[j])
        place = self.mapped((self.ours[i].start + self.ours[i].end) / 2)
        every = same or list(range(len(self.theirs)))
        return min(every, key=lambda j: abs((self.theirs[j].start + self.theirs[j].end) / 2 - place))


def is_literal(run: Run) -> bool:
    """Whether an anchor has text that stands in sentences as it is."""
    return bool(run.anchor) and bool(run.text) and not run.text.isspace()


def _literals(runs: Sequence[Run]) -> list[tuple[int, int, int]]:
    found, position = [], 0
    for index, run in enumerate(runs):
        if is_literal(run):
            found.append((position, position + len(run.text), index))
        position += len(run.text)
    return found


def _found_again(runs: Sequence[Run], hypothesis: str) -> list[tuple[int, int, int]]:
    """Where the literal anchors are in the translation, as far as they are, with their indices."""
    literals = [index for index, run in enumerate(runs) if is_literal(run)]
    found = occurrences(hypothesis, [runs[index].text for index in literals])
    return [(start, end, literals[number]) for start, end, number in found]


def _styles(runs: Sequence[Run], line: Sequence[Token]) -> list[Style]:
    """The formatting of each token: that of the run it begins in."""
    starts, position = [], 0
    for run in runs:
        starts.append((position, position + len(run.text), run.style))
        position += len(run.text)
    found: list[Style] = []
    place = 0
    for token in line:
        while starts[place][1] <= token.start:
            place += 1
        found.append(starts[place][2])
    return found


def _on_one_line(line: Sequence[Token], text: str) -> list[Span]:
    """The spans of tokens if there were one space for each white space between them."""
    found: list[Span] = []
    last, place = 0, 0
    for token in line:
        gap = text[last : token.start]
        place += bool(gap) and (gap.isspace() or len(gap))
        found.append((place, place + token.end - token.start))
        last, place = token.end, place + token.end - token.start
    return found


def _meeting(spans: Sequence[Span], span: Span) -> list[int]:
    """The indices of the spans that share a character with one."""
    return [index for index, (start, end) in enumerate(spans) if start < span[1] and span[0] < end]
