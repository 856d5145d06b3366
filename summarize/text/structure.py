"""Document → its headline and its sentences, each with its place in the text as read.

Puts normalization, layout, language and sentence splitting together; knows nothing of what the
sentences are for.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarize.errors import DocumentError
from summarize.text import layout, sentences
from summarize.text.documents import Document
from summarize.text.languages import identify_paragraphs
from summarize.text.normalization import normalize

PROSE = frozenset({"body", "list", "quote"})  # what a summary is made of


@dataclass(frozen=True)
class Sentence:
    """One sentence: clean ``text`` on one line, and the span of ``document.text`` it stood in.

    ``paragraph`` counts the document's paragraphs of prose; ``heading`` is the section's, if it has one.
    """

    text: str
    start: int
    end: int
    paragraph: int
    language: str
    heading: str | None = None


@dataclass(frozen=True)
class Structure:
    """The prose of a document in order, its headline, and how many blocks of each other kind it has."""

    headline: str | None
    sentences: tuple[Sentence, ...]
    set_aside: dict[str, int]


def outline(document: Document) -> Structure:
    """Split a document into sentences; headlines, bylines, captions, menus… are counted, not split.

    Raises:
        DocumentError: nothing is left to read once control characters are gone.
    """
    normalized = normalize(document.text)
    text = normalized.text
    blocks = layout.blocks(text, document.language)
    set_aside: dict[str, int] = {}
    prose: list[layout.Block] = []
    headings: list[str | None] = []
    heading: str | None = None
    for block in blocks:
        if block.kind in PROSE:
            prose.append(block)
            headings.append(heading)
            continue
        set_aside[block.kind] = set_aside.get(block.kind, 0) + 1
        if block.kind == "heading":
            heading = _line(text[block.start : block.end]).strip("#=*_ ") or heading
    paragraphs = [text[block.start : block.end] for block in prose]
    languages = identify_paragraphs(paragraphs, document.identification)
    found = []
    for number, (block, paragraph, language) in enumerate(zip(prose, paragraphs, languages, strict=True)):
        for start, end in sentences.split(paragraph, language):
            place = normalized.source_span(block.start + start, block.start + end)
            found.append(Sentence(_line(paragraph[start:end]), *place, number, language, headings[number]))
    if not found:
        raise DocumentError(f"{document.name} holds no readable text, only marks and control characters")
    headline = layout.headline(text, blocks)
    return Structure(
        headline=_line(text[headline.start : headline.end]) if headline else None,
        sentences=tuple(found),
        set_aside=set_aside,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
