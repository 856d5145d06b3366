"""The headline and the sentences of a document, with their spans in ``Document.text``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarize.errors import DocumentError
from summarize.text import layout, sentences
from summarize.text.documents import Document
from summarize.text.languages import identify_paragraphs
from summarize.text.normalization import Normalized, normalize
from summarize.text.parts import Part

_PROSE = frozenset({"body", "list", "quote"})  # kinds that are split into sentences


@dataclass(frozen=True)
class Sentence:
    """One sentence: its normalised ``text`` on one line, and its span in ``document.text``.

    ``paragraph`` numbers the paragraphs of prose from 0; ``heading`` is that of the section, if any.
    """

    text: str
    start: int
    end: int
    paragraph: int
    language: str
    heading: str | None = None


@dataclass(frozen=True)
class Structure:
    """A document's headline and sentences, and how many blocks of each kind were left out."""

    headline: str | None
    sentences: tuple[Sentence, ...]
    set_aside: dict[str, int]


def outline(document: Document) -> Structure:
    """Split a document into sentences; headlines, bylines, captions, menus… are only counted.

    Raises:
        DocumentError: there is no sentence, only marks and control characters.
    """
    normalized = normalize(document.text, document.marks)
    text = normalized.text
    blocks = layout.blocks(text, document.language, _normalized(document.parts, normalized))
    set_aside: dict[str, int] = {}
    prose: list[layout.Block] = []
    headings: list[str | None] = []
    heading: str | None = None
    for block in blocks:
        if block.kind in _PROSE and not _is_number(text, block):
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
        raise DocumentError(f"{document.name} contains no readable text, only marks and control characters")
    headline = layout.headline(text, blocks)
    return Structure(
        headline=_line(text[headline.start : headline.end]) if headline else None,
        sentences=tuple(found),
        set_aside=set_aside,
    )


def _is_number(text: str, block: layout.Block) -> bool:
    """Whether a block is the number of a list item, whose text is a block of its own."""
    return block.kind == "list" and not any(map(str.isalpha, text[block.start : block.end]))


def said(document: Document, start: int, end: int) -> str:
    """``document.text[start:end]`` as a summary says it: normalised, without marks, on one line."""
    marks = [(a - start, b - start, text) for a, b, text in document.marks if start <= a and b <= end]
    return _line(normalize(document.text[start:end], marks).text)


def _normalized(parts: Sequence[Part], normalized: Normalized) -> list[Part]:
    """The parts as spans of the normalised text, without those of which nothing is left."""
    spans = [normalized.span(part.start, part.end) for part in parts]
    return [
        replace(part, start=start, end=end)
        for part, (start, end) in zip(parts, spans, strict=True)
        if start < end
    ]


def _line(text: str) -> str:
    return " ".join(text.split())
