"""Files, bytes and pipes → ``Document``, whatever their format."""

from __future__ import annotations

from dataclasses import replace

from summarize.documents.formats import sniff
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text import documents
from summarize.text.charsets import DAMAGED
from summarize.text.documents import Document

_DEFAULTS = ReadingOptions()


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
    return from_bytes(documents.contents(path), path, language=language, options=options)


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
    found = sniff(data)
    if found is None:
        return documents.from_bytes(data, name, encoding=options.encoding, language=language)
    reading = found.reader().read(data, name, options)
    document = documents.from_text(reading.text, name, language)
    return replace(
        document,
        encoding=reading.encoding,
        warnings=(*reading.warnings, *document.warnings),
        format=found.name,
        pages=reading.pages,
        parts=reading.parts,
        places=reading.places,
    )
