"""The headline and the sentences of a document, with their spans in ``Document.text``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from summarize.errors import DocumentError
from summarize.text import layout, sentences, speech, utterances
from summarize.text.collector import paused
from summarize.text.documents import Document
from summarize.text.languages import identify_paragraphs
from summarize.text.lines import item_mark
from summarize.text.normalization import Normalized, normalize
from summarize.text.parts import Part

_PROSE = frozenset({"body", "list", "quote"})  # kinds that are split into sentences


class Sentence(NamedTuple):  # there are so many that the time to make each of them counts
    """One sentence: its normalised ``text`` on one line, and its span in ``document.text``.

    ``paragraph`` numbers the paragraphs of prose from 0; ``heading`` is that of the section, if any;
    ``speaker`` is the name of who says it, where the text gives it before what is said. ``cut`` says that it
    is a part of a stretch without full stops; ``document`` counts the members of several documents in one.
    """

    text: str
    start: int
    end: int
    paragraph: int
    language: str
    heading: str | None = None
    speaker: str | None = None
    cut: bool = False
    document: int = 0


@dataclass(frozen=True)
class Structure:
    """A document's headline and sentences, and how many blocks of each kind were left out."""

    headline: str | None
    sentences: tuple[Sentence, ...]
    set_aside: dict[str, int]

    @property
    def notes(self) -> list[str]:
        """What readers should know about the sentences, one line each."""
        pieces = sum(sentence.cut for sentence in self.sentences)
        words = sum(" " not in sentence.text for sentence in self.sentences)
        notes = [_CUT.format(pieces)] if pieces else []
        few = words < _WORDS or 2 * words <= len(self.sentences)
        return notes if few else [*notes, "most lines are single words, not sentences"]


_CUT = "text without full stops was cut into {} pieces at pauses, at words that open a clause, or by length"
_WORDS = 10  # fewest lines of one word that are worth a note


@paused()
def outline(document: Document, most: int | None = None) -> Structure:
    """Split a document into sentences; headlines, bylines, captions, menus… are only counted.

    Stretches without full stops are cut into utterances, of at most ``most`` words where it is given.

    Raises:
        DocumentError: there is no sentence, only marks and control characters.
    """
    if document.members:
        return _together(document, most)
    normalized = normalize(document.text, document.marks)
    text = normalized.text
    blocks = layout.blocks(text, document.language, _normalized(document.parts, normalized))
    set_aside: dict[str, int] = {}
    prose: list[layout.Block] = []
    headings: list[tuple[str | None, str | None]] = []
    heading: str | None = None
    label: str | None = None
    for block in blocks:
        if block.kind in _PROSE and not _is_number(text, block):
            prose.append(_unmarked(text, block))
            if prose[-1].start > block.start:
                set_aside["mark"] = set_aside.get("mark", 0) + 1
            headings.append((heading, label))
            label = None
            continue
        label = speech.speaker(text[block.start : block.end]) if block.kind == "speaker" else None
        set_aside[block.kind] = set_aside.get(block.kind, 0) + 1
        if block.kind == "heading":
            heading = _line(text[block.start : block.end]).strip("#=*_ ") or heading
    # Copies of all paragraphs at once would take as much memory as the text.
    languages = identify_paragraphs((text[each.start : each.end] for each in prose), document.identification)
    found: list[Sentence] = []
    for number, (block, language, own) in enumerate(zip(prose, languages, headings, strict=True)):
        paragraph = text[block.start : block.end]
        flat = paragraph.replace("\n", " ")
        spaced = "  " in flat
        for start, end, cut in _parted(paragraph, language, most):
            place = normalized.source_span(block.start + start, block.start + end)
            line = _line(flat[start:end]) if spaced else flat[start:end]
            found.append(Sentence(line, *place, number, language, *own, cut))
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


def _unmarked(text: str, block: layout.Block) -> layout.Block:
    """A list item without its bullet or number, as long ones are; a dash may be a speaker's."""
    if block.kind != "list" or text[block.start] in "–—":
        return block
    return block._replace(start=block.start + item_mark(text[block.start : block.end]))


def said(document: Document, start: int, end: int) -> str:
    """``document.text[start:end]`` as a summary says it: normalised, without marks, on one line."""
    marks = [(a - start, b - start, text) for a, b, text in document.marks if start <= a and b <= end]
    return _line(normalize(document.text[start:end], marks).text)


def _together(document: Document, most: int | None) -> Structure:
    """The sentences of all members, each with its place in the whole; members without text are left out.

    Raises:
        DocumentError: no member has text.
    """
    found: list[Sentence] = []
    set_aside: dict[str, int] = {}
    paragraphs = 0
    for number, member in enumerate(document.members):
        try:
            own = outline(member.document, most)
        except DocumentError:
            continue
        found += [
            each._replace(
                start=each.start + member.start,
                end=each.end + member.start,
                paragraph=each.paragraph + paragraphs,
                document=number,
            )
            for each in own.sentences
        ]
        paragraphs = found[-1].paragraph + 1
        for kind, count in own.set_aside.items():
            set_aside[kind] = set_aside.get(kind, 0) + count
    if not found:
        raise DocumentError(f"{document.name} contains no readable text, only marks and control characters")
    return Structure(None, tuple(found), set_aside)


def sections(found: Sequence[Sentence]) -> list[range]:
    """The sentences under each heading, as ranges of indices; those before the first heading are one."""
    keys = [(each.document, each.heading) for each in found]
    starts = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    return [range(first, last) for first, last in zip(starts, [*starts[1:], len(found)], strict=True)]


def attributed(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with the speaker's name in the text of the first one of each turn."""
    turns = [None, *(sentence.paragraph for sentence in found)]
    return [
        each._replace(text=f"{each.speaker}: {each.text}")
        if each.speaker and before != each.paragraph
        else each
        for before, each in zip(turns, found, strict=False)
    ]


def _parted(paragraph: str, language: str, most: int | None) -> list[tuple[int, int, bool]]:
    """The sentences of a paragraph, or their utterances: begin, end, and whether it was cut."""
    found = []
    for start, end in sentences.split(paragraph, language):
        sentence = paragraph[start:end]
        if utterances.needs_cutting(sentence):
            pieces = utterances.cut(sentence, language, most or utterances.MOST)
            found += [(start + first, start + last, True) for first, last in pieces]
        else:
            found.append((start, end, False))
    return found


def _normalized(parts: Sequence[Part], normalized: Normalized) -> list[Part]:
    """The parts as spans of the normalised text, without those of which nothing is left."""
    spans = [normalized.span(part.start, part.end) for part in parts]
    return [
        replace(part, start=start, end=end)
        for part, (start, end) in zip(parts, spans, strict=True)
        if start < end
    ]


def _line(text: str) -> str:
    """A normalised text, whose only white space is spaces and line ends, on one line."""
    if "\n" in text or "  " in text:
        return " ".join(text.split())
    return text.strip(" ")
