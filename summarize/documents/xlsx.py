"""XLSX: the sheets of a workbook as rows under their header, and long texts in cells as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.markup import attribute, child, elements, local
from summarize.documents.packages import Package
from summarize.documents.relations import main_member, relation_id, relations, targets
from summarize.documents.xlsx_cells import Cells
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.lines import is_terminated
from summarize.text.parts import Place

_PROSE = 80  # characters of a cell that is a paragraph if it ends like a sentence
_LONGEST = 20_000_000  # characters of a workbook; a text that many cells share counts in each
_EMPTY_CELLS = 20  # for each filled one, in rows whose columns are kept in line
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
CODES = re.compile(r'&(?:[LCRPNDTFAZGBIUESXY]|"[^"]*"|\d{1,3}|K[0-9A-F+-]{5,6})')


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of a workbook; the places are its cells, such as ``Budget!A7``.

    Comments, charts, hidden sheets, rows and columns, and formulas whose result is not stored are left out
    and counted.

    Raises:
        DocumentError: it is damaged, protected, or longer than any text.
    """
    package = Package(data, name)
    main = main_member(package, "xl/workbook.xml")
    root = package.xml(main)
    sheets = child(root, "sheets") if root is not None else None
    if sheets is None:
        raise DocumentError(f"{name} is a damaged XLSX: it has no sheets")
    related = relations(package, main)
    styles, strings = (next(iter(targets(related, kind)), "") for kind in ("styles", "sharedStrings"))
    properties = child(root, "workbookPr")
    since_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    cells = Cells(package.member(strings), package.xml(styles), name, since_1904=since_1904)
    reader = _Reader(package, cells)
    shown = [each for each in sheets if attribute(each, "state") in (None, "visible")]
    reader.hidden_sheets = len(sheets) - len(shown)
    for sheet in shown:
        relation, title = related.get(relation_id(sheet)), attribute(sheet, "name") or ""
        if relation and relation.kind == "worksheet":
            reader.sheet(relation.target, title, headed=len(shown) > 1)
        elif relation:
            reader.charts += 1
    reader.furniture()
    return reader.builder.reading("xlsx", warnings=reader.warnings())


class _Reader:
    def __init__(self, package: Package, cells: Cells) -> None:
        self.builder = Builder()
        self.charts = self.hidden_sheets = 0
        self._package = package
        self._cells = cells
        self._running: dict[str, None] = {}
        self._length = self._hidden = self._formulas = self._comments = 0
        self._hidden_columns: set[int] = set()

    def warnings(self) -> list[str]:
        """What was left out, one line each."""
        counts = {
            "comments": self._comments,
            "charts": self.charts,
            "hidden sheets": self.hidden_sheets,
            "cells in hidden rows and columns": self._hidden,
            "formulas without a stored result": self._formulas,
        }
        return [f"{what} left out: {count}" for what, count in counts.items() if count]

    def furniture(self) -> None:
        """Add the headers and footers of all sheets, each once."""
        for text in self._running:
            self.builder.add(text, "running")

    def sheet(self, path: str, title: str, *, headed: bool) -> None:
        """Add the rows of a sheet, under its name if it is ``headed``."""
        rows = list(self._rows(path))
        if headed and rows:
            self.builder.place(title)
            self.builder.add(title, "heading", 1)
        columns = sorted({column for _, row in rows for column in row})
        filled = sum(len(row) for _, row in rows)
        aligned = len(rows) * len(columns) <= _EMPTY_CELLS * filled
        for number, row in rows:
            self._row(title, number, row, columns if aligned else sorted(row), alone=len(columns) == 1)
        self._around(path, title)

    def _rows(self, path: str) -> Iterator[tuple[int, dict[int, str]]]:
        """The rows that are shown and have text: their numbers, and their texts by column."""
        data = self._package.member(path)
        self._hidden_columns = set()
        number = 0
        names = ("row", "cols", "headerFooter")
        for element in elements(data, f"{self._package.name}: {path}", *names) if data else ():
            if local(element) == "row":
                number = _whole(element.get("r"), number + 1)
                texts = self._texts(element)
                if element.get("hidden") in ("1", "true"):
                    self._hidden += len(texts)
                elif texts:
                    yield number, texts
            elif local(element) == "cols":
                self._hide(element)
            else:
                for each in element:
                    text = CODES.sub(" ", each.text or "").strip()
                    self._running[" ".join(text.split())] = None

    def _hide(self, columns: Any) -> None:
        for each in columns:
            if attribute(each, "hidden") in ("1", "true"):
                first, last = _whole(attribute(each, "min"), 1), _whole(attribute(each, "max"), 1)
                self._hidden_columns.update(range(first, min(last, 16_384) + 1))

    def _texts(self, row: Any) -> dict[int, str]:
        found: dict[int, str] = {}
        column = 0
        for cell in row:
            match = _REFERENCE.match(cell.get("r") or "")
            column = _column(match[1]) if match else column + 1
            text = self._cells.text(cell)
            if text is None:
                self._formulas += 1
            elif text and column in self._hidden_columns:
                self._hidden += 1
            elif text:
                found[column] = text
                self._lengthen(len(text))
        return found

    def _lengthen(self, characters: int) -> None:
        self._length += characters
        if self._length > _LONGEST:
            raise DocumentError(
                f"{self._package.name} is a workbook of more than {_LONGEST:,} characters; "
                "save the sheet you need as a file of its own"
            )

    def _row(
        self, title: str, number: int, row: Mapping[int, str], columns: list[int], *, alone: bool
    ) -> None:
        """Add a row; its long texts follow it as paragraphs, and the only column has nothing else."""
        prose = {column for column, text in row.items() if alone or _is_prose(text)}
        short = [row.get(column, "") if column not in prose else "" for column in columns]
        if any(column not in prose for column in row):
            first = min(row)
            self.builder.add(
                " | ".join(short).rstrip(" |"), "row", places=[Place(0, _cell(title, first, number))]
            )
        for column in sorted(prose):
            self.builder.place(_cell(title, column, number))
            self.builder.add(row[column])

    def _around(self, path: str, title: str) -> None:
        """Add the text boxes of a sheet, and count its comments and charts."""
        related = relations(self._package, path)
        for each in targets(related, "comments"):
            root = self._package.xml(each)
            self._comments += sum(local(e) == "comment" for e in root.iter()) if root is not None else 0
        for each in targets(related, "drawing"):
            self.charts += len(targets(relations(self._package, each), "chart", "chartEx"))
            root = self._package.xml(each)
            for box in root.iter() if root is not None else ():
                if local(box) == "txBody":
                    for text in _paragraphs(box):
                        self.builder.add(text, places=[Place(0, title)])


def _paragraphs(box: Any) -> Iterator[str]:
    for paragraph in box:
        if local(paragraph) == "p":
            yield "".join(each.text or "" for each in paragraph.iter() if local(each) == "t")


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE and is_terminated(text, 0, len(text))


def _cell(title: str, column: int, row: int) -> str:
    """``Budget!C7``."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{title}!{letters}{row}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 9 else otherwise
