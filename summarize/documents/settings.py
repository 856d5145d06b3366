"""INI files: their values with words."""

from __future__ import annotations

from summarize.documents.builder import Builder, Reading
from summarize.documents.editing.settings import entries
from summarize.request import ReadingOptions
from summarize.text.charsets import decode


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The values that have words, one paragraph each; the places are their keys."""
    text, encoding, warnings = decode(data, name, options.encoding)
    builder = Builder()
    for entry in entries(text):
        value = text[entry.start : entry.end]
        if any(map(str.isalpha, value)):
            builder.place(entry.label)
            builder.add(value)
    return builder.reading(encoding, warnings=warnings)
