"""Reports by format: the text of each, and where it goes.

``md``, ``json``, ``junit`` and ``html`` are files in a folder; ``github`` is annotations on stdout and the
step's summary in GitHub Actions. JUnit has a suite per task and a case per metric or check: ``<failure>``
is a regression, ``<error>`` something that could not be measured.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from summarize.errors import UsageError
from summarize.evaluation.gate import Gate, Verdict
from summarize.evaluation.reports.markdown import markdown
from summarize.evaluation.reports.systems import Standing, standings
from summarize.evaluation.results import Results
from summarize.files import appending, replacing
from summarize.text.characters import FORBIDDEN_IN_XML
from summarize.text.escapes import escaped, on_one_line

_ANNOTATIONS = 10  # errors, and as many warnings: GitHub shows no more per step
_SUMMARY_BYTES = 1024 * 1024 - 4096  # GitHub drops a summary larger than a mebibyte
_CUT = "\n\n… cut here: the whole report is in the run's folder.\n"
_NOT_XML = re.compile(f"[{FORBIDDEN_IN_XML}]")


def _json(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    """The scores and verdicts without the samples, for another program."""
    value = {
        "manifest": dict(results.manifest),
        "tasks": {
            name: {
                "n": len(task.samples),
                "measures": {
                    metric: {**asdict(measure), "detectable": measure.detectable}
                    for metric, measure in task.measures.items()
                },
                "yardsticks": task.yardsticks,
                "checks": task.checks,
            }
            for name, task in results.tasks.items()
        },
        "systems": [_standing(each) for each in standings(results, beside) if each.difference],
        "gate": {"status": gate.status, "verdicts": [_verdict(each) for each in gate.verdicts]}
        if gate
        else None,
    }
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _standing(standing: Standing) -> dict[str, Any]:
    found = standing.difference
    numbers = {**asdict(found.comparison), "adjusted": found.adjusted} if found else {}
    return {"task": standing.task, "metric": standing.metric, "system": standing.system, **numbers}


def _verdict(verdict: Verdict) -> dict[str, str]:
    return {name: getattr(verdict, name) for name in ("task", "subject", "status", "message")}


def junit(gate: Gate) -> str:
    """The verdicts of a gate as JUnit XML."""
    root = Element("testsuites", _head("summarize eval", gate.verdicts))
    for task in dict.fromkeys(each.task for each in gate.verdicts):
        verdicts = [each for each in gate.verdicts if each.task == task]
        suite = SubElement(root, "testsuite", _head(task, verdicts))
        for each in verdicts:
            case = SubElement(suite, "testcase", classname=_xml(task), name=_xml(each.subject))
            message = _xml(f"{each.status}: {each.message}")
            if each.status == "FAIL":
                SubElement(case, "failure", message=message)
            else:
                SubElement(case, "system-out").text = message
    return _document(root)


def junit_unmeasured(message: str) -> str:
    """JUnit XML for a gate that could not measure anything: one case with an ``<error>``."""
    counts = {"tests": "1", "failures": "0", "errors": "1"}
    root = Element("testsuites", {"name": "summarize eval", **counts})
    suite = SubElement(root, "testsuite", {"name": "gate", **counts})
    case = SubElement(suite, "testcase", classname="gate", name="measurement")
    SubElement(case, "error", message=_xml(message))
    return _document(root)


def _head(name: str, verdicts: Sequence[Verdict]) -> dict[str, str]:
    failures = sum(each.status == "FAIL" for each in verdicts)
    return {"name": _xml(name), "tests": str(len(verdicts)), "failures": str(failures), "errors": "0"}


def _xml(text: str) -> str:
    """``text`` without the characters that XML 1.0 forbids; one of them would make the file unreadable."""
    return _NOT_XML.sub("", text)


def _document(root: Element) -> str:
    ElementTree.indent(root, " ")
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content.decode() + "\n"


def annotate(gate: Gate) -> list[str]:
    """Workflow commands: up to ten ``::error`` for failures, up to ten ``::warning`` for the rest."""
    failed = [each for each in gate.verdicts if each.status == "FAIL"]
    doubtful = [each for each in gate.verdicts if each.status in ("WARN", "INCONCLUSIVE")]
    return [*_limited("error", failed), *_limited("warning", doubtful)]


def _limited(level: str, verdicts: Sequence[Verdict]) -> list[str]:
    """An annotation per verdict; the last one names those that did not fit."""
    shown = len(verdicts) if len(verdicts) <= _ANNOTATIONS else _ANNOTATIONS - 1
    found = [_annotation(level, f"{each.task} {each.subject}", each.message) for each in verdicts[:shown]]
    if rest := [f"{each.task} {each.subject}" for each in verdicts[shown:]]:
        found.append(_annotation(level, f"{len(rest)} more", ", ".join(rest)))
    return found


def _annotation(level: str, title: str, message: str) -> str:
    title = _escape(title).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} title={title}::{_escape(message)}"


def _escape(text: str) -> str:
    """The text as data of a workflow command; control characters other than line ends become escapes."""
    ends = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped(ends)


def step_summary(report: str, used: int = 0) -> str:
    """``report`` (Markdown), cut at the end of a line where ``used`` bytes and it come to 1 MiB."""
    content = report.encode()
    room = _SUMMARY_BYTES - used - len(_CUT.encode())
    if len(content) <= room:
        return report
    kept = content[: max(room, 0)]
    return kept[: kept.rfind(b"\n") + 1].decode() + _CUT


def _append_summary(report: str) -> None:
    if place := os.environ.get("GITHUB_STEP_SUMMARY"):
        with appending(Path(place)) as file:
            file.write(step_summary(report, file.tell()))


def _html(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    from summarize.evaluation.reports.page import page

    return page(results, gate, beside)


def _needed(gate: Gate | None, form: str) -> Gate:
    if gate is None:
        raise UsageError(f"--format {form} reports verdicts: give --baseline")
    return gate


@dataclass(frozen=True)
class Format:
    """A report's file name and how it is made, from results, a gate and other systems."""

    file: str
    render: Callable[[Results, Gate | None, Sequence[Results]], str]


