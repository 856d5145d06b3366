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
from numpy.typing import NDArray

from summarize.summaries.anaphora import openings, opens, points_back

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


def continuations(sentences: Sequence[str], *, mentions: bool = True) -> NDArray[np.bool_]:
    """Which sentences open with words that point back, or answer a question; never the first; shape [n].

    ``mentions`` is that of ``points_back``.
    """
    pointing = (points_back(sentence, mentions=mentions) for sentence in sentences)
    found = np.fromiter(pointing, dtype=np.bool_, count=len(sentences))
    for index in range(1, len(sentences)):
        before, sentence = sentences[index - 1], sentences[index]
        if sentence.startswith(_DEFINITE):
            found[index] |= _is_introduced(sentence, before)
        if before.endswith(QUESTION) and not sentence.endswith(QUESTION):
            found[index] |= len(sentence.split()) <= _ANSWER
    found[:1] = False
    return found


def _is_introduced(sentence: str, before: str) -> bool:
    """Whether what a sentence begins with was new in the one before it: "A dot moved. The dot was…"."""
    noun = re.match(r"\W?The (\w+)", sentence)
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
    opened = (opens(sentence, _EARLIER) for sentence in sentences)
    histories = np.fromiter(opened, dtype=np.bool_, count=len(sentences))
    for index, found in years.items():
        if found and max(found) <= latest - _PAST and str(found[0]) in sentences[index][:_DATED]:
            histories[index] = True
    return histories
