"""Plots as lists of SVG elements, which a template draws in the colours of the page's style.

Each function returns a ``Plot``, labelled for those who cannot see it. Lengths are in the units of its
view box, which the page scales.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarize.evaluation.comparison import Difference
from summarize.evaluation.reports.systems import Slice
from summarize.evaluation.results import Measure

_WIDTH, _HEIGHT = 360, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 10, 30
_ROW = 30  # height of a labelled line in plots of several
_SIGNS = {"lead": "◆", "random": "▲", "oracle": "★", "copy": "■"}


@dataclass(frozen=True)
class Mark:
    """One SVG element; ``title`` is shown under the pointer, ``link`` is an id of the page."""

    element: str
    attributes: Mapping[str, float | str]
    text: str = ""
    title: str = ""
    link: str = ""


@dataclass(frozen=True)
class Plot:
    """Marks in a view box of ``width`` and ``height``."""

    label: str
    marks: Sequence[Mark]
    height: float = _HEIGHT
    width: float = _WIDTH


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Mark:
    return Mark("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def _text(
    x: float, y: float, text: str, kind: str = "label", *, anchor: str = "middle", title: str = ""
) -> Mark:
    place = {"x": round(x, 1), "y": round(y, 1)}
    return Mark("text", {**place, "class": kind, "text-anchor": anchor}, text, title)


def _circle(x: float, y: float, radius: float, kind: str, title: str = "", link: str = "") -> Mark:
    place = {"cx": x, "cy": y, "r": radius}
    return Mark("circle", {**place, "class": kind}, title=title, link=link)


def _bar(x: float, y: float, width: float, height: float, title: str = "") -> Mark:
    corner = {"x": round(x, 1), "y": round(y, 1)}
    size = {"width": round(width, 1), "height": round(height, 1)}
    return Mark("rect", {**corner, **size, "class": "bar"}, title=title)


@dataclass(frozen=True)
class Axis:
    """A linear scale from values to view-box lengths, with round ticks."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where ``value`` lies; values outside the scale are put at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[float]:
        """Three to six round values within the scale."""
        step = _round_step((self.high - self.low) / 4)
        first = math.ceil(self.low / step - 1e-9)
        return [i * step for i in range(first, math.floor(self.high / step + 1e-9) + 1)]

    def numbers(self, y: float) -> list[Mark]:
        """The ticks as numbers below a horizontal axis."""
        return [_text(self.at(tick), y, f"{tick:g}") for tick in self.ticks]


def _round_step(rough: float) -> float:
    power = math.pow(10, math.floor(math.log10(rough)))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def axis(values: Sequence[float], start: float, end: float, *, zero: bool = False) -> Axis:
    """A scale with round ends around the finite ``values``; from 0 where ``zero`` is set."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min([0.0, *finite] if zero else finite), max(finite)
    if high - low < 1e-9:
        low, high = (low, low + 1) if zero and low >= 0 else (low - 1, high + 1)
    step = _round_step((high - low) / 4)
    return Axis(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, start, end)


def _frame(across: Axis, up: Axis, title: str) -> list[Mark]:
    """Both axes with ticks, and what the horizontal one shows."""
    floor = up.start
    marks = [_line(across.start, floor, across.end, floor, "axis"), *across.numbers(floor + 12)]
    for tick in up.ticks:
        marks.append(_line(across.start, up.at(tick), across.end, up.at(tick), "grid"))
        marks.append(_text(across.start - 4, up.at(tick) + 3, f"{tick:g}", anchor="end"))
    marks.append(_text((across.start + across.end) / 2, floor + 26, title))
    return marks


def histogram(values: Sequence[float], title: str) -> Plot:
    """The distribution of per-sample scores; the dashed line is their mean."""
    across = axis(values, _LEFT, _WIDTH - _RIGHT)
    bins = min(20, max(5, round(math.sqrt(len(values)) * 1.5)))
    width = (across.high - across.low) / bins
    counts = [0] * bins
    for value in values:
        counts[min(int((value - across.low) / width), bins - 1)] += 1
    up = axis(counts, _HEIGHT - _BOTTOM, _TOP, zero=True)
    marks = _frame(across, up, title)
    for index, count in enumerate(counts):
        low, high = across.low + index * width, across.low + (index + 1) * width
        left, top = across.at(low), up.at(count)
        edges = f"{low:.1f} to {high:.1f}: {count} samples"
        marks.append(_bar(left + 0.5, top, max(across.at(high) - left - 1, 0.5), up.start - top, edges))
    mean = across.at(sum(values) / len(values))
    marks.append(_line(mean, _TOP, mean, up.start, "mean"))
    return Plot(f"Distribution of {title}", marks)


def scatter(points: Sequence[tuple[float, float, str, str]], across_title: str, up_title: str) -> Plot:
    """One dot per sample: ``(x, y, name, link)``."""
    across = axis([x for x, _, _, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = axis([y for _, y, _, _ in points], _HEIGHT - _BOTTOM, _TOP)
    marks = _frame(across, up, across_title)
    for x, y, name, link in points:
        marks.append(_circle(across.at(x), up.at(y), 3.5, "dot", f"{name}: {y:.1f} at {x:g}", link))
    return Plot(f"{up_title} against {across_title}", marks)


def bars(parts: Sequence[Slice], title: str) -> Plot:
    """One bar per slice with its interval; n follows the name."""
    values = [edge for part in parts for edge in (part.interval.value, part.interval.low, part.interval.high)]
    across = axis([value for value in values if value >= 0], 8, _WIDTH - 44, zero=True)
    marks = []
    for index, part in enumerate(parts):
        y, found = index * _ROW + 4, part.interval
        marks.append(_text(8, y + 9, f"{part.name} (n {part.n})", anchor="start"))
        marks.append(_bar(8, y + 13, across.at(found.value) - across.start, 9))
        if math.isfinite(found.low):
            marks.append(_line(across.at(found.low), y + 17.5, across.at(found.high), y + 17.5, "whisker"))
        marks.append(_text(_WIDTH - 40, y + 21, f"{found.value:.1f}", anchor="start"))
    return Plot(title, marks, height=len(parts) * _ROW + 6)


def strip(measure: Measure, references: Mapping[str, float], label: str) -> Plot:
    """A system's score with its interval beside the reference systems, on one line."""
    known = _finite(references)
    edges = [*known.values(), *_edges(measure)]
    across, y = axis(edges, 10, _WIDTH - 10, zero=min(edges) >= 0), 16
    marks = [_line(across.start, y, across.end, y, "axis"), *_interval(measure, across, y)]
    marks += _references(known, across, y)
    marks.append(_circle(across.at(measure.score), y, 5, "system", f"{measure.score:.2f}"))
    return Plot(f"{label}: {measure.score:.2f}", [*marks, *across.numbers(y + 17)], height=38)


