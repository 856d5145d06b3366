"""A text with passages of prose in it; what replaces them is put in their places, and nothing else changes.

Written text is read again: a passage that does not come back as it was meant is escaped with more care, and
if that does not help, it stays as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import count, pairwise
from typing import TypeVar

from summarize.documents.editing.source import DAMAGED, Source
from summarize.request import ReadingOptions
from summarize.text.blocks import Block, Kind, Run, Written, joined
from summarize.text.parts import Role

Span = tuple[int, int]
Slice = Callable[[int, int], str]
_T = TypeVar("_T")
_WORDS = re.compile(r"\s+|\S+")
_ATTEMPTS = 20  # at writing a text as it was meant, before all of it is escaped or taken back


@dataclass(frozen=True)
class Style:
    """Formatting: its name in runs, where the source begins it (``<a href="…">``), and what ends it."""

    name: str
    begin: Span
    end: str


@dataclass(frozen=True)
class Piece:
    """Words of one formatting, outermost style first; or an anchor: a part of the source that stays as it is.

    ``name`` is that of the anchor in runs; its ``text`` is what it shows, such as ``%s``, and may be empty.
    Anchors of one ``pair`` keep their order.
    """

    text: str
    styles: tuple[Style, ...] = ()
    anchor: Span | None = None
    name: str = ""
    pair: str = ""


@dataclass(frozen=True)
class Passage:
    """Prose that is translated together: a block, and where it is in the source.

    ``spans`` are its parts: one, or several where it is interrupted, as a sentence in subtitles is. ``sort``
    is for the format that wrote it; ``unit`` numbers the string that it belongs to.
    """

    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]
    kind: Kind = "body"
    label: str = ""
    role: Role = "body"
    level: int = 0
    sort: str = ""
    unit: int = -1

    @cached_property
    def block(self) -> Block:
        """The block that is translated."""
        runs = [Run(p.text, tuple(s.name for s in p.styles), p.name, p.pair) for p in self.pieces]
        return Block(joined(runs), self.kind, self.label, self.role, self.level)

    def pieces_of(self, runs: Sequence[Run]) -> list[Piece]:
        """Runs as pieces: each style and anchor as the source has it."""
        styles = {style.name: style for piece in self.pieces for style in piece.styles}
        anchors: dict[str, list[Span | None]] = defaultdict(list)
        for piece in self.pieces:
            anchors[piece.name].append(piece.anchor)
        return [
            Piece(
                run.text,
                tuple(styles[name] for name in run.style),
                anchors[run.anchor].pop(0) if run.anchor else None,
                run.anchor,
            )
            for run in runs
        ]


@dataclass(frozen=True)
class Writer:
    """How a format finds passages in a text, and how it writes one: the text of each of its spans.

    The arguments of ``render`` are the passage, the new pieces, what gives a part of the source with the
    replacements in it, and whether every sign that could be markup is escaped.
    """

    read: Callable[[str], Sequence[Passage]]
    render: Callable[[Passage, Sequence[Piece], Slice, bool], Sequence[str]]


def _unchanged(text: str, target: str) -> str:
    return text


@dataclass
class Template:
    """A file of text that can be written back; see ``summarize.text.blocks.Editable``.

    ``dress`` sets what in a text names its language; ``errors`` is what is done with letters that the
    encoding lacks, as in ``Source.encoded``.
    """

    format: str
    source: Source
    writer: Writer
    options: ReadingOptions = field(default_factory=ReadingOptions)
    skipped: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    dress: Callable[[str, str], str] = _unchanged
    errors: str = "surrogateescape"

    def __post_init__(self) -> None:
        damaged = len(self.writer.read(self.source.text)) - len(self.passages)
        if damaged:
            self.skipped = {**self.skipped, "damaged bytes": damaged}

    @property
    def encoding(self) -> str:
        """The encoding of the file."""
        return self.source.encoding

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """What can be replaced."""
        return tuple(sound(self.writer.read(self.source.text)))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The same, as blocks."""
        return tuple(passage.block for passage in self.passages)

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        """The file with other runs in these blocks; one that cannot be written so is left as it was."""
        edition = Edition(self.source.text, self.writer, self.passages)
        for number, runs in texts.items():
            if joined(runs) != joined(self.blocks[number].runs):
                edition.replaced[number] = self.passages[number].pieces_of(runs)
        edition.settle()
        if not edition.replaced:
            return Written(self.source.encoded(self.source.text)[0], text=shown(self.source.text))
        return self.finished(edition.text(), target)

    def finished(self, text: str, target: str) -> Written:
        """The changed text as a file."""
        text = self.dress(text, target)
        data, encoding = self.source.encoded(text, self.errors)
        note = f"written as UTF-8: {self.source.encoding} lacks letters of the translation"
        return Written(data, (note,) if encoding != self.source.encoding else (), shown(text))

    def again(self, data: bytes) -> tuple[Block, ...]:
        """The blocks of a file that ``written`` made, divided as those of this one are."""
        return tuple(passage.block for passage in sound(self.writer.read(self.source.again(data))))

    def settled(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """See ``summarize.text.blocks.Settling``."""
        return settled(runs)

    def problems(self, data: bytes) -> list[str]:
        """Nothing beyond what reading it again shows."""
        return []


def sound(passages: Sequence[Passage]) -> list[Passage]:
    """The passages without bytes that are no characters."""
    return [each for each in passages if not any(DAMAGED.search(piece.text) for piece in each.pieces)]


def shown(text: str) -> str:
    """The text with a question mark for each byte that is no character."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass
class Edition:
    """A text with other pieces in some of its passages."""

    source: str
    writer: Writer
    passages: Sequence[Passage]
    replaced: dict[int, list[Piece]] = field(default_factory=dict)
    _careful: set[int] = field(default_factory=set)
    _spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    _made: dict[int, Sequence[str]] = field(default_factory=dict)

    def settle(self) -> None:
        """Read what would be written, and take back what cannot be written as it was meant."""
        for attempt in count():
            wrong = self._wrong()
            if not wrong:
                break
            wrong = wrong if attempt < _ATTEMPTS else set(self.replaced)
            for number in wrong & self._careful:
                del self.replaced[number]
            self._careful |= wrong

    def text(self) -> str:
        """The text with the replacements."""
        self._spans = sorted(
            (start, -end, number, part)
            for number in self.replaced
            for part, (start, end) in enumerate(self.passages[number].spans)
        )
        self._made = {}
        return self._slice(0, len(self.source), -1)

    def _wrong(self) -> set[int]:
        """The replaced passages that are read in another way than meant."""
        if not self.replaced:
            return set()
        found = sound(self.writer.read(self.text()))
        meant = [self.replaced.get(number, each.pieces) for number, each in enumerate(self.passages)]
        if len(found) == len(meant):
            return {number for number in self.replaced if shape(found[number].pieces) != shape(meant[number])}
        pairs = zip(found, meant, strict=False)
        first = next((n for n, (a, b) in enumerate(pairs) if shape(a.pieces) != shape(b)), len(meant) - 1)
        return {first - 1, first, first + 1} & self.replaced.keys() or set(self.replaced)

    def _slice(self, start: int, end: int, outer: int) -> str:
        """A part of the source, with replacements in it but for those of the passage ``outer``."""
        parts, place = [], start
        for first, last, number, part in self._inside(start, end):
            if first >= place and number != outer:
                parts += [self.source[place:first], self._rendered(number, part)]
                place = last
        return "".join([*parts, self.source[place:end]])

    def _inside(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        index = bisect_left(self._spans, (start, -end))
        while index < len(self._spans) and self._spans[index][0] <= end:
            first, last, number, part = self._spans[index]
            if -last <= end:
                yield first, -last, number, part
            index += 1

    def _rendered(self, number: int, part: int) -> str:
        if number not in self._made:
            passage, careful = self.passages[number], number in self._careful
            source = partial(self._slice, outer=number)
            self._made[number] = self.writer.render(passage, self.replaced[number], source, careful)
        return self._made[number][part]


def shape(pieces: Sequence[Piece]) -> list[tuple[str, tuple[str, ...], str]]:
    """What two readings of the same pieces agree on: words, formatting, anchors."""
    runs = settled([Run(p.text, tuple(s.name for s in p.styles), p.name) for p in pieces])
    return [(" ".join(run.text.split()), run.style, run.anchor) for run in runs]


def settled(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs as they are read again: a formatting of all words, and what is around these, is around the block.

    White space has the formatting that both of its neighbours have.
    """
    pieces = [
        replace(run, text=text, pair="")
        for run in _core(joined(runs))
        for text in ([run.text] if run.anchor else _WORDS.findall(run.text))
    ]
    found: list[Run] = []
    for number, piece in enumerate(pieces):
        if 0 < number < len(pieces) - 1 and not piece.anchor and piece.text.isspace():
            piece = replace(piece, style=_common(pieces[number - 1].style, pieces[number + 1].style))
        found.append(piece)
    return joined(found)


def _core(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs from the first word to the last, without a formatting that all of them have."""
    found = list(runs)
    while found:
        worded = [number for number, run in enumerate(found) if run.text.strip()]
        if not worded:
            return ()
        found = found[worded[0] : worded[-1] + 1]
        outer = found[0].style[:1]
        if not outer or any(run.style[:1] != outer for run in found):
            break
        found = [replace(run, style=run.style[1:]) for run in found]
    if found and not found[0].anchor:
        found[0] = replace(found[0], text=found[0].text.lstrip())
    if found and not found[-1].anchor:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return found


def apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, with white space at their edges apart: outside of the styles that end there."""
    for number, piece in enumerate(pieces):
        inner = piece.text.strip()
        if piece.anchor or not piece.styles or inner == piece.text:
            yield piece
            continue
        before = pieces[number - 1].styles if number else ()
        after = pieces[number + 1].styles if number + 1 < len(pieces) else ()
        if not inner:
            yield replace(piece, styles=_common(_common(before, piece.styles), after))
            continue
        at = piece.text.index(inner)
        for text, styles in (
            (piece.text[:at], _common(before, piece.styles)),
            (inner, piece.styles),
            (piece.text[at + len(inner) :], _common(piece.styles, after)),
        ):
            if text:
                yield Piece(text, styles)


def _common(one: tuple[_T, ...], other: tuple[_T, ...]) -> tuple[_T, ...]:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return one[:count]


def composed(
    pieces: Sequence[Piece], escape: Callable[[str], str], slice_of: Slice, *, anchors: bool = True
) -> str:
    """Pieces as source: styles begun and ended around the words, anchors as they were.

    Without ``anchors``, these are written by ``escape`` from what they show.
    """
    parts: list[str] = []
    began: tuple[Style, ...] = ()
    text = ""
    for piece in [*apart(pieces), Piece("")]:
        is_raw = anchors and piece.anchor is not None
        if piece.styles != began or is_raw:
            parts.append(escape(text))
            text = ""
            kept = len(_common(began, piece.styles))
            parts += [style.end for style in reversed(began[kept:])]
            parts += [slice_of(*style.begin) for style in piece.styles[kept:]]
            began = piece.styles
        if is_raw and piece.anchor:
            parts.append(slice_of(*piece.anchor))
        else:
            text += piece.text
    return "".join([*parts, escape(text)])


@dataclass(frozen=True)
class Decoded:
    """Characters as read, and where each stands in the source: one offset more than characters."""

    text: str
    at: Sequence[int]

    def pieces(
        self, anchors: Sequence[tuple[Span, str]], styles: Sequence[tuple[Span, Style]] = ()
    ) -> list[Piece]:
        """The text in pieces: ``anchors`` (each with its name) and the words of ``styles`` are spans of it.

        Anchors are in order and do not overlap, with each other or with the edges of styles. Styles are
        nested or apart.
        """
        names = dict(anchors)
        waiting = sorted(styles, key=lambda each: (each[0][0], -each[0][1]))[::-1]
        around: list[tuple[Span, Style]] = []
        found: list[Piece] = []
        edges = {0, len(self.text), *(e for s, _ in styles for e in s), *(e for s, _ in anchors for e in s)}
        for start, end in pairwise(sorted(edges)):
            around = [each for each in around if each[0][1] > start]
            while waiting and waiting[-1][0][0] <= start:
                around.append(waiting.pop())
            name = names.get((start, end), "")
            place = (self.at[start], self.at[end]) if name else None
            within = tuple(style for span, style in around if span[0] < span[1])
            found.append(Piece(self.text[start:end], within, place, name))
        return found
