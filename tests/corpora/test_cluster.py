"""The bookkeeping of the Ray engine on a simulated cluster: actors are lost, every shard is done once."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from summarize.corpora import cluster

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.mark.parametrize(("shards", "workers"), [(1, 3), (40, 40), (3000, 50)])
def test_every_shard_is_done_and_counted_once(
    shards: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(cluster, "time", cluster.time)  # simulated until the end of the test
    monkeypatch.setattr(cluster, "library", cluster.library)
    found = importlib.import_module("shard_scheduling").simulate(shards, workers)
    assert (found["losses"] > 10) == (shards == 3000)


def test_the_plan_of_a_large_run_is_a_few_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    made = importlib.import_module("shard_scheduling").plan(100_000)
    kept = sum(scan.offsets.itemsize * (len(scan.offsets) + len(scan.firsts)) for scan in made.scans)
    assert (len(made), made.rows) == (100_000, 100_000_000)
    assert kept == 1_600_000
    assert made.shard(99_999).first == 999_000
