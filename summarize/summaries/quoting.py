"""Quotations that run over several sentences: which of them are open before and after each sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

CLOSING: Final = {
    "«": "»",
    "“": "”",
    "„": "“",
    "‘": "’",
    "‚": "‘",
    "‹": "›",
    '"': '"',
    "'": "'",
}
_OPENED_BY: Final = {
    "»": "«",
    "”": "“„",
    "“": "„“",  # “Алматы“, as much Kazakh text is typed
    "’": "‘",
    "‘": "‚",
    "›": "‹",
    '"': '"',
    "'": "'",
}
_MARK: Final = re.compile("[«»“”„\"‘’‚'‹›]")
_SINGLE: Final = "‘’'"
_DEEPEST: Final = 3  # quotations within each other; more are typing errors
# ’90s, ’tis: letters or digits are left out before these.
_ELIDED: Final = re.compile(
    r"(?:\d0s|\d\ds?(?![\w ])|(?:tis|twas|em|til|till|cause|cos|bout|round|n|neath)\b)", re.I
)
_POSSESSIVE: Final = re.compile(r"(?:s|[Ii]n|\bol?)[’'] [^\W\d_A-ZА-Я]")  # the students’ room, runnin’ late


class Open(NamedTuple):
    """The quotation marks that are open ``before`` and ``after`` a sentence, the outermost first."""

    before: str
    after: str


class _Place(NamedTuple):
    mark: str
    sentence: int
    at: int


def open_quotations(sentences: Sequence[str]) -> list[Open]:
    """The quotations that are open around each sentence of one paragraph, in linear time.

    One that is not closed before the paragraph ends runs to its end if the paragraph begins with it, or if a
    colon or a comma announces it, and otherwise is open only after a sentence whose last mark opens it. One
    that is closed and was not opened is open from the beginning of the paragraph. A straight single mark
    opens nothing that is not closed. Apostrophes are no marks.
    """
    stack = _carried(sentences)
    around: list[tuple[tuple[_Place, ...], tuple[_Place, ...], _Place | None]] = []
    marks = _quotation_marks(sentences)
    place = next(marks, None)
    for number in range(len(sentences)):
        before, last = tuple(stack), None
        while place and place.sentence == number:
            last = _read(sentences[number], place, stack)
            place = next(marks, None)
        around.append((before, tuple(stack), last))
    lost = {opened for opened in stack if not _runs_on(sentences, opened)}
    return [
        Open(
            "".join(opened.mark for opened in before if opened not in lost),
            "".join(o.mark for o in after if o not in lost or (o == last and o.mark != "'")),
        )
        for before, after, last in around
    ]


def _runs_on(sentences: Sequence[str], opened: _Place) -> bool:
    """Whether a quotation that is never closed runs to the end of the paragraph."""
    if opened.mark == "'":
        return False
    before = sentences[opened.sentence][: opened.at].rstrip()
    return before[-1] in ":," if before else not opened.sentence


def _carried(sentences: Sequence[str]) -> list[_Place]:
    """The quotation that an earlier paragraph opened, if the first mark of this one closes it."""
    place = next(_quotation_marks(sentences), None)
    if place and place.mark in "»”" and _is_closing(sentences[place.sentence], place.at):
        return [_Place(_OPENED_BY[place.mark][0], 0, 0)]
    return []


def closed(marks: str) -> str:
    """The marks that close those of an ``Open``."""
    return "".join(CLOSING[mark] for mark in reversed(marks))


def _quotation_marks(sentences: Sequence[str]) -> Iterator[_Place]:
    """All marks that may open or close a quotation."""
    doubtful: _Place | None = None  # an apostrophe if a mark that surely closes comes before one that opens
    for number, sentence in enumerate(sentences):
        for match in _MARK.finditer(sentence):
            place = _Place(match[0], number, match.start())
            if match[0] in _SINGLE and _is_apostrophe(sentence, place.at):
                continue
            if doubtful and match[0] in _SINGLE:
                if not _is_closing(sentence, place.at) or _POSSESSIVE.search(sentence, *_near(place.at)):
                    yield doubtful
                doubtful = None
            if match[0] in "’'" and _POSSESSIVE.search(sentence, *_near(place.at)):
                doubtful = place
            else:
                yield place
    if doubtful:
        yield doubtful


def _near(at: int) -> tuple[int, int]:
    return max(0, at - 2), at + 3


def _is_apostrophe(sentence: str, at: int) -> bool:
    """Whether a single mark stands in a word, or for what is left out before one."""
    before, after = sentence[at - 1 : at] if at else "", sentence[at + 1 : at + 2]
    if before.isalnum():
        return after.isalnum()
    return _ELIDED.match(sentence, at + 1) is not None


def _is_closing(sentence: str, at: int) -> bool:
    """Whether a mark stands behind something and before a space or a mark."""
    return at > 0 and not sentence[at - 1].isspace() and not sentence[at + 1 : at + 2].isalnum()


def _read(sentence: str, place: _Place, stack: list[_Place]) -> _Place | None:
    """Open or close with the mark at ``place``; return it if it opens."""
    closes = [i for i, opened in enumerate(stack) if _closes(sentence, place, opened.mark)]
    if closes:
        del stack[closes[-1] :]
        return None
    opens = place.mark in CLOSING and (place.mark not in "'\"" or not _is_closing(sentence, place.at))
    if opens and len(stack) < _DEEPEST:
        stack.append(place)
        return place
    return None


def _closes(sentence: str, place: _Place, opened: str) -> bool:
    """Whether the mark at ``place`` closes a quotation that ``opened`` began."""
    if opened not in _OPENED_BY.get(place.mark, ""):
        return False
    return opened not in "“'" or place.mark == "”" or _is_closing(sentence, place.at)
