"""How fast models of real size write, and how much of the machine they use.

    python benchmarks/decoding.py [--quick] [--sizes marian,nllb] [--engines sorted,int8] [--rounds 3]
                                  [--rows 30,300] [--beams 1] [--budget 180] [--wall --threads 2] [--report]

Weights are synthetic (see ``decoding_models.py``), so nothing is downloaded and all engines write the same
tokens. Engines run in turns, A B C A B C, and medians are compared. Times are processor time with one thread,
which other programs disturb least; ``--wall`` measures wall-clock time with ``--threads`` instead. Greedy
rows end by themselves, at the lengths of sentences. With beams, and in families that cannot count down, every
row gets 24 tokens, because engines disagree on when a search is over. CTranslate2 is measured if it is
installed (``pip install ctranslate2``) and converts the model, with several batch sizes, of which the best
counts.

*x2* means two workers with half the threads each, over one set of weights; only ``--wall`` shows what they
gain. Large numbers of sentences are measured with the fastest engines only, and only greedily. No further
round of a case begins after ``--budget`` seconds.

Results are kept in docs/decoding.json, from which ``decoding_report.py`` writes docs/decoding.md,
docs/decoding.svg and the README's table. ``--quick`` tries two small models and saves nothing; ``--report``
measures nothing. The largest models take about 13 GB.
"""

import argparse
import os
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import decoding_engines as engines
import decoding_machine as machines
import decoding_models as models
import decoding_report as report
import decoding_results as kept
import torch
import transformers as hf
from decoding_results import Machine, Result
from decoding_sizes import FASTEST, SIZES, WORKERS

from summarize.engines import precision
from summarize.errors import ModelError, UsageError

MANY = 100
QUICK, QUICK_ROWS = ("marian", "mt5"), (8,)
BEAM_TOKENS, MOST = 24, 130
NAIVE_ROWS = 3  # one sentence at a time is slow, and a few rows are enough


@dataclass(frozen=True)
class Case:
    """One workload: a number of sentences, a number of beams, and the engines."""

    size: str
    rows: int
    beams: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """The options of the command line, and the machine."""

    machine: Machine
    clock: Callable[[], float]
    rounds: int
    folder: Path
    budget: float


def main() -> None:
    """Measure and print, case by case, then write the report."""
    options = _options()
    if not options.report:
        warnings.simplefilter("ignore")
        hf.logging.set_verbosity_error()
        torch.set_num_threads(options.threads)
        machine = machines.measure(options.threads, options.wall)
        print(report.describe(machine), flush=True)
        for size in options.sizes or (QUICK if options.quick else SIZES):
            with tempfile.TemporaryDirectory() as folder:
                rounds = 1 if options.quick else options.rounds
                bench = Bench(machine, kept.clock(options.wall), rounds, Path(folder), options.budget)
                results = measure(bench, size, _cases(size, options))
            if not options.quick:  # saved size by size, in case a later one fails
                found = kept.load()
                found.add_speeds(machine, results)
                found.save()
    if not options.quick:
        report.write(kept.load())


def measure(bench: Bench, size: str, cases: Sequence[Case]) -> list[Result]:
    """All engines on all cases of one model size."""
    print(f"{SIZES[size].name}: building it", flush=True)
    names = list(dict.fromkeys(name for case in cases for name in case.names))
    if any(name.startswith("ct2") for name in names):  # first, because it takes the most memory
        try:
            engines.convert(models.build(size), bench.folder / "ct2")
        except Exception as error:
            print(f"{size}: no CTranslate2: {type(error).__name__}: {str(error)[:100]}", flush=True)
            names = [name for name in names if not name.startswith("ct2")]
    model = models.build(size)
    models.save(model, bench.folder / size)
    made: dict[str, engines.Engine] = {}
    for name in names:
        try:
            made[name] = _make(name, size, model, bench)
        except (ModelError, UsageError) as error:  # not this family, or not on this processor
            print(f"{size}: no {name}: {error}", flush=True)
    return [result for case in cases for result in _case(case, made, bench, model)]


