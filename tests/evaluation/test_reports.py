"""Reports: what they contain, hostile input, and the limits of the places that show them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from parallel_articles import EXTRACTIVE, TRANSLATION, write_suite

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.comparison import compare
from summarize.evaluation.gate import Gate, Status, Verdict, gate
from summarize.evaluation.reports.files import (
    annotate,
    deliver_unmeasured,
    junit,
    junit_unmeasured,
    named,
    step_summary,
    write,
)
from summarize.evaluation.reports.markdown import comparison_table, markdown, overview
from summarize.evaluation.reports.page import page
from summarize.evaluation.reports.systems import slices, standings, system_names
from summarize.evaluation.results import Results, from_json, to_json
from summarize.evaluation.runs import run_suite
from summarize.evaluation.samples import Sample
from summarize.evaluation.scoring import score_run
from summarize.evaluation.suites import SuiteTask, load_suite
from summarize.evaluation.systems import System


def lead(task: SuiteTask, sample: Sample) -> str:
    return sample.source.split(". ")[0] + "."


def reference(task: SuiteTask, sample: Sample) -> str:
    return sample.references[0]


def scored(folder: Path, write: object, name: str) -> Results:
    suite = load_suite(str(folder / "small.json"))
    system = System(name, name, write)  # type: ignore[arg-type]
    return score_run([suite], system, run_suite(suite, system, folder / name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("suite") / "data"
    write_suite(home, [*EXTRACTIVE, *TRANSLATION])
    return home


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    return scored(folder, lead, "lead")


@pytest.fixture(scope="module")
def best(folder: Path) -> Results:
    return scored(folder, reference, "reference")


def verdicts(*statuses: Status) -> Gate:
    return Gate(tuple(Verdict(f"t/{i}", "rougeL", status, f"why {i}") for i, status in enumerate(statuses)))


def test_markdown_shows_scores_intervals_reference_systems_checks_and_signatures(
    results: Results, best: Results
) -> None:
    text = markdown(results, gate(results, best))
    assert "## Gate: ❌ FAIL" in text
    for name, task in results.tasks.items():
        assert f"## {name}" in text
        for metric, measure in task.measures.items():
            assert f"`{measure.signature}`" in text
            assert metric in text
        assert all(mark in text for mark in task.yardsticks)
    assert "chrf++ by length" in text
    assert "Failed checks: " in text


def test_a_cell_cannot_break_the_table() -> None:
    found = markdown(Results({}, {}), Gate((Verdict("a|b", "x", "FAIL", "one\ntwo | three"),)))
    assert "| a\\|b | x | ❌ FAIL | one two \\| three |" in found


def test_a_name_cannot_begin_a_line_of_the_report() -> None:
    text = markdown(Results({"system": {"name": "x\n::error::y\r\x1b[2J"}}, {}))
    assert r"System **x\n::error::y\r\x1b[2J** " in text
    assert not re.search("[\r\x1b]", text)


def test_the_overview_has_a_row_per_gated_metric(results: Results) -> None:
    rows = overview(results).splitlines()
    assert len(rows) == 2 + 3 * 2 + 1
    assert "lead-2" in rows[2]


def test_the_comparison_has_every_column(results: Results, best: Results) -> None:
    head = comparison_table(compare(results, best)).splitlines()[0]
    for column in ("difference", "95 %", "p (Holm)", "up/down/same", "n", "minimum detectable effect"):
        assert column in head


def test_slices_split_the_samples(results: Results) -> None:
    parts = slices(results.tasks["small/kk"])
    assert {each.name: each.n for each in parts["domain"]} == {"local": 1, "culture": 1}
    translation = slices(results.tasks["small/en-kk"])
    assert sum(each.n for each in translation["length"]) == 4


def test_junit_separates_failures_from_errors() -> None:
    root = ET.fromstring(junit(verdicts("FAIL", "WARN", "INCONCLUSIVE", "PASS")))
    assert root.attrib["failures"] == "1"
    assert len(root.findall(".//testcase")) == 4
    assert [each.attrib["message"] for each in root.findall(".//failure")] == ["FAIL: why 0"]
    assert not root.findall(".//error")
    broken = ET.fromstring(junit_unmeasured("no <data> & \x00 nothing"))
    assert [each.attrib["message"] for each in broken.findall(".//error")] == ["no <data> &  nothing"]


def test_junit_is_valid_xml_whatever_the_characters() -> None:
    wild = "".join(map(chr, [*range(0x20), 0x7F, 0xD800, 0xFFFE, 0xFFFF, 0x1F600])) + "<&\"'қ"
    for status in ("FAIL", "PASS"):
        root = ET.fromstring(junit(Gate((Verdict(wild, wild, status, wild),))))  # type: ignore[arg-type]
        assert root.findall(".//testcase")[0].attrib["name"].endswith("<&\"'қ")


def test_at_most_ten_errors_and_ten_warnings_are_annotated() -> None:
    found = annotate(verdicts(*["FAIL"] * 14, *["WARN"] * 30, "INCONCLUSIVE", "PASS"))
    assert sum(line.startswith("::error ") for line in found) == 10
    assert sum(line.startswith("::warning ") for line in found) == 10
    assert "5 more" in found[9]
    assert "t/13 rougeL" in found[9]
    assert len(annotate(verdicts(*["FAIL"] * 10))) == 10
    assert annotate(verdicts("PASS")) == []


def test_an_annotation_stays_on_its_line() -> None:
    (line,) = annotate(Gate((Verdict("a,b:c", "x", "FAIL", "50 %\r\nnext"),)))
    assert line == "::error title=a%2Cb%3Ac x::50 %25%0D%0Anext"


def test_an_annotation_of_what_could_not_be_measured_is_one_too() -> None:
    lines = list(deliver_unmeasured("no\n::error::x\r100 % \x1b[2J", ["github"], None))
    assert lines == ["::error title=cannot measure::no%0A::error::x%0D100 %25 \\x1b[2J"]


@pytest.mark.parametrize("used", [0, 600_000, 2_000_000])
def test_the_step_summary_stays_under_a_mebibyte(used: int) -> None:
    report = "Қазақстан ❌\n" * 100_000
    cut = step_summary(report, used)
    assert used > 1024 * 1024 or used + len(cut.encode()) < 1024 * 1024
    assert cut.endswith("folder.\n")
    assert step_summary("short\n", 10) == "short\n"


def test_reports_are_written_by_name(results: Results, best: Results, tmp_path: Path) -> None:
    files = write(results, gate(results, best), named("md,json,junit,html"), tmp_path / "reports")
    assert [path.name for path in files] == ["report.md", "report.json", "junit.xml", "report.html"]
    value = json.loads((tmp_path / "reports" / "report.json").read_text(encoding="utf-8"))
    assert value["gate"]["status"] == "FAIL"
    assert value["tasks"]["small/kk"]["measures"]["rougeL"]["signature"]


@pytest.mark.parametrize("forms", ["", "pdf", "md,pdf"])
def test_unknown_formats_are_refused(forms: str) -> None:
    with pytest.raises(UsageError, match="no report format"):
        named(forms)


def test_verdicts_need_a_baseline(results: Results, tmp_path: Path) -> None:
    for form in ("junit", "github"):
        with pytest.raises(UsageError, match="give --baseline"):
            write(results, None, [form], tmp_path)


def test_a_report_without_texts_is_still_a_report(results: Results) -> None:
    task = results.tasks["small/kk"]
    bare = replace(task, samples=tuple(replace(s, source="", output="", references=()) for s in task.samples))
    assert "## small/kk" in markdown(Results({}, {"small/kk": bare}))


def test_standings_compare_each_system_with_the_first(results: Results, best: Results, folder: Path) -> None:
    silent = scored(folder, lambda *_: "", "silent")
    names = ["lead", "reference", "silent"]
    found = [each for each in standings(results, [best, silent]) if each.task == "small/kk"]
    assert [(each.metric, each.system) for each in found] == [
        (metric, name) for metric in ("rougeL", "chrf++") for name in names
    ]
    first, better, worse = found[:3]
    assert first.difference is None
    assert better.measure.score == 100
    assert better.difference is not None
    assert worse.difference is not None
    assert better.difference.worse_by < 0 < worse.difference.worse_by
    assert list(standings(results, [])) == []


def test_systems_of_the_same_name_show_their_fingerprints(results: Results, best: Results) -> None:
    namesake = replace(best, manifest={"system": {"name": "lead", "fingerprint": "0123456789"}})
    assert system_names([results, namesake, best]) == ["lead (lead)", "lead (012345)", "reference"]


def test_every_report_with_scores_has_the_other_systems(
    results: Results, best: Results, tmp_path: Path
) -> None:
    write(results, None, ["md", "html", "json"], tmp_path, [best])
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| small/kk | rougeL | lead |" in text
    assert "| small/kk | rougeL | reference | 100.00 |" in text
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count('class="other"') == 7  # two metrics of three tasks, one of a translation
    shown = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["systems"]
    assert {(each["task"], each["system"]) for each in shown} >= {("small/en-kk", "reference")}
    assert all(each["n"] and "p" in each for each in shown)


def test_a_system_on_other_data_is_refused(results: Results, best: Results) -> None:
    other = {name: replace(task, data_sha256="x") for name, task in best.tasks.items()}
    with pytest.raises(MeasurementError, match="the data changed"):
        markdown(results, None, [replace(best, tasks=other)])


ATTACK = "\"'><img src=x onerror=alert(1)></script></style><!--{{ 7 * 7 }}"
NAMED_BY_DATA = ("tasks", "measures", "yardsticks", "checks", "scores", "copy", "oracle-2")


def attacked(value: Any, key: str = "") -> Any:
    """A JSON value with the attack in every text, and in every key that comes from data."""
    if isinstance(value, str):
        return value if key == "schema" else value + ATTACK
    if isinstance(value, Mapping):
        named = key in NAMED_BY_DATA
        return {name + ATTACK * named: attacked(each, name) for name, each in value.items()}
    return [attacked(each) for each in value] if isinstance(value, list | tuple) else value


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_in_the_results_becomes_html(results: Results, folder: Path) -> None:
    silent = scored(folder, lambda *_: "", "silent")
    clean, other = (
        Results(each.manifest, {"small/kk": each.tasks["small/kk"]}) for each in (results, silent)
    )
    hostile, silenced = (from_json(attacked(to_json(each)), "x") for each in (clean, other))
    plain = Elements(page(other, gate(other, clean), [clean]))
    found = Elements(page(silenced, gate(silenced, hostile), [hostile]))
    assert found.found - plain.found == set()
    for shown in ("small/kk", "rougeL", "oracle-2", "silent", "lead", "local", "empty"):
        assert shown + ATTACK in found.text


def test_the_page_allows_its_own_style_and_script_only(results: Results) -> None:
    text = page(results)
    assert text.startswith("<!doctype html>")
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0].replace("&#39;", "'")
    allowed = dict(directive.strip().split(" ", 1) for directive in policy.split(";"))
    for element in ("style", "script"):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert allowed.pop(f"{element}-src") == f"'sha256-{digest}'"
    assert set(allowed) == {"default-src", "form-action", "base-uri"}
    assert set(allowed.values()) == {"'none'"}
    assert not re.search(r'\s(?:src|style|on\w+)="', text)


def test_only_the_page_needs_the_template_library() -> None:
    code = "import sys, summarize.evaluation.reports.files; print('jinja2' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"
