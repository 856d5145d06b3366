"""Markdown: its prose is translated; front matter, addresses, code, formulas and marks stay as they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain, zip_longest

from summarize.documents import markdown
from summarize.documents.editing import html as pages
from summarize.documents.editing.markdown_pieces import Paragraph, labels_in
from summarize.documents.editing.source import source_of
from summarize.documents.editing.template import Passage, Piece, Slice, Span, Template, Writer, composed
from summarize.request import ReadingOptions
from summarize.text.blocks import Kind

_NUMBER = re.compile(r"\d{1,9}[.)][ \t]+")
_CELL = re.compile(r"(?:\\.|[^|\\])+", re.DOTALL)
_GAP = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*(?:>[ \t]*)*")
_RISKY = re.compile(r"[-+*=>#|~`:\d\[<(]")  # how a word begins that must not begin a line
_BREAK = "\ue001"  # a line break while a paragraph is put together
_ACTIVE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|\*|`|(?<!\w)_|_(?!\w)|~~|<(?=[A-Za-z/!?])|&(?=\#?\w{1,31};)|\](?=[(\[:])"
)
_BEGIN = re.compile(r"(?=[-+](?:\s|\Z)|>|#{1,6}(?:\s|\Z)|={3,}|-{3,}|\|)|\d{1,9}(?=[.)](?:\s|\Z))")
_ANY = re.compile(r"[!#$&*+<=>\[\\\]^_`{|}~-]|(?<=\d)[.)]")
_BRACKET = re.compile(r"[\[\]\\]")


def edit(data: bytes, name: str, options: ReadingOptions) -> Template:
    """A text in Markdown.

    Raises:
        DocumentError: it is in no known encoding.
    """
    source = source_of(data, name, options.encoding)
    page = _Page(source.text)
    page.read()
    roles = [part.role for part in page.parts]
    counts = {"code blocks": roles.count("code"), "front matter": int("metadata" in roles)}
    skipped = {reason: count for reason, count in counts.items() if count} | page.skipped
    return Template("markdown", source, Writer(_passages, _render), options, skipped, source.warnings)


def _passages(text: str) -> list[Passage]:
    page = _Page(text)
    page.read()
    return sorted(page.passages, key=lambda passage: passage.spans[0])


class _Page(markdown.Page):
    """Finds the passages beside the parts."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.passages: list[Passage] = []
        self.skipped: dict[str, int] = {}
        self._labels = labels_in(text)

    def inline(self, spans: Sequence[Span]) -> None:
        """A paragraph: one span for each of its lines."""
        lines, part = list(spans), self.parts[-1]
        if part.role == "list" and (number := _NUMBER.match(self.text, *lines[0])):
            lines[0] = number.end(), lines[0][1]
        kind: Kind = "footnote" if part.role == "footnote" else "body"
        self._add_passage(lines, Passage((), (), kind, role=part.role, level=part.level, sort="paragraph"))

    def row(self, start: int, end: int) -> None:
        """A row of a table: a passage for each cell."""
        for cell in _CELL.finditer(self.text, start, end):
            first = cell.start() + len(cell[0]) - len(cell[0].lstrip())
            last = cell.start() + len(cell[0].rstrip())
            if first < last:
                self._add_passage([(first, last)], Passage((), (), "table", role="row", sort="cell"))

    def html(self, start: int, end: int) -> None:
        """A block of HTML."""
        found = pages.Page(self.text, "the text", start, end)
        self.passages += found.passages
        for reason, count in found.skipped.items():
            self.skipped[reason] = self.skipped.get(reason, 0) + count

    def _add_passage(self, lines: Sequence[Span], form: Passage) -> None:
        paragraph = Paragraph(self.text, lines, self._labels)
        if any(map(str.isalpha, "".join(piece.text for piece in paragraph.pieces if not piece.anchor))):
            span = lines[0][0], lines[-1][1]
            self.passages.append(replace(form, spans=(span,), pieces=tuple(paragraph.pieces)))
        for start, end in paragraph.alts:
            alt = Piece(" ".join(self.text[start:end].split()))
            self.passages.append(Passage(((start, end),), (alt,), "alt text", role="caption", sort="alt"))


def _render(passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool) -> list[str]:
    if passage.sort not in ("paragraph", "cell", "alt"):
        return list(pages.render(passage, pieces, slice_of, careful))
    (span,) = passage.spans
    escape = partial(_escaped, careful=careful, cell=passage.sort == "cell")
    if passage.sort == "alt":
        return [_BRACKET.sub(r"\\\g<0>", "".join(piece.text for piece in pieces))]
    inner = [gap for piece in pieces if piece.anchor for gap in _GAP.findall(slice_of(*piece.anchor))]
    raw = slice_of(*span)
    gaps = list(_GAP.finditer(raw))[: -len(inner) or None]  # those inside of anchors stay there
    wider = list(accumulate((len(gap[0]) - 1 for gap in gaps), initial=0))  # than a space
    shares = [(g.start() - before) / (len(raw) - wider[-1]) for g, before in zip(gaps, wider, strict=False)]
    text = composed(list(_broken(pieces, shares, slice_of)), escape, slice_of)
    if passage.sort == "paragraph" and not pieces[0].anchor and (mark := _BEGIN.match(text)):
        text = f"{text[: mark.end()]}\\{text[mark.end() :]}"
    lines = text.split(_BREAK)
    ends = [gap[0] for gap in gaps[: len(lines) - 1]]
    return ["".join(chain.from_iterable(zip_longest(lines, ends, fillvalue="")))]


def _escaped(text: str, *, careful: bool, cell: bool) -> str:
    """Words as Markdown: what would be a mark has a backslash before it."""
    text = (_ANY if careful else _ACTIVE).sub(r"\\\g<0>", text)
    return re.sub(r"(?<!\\)\|", r"\\|", text) if cell else text


def _broken(pieces: Sequence[Piece], shares: Sequence[float], slice_of: Slice) -> Iterator[Piece]:
    """The pieces with line breaks at these shares of their length, as near as a space allows."""
    spaces: dict[int, tuple[int, int]] = {}  # the length before each space that can be one, and its place
    length = 0
    for number, piece in enumerate(pieces):
        length += sum(len(slice_of(*style.begin)) for style in piece.styles)
        for match in re.finditer(" (?=\\S)", piece.text) if shares and not piece.anchor else ():
            if not _RISKY.match(piece.text, match.end()):
                spaces[length + match.start()] = number, match.start()
        length += len(slice_of(*piece.anchor)) if piece.anchor else len(piece.text)
        length += sum(len(style.end) for style in piece.styles)
    chosen: dict[int, set[int]] = defaultdict(set)
    places, last = sorted(spaces), 0
    for share in shares:
        at = bisect_left(places, share * length, last)
        near = [index for index in (at - 1, at) if last <= index < len(places)]
        if near:
            best = min(near, key=lambda index: abs(places[index] - share * length))
            number, offset = spaces[places[best]]
            chosen[number].add(offset)
            last = best + 1
    for number, piece in enumerate(pieces):
        at_breaks = chosen.get(number, set())
        text = "".join(_BREAK if offset in at_breaks else each for offset, each in enumerate(piece.text))
        yield replace(piece, text=text) if at_breaks else piece
