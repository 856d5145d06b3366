"""What a run returns: summaries and translations as frozen values, and their JSON form.

Summaries are written in schema ``summarize/1``, translations in ``summarize/translation/1``, documents as
they were read in ``summarize/document/1``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from summarize.errors import SummarizeError
from summarize.request import Shape, Task
from summarize.text.documents import Document
from summarize.text.parts import place_at

if TYPE_CHECKING:
    from summarize.checks.findings import Finding

SCHEMA = "summarize/1"
DOCUMENT_SCHEMA = "summarize/document/1"
TRANSLATION_SCHEMA = "summarize/translation/1"


# Summaries


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
        claims = [{"text": c.text} | _own_place(document, c.start, c.end) for c in self.claims]
        return {"kind": self.kind, "claims": claims}


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
            | _own_place(document, mention.start, mention.end)
            | {"sentence": {"text": document.text[first:last]} | _own_place(document, first, last)}
            for mention in self.mentions
            for first, last in (mention.sentence,)
        ]
        return {"kind": self.kind, "text": self.text, "value": self.value, "mentions": mentions}


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
class Support:
    """A sentence of a generated summary and the source sentences it rests on.

    ``sentences`` are indices into ``Result.sentences``.
    """

    text: str
    sentences: tuple[int, ...]


@dataclass(frozen=True)
class ReadingAccount:
    """How much of the source a model read, and at what cost.

    ``characters`` counts the source's prose and headings without white space; ``characters_read`` is
    the part of it that reached the model. ``tokens_read`` and ``tokens_written`` are sums over all
    passes; ``chunks`` is the number of chunks in the first pass.
    """

    characters: int
    characters_read: int
    tokens_read: int
    tokens_written: int
    chunks: int
    passes: int

    def to_json(self) -> dict[str, object]:
        """The account as JSON, coverage included."""
        return {**asdict(self), "coverage": round(self.coverage, 4)}

    @property
    def coverage(self) -> float:
        """The share of the source that the model read, from 0 to 1."""
        return self.characters_read / self.characters if self.characters else 1.0


@dataclass(frozen=True)
class Generated:
    """What comes with a generated summary: the reading account, check findings and support.

    ``waived`` are findings that a person has accepted, and ``digest`` is what a waiver calls the summary by.
    ``precision`` is the one that the model computed in.
    """

    account: ReadingAccount
    checks: tuple[Finding, ...]
    support: tuple[Support, ...]
    waived: tuple[Finding, ...] = ()
    digest: str = ""
    precision: str = ""

    def to_json(self) -> dict[str, object]:
        """All of it as JSON."""
        return {
            "runtime": {"precision": self.precision},
            "account": self.account.to_json(),
            "checks": [asdict(finding) for finding in self.checks],
            "waived": [asdict(finding) for finding in self.waived],
            "digest": self.digest,
            "support": [{"text": s.text, "sentences": list(s.sentences)} for s in self.support],
        }


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
        value: dict[str, object] = {
            "schema": SCHEMA,
            "name": self.document.name,
            "language": self.document.language,
            "task": self.task,
            "target": self.target,
            "model": self.model,
            "text": self.text,
            "sentences": [
                {"text": s.text}
                | _own_place(self.document, s.start, s.end)
                | {"score": round(s.score, 4)}
                | self._also(s)
                for s in self.sentences
            ],
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
        if self.generated:
            value |= self.generated.to_json()
        if self.rejected is not None:
            value["rejected"] = self.rejected
        if self.translation:
            value["translation"] = self.translation.to_json()
        return value

    def stands_in(self, asked: Task) -> bool:
        """Whether the document's own sentences stand in, for all or a part, for a model's summary."""
        return asked == "abstractive" and (self.generated is None or self.rejected is not None)

    def _also(self, sentence: Excerpt) -> dict[str, object]:
        """Where else the same is said; nothing for one document."""
        spans = [_own_place(self.document, start, end) for start, end in sentence.also]
        return {"also": spans} if self.document.members else {}


def _own_place(document: Document, start: int, end: int) -> dict[str, object]:
    """The span in the text it is read from, which of several documents that is, and the place in its file."""
    if not document.members:
        return {"start": start, "end": end} | place_to_json(document, start)
    number = bisect_right(document.members, start, key=lambda member: member.start) - 1
    member = document.members[number]
    own: dict[str, object] = {"document": member.document.name}
    own |= {"start": start - member.start, "end": end - member.start}
    return own | place_to_json(member.document, start - member.start)


def _member_to_json(document: Document) -> dict[str, object]:
    return {
        "name": document.name,
        "language": document.language,
        "characters": len(document.text),
        "encoding": document.encoding,
        "format": document.format,
        "pages": document.pages,
    }


def place_to_json(document: Document, offset: int) -> dict[str, object]:
    """The ``page`` and ``place`` in its file that a character comes from, if the format has them."""
    place = place_at(document.places, offset)
    if place is None:
        return {}
    return ({"page": place.page} if place.page else {}) | {"place": place.label}


def error_to_json(error: SummarizeError) -> dict[str, str]:
    """An error as JSON: its ``code`` (one of ``summarize.errors.CODES``), and its message for people."""
    return {"code": error.code, "message": str(error)}


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
        "error": error_to_json(error),
    }


# Documents


def document_to_json(document: Document) -> dict[str, object]:
    """A document as it was read, schema ``summarize/document/1``; offsets count characters of its text."""
    return {
        "schema": DOCUMENT_SCHEMA,
        "name": document.name,
        "format": document.format,
        "encoding": document.encoding,
        "language": document.language,
        "pages": document.pages,
        "text": document.text,
        "parts": [
            {"start": part.start, "end": part.end, "role": part.role}
            | ({"level": part.level} if part.level else {})
            | place_to_json(document, part.start)
            for part in document.parts
        ],
        "warnings": list(document.warnings),
        "error": None,
    }


def document_failure_to_json(name: str, error: SummarizeError) -> dict[str, object]:
    """The ``summarize/document/1`` object of a document that could not be read."""
    empty: dict[str, object] = {"schema": DOCUMENT_SCHEMA, "name": name, "text": None, "parts": []}
    return empty | {"error": error_to_json(error)}


# Translations

Status = Literal[
    "passed",  # the first attempt has no flags
    "mended",  # a later attempt has no flags
    "flagged",  # even the best attempt has flags: a person should look
    "kept",  # already in the target language: copied unchanged
]


@dataclass(frozen=True)
class Leg:
    """One model's step on a route; ``text`` is what it wrote, in language ``target``."""

    source: str
    target: str
    model: str
    text: str


