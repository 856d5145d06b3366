"""Suites whose samples workers write: predictions and scores are those of one process, also interrupted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import corpus_rows
import pytest
import tinyhub
from trained import folder

from summarize.corpora import parts
from summarize.corpora.batches import Options
from summarize.errors import UsageError
from summarize.evaluation.batch_runs import BATCHES, run_suite_in_batches
from summarize.evaluation.results import to_json
from summarize.evaluation.runs import JOURNAL, Predictions, read_journal, run_suite
from summarize.evaluation.samples import Sample
from summarize.evaluation.scoring import score_run
from summarize.evaluation.suites import Suite, SuiteTask
from summarize.evaluation.systems import System, library_system
from summarize.request import Decoding, Length, Runtime

ON_CPU = Runtime(device="cpu", threads=1)
SHORT = Decoding(num_beams=1, max_new_tokens=12)
LOCAL = Options(workers=2)


def sample(number: int, language: str = "ru", source: str | None = None) -> Sample:
    text = corpus_rows.ARTICLES[language]
    reference = text.split(". ")[0] + "."
    return Sample(f"s{number}", source or f"№ {number}. {text}", (reference,), language, language)


def suite_of(kind: str, *tasks: list[Sample], length: Length | None = None) -> Suite:
    made = [
        SuiteTask(f"t{number}", kind, samples[0].source_language, "ru", tuple(samples), length)
        for number, samples in enumerate(tasks)
    ]
    return Suite("small", "", tuple(made))


@pytest.fixture
def extractive() -> Suite:
    """Two tasks, of which one has more samples than a shard."""
    long = [sample(number) for number in range(20)]
    return suite_of("extractive", long, [sample(1, "kk")], length=Length("sentences", 1))


def written(found: Predictions) -> list[dict[str, Any]]:
    """The predictions, but for the time they took."""
    return [asdict(replace(each, seconds=None)) for each in found.values()]


def tasks(suite: Suite, system: System, found: Predictions) -> Any:
    return to_json(score_run([suite], system, found))["tasks"]


def check_equal(suite: Suite, system: System, folder: Path) -> list[dict[str, Any]]:
    """Write a suite in this process and with workers; the same must come out. Returns the predictions."""
    here = run_suite(suite, system, folder / "here")
    there = run_suite_in_batches(suite, system, folder / "there", LOCAL)
    assert list(there) == list(here)
    assert written(there) == written(here)
    assert tasks(suite, system, there) == tasks(suite, system, here)
    journal = read_journal(folder / "there" / JOURNAL)
    assert [each.id for each in journal.values()] == [key[1] for key in here]
    return written(there)


def test_extracts_and_failures_are_those_of_one_process(extractive: Suite, tmp_path: Path) -> None:
    first = replace(extractive.tasks[0], samples=(*extractive.tasks[0].samples, sample(99, source=" \n ")))
    found = check_equal(replace(extractive, tasks=(first, *extractive.tasks[1:])), library_system(), tmp_path)
    assert [each["id"] for each in found if each["error"]] == ["s99"]
    assert {each["extract"] for each in found} == {False, None}


def test_summaries_of_a_model_and_what_stands_in_for_them_are_those_of_one_process(tmp_path: Path) -> None:
    samples = [sample(0), sample(1, source="Мост открыт. Он новый."), sample(2)]
    suite = suite_of("abstractive", samples, length=Length("sentences", 2))
    system = library_system(str(tinyhub.folder("mt5-xlsum")), SHORT, ON_CPU)
    found = check_equal(suite, system, tmp_path)
    assert [each["extract"] for each in found][1] is True
    assert found[0]["tokens"] > 0


def test_summaries_that_a_trained_model_writes_are_those_of_one_process(tmp_path: Path) -> None:
    suite = suite_of("abstractive", [sample(0), sample(1)], length=Length("sentences", 1))
    check_equal(suite, library_system(str(folder("chat")), SHORT, ON_CPU, max_input=500), tmp_path)


def interrupt_when(done: int) -> Callable[[int, int], None]:
    def hear(now: int, total: int) -> None:
        if now >= done:
            raise KeyboardInterrupt

    return hear


def test_an_interrupted_run_continues_with_the_parts_that_are_there(
    extractive: Suite, tmp_path: Path
) -> None:
    one = Options(workers=1)
    with pytest.raises(KeyboardInterrupt):
        run_suite_in_batches(extractive, library_system(), tmp_path, one, interrupt_when(16))
    [place] = (tmp_path / BATCHES).iterdir()
    [part] = place.glob("part-*")
    before = part.stat()
    found = run_suite_in_batches(extractive, library_system(), tmp_path, one)
    assert (part.stat().st_ino, part.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(list(place.glob("part-*"))) == 2
    whole = run_suite(extractive, library_system(), tmp_path / "whole")
    assert written(found) == written(whole)


def test_what_the_journal_has_is_not_written_again(extractive: Suite, tmp_path: Path) -> None:
    first = replace(extractive, tasks=extractive.tasks[:1])
    run_suite(first, library_system(), tmp_path)
    run_suite_in_batches(extractive, library_system(), tmp_path, LOCAL)
    [place] = (tmp_path / BATCHES).iterdir()
    assert place.name.startswith("small-t1-")
    journal = (tmp_path / JOURNAL).read_bytes()
    assert journal.count(b"\n") == 21
    run_suite_in_batches(extractive, library_system(), tmp_path, LOCAL)
    assert (tmp_path / JOURNAL).read_bytes() == journal


def test_a_failure_is_due_again_alone(extractive: Suite, tmp_path: Path) -> None:
    failing = suite_of("extractive", [sample(0), sample(1, source="\n")])
    for _ in range(2):
        found = run_suite_in_batches(failing, library_system(), tmp_path, LOCAL)
    assert [each.error is None for each in found.values()] == [True, False]
    assert sorted(len(corpus_rows.read(place)) for place in (tmp_path / BATCHES).iterdir()) == [1, 2]
    assert score_run([failing], library_system(), found).tasks["small/t0"].checks["error"] == 1


def test_what_was_asked_wrongly_ends_the_run(tmp_path: Path) -> None:
    unknown = suite_of("extractive", [replace(sample(0), source_language="xx")])
    with pytest.raises(UsageError, match="xx"):
        run_suite_in_batches(unknown, library_system(), tmp_path, LOCAL)
    assert read_journal(tmp_path / JOURNAL) == {}
    other = System("other", "f", lambda task, sample: sample.source)
    with pytest.raises(UsageError, match="other has no request"):
        run_suite_in_batches(unknown, other, tmp_path, LOCAL)


def test_rows_have_the_same_record_in_both_formats(tmp_path: Path) -> None:
    from summarize.corpora.batches import batch, store_of
    from summarize.request import Request

    rows = corpus_rows.write(
        tmp_path / "rows.jsonl", [*corpus_rows.rows(1), {"id": "short", "text": "Да. Нет."}]
    )
    model = str(tinyhub.folder("mt5-xlsum"))
    request = Request("abstractive", Length("sentences", 2), model=model, decoding=SHORT, runtime=ON_CPU)
    made = []
    for form in ("jsonl", "parquet"):
        output = tmp_path / form
        report = batch(rows, output, request, Options(form=form, workers=1))  # type: ignore[arg-type]
        made.append(list(parts.rows(store_of(output), form, report.shards)))  # type: ignore[arg-type]
    assert made[0] == made[1]
    assert made[0][1]["extract"] is True
