"""A translation memory in SQLite: added to, searched, counted.

The file has one table of segments and an index of their words. Exact matches are found by a hash of the
sentence. For a similar one at most a few words may differ, so it must have one of any few words of the
sentence: the rarest are looked up, and only what has them is compared.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from summarize.errors import SummarizeError, UsageError
from summarize.translation.memory.units import Unit, digest, normal

_APPLICATION = 0x53554D4D  # "SUMM", by which our files are known
_VERSION = 1
_PATIENCE = 5.0  # seconds to wait for another process that writes
_SCHEMA = f"""
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,        -- of the languages and the source
  place INTEGER NOT NULL,      -- of the context, or of the target where the context is not known
  in_context INTEGER NOT NULL,
  words INTEGER NOT NULL,      -- of the source
  source_language TEXT NOT NULL, target_language TEXT NOT NULL,
  source TEXT NOT NULL, target TEXT NOT NULL,
  date TEXT NOT NULL, origin TEXT NOT NULL, approved INTEGER NOT NULL,
  UNIQUE (key, place)
);
CREATE VIRTUAL TABLE word USING fts5(text, content='', detail=none, columnsize=0, tokenize='ascii');
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""
_COLUMNS = "source_language, target_language, source, target, place, in_context, date, origin, approved"
_WORD = re.compile(r"[^\W_]+")
_COUNTED = 2000  # segments up to which words are told apart by how rare they are
_PAIRED = 64  # words of a sentence up to which at least two of the rare ones are asked for together
_TOGETHER, _COMBINED = 4, 5  # words in one combination, and combinations if they have more than two words
_BEST = 20  # similar segments that are returned, the most similar first


class Candidate(NamedTuple):
    """A segment whose source is similar; ``score`` is the share of its words that are equal, in order."""

    score: float
    unit: Unit


class Counts(NamedTuple):
    """The segments of one pair of languages."""

    source_language: str
    target_language: str
    segments: int
    approved: int
    in_context: int
    newest: str


def tokens(text: str) -> list[str]:
    """The words and numbers of a sentence in small letters, by which similarity is measured."""
    return _WORD.findall(text.casefold())


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Within this block errors of SQLite become one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            message = f"the translation memory {path} is in use by another process; try again later"
        elif "readonly" in said or "full" in said or "disk I/O" in said:
            raise SummarizeError(f"{path} cannot be written: {said}", code="output-unwritable") from None
        elif "not a database" in said or "malformed" in said or "corrupt" in said:
            message = (
                f"{path} is no SQLite database, or is damaged; give a .tmx file or a memory of summarize"
            )
        else:
            message = f"the translation memory {path} cannot be used: {said}"
        raise UsageError(message) from None


