"""The summary of one document, or of several together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.errors import SummarizeError
from summarize.request import Shape, Task
from summarize.result.entities import Entity
from summarize.result.generated import Generated
from summarize.result.places import own_place_to_json
from summarize.text.documents import Document

if TYPE_CHECKING:
    from summarize.result.translation import Translation

SCHEMA = "summarize/1"


@dataclass(frozen=True)
class Excerpt:
    """A sentence of the source that a summary quotes or rests on.

    ``text`` is exactly ``document.text[start:end]``, in characters of the text as read;
    ``score`` is its centrality, from 0 to 1. ``also`` are the spans of sentences of other documents that say
    the same, where several are summarised together.
    """

    text: str
    start: int
    end: int
    score: float
    also: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Claim:
    """What one of several documents says: ``text`` is ``document.text[start:end]`` of the whole."""

    name: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Conflict:
    """Documents that give different values in sentences that say the same; ``kind`` is that of an entity."""

    kind: str
    claims: tuple[Claim, ...]

    def __str__(self) -> str:
        """One line for a person."""
        said = "; ".join(f"{claim.name} says {claim.text!r}" for claim in self.claims)
        return f"the documents differ: {said}"

    def to_json(self, document: Document) -> dict[str, object]:
        """The difference as JSON, with places in each document's own text."""
        claims = [{"text": c.text} | own_place_to_json(document, c.start, c.end) for c in self.claims]
        return {"kind": self.kind, "claims": claims}


@dataclass(frozen=True)
class SectionSummary:
    """The summary of one section, whose ``heading`` is ``None`` before the first one.

    ``sentences`` are indices into ``Result.sentences``.
    """

    heading: str | None
    text: str
    sentences: tuple[int, ...]

    def to_json(self) -> dict[str, object]:
        """The section as JSON."""
        return {"heading": self.heading, "text": self.text, "sentences": list(self.sentences)}


@dataclass(frozen=True)
class Result:
    """The result for one document.

    ``text`` is clean prose (NFC, no soft hyphens, plain spaces). ``sentences`` are the source
    sentences it quotes or rests on, in document order; ``source_sentences`` is the number of sentences
    it was made from. ``warnings`` are one line each, for people. ``rejected`` is the model's own text where
    the document's sentences stand in for all of it or a part. ``about`` is what the summary was asked to be
    about; ``sections`` are the parts of ``text`` where each section has a summary of its own.
    """

    text: str
    document: Document
    task: Task
    model: str
    target: str | None
    sentences: tuple[Excerpt, ...]
    source_sentences: int
    warnings: tuple[str, ...] = ()
    generated: Generated | None = None
    translation: Translation | None = None
    rejected: str | None = None
    shape: Shape = "sentences"
    about: str | None = None
    sections: tuple[SectionSummary, ...] = ()
    entities: tuple[Entity, ...] | None = None
    conflicts: tuple[Conflict, ...] = ()

    def to_json(self) -> dict[str, object]:
        """One JSON object, schema ``summarize/1``.

        A shape other than sentences adds ``as``, a query ``about``, and summaries of sections ``sections``. A
        generated text adds ``runtime``, ``account``, ``checks`` and ``support``; a translated one,
        ``translation``; one that stands in for what a model wrote, ``rejected``.
        """
        return self._always() | self._asked_for() | self._of_models()

    def _always(self) -> dict[str, object]:
        """What every result has."""
        return {
            "schema": SCHEMA,
            "name": self.document.name,
            "language": self.document.language,
            "task": self.task,
            "target": self.target,
            "model": self.model,
            "text": self.text,
            "sentences": [self._excerpt_to_json(sentence) for sentence in self.sentences],
            "source": {
                "characters": len(self.document.text),
                "sentences": self.source_sentences,
                "encoding": self.document.encoding,
                "format": self.document.format,
                "pages": self.document.pages,
            },
            "warnings": list(self.warnings),
            "error": None,
        }

    def _asked_for(self) -> dict[str, object]:
        """What a result has if it was asked for: a shape, a query, sections, several documents, entities."""
        value: dict[str, object] = {}
        if self.shape != "sentences":
            value["as"] = self.shape
        if self.about is not None:
            value["about"] = self.about
        if self.sections:
            value["sections"] = [section.to_json() for section in self.sections]
        if self.document.members:
            value["documents"] = [_member_to_json(member.document) for member in self.document.members]
            value["conflicts"] = [conflict.to_json(self.document) for conflict in self.conflicts]
        if self.entities is not None:
            value["entities"] = [entity.to_json(self.document) for entity in self.entities]
        return value

    def _of_models(self) -> dict[str, object]:
        """What a result has if a model wrote it."""
        value = self.generated.to_json() if self.generated else {}
        if self.rejected is not None:
            value["rejected"] = self.rejected
        if self.translation:
            value["translation"] = self.translation.to_json()
        return value

    def stands_in(self, asked: Task) -> bool:
        """Whether the document's own sentences stand in, for all or a part, for a model's summary."""
        return asked == "abstractive" and (self.generated is None or self.rejected is not None)

    def _excerpt_to_json(self, sentence: Excerpt) -> dict[str, object]:
        """A sentence with its place; of several documents, also where else the same is said."""
        value = {"text": sentence.text} | own_place_to_json(self.document, sentence.start, sentence.end)
        value |= {"score": round(sentence.score, 4)}
        if self.document.members:
            value["also"] = [own_place_to_json(self.document, start, end) for start, end in sentence.also]
        return value


def _member_to_json(document: Document) -> dict[str, object]:
    return {
        "name": document.name,
        "language": document.language,
        "characters": len(document.text),
        "encoding": document.encoding,
        "format": document.format,
        "pages": document.pages,
    }


def failure_to_json(name: str, task: Task, error: SummarizeError) -> dict[str, object]:
    """The ``summarize/1`` object of a document that failed: ``error`` says why, the rest is empty."""
    return {
        "schema": SCHEMA,
        "name": name,
        "language": None,
        "task": task,
        "target": None,
        "model": None,
        "text": None,
        "sentences": [],
        "source": None,
        "warnings": [],
        "error": error.to_json(),
    }
