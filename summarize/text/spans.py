"""Spans of a text, indexed to find whether one of them meets another span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Spans (start, end) in any order; they may overlap. A query takes logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))  # the farthest end so far

    def meet(self, start: int, end: int) -> bool:
        """Whether any of the spans shares a character with ``start:end``, which is not empty."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start
