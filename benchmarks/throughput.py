"""The speed of extractive summaries: start-up, megabytes per second, growth with the input, and memory.

    python benchmarks/throughput.py [--runs 5] [--longest 100]

Runs the command line as a process on one core, in turns, and prints medians of processor seconds (user and
system) as a Markdown table. The long texts are made from the articles in ``seeds/`` by shuffling the words of
each sentence, so that no sentence occurs twice; the longest is run once.
``extractive_stages.py`` shows the stages.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from summarize.text.language_table import LANGUAGES

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
FLOOR = [sys.executable, "-c", "import typer, numpy"]
SUMMARIZE = [sys.executable, "-m", "summarize"]


def long_text(language: str, size: int) -> str:
    """At least ``size`` bytes of paragraphs, whose sentences all differ, in the words of the seeds."""
    seeds = [seed.read_text("utf-8") for seed in sorted(SEEDS.glob(f"*.{language}.txt"))]
    paragraphs = [p for seed in seeds for p in seed.split("\n\n")[2:] if p.strip()]
    dice = random.Random(0)
    made: list[str] = []
    total = 0
    while total < size:
        sentences = [s.split() for s in dice.choice(paragraphs).replace("\n", " ").split(". ")]
        for words in sentences:
            inner = words[1:-1]
            dice.shuffle(inner)
            words[1:-1] = inner
        made.append(". ".join(" ".join(words) for words in sentences))
        total += len(made[-1].encode()) + 2
    return "\n\n".join(made)


def measured(command: list[str]) -> tuple[float, int]:
    """Processor seconds and peak resident bytes of one run on one core."""

    def one_core() -> None:
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})

    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=one_core)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, tuple[float, int]]:
    """Median seconds and largest memory of each command, run in turns."""
    seen: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            seen[name].append(measured(command))
    return {
        name: (statistics.median(seconds for seconds, _ in rows), max(memory for _, memory in rows))
        for name, rows in seen.items()
    }


def start_up(runs: int) -> None:
    """Print what a short run costs."""
    seed = sorted(SEEDS.glob("*.en.txt"))[0]
    start = medians(
        {"floor": FLOOR, "--help": [*SUMMARIZE, "--help"], "seed": [*SUMMARIZE, str(seed)]}, max(runs, 5)
    )
    floor = start["floor"][0]
    print("| start | seconds | times `import typer, numpy` |\n|---|---|---|")
    for name, label in (
        ("floor", "`import typer, numpy`"),
        ("--help", "`--help`"),
        ("seed", "the seed article"),
    ):
        print(f"| {label} | {start[name][0]:.2f} | {start[name][0] / floor:.1f} |")


def command(folder: str, language: str, megabytes: int) -> list[str]:
    """A summary of a text of that size, which is written into the folder."""
    path = Path(folder) / f"{language}{megabytes}.txt"
    path.write_text(long_text(language, megabytes * 1_000_000), "utf-8")
    return [*SUMMARIZE, str(path), "--sentences", "5"]


def long_texts(runs: int) -> None:
    """Print what 1 and 10 MB cost in each language."""
    print("\n| language | 1 MB | MB/s | 10 MB | 10 MB / 1 MB | memory, 1 MB | memory, 10 MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            found = medians({str(size): command(folder, language, size) for size in (1, 10)}, runs)
            (one, small), (ten, large) = found["1"], found["10"]
            seconds = f"{one:.2f} s | {1 / one:.1f} | {ten:.2f} s | {ten / one:.1f}"
            print(f"| {language} | {seconds} | {small / 1e6:.0f} MB | {large / 1e6:.0f} MB |", flush=True)


def longest_texts(megabytes: int) -> None:
    """Print what one run of a very long text costs in each language."""
    print(f"\n| language | {megabytes} MB | MB/s | memory |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            seconds, memory = measured(command(folder, language, megabytes))
            row = f"{seconds:.1f} s | {megabytes / seconds:.1f} | {memory / 1e6:.0f} MB"
            print(f"| {language} | {row} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--longest", type=int, default=100, help="megabytes; 0 for no such table")
    options = parser.parse_args()
    start_up(options.runs)
    long_texts(options.runs)
    if options.longest:
        longest_texts(options.longest)


if __name__ == "__main__":
    main()
