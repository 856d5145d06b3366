"""The speed of ``summarize batch``: processor seconds a row, memory of a worker, growth, engines.

    python benchmarks/corpora.py [--rows 10000 100000] [--workers 1 2] [--engines local ray] [--runs 3]

Runs the command line in turns and prints medians as a Markdown table. Processor seconds (user and system) are
of all processes of a run, those of Ray excluded: they are no children of it; elapsed seconds say little on a
machine that others use too.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from corpus_rows import write


def run(rows: Path, folder: Path, workers: int, engine: str) -> dict[str, float]:
    """Processor and elapsed seconds of a run, and the most memory that a worker had."""
    command = [sys.executable, "-m", "summarize", "batch", str(rows), "-o", str(folder)]
    began = time.monotonic()
    child = subprocess.Popen(
        [*command, "--workers", str(workers), "--engine", engine], stderr=subprocess.DEVNULL
    )
    process, most, driver = psutil.Process(child.pid), 0, 0
    used: dict[int, float] = {}
    while child.poll() is None:
        try:
            driver = max(driver, process.memory_info().rss)
            for each in [process, *process.children(recursive=True)]:
                times = each.cpu_times()
                used[each.pid] = times.user + times.system
                if "summarize.corpora.worker" in each.cmdline():
                    most = max(most, each.memory_info().rss)
        except psutil.Error:
            pass
        time.sleep(0.5)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {child.returncode}")
    summary = json.loads((folder / "summary.json").read_text())["last_run"]
    return {
        "processor": sum(used.values()),
        "elapsed": time.monotonic() - began,
        "working": summary["seconds"],
        "worker": most,
        "driver": driver,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--engines", nargs="+", default=["local"])
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    cases = list(itertools.product(asked.rows, asked.engines, asked.workers))
    seen: dict[tuple[int, str, int], list[dict[str, float]]] = {case: [] for case in cases}
    with tempfile.TemporaryDirectory() as home:
        for count in asked.rows:
            write(Path(home) / f"{count}.jsonl", count)
        for number in range(asked.runs):
            for count, engine, workers in cases:
                folder = Path(home) / f"{count}-{engine}-{workers}-{number}"
                rows = Path(home) / f"{count}.jsonl"
                seen[count, engine, workers].append(run(rows, folder, workers, engine))
    print(
        "| rows | engine | workers | processor s | ms a row | elapsed s | rows/s | MB a worker | MB driver |"
    )
    print("|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for (count, engine, workers), found in seen.items():
        of = {name: statistics.median(each[name] for each in found) for name in found[0]}
        print(
            f"| {count:,} | {engine} | {workers} | {of['processor']:.1f} "
            f"| {1000 * of['processor'] / count:.2f} "
            f"| {of['elapsed']:.1f} | {count / of['working']:.0f} | {of['worker'] / 1e6:.0f} "
            f"| {of['driver'] / 1e6:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
