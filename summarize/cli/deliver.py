"""Process, report and write each document: to standard output, to one file, or to a folder of files.

Every document is accounted for: done, skipped or failed. A file is written whole or not at all, so that an
interrupted run continues where it stopped.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Generic, Protocol, TextIO, TypeVar

from summarize.cli.destination import Destination
from summarize.cli.output import (
    destinations,
    folder_named,
    is_binary,
    refuse_overwriting,
    say,
    standard_output,
    unfinished,
)
from summarize.cli.progress_bar import Bar
from summarize.cli.streams import shown
from summarize.cli.verbosity import tell, warn
from summarize.errors import SummarizeError, UsageError
from summarize.files import check_writable, replace_with, replacing

STDIN = "-"
SOME_FAILED = 3


@dataclass(frozen=True)
class Input:
    """One document to be read: its name as given, and its place below an output folder.

    ``target`` is the language of the output, if one was asked for.
    """

    name: str
    place: PurePath
    target: str | None = None

    @property
    def called(self) -> str:
        """The name that messages use."""
        name = "standard input" if self.name == STDIN else self.name
        return f"{name} ({self.target})" if self.target else name


class Warned(Protocol):
    """What a run makes of one document."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What people should know, one line each."""


Made = TypeVar("Made", bound=Warned)
Written = TypeVar("Written", contravariant=True)


class Printer(Protocol[Written]):
    """Writes results to one stream, in order, each as soon as it is ready if the format allows."""

    def result(self, result: Written, /) -> None:
        """Write one result."""

    def failure(self, name: str, target: str | None, error: SummarizeError) -> None:
        """Write that a document failed, if the format can say so."""

    def close(self) -> None:
        """Write the end of the output, if the format has one."""


@dataclass(frozen=True)
class Form(Generic[Made]):
    """What results look like, and how their files are named: ``news.summary.kk.txt``, ``news.kk.txt``.

    ``printer`` makes the printer of a stream; its second argument says whether several documents share
    the stream. ``facts`` says how a result was made, for a verbose run. ``own`` is the suffix of a source
    whose result is a file of its own format, and empty for others; ``data`` are the bytes of such a result.
    """

    label: str
    suffix: str
    printer: Callable[[TextIO, bool], Printer[Made]]
    facts: Callable[[Made], str] = lambda _: "done"
    own: Callable[[Input], str] = lambda _: ""
    data: Callable[[Made], bytes | None] = lambda _: None

    def suffix_of(self, item: Input) -> str:
        """The suffix of the output of a document."""
        return self.own(item) or self.suffix

    def ending(self, item: Input) -> str:
        """What follows the stem of an output file's name, such as ``summary.kk.txt``."""
        return ".".join(part for part in (self.label, item.target, self.suffix_of(item)) if part)


