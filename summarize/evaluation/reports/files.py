"""Reports by the name of their format: the text of each, and the file it is written to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.gate import Gate, Verdict
from summarize.evaluation.reports.github import commands
from summarize.evaluation.reports.junit import junit
from summarize.evaluation.reports.markdown import markdown
from summarize.evaluation.reports.systems import Standing, standings
from summarize.evaluation.results import Results


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
