"""Translations in the format of their source: which files get one, and how they are read for it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from summarize.cli.inputs import read
from summarize.cli.output import folder_named
from summarize.documents.editing.formats import TEXTUAL, format_of
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions

if TYPE_CHECKING:
    from summarize.cli.deliver import Input
    from summarize.result import Result
    from summarize.text.documents import Document

# Formats that come back edited: their sentences are those of the file that is written then.
_EXCHANGED = ("xliff", "xliff2")


class OwnFormat:
    """The formats of one run: ``style`` is what ``--format`` says, ``None`` for the source's own.

    A source is written back if its format can be, and its output is a file of that format by its name, or
    standard output if it is text. Markdown is always read to be written back, so that only its prose is
    translated.
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
        """The suffix of the output if it is to be in the format of the source; empty for others."""
        form = format_of(item.name)
        if self._style == "md" and form == "markdown":
            return PurePath(item.name).suffix[1:]
        if self._style or not self._output:
            return ""
        named = item.name if folder_named(self._output) else self._output
        return PurePath(named).suffix[1:] if form and form == format_of(named) else ""

    def document(self, item: Input) -> Document:
        """The document; raises what ``summarize.cli.inputs.read`` does.

        Raises:
            DocumentError: a file that is to be written back has another format than its name says.
        """
        own = bool(self.suffix(item))
        to_screen = not (self._style or self._output)
        some = TEXTUAL if to_screen else frozenset(["markdown"])
        formats = None if own or self._style in _EXCHANGED else some
        return self._document(item.name, own, replace(self._editing, formats=formats))

    def _read(self, name: str, own: bool, editing: Editing) -> Document:
        options = replace(self._reading, editing=editing)
        found = read(name, self._language, options)
        if own and found.editable is None:
            raise DocumentError(f"{name} has another format than its name says; --format text translates it")
        return found

    def data(self, result: Result) -> bytes | None:
        """The file of a translation in the format of its source, if that is what is asked for."""
        file = result.translation.file if result.translation else None
        asked = self._style is None or (self._style == "md" and result.document.format == "markdown")
        return file.data if file and asked else None
