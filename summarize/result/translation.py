"""A document in another language, and its file where it is written back in its own format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from summarize.errors import SummarizeError
from summarize.result.places import place_to_json
from summarize.result.segments import Segment, TranslationAccount
from summarize.text.documents import Document

TRANSLATION_SCHEMA = "summarize/translation/1"


@dataclass(frozen=True)
class TermReport:
    """How many translated sentences use a glossary term's translation (hits) and how many do not (misses)."""

    source: str
    target: str
    hits: int
    misses: int


@dataclass(frozen=True)
class File:
    """A document in its own format, in another language.

    ``blocks`` counts the blocks of text of each kind (``body``, ``footnote`` …), ``skipped`` the pieces of
    text left as they are, by the reason. ``placed`` says how often formatting within a sentence was placed
    in each way: ``exact``, ``alignment``, ``position``, or ``plain``, which is not at all; ``tags`` counts
    sentences in which a chat model kept numbered tags. ``notes`` are for people. ``text`` is the file as
    characters, in a format that is text.
    """

    format: str
    data: bytes = field(repr=False)
    blocks: Mapping[str, int]
    skipped: Mapping[str, int]
    placed: Mapping[str, int]
    notes: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """What was done, without the data."""
        return {
            "format": self.format,
            "blocks": dict(self.blocks),
            "skipped": dict(self.skipped),
            "placed": dict(self.placed),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Translation:
    """A document in another language.

    ``text`` is the whole document with the layout of the source. ``routes`` name the models used, one
    line per route (``en→ru→kk: opus-mt-en-ru, kazRush-ru-kk``); ``glossary`` reports each term that
    occurred; ``warnings`` are one line each, for people. ``file`` is the document in its own format, if it
    was read to be written back.
    """

    text: str
    document: Document
    target: str
    script: Literal["cyrillic", "latin"]
    segments: tuple[Segment, ...]
    account: TranslationAccount
    routes: tuple[str, ...]
    glossary: tuple[TermReport, ...] = ()
    warnings: tuple[str, ...] = ()
    file: File | None = None

    def to_json(self) -> dict[str, Any]:
        """One JSON object, schema ``summarize/translation/1``."""
        return {
            "schema": TRANSLATION_SCHEMA,
            "name": self.document.name,
            "language": self.document.language,
            "target": self.target,
            "script": self.script,
            "routes": list(self.routes),
            "text": self.text,
            "account": asdict(self.account),
            "glossary": [asdict(report) for report in self.glossary],
            "segments": [
                segment.to_json() | place_to_json(self.document, segment.start) for segment in self.segments
            ],
            "file": self.file.to_json() if self.file else None,
            "warnings": list(self.warnings),
            "error": None,
        }


def translation_failure_to_json(name: str, target: str, error: SummarizeError) -> dict[str, Any]:
    """The ``summarize/translation/1`` object of a document that could not be translated."""
    return {
        "schema": TRANSLATION_SCHEMA,
        "name": name,
        "target": target,
        "text": None,
        "segments": [],
        "error": error.to_json(),
    }
