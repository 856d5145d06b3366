"""Openings of sentences: which continue the sentence before, and which go back in time.

"The dot was…" after "A dot moved", or a short answer, is hard to understand without what precedes it, and
"Earlier, in 2015…" tells of what led to the news and not the news. Words are for
English, Russian and Kazakh, matched whatever the text's language; ``anaphora`` has the rules for
pronouns and other words that point back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summarize.summaries.anaphora import (
    POINTING,
    may_open,
    may_point_back,
    openings,
    opens,
    pointers,
    points_back,
)
from summarize.summaries.tokens import Sentences, token_test

_DATED: Final = 48  # characters in which a year dates a sentence
QUESTION: Final = ("?", "?»", "?”", '?"', "?’", "?'")
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
_YEAR_DIGITS: Final = 4
_PAST: Final = 2  # years before the latest of a text from which an opening tells history


@token_test
def _may_go_back(token: str) -> bool:
    return may_open(token, _EARLIER)


def _is_definite(token: str) -> bool:
    return f"{token} ".startswith(_DEFINITE)


def continuations(sentences: Sequence[str], *, mentions: bool = True) -> NDArray[np.bool_]:
    """Which sentences open with words that point back, or answer a question; never the first; shape [n].

    ``mentions`` is that of ``points_back``.
    """
    known = Sentences.of(sentences)
    found = np.zeros(len(known), dtype=np.bool_)
    likely = {*known.beginning(may_point_back), *known.having(pointers, among=POINTING)}
    found[[index for index in likely if points_back(known[index], mentions=mentions)]] = True
    for index in known.beginning(_is_definite):
        if index and known[index].startswith(_DEFINITE):
            found[index] |= _is_introduced(known[index], known[index - 1])
    for index, (before, sentence) in enumerate(pairwise(known), 1):
        if before.endswith(QUESTION) and not sentence.endswith(QUESTION):
            found[index] |= len(sentence.split()) <= _ANSWER
    found[:1] = False
    return found


def _is_introduced(sentence: str, before: str) -> bool:
    """Whether what a sentence begins with was new in the one before it: "A dot moved. The dot was…"."""
    noun = re.match(r"\W?The (\w+)", sentence)
    if noun and f"{before}{noun[1]}".isascii() and noun[1].lower() not in before.lower():
        return False  # most often; a pattern for each noun would have to be compiled
    new = noun and re.search(rf"\b(?:an?|one) (?:\w+ )?{noun[1]}\b", before, re.IGNORECASE)
    return new is not None


def histories(sentences: Sequence[str], numbers: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Which sentences open by going back in time, to what led to the news; shape [n].

    ``numbers`` are those of each sentence, as digits.
    """
    years = {
        index: [int(each) for each in found if len(each) == _YEAR_DIGITS and "1500" <= each < "2100"]
        for index, found in enumerate(numbers)
        if found
    }
    latest = max((year for found in years.values() for year in found), default=0)
    known = Sentences.of(sentences)
    histories = np.zeros(len(known), dtype=np.bool_)
    histories[[i for i in known.beginning(_may_go_back) if opens(known[i], _EARLIER)]] = True
    for index, found in years.items():
        if found and max(found) <= latest - _PAST and str(found[0]) in sentences[index][:_DATED]:
            histories[index] = True
    return histories
