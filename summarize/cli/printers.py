"""Results → text, Markdown, JSON and the other formats, on one stream."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, TextIO

from summarize.cli.output import Format, write
from summarize.cli.streams import direct
from summarize.errors import SummarizeError
from summarize.request import Task
from summarize.result import Excerpt, Result
from summarize.result.summary import failure_to_json
from summarize.text.escapes import escaped, json_text, on_one_line
from summarize.text.parts import place_at

if TYPE_CHECKING:
    from summarize.translation.writers.formats import Outcome, Style


class JsonObjects:
    """Objects on one stream: one line each, or indented; several of these are an array."""

    def __init__(self, stream: TextIO, *, lines: bool, many: bool) -> None:
        self._stream = stream
        self._lines = lines
        self._many = many
        self._count = 0

    def add(self, value: dict[str, object]) -> None:
        """Write one object."""
        if self._lines:
            text = json_text(value) + "\n"
        else:
            text = json_text(value, indent=2)
            text = ("[\n" if self._count == 0 else ",\n") + text if self._many else text + "\n"
        write(self._stream, text)
        self._count += 1

    def close(self) -> None:
        """End the array."""
        if self._many and not self._lines:
            write(self._stream, "\n]\n" if self._count else "[]\n")


class SummaryPrinter:
    """Writes summaries to one stream, in order, each as soon as it is ready.

    ``many`` is whether several documents share the stream: text then gets ``==> name <==`` lines as
    ``head`` prints them, and JSON becomes an array. ``task`` is that of a document that failed.
    """

    def __init__(
        self,
        stream: TextIO,
        style: Format,
        *,
        many: bool,
        task: Task,
        highlight: bool = False,
        cite: bool = False,
    ) -> None:
        self._style = style
        self._many = many
        self._task = task
        self._highlight = highlight
        self._cite = cite
        self._colour = highlight and stream.isatty() and not os.environ.get("NO_COLOR")
        self._stream = direct(stream) if self._colour else stream
        self._objects = JsonObjects(self._stream, lines=style == "jsonl", many=many)
        self._count = 0

    def result(self, result: Result) -> None:
        """Write one result."""
        if self._style in ("json", "jsonl"):
            self._objects.add(result.to_json())
            return
        text = cited(result) if self._cite or (result.document.members and not result.target) else result.text
        if result.document.members and result.target:
            text = f"{text}\n[{'; '.join(on_one_line(m.document.name) for m in result.document.members)}]"
        if self._highlight:
            text = marked(result, colour=self._colour, style=self._style)
        title = ""
        if self._style == "md":
            title = f"## {_title(result)}\n\n"
            text = text if self._highlight else _markdown(result, text)
        elif self._many:
            language = f" ({result.target})" if result.target else ""
            title = f"==> {on_one_line(result.document.name)}{language} <==\n"
        if result.entities:
            from summarize.cli.entity_list import listed

            text = f"{text.rstrip(chr(10))}\n\n{listed(result, markdown=self._style == 'md')}".lstrip("\n")
        self._write(f"{'' if self._count == 0 else chr(10)}{title}{text.rstrip(chr(10))}\n")

    def failure(self, name: str, target: str | None, error: SummarizeError) -> None:
        """Write the object of a document that failed; text and Markdown have none."""
        if self._style in ("json", "jsonl"):
            self._objects.add(failure_to_json(name, self._task, error))

    def close(self) -> None:
        """End the JSON array of a run over several documents."""
        if self._style in ("json", "jsonl"):
            self._objects.close()

    def _write(self, text: str) -> None:
        write(self._stream, text)
        self._count += 1


class TranslationPrinter:
    """Writes translations to one stream: text and JSON Lines as they come, other formats at the end.

    ``many`` is whether several documents or languages share the stream; for ``guard_formulas`` and ``reader``
    see ``summarize.translation.writers.formats.written``.
    """

    def __init__(
        self, stream: TextIO, style: Style, *, many: bool, guard_formulas: bool = True, reader: str = "en"
    ) -> None:
        self._stream = stream
        self._style: Style = style
        self._many = many
        self._guard_formulas = guard_formulas
        self._reader = reader
        self._streamed = style in ("text", "jsonl")
        self._outcomes: list[Outcome] = []

    def result(self, result: Result) -> None:
        """Write one translation, or keep it for the end."""
        assert result.translation is not None
        self._add(result.translation)

    def failure(self, name: str, target: str | None, error: SummarizeError) -> None:
        """The same for a document that failed; only JSON shows it."""
        from summarize.translation.writers.formats import Failed

        self._add(Failed(name, target or "", error))

    def close(self) -> None:
        """Write what was kept; end the last line of a text on a terminal."""
        from summarize.translation.writers.formats import written

        if not self._streamed and (self._style == "json" or self._done()):
            guard = self._guard_formulas
            text = written(
                self._outcomes, self._style, many=self._many, guard_formulas=guard, reader=self._reader
            )
            write(self._stream, text)
        elif self._stream.isatty():
            write(self._stream, "\n")

    def _add(self, outcome: Outcome) -> None:
        from summarize.translation.writers.formats import written

        if self._streamed:
            text = written([outcome], self._style, many=self._many)
            between = "\n" if text and self._style == "text" and self._done() else ""
            write(self._stream, between + text)
        self._outcomes.append(outcome)

    def _done(self) -> bool:
        from summarize.result import Translation

        return any(isinstance(outcome, Translation) for outcome in self._outcomes)


def made(result: Result) -> str:
    """How a result was made: what was read, in which language, by which model, how much of it."""
    document = result.document
    sure = document.identification.confidence
    facts = [f"{document.format}, {document.encoding}, {document.language} ({sure:.0%} sure)", result.model]
    if not result.translation:
        facts.append(f"{len(result.sentences)} of {result.source_sentences} sentences")
    if result.generated:
        account = result.generated.account
        facts.append(f"{account.tokens_read} tokens read, {account.tokens_written} written")
    return "; ".join(facts)


def _markdown(result: Result, text: str) -> str:
    """The text of a summary as Markdown: headings are marked, and lines are paragraphs or items."""
    headings = {section.heading for section in result.sections}
    lines = [f"### {line}" if line in headings else line for line in text.split("\n") if line]
    items = result.shape == "bullets"
    pieces = [lines[0]] if lines else []
    for before, line in pairwise(lines):
        together = items and before.startswith("- ") and line.startswith("- ")
        pieces += ["\n" if together else "\n\n", line]
    return "".join(pieces)


def _title(result: Result) -> str:
    return on_one_line(result.document.name) if result.document.name != "-" else "Summary"


def marked(result: Result, *, colour: bool, style: Format = "text") -> str:
    """The source as read, with the chosen sentences marked.

    Bold yellow on a terminal, where control characters of the source are shown as escapes; ``**…**`` in
    Markdown, ``⟦…⟧`` elsewhere.
    """
    before, after = ("\x1b[1;33m", "\x1b[0m") if colour else ("**", "**") if style == "md" else ("⟦", "⟧")
    text, pieces, position = result.document.text, [], 0
    shown = escaped if colour else str
    for sentence in result.sentences:
        unmarked, chosen = text[position : sentence.start], text[sentence.start : sentence.end]
        pieces += [shown(unmarked), before, shown(chosen), after]
        position = sentence.end
    return "".join([*pieces, shown(text[position:])])


def cited(result: Result) -> str:
    """The summary with the place of each sentence after it: ``… [p. 3]``.

    A sentence that a model wrote is followed by the places of the sentences it rests on. Nothing is
    added where the format of the source has no places.
    """
    from summarize.text.structure import said

    labels = [_labels(result, sentence) for sentence in result.sentences]
    if result.generated:
        sentences = [(each.text, each.sentences) for each in result.generated.support]
    else:
        quoted = (said(result.document, each.start, each.end) for each in result.sentences)
        sentences = [(text, (i,)) for i, text in enumerate(quoted)]
    pieces, position = [], 0
    for sentence, indices in sentences:
        found = result.text.find(sentence, position)
        named = dict.fromkeys(label for i in indices for label in labels[i])
        if found < 0 or not named:
            continue
        end = found + len(sentence)
        between = "; " if result.document.members else ", "
        pieces += [result.text[position:end], f" [{between.join(named)}]"]
        position = end
    return "".join([*pieces, result.text[position:]])


def _labels(result: Result, sentence: Excerpt) -> list[str]:
    """The place of a sentence, and those of other documents that say the same."""
    starts = [sentence.start, *(start for start, _ in sentence.also)]
    places = [place_at(result.document.places, start) for start in starts]
    return [on_one_line(place.label) for place in places if place]
