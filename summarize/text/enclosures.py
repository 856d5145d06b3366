"""Brackets and quotation marks of a paragraph: which of them hold a stretch that must stay whole.

An aside in brackets, or a title in quotation marks, that stands inside a sentence does not end it, however
many full stops it holds. Pairs are matched by shape alone, in one pass; nothing is known of words.
Long pairs are not trusted: a missing closing mark must not swallow a page.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

BRACKET_REACH = 250  # characters; asides longer than this are text with sentences of their own
QUOTE_REACH = 80

_MARK = re.compile(r"\((?!\s)|[)\[\]«»“”„\"]")
_CLOSES = {")": "(", "]": "[", "»": "«", "”": "“"}
_SENTENCE_MARKS = frozenset(".!?…:")


@dataclass(frozen=True)
class Enclosures:
    """What `enclosures` found; all positions are character offsets into the paragraph."""

    inline: list[tuple[int, int]]  # disjoint (open, close) stretches that stand inside a sentence, in order
    titles: dict[int, int]  # closing mark → opening mark, of short quotations that follow a plain word
    asides: frozenset[int]  # closing brackets whose opening one stands inside a sentence
    stray: frozenset[int]  # closing round brackets that were never opened: often a smile

    def holds(self, position: int) -> bool:
        """Whether `position` lies strictly inside an inline stretch."""
        index = bisect_right(self.inline, (position, 0)) - 1
        return index >= 0 and position < self.inline[index][1]


def enclosures(text: str) -> Enclosures:
    """Match the brackets and quotation marks of `text` in one pass, in time linear in its length."""
    opened: dict[str, list[int]] = {mark: [] for mark in '([«“"'}
    inline: list[tuple[int, int]] = []
    titles: dict[int, int] = {}
    asides: list[int] = []
    stray: list[int] = []
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        kind = _kind_closed(text, at, mark, opened)
        if kind is None:
            opened["“" if mark == "„" else mark].append(at)
        elif not opened[kind]:
            if mark == ")":
                stray.append(at)
        else:
            start = opened[kind].pop()
            before = text[max(0, start - 2) : start].rstrip()[-1:]
            if not before or before in _SENTENCE_MARKS:
                continue
            if kind in "([" and at - start <= BRACKET_REACH:
                asides.append(at)
                inline.append((start, at))
            elif kind not in "([" and at - start <= QUOTE_REACH and before.isalnum():
                titles[at] = start
                if _continues(text, at + 1):
                    inline.append((start, at))
    return Enclosures(_outermost(inline), titles, frozenset(asides), frozenset(stray))


def _kind_closed(text: str, at: int, mark: str, opened: dict[str, list[int]]) -> str | None:
    """The opening mark that the mark at `at` answers, or None when it opens."""
    if mark in _CLOSES:
        return _CLOSES[mark]
    if mark == '"':
        return '"' if opened['"'] and (at and not text[at - 1].isspace()) else None
    if mark == "“":  # closes „Berlin“ and, in much Kazakh text, “Алматы“
        tight = at and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()
        return "“" if opened["“"] and tight else None
    return None


def _continues(text: str, at: int) -> bool:
    """Whether a sentence plainly goes on at `at`: a comma, or a word in lower case."""
    rest = text[at : at + 2].lstrip()
    return rest[:1].islower() or rest[:1] in (",", ";")


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`pairs` in order, without those that begin inside another one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not kept or start > kept[-1][1]:
            kept.append((start, end))
    return kept
