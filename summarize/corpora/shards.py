"""Shards: where the rows of an input are cut, from its content alone, and where each shard begins."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["jsonl", "csv", "parquet", "warc", "documents"]
SHARD_BYTES = 16 << 20  # a shard ends after as many bytes of rows, however few they are
ROWS, MODEL_ROWS = 1000, 256  # rows of a shard by default: seconds of work without a model, minutes with one


@dataclass(frozen=True)
class Source:
    """One input: a file of rows, or files that are a document each.

    ``name`` is the input as it was given, ``label`` what ids of its rows begin with. ``compression`` is
    ``gz``, ``zst`` or empty.
    """

    name: str
    kind: Kind
    label: str
    compression: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shard:
    """A run of rows of one source, as a worker is told of it.

    ``offset`` is where its first row begins: in bytes of the content without compression, of a WARC in bytes
    of the file. ``first`` counts the rows before it in the source. ``documents`` are the files of a source of
    documents. ``damage`` is the message of a last row that stands for what cannot be read after it.
    ``duplicates`` maps a row of the shard to the id of the row that it repeats.
    """

    number: int
    source: Source
    offset: int
    first: int
    rows: int
    documents: tuple[str, ...] = ()
    damage: str | None = None
    duplicates: Mapping[int, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The number as it is in names of files."""
        return f"{self.number:05d}"


class Cutter:
    """Cuts rows into shards as they are read, in order.

    ``most`` is the rows of a shard, ``limit`` the rows that are wanted of this source.
    """

    def __init__(self, most: int, limit: int | None = None) -> None:
        self.offsets, self.firsts = array("q"), array("q")
        self.rows = 0
        self.damage: str | None = None
        self._most, self._limit = most, limit
        self._held = self._bytes = 0

    @property
    def full(self) -> bool:
        """Whether there are as many rows as are wanted."""
        return self._limit is not None and self.rows >= self._limit

    def add(self, offset: int, size: int, apart: bool = False) -> None:
        """One more row of ``size`` bytes that begins at ``offset``; ``apart`` begins a shard with it."""
        if not self.offsets or apart or self._held >= self._most or self._bytes >= SHARD_BYTES:
            self.offsets.append(offset)
            self.firsts.append(self.rows)
            self._held = self._bytes = 0
        self._held += 1
        self._bytes += size
        self.rows += 1

    def break_off(self, message: str, offset: int) -> None:
        """The input cannot be read any further: one row stands for the rest."""
        if not self.full:
            self.add(offset, 0)
            self.damage = message


@dataclass(frozen=True)
class Scan:
    """One source as it was read once: where its shards begin, and what was read."""

    source: Source
    rows: int
    size: int
    sha256: str
    offsets: Sequence[int]
    firsts: Sequence[int]
    damage: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The source in a manifest."""
        return {
            "name": self.source.name,
            "kind": self.source.kind,
            "rows": self.rows,
            "bytes": self.size,
            "sha256": self.sha256,
            "damage": self.damage,
        }


@dataclass
class Plan:
    """Every shard of a run. What is kept of a shard is two numbers.

    ``duplicates`` maps the number of a row, counted over all sources, to the id of the row that it repeats.
    """

    scans: Sequence[Scan]
    duplicates: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [0]  # the number of the first shard of each source
        self._rows = [0]  # the rows before each source
        for scan in self.scans:
            self._starts.append(self._starts[-1] + len(scan.offsets))
            self._rows.append(self._rows[-1] + scan.rows)

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def rows(self) -> int:
        """The rows of all sources."""
        return self._rows[-1]

    def shard(self, number: int) -> Shard:
        """One shard, by its number from 0."""
        index = bisect_right(self._starts, number) - 1
        scan, local = self.scans[index], number - self._starts[index]
        first = scan.firsts[local]
        after = scan.firsts[local + 1] if local + 1 < len(scan.firsts) else scan.rows
        before = self._rows[index] + first
        last = local + 1 == len(scan.firsts)
        source = scan.source
        return Shard(
            number,
            Source(source.name, source.kind, source.label, source.compression),
            scan.offsets[local],
            first,
            after - first,
            source.documents[first:after],
            scan.damage if last else None,
            {
                row: self.duplicates[before + row]
                for row in range(after - first)
                if before + row in self.duplicates
            }
            if self.duplicates
            else {},
        )
