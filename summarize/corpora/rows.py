"""Rows: one document of a corpus each, read only when its turn comes."""

from __future__ import annotations

import base64
import datetime
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from summarize.errors import DocumentError, UsageError, listed, quoted
from summarize.request import ReadingOptions
from summarize.text.documents import Document, from_text
from summarize.text.escapes import on_one_line

LONGEST = 128 << 20  # bytes of one row; reading more than this at once is not asked of a worker
_ID = "id"  # the column of ids where none is named
_DEEPEST = 100  # levels of a value that is kept
_LONGEST_REASON = 200  # characters


def reason(error: BaseException) -> str:
    """What an error of a library says: shortened, on one line, with control characters shown."""
    text = on_one_line(" ".join(str(error).split())) or type(error).__name__
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"


class RowError(DocumentError):
    """A row is not what its file or the options promise: no JSON, no text, a column of another type."""


class DamagedInput(DocumentError):
    """A part of an input cannot be read, with all the rows in it."""


class LeftOut(Exception):
    """A row that is not to be summarised; the message is the reason, as it is counted."""


@dataclass(frozen=True)
class Columns:
    """Which columns of a row are used, and how its document is read.

    ``id`` None is the column ``id`` where there is one. A row without an id is called ``file:row``.
    ``source`` is the language of rows that do not name one; by default it is identified.
    """

    text: str = "text"
    id: str | None = None
    language: str | None = None
    keep: tuple[str, ...] = ()
    source: str | None = None
    reading: ReadingOptions = field(default_factory=ReadingOptions)

    @property
    def named(self) -> list[str]:
        """Every column that is read."""
        optional = [self.id or _ID, *([self.language] if self.language else [])]
        return list(dict.fromkeys([self.text, *optional, *self.keep]))

    @property
    def required(self) -> list[str]:
        """The columns that were asked for by name, and the text."""
        asked = [self.text, self.id, self.language, *self.keep]
        return list(dict.fromkeys(name for name in asked if name is not None))


@dataclass(frozen=True)
class Row:
    """One document.

    ``document`` reads it, and raises a ``SummarizeError`` if it cannot be read, or ``LeftOut``. ``kept`` has
    the values of the columns to keep, as JSON can write them.
    """

    id: str
    document: Callable[[], Document]
    kept: Mapping[str, Any] = field(default_factory=dict)


def failed(identifier: str, error: Exception, kept: Mapping[str, Any] | None = None) -> Row:
    """A row whose reading raises ``error``."""

    def refuse() -> Document:
        raise error

    return Row(identifier, refuse, kept or {})


def row_of(values: Mapping[str, Any], place: str, columns: Columns) -> Row:
    """The row with these values; ``place`` (``file:row``) names it where it has no id."""
    try:
        identifier = _identifier(values, place, columns)
        kept = {name: writable(values.get(name)) for name in columns.keep}
    except RowError as error:
        return failed(place, error)
    try:
        text = _text(values, columns.text, place)
        language = _language(values, columns, place)
    except RowError as error:
        return failed(identifier, error, kept)
    return Row(identifier, lambda: from_text(text, identifier, language), kept)


def missing(seen: Iterable[Mapping[str, Any]], columns: Columns, name: str) -> None:
    """Refuse a file none of whose first rows has a column that was asked for.

    Raises:
        UsageError: it names the column, and those that there are.
    """
    rows = list(seen)
    there = dict.fromkeys(key for row in rows for key in row)
    for column in columns.required if rows else ():
        if column not in there:
            raise UsageError(f"{name} has no column {column!r}; it has: {listed(there, most=20) or 'none'}")


def writable(value: Any, depth: int = 0) -> Any:
    """A value of a column as JSON can write it: dates in ISO 8601, bytes as text, or else in base64.

    Raises:
        RowError: it is nested too deeply.
    """
    if depth > _DEEPEST:
        raise RowError(f"a column is nested more than {_DEEPEST} levels deep")
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): writable(each, depth + 1) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [writable(each, depth + 1) for each in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return str(value)


def _identifier(values: Mapping[str, Any], place: str, columns: Columns) -> str:
    value = values.get(columns.id or _ID)
    if value is None and columns.id is None:
        return place
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        if columns.id is None:
            return place
        raise RowError(
            f"{place}: column {columns.id!r} has {quoted(value)} for an id; text or a number is one"
        )
    return _valid(str(value), columns.id or _ID, place)


def _text(values: Mapping[str, Any], name: str, place: str) -> str:
    value = values.get(name)
    if value is None:
        raise RowError(f"{place}: column {name!r} is {'empty' if name in values else 'missing'}")
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RowError(f"{place}: column {name!r} is not UTF-8 (byte {error.start})") from None
    if not isinstance(value, str):
        raise RowError(f"{place}: column {name!r} is not text but {type(value).__name__}")
    return _valid(value, name, place)


def _language(values: Mapping[str, Any], columns: Columns, place: str) -> str | None:
    value = values.get(columns.language) if columns.language else None
    if value is None or value == "":
        return columns.source
    if not isinstance(value, str):
        raise RowError(f"{place}: column {columns.language!r} is not text but {type(value).__name__}")
    return value


def _valid(text: str, name: str, place: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RowError(f"{place}: column {name!r} is not valid text (character {error.start})") from None
    return text
