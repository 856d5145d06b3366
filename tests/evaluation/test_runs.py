"""Runs: every sample once, nothing lost to a kill, nothing reused wrongly, scores equal to the byte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from parallel_articles import ARTICLES, EXTRACTIVE, TRANSLATION, write_suite

from summarize.errors import MeasurementError, ModelError, UsageError
from summarize.evaluation.embedding import SentenceScorer
from summarize.evaluation.metrics import Scoring
from summarize.evaluation.results import Results, import_scores, to_json
from summarize.evaluation.runs import JOURNAL, Prediction, read_journal, read_predictions, repair, run_suite
from summarize.evaluation.samples import Sample
from summarize.evaluation.scoring import flags, score_run
from summarize.evaluation.suites import Suite, SuiteTask, load_suite
from summarize.evaluation.systems import Output, System, code_digest, library_system
from summarize.request import Length

Write = Callable[[SuiteTask, Sample], str | Output]


def first_sentence(task: SuiteTask, sample: Sample) -> str:
    return sample.source.split(". ")[0] + "."


def system(write: Write = first_sentence, fingerprint: str = "f1") -> System:
    return System("first sentence", fingerprint, write)


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return load_suite(str(write_suite(tmp_path / "data", EXTRACTIVE)))


def scores(results: Results) -> bytes:
    return json.dumps(to_json(results)["tasks"], ensure_ascii=False, sort_keys=True).encode()


def test_every_sample_is_written_once_and_kept(suite: Suite, tmp_path: Path) -> None:
    asked: list[str] = []

    def write(task: SuiteTask, sample: Sample) -> Output:
        asked.append(f"{task.id} {sample.id}")
        return Output(first_sentence(task, sample), source_tokens=30, tokens=9)

    seen: list[tuple[int, int]] = []
    first = run_suite(suite, system(write), tmp_path / "run", lambda done, total: seen.append((done, total)))
    again = run_suite(suite, system(write), tmp_path / "run")
    assert asked == [f"{code} {name}" for code in ("en", "ru", "kk") for name in ("a01", "a02")]
    assert first == again
    assert seen[-1] == (6, 6)
    assert first["small/kk", "a01"].tokens == 9
    assert first["small/kk", "a01"].seconds is not None


def test_another_system_or_input_is_written_again(suite: Suite, tmp_path: Path) -> None:
    run_suite(suite, system(), tmp_path / "run")
    other = run_suite(suite, system(lambda task, sample: "Басқа.", "f2"), tmp_path / "run")
    assert {each.output for each in other.values()} == {"Басқа."}
    article = tmp_path / "data" / "articles" / "a01.json"
    article.write_text(article.read_text(encoding="utf-8").replace("36 балок", "37 балок"), encoding="utf-8")
    changed = load_suite(str(tmp_path / "data" / "small.json"))
    again = run_suite(changed, system(lambda task, sample: "Жаңа."), tmp_path / "run")
    assert [key for key, each in again.items() if each.output == "Жаңа."] == [("small/ru", "a01")]


def test_a_failure_is_recorded_scored_0_and_retried(suite: Suite, tmp_path: Path) -> None:
    def fail(task: SuiteTask, sample: Sample) -> str:
        if task.id == "ru":
            raise ModelError("out of memory")
        return first_sentence(task, sample)

    found = run_suite(suite, system(fail), tmp_path / "run")
    assert found["small/ru", "a01"].error == "out of memory"
    results = score_run([suite], system(fail), found)
    assert results.tasks["small/ru"].checks == {"empty": 2, "error": 2}
    assert results.tasks["small/ru"].measures["rougeL"].score == 0
    assert results.tasks["small/kk"].measures["rougeL"].score > 0
    healed = run_suite(suite, system(), tmp_path / "run")
    assert healed["small/ru", "a01"].error is None


def test_a_usage_error_and_a_bug_end_the_run(suite: Suite, tmp_path: Path) -> None:
    def refuse(task: SuiteTask, sample: Sample) -> str:
        raise UsageError("no")

    with pytest.raises(UsageError):
        run_suite(suite, system(refuse), tmp_path / "run")
    with pytest.raises(ZeroDivisionError):
        run_suite(suite, system(lambda task, sample: str(1 / 0)), tmp_path / "run")


def interrupted_after(count: int) -> Write:
    """A system's function that is interrupted when it has written this many samples."""
    done: list[str] = []

    def write(task: SuiteTask, sample: Sample) -> str:
        if len(done) == count:
            raise KeyboardInterrupt
        done.append(sample.id)
        return first_sentence(task, sample)

    return write


