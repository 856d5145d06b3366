"""Messages and warnings in the reader's language, found by their English text.

The English messages are where they are raised. ``messages.toml`` has them as templates with a word in braces
for each value, so that nothing else has to know of translations. JSON always has the English text.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from summarize.cli.help.readers import ENGLISH, LANGUAGES, reader

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_SLOT = re.compile(r"\{(\w+)\}")
_LONGEST = 2000  # characters of a message that is looked up
_PREFIXES = 3  # names before a message, such as "news.txt: "


def translated(message: str, language: str | None = None) -> str:
    """The message in ``language``, by default the reader's; as it is where there is no translation.

    A message after names ("news.txt: …") and one of several parts ("…; …") are translated part by part.
    """
    language = language or reader(os.environ)
    if language in ENGLISH or language not in LANGUAGES or len(message) > _LONGEST:
        return message
    return _translated(message, language) or message


def _translated(message: str, language: str) -> str | None:
    """Of several parts if each is known; else as a whole, whose values may have semicolons of their own."""
    parts = message.split("; ")
    for at in range(1, len(parts)):
        first, rest = "; ".join(parts[:at]), "; ".join(parts[at:])
        if (one := _named(first, language)) and (other := _translated(rest, language)):
            return f"{one}; {other}"
    return _filled(message, language) or _named(message, language)


def _named(message: str, language: str) -> str | None:
    """The translation of a message, or of what follows names before it."""
    names = ""
    for _ in range(_PREFIXES):
        if found := _filled(message, language):
            return names + found
        name, colon, message = message.partition(": ")
        if not colon:
            return None
        names += f"{name}: "
    return None


def _filled(message: str, language: str) -> str | None:
    """The template that is the whole message, in ``language`` with the message's values."""
    for pattern, template in _templates("message", language):
        if match := pattern.fullmatch(message):
            return _SLOT.sub(lambda slot: _value(match[slot[1]], language), template)
    return None


def _value(value: str, language: str) -> str:
    """A value in ``language`` if it is made of words ("3 files are"), else as it is."""
    for pattern, template in _templates("value", language):
        if match := pattern.fullmatch(value):
            return _SLOT.sub(lambda slot: _value(match[slot[1]], language), template)
    return value


@cache
def rows(kind: str) -> tuple[dict[str, Any], ...]:
    """The rows of the file that are of a kind, ``message`` or ``value``."""
    with (Path(__file__).parent / "messages.toml").open("rb") as file:
        return tuple(tomllib.load(file)[kind])


@cache
def _templates(kind: str, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of English messages and their translations; those with most text of their own come first."""
    ordered = sorted(rows(kind), key=lambda row: -len(_SLOT.sub("", row["en"])))
    return tuple((_pattern(row["en"]), row[language]) for row in ordered)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _SLOT.split(template)
    return re.compile(
        "".join(f"(?P<{piece}>.+?)" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces)),
        re.DOTALL,
    )