def ladder(systems: Sequence[tuple[str, Measure]], references: Mapping[str, float], title: str) -> Plot:
    """A line per system with its interval, the first system filled; below them the reference systems."""
    known = _finite(references)
    edges = [edge for _, measure in systems for edge in _edges(measure)]
    across = axis([*edges, *known.values()], 10, _WIDTH - 10)
    marks = []
    for index, (name, measure) in enumerate(systems):
        y = index * _ROW + 22
        marks.append(_text(8, y - 9, f"{name}  {measure.score:.2f}", anchor="start"))
        marks += [_line(across.start, y, across.end, y, "grid"), *_interval(measure, across, y)]
        marks.append(_circle(across.at(measure.score), y, 5, "other" if index else "system"))
    floor = len(systems) * _ROW + 12
    marks.append(_line(across.start, floor, across.end, floor, "axis"))
    marks += [*_references(known, across, floor), *across.numbers(floor + 17)]
    return Plot(title, marks, height=floor + 22)


def _finite(references: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in references.items() if math.isfinite(value)}


def _edges(measure: Measure) -> list[float]:
    return [edge for edge in (measure.score, measure.low, measure.high) if edge is not None]


def _interval(measure: Measure, across: Axis, y: float) -> list[Mark]:
    if measure.low is None or measure.high is None:
        return []
    return [_line(across.at(measure.low), y, across.at(measure.high), y, "interval")]


def _references(known: Mapping[str, float], across: Axis, y: float) -> list[Mark]:
    return [
        _text(across.at(value), y + 4, sign(name), "reference-system", title=f"{name}: {value:.2f}")
        for name, value in known.items()
    ]


def sign(system: str) -> str:
    """The sign of a reference system such as ``lead-3``."""
    return _SIGNS.get(system.partition("-")[0], "▼")


def forest(differences: Sequence[Difference]) -> Plot:
    """New minus old with its interval, a line per metric; right of the middle line is a rise."""
    edges = [e for d in differences for e in (d.comparison.low, d.comparison.high, d.comparison.difference)]
    across = axis([0.0, *edges], 8, _WIDTH - 8)
    height, middle = len(differences) * _ROW + 24, across.at(0)
    marks = [_line(middle, 4, middle, height - 18, "axis")]
    for index, each in enumerate(differences):
        y, found = index * _ROW + 22, each.comparison
        worse = "worse" if each.worse_by > 0 else "better"
        marks.append(_text(8, y - 9, f"{each.task} {each.metric}  {found.difference:+.2f}", anchor="start"))
        marks.append(_line(across.at(found.low), y, across.at(found.high), y, f"interval {worse}"))
        marks.append(_circle(across.at(found.difference), y, 4, f"dot {worse}"))
    marks += [_text(across.at(tick), height - 4, f"{tick:+g}" if tick else "0") for tick in across.ticks]
    return Plot("Differences from the baseline", marks, height=height)
