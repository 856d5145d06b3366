"""Divide a normalised page into blocks: running text, and what surrounds it.

Nothing is dropped: whatever is not running text keeps its place under a kind of its own. In doubt a
block is body. A single line end inside a body block counts as a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, cast

from summarize.text.furniture import dateline_end, repeated_title_end
from summarize.text.lines import FULL, is_terminated
from summarize.text.parts import Part
from summarize.text.pieces import Piece, pieces, pieces_of_parts
from summarize.text.sentences import split

Kind = Literal[
    "body", "headline", "heading", "dateline", "byline", "caption", "links", "list", "table", "code",
    "quote", "repeat", "boilerplate", "footnote", "mark", "speaker",
]  # fmt: skip

_BEFORE_HEADLINE = ("boilerplate", "links", "byline", "caption", "dateline", "repeat")
_RESCUED = (
    "list", "heading", "quote", "footnote", "caption", "table", "headline", "links", "repeat", "code",
    "dateline", "byline", "boilerplate",
)  # fmt: skip
_TITLE_LONGEST, _TITLE_WORDS, _TITLE_LINES = 250, 30, 3
_HEADING_LONGEST, _HEADING_WORDS = 100, 12
_PARAGRAPH = 80  # characters of the shortest paragraph that a heading can introduce
_REPEATED = 40  # characters of the shortest copy; a shorter one may be a refrain
_FOLDED = 10_000  # characters of the longest copy that may differ in case and spaces; folding takes memory
_NEAR = 10  # pieces after the headline among which it may be repeated
_WORD = re.compile(r"\S+")


class Block(NamedTuple):
    """``text[start:end]``, without white space around it, and its kind."""

    start: int
    end: int
    kind: Kind


def blocks(text: str, language: str | None = None, parts: Sequence[Part] = ()) -> list[Block]:
    """All of ``text`` that is not white space, as ordered blocks that do not overlap.

    ``text`` is normalised; offsets point into it. ``language`` (ISO 639-1) only helps to find where
    a repeated headline ends. ``parts`` are the paragraphs and their roles where the format of the
    file gives them; without them they are found in the lines of the text. A text that is not blank
    always has a body: on a page of nothing but headlines, the headlines are the body.
    """
    found = pieces_of_parts(text, parts) if parts else pieces(text)
    _judge_items(text, found)
    _mark_repeats(text, found)
    found = _mark_headline(text, found, language)
    _mark_headings(text, found)
    found = list(_part_datelines(text, found))
    _rescue(text, found)
    return _blocks_of(text, found)


def headline(text: str, blocks: Sequence[Block]) -> Block | None:
    """The headline without the name of the site (``… | Agency``); ``None`` if there is no headline."""
    for block in blocks:
        if block.kind == "headline":
            title = _titles(text[block.start : block.end])[-1]
            return Block(block.start, block.start + len(title), "headline")
    return None


def _judge_items(text: str, found: list[Piece]) -> None:
    """Turn list items that are sentences into body, without their bullets."""
    for piece in found:
        if piece.kind != "list" or piece.mark == piece.start:
            continue
        words = len(text[piece.mark : piece.end].split(None, 8))
        terminated = is_terminated(text, piece.start, piece.end)
        if words > 7 or (terminated and words > 3):
            piece.kind = "body"
        if text[piece.start] in "–—" and terminated:  # dialogue
            piece.kind, piece.mark = "body", piece.start


def _mark_repeats(text: str, found: list[Piece]) -> None:
    """Mark paragraphs that repeat an earlier one."""
    seen: set[int] = set()
    for piece in found:
        if piece.kind == "body" and piece.end - piece.start >= _REPEATED:
            paragraph = text[piece.mark : piece.end]
            if len(paragraph) <= _FOLDED:
                paragraph = paragraph.casefold().replace("\n", " ")
                if "  " in paragraph:
                    paragraph = " ".join(paragraph.split())
            key = hash(paragraph)
            if key in seen:
                piece.kind = "repeat"
            seen.add(key)


def _mark_headline(text: str, found: list[Piece], language: str | None) -> list[Piece]:
    """Mark the headline and its repetitions, even one glued to the first words of the text."""
    at = next((i for i, piece in enumerate(found) if piece.kind not in _BEFORE_HEADLINE), len(found))
    if at == len(found) or not _may_be_title(text, found[at]):
        return found
    first, parted, repeated = found[at], found[: at + 1], False
    near = at + 1 + (1 if is_terminated(text, first.start, first.end) else _NEAR)
    for piece in found[at + 1 : near]:
        stop = _repetition_end(text, first, piece, language)
        if stop > piece.start:
            repeated = True
            parted.extend(_part(text, piece, stop, "repeat"))
        else:
            parted.append(piece)
    if not repeated and not _stands_over_text(text, first, found[at + 1 :], language):
        return found
    first.kind = "headline"
    return parted + found[near:]


def _may_be_title(text: str, piece: Piece) -> bool:
    title = text[piece.mark : piece.end]
    if piece.kind == "heading":
        return True
    if piece.kind != "body" or piece.mark > piece.start or piece.lines > _TITLE_LINES:
        return False
    words = len(title.split(None, _TITLE_WORDS))
    if words < 3 and is_terminated(title, 0, len(title)):
        return False
    return len(title) <= _TITLE_LONGEST and words <= _TITLE_WORDS and not _opens_inside(title[0])


def _opens_inside(first: str) -> bool:
    """Whether this first character rules out a title: the text continues a sentence, or is dialogue."""
    return first.islower() or first in "–—-"


def _titles(title: str) -> list[str]:
    """The title as written, and without the name of a site at its end."""
    bare = title.rpartition(" | ")[0].rstrip()
    return [title, bare] if len(bare) > len(title) / 2 else [title]


def _repetition_end(text: str, first: Piece, piece: Piece, language: str | None) -> int:
    if piece.kind not in ("body", "heading") or (piece.kind == "body" and piece.mark > piece.start):
        return piece.start
    begins = dateline_end(text, piece.mark, piece.end)
    for title in _titles(text[first.mark : first.end]):
        stop = repeated_title_end(text, begins, piece.end, title, language) if begins < piece.end else begins
        if stop > begins:
            return stop
    return piece.start


def _stands_over_text(text: str, first: Piece, rest: list[Piece], language: str | None) -> bool:
    """Whether a possible title is not a sentence and text follows it."""
    if first.kind == "heading":
        return True
    following = [piece for piece in rest if piece.kind == "body"][:_NEAR]
    last = text[first.end - 1]
    if not following or last in ":;,…" or (last in "?!" and not following[0].apart):
        return False
    if last not in "?!" and is_terminated(text, first.start, first.end):
        return False
    size, next_size = first.end - first.start, following[0].end - following[0].start
    sentences = [is_terminated(text, piece.start, piece.end) for piece in following]
    if rest[0].apart:
        return next_size > size or sentences[0]
    if _is_full_line(_Rest(text), first):
        return False
    if len(split(text[first.start : first.end], language or "en")) > 1:
        return False  # a sentence has ended in it, and the next goes on below
    # Where the lines are not sentences (verse, a list), the first is not a title.
    return next_size >= 2 * size or (sentences[0] and sum(sentences) > 0.7 * len(sentences))


class _Rest:
    """What stands between a place in a text and the next blank line.

    It is asked for places from the end of the text to its beginning, and reads each line once: there may be
    no blank line at all.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._begin()

    def _begin(self) -> None:
        self._asked = self._blank = self._read = len(self._text)
        self._longest = 0  # of the lines from ``_read`` to ``_blank``

    def next_word(self, start: int) -> str:
        """The first word after ``start``; "" for none."""
        word = _WORD.search(self._text, start, self._end(start))
        return word[0] if word else ""

    def longest(self, start: int) -> int:
        """The length of the longest line, or of what is left of the line at ``start``."""
        blank = self._end(start)
        line = self._text.find("\n", start, blank)
        if line < 0:
            return blank - start
        if line + 1 < self._read:
            self._longest = max(self._longest, *map(len, self._text[line + 1 : self._read].split("\n")))
            self._read = line + 1
        return max(self._longest, line - start)

    def _end(self, start: int) -> int:
        if start > self._asked:  # parts of a file need not be in order
            self._begin()
        blank = self._text.find("\n\n", start, self._asked + 1)
        if blank >= 0:
            self._blank = self._read = blank
            self._longest = 0
        self._asked = start
        return self._blank


