"""CSV with a header line; the separator (comma, semicolon or tab) is the one that the header has most of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from summarize.corpora.readers.lines import MARK, POSITION, content, damage_after, reading_errors
from summarize.corpora.rows import LONGEST, Columns, DamagedInput, Row, RowError, failed, missing, row_of
from summarize.corpora.shards import Cutter, Scan, Shard, Source
from summarize.corpora.storage import Hashed, closing, opened
from summarize.errors import DocumentError

_SEPARATORS = (",", ";", "\t")


class _Lines:
    """Lines of text for the csv module, with a count of the bytes that it has taken.

    Bytes that the encoding does not have become surrogates, which ``row_of`` reports.
    """

    def __init__(self, stream: Any, encoding: str) -> None:
        self._stream, self._encoding, self.taken = stream, encoding, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST + 1)
        if not line:
            raise StopIteration
        self.taken += len(line)
        return str(line.decode(self._encoding, "surrogateescape"))


@contextmanager
def _long_fields() -> Iterator[None]:
    """Fields as long as a row may be; the module's own limit is 128 KB."""
    before = csv.field_size_limit(LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def scan(source: Source, columns: Columns, cutter: Cutter) -> Scan:
    """Cut a file into shards; records without any field are no rows.

    Raises:
        DocumentError: it cannot be opened, or is empty.
        UsageError: its header lacks a column.
    """
    with closing(opened(source.name)) as raw, _long_fields():
        hashed = Hashed(raw)
        stream = content(hashed, source)  # type: ignore[arg-type]
        start = 0
        try:
            names, separator, start = _header(stream, source, columns)
            missing([dict.fromkeys(names)], columns, source.name)
            taken = _Lines(stream, _encoding(columns))
            for record in csv.reader(taken, delimiter=separator):
                if record:
                    cutter.add(start, taken.taken)
                    if cutter.full:
                        break
                start, taken.taken = start + taken.taken, 0
        except reading_errors(csv.Error) as error:
            cutter.break_off(damage_after(source, cutter.rows, error), start)
        sha = hashed.finish()
    return Scan(source, cutter.rows, hashed.size, sha, cutter.offsets, cutter.firsts, cutter.damage)


def read(shard: Shard, columns: Columns) -> Iterator[Row]:
    """The rows of a shard."""
    number, last = shard.first, shard.first + shard.rows - (shard.damage is not None)
    if number < last:
        with _long_fields():
            names, separator = _named(shard.source, columns)
            taken = _Lines(POSITION.at(shard.source, shard.offset), _encoding(columns))
            try:
                for record in csv.reader(taken, delimiter=separator):
                    if record:
                        number += 1
                        yield _row(names, record, f"{shard.source.label}:{number}", columns)
                        if number == last:
                            break
            finally:
                POSITION.passed(taken.taken)
    if shard.damage is not None:
        yield failed(f"{shard.source.label}:{shard.first + shard.rows}", DamagedInput(shard.damage))


def _row(names: list[str], record: list[str], place: str, columns: Columns) -> Row:
    if len(record) > len(names):
        return failed(place, RowError(f"{place}: the row has {len(record)} fields, the header {len(names)}"))
    values = dict(zip(names, (value or None for value in record), strict=False))
    return row_of({**dict.fromkeys(names), **values}, place, columns)


@lru_cache(maxsize=1)
def _named(source: Source, columns: Columns) -> tuple[list[str], str]:
    """The names of the columns and the separator of a file."""
    with closing(opened(source.name)) as raw, content(raw, source) as stream:
        return _header(stream, source, columns)[:2]


def _header(stream: Any, source: Source, columns: Columns) -> tuple[list[str], str, int]:
    """The names of the columns, the separator, and the bytes of the header."""
    line = stream.readline(LONGEST)
    if not line.strip():
        raise DocumentError(f"{source.name} has no header line with the names of its columns")
    text = line.removeprefix(MARK).decode(_encoding(columns), "surrogateescape")
    separator = max(_SEPARATORS, key=text.count)
    return next(csv.reader([text], delimiter=separator)), separator, len(line)


def _encoding(columns: Columns) -> str:
    return columns.reading.encoding or "utf-8"
