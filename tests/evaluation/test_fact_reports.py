"""Facts in results, reports and the gate: what was stated, contradicted or missed, and where."""

from __future__ import annotations

import json
import math
import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from parallel_articles import ARTICLES, BRIDGE_FACTS, EXTRACTIVE, write_suite

from summarize.evaluation.facts import FactResult
from summarize.evaluation.gate import gate
from summarize.evaluation.reports.markdown import markdown, overview
from summarize.evaluation.reports.page import page
from summarize.evaluation.reports.sample_browser import mark_facts
from summarize.evaluation.results import Measure, Results, as_baseline, from_json, to_json
from summarize.evaluation.runs import run_suite
from summarize.evaluation.samples import Sample
from summarize.evaluation.scoring import score_run
from summarize.evaluation.suites import SuiteTask, load_suite
from summarize.evaluation.systems import System


def reference(task: SuiteTask, sample: Sample) -> str:
    return sample.references[0]


def wrong_sum(task: SuiteTask, sample: Sample) -> str:
    return sample.references[0].replace("2.4 billion", "4.2 billion")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A suite of the bridge article alone, with its facts."""
    home = tmp_path_factory.mktemp("suite") / "data"
    write_suite(home, EXTRACTIVE)
    (home / "articles" / "a02.json").unlink()
    article = {**deepcopy(ARTICLES[0]), "facts": deepcopy(BRIDGE_FACTS)}
    article["facts"][2]["en"]["statement"] = "Builders replaced <b>36</b> beams."
    (home / "articles" / "a01.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    return home


def scored(folder: Path, write: object, name: str) -> Results:
    suite = load_suite(str(folder / "small.json"))
    system = System(name, name, write)  # type: ignore[arg-type]
    return score_run([suite], system, run_suite(suite, system, folder / name))


@pytest.fixture(scope="module")
def right(folder: Path) -> Results:
    return scored(folder, reference, "right")


@pytest.fixture(scope="module")
def wrong(folder: Path) -> Results:
    return scored(folder, wrong_sum, "wrong")


def test_results_keep_what_became_of_each_fact(wrong: Results) -> None:
    (sample,) = wrong.tasks["small/en"].samples
    states = {fact.id: fact.state for fact in sample.facts}
    assert states == {"open": "stated", "cost": "contradicted", "beams": "missed"}
    ((start, end),) = sample.facts[1].output
    assert sample.output[start:end] == "4.2 billion"
    again = from_json(json.loads(json.dumps(to_json(wrong))), "r")
    assert again.tasks["small/en"].samples[0].facts == sample.facts
    assert as_baseline(wrong).tasks["small/en"].samples[0].facts == ()


def test_every_report_has_facts(wrong: Results) -> None:
    assert "| small/en | facts | 1 | 50.00 |" in overview(wrong)
    text = markdown(wrong)
    assert "| **facts** | 50.00 |" in text
    assert "| contradicted | 33.33 |" in text


def test_facts_are_gated_where_every_article_has_some(right: Results, wrong: Results) -> None:
    assert right.tasks["small/en"].metrics == ("rougeL", "chrf++", "facts")
    verdicts = {(each.task, each.subject): each for each in gate(wrong, right).verdicts}
    assert verdicts["small/en", "facts"].status == "WARN"
    assert "83.33 → 50.00" in verdicts["small/en", "facts"].message
    assert verdicts["small/ru", "facts"].status == "PASS"


def test_the_page_marks_facts_in_source_and_output(wrong: Results) -> None:
    text = page(wrong)
    section = text[text.index('id="small-2f-en"') : text.index('id="small-2f-ru"')]
    marked = re.findall(r'<span class="fact (\w+)" title="([^"]*)">(?:<mark[^>]*>)?([^<]*)', section)
    cost = "contradicted: The work cost 2.4 billion tenge."
    wrongly = "".join(words for _, title, words in marked if title == cost)
    assert wrongly == "2.4 billion tenge" + "4.2 billion"  # in the source, and in the output
    assert ("missed", "missed: Builders replaced &lt;b&gt;36&lt;/b&gt; beams.", "36 beams") in marked
    assert '<span class="flag missed" lang="en">missed</span> Builders replaced &lt;b&gt;36' in section


def test_the_page_says_what_its_boxes_mean_where_there_are_facts(wrong: Results) -> None:
    assert "Boxes are facts" in page(wrong)
    tasks = {
        name: replace(task, samples=tuple(replace(sample, facts=()) for sample in task.samples))
        for name, task in wrong.tasks.items()
    }
    assert "Boxes are facts" not in page(replace(wrong, tasks=tasks))


@pytest.mark.parametrize(
    ("seconds", "shown"), [(990.095, "16 min 30 s"), (2.4567, "2.46 s"), (59.7, "1 min 0 s")]
)
def test_the_page_gives_times_for_people(wrong: Results, seconds: float, shown: str) -> None:
    timed = replace(wrong, manifest={**wrong.manifest, "seconds": seconds})
    assert f" · {shown}" in page(timed)


def test_runs_are_cut_where_a_fact_begins_or_ends() -> None:
    fact = FactResult("f", "must", "It cost 5.", "stated")
    other = FactResult("g", "nice", "Five.", "missed")
    runs = [("It cost ", False), ("5 euros", True)]
    assert mark_facts(runs, [((3, 9), fact), ((8, 9), other)]) == [
        ("It ", False, "", ""),
        ("cost ", False, "stated", "It cost 5."),
        ("5", True, "stated", "It cost 5."),
        (" euros", True, "", ""),
    ]
    assert mark_facts(runs, []) == [("It cost ", False, "", ""), ("5 euros", True, "", "")]


def test_the_detectable_drop_is_two_and_a_half_standard_errors() -> None:
    measure = Measure(30.0, 30 - 1.959964, 30 + 1.959964, "higher", "s")  # a standard error of 1
    assert measure.detectable == pytest.approx(2.4865, abs=0.001)
    assert replace(measure, low=None, high=None).detectable is None


def test_facts_are_measured_on_the_articles_that_have_some(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "data"
    write_suite(home, EXTRACTIVE)
    (home / "articles" / "a01.json").write_bytes((folder / "articles" / "a01.json").read_bytes())
    results = scored(home, reference, "right")
    task = results.tasks["small/en"]
    assert task.metrics == ("rougeL", "chrf++")
    assert (task.measured("facts"), task.measured("rougeL")) == (1, 2)
    assert "| small/en | facts | 1 | 83.33 |" in overview(results)
    assert not math.isnan(task.measures["facts"].score)