@dataclass
class Delivery(Generic[Made]):
    """One run over several documents.

    ``make`` gives the result of one, or raises a ``SummarizeError``; ``forget`` drops what it keeps for the
    next one, and is called when memory ran out. ``following`` shows on a terminal what a model is writing.
    """

    inputs: Sequence[Input]
    make: Callable[[Input], Made]
    form: Form[Made]
    forget: Callable[[], None]
    to: Destination = field(default_factory=Destination)
    following: bool = False
    errors: list[SummarizeError] = field(default_factory=list)
    replaced: list[Path] = field(default_factory=list)

    def run(self) -> int:
        """Process and write every document; return the exit code.

        Raises:
            UsageError: an output would overwrite a source, or be text under the name of an Office file, or
                options exclude each other.
        """
        if self.to.skip_existing and self.to.overwrite:
            raise UsageError("--skip-existing and --overwrite exclude each other; give one of them")
        folder = folder_named(self.to.output)
        sources = [item.name for item in self.inputs if item.name != STDIN]
        if folder:
            paths = destinations([(item.place, self.form.ending(item)) for item in self.inputs], folder)
            refuse_overwriting(sources, paths)
            with Bar(len(self.inputs), printing=False) as bar:
                self._to_files(paths, bar)
        else:
            own = self.to.output and any(map(self.form.own, self.inputs))
            if not own and is_binary(self.to.output):
                raise UsageError(
                    f"--output {self.to.output} would hold text alone; "
                    f"choose another suffix, such as .{self.form.suffix}"
                )
            refuse_overwriting(sources, self.to.files)
            if self.to.output and self._is_done(Path(self.to.output), self.inputs[0]):
                warn(f"{self.to.output} already exists; nothing was done")
                return 0
            if own and len(self.inputs) > 1:
                raise UsageError(
                    f"--output {self.to.output} is one document, but {len(self.inputs)} are to be written; "
                    "name a folder, such as -o out/"
                )
            printing = not self.to.output
            with Bar(len(self.inputs), printing=printing, following=self.following) as bar:
                if own:
                    self._to_files([Path(str(self.to.output))], bar)
                else:
                    self._to_one_stream(bar)
        self._tell_replaced()
        if not self.errors:
            return 0
        return self.errors[-1].exit_code if len(self.errors) == len(self.inputs) else SOME_FAILED

    def _to_files(self, paths: Sequence[Path], bar: Bar) -> None:
        for item, path in zip(self.inputs, paths, strict=True):
            try:
                if self._is_done(path, item):
                    warn(f"{item.called}: {path} already exists; skipped")
                    bar.skip()
                    continue
                check_writable(path)
                result = self._result(item, bar)
                if result:
                    self._note(path)
                    self._write(path, result)
            except SummarizeError as error:
                self._fail(error)

    def _write(self, path: Path, result: Made) -> None:
        data = self.form.data(result)
        if data is not None:
            replace_with(path, data)
            return
        with replacing(path) as stream:
            printer = self.form.printer(stream, False)
            printer.result(result)
            printer.close()

    def _is_done(self, path: Path, item: Input) -> bool:
        """Whether the output is to be skipped because an earlier run wrote it."""
        if not self.to.skip_existing or not os.path.isfile(path):  # noqa: PTH113  (raises no error)
            return False
        reason = unfinished(path, self.form.suffix_of(item), own=bool(self.form.own(item)))
        if reason:
            warn(f"{path} is {reason}; written again")
        return not reason

    def _note(self, path: Path) -> None:
        """Remember an output that is about to be replaced."""
        if not (self.to.overwrite or self.to.skip_existing) and os.path.isfile(path):  # noqa: PTH113
            self.replaced.append(path)

    def _tell_replaced(self) -> None:
        if self.replaced:
            first, more = self.replaced[0], len(self.replaced) - 1
            named = f"{first} and {more} more were" if more else f"{first} was"
            warn(f"{named} replaced; --skip-existing keeps what exists, --overwrite replaces it silently")

    def _to_one_stream(self, bar: Bar) -> None:
        if self.to.output:
            self._note(Path(self.to.output))
        with replacing(Path(self.to.output)) if self.to.output else nullcontext(standard_output()) as stream:
            printer = self.form.printer(shown(stream), len(self.inputs) > 1)
            for item in self.inputs:
                result = self._result(item, bar)
                if result:
                    printer.result(result)
                else:
                    printer.failure(item.name, item.target, self.errors[-1])
            printer.close()
            if self.to.output and len(self.errors) == len(self.inputs):
                raise self.errors.pop()  # nothing to keep: the output file stays as it was

    def _result(self, item: Input, bar: Bar) -> Made | None:
        """The result, after reporting its warnings; None after a failure, which is reported and kept."""
        result, began = None, time.monotonic()
        try:
            with suppress(MemoryError), bar.document():
                result = self.make(item)
        except SummarizeError as error:
            self._fail(error)
            return None
        if result is None:
            self.forget()  # the frames that held the document are gone too: now there is room
            self._fail(SummarizeError(_too_large(item), code="out-of-memory"))
            return None
        for warning in result.warnings:
            warn(f"{item.called}: {warning}")
        tell(f"{item.called}: {self.form.facts(result)}; {time.monotonic() - began:.1f} s")
        return result

    def _fail(self, error: SummarizeError) -> None:
        """Report an error and keep it, without the frames that it passed: they hold the document."""
        error.__traceback__ = error.__cause__ = error.__context__ = None
        self.errors.append(error)
        say(str(error))


def _too_large(item: Input) -> str:
    """A message with the size of a document that memory ran out for."""
    from summarize.models.memory import exhausted

    try:
        size = Path(item.name).stat().st_size
    except OSError:  # standard input
        size = None
    return f"{item.called}: {exhausted(size)}"