def _is_full_line(rest: _Rest, first: Piece) -> bool:
    """Whether the next word had no room on the first line of a paragraph, as wide as its others."""
    if first.lines > 1:
        return False
    reach = first.end - first.start + 1 + len(rest.next_word(first.end))
    return reach > FULL * rest.longest(first.end)


def _mark_headings(text: str, found: list[Piece]) -> None:
    """Mark short lines that are not sentences and precede a paragraph, unless most lines are like that."""
    candidates: list[Piece] = []
    over_text, others = False, 0
    rest = _Rest(text)
    for i in range(len(found) - 1, -1, -1):
        piece = found[i]
        if piece.kind != "body":
            continue
        goes_on = i + 1 < len(found) and not found[i + 1].apart
        alone = piece.apart or (i > 0 and is_terminated(text, found[i - 1].start, found[i - 1].end))
        if (
            over_text
            and alone
            and _may_be_heading(text, piece)
            and not (goes_on and _is_full_line(rest, piece))
        ):
            candidates.append(piece)
        else:
            others += 1
            long = piece.end - piece.start >= _PARAGRAPH
            over_text = long and is_terminated(text, piece.start, piece.end)
    if len(candidates) <= others:
        for piece in candidates:
            piece.kind = "heading"


def _may_be_heading(text: str, piece: Piece) -> bool:
    line = text[piece.start : piece.end] if piece.end - piece.start <= _HEADING_LONGEST else ""
    if piece.lines > 1 or not line or piece.mark > piece.start or _opens_inside(line[0]):
        return False
    if line[-1] in ":;," or is_terminated(line, 0, len(line)):
        return False
    return len(line.split()) <= _HEADING_WORDS


