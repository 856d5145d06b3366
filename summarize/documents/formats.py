"""The formats that are read, and how each is recognised by its bytes.

A file's name never decides what it is; it only tells which files of a folder are worth opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from summarize.documents.builder import Reading
from summarize.request import ReadingOptions
from summarize.text.documents import TEXT_SUFFIXES


class Reader(Protocol):
    """A module that reads one format."""

    def read(self, data: bytes, name: str, options: ReadingOptions) -> Reading:
        """The text of the file ``data``; ``name`` is for messages.

        Raises:
            DocumentError: the file is damaged, protected or without text.
        """


@dataclass(frozen=True)
class Format:
    """One format: its name in results, its name for people, its suffixes, its reader and what that needs.

    ``needs`` is the module that a reader imports, ``None`` if the standard library is enough.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str | None = None
    needs: str | None = None

    def reader(self) -> Reader:
        """The format's reader, imported now."""
        assert self.module is not None
        return cast(Reader, import_module(f"summarize.documents.{self.module}"))

    @property
    def installed(self) -> bool:
        """Whether what the reader needs is there."""
        return self.needs is None or find_spec(self.needs) is not None


FORMATS = (
    Format("text", "plain text", (".txt", ".text", ".rst")),
    Format("markdown", "Markdown", (".md", ".markdown")),
    Format("pdf", "PDF", (".pdf",), "pdf.reader", "pypdfium2"),
)


def suffixes() -> frozenset[str]:
    """The suffixes of files that are read when they are found in a folder."""
    return TEXT_SUFFIXES.union(*(each.suffixes for each in FORMATS))


def table() -> str:
    """Every format that is read: its suffixes, and whether what it needs is installed."""
    rows = [("format", "suffixes", "read by", "installed")]
    for each in FORMATS:
        rows.append(
            (
                each.title,
                " ".join(each.suffixes),
                each.needs or "summarize",
                "yes" if each.installed else "no",
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


_BLANK = b" \t\r\n\f\xef\xbb\xbf"


def sniff(data: bytes) -> Format | None:
    """The format of a file that is not plain text; ``None`` if no reader knows it."""
    name = _by_magic(data)
    return next((each for each in FORMATS if each.name == name and each.module), None)


def _by_magic(data: bytes) -> str | None:
    if data[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
        return "pdf"
    return None
