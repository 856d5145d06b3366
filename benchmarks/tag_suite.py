"""The documents of evals/documents: sentences in three languages whose inline formatting is known.

A tag is written as ``<b1>…</b1>``: a letter for what it is (``KINDS``) and a number that is the same in each
language. ``<n1/>`` is a reference to a note, ``<p1>%s</p1>`` a text that is never translated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from summarize.text.blocks import Run

DOCUMENTS = Path(__file__).parent.parent / "evals" / "documents"
LANGUAGES = ("en", "ru", "kk")
KINDS = {
    "b": "bold",
    "i": "italic",
    "u": "underlined",
    "a": "link",
    "n": "reference to a note",
    "p": "never translated",
}
PLACES = ("paragraph", "heading", "item", "cell", "note", "box", "cue", "entry", "slide notes")
FORMATS = ("docx", "odt", "pptx", "xlsx", "srt", "po", "html", "md")
HALVES = ("tune", "held")

_TAG = re.compile(r"<(/?)([a-z])(\d)(/?)>")
WORD = re.compile(r"\w+(?:[-’'.,/:@]\w+)*")
_NUMBER = re.compile(r"\d+(?:[ .,]\d+)*")


@dataclass(frozen=True)
class Sentence:
    """A segment; ``said`` has its text with tags by language."""

    place: str
    said: Mapping[str, str]

    def text(self, language: str) -> str:
        """It without tags."""
        return _TAG.sub("", self.said[language])

    def runs(self, language: str) -> tuple[Run, ...]:
        """It as a module of a format reads it: all that is bold has one formatting, each link its own."""
        found: list[Run] = []
        open_: list[str] = []
        for part in _parts(self.said[language]):
            tag = _TAG.fullmatch(part)
            if not tag:
                style = tuple(name if name[0] == "a" else name[0] for name in open_ if name[0] != "p")
                fixed = next((name for name in open_ if name[0] == "p"), "")
                found.append(Run(part, style, fixed))
            elif tag[1]:
                open_.remove(tag[2] + tag[3])
            elif tag[4]:
                style = tuple(name if name[0] == "a" else name[0] for name in open_)
                found.append(Run("", style, tag[2] + tag[3]))
            else:
                open_.append(tag[2] + tag[3])
        return tuple(found)


@dataclass(frozen=True)
class TaggedDocument:
    """A document; ``format`` is the one that it is made for, ``half`` what it may be used for."""

    name: str
    title: str
    format: str
    half: str
    sentences: tuple[Sentence, ...]


def read(path: Path) -> TaggedDocument:
    """The document of one file."""
    data = json.loads(path.read_text("utf-8"))
    sentences = tuple(
        Sentence(each.get("at", "paragraph"), {language: each[language] for language in LANGUAGES})
        for each in data["segments"]
    )
    return TaggedDocument(path.stem, data["title"], data["format"], data["half"], sentences)


def documents(folder: Path = DOCUMENTS) -> list[TaggedDocument]:
    """All of them, by name."""
    return [read(path) for path in sorted(folder.glob("*.json"))]


def faults(document: TaggedDocument) -> Iterator[str]:
    """What is wrong with a document, one line each."""
    if document.format not in FORMATS or document.half not in HALVES:
        yield f"{document.name}: format {document.format}, half {document.half}"
    for number, sentence in enumerate(document.sentences, 1):
        for fault in _of_sentence(sentence):
            yield f"{document.name} {number}: {fault}"


def _of_sentence(sentence: Sentence) -> Iterator[str]:
    if sentence.place not in PLACES:
        yield f"place {sentence.place}"
    for language, said in sentence.said.items():
        for fault in _of_text(said):
            yield f"{language}: {fault}"
    for what, of_text in (("tags", _tags), ("numbers", _numbers), ("texts that stay", _fixed)):
        if len({tuple(sorted(of_text(said))) for said in sentence.said.values()}) > 1:
            yield f"{what} differ"


def _of_text(said: str) -> Iterator[str]:
    yield from _nesting(said)
    for position, part in _placed_parts(said):
        before, after = _TAG.sub("", said[:position]), _TAG.sub("", said[position:])
        tag = _TAG.fullmatch(part)
        if not tag and ("<" in part or ">" in part):
            yield f"no tag: {part}"
        elif tag and before[-1:].isalnum() and after[:1].isalnum():
            yield f"<{tag[2]}{tag[3]}> within a word"
    if re.search(r"<([a-z])(\d)></\1\2>", said):
        yield "a tag around nothing"
    if re.search(r"[^\S ]|  |^ | $", said):
        yield "white space"


def _nesting(said: str) -> Iterator[str]:
    """What is wrong with the tags themselves."""
    open_: list[str] = []
    seen: set[str] = set()
    for end, kind, number, alone in _TAG.findall(said):
        name = kind + number
        if kind not in KINDS or bool(alone) != (kind == "n"):
            yield f"unknown tag <{name}>"
        if end:
            if not open_ or open_.pop() != name:
                yield f"</{name}> does not close what is open"
            continue
        if name in seen:
            yield f"<{name}> twice"
        seen.add(name)
        open_ += [] if alone else [name]
    if open_:
        yield f"<{open_[-1]}> is not closed"
    if not seen:
        yield "no tag"


def _parts(said: str) -> list[str]:
    return [part for _, part in _placed_parts(said)]


def _placed_parts(said: str) -> list[tuple[int, str]]:
    found, position = [], 0
    for tag in _TAG.finditer(said):
        found += [(position, said[position : tag.start()]), (tag.start(), tag[0])]
        position = tag.end()
    return [(start, part) for start, part in (*found, (position, said[position:])) if part]


def _tags(said: str) -> list[str]:
    return [tag[2] + tag[3] for tag in _TAG.finditer(said) if not tag[1]]


def _numbers(said: str) -> list[str]:
    return [re.sub(r"\D", "", number) for number in _NUMBER.findall(_TAG.sub("", said))]


def _fixed(said: str) -> list[str]:
    return [text for _, text in re.findall(r"<(p\d)>(.*?)</\1>", said)]