@dataclass(frozen=True)
class MemoryMatch:
    """The entry of a translation memory that a translation was taken from.

    ``kind`` is ``context`` if the sentences before and after are the same too, ``exact`` if the sentence is,
    ``fuzzy`` if it is a similar one. ``score`` is the share of words that are equal, from 0 to 1; ``source``
    is the entry's own. ``memory`` is the name of the file, ``origin`` says who or what translated it, and
    ``date`` when (ISO 8601, or empty). An ``approved`` entry was made or accepted by a person.
    """

    kind: Literal["context", "exact", "fuzzy"]
    score: float
    source: str
    memory: str
    origin: str
    date: str
    approved: bool

    def __str__(self) -> str:
        """One line for a person."""
        said = ", ".join(part for part in (self.origin, self.date) if part)
        return f"{self.memory}: {self.kind} match, {self.score:.0%}" + (f" ({said})" if said else "")


Tags = Literal[
    "none",  # it was translated without
    "kept",  # each came back once, well nested, and the text without them has no flags
    "lost",  # one was lost, doubled or crossed, so this attempt was made without
    "flagged",  # they came back with a text that has flags, so this attempt was made without
]


@dataclass(frozen=True)
class Attempt:
    """One translation of a sentence: the strategy that made it, its flags and every leg of its route.

    ``lookalikes`` counts words in which look-alike letters of another script were repaired; ``tokens`` are
    those that the models on its route wrote. ``waived`` are findings that a person has accepted. ``memory``
    is the entry that it was taken from, if no model made it. ``tags`` says whether the numbered
    tags came back that a chat model was given for the formatting of the sentence; ``tagged`` is the text with
    them.
    """

    strategy: str
    text: str
    flags: tuple[Finding, ...]
    legs: tuple[Leg, ...]
    lookalikes: int = 0
    tokens: int = 0
    waived: tuple[Finding, ...] = ()
    memory: MemoryMatch | None = None
    tags: Tags = "none"
    tagged: str = ""


@dataclass(frozen=True)
class Mending:
    """What was changed in a segment: the first attempt's text, what was found in it, and what helped.

    ``strategy`` made the text that was kept; in ``glossary`` the glossary's terms were put in.
    """

    strategy: str
    before: str
    reasons: tuple[Finding, ...]


