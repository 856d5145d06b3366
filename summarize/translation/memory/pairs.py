"""A text and its translation as segments of a memory."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.text import sentences
from summarize.text.documents import Document
from summarize.translation.memory.units import Unit, context_in, now
from summarize.translation.terminology import alignment


def units(source: Document, target: Document) -> Iterator[Unit]:
    """The sentences of both documents side by side; paragraphs with other numbers of them stay whole.

    Raises:
        UsageError: there are too many paragraphs to align.
    """
    pairs: list[tuple[str, str]] = []
    for ours, theirs in alignment.pairs(source.text, target.text):
        sides = [
            [text[start:end] for start, end in sentences.split(text, language)]
            for text, language in ((ours, source.language), (theirs, target.language))
        ]
        alike = len(sides[0]) == len(sides[1])
        pairs += list(zip(*sides, strict=True)) if alike else [(ours, theirs)]
    texts, date = [ours for ours, _ in pairs], now()
    for place, (ours, theirs) in enumerate(pairs):
        context = context_in(texts, place)
        yield Unit(source.language, target.language, ours, theirs, context, date, target.name)
