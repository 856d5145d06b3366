"""Marks inside a paragraph of Markdown: emphasis, code, links, images, tags, entities.

Each is an edit that leaves the words: ``[the list](address)`` is read as ``the list``. One pass, in linear
time; what does not form a pair stays as it is.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from summarize.text.normalization import Edit

_TOKEN = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~\n])
    | (?P<ticks>`+)
    | (?P<note>\[\^[^\]\s]{1,60}\])
    | (?P<open>!?\[)
    | (?P<close>\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500}){0,3}\)|\[[^\[\]\n]{0,200}\])?)
    | <(?P<address>(?:https?|mailto|ftp):[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>
    | (?P<tag></?[A-Za-z][\w-]{0,30}(?:\s[^<>]{0,1000})?/?>|<!--(?:(?!<!--).){0,2000}?-->)
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<run>\*+|_+|~~+)
    """,
    re.VERBOSE | re.DOTALL,
)
Span = tuple[int, int]

_BREAKING = re.compile(r"</?(?:br|p|div|li|tr|td|th|ul|ol|table|h[1-6]|hr|summary|details)\b", re.I)


@dataclass
class _Open:
    """A run of marks that may begin emphasis: what is left of ``text[start:start + count]``."""

    start: int
    count: int


@dataclass
class Marks:
    """What is no word in a paragraph."""

    text: str
    edits: list[Edit] = field(default_factory=list)
    emphasis: dict[str, list[_Open]] = field(default_factory=lambda: {"*": [], "_": [], "~": []})
    brackets: list[tuple[int, int, bool]] = field(default_factory=list)  # start, end, whether of an image
    pairs: list[tuple[Span, Span]] = field(default_factory=list)  # what begins and ends emphasis or a link
    labels: list[tuple[Span, Span]] = field(default_factory=list)  # brackets without an address
    images: list[tuple[Span, Span]] = field(default_factory=list)  # all of it, and what it shows
    codes: list[Span] = field(default_factory=list)
    tags: list[Span] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)  # addresses and marks of notes
    characters: list[Edit] = field(default_factory=list)  # escaped ones and entities

    def drop(self, start: int, end: int, instead: str = "") -> None:
        """The text without it, or with something else instead."""
        self.edits.append((start, end, instead))

    def bracket(self, start: int, end: int) -> bool:
        """A closing bracket and what follows it: the frame of a link goes, and all of an image.

        Returns whether a bracket was open.
        """
        if not self.brackets:
            return False
        opening, inner, is_image = self.brackets.pop()
        if end - start == 1:
            if not is_image:
                self.labels.append(((opening, inner), (start, end)))
            return True
        if is_image:
            self.images.append(((opening, end), (inner, start)))
            self.drop(opening, end)
        else:
            self.pairs.append(((opening, inner), (start, end)))
            self.drop(opening, inner)
            self.drop(start, end)
        return True

    def run(self, start: int, end: int) -> None:
        """A run of emphasis marks: what it closes, and else what it may open."""
        mark = self.text[start]
        before, after = self.text[start - 1 : start] or " ", self.text[end : end + 1] or " "
        opens, closes = not after.isspace(), not before.isspace()
        if mark == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        waiting = self.emphasis[mark]
        while closes and waiting and start < end:
            last = waiting[-1]
            paired = min(last.count, end - start)
            opening = last.start + last.count - paired, last.start + last.count
            self.pairs.append((opening, (start, start + paired)))
            self.drop(*opening)
            self.drop(start, start + paired)
            start += paired
            last.count -= paired
            if not last.count:
                waiting.pop()
        if opens and start < end:
            waiting.append(_Open(start, end - start))


def inline_marks(text: str) -> list[Edit]:
    """The edits that leave the words of one paragraph, in order and without overlaps."""
    return _apart(marks_in(text).edits)


def marks_in(text: str) -> Marks:
    """The marks of one paragraph, each of its kind."""
    found = Marks(text)
    ticks = _ticks(text)
    position = 0
    while match := _TOKEN.search(text, position):
        start, position = match.span()
        kind = match.lastgroup
        if kind == "ticks":
            size = position - start
            closing = _next(ticks.get(size, []), start)
            if closing is not None:
                found.codes.append((start, closing + size))
                found.drop(start, start + size)
                found.drop(closing, closing + size)
                position = closing + size
        elif kind == "escaped":
            found.characters.append((start, position, text[start + 1 : position]))
            found.drop(start, start + 1)
        elif kind == "open":
            found.brackets.append((start, position, text[start] == "!"))
        elif kind == "close":
            if not found.bracket(start, position):
                position = start + 1
        elif kind == "run":
            found.run(start, position)
        else:
            _drop_token(found, match)
    return found


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those inside others, as the marks inside an image are."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _drop_token(found: Marks, match: re.Match[str]) -> None:
    """Footnote marks and tags go, addresses lose their brackets, entities become their character."""
    start, end = match.span()
    if match["address"]:
        found.others.append((start, end))
        found.drop(start, start + 1)
        found.drop(end - 1, end)
    elif match["entity"]:
        character = html.unescape(match[0])
        if character != match[0]:
            found.characters.append((start, end, character))
            found.drop(start, end, " " if character.isspace() else character)
    else:
        (found.tags if match["tag"] else found.others).append((start, end))
        found.drop(start, end, " " if match["tag"] and _BREAKING.match(match[0]) else "")


def _ticks(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    found: dict[int, list[int]] = {}
    for match in re.finditer("`+", text):
        found.setdefault(match.end() - match.start(), []).append(match.start())
    return found


def _next(starts: list[int], after: int) -> int | None:
    index = bisect_right(starts, after)
    return starts[index] if index < len(starts) else None
