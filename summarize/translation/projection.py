"""Formatting and anchors of a sentence set again in its translation.

A piece of the source in a formatting of its own becomes one piece of the translation. It is looked for by
what both sentences have in common, the surest first: equal words and numbers, names, terms of the glossary,
the clause that it is; then by the links of an alignment; last by its position, in proportion. How each piece
was placed is told, and what has no place is set in the formatting around it.

An anchor stays with the word that it stands at, on the same side of it. None is ever lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from summarize.text.blocks import Run, joined
from summarize.translation.correspondence import Span, Token, certain, clauses, tokens
from summarize.translation.shielding import occurrences

Link = tuple[Span, Span, float]  # characters of the source, of the translation, how strongly they belong
How = Literal["exact", "alignment", "position", "plain"]
Style = tuple[str, ...]

_SURE = 0.5  # least share of a piece's words that must be known exactly
_LIKELY = 0.2  # least share of a word's links that lead into a piece, if no word's share is above one half


@dataclass(frozen=True)
class Projection:
    """A translation with formatting, how often each way placed it, and the pieces that are not sure.

    The last are each with how it was placed, ``position`` or ``plain``, and its text in the source.
    """

    runs: tuple[Run, ...]
    placed: Mapping[How, int]
    doubted: tuple[tuple[How, str], ...] = ()


def project(
    source: Sequence[Run],
    hypothesis: str,
    exact: Iterable[tuple[Span, Span]] = (),
    links: Sequence[Link] = (),
) -> Projection:
    """Set the formatting and the anchors of ``source`` again in ``hypothesis``.

    Args:
        source: the runs of one sentence.
        hypothesis: its translation, on one line; literal anchors are in it as they are.
        exact: spans of both that are translations of each other (terms). Like those of ``links``, they are in
            the source with one space for each white space.
        links: an alignment of the two, of words or pieces of words; may be empty.
    """
    if all(not run.anchor and run.style == source[0].style for run in source):
        return Projection((Run(hypothesis, source[0].style),), {})
    return _Pair(source, hypothesis, exact, links).projection()


def is_literal(run: Run) -> bool:
    """Whether an anchor has text that stands in sentences as it is."""
    return bool(run.anchor) and bool(run.text) and not run.text.isspace()


class _Pair:
    """A sentence and its translation, as tokens, with what is known to belong together."""

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
                    self.weights[j][i] += weight
        self.clauses = clauses(self.ours, self.theirs)
        self.styles = _styles(source, self.ours)
        self.placed: Counter[How] = Counter()
        self.doubted: list[tuple[How, str]] = []

    def projection(self) -> Projection:
        set_: list[Style] = [()] * len(self.theirs)
        self._style(list(range(len(self.ours))), list(range(len(self.theirs))), 0, set_)
        runs = self._with_anchors(set_)
        return Projection(joined(runs), dict(self.placed), tuple(self.doubted))

    # Formatting

    def _style(self, ours: list[int], theirs: list[int], level: int, into: list[Style]) -> None:
        """Give tokens of the translation the formatting of tokens of the source, from ``level`` inwards."""
        paths = {self.styles[i] for i in ours}
        if len(paths) <= 1 or not theirs:
            for j in theirs:
                into[j] = next(iter(paths), ())
            return
        pieces = [list(same) for _, same in groupby(ours, key=lambda i: self.styles[i][: level + 1])]
        pieces = [piece for piece in pieces if any(self.ours[i].is_word for i in piece)]
        base = self._base(pieces, level, self.styles[ours[0]][: level + 1])
        special = [piece for piece in pieces if self.styles[piece[0]][: level + 1] != base]
        free = set(theirs)
        for piece, window in self._placed(special, ours, theirs, free):
            self._style(piece, window, level + 1, into)
        rest = [i for i in ours if self.styles[i][: level + 1] == base]
        self._style(rest, [j for j in theirs if j in free], level + 1, into)

    def _base(self, pieces: list[list[int]], level: int, otherwise: Style) -> Style:
        """The formatting of most pieces, of equals that of the most text: all others have to be one piece."""
        size: Counter[Style] = Counter()
        count: Counter[Style] = Counter()
        for piece in pieces:
            style = self.styles[piece[0]][: level + 1]
            count[style] += 1
            size[style] += self.ours[piece[-1]].end - self.ours[piece[0]].start
        return max(count, key=lambda style: (count[style], size[style]), default=otherwise)

    def _placed(
        self, pieces: list[list[int]], ours: list[int], theirs: list[int], free: set[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Each piece with its tokens of the translation, which are taken from ``free``; surest ways first."""
        found: list[tuple[list[int], list[int]]] = []
        left = list(pieces)
        ways: tuple[tuple[How, object], ...] = (
            ("exact", self._exactly),
            ("exact", self._as_clause),
            ("alignment", self._by_links),
            ("position", self._by_position),
        )
        for how, way in ways:
            for piece in list(left):
                window = way(piece, ours, [j for j in theirs if j in free])  # type: ignore[operator]
                if window:
                    window = self._with_marks(piece, window, free)
                    free.difference_update(window)
                    left.remove(piece)
                    found.append((piece, window))
                    self._count(how, piece)
        for piece in left:
            self._count("plain", piece)
        return found

    def _count(self, how: How, piece: Sequence[int]) -> None:
        self.placed[how] += 1
        if how in ("position", "plain"):
            self.doubted.append((how, self.text[self.ours[piece[0]].start : self.ours[piece[-1]].end]))

    def _exactly(self, piece: list[int], ours: list[int], free: list[int]) -> list[int]:
        """From the first to the last word that is known to belong to the piece, if most of it is known."""
        words = [i for i in piece if self.ours[i].is_word]
        sure = [i for i in words if self.known.get(i, frozenset()).intersection(free)]
        if len(sure) < len(words) if self.weights else len(sure) <= _SURE * len(words):
            return []
        targets = [j for i in sure for j in self.known[i] if j in free]
        return self._window(piece, min(targets), max(targets), free)

    def _window(self, piece: list[int], first: int, last: int, free: list[int]) -> list[int]:
        """The tokens from the first to the last; none if one of them is taken or belongs elsewhere."""
        window = [j for j in free if first <= j <= last]
        foreign = any(self.heard.get(j, piece[0]) not in piece for j in window)
        return [] if foreign or len(window) != last - first + 1 else window

    def _as_clause(self, piece: list[int], ours: list[int], free: list[int]) -> list[int]:
        """The same clauses of the translation, if the piece is whole clauses."""
        words = [i for i in piece if self.ours[i].is_word]
        starts = [n for n, ((a, b), _) in enumerate(self.clauses) if words[0] == self._first_word(a, b)]
        ends = [n for n, ((a, b), _) in enumerate(self.clauses) if words[-1] == self._last_word(a, b)]
        if not starts or not ends or starts[0] > ends[0]:
            return []
        first, last = self.clauses[starts[0]][1][0], self.clauses[ends[0]][1][1] - 1
        inside = [j for j in range(first, last + 1) if self.theirs[j].is_word]
        return self._window(piece, inside[0], inside[-1], free) if inside else []

    def _first_word(self, start: int, end: int) -> int:
        return next((i for i in range(start, end) if self.ours[i].is_word), -1)

    def _last_word(self, start: int, end: int) -> int:
        return next((i for i in range(end - 1, start - 1, -1) if self.ours[i].is_word), -1)

    def _by_links(self, piece: list[int], ours: list[int], free: list[int]) -> list[int]:
        """The stretch of words whose links lead into the piece rather than elsewhere."""
        if not self.weights:
            return []
        shares = {j: self._share(j, set(piece)) for j in free if self.theirs[j].is_word}
        best: tuple[float, list[int]] = (0.0, [])
        total, stretch = 0.0, list[int]()
        for j in free:
            if stretch and j != stretch[-1] + 1:
                total, stretch = 0.0, []
            total += shares.get(j, 0.5) - 0.5
            stretch.append(j)
            if total <= 0 or (len(stretch) == 1 and not self.theirs[j].is_word):
                total, stretch = 0.0, []
            elif total > best[0]:
                best = total, [*stretch]
        if best[1]:
            return best[1]
        likely = max(shares, key=lambda j: shares[j], default=None)
        return [likely] if likely is not None and shares[likely] >= _LIKELY else []

    def _share(self, j: int, piece: set[int]) -> float:
        """The share of a word's links that lead into the piece; 0 or 1 for a word that is known."""
        if j in self.heard:
            return float(self.heard[j] in piece)
        weights = self.weights.get(j, {})
        total = sum(weights.values())
        return sum(weight for i, weight in weights.items() if i in piece) / total if total else 0.0

    def _by_position(self, piece: list[int], ours: list[int], free: list[int]) -> list[int]:
        """The words that stand where the piece does, in proportion; at least one."""
        words = [j for j in free if self.theirs[j].is_word and self.heard.get(j, piece[0]) in piece]
        if not words:
            return []
        low = self._mapped(self.ours[piece[0]].start)
        high = self._mapped(self.ours[piece[-1]].end)
        middles = {j: (self.theirs[j].start + self.theirs[j].end) / 2 for j in words}
        nearest = min(words, key=lambda j: abs(middles[j] - (low + high) / 2))
        window = [nearest]
        for step in (-1, 1):
            j = nearest + step
            while j in free and (j not in middles or low <= middles[j] <= high):
                if j not in middles and self.theirs[j].is_word:
                    break
                window.append(j)
                j += step
        window.sort()
        while not self.theirs[window[-1]].is_word:
            window.pop()
        while not self.theirs[window[0]].is_word:
            window.pop(0)
        return window

    def _mapped(self, place: float) -> float:
        """Where a place in the source is in the translation, between the words that are known."""
        points = [(0.0, 0.0)]
        for i in sorted(self.known):
            j = min(self.known[i])
            if self.theirs[j].start >= points[-1][1]:
                points.append((self.ours[i].start, self.theirs[j].start))
                points.append((self.ours[i].end, self.theirs[j].end))
        points.append((max(len(self.text), points[-1][0]), max(len(self.hypothesis), points[-1][1])))
        for (a, x), (b, y) in pairwise(points):
            if place <= b:
                return x + (y - x) * (place - a) / (b - a) if b > a else y
        return len(self.hypothesis)

    def _with_marks(self, piece: Sequence[int], window: list[int], free: set[int]) -> list[int]:
        """The window with the marks at its ends that the piece has at its ends."""
        after, before = window[-1] + 1, window[0] - 1
        if after in free and self._same_mark(piece[-1], after):
            window = [*window, after]
        if before in free and self._same_mark(piece[0], before):
            window = [before, *window]
        return window

    def _same_mark(self, i: int, j: int) -> bool:
        one, other = self.ours[i], self.theirs[j]
        if one.is_word or other.is_word:
            return False
        return one.text == other.text or bool(one.clause_mark and one.clause_mark == other.clause_mark)

    # Anchors

    def _with_anchors(self, styles: Sequence[Style]) -> list[Run]:
        """The translation in runs, each anchor in its place."""
        waiting = sorted(self._places(), key=lambda each: each[0])
        found: list[Run] = []
        position = 0
        for token, style, before in zip(self.theirs, styles, self._between(styles), strict=True):
            position = self._add(found, position, token.start, before, waiting)
            if token.anchor is not None:
                found.append(self.source[token.anchor])
            else:
                found += self._spelled(token, style)
            position = token.end
        self._add(found, position, len(self.hypothesis), styles[-1] if styles else (), waiting, last=True)
        return found

    def _spelled(self, token: Token, style: Style) -> list[Run]:
        """A word in one formatting, or in those of the equal word of the source: H₂O."""
        index = self.heard.get(self.theirs.index(token))
        twin = self.ours[index] if index is not None else None
        if twin and twin.text == token.text:
            inside = _cut(self.source, twin.start, twin.end)
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
                found.append(Run(self.hypothesis[start:place], style))
                start = place
            found.append(run)
            if run.text.isspace() and run.text and self.hypothesis[start:end].startswith(" "):
                start += 1
        found.append(Run(self.hypothesis[start:end], style))
        return end

    def _between(self, styles: Sequence[Style]) -> list[Style]:
        """The formatting of the white space before each token: that of both its sides, or what they share."""
        found: list[Style] = []
        for j, style in enumerate(styles):
            left = styles[j - 1] if j else style
            shared = (
                left if left == style else min(left, style, key=lambda each: (len(each), self._rare(each)))
            )
            found.append(shared)
        return found

    def _rare(self, style: Style) -> int:
        return -sum(style == each for each in self.styles)

    def _places(self) -> list[tuple[int, Run]]:
        """The anchors that are not in the translation yet, each with its place there."""
        placed = {token.anchor for token in self.theirs}
        found: list[tuple[int, Run]] = []
        position = 0
        for index, run in enumerate(self.source):
            if run.anchor and index not in placed:
                found.append((self._place(position), run))
            position += len(run.text)
        return _in_order(found)

    def _place(self, position: int) -> int:
        """Where in the translation an anchor belongs that stands at ``position`` of the source."""
        before = [i for i, token in enumerate(self.ours) if token.end <= position]
        after = [i for i, token in enumerate(self.ours) if token.start >= position]
        if not before or not self.theirs:
            return 0
        if not after:
            return len(self.hypothesis)
        if self.text[position - 1 : position].isspace():
            return self.theirs[self._partner(after[0])].start
        last = max((i for i, token in enumerate(self.ours) if token.is_word), default=-1)
        if before[-1] == last:  # a note at the end of a sentence, before its full stop
            return next((t.end for t in reversed(self.theirs) if t.is_word), len(self.hypothesis))
        return self.theirs[self._partner(before[-1])].end

    def _partner(self, i: int) -> int:
        """The token of the translation that one of the source has most likely become."""
        if i in self.known:
            return min(self.known[i])
        same = [j for j, token in enumerate(self.theirs) if token.is_word == self.ours[i].is_word]
        if not self.ours[i].is_word:
            same = [j for j in same if self._same_mark(i, j)]
        linked = {j: self.weights[j].get(i, 0.0) for j in same if j in self.weights}
        if linked and max(linked.values()) > 0:
            return max(linked, key=lambda j: linked[j])
        place = self._mapped((self.ours[i].start + self.ours[i].end) / 2)
        every = same or list(range(len(self.theirs)))
        return min(every, key=lambda j: abs((self.theirs[j].start + self.theirs[j].end) / 2 - place))


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


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    found, position = [], 0
    for run in runs:
        low, high = max(start, position), min(end, position + len(run.text))
        if low < high:
            found.append(replace(run, text=run.text[low - position : high - position]))
        position += len(run.text)
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
