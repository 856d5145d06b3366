"""What comes out: the text, where each sentence of it stood, and everything a reader must be told.

Knows how a result is written as JSON (schema ``summarize/1``), not where it is written to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from summarize.request import Task
from summarize.text.documents import Document

if TYPE_CHECKING:
    from summarize.checks.findings import Finding

SCHEMA = "summarize/1"
TRANSLATION_SCHEMA = "summarize/translation/1"


@dataclass(frozen=True)
class Excerpt:
    """A sentence of the source that a summary took over or rests on.

    ``text`` is exactly ``document.text[start:end]``, in characters of the text as read;
    ``score`` is its centrality, from 0 to 1.
    """

    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Support:
    """A sentence of a generated summary, and the indices in ``Result.sentences`` of those it rests on."""

    text: str
    sentences: tuple[int, ...]


@dataclass(frozen=True)
class ReadingAccount:
    """What was read and what it took.

    ``characters`` of prose and of its headings the document has, white space aside, and
    ``characters_read`` of them reached the model; ``tokens_read`` and ``tokens_written`` count all
    passes; ``chunks`` are those of the first.
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
        """Share of the prose that the model read, from 0 to 1."""
        return self.characters_read / self.characters if self.characters else 1.0


@dataclass(frozen=True)
class Generated:
    """What comes with a generated text: what was read for it, what its checks found, what it rests on."""

    account: ReadingAccount
    checks: tuple[Finding, ...]
    support: tuple[Support, ...]

    def to_json(self) -> dict[str, object]:
        """The three as JSON."""
        return {
            "account": self.account.to_json(),
            "checks": [asdict(finding) for finding in self.checks],
            "support": [{"text": s.text, "sentences": list(s.sentences)} for s in self.support],
        }


@dataclass(frozen=True)
class TermReport:
    """How often a term stood in the source's sentences, and in how many of their translations."""

    source: str
    target: str
    hits: int
    misses: int


Status = Literal[
    "passed",  # the first attempt had no flags
    "mended",  # a later attempt has none
    "flagged",  # the best attempt has some: a person should look
    "kept",  # already in the target language: passed through
]


@dataclass(frozen=True)
class Leg:
    """One model's part of the way: ``text`` is what it made, in ``target``."""

    source: str
    target: str
    model: str
    text: str


@dataclass(frozen=True)
class Attempt:
    """One try at a sentence: the rung of the ladder, what came, its flags, and every leg of the way."""

    rung: str
    text: str
    flags: tuple[Finding, ...]
    legs: tuple[Leg, ...]
    lookalikes: int = 0


@dataclass(frozen=True)
class Segment:
    """One sentence of the document and its translation.

    ``source`` is the sentence on one line, which stood in ``document.text[start:end]``; ``language`` is
    its own, which may not be the document's. ``attempts`` are in the order they were made; empty for a
    sentence that was kept.
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

    def to_json(self) -> dict[str, Any]:
        """The segment as JSON; attempts that were not chosen are told by rung, text and kinds of flags."""
        return {
            "source": self.source,
            "hypothesis": self.hypothesis,
            "language": self.language,
            "target": self.target,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "status": self.status,
            "flags": [asdict(flag) for flag in self.flags],
            "legs": [asdict(leg) for leg in self.legs],
            "attempts": [
                {"rung": attempt.rung, "text": attempt.text, "flags": [flag.kind for flag in attempt.flags]}
                for attempt in self.attempts
            ],
        }


@dataclass(frozen=True)
class TranslationAccount:
    """What became of the sentences, and how many look-alike letters' words were repaired in the output."""

    segments: int
    passed: int
    mended: int
    flagged: int
    kept: int
    attempts: int
    lookalikes: int

    def said(self) -> str:
        """One line for a person."""
        parts = [f"{self.passed} passed", f"{self.mended} mended", f"{self.flagged} flagged"]
        parts += [f"{self.kept} already in the language"] if self.kept else []
        parts += [f"{self.lookalikes} words with look-alike letters repaired"] if self.lookalikes else []
        return f"{self.segments} sentences: {', '.join(parts)}"


def translation_account(segments: Sequence[Segment]) -> TranslationAccount:
    """Count what became of the segments."""
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
    )


@dataclass(frozen=True)
class Translation:
    """A document in another language.

    ``text`` is the whole page, laid out as the source; ``routes`` say which models took part, one line
    each (``en→ru→kk: opus-mt-en-ru, kazRush-ru-kk``); ``glossary`` reports each term that occurred;
    ``warnings`` are one line each, for people.
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
            "segments": [segment.to_json() for segment in self.segments],
            "warnings": list(self.warnings),
            "error": None,
        }


@dataclass(frozen=True)
class Result:
    """What was made of one document.

    ``text`` is clean prose (NFC, no soft hyphens, plain spaces); ``sentences`` are the places in
    the source, in document order; ``source_sentences`` counts what the summary was chosen from;
    ``warnings`` are one line each, for people.
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

    def to_json(self) -> dict[str, object]:
        """One JSON object, schema ``summarize/1``.

        A generated text also has account, checks and support; one in another language, its translation.
        """
        return {
            **self._extracted(),
            **(self.generated.to_json() if self.generated else {}),
            **({"translation": self.translation.to_json()} if self.translation else {}),
        }

    def _extracted(self) -> dict[str, object]:
        return {
            "schema": SCHEMA,
            "name": self.document.name,
            "language": self.document.language,
            "task": self.task,
            "target": self.target,
            "model": self.model,
            "text": self.text,
            "sentences": [
                {"text": s.text, "start": s.start, "end": s.end, "score": round(s.score, 4)}
                for s in self.sentences
            ],
            "source": {
                "characters": len(self.document.text),
                "sentences": self.source_sentences,
                "encoding": self.document.encoding,
            },
            "warnings": list(self.warnings),
            "error": None,
        }


def failure_to_json(name: str, task: Task, error: str) -> dict[str, object]:
    """The same object for a document that could not be done: ``error`` says why, the rest is empty."""
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
        "error": error,
    }


def translation_failure_to_json(name: str, target: str, error: str) -> dict[str, Any]:
    """The same object for a document that could not be done."""
    return {
        "schema": TRANSLATION_SCHEMA,
        "name": name,
        "target": target,
        "text": None,
        "segments": [],
        "error": error,
    }