class Store:
    """A translation memory; use it as a context manager, or call ``close``."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection, self.path = connection, path
        self._counts: dict[str, int] = {}

    @property
    def name(self) -> str:
        """The name of its file, for records."""
        return Path(self.path).name

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, units: Iterable[Unit]) -> tuple[int, int]:
        """Add segments, all or none; return how many are new and how many replaced an earlier one.

        One with the same source and context replaces the translation, as does one with the same source and
        translation where no context is known. What a person approved is not replaced by what nobody did.

        Raises:
            SummarizeError: the file cannot be written.
            UsageError: another process is using it.
        """
        new = replaced = 0
        with _explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for unit in units:
                    done = self._add(unit)
                    new, replaced = new + (done == "new"), replaced + (done == "replaced")
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # after some errors SQLite has already rolled back
                    self._connection.execute("ROLLBACK")
                raise
        self._counts.clear()
        return new, replaced

    def _add(self, unit: Unit) -> str:
        source, target = normal(unit.source), unit.target.strip()
        key = _key(unit.source_language, unit.target_language, source)
        place = unit.context if unit.context is not None else digest("target", normal(target))
        known = self._connection.execute(
            "SELECT id, target, approved FROM segment WHERE key = ? AND place = ?", (key, place)
        ).fetchone()
        if known is None:
            return self._insert(unit, source, target, key, place)
        number, before, approved = known
        if (before == target and approved >= unit.approved) or approved > unit.approved:
            return "kept"
        self._connection.execute(
            "UPDATE segment SET target = ?, date = ?, origin = ?, approved = ? WHERE id = ?",
            (target, unit.date, unit.origin, int(unit.approved), number),
        )
        return "replaced"

    def _insert(self, unit: Unit, source: str, target: str, key: int, place: int) -> str:
        found = tokens(source)
        row = (key, place, int(unit.context is not None), len(found), unit.source_language,
               unit.target_language, source, target, unit.date, unit.origin, int(unit.approved))  # fmt: skip
        number = self._connection.execute(
            "INSERT INTO segment (key, place, in_context, words, source_language, target_language, source,"
            " target, date, origin, approved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        indexed = " ".join(map(_term, dict.fromkeys(found)))
        self._connection.execute("INSERT INTO word (rowid, text) VALUES (?, ?)", (number, indexed))
        return "new"

    def exact(self, text: str, source_language: str, target_language: str) -> list[Unit]:
        """The translations of exactly this sentence: what people approved first, then the newest."""
        source = normal(text)
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM segment WHERE key = ? AND source = ?"
            " ORDER BY approved DESC, date DESC, id DESC",
            (_key(source_language, target_language, source), source),
        )
        return [_unit(row) for row in rows]

    def similar(self, text: str, source_language: str, target_language: str, least: float) -> list[Candidate]:
        """The segments with at least this share of equal words, the most similar first; not the same one.

        Args:
            least: above 0 and at most 1.
        """
        from rapidfuzz.distance import Levenshtein

        ours, source = tokens(text), normal(text)
        if not ours:
            return []
        window = int(least * len(ours)), int(len(ours) / least) + 1
        rows = self._rows(
            f"SELECT {', '.join(f'segment.{name}' for name in _COLUMNS.split(', '))}"
            " FROM word JOIN segment ON segment.id = word.rowid"
            " WHERE word MATCH ? AND source_language = ? AND target_language = ?"
            " AND words BETWEEN ? AND ?",
            (self._query(ours, least), source_language, target_language, *window),
        )
        found = []
        for row in rows:
            score = Levenshtein.normalized_similarity(ours, tokens(row[2]), score_cutoff=least)
            if score and row[2] != source:
                found.append((min(score, 0.99), row))  # it is not the same sentence
        found.sort(key=lambda each: (each[0], each[1][8], each[1][6]), reverse=True)
        return [Candidate(score, _unit(row)) for score, row in found[:_BEST]]

    def _query(self, ours: Sequence[str], least: float) -> str:
        """A search for combinations of rare words, one of which a similar sentence must have.

        Of a sentence of n words a similar one changes at most k = (1 - least) n. So of any k + m different
        words it has m. The larger m is, the fewer sentences have all, but the more combinations there are.
        """
        words = list(dict.fromkeys(ours))
        changed = int((1 - least) * len(ours) + 1e-9)
        most = max(len(words) - changed, 1)
        together = min(most, 2 if len(ours) <= _PAIRED else 1)
        while together < min(most, _TOGETHER) and comb(changed + together + 1, changed) <= _COMBINED:
            together += 1
        rare = sorted(map(_term, words), key=self._count)[: changed + together]
        return " OR ".join(f"({' AND '.join(each)})" for each in combinations(rare, together))

    def _count(self, term: str) -> int:
        """How many segments have a word, up to a limit."""
        if term not in self._counts:
            [(count,)] = self._rows(
                f"SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT {_COUNTED})", (term,)
            )
            self._counts[term] = count
        return self._counts[term]

    def units(self) -> Iterator[Unit]:
        """All segments, in the order they were added."""
        with _explained(self.path):
            for row in self._connection.execute(f"SELECT {_COLUMNS} FROM segment ORDER BY id"):
                yield _unit(row)

    def stats(self) -> list[Counts]:
        """How many segments each pair of languages has."""
        rows = self._rows(
            "SELECT source_language, target_language, count(*), sum(approved), sum(in_context), max(date)"
            " FROM segment GROUP BY 1, 2 ORDER BY 1, 2",
            (),
        )
        return [Counts(*row) for row in rows]

    def _rows(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with _explained(self.path):
            return self._connection.execute(query, values).fetchall()


def _key(source_language: str, target_language: str, source: str) -> int:
    return digest(source_language, target_language, source)


def _term(word: str) -> str:
    """A word in the index: letters and digits of ASCII, whatever it is written in."""
    return f"w{crc32(word.encode('utf-8', 'surrogatepass')):x}"


def _unit(row: Sequence[Any]) -> Unit:
    source_language, target_language, source, target, place, in_context, date, origin, approved = row
    context = place if in_context and isinstance(place, int) else None
    return Unit(
        str(source_language), str(target_language), str(source), str(target), context,
        str(date), str(origin), bool(approved),
    )  # fmt: skip


def temporary(name: str) -> Store:
    """An empty memory that is gone when it is closed; ``name`` is for messages and records."""
    connection = _prepared(sqlite3.connect("", isolation_level=None, check_same_thread=False))
    connection.executescript(_SCHEMA)
    return Store(connection, name)


def opened(path: str, *, write: bool = False) -> Store:
    """The memory in a file; with ``write`` a missing file is made.

    Raises:
        UsageError: it is missing, a folder, no memory of this program, or in use by another process.
        SummarizeError: it cannot be written.
    """
    place = Path(path)
    if place.is_dir():
        raise UsageError(f"the translation memory {path} is a folder; name a file")
    if not write and not place.exists():
        raise UsageError(f"the translation memory {path} does not exist")
    if write and not place.parent.is_dir():
        raise UsageError(f"the folder of the translation memory {path} does not exist")
    with _explained(path):
        uri = f"{place.resolve().as_uri()}?mode={'rwc' if write else 'ro'}"
        connection = sqlite3.connect(
            uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            _examine(_prepared(connection), path, write=write)
        except BaseException:
            connection.close()
            raise
    return Store(connection, path)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, which trusts nothing that a file's own schema says."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _examine(connection: sqlite3.Connection, path: str, *, write: bool) -> None:
    """Make the tables of a new file; refuse one that is something else."""
    [(application,)] = connection.execute("PRAGMA application_id").fetchall()
    [(version,)] = connection.execute("PRAGMA user_version").fetchall()
    [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    if write:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version}")  # fails now if the file cannot be written
        connection.execute("ROLLBACK")
        if not tables and not application:
            connection.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
            return
    if application != _APPLICATION:
        raise UsageError(f"{path} is an SQLite database, but no translation memory of summarize")
    if version != _VERSION:
        raise UsageError(
            f"{path} was written by another version of summarize (memory {version}); export it there"
        )
