"""The measurements as a page, a plot and a table in the README. Needs neither torch nor a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from decoding_plot import plot
from decoding_results import Growth, Kept, Machine, Memory, Result
from decoding_sizes import SIZES

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- decoding: `make bench` writes what follows -->", "<!-- decoding ends -->"
_PLAIN = "processor 1"  # the clock of the README and the plot
_HEAD = """\
# How fast models write

`make bench` measures this. Weights are synthetic, and all engines write the same tokens. *naive* is
`generate` one sentence at a time; *sorted* is `generate` in length-sorted batches; *packed* is *sorted* with
packed linears; *ct2* is CTranslate2 with batches of 1,024 tokens, 32 sentences or 64 sentences; the others
are the decoder of this project. *x2* means two workers. *× ct2 int8* compares with CTranslate2's best batch
size and the same number of workers. *shortlist* writes with half of the vocabulary for models of two
languages in two scripts, and with a fifth of it for models of many languages.

Two limits hold for every engine, and the last two columns say how much of each is used. *operations*: each
weight multiplies each token; the limit is a product of large square matrices in the same precision.
*bandwidth*: each step reads the decoder's weights once, in their precision, for all rows decoded at once;
the limit is a long read in float32. With few rows the second limit matters, with many the first. Whatever
stays in the processor's cache is not read again, so a small decoder can exceed the second limit.

Synthetic weights say nothing of quality. All of it was measured on an Intel Xeon with matrix instructions,
partly beside other work, except the last two tables, most rows of which are older and of an AMD EPYC.

What these figures decided, and chat models with real weights:
[decoding_choices.md](decoding_choices.md).

![tokens per second](decoding.svg)

## Chat models with real weights

Prompts of 430 tokens, 32 written, one thread, processor time, an otherwise idle Intel Xeon with matrix
instructions; medians of three rounds in turns (eight rows: two). Speeds of Gemma were not measured. Quality
is measured on four news articles a language, 400 tokens each.

| tokens/s | one row: read | written | eight rows: read | written | perplexity ÷ float32's, equal words |
|---|--:|--:|--:|--:|--:|
| SmolLM2 135M, `generate`, float32 | 581 | 16.6 | 597 | 43.5 | 1 · 100 % |
| SmolLM2 135M, float32 | 577 | 18.7 | 640 | 80.1 | 1 · 100 % |
| SmolLM2 135M, bfloat16 | 1,543 | 24.0 | 1,848 | 128 | 1.001 · 97 % |
| SmolLM2 135M, int8 | 1,105 | 31.6 | 1,130 | 141 | 1.006 · 96 % |
| SmolLM2 135M, llama.cpp (`xllamacpp`), Q8_0 | 280 | 39.3 | 280 | 93.7 | – |
| SmolLM2 135M, llama.cpp (`xllamacpp`), Q4_1 | 168 | 53.6 | 172 | 86.4 | – |
| Gemma 3 270M, bfloat16: en / ru / kk | – | – | – | – | 1.000 · 97 % / 1.000 · 98 % / 1.002 · 98 % |
| Gemma 3 270M, int8: en / ru / kk | – | – | – | – | 1.004 · 97 % / 1.004 · 96 % / 1.011 · 95 % |
"""


def write(kept: Kept, root: Path = ROOT) -> None:
    """Write docs/decoding.md, docs/decoding.svg, and the README's table between its two markers."""
    (root / "docs" / "decoding.md").write_text(page(kept), encoding="utf-8")
    (root / "docs" / "decoding.svg").write_text(plot(kept.speeds.get(_PLAIN, [])), encoding="utf-8")
    readme = root / "README.md"
    before, rest = readme.read_text("utf-8").split(BEGIN)
    _, after = rest.split(END)
    readme.write_text(f"{before}{BEGIN}\n\n{summary(kept)}\n{END}{after}", encoding="utf-8")


def page(kept: Kept) -> str:
    """docs/decoding.md: every measurement by clock and case, then memory and growth."""
    parts = [_HEAD]
    for key, results in kept.speeds.items():
        machine = kept.machines.get(key)
        for (size, rows, beams), group in groupby(results, lambda one: (one.size, one.rows, one.beams)):
            how = "greedy" if beams == 1 else f"{beams} beams"
            clock = "" if key == _PLAIN else f", {_clock(key)}"
            parts.append(f"## {SIZES[size].name}: {rows} sentences, {how}{clock}\n\n{_speeds(list(group))}")
        if machine:
            parts.append(describe(machine) + "\n")
    if kept.memory:
        parts.append(_memory(kept.memory))
    if kept.growth:
        parts.append(_growth(kept.growth))
    return "\n".join(parts)


