"""Quotations that run over several sentences: which of them are open before and after each sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

CLOSING: Final = {"«": "»", "“": "”", "„": "“", '"': '"'}
_MARK = re.compile('[«»“”„"]')
_DEEPEST: Final = 3  # quotations within each other; more are typing errors


class Open(NamedTuple):
    """The outermost quotation marks that are open ``before`` and ``after`` a sentence, "" for none."""

    before: str
    after: str


class _Opened(NamedTuple):
    mark: str
    sentence: int  # in which it was opened
    at: int


def open_quotations(sentences: Sequence[str]) -> list[Open]:
    """The quotations that are open around each sentence of one paragraph, in linear time.

    One that is not closed before the paragraph ends runs to its end if the paragraph begins with it, and
    otherwise is open only after a sentence whose last mark opens it.
    """
    stack: list[_Opened] = []
    around: list[tuple[tuple[_Opened, ...], tuple[_Opened, ...], str]] = []
    for number, sentence in enumerate(sentences):
        before, last = tuple(stack), ""
        for match in _MARK.finditer(sentence):
            last = _mark(sentence, match.start(), number, stack)
        around.append((before, tuple(stack), last))
    lost = {opened for opened in stack if opened.sentence or opened.at}
    return [
        Open(
            next((opened.mark for opened in before if opened not in lost), ""),
            next(
                (o.mark for o in after if o not in lost or (o.sentence == number and last == o.mark)),
                "",
            ),
        )
        for number, (before, after, last) in enumerate(around)
    ]


def _mark(sentence: str, at: int, number: int, stack: list[_Opened]) -> str:
    """Open or close with the mark at ``at``; return it if it opens, else ""."""
    mark = sentence[at]
    place = next((i for i in reversed(range(len(stack))) if _closes(sentence, at, stack[i].mark)), None)
    if place is not None:
        del stack[place:]
        return ""
    if mark in CLOSING and len(stack) < _DEEPEST:
        stack.append(_Opened(mark, number, at))
        return mark
    return ""


def _closes(sentence: str, at: int, opened: str) -> bool:
    """Whether the mark at ``at`` closes a quotation that ``opened`` began."""
    mark = sentence[at]
    if mark == "“" and opened == "“":  # “Алматы“, as much Kazakh text is typed
        return at > 0 and not sentence[at - 1].isspace() and not sentence[at + 1 : at + 2].isalnum()
    return mark == CLOSING[opened] or (mark == "”" and opened == "„")