def _case(case: Case, made: dict[str, engines.Engine], bench: Bench, model: Any) -> list[Result]:
    rows, answers = models.sentences(model, case.rows)
    fixed = case.beams > 1 or not SIZES[case.size].counts
    most = BEAM_TOKENS if fixed else MOST
    wanted = [most] * len(rows) if fixed else answers
    turns: dict[str, list[machines.Work]] = {name: [] for name in case.names if name in made}
    begun = time.perf_counter()
    for turn in range(bench.rounds + 1 if bench.rounds > 1 else 1):
        if turn > 1 and time.perf_counter() - begun > bench.budget:
            break
        for name, works in turns.items():
            count = NAIVE_ROWS if name == "naive" else len(rows)
            start = bench.clock()
            texts = made[name](rows[:count], case.beams, most, fixed)
            taken = bench.clock() - start
            read, written = sum(map(len, rows[:count])), sum(map(len, texts.rows))
            if not turn and written != sum(wanted[:count]):
                print(f"{case.size}: {name} wrote {written} tokens, not {sum(wanted[:count])}")
            if turn or bench.rounds == 1:  # of several, the first is a warm-up
                works.append(machines.Work(read, written, case.beams, texts.steps, taken))
    weights = machines.weights(model)
    return [_result(case, name, works, bench.machine, weights) for name, works in turns.items()]


def _result(
    case: Case, name: str, works: Sequence[machines.Work], machine: Machine, weights: machines.Weights
) -> Result:
    """Print the median turn and return it."""
    work = sorted(works, key=lambda one: one.written / one.seconds)[len(works) // 2]
    speed = work.written / work.seconds
    print(f"{case.size} n={case.rows} beams={case.beams} {name:16} {speed:9.1f} tokens/s", flush=True)
    of_peak = of_bandwidth = None
    if "shortlist" not in name:  # a shortlist reads other weights
        of_peak, of_bandwidth = machines.shares(machine, weights, kept.precision(name), work)
    return Result(case.size, case.rows, case.beams, name, speed, of_peak, of_bandwidth)


def _make(name: str, size: str, model: Any, bench: Bench) -> engines.Engine:
    words = name.split()
    crew = 2 if words[-1] == "x2" else 1
    if name in ("naive", "sorted"):
        return engines.library(model, batched=name == "sorted")
    if words[0] == "packed":
        packed = models.build(size)
        precision.swap(packed, precision.choose(words[1]))
        return engines.library(packed, batched=True)
    if words[0] == "ct2":
        batch = next((int(word) for word in words if word.isdigit()), None)
        workers = (crew, bench.machine.threads // crew)
        return engines.ctranslate2(bench.folder / "ct2", words[1], batch, workers)
    listed = models.listed(size) if "shortlist" in words else None
    return engines.ours(bench.folder / size, precision.choose(words[0]), crew, listed)


def _cases(size: str, options: argparse.Namespace) -> list[Case]:
    cases = []
    for count in options.rows or (QUICK_ROWS if options.quick else SIZES[size].rows):
        usual = SIZES[size].engines if count < MANY else FASTEST
        names = options.engines or usual + (WORKERS if options.wall else ())
        for beams in options.beams:
            if beams == 1 or count < MANY or options.rows:
                cases.append(Case(size, count, beams, names))
    return cases


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="two small models, one round, nothing saved")
    parser.add_argument("--sizes", type=_names, default=(), help=f"of {', '.join(SIZES)}")
    parser.add_argument(
        "--engines",
        type=_names,
        default=(),
        help="engines to run instead of each size's own, by their names in the tables",
    )
    parser.add_argument(
        "--rows", type=_numbers, default=(), help="numbers of sentences, instead of each size's own"
    )
    parser.add_argument("--beams", type=_numbers, default=(1, 4))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--budget", type=float, default=180, help="seconds per case, after which no round begins"
    )
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--report", action="store_true", help="only write the pages again")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


if __name__ == "__main__":
    main()
