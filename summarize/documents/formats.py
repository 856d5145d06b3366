"""The formats that are read, and how each is recognised by its bytes.

A file's name never decides what it is; it only tells which files of a folder are worth opening.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from summarize.documents import content
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
    Format("markdown", "Markdown", (".md", ".markdown"), "markdown", "markdown_it"),
    Format("pdf", "PDF", (".pdf",), "pdf.reader", "pypdfium2"),
    Format("docx", "Word (DOCX)", (".docx", ".docm"), "docx", "lxml"),
    Format("html", "web page (HTML)", (".html", ".htm", ".xhtml"), "html", "trafilatura"),
    Format("eml", "e-mail (EML)", (".eml",), "mail"),
    Format("mail", "e-mail as plain text", (), "mail_text"),
    Format("chat", "chat as plain text", (), "chat"),
    Format("csv", "table (CSV, TSV)", (".csv", ".tsv"), "tables"),
    Format("json", "JSON, JSON Lines", (".json", ".jsonl", ".ndjson"), "records"),
    Format("latex", "LaTeX", (".tex",), "latex"),
    Format("srt", "subtitles (SRT)", (".srt",), "subtitles"),
    Format("vtt", "subtitles (WebVTT)", (".vtt",), "subtitles"),
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


_PACKAGES = (("word/", "docx"),)
_OPENINGS = (
    (
        re.compile(
            r"\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
        ),
        "html",
    ),
    (re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\r?\n|\Z)"), "vtt"),
    (re.compile(r"\s*\d+[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d"), "srt"),
)
_PROBE = 2048  # characters in which a format begins
_CONTENT = 32_768  # bytes in which the content of a text shows what it is
_BLANK = b" \t\r\n\f\xef\xbb\xbf"


def sniff(data: bytes, options: ReadingOptions | None = None) -> Format | None:
    """The format of a file that is not plain text; ``None`` if no reader knows it.

    A text that has the column which ``options`` ask for is a table, however few its lines are.
    """
    name = _by_magic(data)
    if options and options.column and name is None and content.has_column(data[:_CONTENT], options.column):
        name = "csv"
    return next((each for each in FORMATS if each.name == name and each.module), None)


def _by_magic(data: bytes) -> str | None:
    if data[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _of_package(data)
    if content.is_message(data[:_CONTENT]):
        return "eml"
    start = _start(data)
    opening = next((name for pattern, name in _OPENINGS if pattern.match(start, 0, _PROBE)), None)
    return opening or content.format_of(start)


def _start(data: bytes) -> str:
    """The first characters of a file, as far as they are ASCII; UTF-16 is known by its mark."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data[:_CONTENT].decode(encoding, "replace")


def _of_package(data: bytes) -> str | None:
    """The format of a zip package by the members that only this format has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError):
        return None
    return next(
        (name for prefix, name in _PACKAGES if any(each.startswith(prefix) for each in members)), None
    )
