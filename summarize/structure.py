"""Document → its headline and its sentences, each with its place in the text as read.

Puts normalization, layout, language and sentence splitting together; knows nothing of what the
sentences are for.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarize import layout, sentences
from summarize.documents import Document
from summarize.languages import identify_paragraphs
from summarize.normalization import normalize

PROSE = frozenset({"body", "list", "quote"})  # what a summary is made of


@dataclass(frozen=True)
class Sentence:
    """One sentence: clean ``text`` on one line, and the span of ``document.text`` it stood in."""

    text: str
    start: int
    end: int
    paragraph: int
    language: str


@dataclass(frozen=True)
class Structure:
    """The prose of a document in order, its headline, and how many blocks of each other kind it has."""

    headline: str | None
    sentences: tuple[Sentence, ...]
    set_aside: dict[str, int]


def outline(document: Document) -> Structure:
    """Split a document into sentences; headlines, bylines, captions, menus… are counted, not split."""
    normalized = normalize(document.text)
    text = normalized.text
    blocks = layout.blocks(text, document.language)
    prose = [block for block in blocks if block.kind in PROSE]
    set_aside: dict[str, int] = {}
    for block in blocks:
        if block.kind not in PROSE:
            set_aside[block.kind] = set_aside.get(block.kind, 0) + 1
    paragraphs = [text[block.start : block.end] for block in prose]
    languages = identify_paragraphs(paragraphs, document.identification)
    found = []
    for number, (block, paragraph, language) in enumerate(zip(prose, paragraphs, languages, strict=True)):
        for start, end in sentences.split(paragraph, language):
            place = normalized.source_span(block.start + start, block.start + end)
            found.append(Sentence(" ".join(paragraph[start:end].split()), *place, number, language))
    headline = layout.headline(text, blocks)
    return Structure(
        headline=text[headline.start : headline.end] if headline else None,
        sentences=tuple(found),
        set_aside=set_aside,
    )
