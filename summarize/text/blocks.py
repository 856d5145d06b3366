"""Documents that can be written back: blocks of formatted text, and the file with other text in them.

A module of ``summarize/documents/editing/`` reads a file into an ``Editable``. Its blocks are what a person
would translate one after another: a paragraph, a cell, an entry. A block is a sequence of runs, each in one
formatting. ``written`` makes the file again with new runs in some of the blocks; everything else of it stays.

An anchor is an inline thing that must be in the file exactly once whatever happens to the text around it: a
picture, a reference to a note, a field, a placeholder, a formula, a line break. Formatting and anchors are
plain values that two readings of the same file agree on, so that a file is verified by reading it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, runtime_checkable

from summarize.request import ReadingOptions
from summarize.text.parts import Role

# Where a block is in its file; the account counts blocks by it.
Kind = Literal[
    "body",  # paragraphs, headings, list items
    "table",
    "header",
    "footer",
    "footnote",
    "endnote",
    "comment",
    "text box",
    "alt text",  # what a picture shows, for those who do not see it; also the title of a link
    "property",  # title, subject, keywords … of the file
    "slide notes",
    "sheet name",
    "chart",  # titles and labels in one
    "cue",  # of subtitles
    "entry",  # of a table of strings: PO, JSON, INI, CSV, XLIFF
    "metadata",  # front matter, a page's description
]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a block's text in one formatting, or an anchor.

    Attributes:
        text: what is read; of an anchor what stands for it in a sentence: nothing for a picture, ``%s`` of
            a placeholder, ``\\n`` of a line break, ``\\t`` of a tab. It is never translated.
        style: the formatting: what the text is in, from the outermost to the innermost (a link, bold in it),
            each as the format's module can write it again. An empty one is none.
        anchor: what the module needs to write the anchor again; empty for text.
        pair: a name that two anchors of a block share if they are the ends of one thing (a bookmark, a field
            with a result that is translated): they never change their order.
    """

    text: str
    style: tuple[str, ...] = ()
    anchor: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Runs that belong together: sentences never go beyond one block.

    ``label`` says where it is, for people: ``slide 3``, ``Budget!B4``, ``0:01:05``. ``role`` and ``level``
    are those of ``summarize.text.parts``. ``context`` is the key of an entry, a note for translators or the
    like.
    """

    runs: tuple[Run, ...]
    kind: Kind = "body"
    label: str = ""
    role: Role = "body"
    level: int = 0
    context: str = ""

    @property
    def text(self) -> str:
        """The text of all runs, anchors included as they stand in sentences."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Written:
    """A file made by ``Editable.written``; ``notes`` are for people, one line each.

    ``text`` is all of it as characters, in a format that is text.
    """

    data: bytes = field(repr=False)
    notes: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)


class Editable(Protocol):
    """A file whose text can be replaced. It does not change: ``written`` can be called for each language.

    Attributes:
        format: as in ``summarize.documents.formats``.
        blocks: what can be replaced, in reading order.
        skipped: how many pieces of text are deliberately left as they are, by the reason in a few words
            (``formulas``, ``text of code``), for people.
        warnings: what was assumed when it was read, one line each.
        options: as it was read with.
    """

    @property
    def format(self) -> str: ...
    @property
    def options(self) -> ReadingOptions: ...
    @property
    def blocks(self) -> Sequence[Block]: ...
    @property
    def skipped(self) -> Mapping[str, int]: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        """The file with other runs in the blocks of these indices.

        Args:
            texts: every anchor of a block is in its new runs exactly once, and no style is new to the block.
                A block that is not named is left exactly as it was.
            target: the language of the new text (ISO 639-1), for what in the file names its language.
        """

    def problems(self, data: bytes) -> list[str]:
        """What is wrong with a file that ``written`` made, beyond what reading it again shows.

        One line each, for people: an element out of order, a relation without a target, a zip that does not
        open. Nothing that was wrong already in the file that was read.
        """


def left(editable: Editable) -> list[str]:
    """What of a file stays as it is, for people: a line for each reason, with how often."""
    return [f"{reason} left as they are: {count}" for reason, count in editable.skipped.items() if count]


@runtime_checkable
class Rereading(Protocol):
    """A file whose translation cannot be found by reading it as another file of its format."""

    def again(self, data: bytes) -> tuple[Block, ...]:
        """The blocks, with the text that ``data``, which ``written`` made, has in their places."""


@runtime_checkable
class Settling(Protocol):
    """A file in which runs can be read again in another way that shows the same."""

    def settled(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """The runs in the one way in which all that show the same are equal."""


@runtime_checkable
class Declaring(Protocol):
    """A file that says what language its text is in.

    Attributes:
        source_language: ISO 639-1; empty if it is none of ours, or the file does not say it.
    """

    source_language: str


@runtime_checkable
class Flagging(Protocol):
    """A file whose format can say that a translation is doubtful."""

    def flagged(self, numbers: Set[int]) -> Editable:
        """The same file; ``written`` marks the new text of these blocks."""


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs without empty ones, those of equal formatting joined; anchors stay apart."""
    found: list[Run] = []
    for run in runs:
        if not run.text and not run.anchor:
            continue
        if found and not run.anchor and not found[-1].anchor and found[-1].style == run.style:
            found[-1] = replace(found[-1], text=found[-1].text + run.text)
        else:
            found.append(run)
    return tuple(found)


def cut(runs: Sequence[Run], spans: Sequence[tuple[int, int]]) -> list[list[Run]]:
    """The runs before, in and after each of these spans of their text, in turn.

    Joined, they are the runs again. An anchor at the start or end of a span is outside. An anchor with text
    is never divided: it is where its middle is. ``spans`` are in order and do not overlap.
    """
    edges = [edge for span in spans for edge in span]
    parts: list[list[Run]] = [[] for _ in range(len(edges) + 1)]
    at = position = 0
    for run in runs:
        begin, last = position, position + len(run.text)
        first, position = begin, last
        if run.anchor:
            middle = (first + last) / 2
            while at < len(edges) and (edges[at] < middle or (edges[at] == middle and at % 2)):
                at += 1
            parts[at].append(run)
            continue
        while first < last:
            while at < len(edges) and edges[at] <= first:
                at += 1
            end = min(last, edges[at]) if at < len(edges) else last
            parts[at].append(replace(run, text=run.text[first - begin : end - begin]))
            first = end
    return parts