def _part_datelines(text: str, found: list[Piece]) -> Iterator[Piece]:
    for piece in found:
        stop = piece.start
        if piece.kind == "body" and piece.mark == piece.start:
            stop = dateline_end(text, piece.start, piece.end)
        if stop > piece.start:
            yield from _part(text, piece, stop, "dateline")
        else:
            yield piece


def _part(text: str, piece: Piece, stop: int, kind: str) -> Iterator[Piece]:
    """``piece`` split at ``stop``: the first part becomes ``kind``, the rest keeps its kind."""
    if stop >= piece.end:
        piece.kind = kind
    elif stop > piece.start:
        before = text[piece.start : stop].rstrip()
        yield Piece(piece.start, piece.start + len(before), kind, piece.start, piece.apart)
        piece.start = piece.mark = stop
        piece.apart = False
    yield piece


def _rescue(text: str, found: list[Piece]) -> None:
    """If nothing is body, turn the pieces that are most like text into body."""
    if any(piece.kind == "body" for piece in found):
        return
    for worded in (True, False):
        for kind in _RESCUED:
            best = [
                piece
                for piece in found
                if piece.kind == kind and (not worded or any(map(str.isalpha, text[piece.mark : piece.end])))
            ]
            for piece in best:
                piece.kind = "body"
            if best:
                return


def _mark_kind(mark: str) -> Kind:
    """The kind of what precedes the text of a piece: a heading's mark, a speaker's label, a bullet."""
    if mark[0] == "#":
        return "heading"
    return "speaker" if mark.rstrip("*_").endswith(":") else "mark"


def _blocks_of(text: str, found: Sequence[Piece]) -> list[Block]:
    """The pieces as blocks; what precedes the text of one, if anything, becomes a block of its own."""
    blocks = []
    for piece in found:
        start, kind = piece.start, cast(Kind, piece.kind)
        if piece.mark > start and kind in ("body", "headline"):
            mark = text[start : piece.mark].rstrip()
            blocks.append(Block(start, start + len(mark), _mark_kind(mark)))
            start = piece.mark
        blocks.append(Block(start, piece.end, kind))
    return blocks
