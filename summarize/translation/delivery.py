"""Each document into each language, told of and written: to stdout, to one file, or to a folder of files.

Accounts for every document and language: done, left out or failed. A file is there whole or not at
all, so a run that was killed goes on where it stopped. Knows neither flags nor models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from summarize.cli.deliver import SOME_FAILED, STDIN, Input
from summarize.cli.output import (
    destinations,
    folder_named,
    refuse_overwriting,
    replacing,
    standard_output,
    write,
)
from summarize.cli.progress_bar import Bar
from summarize.errors import FaithfulnessError, SummarizeError
from summarize.result import Translation
from summarize.text.documents import Document
from summarize.translation.writers.formats import SUFFIXES, Failed, Outcome, Style, written

_STREAMED = ("text", "jsonl")  # written as they come; the others are one whole


@dataclass(frozen=True)
class Item:
    """One document into one language; ``path`` is its own file, if it gets one."""

    input: Input
    target: str
    path: Path | None


@dataclass
class Delivery:
    """One run: ``read`` gives a document of a name, ``translate`` puts it into a language.

    With ``strict`` a translation with flagged sentences is a failure and is not written.
    """

    inputs: Sequence[Input]
    targets: Sequence[str]
    read: Callable[[str], Document]
    translate: Callable[[Document, str], Translation]
    say: Callable[[str], None]
    style: Style = "text"
    output: str | None = None
    skip_existing: bool = False
    strict: bool = False
    errors: list[SummarizeError] = field(default_factory=list)

    def run(self) -> int:
        """Do and write everything; return the exit code."""
        folder = folder_named(self.output)
        items = self._items(folder)
        sources = [one.name for one in self.inputs if one.name != STDIN]
        refuse_overwriting(sources, [item.path for item in items if item.path])
        if self.output and not folder:
            refuse_overwriting(sources, [Path(self.output)])
        if not folder and self.output and self.skip_existing and Path(self.output).exists():
            self.say(f"{self.output} is there; nothing was done")
            return 0
        with Bar(len(items), printing=not self.output) as bar:
            if folder:
                self._to_files(items, bar)
            else:
                self._to_one_stream(items, bar)
        if not self.errors:
            return 0
        return self.errors[-1].exit_code if len(self.errors) == len(items) else SOME_FAILED

    def _items(self, folder: Path | None) -> list[Item]:
        pairs = [(one, target) for one in self.inputs for target in self.targets]
        endings = [(one.place, f"{target}.{SUFFIXES[self.style]}") for one, target in pairs]
        paths = destinations(endings, folder) if folder else []
        return [
            Item(one, target, paths[number] if paths else None) for number, (one, target) in enumerate(pairs)
        ]

    def _to_files(self, items: Sequence[Item], bar: Bar) -> None:
        for item, outcome in self._outcomes(items, bar):
            if isinstance(outcome, Translation) and item.path:
                with replacing(item.path) as stream:
                    write(stream, written([outcome], self.style))

    def _to_one_stream(self, items: Sequence[Item], bar: Bar) -> None:
        many = len(items) > 1
        outcomes: list[Outcome] = []
        with replacing(Path(self.output)) if self.output else nullcontext(standard_output()) as stream:
            for _, outcome in self._outcomes(items, bar):
                outcomes.append(outcome)
                if self.style in _STREAMED:
                    said = written([outcome], self.style, many=many)
                    first = self.style != "text" or not any(
                        isinstance(one, Translation) for one in outcomes[:-1]
                    )
                    write(stream, said if first or not said else f"\n{said}")
            if self.output and len(self.errors) == len(items):
                raise self.errors.pop()  # nothing to keep: the output file stays as it was
            if self.style not in _STREAMED and (self.style == "json" or len(self.errors) < len(items)):
                write(stream, written(outcomes, self.style, many=many))
            elif not self.output and stream.isatty():
                write(stream, "\n")

    def _outcomes(self, items: Sequence[Item], bar: Bar) -> Iterator[tuple[Item, Outcome]]:
        """What became of each item, told; those whose file is there already are left out."""
        name, document = None, None
        for item in items:
            called = "standard input" if item.input.name == STDIN else item.input.name
            if self.skip_existing and item.path and item.path.exists():
                self.say(f"{called}: {item.path} is there; left out")
                bar.leave_out()
                continue
            try:
                if document is None or name != item.input.name:
                    name, document = item.input.name, None
                    document = self.read(item.input.name)
                with bar.document():
                    translation = self.translate(document, item.target)
                self._refuse_flagged(called, translation)
            except SummarizeError as error:
                self.errors.append(error)
                self.say(str(error))
                yield item, Failed(item.input.name, item.target, str(error))
                continue
            for warning in translation.warnings:
                self.say(f"{called} ({item.target}): {warning}")
            yield item, translation

    def _refuse_flagged(self, called: str, translation: Translation) -> None:
        if not self.strict or not translation.account.flagged:
            return
        first = next(segment for segment in translation.segments if segment.status == "flagged")
        counted = translation.account
        raise FaithfulnessError(
            f"{called} ({translation.target}): {counted.flagged} of {counted.segments} sentences are flagged "
            f"({first.flags[0].message}: {first.source[:60]!r}); nothing was written"
        )
