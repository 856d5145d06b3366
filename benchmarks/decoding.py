"""How fast models of real size write, and how much of the machine that is: a table, a plot, and the ratios.

    python benchmarks/decoding.py [--quick] [--sizes marian,nllb] [--engines sorted,int8] [--rounds 3]
                                  [--rows 30,300] [--beams 1] [--budget 300] [--wall --threads 2]

Weights are made up (``decoding_models.py`` says how), so nothing is downloaded, and every engine writes the
same. Engines take turns, A B C A B C, and medians are compared. Times are processor time with one thread,
which other programs disturb least; ``--wall`` measures wall-clock time with ``--threads`` instead. Greedy
rows end by themselves, at the lengths of sentences; with beams every row gets 24 tokens, because engines
differ in when they think a search is over. CTranslate2 is measured at the better of two batch sizes where
it is installed (``pip install ctranslate2``) and converts the model.

*x2* are two workers of half the threads each, over one set of weights; only ``--wall`` tells what they
are worth. One case can be run at a time; after ``--budget`` seconds no further round of it begins. Results
are kept in docs/decoding.json, and the report is made of all that are there from the same clock.

Writes docs/decoding.json, docs/decoding.md and docs/decoding.svg, unless ``--quick``.
"""

import argparse
import os
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import decoding_engines as engines
import decoding_models as models
import decoding_report as report
import torch
import transformers as hf

from summarize.engines import precision

NAMES = (
    "naive",
    "sorted",
    "packed float32",
    "packed int8",
    "float32",
    "bfloat16",
    "int8",
    "ct2 float32",
    "ct2 int8",
    "ct2 int8 64",
)
WORKERS = ("int8 x2", "ct2 int8 x2")
# A document, and many; of the slower ones as many as a minute or two allow.
_ROWS = {"marian": (30, 100), "nllb": (12,), "distilbart": (12,), "mt5": (12,), "qwen": (4,)}
BEAM_TOKENS, MOST = 24, 130
NAIVE_ROWS = 3  # one by one is slow: a few rows tell the speed


@dataclass(frozen=True)
class Case:
    """One workload: a document of 30 sentences or many."""

    size: str
    rows: int
    beams: int


@dataclass(frozen=True)
class Bench:
    """What was asked for on the command line."""

    clock: Callable[[], float]
    threads: int
    rounds: int
    names: tuple[str, ...]
    folder: Path
    budget: float


def main() -> None:
    """Measure, print as it goes, write the report."""
    options = _options()
    warnings.simplefilter("ignore")
    hf.logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as folder:
        clock = time.perf_counter if options.wall else time.process_time
        usual = NAMES + WORKERS if options.wall else NAMES
        names = tuple(options.engines.split(",")) if options.engines else usual
        rounds = 1 if options.quick else options.rounds
        bench = Bench(clock, options.threads, rounds, names, Path(folder), options.budget)
        results = []
        for size in options.sizes.split(","):
            results += measure(bench, size, _cases(size, options))
    if not options.quick:
        machine = report.Machine.measured(options.threads, options.wall)
        docs = Path(__file__).parent.parent / "docs"
        report.write(report.keep(results, machine, docs / "decoding.json"), machine, docs)


def measure(bench: Bench, size: str, cases: list[Case]) -> list[report.Result]:
    """All engines on all cases of one size of model."""
    model = models.build(size)
    files = models.save(model, bench.folder / size)
    made: dict[str, engines.Engine] = {}
    for name in bench.names:
        try:
            made[name] = _make(name, size, model, files, bench)
        except Exception as error:
            print(f"{size}: no {name}: {type(error).__name__}: {str(error)[:100]}")
    return [result for case in cases for result in _case(case, made, bench, model)]


def _case(case: Case, made: dict[str, engines.Engine], bench: Bench, model: object) -> list[report.Result]:
    rows, answers = models.sentences(model, case.rows)
    fixed = case.beams > 1 or not models.SIZES[case.size].counts
    most = BEAM_TOKENS if fixed else MOST
    wanted = [most] * len(rows) if fixed else answers
    times: dict[str, list[float]] = {name: [] for name in made}
    begun = time.perf_counter()
    for turn in range(bench.rounds + 1):
        if turn > 1 and time.perf_counter() - begun > bench.budget:
            break
        for name, engine in made.items():
            count = NAIVE_ROWS if name == "naive" else len(rows)
            start = bench.clock()
            written = engine(rows[:count], case.beams, most, fixed)
            taken = bench.clock() - start
            short = sum(len(row) for row in written)
            if abs(short - sum(wanted[:count])) > 0.05 * sum(wanted[:count]) + len(rows):
                print(f"{case}: {name} wrote {short} tokens, not {sum(wanted[:count])}")
            if turn or bench.rounds == 1:  # the first turn warms up
                times[name].append(short / taken)
    results = [
        report.Result(case.size, case.rows, case.beams, name, statistics.median(speeds))
        for name, speeds in times.items()
    ]
    for result in results:
        print(
            f"{case.size} n={case.rows} beams={case.beams} {result.engine:15} {result.speed:9.1f} tokens/s",
            flush=True,
        )
    return results


def _make(name: str, size: str, model: object, files: list[Path], bench: Bench) -> engines.Engine:
    if name in ("naive", "sorted"):
        return engines.library(model, batched=name == "sorted")
    if name.startswith("packed "):
        packed = models.build(size)
        precision.swap(packed, precision.choose(name.removeprefix("packed ")))
        return engines.library(packed, batched=True)
    if name.startswith("ct2 "):
        kind, unit = name.split()[1], "examples" if name.endswith("64") else "tokens"
        folder, crew = bench.folder / f"{size}-{kind}", 2 if name.endswith("x2") else 1
        return engines.ctranslate2(
            lambda: models.build(size), folder, kind, unit, (crew, bench.threads // crew)
        )
    crew = 2 if name.endswith("x2") else 1
    return engines.ours(model, files, precision.choose(name.removesuffix(" x2")), crew)


def _cases(size: str, options: argparse.Namespace) -> list[Case]:
    many = [int(number) for number in options.rows.split(",")] if options.rows else list(_ROWS[size])
    counts = many[:1] if options.quick else many
    beams = [int(number) for number in options.beams.split(",")]
    return [Case(size, count, width) for count in counts for width in beams]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one document, one round, nothing written")
    parser.add_argument("--sizes", default=",".join(models.SIZES))
    parser.add_argument("--engines", default="", help=f"of: {', '.join(NAMES)}")
    parser.add_argument("--rows", default="", help="sentences in each case, instead of each size's own")
    parser.add_argument("--beams", default="1,4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--budget", type=float, default=1e9, help="seconds for each case, warm-up not cut")
    parser.add_argument("--wall", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
