"""How far a run over a corpus is, and what became of it: on a terminal, and as plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from summarize.cli.output import say

if TYPE_CHECKING:
    from summarize.corpora.batches import Progress, Report

_LINES = 30.0  # seconds between lines of progress where there is no terminal


class Meter:
    """Progress: one line at the bottom of a terminal, elsewhere a plain line now and then."""

    def __init__(self) -> None:
        self.stopping = False
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._lines: Any = None
        self._row: Any = None
        self._phase = ""
        self._told = time.monotonic()

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lines is not None:
            self._lines.stop()

    def show(self, progress: Progress) -> None:
        """Show how far a run is."""
        if self._terminal:
            self._draw(progress)
        elif time.monotonic() - self._told >= _LINES:
            self._told = time.monotonic()
            say(described(progress))

    def _draw(self, progress: Progress) -> None:
        from rich.progress import BarColumn, TextColumn

        from summarize.cli.progress_bar import display, start

        if self._lines is None:
            self._lines = display(BarColumn(), TextColumn("{task.description}", markup=False))
            self._row = self._lines.add_task("", total=None)
            start(self._lines)
        if progress.phase != self._phase:
            self._phase = progress.phase
            self._lines.reset(self._row)  # a bar that was once full would stay so
        self._lines.update(
            self._row, description=described(progress), total=progress.total or None, completed=progress.rows
        )


def described(progress: Progress) -> str:
    """How far a run is, on one line: rows, rates, failures, time left."""
    if progress.phase != "working":
        what = "reading the inputs" if progress.phase == "reading" else "comparing the texts"
        return f"{what}: {progress.rows:,} rows"
    new, seconds = progress.tally, max(progress.seconds, 0.001)
    parts = [f"{progress.rows:,} of {progress.total:,} rows"]
    if new.rows:
        parts.append(f"{new.rows / seconds:,.0f} rows/s")
        if new.tokens_written:
            parts.append(f"{new.tokens_written / seconds:,.0f} tokens/s")
    if new.failures:
        parts.append(f"{new.failures:,} failed")
    if new.rows and (left := progress.total - progress.rows) > 0:
        minutes, rest = divmod(round(left * seconds / new.rows), 60)
        parts.append(f"{minutes // 60}:{minutes % 60:02d}:{rest:02d} left")
    return ", ".join(parts)


def account(report: Report) -> str:
    """What became of a run, on one line."""
    tally = report.tally
    parts = [f"{report.output}: {tally.rows:,} of {report.total:,} rows done"]
    for name, counted in (("failed", tally.failed), ("left out", tally.left_out)):
        if total := sum(counted.values()):
            kinds = ", ".join(f"{kind} {count:,}" for kind, count in counted.most_common())
            parts.append(f"{total:,} {name} ({kinds})")
    if tally.tokens_written:
        parts.append(f"{tally.tokens_written:,} tokens written")
    if report.new.rows and report.seconds:
        parts.append(f"{report.new.rows / report.seconds:,.0f} rows/s in this run")
    return "; ".join(parts)
