"""Translation catalogues (PO): what they say, in the language of their translations where they have them."""

from __future__ import annotations

from summarize.documents.builder import Builder, Reading
from summarize.documents.editing.entries import entries
from summarize.request import ReadingOptions
from summarize.text.charsets import decode


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The messages, one paragraph each; the places are their lines.

    Raises:
        DocumentError: the catalogue is damaged.
    """
    text, encoding, warnings = decode(data, name, options.encoding)
    builder = Builder()
    for entry in entries(text, name):
        if not entry.is_header:
            builder.place(f"line {text.count(chr(10), 0, entry.start) + 1}")
            builder.add(entry.translations[-1].text or entry.fields["msgid"].text)
    return builder.reading(encoding, warnings=warnings)
