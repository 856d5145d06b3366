"""Each document is done, told of and written: to stdout, to one file, or to a folder of files.

Knows neither flags nor tasks: it is given the inputs, a function that makes a result, and where
results go. Accounts for every document: done, left out or failed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from summarize.bar import Bar
from summarize.errors import SummarizeError, UsageError
from summarize.output import Format, Printer, destinations, replacing
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

    @property
    def folder(self) -> Path | None:
        """The folder that gets one file a document, if that was asked for."""
        if self.output and (Path(self.output).is_dir() or self.output.endswith(("/", os.sep))):
            return Path(self.output)
        return None


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
        folder = self.writing.folder
        if folder:
            targets = destinations(
                [(item.place, item.target) for item in self.inputs], folder, self.writing.style
            )
            self._refuse_overwriting(targets)
            with Bar(len(self.inputs), printing=False) as bar:
                self._to_files(targets, bar)
        else:
            self._refuse_overwriting([Path(self.writing.output)] if self.writing.output else [])
            with Bar(len(self.inputs), printing=not self.writing.output) as bar:
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
        with ExitStack() as stack:
            stream = stack.enter_context(replacing(Path(writing.output))) if writing.output else sys.stdout
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

    def _refuse_overwriting(self, targets: Sequence[Path]) -> None:
        sources = {Path(item.name).resolve(): item.name for item in self.inputs if item.name != STDIN}
        for target in targets:
            if target.resolve() in sources:
                raise UsageError(f"--output {target} would overwrite the source {sources[target.resolve()]}")
