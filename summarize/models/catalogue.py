"""The catalogue of reviewed models: ``catalogue.toml``.

Aliases are a convenience: they stand for a hub id and are used in suggestions. The table holds only facts
that were looked up; what is unknown is left out.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from summarize.text.language_table import LANGUAGES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Row:
    """One model: ``disk`` is in bytes, ``max_input`` and ``max_output`` are in tokens.

    ``directions`` are (source, target) pairs; ``commercial`` is ``None`` if the licence was not looked
    up. ``note`` is a sentence for the reader.
    """

    alias: str
    id: str
    task: str
    languages: tuple[str, ...]
    directions: tuple[tuple[str, str], ...] = ()
    parameters: int | None = None
    disk: int | None = None
    licence: str | None = None
    commercial: bool | None = None
    max_input: int | None = None
    max_output: int | None = None
    gated: bool = False
    note: str = ""


@cache
def rows() -> MappingProxyType[str, Row]:
    """Alias → row, in the order of the table, which is the order of suggestions."""
    with (Path(__file__).parent / "catalogue.toml").open("rb") as file:
        table: dict[str, dict[str, Any]] = tomllib.load(file)
    return MappingProxyType({alias: _row(alias, fields) for alias, fields in table.items()})


def hub_id(name: str) -> str:
    """The hub id that an alias stands for; any other name as it is."""
    row = rows().get(name)
    return row.id if row else name


def row(name: str) -> Row | None:
    """The row of an alias or a hub id."""
    return rows().get(name) or next((row for row in rows().values() if row.id == name), None)


def command(name: str) -> str:
    """The command that downloads a model, with its size and licence if known."""
    known = row(name)
    facts = []
    if known:
        facts = [f"{known.disk / 1e9:.1f} GB"] if known.disk else []
        facts += [known.licence] if known.licence else []
        facts += ["not for commercial use"] if known.commercial is False else []
    return f"summarize models pull {hub_id(name)}" + (f" ({', '.join(facts)})" if facts else "")


def suggestion(task: str, source: str, target: str) -> Row | None:
    """The first row for a task and direction; models free for commercial use come before others."""
    fitting = [row for row in rows().values() if row.task == task and _serves(row, source, target)]
    return min(fitting, key=lambda row: row.commercial is not True, default=None)


def _serves(row: Row, source: str, target: str) -> bool:
    if row.task == "translation":
        return (source, target) in row.directions
    return source in row.languages


def _row(alias: str, fields: dict[str, Any]) -> Row:
    languages = tuple(fields.pop("languages"))
    pairs = fields.pop("directions", None)
    if pairs is None:
        ours = [language for language in languages if language in LANGUAGES]
        pairs = [f"{a}-{b}" for a in ours for b in ours if a != b] if fields["task"] == "translation" else []
    directions = tuple((pair.split("-")[0], pair.split("-")[1]) for pair in pairs)
    return Row(alias=alias, languages=languages, directions=directions, **fields)
