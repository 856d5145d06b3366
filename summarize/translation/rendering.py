"""Sentences through one engine: pieces shielded, what is too long split, the output made clean.

Nothing is cut and nothing protected is lost. Knows the ``Engine`` protocol and no checks: what
comes out may still be wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from summarize.chunking import split_long
from summarize.engine import Engine, Generation
from summarize.prompting import answer
from summarize.request import Decoding, Instruction
from summarize.text.languages import repair_lookalikes
from summarize.translation import tally
from summarize.translation.shielding import Shielded, around, shield

Fixed = tuple[int, int, str]  # text[start:end] comes back as the string


@dataclass(frozen=True)
class Job:
    """A sentence, and which spans of it come back as what, whatever the model does."""

    text: str
    fixed: tuple[Fixed, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What came of a job: ``finished`` is False where the model was stopped, not done."""

    text: str
    finished: bool = True
    lookalikes: int = 0


def render(engine: Engine, instruction: Instruction, jobs: Sequence[Job], decoding: Decoding) -> list[Draft]:
    """One draft for each job, in order; every text goes to the engine in as few calls as possible."""
    shields = [_shield(job) for job in jobs]
    first = _whole(engine, instruction, [shielded.text for shielded in shields], decoding)
    drafts: list[Draft | None] = [
        None if restored is None else Draft(restored, draft.finished, draft.lookalikes)
        for shielded, draft in zip(shields, first, strict=True)
        for restored in (shielded.restored(draft.text),)
    ]
    lost = [index for index, draft in enumerate(drafts) if draft is None]
    pieces = [_around(jobs[index]) for index in lost]
    texts = [text for parts in pieces for text, prose in parts if prose]
    second = iter(_whole(engine, instruction, texts, decoding))
    for index, parts in zip(lost, pieces, strict=True):
        drafts[index] = _joined([next(second) if prose else Draft(text) for text, prose in parts])
    return [draft for draft in drafts if draft is not None]


def _shield(job: Job) -> Shielded:
    spans = [(start, end) for start, end, _ in job.fixed]
    return shield(job.text, spans, [text for _, _, text in job.fixed])


def _around(job: Job) -> list[tuple[str, bool]]:
    """The job's parts in order, fixed ones already as they come back; see ``shielding.around``."""
    spans = [(start, end) for start, end, _ in job.fixed]
    back = {(start, end): text for start, end, text in job.fixed}
    parts, place = [], 0
    for text, prose in around(job.text, spans):
        parts.append((back.get((place, place + len(text)), text), prose))
        place += len(text)
    return parts


def _joined(drafts: Sequence[Draft]) -> Draft:
    return Draft(
        "".join(draft.text for draft in drafts),
        all(draft.finished for draft in drafts),
        sum(draft.lookalikes for draft in drafts),
    )


def _whole(engine: Engine, instruction: Instruction, texts: Sequence[str], decoding: Decoding) -> list[Draft]:
    """Translate texts; one that is longer than the engine reads goes in parts, cut between clauses."""
    if not texts:
        return []
    limit = engine.limit(instruction)
    parts = [split_long(text, engine.count, limit) for text in texts]
    written = engine.generate([part for run in parts for part in run], instruction, decoding)
    tally.add(written)
    generations = iter(written)
    return [_clean(text, [next(generations) for _ in run]) for text, run in zip(texts, parts, strict=True)]


def _clean(source: str, generations: Sequence[Generation]) -> Draft:
    """The parts on one line, in NFC, without chatter that the source does not have, look-alikes repaired.

    What came back as it went in is left as it is.
    """
    text = " ".join(" ".join(part.text for part in generations).split())
    finished = all(part.finished for part in generations)
    if text == " ".join(source.split()):
        return Draft(source, finished)
    if answer(source) == source.strip():
        text = " ".join(answer(text).split())
    repaired, count = repair_lookalikes(unicodedata.normalize("NFC", text))
    return Draft(repaired, finished, count)
