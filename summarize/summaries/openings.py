"""Openings of sentences: which continue the sentence before, and which go back in time.

"The dot was…" after "A dot moved", or a short answer, is hard to understand without what precedes it, and
"Earlier, in 2015…" tells of what led to the news and not the news. Words are for
English, Russian and Kazakh, matched whatever the text's language; ``anaphora`` has the rules for
pronouns and other words that point back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from summarize.summaries.anaphora import may_open, may_point_back, openings, opens, points_back
from summarize.summaries.tokens import Mask, Sentences, token_test

_DATED: Final = 48  # characters in which a year dates a sentence
_QUESTION: Final = ("?", "?»", "?”", '?"', "?’", "?'")
_ANSWER: Final = 5  # words of an answer that is not understood without its question
_DEFINITE: Final = ("The ", "“The ", '"The ')
# History: what came before the news.
_EARLIER: Final = openings(
    """earlier, previously, recall, formerly, originally, historically, in the past, back in, years ago,
    founded in, established in, born in, until recently, before, ранее, прежде, раньше, до этого, напомним,
    еще в, когда-то, исторически, первоначально, изначально, основан, основана, основано, родился, родилась,
    до сих пор, бұған дейін, бұрын, бұрынырақ, бастапқыда, ертеректе, кезінде, еске салсақ, еске салайық,
    еске сала кетейік, естеріңізге сала кетейік"""
)
_NUMBER: Final = re.compile(r"\d+")
_YEAR_DIGITS: Final = 4
_PAST: Final = 2  # years before the latest of a text from which an opening tells history


@token_test
def _may_go_back(token: str) -> bool:
    return may_open(token, _EARLIER)


def _is_definite(token: str) -> bool:
    return f"{token} ".startswith(_DEFINITE)


def is_question(end: str) -> bool:
    """Whether a sentence is a question, by its end, of which the last token is enough."""
    return end.endswith(_QUESTION)


def continuations(sentences: Sequence[str], *, mentions: bool = True) -> Mask:
    """Which sentences open with words that point back, or answer a question; never the first; shape [n].

    ``mentions`` is that of ``points_back``.
    """
    known = Sentences.of(sentences)
    found = np.zeros(len(known), dtype=np.bool_)
    likely = np.flatnonzero(may_point_back(known)).tolist()
    found[[index for index in likely if points_back(known[index], mentions=mentions)]] = True
    for index in np.flatnonzero(known.at(0, _is_definite) & ~found).tolist():
        if index and known[index].startswith(_DEFINITE):
            found[index] = _is_introduced(known[index], known[index - 1])
    asks = known.at(-1, is_question)
    found[1:] |= asks[:-1] & ~asks[1:] & (known.lengths[1:] <= _ANSWER)
    found[:1] = False
    return found


def _is_introduced(sentence: str, before: str) -> bool:
    """Whether what a sentence begins with was new in the one before it: "A dot moved. The dot was…"."""
    noun = re.match(r"\W?The (\w+)", sentence)
    if noun and f"{before}{noun[1]}".isascii() and noun[1].lower() not in before.lower():
        return False  # most often; a pattern for each noun would have to be compiled
    new = noun and re.search(rf"\b(?:an?|one) (?:\w+ )?{noun[1]}\b", before, re.IGNORECASE)
    return new is not None


def histories(sentences: Sequence[str]) -> Mask:
    """Which sentences open by going back in time, to what led to the news; shape [n]."""
    known = Sentences.of(sentences)
    found = np.zeros(len(known), dtype=np.bool_)
    found[[i for i in np.flatnonzero(known.at(0, _may_go_back)).tolist() if opens(known[i], _EARLIER)]] = True
    newest = known.each(_newest_year)
    told = known.numbers[np.flatnonzero((newest > 0)[known.numbers])]
    past = max(0, newest[told].max(initial=0) - _PAST)
    old = known.having((newest > 0) & (newest <= past)) & ~known.having(newest > past)
    for index in np.flatnonzero(old).tolist():
        if str(_years(known[index])[0]) in known[index][:_DATED]:
            found[index] = True
    return found


def _newest_year(token: str) -> int:
    return 0 if token.isalpha() else max(_years(token), default=0)


def _years(text: str) -> list[int]:
    """The numbers of a text that may be years."""
    numbers = _NUMBER.findall(text)
    return [int(each) for each in numbers if len(each) == _YEAR_DIGITS and "1500" <= each < "2100"]