@pytest.mark.parametrize("stop_after", range(6))
def test_an_interrupted_run_scores_as_an_uninterrupted_one(
    suite: Suite, tmp_path: Path, stop_after: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_suite(suite, system(interrupted_after(stop_after)), tmp_path / "broken")
    resumed = score_run([suite], system(), run_suite(suite, system(), tmp_path / "broken"))
    whole = score_run([suite], system(), run_suite(suite, system(), tmp_path / "whole"))
    assert scores(resumed) == scores(whole)


@pytest.mark.parametrize("stop_after", range(6))
def test_samples_written_together_are_kept_and_resumed(suite: Suite, tmp_path: Path, stop_after: int) -> None:
    def three(write: Write) -> System:
        return replace(system(write), together=3)

    with pytest.raises(KeyboardInterrupt):
        run_suite(suite, three(interrupted_after(stop_after)), tmp_path / "broken")
    assert len(read_journal(tmp_path / "broken" / JOURNAL)) == stop_after // 3 * 3
    resumed = run_suite(suite, three(first_sentence), tmp_path / "broken")
    whole = run_suite(suite, system(), tmp_path / "whole")
    assert list(resumed) == list(whole)
    assert [one.output for one in resumed.values()] == [one.output for one in whole.values()]


KILLED = """
import os, signal, sys
from pathlib import Path
from summarize.evaluation.runs import run_suite
from summarize.evaluation.suites import load_suite
from summarize.evaluation.systems import System
count = 0
def write(task, sample):
    global count
    count += 1
    if count == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return sample.source.split(". ")[0] + "."
run_suite(load_suite(sys.argv[1]), System("first sentence", "f1", write), Path(sys.argv[2]))
"""


def test_kill_9_loses_only_the_sample_in_flight(suite: Suite, tmp_path: Path, root: Path) -> None:
    run = tmp_path / "run"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "data" / "small.json"), str(run)],
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert len(read_journal(run / JOURNAL)) == 3
    asked: list[str] = []

    def write(task: SuiteTask, sample: Sample) -> str:
        asked.append(sample.id)
        return first_sentence(task, sample)

    resumed = score_run([suite], system(), run_suite(suite, system(write), run))
    whole = score_run([suite], system(), run_suite(suite, system(), tmp_path / "whole"))
    assert len(asked) == 3
    assert scores(resumed) == scores(whole)


def test_an_unfinished_last_line_is_cut_off_and_written_again(suite: Suite, tmp_path: Path) -> None:
    run_suite(suite, system(), tmp_path / "whole")
    content = (tmp_path / "whole" / JOURNAL).read_bytes()
    last = content[:-1].rfind(b"\n") + 1
    for cut in range(last, len(content), 17):
        torn = tmp_path / str(cut) / JOURNAL
        torn.parent.mkdir()
        torn.write_bytes(content[:cut])
        found = run_suite(suite, system(), torn.parent)
        assert {key: each.output for key, each in found.items()} == {
            key: each.output for key, each in run_suite(suite, system(), tmp_path / "whole").items()
        }
        assert len(torn.read_bytes().splitlines()) == 6


