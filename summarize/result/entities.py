"""The people, organisations, places, dates and sums of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from summarize.result.places import own_place_to_json
from summarize.text.documents import Document

EntityKind = Literal["name", "organisation", "place", "date", "money", "percent", "number"]


class Mention(NamedTuple):
    """Where an entity is named, and the span of its sentence, in characters of ``document.text``.

    ``text`` is ``document.text[start:end]`` with spaces for line ends.
    """

    text: str
    start: int
    end: int
    sentence: tuple[int, int]


@dataclass(frozen=True)
class Entity:
    """Somebody or something that a document names, or a date or sum in it, with all its mentions.

    ``value`` does not depend on spelling: ``2025-05-12``, ``--05-12`` without a year, ``84000 GBP``,
    ``4.5 %``; ``None`` for names, organisations and ambiguous dates.
    """

    kind: EntityKind
    text: str
    value: str | None
    mentions: tuple[Mention, ...]

    def to_json(self, document: Document) -> dict[str, object]:
        """The entity as JSON, each mention with its sentence."""
        mentions = [
            {"text": mention.text}
            | own_place_to_json(document, mention.start, mention.end)
            | {"sentence": {"text": document.text[first:last]} | own_place_to_json(document, first, last)}
            for mention in self.mentions
            for first, last in (mention.sentence,)
        ]
        return {"kind": self.kind, "text": self.text, "value": self.value, "mentions": mentions}
