"""The sentences of a translated document: every attempt at each, what was found in it, and how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from summarize.checks.findings import Finding

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
    is the entry that it was taken from, if no model made it. ``tags`` says whether the numbered tags came
    back that a chat model was given for the formatting of the sentence; ``tagged`` is the text with them.
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