@pytest.mark.parametrize("field", ["task", "id", "output", "error", "seconds", "tokens", "truncated"])
@pytest.mark.parametrize("value", [[], {"a": 1}, float("inf")])
def test_a_journal_line_with_a_value_of_another_type_is_an_error(
    field: str, value: object, tmp_path: Path
) -> None:
    line = {"task": "a", "id": "b", "input_sha256": "c", "system": "d", "output": "e"}
    path = tmp_path / JOURNAL
    path.write_text(json.dumps(line | {"later": 1}) + "\n", encoding="utf-8")
    assert len(read_journal(path)) == 1
    path.write_text(json.dumps(line | {field: value}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"predictions\.jsonl:1: {field} is missing or has the wrong type"):
        read_journal(path)


@pytest.mark.parametrize("line", ['{"task": "a"', "[" * 100_000, "[]", "9" * 5000, '"\\ud800"'])
def test_a_damaged_line_in_the_middle_is_an_error(line: str, tmp_path: Path) -> None:
    path = tmp_path / JOURNAL
    path.write_text(f"{line}\n{{}}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"predictions\.jsonl:1: not a valid journal line"):
        read_journal(path)
    repair(path)
    assert path.read_text(encoding="utf-8") == f"{line}\n{{}}\n"
    assert read_journal(tmp_path / "none") == {}


def test_results_do_not_depend_on_time_or_machine(suite: Suite, tmp_path: Path) -> None:
    first = score_run([suite], system(), run_suite(suite, system(), tmp_path / "a"))
    second = score_run([suite], system(), run_suite(suite, system(), tmp_path / "b"))
    assert scores(first) == scores(second)
    assert first.manifest["suites"]["small"]["sha256"] == suite.sha256
    assert first.manifest["system"]["fingerprint"] == "f1"
    assert first.manifest["versions"]["sacrebleu"]


def test_scores_come_with_those_of_reference_systems_and_signatures(suite: Suite, tmp_path: Path) -> None:
    task = score_run([suite], system(), run_suite(suite, system(), tmp_path / "a")).tasks["small/kk"]
    assert set(task.yardsticks) == {"lead-2", "random-2", "oracle-2", "copy"}
    for metric, measure in task.measures.items():
        assert measure.signature.startswith(metric)
        assert measure.low is not None
        if metric != "chrf++-folded":
            assert all(metric in scored for scored in task.yardsticks.values())
    assert task.yardsticks["oracle-2"]["rouge1"] >= task.yardsticks["random-2"]["rouge1"]


def test_a_sample_without_a_prediction_cannot_be_scored(suite: Suite, tmp_path: Path) -> None:
    found = dict(run_suite(suite, system(), tmp_path / "a"))
    del found["small/kk", "a02"]
    with pytest.raises(MeasurementError, match="small/kk: 1 of 2"):
        score_run([suite], system(), found)
    with pytest.raises(MeasurementError, match="nothing to score"):
        score_run([], system(), {})


def test_an_encoder_adds_a_score_of_its_own(suite: Suite, tmp_path: Path) -> None:
    import numpy as np

    scoring = Scoring(encoder=SentenceScorer(lambda texts: np.ones((len(texts), 1)), "ones", "f0"))
    task = score_run([suite], system(), run_suite(suite, system(), tmp_path / "a"), scoring).tasks["small/kk"]
    assert task.measures["embedding"].score == 100
    assert "encoder:f0" in task.measures["embedding"].signature


def test_each_profile_has_its_own_signature(suite: Suite, tmp_path: Path) -> None:
    found = run_suite(suite, system(), tmp_path / "a")
    signatures = {
        score_run([suite], system(), found, Scoring(name)).tasks["small/ru"].measures["rouge1"].signature
        for name in ("unicode", "xlsum", "gazeta")
    }
    assert len(signatures) == 3


def test_the_library_itself_is_a_system(suite: Suite, tmp_path: Path) -> None:
    tool = library_system()
    found = run_suite(suite, tool, tmp_path / "run")
    for (_, name), each in found.items():
        article = next(article for article in ARTICLES if article["id"] == name)
        assert each.error is None
        first = each.output.splitlines()[0].split(". ")[0]
        assert any(first in text for code in ("en", "ru", "kk") for text in article[code]["paragraphs"])
    assert tool.fingerprint == library_system().fingerprint
    assert tool.settings["code"] == code_digest()


def test_a_task_that_needs_a_model_names_the_option(tmp_path: Path) -> None:
    translation = load_suite(str(write_suite(tmp_path / "data", TRANSLATION)))
    with pytest.raises(UsageError, match="needs a model: give --model"):
        run_suite(translation, library_system(), tmp_path / "run")
    with pytest.raises(ModelError, match="no such folder"):
        library_system(str(tmp_path / "none"))


RU = Sample("s", "Мост через Илек открыли после 14 месяцев ремонта.", ("Көпір ашылды.",), "ru", "kk")


@pytest.mark.parametrize(
    ("output", "kind", "expected"),
    [
        ("", "translation", "empty"),
        (" \n", "translation", "empty"),
        (RU.source, "translation", "copy"),
        (
            "The bridge over the river was opened to cars after a long time of repairs.",
            "translation",
            "script",
        ),
        ("После долгого ремонта автомобильный мост через реку снова открыли.", "translation", "language"),
        ("Елек көпірі " + "14 айлық жөндеуден кейін " * 12 + "ашылды.", "translation", "loop"),
        ("Елек көпірі 27 айлық жөндеуден кейін ашылды.", "translation", "number"),
    ],
)
def test_a_faulty_output_is_flagged(output: str, kind: str, expected: str) -> None:
    assert expected in flags(RU, Prediction("t", "s", "", "", output), kind)


def test_a_good_output_has_only_the_flags_that_its_system_reports() -> None:
    good = "Елек өзенінің көпірі 14 айлық жөндеуден кейін ашылды."
    assert flags(RU, Prediction("t", "s", "", "", good), "translation") == ()
    assert flags(RU, Prediction("t", "s", "", "", good, truncated=True), "translation") == ("truncated",)
    assert flags(RU, Prediction("t", "s", "", "", good, extract=True), "translation") == ("extract",)
    assert flags(RU, Prediction("t", "s", "", "", "", error="x"), "translation") == ("empty", "error")


LONG = Sample(
    "s",
    " ".join(f"Мост номер {n} через реку открыли после ремонта в среду." for n in range(12)),
    ("Мосты через реку открыли после ремонта, который шёл всё лето и часть осени.",),
    "ru",
    "ru",
)


@pytest.mark.parametrize(
    ("output", "length", "flagged"),
    [
        ("Мосты через реку открыли после ремонта в среду.", None, False),
        (LONG.source[: len(LONG.source) * 5 // 6], None, True),
        ("Мост.", None, True),
        ("Мост открыли. Его чинили. Все рады. Это было в среду. Шёл дождь.", Length("sentences", 2), True),
        ("Мост открыли. Его чинили. Все рады. Это было в среду.", Length("sentences", 2), False),
        ("Мосты через реку открыли после ремонта.", Length("words", 2), True),
    ],
)
def test_a_summary_of_a_wrong_length_is_flagged(output: str, length: Length | None, flagged: bool) -> None:
    assert ("length" in flags(LONG, Prediction("t", "s", "", "", output), "abstractive", length)) is flagged


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def translation(tmp_path: Path) -> Suite:
    return load_suite(str(write_suite(tmp_path / "data", TRANSLATION)))


IDS = ("a01#1", "a01#2", "a02#1", "a02#2")


def test_outputs_made_elsewhere_are_read(translation: Suite, tmp_path: Path) -> None:
    rows = [{"id": name, "output": f"Аударма {name}"} for name in IDS]
    found = read_predictions(translation, lines(tmp_path / "p.jsonl", *rows), "x")
    assert found["small/en-kk", "a02#2"].output == "Аударма a02#2"
    (tmp_path / "p.txt").write_text("бір\n\nүш\nтөрт\n", encoding="utf-8")
    found = read_predictions(translation, tmp_path / "p.txt", "x")
    assert [each.output for each in found.values()] == ["бір", "", "үш", "төрт"]


def test_with_several_tasks_each_line_names_its_own(suite: Suite, tmp_path: Path) -> None:
    rows = [
        {"id": name, "task": task, "output": task}
        for task in ("small/en", "ru", "kk")
        for name in ("a01", "a02")
    ]
    found = read_predictions(suite, lines(tmp_path / "p.jsonl", *rows), "x")
    assert found["small/kk", "a01"].output == "kk"
    with pytest.raises(UsageError, match="task is missing"):
        read_predictions(suite, lines(tmp_path / "p.jsonl", {"id": "a01", "output": ""}), "x")
    (tmp_path / "p.txt").write_text("бір\n", encoding="utf-8")
    with pytest.raises(UsageError, match="lines are for one task"):
        read_predictions(suite, tmp_path / "p.txt", "x")


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        ([{"id": IDS[0], "output": "а"}], MeasurementError, "3 samples have no output"),
        ([{"id": name, "output": "а"} for name in (*IDS, "z")], UsageError, "no such sample: small/en-kk z"),
        ([{"id": IDS[0], "output": "а"}] * 2, UsageError, "a second output"),
        ([{"id": IDS[0]}], UsageError, '"output" text'),
        ([{"output": "а"}], UsageError, 'an "id"'),
        ([], MeasurementError, "4 samples have no output: small/en-kk a01#1, .* and 1 more"),
    ],
)
def test_outputs_that_do_not_fit_are_refused(
    translation: Suite, tmp_path: Path, rows: list[object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read_predictions(translation, lines(tmp_path / "p.jsonl", *rows), "x")


def test_too_few_lines_are_refused(translation: Suite, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("бір\n", encoding="utf-8")
    with pytest.raises(MeasurementError, match="1 lines for 4 samples"):
        read_predictions(translation, tmp_path / "p.txt", "x")


COMET = {"metric": "comet", "signature": "comet|wmt22"}


@pytest.fixture
def scored(translation: Suite, tmp_path: Path) -> Results:
    return score_run([translation], system(), run_suite(translation, system(), tmp_path / "run"))


def test_imported_scores_join_the_results(scored: Results, tmp_path: Path) -> None:
    rows = [{"id": name, "score": 80 + i, **COMET} for i, name in enumerate(IDS)]
    task = import_scores(scored, lines(tmp_path / "c.jsonl", *rows)).tasks["small/en-kk"]
    assert task.measures["comet"].score == 81.5
    assert task.measures["comet"].signature == "comet|wmt22"
    assert task.imported == ("comet",)
    assert task.column("comet").tolist() == [80, 81, 82, 83]


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        ([], MeasurementError, "holds no scores"),
        ([{"id": IDS[0], "score": 1, **COMET}], MeasurementError, "lacks 3 samples"),
        ([{"id": "z", "score": 1, **COMET}], UsageError, "has no sample z"),
        ([{"id": IDS[0], "score": 1, **COMET}] * 2, UsageError, "a second comet"),
        ([{"id": IDS[0], "score": "1", **COMET}], UsageError, "finite number"),
        ([{"id": IDS[0], "score": float("nan"), **COMET}], UsageError, "finite number"),
        ([{"id": IDS[0], "score": 1, "metric": "comet"}], UsageError, "signature is missing"),
        ([{"id": IDS[0], "score": 1, "task": "x", **COMET}], UsageError, "task must be one of"),
        (
            [{"id": IDS[0], "score": 1, **COMET}, {"id": IDS[1], "score": 1, **COMET, "signature": "other"}],
            UsageError,
            "two signatures",
        ),
        (
            [{"id": n, "score": 1, "metric": "ter", "signature": "x"} for n in IDS],
            UsageError,
            "already has its own ter",
        ),
    ],
)
def test_imported_scores_that_do_not_fit_are_refused(
    scored: Results, tmp_path: Path, rows: list[object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        import_scores(scored, lines(tmp_path / "c.jsonl", *rows))
