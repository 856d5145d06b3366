"""What comes out: the text, where each sentence of it stood, and everything a reader must be told.

Knows how a result is written as JSON (schema ``summarize/1``), not where it is written to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from summarize.request import Task
from summarize.text.documents import Document

if TYPE_CHECKING:
    from summarize.abstractive import Account
    from summarize.checks.findings import Finding
    from summarize.translation.record import Translation

SCHEMA = "summarize/1"


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
class Generated:
    """What comes with a generated text: what was read for it, what its checks found, what it rests on."""

    account: Account
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
