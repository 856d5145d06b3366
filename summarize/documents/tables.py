"""Tables (CSV, TSV): one column is the text, row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from summarize.documents.builder import Builder, Reading
from summarize.documents.fields import TEXTS, TITLES, named, refusal
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.charsets import decode

_DELIMITERS = "\t;,"
_FEWEST = 3  # rows, the header among them; two if a name of the header is known or a cell is a number
_PROBED = 200  # rows looked at
_HEADER_LONGEST = 60  # characters of a name in the header
_CELL_LONGEST = 50_000_000  # characters
_SPACED = re.compile(r"[^\W\d_], (?=[^\W\d_])")


def delimiter_of(start: str) -> str | None:
    """What separates the columns of a text that is a table; ``None`` if it is none."""
    lines = start.lstrip("\ufeff\r\n").splitlines()[: _PROBED + 1]
    header = lines[0] if lines else ""
    for delimiter in _DELIMITERS:
        if delimiter in header and _is_table(lines, delimiter):
            return delimiter
    return None


def header_of(start: str) -> list[str]:
    """The cells of the first line, however it separates them."""
    line = start.lstrip("\ufeff \r\n").partition("\n")[0].strip()
    delimiter = next((each for each in _DELIMITERS if each in line), ",")
    return [cell.strip(" \"'") for cell in line.split(delimiter)]


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The cells of the column that is asked for, or that is named like a text, each with its row.

    Raises:
        DocumentError: no such column, or none that is known to be the text.
    """
    text, encoding, warnings = decode(data, name, options.encoding)
    lines = rows(text, delimiter_in(text), name)
    header = [cell.strip() for cell in next(lines, [])]
    column = column_of(header, options.column, name)
    title = named(header, TITLES)
    headed = header.index(title) if title is not None and header.index(title) != column else None
    builder = Builder()
    for number, row in enumerate(lines, 2):
        if column < len(row) and row[column].strip():
            builder.place(f"row {number}")
            if headed is not None and headed < len(row):
                builder.add(" ".join(row[headed].split()), "heading", 2)
            for paragraph in re.split(r"\n[ \t]*\n", row[column].replace("\r\n", "\n")):
                builder.add(paragraph)
    return builder.reading(encoding, warnings=warnings)


def _is_table(lines: Sequence[str], delimiter: str) -> bool:
    """Whether the lines have a header of short names, and rows of as many cells."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return False
    if len(rows) < 2:
        return False
    header, complete = rows[0], rows[1:-1] or rows[1:]  # the last one may be cut
    if len(header) < 2 or not all(map(_is_name, header)) or len(set(header)) < len(header):
        return False
    known = named(header, TEXTS) or named(header, TITLES)
    numbered = any(cell.strip().isdigit() for cell in rows[1])
    if len(rows) < _FEWEST and not known and not numbered:
        return False
    even = sum(len(row) == len(header) for row in complete)
    if delimiter == "," and not known and _SPACED.search(lines[0]):
        return False  # words with commas between them
    return even >= 0.9 * len(complete)


def _is_name(cell: str) -> bool:
    cell = cell.strip()
    return 0 < len(cell) <= _HEADER_LONGEST and cell[-1] not in ".!?…:" and len(cell.split()) <= 6


def delimiter_in(text: str) -> str:
    """What separates the columns of a text that is read as a table."""
    found = delimiter_of(text[:32_768])
    return found or next((each for each in _DELIMITERS if each in text[:2000]), ",")


def rows(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    """The cells of each row.

    Raises:
        DocumentError: a cell is too large.
    """
    limit = csv.field_size_limit(_CELL_LONGEST)
    try:
        yield from csv.reader(
            io.StringIO(text.replace("\0", "").lstrip("\ufeff"), newline=""), delimiter=delimiter
        )
    except csv.Error as error:
        raise DocumentError(f"{name} is a damaged table: {error}") from None
    finally:
        csv.field_size_limit(limit)


def column_of(header: Sequence[str], wanted: str | None, name: str) -> int:
    """The index of the column with the text: by name, or by number from 1."""
    if wanted is None:
        found = named(header, TEXTS)
        if found is None:
            raise refusal(name, "a table", "--column", header)
        return header.index(found)
    if (found := named(header, (wanted.strip().casefold(),))) is not None:
        return header.index(found)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= len(header):
        return int(wanted) - 1
    raise refusal(name, "a table", "--column", header, wanted)
