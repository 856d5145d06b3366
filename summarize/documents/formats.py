"""The formats that are read, and how each is recognised by its bytes.

A file's name never decides what it is; it only tells which files of a folder are worth opening.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import BinaryIO, Protocol, cast

from summarize.documents import content
from summarize.documents.builder import Reading
from summarize.documents.packages import contents
from summarize.request import ReadingOptions
from summarize.text.binaries import IMAGES, has_controls, of_package
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

    ``needs`` is the module that a reader imports, ``None`` if the standard library is enough; ``program`` one
    that it runs.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str | None = None
    needs: str | None = None
    program: str | None = None

    def reader(self) -> Reader:
        """The format's reader, imported now."""
        assert self.module is not None
        return cast(Reader, import_module(f"summarize.documents.{self.module}"))

    @property
    def installed(self) -> bool:
        """Whether what the reader needs is there."""
        if self.program:
            return which(self.program) is not None
        return self.needs is None or find_spec(self.needs) is not None


FORMATS = (
    Format("text", "plain text", (".txt", ".text", ".rst")),
    Format("markdown", "Markdown", (".md", ".markdown"), "markdown", "markdown_it"),
    Format("pdf", "PDF", (".pdf",), "pdf.process", "pypdfium2"),
    Format("docx", "Word (DOCX)", (".docx", ".docm"), "docx", "lxml"),
    Format("html", "web page (HTML)", (".html", ".htm", ".xhtml"), "html", "trafilatura"),
    Format("odt", "LibreOffice Writer (ODT)", (".odt", ".ott"), "odt", "lxml"),
    Format("pptx", "PowerPoint (PPTX)", (".pptx", ".pptm", ".ppsx"), "pptx", "lxml"),
    Format("xlsx", "Excel (XLSX)", (".xlsx", ".xlsm"), "xlsx", "lxml"),
    Format("epub", "e-book (EPUB)", (".epub",), "epub", "lxml"),
    Format("rtf", "rich text (RTF)", (".rtf",), "rtf", "striprtf"),
    Format("eml", "e-mail (EML)", (".eml",), "mail"),
    Format("mail", "e-mail as plain text", (), "mail_text"),
    Format("chat", "chat as plain text", (), "chat"),
    Format("csv", "table (CSV, TSV)", (".csv", ".tsv"), "tables"),
    Format("json", "JSON, JSON Lines", (".json", ".jsonl", ".ndjson"), "records"),
    Format("latex", "LaTeX", (".tex",), "latex"),
    Format("image", "PNG, JPEG, TIFF with --ocr", (), "image", program="tesseract"),
    Format("gzip", "compressed file (GZ)", (".gz",)),
    Format("zip", "archive (ZIP), file by file", (".zip",)),
    Format("xliff", "XLIFF", (".xlf", ".xliff"), "xliff", "lxml"),
    Format("po", "translation catalogue (PO)", (".po", ".pot"), "catalogues"),
    Format("ini", "settings (INI)", (".ini",), "settings"),
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
                each.needs or each.program or "summarize",
                "yes" if each.installed else "no",
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


_PACKAGES = (("word/", "docx"), ("ppt/", "pptx"), ("xl/workbook.xml", "xlsx"))
_TYPES = (
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/epub+zip", "epub"),
)
_OPENINGS = (
    (
        re.compile(
            r"\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
        ),
        "html",
    ),
    (
        re.compile(r"\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:\w{1,20}:)?xliff\b", re.S),
        "xliff",
    ),
    (re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\r?\n|\Z)"), "vtt"),
    (re.compile(r"\s*\d+[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d"), "srt"),
)
_PROBE = 2048  # characters in which a format begins
_CONTENT = 32_768  # bytes in which the content of a text shows what it is
_ZIP = b"PK\x03\x04"
_BLANK = b" \t\r\n\f\xef\xbb\xbf"


def sniff(data: bytes, options: ReadingOptions | None = None) -> Format | None:
    """The format of a file that is not plain text; ``None`` if no reader knows it.

    A text that has the column which ``options`` ask for is a table, however few its lines are.
    """
    name = _by_magic(data)
    if options and options.column and name is None and content.has_column(data[:_CONTENT], options.column):
        name = "csv"
    return next((each for each in FORMATS if each.name == name and each.module), None)


def refused(data: bytes) -> str | None:
    """What a zip package is that is not read, and what to do."""
    found = contents(io.BytesIO(data)) if data.startswith(_ZIP) else None
    return of_package(frozenset(found[0]), found[1]) if found else None


def is_archive(source: BinaryIO) -> bool:
    """Whether a file is a ZIP of documents."""
    return source.read(len(_ZIP)) == _ZIP and _of_package(source) == "zip"


def _by_magic(data: bytes) -> str | None:
    if data[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_ZIP):
        return _of_package(io.BytesIO(data))
    if data.startswith(IMAGES) and has_controls(data[:_PROBE]):
        return "image"
    if data[:_PROBE].lstrip(_BLANK).startswith(b"{\\rtf"):
        return "rtf"
    if content.is_message(data[:_CONTENT]):
        return "eml"
    start = _start(data)
    opening = next((name for pattern, name in _OPENINGS if pattern.match(start, 0, _PROBE)), None)
    return opening or content.format_of(start)


def _start(data: bytes) -> str:
    """The first characters of a file, as far as they are ASCII; UTF-16 is known by its mark."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data[:_CONTENT].decode(encoding, "replace")


def _of_package(source: BinaryIO) -> str | None:
    """The format of a zip package, by the type it gives itself or the members that only this format has."""
    found = contents(source)
    if found is None:
        return None
    members, mimetype = found
    for prefix, name in _TYPES:
        if mimetype.startswith(prefix):
            return name
    known = next(
        (name for prefix, name in _PACKAGES if any(each.startswith(prefix) for each in members)), None
    )
    if known or "META-INF/container.xml" in members:
        return known or "epub"
    return None if of_package(frozenset(members), mimetype) else "zip"
