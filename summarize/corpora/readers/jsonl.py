"""JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from summarize.corpora.readers.lines import MARK, POSITION, content, damage_after, lines, reading_errors
from summarize.corpora.rows import (
    LONGEST,
    Columns,
    DamagedInput,
    Row,
    RowError,
    failed,
    missing,
    reason,
    row_of,
)
from summarize.corpora.shards import Cutter, Scan, Shard, Source
from summarize.corpora.storage import Hashed, closing, opened

_TRIED = 1000  # rows that are searched for a column before it is said to be missing


def scan(source: Source, columns: Columns, cutter: Cutter) -> Scan:
    """Cut a file into shards; blank lines are no rows.

    Raises:
        DocumentError: it cannot be opened.
        UsageError: a column is in none of its first rows.
    """
    with closing(opened(source.name)) as raw:
        hashed = Hashed(raw)
        stream = content(hashed, source)  # type: ignore[arg-type]
        offset, seen = 0, list[Mapping[str, Any]]()
        try:
            for line, size in lines(stream):
                if not line.isspace():
                    if cutter.rows < _TRIED:
                        seen += _object(line)
                    cutter.add(offset, size)
                    if cutter.full:
                        break
                offset += size
        except reading_errors() as error:
            cutter.break_off(damage_after(source, cutter.rows, error), offset)
        missing(seen, columns, source.name)
        sha = hashed.finish()
    return Scan(source, cutter.rows, hashed.size, sha, cutter.offsets, cutter.firsts, cutter.damage)


def read(shard: Shard, columns: Columns) -> Iterator[Row]:
    """The rows of a shard."""
    stream = POSITION.at(shard.source, shard.offset)
    number = shard.first
    for line in islice(_rows(stream), shard.rows - (shard.damage is not None)):
        number += 1
        place = f"{shard.source.label}:{number}"
        try:
            row = row_of(parsed(line, place, columns), place, columns)
        except (RowError, MemoryError) as error:
            row = failed(place, error)
        yield row
    if shard.damage is not None:
        yield failed(f"{shard.source.label}:{shard.first + shard.rows}", DamagedInput(shard.damage))


def _rows(stream: Any) -> Iterator[bytes]:
    for line, size in lines(stream):
        POSITION.passed(size)
        if not line.isspace():
            yield line


def parsed(line: bytes, place: str, columns: Columns) -> dict[str, Any]:
    """The object of a line.

    Raises:
        RowError: the line is too long, no UTF-8, or no JSON object.
    """
    if not line:
        raise RowError(f"{place}: the row is longer than {LONGEST:,} bytes")
    try:
        text = line.removeprefix(MARK).decode(columns.reading.encoding or "utf-8")
        value = json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise RowError(
            f"{place}: the row is not {columns.reading.encoding or 'UTF-8'} (byte {error.start})"
        ) from None
    except RecursionError:
        raise RowError(f"{place}: the row is nested too deeply") from None
    except ValueError as error:  # also a number of thousands of digits
        raise RowError(f"{place}: the row is not JSON: {reason(error)}") from None
    if not isinstance(value, dict):
        raise RowError(f"{place}: the row is not a JSON object")
    return value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number of JSON")


def _object(line: bytes) -> list[Mapping[str, Any]]:
    """The columns of the object in a line, or nothing."""
    try:
        value = json.loads(line.removeprefix(MARK))
    except (ValueError, RecursionError):
        return []
    return [dict.fromkeys(value)] if isinstance(value, dict) else []
