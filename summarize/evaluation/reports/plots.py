"""Plots as inline SVG: no library, no script, colours from the page's style.

Each function gives one ``<svg>`` with a label for those who cannot see it; lengths are in the
units of its view box, which the page scales.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from summarize.evaluation.comparison import Difference
from summarize.evaluation.reports.systems import Slice
from summarize.evaluation.results import Measure

_WIDTH, _HEIGHT = 360, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 10, 30
_SHAPES = {"lead": "◆", "random": "▲", "oracle": "★", "copy": "■"}


@dataclass(frozen=True)
class Axis:
    """A linear scale from values to view-box lengths, with round ticks."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where ``value`` lies; values outside are put at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[float]:
        """Three to six round values within the scale."""
        step = _round_step((self.high - self.low) / 4)
        first = math.ceil(self.low / step - 1e-9)
        return [i * step for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


def _round_step(rough: float) -> float:
    power = math.pow(10, math.floor(math.log10(rough)))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def axis(values: Sequence[float], start: float, end: float, *, zero: bool = False) -> Axis:
    """A scale with round ends around finite ``values``; from 0 where ``zero`` is set."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min([0.0, *finite] if zero else finite), max(finite)
    if high - low < 1e-9:
        low, high = (low, low + 1) if zero and low >= 0 else (low - 1, high + 1)
    step = _round_step((high - low) / 4)
    return Axis(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, start, end)


def _svg(label: str, body: Sequence[str], height: float = _HEIGHT) -> str:
    head = f'<svg viewBox="0 0 {_WIDTH} {height:g}" role="img" aria-label="{escape(label)}">'
    return f"{head}<title>{escape(label)}</title>{''.join(body)}</svg>"


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "middle") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" class="{kind}"/>'


def _frame(across: Axis, up: Axis, title: str) -> list[str]:
    """Both axes with ticks, and what the horizontal one shows."""
    floor = up.start
    parts = [_line(across.start, floor, across.end, floor, "axis")]
    for tick in across.ticks:
        parts.append(_text(across.at(tick), floor + 12, f"{tick:g}"))
    for tick in up.ticks:
        parts.append(_line(across.start, up.at(tick), across.end, up.at(tick), "grid"))
        parts.append(_text(across.start - 4, up.at(tick) + 3, f"{tick:g}", anchor="end"))
    parts.append(_text((across.start + across.end) / 2, floor + 26, title, "caption"))
    return parts


def histogram(values: Sequence[float], title: str) -> str:
    """How the per-sample scores are spread; the dashed line is their mean."""
    across = axis(values, _LEFT, _WIDTH - _RIGHT)
    bins = min(20, max(5, round(math.sqrt(len(values)) * 1.5)))
    width = (across.high - across.low) / bins
    counts = [0] * bins
    for value in values:
        counts[min(int((value - across.low) / width), bins - 1)] += 1
    up = axis(counts, _HEIGHT - _BOTTOM, _TOP, zero=True)
    parts = _frame(across, up, title)
    for index, count in enumerate(counts):
        left, right = across.at(across.low + index * width), across.at(across.low + (index + 1) * width)
        edges = f"{across.low + index * width:.1f} to {across.low + (index + 1) * width:.1f}"
        top = up.at(count)
        parts.append(
            f'<rect x="{left + 0.5:g}" y="{top:g}" width="{max(right - left - 1, 0.5):.1f}" '
            f'height="{up.start - top:.1f}" class="bar"><title>{edges}: {count} samples</title></rect>'
        )
    mean = across.at(sum(values) / len(values))
    parts.append(_line(mean, _TOP, mean, up.start, "mean"))
    return _svg(f"Distribution of {title}", parts)


def scatter(points: Sequence[tuple[float, float, str, str]], across_title: str, up_title: str) -> str:
    """One dot a sample: ``(x, y, name, link)``."""
    across = axis([x for x, _, _, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = axis([y for _, y, _, _ in points], _HEIGHT - _BOTTOM, _TOP)
    parts = _frame(across, up, across_title)
    for x, y, name, link in points:
        parts.append(
            f'<a href="#{escape(link)}"><circle cx="{across.at(x):g}" cy="{up.at(y):g}" r="3.5" class="dot">'
            f"<title>{escape(name)}: {y:.1f} at {x:g}</title></circle></a>"
        )
    return _svg(f"{up_title} against {across_title}", parts)


def bars(parts: Sequence[Slice], title: str) -> str:
    """One bar a slice with its interval; n stands beside the name."""
    row, top = 30, 4
    values = [edge for part in parts for edge in (part.interval.value, part.interval.low, part.interval.high)]
    across = axis([value for value in values if value >= 0], 8, _WIDTH - 44, zero=True)
    drawn = []
    for index, part in enumerate(parts):
        y = top + index * row
        length = across.at(part.interval.value) - across.start
        drawn.append(_text(8, y + 9, f"{part.name} (n {part.n})", anchor="start"))
        drawn.append(f'<rect x="8" y="{y + 13}" width="{length:.1f}" height="9" class="bar"/>')
        low, high = part.interval.low, part.interval.high
        if math.isfinite(low):
            drawn.append(_line(across.at(low), y + 17.5, across.at(high), y + 17.5, "whisker"))
        drawn.append(_text(_WIDTH - 40, y + 21, f"{part.interval.value:.1f}", anchor="start"))
    return _svg(title, drawn, height=top + len(parts) * row + 2)


def strip(measure: Measure, yardsticks: Mapping[str, float], name: str) -> str:
    """A system's score with its interval among the yardsticks, on one line."""
    known = {mark: value for mark, value in yardsticks.items() if math.isfinite(value)}
    edges = [measure.score, *known.values(), *(e for e in (measure.low, measure.high) if e is not None)]
    across = axis(edges, 10, _WIDTH - 10, zero=min(edges) >= 0)
    y = 16
    parts = [_line(across.start, y, across.end, y, "axis")]
    if measure.low is not None and measure.high is not None:
        parts.append(_line(across.at(measure.low), y, across.at(measure.high), y, "interval"))
    for mark, value in known.items():
        parts.append(
            f'<text x="{across.at(value):g}" y="{y + 4}" class="yardstick" text-anchor="middle">{shape(mark)}'
            f"<title>{escape(mark)}: {value:.2f}</title></text>"
        )
    where = across.at(measure.score)
    parts.append(
        f'<circle cx="{where:g}" cy="{y}" r="5" class="system"><title>{measure.score:.2f}</title></circle>'
    )
    parts += [_text(across.at(tick), y + 17, f"{tick:g}") for tick in across.ticks]
    return _svg(f"{name}: {measure.score:.2f}", parts, height=38)


def ladder(systems: Sequence[tuple[str, Measure]], yardsticks: Mapping[str, float], title: str) -> str:
    """A line a system with its interval, the first one filled; what no work scores stands below."""
    row = 30
    known = {mark: value for mark, value in yardsticks.items() if math.isfinite(value)}
    edges = [e for _, m in systems for e in (m.score, m.low, m.high) if e is not None]
    across = axis([*edges, *known.values()], 10, _WIDTH - 10)
    parts = []
    for index, (name, measure) in enumerate(systems):
        y = index * row + 22
        parts.append(_text(8, y - 9, f"{name}  {measure.score:.2f}", anchor="start"))
        parts.append(_line(across.start, y, across.end, y, "grid"))
        if measure.low is not None and measure.high is not None:
            parts.append(_line(across.at(measure.low), y, across.at(measure.high), y, "interval"))
        kind = "other" if index else "system"
        parts.append(f'<circle cx="{across.at(measure.score):g}" cy="{y}" r="5" class="{kind}"/>')
    floor = len(systems) * row + 12
    parts.append(_line(across.start, floor, across.end, floor, "axis"))
    for mark, value in known.items():
        parts.append(
            f'<text x="{across.at(value):g}" y="{floor + 4}" class="yardstick" text-anchor="middle">'
            f"{shape(mark)}<title>{escape(mark)}: {value:.2f}</title></text>"
        )
    parts += [_text(across.at(tick), floor + 17, f"{tick:g}") for tick in across.ticks]
    return _svg(title, parts, height=floor + 22)


def shape(yardstick: str) -> str:
    """The sign that stands for a yardstick such as ``lead-3``."""
    return _SHAPES.get(yardstick.partition("-")[0], "▼")


def forest(differences: Sequence[Difference]) -> str:
    """New minus old with its interval, a line a metric; right of the middle line is a rise."""
    row = 30
    edges = [e for d in differences for e in (d.comparison.low, d.comparison.high, d.comparison.difference)]
    across = axis([0.0, *edges], 8, _WIDTH - 8)
    height = len(differences) * row + 24
    middle = across.at(0)
    parts = [_line(middle, 4, middle, height - 18, "axis")]
    for index, each in enumerate(differences):
        y, found = index * row + 22, each.comparison
        worse = "worse" if each.worse_by > 0 else "better"
        parts.append(_text(8, y - 9, f"{each.task} {each.metric}  {found.difference:+.2f}", anchor="start"))
        low, high = (max(found.low, across.low), min(found.high, across.high))
        parts.append(_line(across.at(low), y, across.at(high), y, f"interval {worse}"))
        parts.append(f'<circle cx="{across.at(found.difference):g}" cy="{y}" r="4" class="dot {worse}"/>')
    parts += [_text(across.at(tick), height - 4, f"{tick:+g}" if tick else "0") for tick in across.ticks]
    return _svg("Differences from the baseline", parts, height=height)
