"""Bytes of a file of text → characters, and back to the same bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from summarize.errors import DocumentError
from summarize.text import charsets
from summarize.text.characters import SURROGATES

_MARKS = (
    codecs.BOM_UTF8,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
)
DAMAGED = re.compile(f"[{SURROGATES}]")  # bytes that are no characters, and halves of characters
REFERENCES = "summarize-references"  # letters that an encoding lacks, as references of HTML and XML


def _referenced(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    return b"".join(
        bytes([ord(each) - 0xDC00]) if DAMAGED.match(each) else f"&#{ord(each)};".encode() for each in lacking
    ), error.end


codecs.register_error(REFERENCES, _referenced)


@dataclass(frozen=True)
class Source:
    """A text, its encoding and its byte order mark; bytes that are no characters are surrogates."""

    text: str
    encoding: str
    mark: bytes = b""
    warnings: tuple[str, ...] = ()

    def again(self, data: bytes) -> str:
        """The text of bytes that ``encoded`` made."""
        body = data.removeprefix(self.mark)
        if not self.encoding.startswith("utf"):  # then it may have become UTF-8
            with suppress(UnicodeDecodeError):
                return body.decode("utf-8")
        return body.decode(self.encoding, "surrogateescape")

    def encoded(self, text: str, errors: str = "surrogateescape") -> tuple[bytes, str]:
        """A changed text as bytes, and their encoding: that of the source, or UTF-8 if it lacks a letter.

        ``errors`` is ``REFERENCES`` where the format can write any character as a reference.
        """
        try:
            return self.mark + text.encode(self.encoding, errors), self.encoding
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogateescape"), "utf-8"


def source_of(data: bytes, name: str, encoding: str | None = None, declared: str | None = None) -> Source:
    """The text of a file, such that writing it again gives the same bytes.

    Args:
        encoding: used as given; detected when ``None``.
        declared: the charset that the file names, used if it fits.

    Raises:
        UsageError: ``encoding`` is not a text encoding.
        DocumentError: the bytes are in no known encoding, or cannot be written back as they were.
    """
    mark = next((each for each in _MARKS if data.startswith(each)), b"")
    for found, warnings in _readings(data, name, encoding, None if mark else declared):
        body = data[len(mark) :]
        try:
            text = body.decode(found, "surrogateescape")
            if text.encode(found, "surrogateescape") == body:
                return Source(text, found, mark, warnings)
        except (UnicodeError, LookupError):
            continue
    raise DocumentError(f"{name} cannot be written back in its encoding; save it as UTF-8")


def _readings(
    data: bytes, name: str, encoding: str | None, declared: str | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The encodings to try, each with its warnings."""
    if encoding is None and declared:
        yield declared, ()
    _, found, warnings = charsets.decode_text(data, name, encoding)
    kept = tuple(
        f"{each.replace(' replaced with �', ' kept as they are')}"
        if each.startswith(charsets.DAMAGED)
        else each
        for each in warnings
    )
    yield found, kept
