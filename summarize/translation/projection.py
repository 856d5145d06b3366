"""Formatting and anchors of a sentence set again in its translation.

A piece of the source in a formatting of its own becomes one piece of the translation. It is looked for by
what both sentences have in common, the surest first: equal words and numbers, names, terms of the glossary,
the clause that it is; then by the links of an alignment; last by its position, in proportion. How each piece
was placed is told, and what has no place is set in the formatting around it.

An anchor stays with the word that it stands at, on the same side of it. None is ever lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from summarize.engines.protocol import Link
from summarize.text.blocks import Run, joined
from summarize.translation.anchoring import anchored
from summarize.translation.correspondence import Span
from summarize.translation.sentence_pairs import SentencePair, Style

How = Literal["exact", "alignment", "position", "plain"]

_MOST = 200  # pieces of a sentence that are placed; one with more is set plain
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
    return _Projecting(SentencePair(source, hypothesis, exact, links)).projection()


class _Projecting:
    """Gives each token of a translation its formatting, and counts how."""

    def __init__(self, pair: SentencePair) -> None:
        self.pair = pair
        self.placed: Counter[How] = Counter()
        self.doubted: list[tuple[How, str]] = []

    def projection(self) -> Projection:
        given: list[Style] = [self.pair.usual] * len(self.pair.theirs)
        self._style(list(range(len(self.pair.ours))), list(range(len(self.pair.theirs))), 0, given)
        runs = anchored(self.pair, given)
        return Projection(joined(runs), dict(self.placed), tuple(self.doubted))

    def _style(self, ours: list[int], theirs: list[int], level: int, into: list[Style]) -> None:
        """Give tokens of the translation the formatting of tokens of the source, from ``level`` inwards."""
        paths = {self.pair.styles[i] for i in ours}
        if len(paths) <= 1 or not theirs:
            for j in theirs:
                into[j] = next(iter(paths), self.pair.usual)
            return
        pieces = [list(same) for _, same in groupby(ours, key=lambda i: self.pair.styles[i][: level + 1])]
        pieces = [piece for piece in pieces if any(self.pair.ours[i].is_word for i in piece)]
        base = self._base(pieces, level, self.pair.styles[ours[0]][: level + 1])
        special = [piece for piece in pieces if self.pair.styles[piece[0]][: level + 1] != base]
        free = set(theirs)
        for piece, window in self._placed(special, theirs, free):
            self._style(piece, window, level + 1, into)
        rest = [i for i in ours if self.pair.styles[i][: level + 1] == base]
        self._style(rest, [j for j in theirs if j in free], level + 1, into)

    def _base(self, pieces: list[list[int]], level: int, otherwise: Style) -> Style:
        """The formatting of most pieces, of equals that of the most text: all others have to be one piece."""
        size: Counter[Style] = Counter()
        count: Counter[Style] = Counter()
        for piece in pieces:
            style = self.pair.styles[piece[0]][: level + 1]
            count[style] += 1
            size[style] += self.pair.ours[piece[-1]].end - self.pair.ours[piece[0]].start
        return max(count, key=lambda style: (count[style], size[style]), default=otherwise)

    def _placed(
        self, pieces: list[list[int]], theirs: list[int], free: set[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Each piece with its tokens of the translation, which are taken from ``free``; surest ways first."""
        found: list[tuple[list[int], list[int]]] = []
        left = list(pieces) if len(pieces) <= _MOST else []
        ways: tuple[tuple[How, Callable[[list[int], list[int]], list[int]]], ...] = (
            ("exact", self._exactly),
            ("exact", self._as_clause),
            ("alignment", self._by_links),
            ("position", self._by_position),
        )
        for how, way in ways:
            for piece in list(left):
                window = way(piece, [j for j in theirs if j in free])
                if window:
                    window = self._with_marks(piece, window, free)
                    free.difference_update(window)
                    left.remove(piece)
                    found.append((piece, window))
                    self._count(how, piece)
        for piece in left if len(pieces) <= _MOST else pieces:
            self._count("plain", piece)
        return found

    def _count(self, how: How, piece: Sequence[int]) -> None:
        self.placed[how] += 1
        if how in ("position", "plain"):
            self.doubted.append(
                (how, self.pair.text[self.pair.ours[piece[0]].start : self.pair.ours[piece[-1]].end])
            )

    def _exactly(self, piece: list[int], free: list[int]) -> list[int]:
        """From the first to the last word that is known to belong to the piece, if all of it is known."""
        words = [i for i in piece if self.pair.ours[i].is_word]
        sure = [i for i in words if self.pair.known.get(i, frozenset()).intersection(free)]
        if not words or len(sure) < len(words):
            return []
        targets = [j for i in sure for j in self.pair.known[i] if j in free]
        return self._window(piece, min(targets), max(targets), free)

    def _window(self, piece: list[int], first: int, last: int, free: list[int]) -> list[int]:
        """The tokens from the first to the last; none if one of them is taken or belongs elsewhere."""
        window = [j for j in free if first <= j <= last]
        foreign = any(self.pair.heard.get(j, piece[0]) not in piece for j in window)
        return [] if foreign or len(window) != last - first + 1 else window

    def _as_clause(self, piece: list[int], free: list[int]) -> list[int]:
        """The same clauses of the translation, if the piece is whole clauses."""
        words = [i for i in piece if self.pair.ours[i].is_word]
        starts = [n for n, ((a, b), _) in enumerate(self.pair.clauses) if words[0] == self._first_word(a, b)]
        ends = [n for n, ((a, b), _) in enumerate(self.pair.clauses) if words[-1] == self._last_word(a, b)]
        if not starts or not ends or starts[0] > ends[0]:
            return []
        first, last = self.pair.clauses[starts[0]][1][0], self.pair.clauses[ends[0]][1][1] - 1
        inside = [j for j in range(first, last + 1) if self.pair.theirs[j].is_word]
        return self._window(piece, inside[0], inside[-1], free) if inside else []

    def _first_word(self, start: int, end: int) -> int:
        return next((i for i in range(start, end) if self.pair.ours[i].is_word), -1)

    def _last_word(self, start: int, end: int) -> int:
        return next((i for i in range(end - 1, start - 1, -1) if self.pair.ours[i].is_word), -1)

    def _by_links(self, piece: list[int], free: list[int]) -> list[int]:
        """The stretch of words whose links lead into the piece rather than elsewhere."""
        if not self.pair.weights:
            return []
        shares = {j: self.pair.share(j, set(piece)) for j in free if self.pair.theirs[j].is_word}
        best: tuple[float, list[int]] = (0.0, [])
        total, stretch = 0.0, list[int]()
        for j in free:
            if stretch and j != stretch[-1] + 1:
                total, stretch = 0.0, []
            total += shares.get(j, 0.5) - 0.5
            stretch.append(j)
            if total <= 0 or (len(stretch) == 1 and not self.pair.theirs[j].is_word):
                total, stretch = 0.0, []
            elif total > best[0]:
                best = total, [*stretch]
        if best[1]:
            return best[1]
        likely = max(shares, key=lambda j: shares[j], default=None)
        return [likely] if likely is not None and shares[likely] >= _LIKELY else []

    def _by_position(self, piece: list[int], free: list[int]) -> list[int]:
        """The words that stand where the piece does, in proportion; at least one.

        If some of its words are known, it goes as far to each side of them as it does in the source.
        """
        words = [j for j in free if self.pair.theirs[j].is_word and self.pair.heard.get(j, piece[0]) in piece]
        if not words:
            return []
        low, high = self._reach(piece, words)
        middles = {j: (self.pair.theirs[j].start + self.pair.theirs[j].end) / 2 for j in words}
        nearest = min(words, key=lambda j: abs(middles[j] - (low + high) / 2))
        window = [nearest]
        for step in (-1, 1):
            j = nearest + step
            while j in free and (j not in middles or low <= middles[j] <= high):
                if j not in middles and self.pair.theirs[j].is_word:
                    break
                window.append(j)
                j += step
        window.sort()
        while not self.pair.theirs[window[-1]].is_word:
            window.pop()
        while not self.pair.theirs[window[0]].is_word:
            window.pop(0)
        return window

    def _reach(self, piece: list[int], words: list[int]) -> tuple[float, float]:
        """The characters of the translation between which a piece is looked for."""
        start, end = self.pair.ours[piece[0]].start, self.pair.ours[piece[-1]].end
        sure = [i for i in piece if self.pair.known.get(i, frozenset()).intersection(words)]
        if not sure:
            return self.pair.mapped(start), self.pair.mapped(end)
        targets = [self.pair.theirs[j] for i in sure for j in self.pair.known[i].intersection(words)]
        scale = len(self.pair.hypothesis) / len(self.pair.text)
        return (
            min(token.start for token in targets) - (self.pair.ours[sure[0]].start - start) * scale,
            max(token.end for token in targets) + (end - self.pair.ours[sure[-1]].end) * scale,
        )

    def _with_marks(self, piece: Sequence[int], window: list[int], free: set[int]) -> list[int]:
        """The window with the marks at its ends that the piece has at its ends."""
        after, before = window[-1] + 1, window[0] - 1
        if after in free and self.pair.same_mark(piece[-1], after):
            window = [*window, after]
        if before in free and self.pair.same_mark(piece[0], before):
            window = [before, *window]
        return window
