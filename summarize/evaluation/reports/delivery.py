"""Where reports go: files in a folder, annotations on stdout, the summary of a step in GitHub Actions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from summarize.evaluation.gate import Gate
from summarize.evaluation.reports.files import FORMATS, write
from summarize.evaluation.reports.github import step_summary
from summarize.evaluation.reports.junit import unmeasured
from summarize.evaluation.reports.markdown import markdown
from summarize.evaluation.results import Results


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
