"""Tables (CSV, TSV): the cells of the named columns, translated where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from summarize.documents import tables
from summarize.documents.editing import strings
from summarize.documents.editing.source import source_of
from summarize.documents.editing.template import (
    Decoded,
    Passage,
    Piece,
    Slice,
    Span,
    Template,
    Writer,
)
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

_WIDEST = 1 << 20  # columns


def edit(data: bytes, name: str, options: ReadingOptions) -> Template:
    """The cells of ``options.column``, named or numbered from 1; without it, of the one named like a text.

    Several columns have commas between them.

    Raises:
        DocumentError: no such column, or none that is known to be the text; or the table is damaged.
    """
    source = source_of(data, name, options.encoding)
    text = source.text
    delimiter = tables.delimiter_in(text)
    header = ["".join(_cell(text, *span).text).strip() for span in next(rows(text, delimiter), [])]
    columns = frozenset(tables.column_of(header, each, name) for each in _columns(options.column, header))
    _check(text, delimiter, name)
    read = partial(_passages, delimiter=delimiter, columns=columns, division=strings.Division())
    texts = (
        _cell(text, *row[i]).text for row in list(rows(text, delimiter))[1:] for i in columns if i < len(row)
    )
    skipped = strings.left(texts)
    if other := len(header) - len(columns):
        skipped["other columns"] = other
    writer = Writer(read, partial(_render, delimiter=delimiter))
    return Template("csv", source, writer, options, skipped, source.warnings)


def _columns(asked: str | None, names: Sequence[str]) -> list[str | None]:
    """The columns asked for, one by one: ``title,text`` names two, unless a column is called so."""
    if asked is None or asked.strip().casefold() in {name.casefold() for name in names}:
        return [asked]
    return [each for each in asked.split(",") if each.strip()] or [asked]


def rows(text: str, delimiter: str) -> Iterator[list[Span]]:
    """The spans of the cells of each row, with their quotes."""
    cell = re.compile(rf'"(?:[^"]|"")*"?[^{re.escape(delimiter)}\r\n]*|[^{re.escape(delimiter)}\r\n]*')
    place, row = 1 if text.startswith("\ufeff") else 0, list[Span]()
    while place <= len(text):
        match = cell.match(text, place)
        assert match is not None
        row.append(match.span())
        place = match.end()
        if text.startswith(delimiter, place):
            place += 1
            continue
        if row != [(place, place)] or place < len(text):
            yield row
        row = []
        place += 2 if text.startswith("\r\n", place) else 1


def _check(text: str, delimiter: str, name: str) -> None:
    """Refuse a table that programs would divide into other cells."""
    ours = ([_cell(text, *span).text for span in row] for row in rows(text, delimiter))
    ours = (row for row in ours if row != [""])
    theirs = (row for row in tables.rows(text, delimiter, name) if row and row != [""])
    for number, (mine, other) in enumerate(zip_longest(ours, theirs), 1):
        if mine != other:
            raise DocumentError(f"{name} is a damaged table: row {number} has a quotation mark out of place")


def _cell(text: str, start: int, end: int) -> Decoded:
    """What a cell holds, without its quotes."""
    if text[start : start + 1] != '"':
        return Decoded(text[start:end], range(start, end + 1))
    characters, at = [], []
    for match in re.finditer(r'""|[^"]', text[start + 1 : end]):
        characters.append(match[0][:1])
        at.append(start + 1 + match.start())
    close = text.rfind('"', start + 1, end)
    return Decoded("".join(characters), [*at, close if close > 0 else end])


def _passages(
    text: str, delimiter: str, columns: frozenset[int], division: strings.Division
) -> list[Passage]:
    found: list[Passage] = []
    for number, row in enumerate(rows(text, delimiter)):
        for column in sorted(columns) if number else ():
            if column < len(row):
                found += _in_cell(text, row[column], f"row {number + 1}", number * _WIDEST + column, division)
    return found


def _in_cell(text: str, span: Span, label: str, unit: int, division: strings.Division) -> Iterator[Passage]:
    """The lines of a cell; one without quotes is written as a whole, since it may come to need them."""
    sort = "quoted" if text.startswith('"', span[0]) else "bare"
    for passage in strings.passages(_cell(text, *span), division, label, sort, unit):
        yield passage if sort == "quoted" else replace(passage, spans=(span,))


def _render(
    passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool, delimiter: str
) -> list[str]:
    (span,) = passage.spans
    before = slice_of(*span)
    if passage.sort == "quoted":
        return [strings.written(before, pieces, lambda text: text.replace('"', '""'), before)]
    text = strings.written(before, pieces, str, before.strip())
    cell = before[: len(before) - len(before.lstrip())] + text + before[len(before.rstrip()) :]
    if cell.startswith('"') or any(each in cell for each in (delimiter, "\n", "\r")):
        cell = '"' + cell.replace('"', '""') + '"'
    return [cell]
