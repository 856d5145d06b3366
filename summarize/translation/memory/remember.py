"""What a run adds to a translation memory: the segments of a translation that have no flag."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.result import Translation
from summarize.result.segments import Segment
from summarize.translation.memory.store import Store
from summarize.translation.memory.units import Unit, context_in, now
from summarize.translation.strategies import best


def remember(translation: Translation, store: Store) -> tuple[int, int]:
    """Add what passed its checks; return how many segments are new and how many replaced an earlier one.

    Flagged segments are left out; a doubt about formatting is none about the text. What the memory already
    has in this context stays as it is.

    Raises:
        SummarizeError: the memory cannot be written.
        UsageError: another process is using it.
    """
    return store.add(_units(translation))


def _is_good(segment: Segment) -> bool:
    """Whether a segment was translated and has no flag about its text."""
    return bool(segment.legs) and all(flag.kind == "formatting" for flag in segment.flags)


def _units(translation: Translation) -> Iterator[Unit]:
    texts, date = [segment.source for segment in translation.segments], now()
    for place, segment in enumerate(translation.segments):
        known = segment.memory
        if not _is_good(segment):
            continue
        models = " → ".join(leg.model for leg in segment.legs)
        yield Unit(
            source_language=segment.language,
            target_language=segment.target,
            source=segment.source,
            target=best(segment.attempts).text,  # before typography and transliteration
            context=context_in(texts, place),
            date=known.date if known else date,
            origin=known.origin if known else f"{models}, {translation.document.name}",
            approved=known.approved if known else False,
        )
