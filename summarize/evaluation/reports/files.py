"""Reports by the name of their format: the text of each, and the file it is written to."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.gate import Gate, Verdict
from summarize.evaluation.reports.markdown import markdown
from summarize.evaluation.reports.systems import Standing, standings
from summarize.evaluation.results import Results

_SHOWN = 10
_LARGEST = 1024 * 1024 - 4096
_CUT = "\n\n… cut here: the whole report is in the run's folder.\n"


def commands(gate: Gate) -> list[str]:
    """Workflow commands: up to ten ``::error`` for failures, up to ten ``::warning`` for the rest."""
    failed = [each for each in gate.verdicts if each.status == "FAIL"]
    doubted = [each for each in gate.verdicts if each.status in ("WARN", "INCONCLUSIVE")]
    return [*_limited("error", failed), *_limited("warning", doubted)]


def _limited(level: str, verdicts: Sequence[Verdict]) -> list[str]:
    if len(verdicts) <= _SHOWN:
        return [_command(level, f"{each.task} {each.subject}", each.message) for each in verdicts]
    rest = len(verdicts) - _SHOWN + 1
    named = ", ".join(f"{each.task} {each.subject}" for each in verdicts[_SHOWN - 1 :])
    return [*_limited(level, verdicts[: _SHOWN - 1]), _command(level, f"{rest} more", named)]


def _command(level: str, title: str, message: str) -> str:
    escaped = title.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character, code in ((":", "%3A"), (",", "%2C")):
        escaped = escaped.replace(character, code)
    text = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} title={escaped}::{text}"


def step_summary(report: str, used: int = 0) -> str:
    """``report`` (Markdown), cut so that with ``used`` bytes before it the summary stays under 1 MiB."""
    content = report.encode()
    room = _LARGEST - used - len(_CUT.encode())
    if len(content) <= room:
        return report
    kept = content[: max(room, 0)]
    return kept[: kept.rfind(b"\n") + 1].decode() + _CUT


_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """``text`` without the characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)


def junit(gate: Gate) -> str:
    """The verdicts of a gate."""
    tasks = dict.fromkeys(each.task for each in gate.verdicts)
    suites = [_suite(task, [each for each in gate.verdicts if each.task == task]) for task in tasks]
    failures = sum(each.status == "FAIL" for each in gate.verdicts)
    head = f'<testsuites name="summarize eval" tests="{len(gate.verdicts)}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(task: str, verdicts: Sequence[Verdict]) -> str:
    failures = sum(each.status == "FAIL" for each in verdicts)
    cases = [_case(each) for each in verdicts]
    head = f'<testsuite name={_quote(task)} tests="{len(verdicts)}" failures="{failures}" errors="0">'
    return "\n".join([head, *cases, "</testsuite>"])


def _case(verdict: Verdict) -> str:
    head = f"<testcase classname={_quote(verdict.task)} name={_quote(verdict.subject)}>"
    message = f"{verdict.status}: {verdict.message}"
    if verdict.status == "FAIL":
        return f"{head}<failure message={_quote(message)}/></testcase>"
    return f"{head}<system-out>{escape(xml_safe(message))}</system-out></testcase>"


def _quote(text: str) -> str:
    return quoteattr(xml_safe(text))


def unmeasured(message: str) -> str:
    """The file of a gate that could not measure at all: one case with an ``<error>``."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="summarize eval" tests="1" failures="0" errors="1">\n'
        '<testsuite name="gate" tests="1" failures="0" errors="1">\n'
        f'<testcase classname="gate" name="measurement"><error message={_quote(message)}/></testcase>\n'
        "</testsuite>\n</testsuites>\n"
    )


def _json(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    """The scores and verdicts without the samples, for another program."""
    value = {
        "manifest": dict(results.manifest),
        "tasks": {
            name: {
                "n": len(task.samples),
                "measures": {metric: asdict(measure) for metric, measure in task.measures.items()},
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


def _junit(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    return junit(_needed(gate, "junit"))


def _github(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    return "".join(f"{line}\n" for line in commands(_needed(gate, "github")))


def _needed(gate: Gate | None, form: str) -> Gate:
    if gate is None:
        raise UsageError(f"--format {form} reports verdicts: give --baseline")
    return gate


def _html(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    from summarize.evaluation.reports.page import page

    return page(results, gate, beside)


@dataclass(frozen=True)
class Format:
    """One projection: its file's name and how it is made."""

    file: str
    render: Callable[[Results, Gate | None, Sequence[Results]], str]


FORMATS: Mapping[str, Format] = {
    "md": Format("report.md", markdown),
    "json": Format("report.json", _json),
    "junit": Format("junit.xml", _junit),
    "html": Format("report.html", _html),
    "github": Format("annotations.txt", _github),
}


def named(forms: str) -> list[str]:
    """The formats of a comma-separated list; ``UsageError`` for an unknown one or none."""
    names = [name.strip() for name in forms.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise UsageError(f"no report format {', '.join(unknown) or forms!r}; there are {', '.join(FORMATS)}")
    return names


def write(
    results: Results, gate: Gate | None, forms: Sequence[str], folder: Path, beside: Sequence[Results] = ()
) -> list[Path]:
    """Write each format into ``folder``; the files."""
    texts = {FORMATS[form].file: FORMATS[form].render(results, gate, beside) for form in forms}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise MeasurementError(f"{folder} cannot be written: {error.strerror}") from error
    return [folder / name for name in texts]


def deliver(
    results: Results,
    gate: Gate | None,
    forms: Sequence[str],
    output: Path | None,
    beside: Sequence[Results] = (),
) -> Iterator[str]:
    """Write each format where it belongs; the lines to be said on stdout.

    ``github`` annotates on stdout and adds to the step's summary; every other format is a file in
    ``output``.
    """
    if "github" in forms:
        yield from FORMATS["github"].render(results, gate, beside).splitlines()
        _append_summary(markdown(results, gate, beside))
    if output is not None:
        files = write(results, gate, [form for form in forms if form != "github"], output, beside)
        yield from (f"report: {path}" for path in files)


def deliver_unmeasured(message: str, forms: Sequence[str], output: Path | None) -> Iterator[str]:
    """A gate that cannot measure still leaves word of it: an absent report reads as no news."""
    if "junit" in forms and output is not None:
        output.mkdir(parents=True, exist_ok=True)
        (output / FORMATS["junit"].file).write_text(unmeasured(message), encoding="utf-8")
    if "github" in forms:
        yield f"::error title=cannot measure::{' '.join(message.split())}"


def _append_summary(report: str) -> None:
    if place := os.environ.get("GITHUB_STEP_SUMMARY"):
        path = Path(place)
        used = path.stat().st_size if path.exists() else 0
        with path.open("a", encoding="utf-8") as file:
            file.write(step_summary(report, used))
