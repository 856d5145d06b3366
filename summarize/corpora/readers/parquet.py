"""Parquet, by pyarrow. A shard never crosses a row group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summarize.corpora.readers.lines import damage_after
from summarize.corpora.rows import Columns, DamagedInput, Row, failed, missing, reason, row_of
from summarize.corpora.shards import SHARD_BYTES, Cutter, Scan, Shard, Source
from summarize.corpora.storage import Hashed, closing, is_address, needed, opened

_BATCH = 64  # rows decoded at once


def scan(source: Source, columns: Columns, cutter: Cutter) -> Scan:
    """Cut a file into shards, from its footer alone, as if its rows were all of the average size.

    Raises:
        DocumentError: it cannot be opened.
        UsageError: it lacks a column, or pyarrow is not installed.
    """
    _library(source)
    with closing(opened(source.name)) as raw:
        hashed = Hashed(raw)
        sha = hashed.finish()
    try:
        with _file(source) as file:
            missing([dict.fromkeys(file.schema_arrow.names)], columns, source.name)
            for number in range(file.metadata.num_row_groups):
                group = file.metadata.row_group(number)
                size = group.total_byte_size // max(group.num_rows, 1)
                for row in range(group.num_rows):
                    if cutter.full:
                        break
                    cutter.add(cutter.rows, min(size, SHARD_BYTES), apart=not row)
    except (OSError, ValueError) as error:
        cutter.break_off(damage_after(source, 0, error), 0)
    return Scan(source, cutter.rows, hashed.size, sha, cutter.offsets, cutter.firsts, cutter.damage)


def _library(source: Source) -> Any:
    """pyarrow's module for Parquet; raises ``UsageError`` if it is not installed."""
    needed("pyarrow", f"{source.name}: reading Parquet")
    return needed("pyarrow.parquet", f"{source.name}: reading Parquet")


def _file(source: Source) -> Any:
    """The file, open; one of this machine is opened by pyarrow itself."""
    library = _library(source)
    return library.ParquetFile(opened(source.name) if is_address(source.name) else source.name)


class _Groups:
    """Reads one file from front to back, so that a row group is decoded once, not for every shard."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._file: Any = None
        self._rows: Iterator[dict[str, Any]] = iter(())
        self._at = self._end = 0

    def at(self, source: Source, first: int, names: list[str]) -> Iterator[dict[str, Any]]:
        """The rows from ``first`` to the end of its row group."""
        if source != self._source:
            self.close()
            self._source = source
            self._file = _file(source)
            self._at = self._end = 0
        if not self._at <= first < self._end:
            group, self._at, self._end = self._group(first)
            there = set(self._file.schema_arrow.names)
            self._rows = self._decoded(group, [name for name in names if name in there])
        while True:
            row = next(self._rows, None)
            if row is None:
                return
            self._at += 1
            if self._at > first:
                yield row

    def _group(self, first: int) -> tuple[int, int, int]:
        """The row group of a row, its first row and the one after its last."""
        start = 0
        for number in range(self._file.metadata.num_row_groups):
            end = start + self._file.metadata.row_group(number).num_rows
            if first < end:
                return number, start, end
            start = end
        raise DamagedInput("the file has fewer rows than before")

    def _decoded(self, group: int, names: list[str]) -> Iterator[dict[str, Any]]:
        for batch in self._file.iter_batches(batch_size=_BATCH, row_groups=[group], columns=names):
            yield from batch.to_pylist()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        self._source = self._file = None


GROUPS = _Groups()


def read(shard: Shard, columns: Columns) -> Iterator[Row]:
    """The rows of a shard; those of a row group after a damaged page cannot be read."""
    places = (f"{shard.source.label}:{number + 1}" for number in range(shard.first, shard.first + shard.rows))
    if shard.damage is not None:
        yield failed(next(places), DamagedInput(shard.damage))
        return
    rows, problem = GROUPS.at(shard.source, shard.first, columns.named), None
    for place in places:
        try:
            values = None if problem else next(rows, None)
        except (OSError, ValueError) as error:
            GROUPS.close()
            values, problem = None, error
        if values is None:
            said = reason(problem) if problem else "it has fewer rows than the footer says"
            yield failed(place, DamagedInput(f"{place}: its row group is damaged: {said}"))
        else:
            yield row_of(values, place, columns)
