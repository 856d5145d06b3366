"""Each document is done, told of and written: to stdout, to one file, or to a folder of files.

Knows neither flags nor tasks: it is given the inputs, a function that makes a result, and where
results go. Accounts for every document: done, left out or failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from summarize.cli.output import (
    SUFFIXES,
    Format,
    Printer,
    destinations,
    folder_named,
    refuse_overwriting,
    replacing,
    standard_output,
)
from summarize.cli.progress_bar import Bar
from summarize.errors import SummarizeError
from summarize.request import Task

if TYPE_CHECKING:
    from summarize.result import Result

STDIN = "-"
SOME_FAILED = 3


@dataclass(frozen=True)
class Input:
    """One document to be read: its name as given, and its place below an output folder.

    ``target`` is the language its summary is wanted in, where that is not its own.
    """

    name: str
    place: PurePath
    target: str | None = None

    @property
    def called(self) -> str:
        """What a person calls it."""
        name = "standard input" if self.name == STDIN else self.name
        return f"{name} ({self.target})" if self.target else name


@dataclass(frozen=True)
class Writing:
    """Where results go and how they look."""

    style: Format
    output: str | None
    skip_existing: bool
    highlight: bool

    def ending(self, target: str | None) -> str:
        """What follows the stem of an output file's name."""
        return f"summary.{target}.{SUFFIXES[self.style]}" if target else f"summary.{SUFFIXES[self.style]}"


@dataclass
class Delivery:
    """One run over several documents.

    ``make`` gives the result of one input, or raises a ``SummarizeError``; ``say`` tells a person one line.
    """

    inputs: Sequence[Input]
    make: Callable[[Input], Result]
    writing: Writing
    task: Task
    say: Callable[[str], None]
    errors: list[SummarizeError] = field(default_factory=list)

    def run(self) -> int:
        """Do and write every document; return the exit code."""
        writing, folder = self.writing, folder_named(self.writing.output)
        sources = [item.name for item in self.inputs if item.name != STDIN]
        if folder:
            places = [(item.place, writing.ending(item.target)) for item in self.inputs]
            targets = destinations(places, folder)
            refuse_overwriting(sources, targets)
            with Bar(len(self.inputs), printing=False) as bar:
                self._to_files(targets, bar)
        else:
            refuse_overwriting(sources, [Path(writing.output)] if writing.output else [])
            with Bar(len(self.inputs), printing=not writing.output) as bar:
                self._to_one_stream(bar)
        if not self.errors:
            return 0
        return self.errors[-1].exit_code if len(self.errors) == len(self.inputs) else SOME_FAILED

    def _to_files(self, targets: Sequence[Path], bar: Bar) -> None:
        for item, target in zip(self.inputs, targets, strict=True):
            if self.writing.skip_existing and target.exists():
                self.say(f"{item.called}: {target} is there; left out")
                bar.leave_out()
                continue
            result = self._result(item, bar)
            if result:
                with replacing(target) as stream:
                    Printer(stream, self.writing.style, many=False, highlight=self.writing.highlight).result(
                        result
                    )

    def _to_one_stream(self, bar: Bar) -> None:
        writing = self.writing
        if writing.output and writing.skip_existing and Path(writing.output).exists():
            self.say(f"{writing.output} is there; nothing was done")
            return
        with replacing(Path(writing.output)) if writing.output else nullcontext(standard_output()) as stream:
            printer = Printer(stream, writing.style, many=len(self.inputs) > 1, highlight=writing.highlight)
            for item in self.inputs:
                result = self._result(item, bar)
                if result:
                    printer.result(result)
                else:
                    printer.failure(item.name, self.task, self.errors[-1])
            printer.close()
            if writing.output and len(self.errors) == len(self.inputs):
                raise self.errors.pop()  # nothing to keep: the output file stays as it was

    def _result(self, item: Input, bar: Bar) -> Result | None:
        """The result, its warnings told; or None, the error told and kept."""
        try:
            with bar.document():
                result = self.make(item)
        except SummarizeError as error:
            self.errors.append(error)
            self.say(str(error))
            return None
        for warning in result.warnings:
            self.say(f"{item.called}: {warning}")
        return result
