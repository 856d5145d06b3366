"""How fast models of real size write, and how much of the machine that is: a table, a plot, and the ratios.

    python benchmarks/decoding.py [--quick] [--sizes marian,nllb] [--engines sorted,int8] [--rounds 3]
                                  [--rows 30,300] [--beams 1] [--budget 180] [--wall --threads 2] [--report]

Weights are made up (``decoding_models.py`` says how), so nothing is downloaded, and every engine writes the
same. Engines take turns, A B C A B C, and medians are compared. Times are processor time with one thread,
which other programs disturb least; ``--wall`` measures wall-clock time with ``--threads`` instead. Greedy
rows end by themselves, at the lengths of sentences; with beams, and where a family cannot count down, every
row gets 24 tokens, because engines differ in when they think a search is over. CTranslate2 is measured with
several sizes of batch, the best of which is compared with, where it is installed (``pip install
ctranslate2``) and converts the model.

*x2* are two workers of half the threads each, over one set of weights; only ``--wall`` tells what they
are worth. Of many sentences only the fastest engines write, and only greedily. One case can be run at a
time; after ``--budget`` seconds no further round of it begins.

Results are kept in docs/decoding.json; ``decoding_report.py`` makes docs/decoding.md, docs/decoding.svg and
the README's table of all that is there. ``--quick`` tries two small models and writes nothing; ``--report``
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
from summarize.errors import UsageError

MANY = 100
QUICK, QUICK_ROWS = ("marian", "mt5"), (8,)
BEAM_TOKENS, MOST = 24, 130
NAIVE_ROWS = 3  # one by one is slow: a few rows tell the speed


@dataclass(frozen=True)
class Case:
    """One workload: so many sentences, so many beams, and who writes."""

    size: str
    rows: int
    beams: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """What was asked for on the command line, and where it is measured."""

    machine: Machine
    clock: Callable[[], float]
    rounds: int
    folder: Path
    budget: float


def main() -> None:
    """Measure, print as it goes, write the report."""
    options = _options()
    if not options.report:
        warnings.simplefilter("ignore")
        hf.logging.set_verbosity_error()
        torch.set_num_threads(options.threads)
        machine = machines.measure(options.threads, options.wall)
        print(report.said(machine), flush=True)
        for size in options.sizes or (QUICK if options.quick else SIZES):
            with tempfile.TemporaryDirectory() as folder:
                rounds = 1 if options.quick else options.rounds
                bench = Bench(machine, kept.clock(options.wall), rounds, Path(folder), options.budget)
                results = measure(bench, size, _cases(size, options))
            if not options.quick:  # what is measured is kept, whatever happens to the next
                found = kept.load()
                found.add_speeds(machine, results)
                found.save()
    if not options.quick:
        report.write(kept.load())


def measure(bench: Bench, size: str, cases: Sequence[Case]) -> list[Result]:
    """All engines on all cases of one size of model."""
    print(f"{SIZES[size].name}: making it", flush=True)
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
        except UsageError as error:  # not on this processor, or not this family
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
            if turn or bench.rounds == 1:  # the first of several warms up
                works.append(machines.Work(read, written, case.beams, texts.steps, taken))
    weights = machines.weights(model)
    return [_result(case, name, works, bench.machine, weights) for name, works in turns.items()]


def _result(
    case: Case, name: str, works: Sequence[machines.Work], machine: Machine, weights: machines.Weights
) -> Result:
    """The median turn, told."""
    work = sorted(works, key=lambda one: one.written / one.seconds)[len(works) // 2]
    speed = work.written / work.seconds
    print(f"{case.size} n={case.rows} beams={case.beams} {name:16} {speed:9.1f} tokens/s", flush=True)
    of_peak = of_bandwidth = None
    if "shortlist" not in name:  # which reads other weights
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
    parser.add_argument("--quick", action="store_true", help="two small models, one round, nothing written")
    parser.add_argument("--sizes", type=_names, default=(), help=f"of {', '.join(SIZES)}")
    parser.add_argument(
        "--engines", type=_names, default=(), help="instead of each size's own, as the tables name them"
    )
    parser.add_argument(
        "--rows", type=_numbers, default=(), help="sentences in each case, instead of each size's own"
    )
    parser.add_argument("--beams", type=_numbers, default=(1, 4))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--budget", type=float, default=180, help="seconds for each case, warm-up not cut")
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--report", action="store_true", help="make the pages again of what was measured")
    return parser.parse_args()


def _names(said: str) -> tuple[str, ...]:
    return tuple(said.split(","))


def _numbers(said: str) -> tuple[int, ...]:
    return tuple(map(int, said.split(",")))


if __name__ == "__main__":
    main()
