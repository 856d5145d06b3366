"""The speed of extractive summaries: start-up, megabytes per second, growth with the input, and memory.

    python benchmarks/throughput.py [--runs 5]

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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
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
    print("\n| language | 1 MB | 10 MB | MB/s | 100 MB | 100 MB / 10 MB | memory, 10 MB | memory, 100 MB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            commands = {}
            for size in (1, 10, 100):
                path = Path(folder) / f"{language}{size}.txt"
                path.write_text(long_text(language, size * 1_000_000), "utf-8")
                commands[str(size)] = [*SUMMARIZE, str(path), "--sentences", "5"]
            longest = commands.pop("100")
            found = medians(commands, runs)
            (one, _), (ten, memory), (hundred, large) = found["1"], found["10"], measured(longest)
            print(
                f"| {language} | {one:.2f} s | {ten:.2f} s | {10 / ten:.1f} | {hundred:.1f} s "
                f"| {hundred / ten:.1f} | {memory / 1e6:.0f} MB | {large / 1e6:.0f} MB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
