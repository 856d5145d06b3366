"""Every rule of the gate, what it refuses to compare, and by simulation how often it is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.comparison import compare
from summarize.evaluation.corpus import CHRF, TER
from summarize.evaluation.gate import accept, falls, gate
from summarize.evaluation.results import (
    Measure,
    Results,
    Scores,
    TaskResult,
    as_baseline,
    from_json,
    read_results,
    to_json,
    write_results,
)
from summarize.evaluation.samples import digest
from summarize.evaluation.suites import Limits


def results(
    scores: Sequence[float],
    *,
    outputs: Sequence[str] | None = None,
    checks: Mapping[str, int] | None = None,
    limits: Limits | None = None,
    **changes: Any,
) -> Results:
    """One task with per-sample ROUGE-L scores; all outputs differ unless they are given."""
    stamp = digest([float(score) for score in scores])
    samples = tuple(
        Scores(f"s{i}", {"rougeL": float(score)}, {}, (), outputs[i] if outputs else f"{stamp}{i}")
        for i, score in enumerate(scores)
    )
    mean = float(np.mean(scores))
    task = TaskResult(
        name="news/kk",
        kind="extractive",
        source_language="kk",
        target_language="kk",
        data_sha256="d",
        metrics=("rougeL",),
        limits=limits or Limits(),
        measures={"rougeL": Measure(mean, None, None, "higher", "rougeL|f1")},
        yardsticks={},
        checks=checks or {},
        samples=samples,
    )
    return Results({"system": {"name": "x"}}, {"news/kk": replace(task, **changes)})


def statuses(run: Results, baseline: Results) -> dict[str, str]:
    return {each.subject: each.status for each in gate(run, baseline).verdicts}


STEADY = np.linspace(20, 60, 120)
NOISE = np.random.default_rng(5).normal(0, 2, 120)


def test_the_same_run_passes() -> None:
    found = gate(results(STEADY), results(STEADY))
    assert (found.status, found.exit_code) == ("PASS", 0)


def test_a_planted_drop_fails() -> None:
    found = gate(results(STEADY - 3 + NOISE), results(STEADY))
    assert found.exit_code == 1
    verdict = next(each for each in found.verdicts if each.subject == "rougeL")
    assert verdict.status == "FAIL"
    for said in ("p 0.0", "n 120", "95 %", "down", "minimum detectable effect"):
        assert said in verdict.message


def test_an_improvement_does_not_fail() -> None:
    found = gate(results(STEADY + 1 + NOISE), results(STEADY))
    assert found.exit_code == 0


def test_a_rise_too_large_to_believe_is_a_warning() -> None:
    assert statuses(results(STEADY + 20 + NOISE), results(STEADY))["rougeL"] == "WARN"


def test_a_significant_drop_under_the_minimum_effect_is_a_warning() -> None:
    assert statuses(results(STEADY - 0.3), results(STEADY))["rougeL"] == "WARN"


def test_a_drop_that_chance_could_explain_is_a_warning() -> None:
    moved = STEADY.copy()
    moved[:4] += [-60, 30, -60, 20]
    assert statuses(results(moved), results(STEADY))["rougeL"] == "WARN"


def test_a_set_too_small_for_the_effect_is_inconclusive() -> None:
    few = np.array([40.0, 50.0, 60.0, 70.0])
    found = gate(results(few + np.array([2, -1, 1, -1])), results(few))
    assert (found.status, found.exit_code) == ("INCONCLUSIVE", 0)


def test_identical_outputs_pass_even_for_one_sample() -> None:
    assert gate(results([50.0]), results([50.0])).status == "PASS"


def test_samples_that_fall_badly_fail_although_the_mean_rises() -> None:
    moved = STEADY + 2.0
    moved[:12] = STEADY[:12] - 20
    found = statuses(results(moved), results(STEADY))
    assert found["severe drops"] == "FAIL"
    assert found["rougeL"] != "FAIL"


def test_as_many_rises_as_falls_are_only_a_warning() -> None:
    moved = STEADY.copy()
    moved[:12] -= 20
    moved[12:24] += 20
    assert statuses(results(moved), results(STEADY))["severe drops"] == "WARN"


@pytest.mark.parametrize(
    ("check", "now", "before", "limits", "expected"),
    [
        ("empty", 1, 0, Limits(), "FAIL"),
        ("empty", 2, 2, Limits(), "PASS"),
        ("empty", 2, 3, Limits(checks={"empty": 0}), "FAIL"),
        ("script", 3, 1, Limits(checks={"script": 5}), "PASS"),
        ("number", 4, 1, Limits(), "WARN"),
        ("number", 4, 1, Limits(checks={"number": 3}), "FAIL"),
        ("number", 1, 4, Limits(), "PASS"),
        ("length", 8, 0, Limits(), "FAIL"),
        ("loop", 8, 0, Limits(), "FAIL"),
    ],
)
def test_checks_have_limits(check: str, now: int, before: int, limits: Limits, expected: str) -> None:
    run = results(STEADY, checks={check: now}, limits=limits)
    assert statuses(run, results(STEADY, checks={check: before}))[f"check {check}"] == expected


def test_a_floor_holds_whatever_the_baseline_is() -> None:
    limits = Limits(floors={"rougeL": 45})
    assert statuses(results(STEADY, limits=limits), results(STEADY))["floor rougeL"] == "FAIL"
    limits = Limits(floors={"rougeL": 39})
    assert statuses(results(STEADY, limits=limits), results(STEADY))["floor rougeL"] == "PASS"
    with pytest.raises(MeasurementError, match="floor is set for bleu"):
        gate(results(STEADY, limits=Limits(floors={"bleu": 1})), results(STEADY))


def with_loops(count: int, better: float = 4.0) -> np.ndarray:
    """300 outputs that are better than ``MANY``, but some, which are hardly anything."""
    scores = MANY + better
    scores[:: 300 // count][:count] = 1.5
    return scores


MANY = np.linspace(20, 60, 300)


def test_a_few_loops_among_better_outputs_fail() -> None:
    found = statuses(results(with_loops(8)), results(MANY))
    assert found["worst rougeL"] == "FAIL"
    assert found["rougeL"] != "FAIL"
    assert found["severe drops"] != "FAIL"
    assert statuses(results(with_loops(6)), results(MANY))["worst rougeL"] == "PASS"


def test_the_worst_score_and_share_can_be_set() -> None:
    for worst, share, expected in ((2.0, 0.01, "FAIL"), (1.0, 0.01, "PASS"), (2.0, 0.03, "PASS")):
        limits = Limits(worst={"rougeL": worst}, worst_share=share)
        run = results(with_loops(8), limits=limits)
        assert statuses(run, results(with_loops(8)))["worst rougeL"] == expected
    with pytest.raises(MeasurementError, match="worst is set for bleu"):
        gate(results(STEADY, limits=Limits(worst={"bleu": 1})), results(STEADY))


def test_holm_demands_more_of_each_test_when_there_are_more() -> None:
    moved = STEADY.copy()
    moved[:5] -= 14
    old, new = results(STEADY).tasks["news/kk"], results(moved).tasks["news/kk"]
    alone = gate(Results({}, {"news/kk": new}), Results({}, {"news/kk": old}))
    names = [f"news/{i}" for i in range(4)]
    many = gate(
        Results({}, {name: replace(new if name == "news/0" else old, name=name) for name in names}),
        Results({}, {name: replace(old, name=name) for name in names}),
    )
    assert (alone.exit_code, many.exit_code) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data_sha256": "e"}, "the data changed"),
        ({"measures": {"rougeL": Measure(1, None, None, "higher", "rougeL|stem")}}, "was computed as"),
        ({"measures": {}}, "has no rougeL"),
    ],
)
def test_results_that_differ_in_data_or_signature_are_not_compared(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(MeasurementError, match=message):
        gate(results(STEADY, **changes), results(STEADY))


def test_missing_samples_and_tasks_are_errors() -> None:
    with pytest.raises(MeasurementError, match="samples are not those"):
        gate(results(STEADY[1:]), results(STEADY))
    with pytest.raises(MeasurementError, match="lacks news/kk"):
        gate(Results({}, {}), results(STEADY))
    with pytest.raises(MeasurementError, match="lacks every task"):
        gate(results(STEADY), Results({}, {}))


def test_a_task_without_a_baseline_is_a_warning() -> None:
    new = results(STEADY)
    more = Results({}, {**new.tasks, "news/ru": replace(new.tasks["news/kk"], name="news/ru")})
    assert statuses(more, new)["baseline"] == "WARN"


def corpus_results(texts: Sequence[str], references: Sequence[Sequence[str]]) -> Results:
    """A translation task with chrF++ and TER."""
    base = results([0.0] * len(texts), outputs=list(texts)).tasks["news/kk"]
    measures, counts = {}, {}
    for metric in (CHRF, TER):
        counts[metric.name] = metric.count(texts, references)
        value = float(metric.score(counts[metric.name].sum(axis=0)))
        measures[metric.name] = Measure(value, None, None, metric.better, metric.name)
    samples = tuple(
        replace(sample, scores={}, counts={name: rows[i].tolist() for name, rows in counts.items()})
        for i, sample in enumerate(base.samples)
    )
    task = replace(base, kind="translation", metrics=("chrf++", "ter"), measures=measures, samples=samples)
    return Results({}, {"news/kk": task})


REFERENCES = [[f"Ауданда {i} мектеп пен {i + 2} балабақша бар."] for i in range(60)]
RIGHT = [each[0] for each in REFERENCES]
WRONG = [text.replace("мектеп", "дүкен") if i % 2 else text for i, text in enumerate(RIGHT)]


def test_corpus_metrics_are_gated_and_lower_ter_is_better() -> None:
    good, bad = corpus_results(RIGHT, REFERENCES), corpus_results(WRONG, REFERENCES)
    assert statuses(bad, good)["chrf++"] == statuses(bad, good)["ter"] == "FAIL"
    assert gate(good, bad).exit_code == 0
    ter = next(each for each in compare(good, bad) if each.metric == "ter")
    assert ter.comparison.difference > 0
    assert ter.comparison.low <= ter.comparison.difference <= ter.comparison.high
    assert ter.worse_by == ter.comparison.difference
    assert (ter.comparison.wins, ter.comparison.losses) == (0, 30)


def test_compare_is_two_sided_and_needs_a_shared_task() -> None:
    better = compare(results(STEADY), results(STEADY + 1 + NOISE))[0]
    assert better.adjusted < 0.05
    with pytest.raises(MeasurementError, match="no task in common"):
        compare(results(STEADY), Results({}, {}))


def test_the_gate_has_the_documented_false_alarms_and_power() -> None:
    """False alarms near 5 % at every size, and the power of this rule (40 % change, sd 15)."""
    promised = {20: 0.34, 50: 0.71, 100: 0.94}
    random = np.random.default_rng(2_024)
    for n, power in promised.items():
        alarms, found = [], []
        for _ in range(150):
            old = random.uniform(20, 60, n)
            moved = np.where(random.random(n) < 0.4, random.normal(0, 15, n), 0.0)
            alarms.append(gate(results(old + moved), results(old)).exit_code)
            found.append(gate(results(old + moved - 3), results(old)).exit_code)
        assert np.mean(alarms) <= 0.09, n
        assert np.mean(found) >= power - 0.08, n


def test_results_are_read_back_as_written(tmp_path: Path) -> None:
    wanted = corpus_results(RIGHT, REFERENCES)
    write_results(wanted, tmp_path / "run" / "results.json")
    assert to_json(read_results(tmp_path / "run")) == to_json(wanted)
    assert not list((tmp_path / "run").glob("*.tmp"))


def test_a_baseline_has_one_line_per_sample_and_no_texts(tmp_path: Path) -> None:
    run = results(STEADY)
    task = run.tasks["news/kk"]
    with_texts = replace(
        task,
        samples=tuple(
            replace(s, source="Құпия.", output="Құпия.", references=("Құпия.",)) for s in task.samples
        ),
    )
    write_results(as_baseline(replace(run, tasks={"news/kk": with_texts})), tmp_path / "b.json")
    text = (tmp_path / "b.json").read_text(encoding="utf-8")
    assert "Құпия" not in text
    assert sum('"id": "s' in line for line in text.splitlines()) == len(STEADY)
    write_results(as_baseline(results([*STEADY[:-1], 1.0])), tmp_path / "c.json")
    other = (tmp_path / "c.json").read_text(encoding="utf-8")
    score_lines = [
        line for line in set(text.splitlines()) ^ set(other.splitlines()) if '"rougeL": 60.0' in line
    ]
    assert len(score_lines) == 1


@pytest.mark.parametrize("value", [[], {"schema": "other"}, {"schema": "summarize-evaluation/1"}])
def test_other_json_is_refused(value: Any) -> None:
    with pytest.raises(UsageError):
        from_json(value, "x.json")


def stored(path: str, value: Any) -> Any:
    """The JSON of a run with one value exchanged; ``path`` leads to it."""
    found = to_json(results(STEADY[:3], imported=("comet",), limits=Limits(floors={"rougeL": 1.0})))
    found["tasks"]["news/kk"]["samples"] = [dict(row) for row in found["tasks"]["news/kk"]["samples"]]
    place: Any = found
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        place = place[part]
    place[last] = value
    return json.loads(json.dumps(found))


TASK = "tasks.news/kk"
OTHER_TYPES = {
    "manifest": [],
    "manifest.seconds": "1",
    "manifest.samples": None,
    "manifest.versions": {"numpy": 2},
    "manifest.system": [],
    "manifest.scoring": {"encoder": {"name": "e", "fingerprint": "f", "unknown": {"kk": "0.1"}}},
    "tasks": [],
    TASK: None,
    f"{TASK}.metrics": "rougeL",
    f"{TASK}.kind": {"a": "b"},
    f"{TASK}.limits.min_effect": "0.5",
    f"{TASK}.limits.floors": {"rougeL": [1]},
    f"{TASK}.limits.unknown": 1,
    f"{TASK}.measures": {"rougeL": 5},
    f"{TASK}.measures.rougeL.score": float("nan"),
    f"{TASK}.measures.rougeL.low": "1",
    f"{TASK}.yardsticks": {"lead": {"rougeL": "1"}},
    f"{TASK}.checks": {"empty": 1.5},
    f"{TASK}.samples": {},
    f"{TASK}.samples.0.id": 5,
    f"{TASK}.samples.0.scores": {"rougeL": True},
    f"{TASK}.samples.0.counts": {"chrf++": 1},
    f"{TASK}.samples.0.references": [1],
    f"{TASK}.samples.0.meta": {"domain": []},
}


@pytest.mark.parametrize("path", OTHER_TYPES)
def test_a_value_of_another_type_is_refused_by_name(path: str) -> None:
    with pytest.raises(UsageError, match=r"^x\.json: .* is missing or has the wrong type$") as raised:
        from_json(stored(path, OTHER_TYPES[path]), "x.json")
    assert path.rpartition(".")[2].rstrip("0123456789") in str(raised.value)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (f"{TASK}.metrics", [], "names no metric"),
        (f"{TASK}.name", "a\nb", r"^x.json: .news/kk. has the name .a\\nb."),
        (f"{TASK}.samples.0.id", "a\nb", r"the name 'a\\nb' has control characters"),
        (f"{TASK}.samples.0.id", "s1", "two samples of one id"),
        (f"{TASK}.samples.0.counts", {"chrf++": [1.0]}, r"sample 's0' has no valid counts of 'chrf\+\+'"),
        (f"{TASK}.samples.0.counts", {"ter": [1, -1]}, "sample 's0' has no valid counts of 'ter'"),
        (f"{TASK}.samples.0.counts", {"x": [1]}, "sample 's0' has no valid counts of 'x'"),
    ],
)
def test_results_that_are_not_possible_are_refused(path: str, value: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        from_json(stored(path, value), "x.json")


def test_a_metric_without_scores_of_samples_cannot_be_gated() -> None:
    measures = {name: Measure(40, None, None, "higher", name) for name in ("rougeL", "chrf++-folded")}
    one, other = results(STEADY, measures=measures), results(STEADY + 1, measures=measures)
    with pytest.raises(MeasurementError, match=r"not every sample has a score of chrf\+\+-folded"):
        gate(other, one, ["chrf++-folded"])
    del other.tasks["news/kk"].samples[5].scores["rougeL"]  # type: ignore[attr-defined]
    with pytest.raises(MeasurementError, match="not every sample has a score of rougeL"):
        gate(other, one)


def test_results_without_samples_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MeasurementError, match="does not exist"):
        read_results(tmp_path / "none.json")
    write_results(Results({}, {}), tmp_path / "empty.json")
    with pytest.raises(MeasurementError, match="no scored sample"):
        read_results(tmp_path / "empty.json")


def test_a_baseline_is_not_lowered_unless_allowed(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert accept(results(STEADY), path, lower=False) == []
    before = path.read_bytes()
    worse = results(STEADY - 1, checks={"empty": 2})
    assert [each.subject for each in accept(worse, path, lower=False)] == ["rougeL", "check empty"]
    assert path.read_bytes() == before
    assert accept(worse, path, lower=True)
    assert path.read_bytes() != before
    assert accept(results(STEADY), path, lower=False) == []


def test_a_small_fall_is_shown_with_more_digits() -> None:
    assert str(falls(results([50.0]), results([49.9991]))[0]) == "news/kk rougeL: 50.0000 → 49.9991"
    assert str(falls(results([50.0]), results([40.0]))[0]) == "news/kk rougeL: 50.00 → 40.00"


def test_a_missing_task_or_metric_counts_as_a_fall() -> None:
    old = results(STEADY)
    assert "no longer measured" in str(falls(old, Results({}, {}))[0])
    assert "no longer has rougeL" in str(falls(old, results(STEADY, measures={}))[0])
    assert "other data" in str(falls(old, results(STEADY, data_sha256="e"))[0])
