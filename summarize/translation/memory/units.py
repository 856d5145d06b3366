"""One entry of a translation memory: its date, its context, and the hashes by which it is found again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import blake2b


@dataclass(frozen=True)
class Unit:
    """A sentence and its translation.

    ``context`` stands for the sentences before and after the source (see ``context_of``), ``None`` if they
    are not known. ``date`` is ISO 8601 or empty; ``origin`` says where the translation comes from, for
    people. An ``approved`` one was made or accepted by a person.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    context: int | None = None
    date: str = ""
    origin: str = ""
    approved: bool = True


def normal(text: str) -> str:
    """The form in which sentences are compared: NFC, on one line, single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def digest(*parts: str) -> int:
    """Sixty-four bits that stand for these texts, as SQLite stores them."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def now() -> str:
    """The time in ISO 8601, in UTC: the date of a unit that is made now."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def context_in(texts: Sequence[str], place: int) -> int:
    """The context of one of the sentences of a document."""
    before = texts[place - 1] if place else ""
    return context_of(before, texts[place + 1] if place + 1 < len(texts) else "")


def context_of(before: str, after: str) -> int:
    """The context of a sentence: those before and after it, each empty at an end of the document."""
    return digest("context", normal(before), normal(after))
