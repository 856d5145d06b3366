"""``summarize read``: what is read from files, which is what offsets in results point into."""

from __future__ import annotations

from typing import Annotated, TextIO

import typer

from summarize.cli.destination import Destination
from summarize.cli.help import Command, application
from summarize.cli.option_groups import DESTINATION, READING, with_options
from summarize.cli.options import Debug, Files, FollowLinks, SourceLanguage, format_option
from summarize.cli.output import SUFFIXES, Format, say, write
from summarize.cli.printers import JsonObjects
from summarize.errors import SummarizeError
from summarize.request import ReadingOptions
from summarize.result.document import document_failure_to_json, document_to_json
from summarize.text.documents import Document
from summarize.text.parts import Part

app = application()

EPILOG = """\
Examples:

  summarize read report.pdf
  summarize read report.pdf --format md -o report.md
  summarize read report.pdf --format json
"""


@app.command(cls=Command, epilog=EPILOG)
@with_options(READING, DESTINATION)
def read(
    *,
    files: Files = None,
    source: SourceLanguage = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    style: Annotated[
        Format,
        format_option("Plain text, Markdown, or JSON with every part's role and place."),
    ] = "text",
    destination: Destination,
    debug: Debug = False,
) -> None:
    """Show what is read from files.

    The text is exactly the one that start and end count in, in the JSON of summaries and translations.
    """
    from summarize.cli import inputs
    from summarize.cli.deliver import Delivery, Form

    def printer(stream: TextIO, many: bool) -> DocumentPrinter:
        return DocumentPrinter(stream, style, many=many)

    delivery = Delivery(
        inputs=inputs.inputs(files or [], say, follow_links, reading.attachments),
        make=lambda item: inputs.read(item.name, source, reading),
        form=Form("read", SUFFIXES[style], printer),
        forget=lambda: None,
        to=destination,
    )
    raise typer.Exit(delivery.run())


class DocumentPrinter:
    """Writes documents to one stream; ``many`` is whether several share it."""

    def __init__(self, stream: TextIO, style: Format, *, many: bool) -> None:
        self._stream = stream
        self._style = style
        self._many = many
        self._objects = JsonObjects(stream, lines=style == "jsonl", many=many)
        self._count = 0

    def result(self, document: Document, /) -> None:
        """Write one document."""
        if self._style in ("json", "jsonl"):
            self._objects.add(document_to_json(document))
            return
        text = markdown(document) if self._style == "md" else document.text
        title = f"==> {document.name} <==\n" if self._many else ""
        between = "\n" if self._count else ""
        write(self._stream, f"{between}{title}{text}" + ("" if text.endswith("\n") else "\n"))
        self._count += 1

    def failure(self, name: str, target: str | None, error: SummarizeError) -> None:
        """Write the object of a document that failed; text and Markdown have none."""
        if self._style in ("json", "jsonl"):
            self._objects.add(document_failure_to_json(name, error))

    def close(self) -> None:
        """End the JSON array of several documents."""
        if self._style in ("json", "jsonl"):
            self._objects.close()


def markdown(document: Document) -> str:
    """The text with marks for headings, list items, tables and quotes; a text that has marks as it is."""
    if not document.parts or document.marks:
        return document.text
    blocks: list[str] = []
    before: Part | None = None
    for part in document.parts:
        text = _marked(document.text[part.start : part.end], part)
        together = before is not None and before.role == part.role and part.role in ("list", "row")
        if part.role == "row" and not together:
            text += "\n|" + " --- |" * (text.count(" | ") + 1)
        blocks += ["\n" if together else "\n\n", text] if before else [text]
        before = part
    return "".join(blocks)


def _marked(text: str, part: Part) -> str:
    if part.role in ("title", "heading"):
        return f"{'#' * max(1, part.level)} {text}"
    if part.role == "row":
        return f"| {text} |"
    return f"> {text}" if part.role == "quoted" else text
