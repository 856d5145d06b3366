"""Sentences through one engine without loss: protected pieces are shielded, and what is too long is split."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarize import progress
from summarize.engines.chunking import split_long
from summarize.engines.prompts import answer
from summarize.engines.protocol import Engine, Generation
from summarize.request import Decoding, Instruction
from summarize.text.scripts import repair_lookalikes
from summarize.translation.shielding import Shielded, around, shield
from summarize.translation.tagging import Tagging

Fixed = tuple[int, int, str]  # text[start:end] becomes the string


@dataclass(frozen=True)
class Job:
    """A sentence, and what some of its spans must become, whatever the model does."""

    text: str
    fixed: tuple[Fixed, ...] = ()


@dataclass(frozen=True)
class Draft:
    """The text made of a job; ``finished`` is False if the model did not end it.

    ``looped`` is whether it was stopped because it repeated itself; ``tokens`` are those written.
    """

    text: str
    finished: bool = True
    lookalikes: int = 0
    looped: bool = False
    tokens: int = 0


def render(engine: Engine, instruction: Instruction, jobs: Sequence[Job], decoding: Decoding) -> list[Draft]:
    """One draft for each job, in order.

    All sentences go to the engine in one call; those whose masks did not survive are translated around
    their fixed spans in a second.
    """
    shields = [_shield(job) for job in jobs]
    first = draft_each(engine, instruction, [shielded.text for shielded in shields], decoding)
    drafts: list[Draft | None] = [
        None if restored is None else replace(draft, text=restored)
        for shielded, draft in zip(shields, first, strict=True)
        for restored in (shielded.restored(draft.text),)
    ]
    lost = [index for index, draft in enumerate(drafts) if draft is None]
    parted = [_parts(jobs[index]) for index in lost]
    texts = [text for parts in parted for text, prose in parts if prose]
    second = iter(draft_each(engine, instruction, texts, decoding))
    for index, parts in zip(lost, parted, strict=True):
        joined = join([next(second) if prose else Draft(text) for text, prose in parts])
        drafts[index] = replace(joined, tokens=joined.tokens + first[index].tokens)
    return [draft for draft in drafts if draft is not None]


def _shield(job: Job) -> Shielded:
    spans = [(start, end) for start, end, _ in job.fixed]
    return shield(job.text, spans, [text for _, _, text in job.fixed])


def with_tags(job: Job, tags: Tagging) -> Shielded | None:
    """A job's text with its tags and masks; ``None`` if a tag is within a span that is masked."""
    tagged = tags.tagged([(start, end) for start, end, _ in job.fixed])
    return shield(*tagged, [text for _, _, text in job.fixed]) if tagged else None


def _parts(job: Job) -> list[tuple[str, bool]]:
    """The job's text in parts, each with whether it is prose; fixed spans are already replaced."""
    spans = [(start, end) for start, end, _ in job.fixed]
    back = {(start, end): text for start, end, text in job.fixed}
    parts, place = [], 0
    for text, prose in around(job.text, spans):
        parts.append((back.get((place, place + len(text)), text), prose))
        place += len(text)
    return parts


def join(drafts: Sequence[Draft], separator: str = "") -> Draft:
    """The drafts of parts as one."""
    return Draft(
        separator.join(draft.text for draft in drafts),
        all(draft.finished for draft in drafts),
        sum(draft.lookalikes for draft in drafts),
        any(draft.looped for draft in drafts),
        sum(draft.tokens for draft in drafts),
    )


def draft_each(
    engine: Engine, instruction: Instruction, texts: Sequence[str], decoding: Decoding
) -> list[Draft]:
    """Translate texts; one longer than the engine reads goes in parts, split between clauses."""
    if not texts:
        return []
    limit = engine.limit(instruction)
    parts = [split_long(text, engine.count, limit) for text in texts]
    written = engine.generate([part for run in parts for part in run], instruction, decoding)
    progress.count(sum(each.source_tokens for each in written), sum(each.tokens for each in written))
    generations = iter(written)
    return [_clean(text, [next(generations) for _ in run]) for text, run in zip(texts, parts, strict=True)]


def _clean(source: str, generations: Sequence[Generation]) -> Draft:
    """The parts on one line, in NFC, without chatter that the source lacks, with look-alike letters repaired.

    A text that came back unchanged is left as it is.
    """
    text = " ".join(" ".join(part.text for part in generations).split())
    draft = Draft(
        source,
        all(part.finished for part in generations),
        looped=any(part.stop == "loop" for part in generations),
        tokens=sum(part.tokens for part in generations),
    )
    if text == " ".join(source.split()):
        return draft
    if answer(source) == source.strip():
        text = " ".join(answer(text).split())
    repaired, count = repair_lookalikes(unicodedata.normalize("NFC", text))
    return replace(draft, text=repaired, lookalikes=count)