FORMATS: Mapping[str, Format] = {
    "md": Format("report.md", markdown),
    "json": Format("report.json", _json),
    "junit": Format("junit.xml", lambda results, gate, beside: junit(_needed(gate, "junit"))),
    "html": Format("report.html", _html),
    "github": Format(
        "annotations.txt",
        lambda results, gate, beside: "".join(f"{line}\n" for line in annotate(_needed(gate, "github"))),
    ),
}


def named(forms: str) -> list[str]:
    """The formats of a comma-separated list; ``UsageError`` for an unknown one or none."""
    names = [name.strip() for name in forms.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise UsageError(
            f"no report format {', '.join(unknown) or forms!r}; choose from {', '.join(FORMATS)}"
        )
    return names


def write(
    results: Results, gate: Gate | None, forms: Sequence[str], folder: Path, beside: Sequence[Results] = ()
) -> list[Path]:
    """Write each format into ``folder``; returns the files.

    ``SummarizeError`` where one cannot be written.
    """
    texts = {FORMATS[form].file: FORMATS[form].render(results, gate, beside) for form in forms}
    for name, text in texts.items():
        _write(folder / name, text)
    return [folder / name for name in texts]


def _write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text)


def deliver(
    results: Results,
    gate: Gate | None,
    forms: Sequence[str],
    output: Path | None,
    beside: Sequence[Results] = (),
) -> Iterator[str]:
    """Deliver each format; yields the lines for stdout.

    ``github`` annotates on stdout and adds to the step's summary; every other format is a file in
    ``output``.
    """
    if "github" in forms:
        yield from annotate(_needed(gate, "github"))
    if output is not None:
        files = write(results, gate, [form for form in forms if form != "github"], output, beside)
        yield from (on_one_line(f"report: {path}") for path in files)
    if "github" in forms:
        _append_summary(markdown(results, gate, beside))


def deliver_unmeasured(message: str, forms: Sequence[str], output: Path | None) -> Iterator[str]:
    """Deliver the report of a gate that could not measure anything: a missing one would look like success."""
    if "github" in forms:
        yield _annotation("error", "cannot measure", message)
    if "junit" in forms and output is not None:
        _write(output / FORMATS["junit"].file, junit_unmeasured(message))
