"""Reading bytes as a file, and what came of it; shared by the tests of every format."""

from __future__ import annotations

from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.documents import Document


def parts(document: Document, *roles: str) -> list[str]:
    """The texts of the parts with these roles; of all parts without roles."""
    return [
        document.text[part.start : part.end] for part in document.parts if not roles or part.role in roles
    ]


def outcome(data: bytes, name: str = "file", options: ReadingOptions | None = None) -> str:
    """The text of a file, or the one line that says why there is none; anything else is raised."""
    try:
        return from_bytes(data, name, options=options or ReadingOptions()).text
    except DocumentError as error:
        line = str(error)
    assert name in line
    assert "\n" not in line
    return line


def damaged(data: bytes, step: int) -> list[bytes]:
    """The file cut off, with a hole, and with a hole of zeros, at every ``step`` bytes."""
    found = []
    for cut in range(10, len(data), step):
        found += [data[:cut], data[:cut] + data[cut + 40 :], data[:cut] + b"\0" * 9 + data[cut + 9 :]]
    return found
