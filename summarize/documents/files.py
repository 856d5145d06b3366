"""Files, bytes and pipes → ``Document``, whatever their format."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from summarize.documents import archives, attachments, formats
from summarize.documents.builder import Reading
from summarize.documents.editing.formats import edit, editor_of
from summarize.documents.editing.formats import reading as edited
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text import documents, languages
from summarize.text.blocks import Declaring, left
from summarize.text.charsets import DAMAGED
from summarize.text.documents import Document

_DEFAULTS = ReadingOptions()
_AROUND = frozenset(
    {"metadata", "quoted", "signature", "navigation", "running", "code"}
)  # parts of no author


def read(path: str, *, language: str | None = None, options: ReadingOptions = _DEFAULTS) -> Document:
    """Read one file of any known format.

    Args:
        path: a regular file or a pipe (such as process substitution); not a folder.
        language: a code or a name; identified when not given.

    Raises:
        DocumentError: the file is missing, unreadable, damaged, protected, empty or of no known format; or
            ``options`` are strict and bytes of it are no characters.
        UsageError: the encoding or the language is unknown.
    """
    data = attachments.contents(path)
    if data is None:
        data = archives.contents(path)
    return from_bytes(data, path, language=language, options=options)


def from_bytes(
    data: bytes, name: str, *, language: str | None = None, options: ReadingOptions = _DEFAULTS
) -> Document:
    """A document from the bytes of a file; arguments and errors as in ``read``."""
    document = _read(data, name, language, options)
    if options.strict and (damage := next((w for w in document.warnings if w.startswith(DAMAGED)), None)):
        where = damage.replace(" replaced with \ufffd", "")
        raise DocumentError(f"{name} has {where}; --strict refuses it")
    return document


def _read(data: bytes, name: str, language: str | None, options: ReadingOptions) -> Document:
    if data.startswith(archives.GZIP):
        data = archives.gunzip(data, name)
    if formats.is_archive(io.BytesIO(data)):
        data, name = archives.only(data, name)
    found = formats.sniff(data, options)
    form = editor_of(found.name if found else None, name, options.editing) if data else None
    if form:
        return _editable(data, name, form, language, options)
    if found is None or (found.name == "image" and not options.ocr):
        if what := formats.refused(data):
            raise DocumentError(f"{name} is {what}", code="document-format")
        document = documents.from_bytes(data, name, encoding=options.encoding, language=language)
        return replace(document, warnings=(*_unused(options), *document.warnings))
    known = languages.language(language) if language else None
    reading = found.reader().read(data, name, replace(options, language=known))
    return _document(reading, name, found.name, language)


def _editable(data: bytes, name: str, form: str, language: str | None, options: ReadingOptions) -> Document:
    """A document that is read to be written back."""
    known = languages.language(language) if language else None
    editable = edit(data, name, form, replace(options, language=known))
    if isinstance(editable, Declaring):
        language = language or editable.source_language or None
    if not any(block.text.strip() for block in editable.blocks):
        message = "; ".join([f"{name} has nothing to translate", *left(editable)])
        raise DocumentError(message, code="document-empty")
    return replace(_document(edited(editable), name, form, language), editable=editable)


def _document(reading: Reading, name: str, form: str, language: str | None) -> Document:
    document = documents.from_text(reading.text, name, language, _prose(reading))
    return replace(
        document,
        encoding=reading.encoding,
        warnings=(*reading.warnings, *document.warnings),
        format=form,
        pages=reading.pages,
        parts=reading.parts,
        places=reading.places,
        marks=reading.marks,
    )


def _prose(reading: Reading) -> str:
    """The parts that people wrote as text, which show its language."""
    return "\n".join(
        reading.text[part.start : part.end] for part in reading.parts if part.role not in _AROUND
    )


def _unused(options: ReadingOptions) -> Iterator[str]:
    """Warnings that a text is read as it is although a part of it was asked for."""
    if options.column is not None:
        yield f"not a table with a column {options.column!r}; read as plain text"
    if options.key is not None:
        yield f"not JSON; read as plain text, without --key {options.key!r}"