@dataclass(frozen=True)
class Segment:
    """One sentence of the document and its translation.

    ``source`` is the sentence on one line; its place is ``document.text[start:end]``. ``language`` is the
    sentence's own, which may differ from the document's. ``attempts`` are in the order they were made,
    and empty for a sentence that was kept. ``mending`` says what was changed if not the first was used.
    ``waived`` are findings that a person has accepted, and ``digest`` is what a waiver calls this segment by.
    ``memory`` is the entry of a translation memory that the hypothesis was taken from.
    """

    source: str
    hypothesis: str
    language: str
    target: str
    paragraph: int
    start: int
    end: int
    status: Status
    flags: tuple[Finding, ...]
    attempts: tuple[Attempt, ...]
    legs: tuple[Leg, ...]
    mending: Mending | None = None
    waived: tuple[Finding, ...] = ()
    digest: str = ""
    memory: MemoryMatch | None = None

    @property
    def certain(self) -> bool:
        """Whether one of its flags is an error."""
        return any(flag.certain for flag in self.flags)

    def to_json(self) -> dict[str, Any]:
        """The segment as JSON; each attempt is reduced to its strategy, text and kinds of flags."""
        return {
            "source": self.source,
            "hypothesis": self.hypothesis,
            "language": self.language,
            "target": self.target,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "status": self.status,
            "digest": self.digest,
            "flags": [asdict(flag) for flag in self.flags],
            "mending": asdict(self.mending) if self.mending else None,
            "waived": [asdict(flag) for flag in self.waived],
            "memory": asdict(self.memory) if self.memory else None,
            "legs": [asdict(leg) for leg in self.legs],
            "attempts": [
                {
                    "rung": attempt.strategy,
                    "text": attempt.text,
                    "flags": [flag.kind for flag in attempt.flags],
                    "tags": attempt.tags,
                }
                for attempt in self.attempts
            ],
        }


@dataclass(frozen=True)
class TermReport:
    """How many translated sentences use a glossary term's translation (hits) and how many do not (misses)."""

    source: str
    target: str
    hits: int
    misses: int


@dataclass(frozen=True)
class TranslationAccount:
    """How many segments have each status, the attempts made, and the words with repaired letters.

    ``given_up`` counts the flagged segments that were not tried again because the model had failed most of
    the first ones, or because all retries together had written enough; ``remembered`` those whose
    translation came from a memory.
    """

    segments: int
    passed: int
    mended: int
    flagged: int
    kept: int
    attempts: int
    lookalikes: int
    given_up: int = 0
    remembered: int = 0

    def __str__(self) -> str:
        """One line for a person."""
        parts = [f"{self.passed} passed", f"{self.mended} mended", f"{self.flagged} flagged"]
        parts += [f"{self.given_up} of them not tried again"] if self.given_up else []
        parts += [f"{self.kept} already in the target language"] if self.kept else []
        parts += [f"{self.remembered} from the translation memory"] if self.remembered else []
        parts += [f"{self.lookalikes} words with look-alike letters repaired"] if self.lookalikes else []
        return f"{self.segments} sentences: {', '.join(parts)}"


def count_segments(segments: Sequence[Segment]) -> TranslationAccount:
    """The account of these segments; repaired words are counted in the chosen attempts only."""
    statuses = Counter(segment.status for segment in segments)
    chosen = [
        attempt
        for segment in segments
        for attempt in segment.attempts
        if attempt.legs == segment.legs and attempt.flags == segment.flags
    ]
    return TranslationAccount(
        segments=len(segments),
        passed=statuses["passed"],
        mended=statuses["mended"],
        flagged=statuses["flagged"],
        kept=statuses["kept"],
        attempts=sum(len(segment.attempts) for segment in segments),
        lookalikes=sum(attempt.lookalikes for attempt in chosen),
        remembered=sum(segment.memory is not None for segment in segments),
    )


@dataclass(frozen=True)
class File:
    """A document in its own format, in another language.

    ``blocks`` counts the blocks of text of each kind (``body``, ``footnote`` …), ``skipped`` the pieces of
    text left as they are, by the reason. ``placed`` says how often formatting within a sentence was placed
    in each way: ``exact``, ``alignment``, ``position``, or ``plain``, which is not at all; ``tags`` counts
    sentences in which a chat model kept numbered tags. ``notes`` are for
    people. ``text`` is the file as characters, in a format that is text.
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
        "error": error_to_json(error),
    }
