"""Progress of a run: lines at the bottom of a terminal, removed at the end; without a terminal, nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from summarize import progress
from summarize.cli.streams import direct, shown
from summarize.cli.verbosity import is_quiet
from summarize.text.escapes import escaped, on_one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn, TaskID
    from rich.text import Text

_BELOW = 3  # lines of the screen that stay free of what is being written


def display(*columns: ProgressColumn, above: Callable[[Console], Text | None] = lambda _: None) -> Progress:
    """Lines on standard error, which is a terminal; names in them must be escaped.

    ``above`` gives a text to show above them. Standard output must not pass through a console that writes on
    standard error.
    """
    from rich.console import Console, RenderableType
    from rich.progress import Progress

    console = Console(file=direct(sys.stderr))

    class Lines(Progress):
        def get_renderables(self) -> Iterator[RenderableType]:
            text = above(console)
            if text is not None:
                yield text
            yield from super().get_renderables()

    return Lines(*columns, console=console, transient=True, redirect_stdout=False)


def start(progress: Progress) -> None:
    """Show the lines; what is printed meanwhile appears above them, with foreign text shown as before."""
    progress.start()
    sys.stderr = shown(sys.stderr)


class Bar:
    """One run over ``total`` documents, shown on standard error if that is a terminal.

    ``printing`` says whether results go to standard output. If that is a terminal too, the lines are
    removed before each result. An extract takes no time, so a single document has no line until a model
    reports progress. With ``following`` the text of a single document is shown as a model writes it, until
    the checked text takes its place.
    """

    def __init__(self, total: int, *, printing: bool, following: bool = False) -> None:
        self._total, self._done = total, 0
        self._terminal = sys.stderr is not None and sys.stderr.isatty() and not is_quiet()
        self._shared = printing and sys.stdout is not None and sys.stdout.isatty()
        self._following = following and self._shared and total == 1
        self._draft = ""
        self._lines: Progress | None = None
        self._documents: TaskID | None = None
        self._work: TaskID | None = None
        self._began = 0.0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lines is not None:
            self._lines.stop()

    @contextmanager
    def document(self) -> Iterator[None]:
        """Within this block one document is processed."""
        if not self._terminal:
            yield
            return
        try:
            if self._total > 1 and not self._shared:
                self._show()
            follow = progress.following(self._follow) if self._following else nullcontext()
            with progress.listening(self._hear), follow:
                yield
        finally:
            self._done += 1
            self._draft = ""
            if self._lines is not None and self._work is not None:
                self._lines.remove_task(self._work)
                self._work = None
            if self._lines is not None and self._shared:
                self._lines.stop()

    def skip(self) -> None:
        """Count one document as done without processing it."""
        self._done += 1

    def _hear(self, work: str, done: int, total: int, tokens: int) -> None:
        lines = self._show()
        if self._work is None:
            self._work = lines.add_task("", total=None, count="", tokens="")
        if not tokens:
            # A later pass: a task that has once been finished would stand still.
            lines.reset(self._work)
            self._began = time.monotonic()
        lines.update(
            self._work,
            description=on_one_line(work),
            completed=done,
            total=total or None,
            count=f"{done}/{total}" if total else "",
            tokens=_speed(tokens, time.monotonic() - self._began),
            refresh=not done,
        )

    def _follow(self, text: str) -> None:
        self._draft = escaped(text)
        if self._lines is not None:
            self._lines.refresh()

    def _drafted(self, console: Console) -> Text | None:
        """The end of what is being written, as much as the screen holds."""
        if not self._draft:
            return None
        from rich.text import Text

        lines = Text(self._draft, style="dim").wrap(console, console.width)
        return Text("\n").join(lines[-max(console.height - _BELOW, 1) :])

    def _show(self) -> Progress:
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

        if self._lines is None:
            self._lines = display(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[count]}"),
                TextColumn("{task.fields[tokens]}"),
                TimeElapsedColumn(),
                above=self._drafted,
            )
            if self._total > 1:
                self._documents = self._lines.add_task("documents", total=self._total, count="", tokens="")
        if self._documents is not None:
            count = f"{self._done}/{self._total}"
            self._lines.update(self._documents, completed=self._done, count=count)
        start(self._lines)
        return self._lines


def _speed(tokens: int, seconds: float) -> str:
    """``412 tokens, 14/s``; nothing before the first token."""
    return f"{tokens} tokens, {tokens / max(seconds, 0.1):.0f}/s" if tokens else ""
