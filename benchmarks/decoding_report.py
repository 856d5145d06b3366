"""What was measured, as a table and as a plot; and how near it comes to what the machine can do.

A step reads every weight of the decoder once, however many rows it serves: bytes of weights over the
bandwidth of memory is the least a step can take, and operations over the processor's peak is another.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import decoding_models as models
import torch

from summarize.engines import precision

_COLOURS = {"naive": "#999", "sorted": "#666", "packed": "#4a7", "ct2": "#c83"}
_OURS = "#2563c9"
_BAR, _LEFT, _WIDTH = 18, 190, 430


@dataclass(frozen=True)
class Result:
    """One engine on one case: ``speed`` is tokens written a second, the median of the rounds."""

    size: str
    rows: int
    beams: int
    engine: str
    speed: float


@dataclass(frozen=True)
class Machine:
    """What one thread (or ``threads``) of this machine can do; bytes and operations a second."""

    threads: int
    wall: bool
    peak: dict[str, float]

    @classmethod
    def measured(cls, threads: int, wall: bool) -> Machine:
        """A product of square matrices in each precision, as large as the processor likes them."""
        side, peak = 1024, {}
        x, weight = torch.randn(side, side), torch.randn(side, side)
        for kind in precision.available():
            linear = precision.PackedLinear(weight, None, kind, side)
            linear(x)
            best = min(_timed(lambda linear=linear: linear(x)) for _ in range(10))
            peak[kind] = 2 * side**3 / best
        return cls(threads, wall, peak)


def keep(results: Sequence[Result], machine: Machine, file: Path) -> list[Result]:
    """All results in ``file`` from this clock and as many threads, new ones in place of older; written."""
    clock = f"{'wall' if machine.wall else 'processor'} {machine.threads}"
    every = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    old = [Result(**entry) for entry in every.get(clock, [])]
    merged = {(one.size, one.rows, one.beams, one.engine): one for one in (*old, *results)}
    # Cases in the order of the models, engines in the order they were first measured.
    sizes = list(models.SIZES)
    found = sorted(merged.values(), key=lambda one: (sizes.index(one.size), one.rows, one.beams))
    every[clock] = [asdict(one) for one in found]
    file.write_text(json.dumps(every, indent=1) + "\n", encoding="utf-8")
    return found


def write(results: Sequence[Result], machine: Machine, folder: Path) -> None:
    """decoding.md and decoding.svg in ``folder``."""
    folder.mkdir(exist_ok=True)
    (folder / "decoding.md").write_text(_page(results, machine), encoding="utf-8")
    (folder / "decoding.svg").write_text(_plot(results), encoding="utf-8")


def _page(results: Sequence[Result], machine: Machine) -> str:
    clock = "wall-clock time" if machine.wall else "processor time"
    peaks = ", ".join(f"{kind} {value / 1e9:.0f}" for kind, value in machine.peak.items())
    lines = [
        "# How fast models write",
        "",
        f"`python benchmarks/decoding.py`: {clock}, {machine.threads} thread(s), torch {torch.__version__}.",
        "Weights are made up and every engine writes the same. *naive* is `generate` one sentence at a time,",
        "*sorted* the same in length-sorted batches, *packed* that with packed linears, *ct2*",
        "CTranslate2 with batches of 1,024 tokens or (*64*) 64 sentences; the others are the "
        "decoder of this project.",
        f"This machine multiplies at {peaks} billion operations a second; *of peak* is the share used.",
        "What these figures decided: [decoding_choices.md](decoding_choices.md).",
        "",
        "![tokens a second](decoding.svg)",
    ]
    for size, rows, beams in dict.fromkeys((result.size, result.rows, result.beams) for result in results):
        chosen = [r for r in results if (r.size, r.rows, r.beams) == (size, rows, beams)]
        speeds = {result.engine: result.speed for result in chosen}
        lines += [
            "",
            f"## {models.SIZES[size].name}: {rows} sentences, {'greedy' if beams == 1 else f'{beams} beams'}",
            "",
        ]
        lines += [
            "| engine | tokens/s | × naive | × sorted | × ct2 int8 | of peak |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        best = max((speed for name, speed in speeds.items() if name.startswith("ct2 int8")), default=None)
        for result in chosen:
            ratios = [
                _ratio(result.speed, other) for other in (speeds.get("naive"), speeds.get("sorted"), best)
            ]
            share = _share(result, machine)
            lines.append(f"| {result.engine} | {result.speed:,.1f} | {' | '.join(ratios)} | {share} |")
    return "\n".join(lines) + "\n"


def _ratio(speed: float, other: float | None) -> str:
    return "" if not other else f"{speed / other:.2f}"


def _share(result: Result, machine: Machine) -> str:
    kind = next((kind for kind in machine.peak if kind in result.engine), "float32")
    operations = models.SIZES[result.size].operations * result.beams
    return f"{100 * result.speed * operations / machine.peak[kind]:.0f} %" if kind in machine.peak else ""


def _timed(run: object) -> float:
    start = time.process_time()
    run()  # type: ignore[operator]
    return time.process_time() - start


def _plot(results: Sequence[Result]) -> str:
    """Bars, one group a case, each group to its own scale."""
    parts, y = [], 10
    for size, rows, beams in dict.fromkeys((result.size, result.rows, result.beams) for result in results):
        chosen = [r for r in results if (r.size, r.rows, r.beams) == (size, rows, beams)]
        most = max(result.speed for result in chosen)
        title = (
            f"{models.SIZES[size].name} — {rows} sentences, {'greedy' if beams == 1 else f'{beams} beams'}"
        )
        y += 24
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{title}</text>')
        for result in chosen:
            y += _BAR
            colour = _COLOURS.get(result.engine.split()[0], _OURS)
            long = max(result.speed / most * _WIDTH, 1)
            parts += [
                f'<text x="{_LEFT - 8}" y="{y}" text-anchor="end">{result.engine}</text>',
                f'<rect x="{_LEFT}" y="{y - 11}" width="{long:.1f}" height="13" fill="{colour}"/>',
                f'<text x="{_LEFT + long + 6:.1f}" y="{y}">{result.speed:,.0f}</text>',
            ]
    space = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12"'
    head = f'<svg {space} width="720" height="{y + 16}">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"