def summary(kept: Kept) -> str:
    """The README's table: greedy decoding, and its speed relative to ``generate`` in batches."""
    columns = {
        "one by one": ("naive",),
        "`generate`": ("sorted",),
        "float32": ("float32", "packed float32"),
        "int8": ("int8", "packed int8"),
        "CTranslate2 int8": ("ct2 int8",),
    }
    rows = []
    for size in SIZES:
        case = [one for one in kept.speeds.get(_PLAIN, []) if one.size == size and one.beams == 1]
        first = [one for one in case if one.rows == min(other.rows for other in case)]
        base = _best(first, ("sorted",))
        if base:
            cells = [_cell(_best(first, names), base) for names in columns.values()]
            rows.append([SIZES[size].short, *cells])
    return _table(["tokens per second", *columns], rows)


def _best(case: Sequence[Result], names: Sequence[str]) -> float | None:
    """The speed of the first of ``names`` that was measured, with its best batch size for CTranslate2."""
    for name in names:
        batches = (name, *(f"{name} {number}" for number in (32, 64)))
        speeds = [one.speed for one in case if one.engine in batches]
        if speeds:
            return max(speeds)
    return None


def _cell(speed: float | None, base: float) -> str:
    if speed is None:
        return ""
    return f"{speed:,.0f}" if speed == base else f"{speed:,.0f} ({speed / base:.1f}×)"


def _speeds(case: Sequence[Result]) -> str:
    speeds = {one.engine: one.speed for one in case}
    rows = []
    for one in case:
        crew = one.engine.endswith("x2")
        rivals = [
            speed
            for name, speed in speeds.items()
            if name.startswith("ct2 int8") and name.endswith("x2") == crew
        ]
        bases = (speeds.get("naive"), speeds.get("sorted"), max(rivals, default=None))
        ratios = [f"{one.speed / base:.2f}" if base else "" for base in bases]
        rows.append(
            [one.engine, f"{one.speed:,.1f}", *ratios, _percent(one.of_peak), _percent(one.of_bandwidth)]
        )
    head = ["engine", "tokens/s", "× naive", "× sorted", "× ct2 int8", "operations", "bandwidth"]
    return _table(head, rows)


def describe(machine: Machine) -> str:
    """The limits of the machine, in a sentence."""
    peaks = ", ".join(f"{kind} {value / 1e9:.0f}" for kind, value in machine.peak.items())
    where = f"{_clock(machine.key).capitalize()}, torch {machine.torch}"
    return f"{where}: {peaks} billion operations and {machine.bandwidth / 1e9:.1f} GB read per second."


def _clock(key: str) -> str:
    kind, threads = key.split()
    clock = "wall-clock time" if kind == "wall" else "processor time"
    return f"{clock}, {threads} thread{'' if threads == '1' else 's'}"


def _memory(found: Sequence[Memory]) -> str:
    rows = []
    for size, group in groupby(found, lambda one: one.size):
        engines = {one.engine: one for one in group}
        for name, one in engines.items():
            base = engines.get("sorted", one)
            rows.append(
                [
                    SIZES[size].short,
                    name,
                    f"{one.seconds:.1f}",
                    f"{one.seconds / base.seconds:.2f}",
                    f"{one.megabytes:,.0f}",
                    f"{one.megabytes / base.megabytes:.2f}",
                ]
            )
    head = ["model", "engine", "first token, s", "× sorted", "peak MB", "× sorted"]
    return (
        "## Memory, and the time to the first token\n\n"
        "Each process loads one checkpoint, stored as the family stores it, and writes four sentences; no\n"
        "tokenizer is loaded. Seconds are wall-clock time from the start of the process. Mapped pages of\n"
        "files count while they are mapped.\n\n" + _table(head, rows, texts=2)
    )


def _growth(found: Sequence[Growth]) -> str:
    rows = [
        [one.what, f"{one.once:.2f}", f"{one.tenfold:.2f}", f"{one.tenfold / one.once:.1f}"] for one in found
    ]
    return "## Ten times the input\n\nProcessor seconds, one thread.\n\n" + _table(
        ["what", "once", "tenfold", "ratio"], rows
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> str:
    """A Markdown table; the first ``texts`` columns are left-aligned, the others right-aligned."""
    ruler = ["---"] * texts + ["--:"] * (len(head) - texts)
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(ruler)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
