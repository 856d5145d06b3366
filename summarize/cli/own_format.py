"""Translations in the format of their source: which files get one, and how they are read for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from summarize.cli.deliver import STDIN
from summarize.cli.inputs import read
from summarize.cli.output import folder_named
from summarize.documents.editing.formats import TEXTUAL, format_of, written_as
from summarize.documents.formats import FORMATS
from summarize.errors import DocumentError, UsageError
from summarize.request import Editing, ReadingOptions
from summarize.translation.writers.formats import SUFFIXES

if TYPE_CHECKING:
    from summarize.cli.deliver import Input
    from summarize.result import Result
    from summarize.text.documents import Document

# Formats that come back edited: their sentences are those of the file that is written then.
_EXCHANGED = ("xliff", "xliff2")
# Suffixes that say what kind of a file of their format it is, such as one with macros.
_VARIANTS = frozenset([".docm", ".ott", ".pptm", ".ppsx", ".xlsm"])
# Formats that programs refuse to open if there is only text in the file.
_BINARY = frozenset(["docx", "odt", "pptx", "xlsx", "epub", "pdf"])


class OwnFormat:
    """The formats of one run: ``style`` is what ``--format`` says, ``None`` for the source's own.

    A source is written back if its format can be, and its output is a file of that format by its name, or
    standard output if it is text. PDF gives DOCX. Markdown is always read to be written back, so that only
    its prose is translated.
    """

    def __init__(
        self,
        style: str | None,
        output: str | None,
        language: str | None,
        reading: ReadingOptions,
        editing: Editing,
    ) -> None:
        self._style, self._output = style, output
        self._language, self._reading, self._editing = language, reading, editing
        self._document = lru_cache(maxsize=1)(self._read)  # once for all its targets
        self.forget = self._document.cache_clear

    def suffix(self, item: Input) -> str:
        """The suffix of the output if it is in the format that its source is written back in, or empty."""
        form = self._named(item)
        wanted = written_as(form)
        if self._style == "md" and form == "markdown":
            return PurePath(item.name).suffix[1:]
        if self._style or not self._output or not wanted:
            return ""
        if folder_named(self._output):
            return PurePath(item.name).suffix[1:] if wanted == form else wanted
        ending, before = PurePath(self._output).suffix, PurePath(item.name).suffix
        if ending.lower() != before.lower() and _VARIANTS & {ending.lower(), before.lower()}:
            return ""
        return ending[1:] if wanted == format_of(self._output) else ""

    def _named(self, item: Input) -> str | None:
        """The format that a source is taken for by its name.

        Standard input has none: where a format shows in the bytes, it is taken for what is asked for.
        """
        if item.name != STDIN:
            return format_of(item.name)
        asked = format_of(self._output) if self._output else None
        return asked if asked in _BINARY else None

    def check(self, inputs: Sequence[Input]) -> None:
        """Refuse an output that would hold text and have the name of another format.

        Raises:
            UsageError: it is named like a DOCX file, subtitles or the like, and is not written back from one.
        """
        if not self._output or folder_named(self._output) or all(map(self.suffix, inputs)):
            return
        suffix = PurePath(self._output).suffix.lower()
        form = next((each.name.upper() for each in FORMATS if suffix in each.suffixes), "")
        if suffix in _VARIANTS:
            form = suffix[1:].upper()
        if form == "PDF" and any(self._named(each) == "pdf" for each in inputs):
            raise UsageError(
                f"--output {self._output}: a PDF is translated as DOCX; choose the suffix .docx, "
                "or .txt for the text alone"
            )
        if form == "PDF":
            raise UsageError(
                f"--output {self._output} would hold text alone: {form} is never made; "
                "choose another suffix, such as .txt"
            )
        if form.lower() in _BINARY or suffix in _VARIANTS:
            raise UsageError(
                f"--output {self._output} would hold text alone: {form} is only made from "
                f"{'DOCX or PDF' if form == 'DOCX' else form}, "
                "without --format; choose another suffix, such as .txt"
            )
        if self._style is None and not any(each.name == STDIN for each in inputs):
            self._check_text(suffix[1:], form)

    def _check_text(self, suffix: str, form: str) -> None:
        """Refuse an output that has the suffix of another text format, which programs would fail to read."""
        style = next((style for style, each in SUFFIXES.items() if each == suffix), "text")
        if style not in ("text", "md"):
            raise UsageError(
                f"--output {self._output} would hold text alone; give --format {style}, "
                "or another suffix, such as .txt"
            )
        if form in ("SRT", "VTT", "PO", "INI", "CSV", "HTML", "XLIFF"):
            raise UsageError(
                f"--output {self._output} would hold text alone: {form} is only made from {form}; "
                "choose another suffix, such as .txt"
            )

    def document(self, item: Input) -> Document:
        """The document; raises what ``summarize.cli.inputs.read`` does.

        Raises:
            DocumentError: a file that is to be written back has another format than its name says.
        """
        own = bool(self.suffix(item))
        to_screen = not (self._style or self._output)
        piped = format_of(self._output) if self._output and item.name == STDIN and not self._style else None
        some = TEXTUAL if to_screen else frozenset({"markdown", piped or "markdown"})
        formats = None if own or self._style in _EXCHANGED else some
        wanted = written_as(self._named(item)) if own else None
        return self._document(item.name, wanted, replace(self._editing, formats=formats))

    def _read(self, name: str, own: str | None, editing: Editing) -> Document:
        options = replace(self._reading, editing=editing)
        found = read(name, self._language, options)
        if own and not _is(found, own):
            called = "standard input" if name == STDIN else name
            raise DocumentError(
                f"{called} has another format than its name says; --format text translates it"
            )
        return found

    def data(self, result: Result) -> bytes | None:
        """The file of a translation in the format of its source, if that is what is asked for."""
        file = result.translation.file if result.translation else None
        asked = self._style is None or (self._style == "md" and result.document.format == "markdown")
        return file.data if file and asked else None


def _is(document: Document, form: str) -> bool:
    """Whether a document is written back in a format; a text is taken for what its name says."""
    if document.editable is None:
        return False
    found = document.editable.format
    return found == form or (found in TEXTUAL and form in TEXTUAL)
