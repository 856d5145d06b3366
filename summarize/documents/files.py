"""Files, bytes and pipes → ``Document``, whatever their format."""

from __future__ import annotations

import io
from dataclasses import replace

from summarize.documents import archives, formats
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text import documents, languages
from summarize.text.documents import Document

_DEFAULTS = ReadingOptions()


def read(path: str, *, language: str | None = None, options: ReadingOptions = _DEFAULTS) -> Document:
    """Read one file of any known format.

    Args:
        path: a regular file or a pipe (such as process substitution); not a folder.
        language: a code or a name; identified when not given.

    Raises:
        DocumentError: the file is missing, unreadable, damaged, protected, empty or of no known format.
        UsageError: the encoding or the language is unknown.
    """
    return from_bytes(archives.contents(path), path, language=language, options=options)


def from_bytes(
    data: bytes, name: str, *, language: str | None = None, options: ReadingOptions = _DEFAULTS
) -> Document:
    """A document from the bytes of a file; arguments and errors as in ``read``."""
    if data.startswith(archives.GZIP):
        data = archives.gunzip(data, name)
    if formats.is_archive(io.BytesIO(data)):
        data, name = archives.only(data, name)
    found = formats.sniff(data)
    if found is None or (found.name == "image" and not options.ocr):
        if what := formats.refused(data):
            raise DocumentError(f"{name} is {what}")
        return documents.from_bytes(data, name, encoding=options.encoding, language=language)
    known = languages.language(language) if language else None
    reading = found.reader().read(data, name, replace(options, language=known))
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
