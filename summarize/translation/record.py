"""What a translation leaves behind: every sentence with its source, how it came about, and the account.

Plain frozen values and their JSON; knows nothing of how they were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from summarize.checks.findings import Finding
from summarize.text.documents import Document
from summarize.translation.glossary import TermReport

SCHEMA = "summarize/translation/1"

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
class Account:
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


def account(segments: Sequence[Segment]) -> Account:
    """Count what became of the segments."""
    statuses = Counter(segment.status for segment in segments)
    chosen = [
        attempt
        for segment in segments
        for attempt in segment.attempts
        if attempt.legs == segment.legs and attempt.flags == segment.flags
    ]
    return Account(
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
    account: Account
    routes: tuple[str, ...]
    glossary: tuple[TermReport, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """One JSON object, schema ``summarize/translation/1``."""
        return {
            "schema": SCHEMA,
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


def failure_to_json(name: str, target: str, error: str) -> dict[str, Any]:
    """The same object for a document that could not be done."""
    return {"schema": SCHEMA, "name": name, "target": target, "text": None, "segments": [], "error": error}
