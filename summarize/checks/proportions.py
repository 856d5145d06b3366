"""How much of the source a hypothesis is: too short, too long, or simply the source again.

Knows lengths, words and names; whether the right part was kept is not known here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from summarize.checks.findings import Finding, absence
from summarize.checks.names import lost_names
from summarize.checks.quotations import quotations
from summarize.checks.residue import KEPT, pieces
from summarize.text.words import Word, words

# Mean logarithm of hypothesis/source length in characters, and its variance by source length n,
# a + b/n, over 896 news sentences in each direction (NTREX-128, its first 60 documents) and 1,000
# English–Russian ones (PUD). The means are those of every second document and sentence; the
# variance is one for all directions, read off all of them in four classes of length.
_MEAN = {
    ("en", "ru"): 0.07, ("ru", "en"): -0.07, ("en", "kk"): 0.03, ("kk", "en"): -0.03,
    ("ru", "kk"): -0.05, ("kk", "ru"): 0.05,
}  # fmt: skip
_VARIANCE = (0.0094, 2.34)
_SHORT, _LONG = 2.9, 3.3  # standard deviations: tails drop more often than hypotheses grow
_RATHER_SHORT = 2.0  # standard deviations, where a name is missing too
_CLOSING = r"[»”“\"'’)\]*_]*\s*\Z"
_END = re.compile(rf"[.!?…]{_CLOSING}")
_ENDED = re.compile(rf"[.!?…:]{_CLOSING}")  # a colon: the sentence may go on in the next line
_PASSED = 25  # words: a source below this is passed through, not summarised
_LEAST = 25  # characters: below, a ratio says nothing

_COPIED = 0.75  # share of words taken over from the source, from which on a translation is a copy
_RUN = 6  # words in a row taken over, from which on a part of it is


def length_ratio(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A translation shorter or longer than translations of such a source are.

    One that is rather short is reported if a name of the source is not in it either.
    """
    ours, theirs = len(hypothesis.strip()), len(source.strip())
    mean = _MEAN.get((source_language, target_language))
    if mean is None or not ours or theirs < _LEAST:
        return
    deviation = (math.log(ours / theirs) - mean) / math.sqrt(_VARIANCE[0] + _VARIANCE[1] / theirs)
    if deviation > _LONG:
        yield Finding("length", f"{ours} characters for {theirs}: too long", str(ours), 0, len(hypothesis))
    if deviation >= -_RATHER_SHORT:
        return
    pair = {"source_language": source_language, "target_language": target_language}
    lost = lost_names(hypothesis, source, **pair)
    if deviation < -_SHORT or lost:
        missing = f", and {lost[0]!r} is not there" if lost else ""
        message = f"{ours} characters for {theirs}{missing}: a part may be missing"
        yield absence("length", message, str(ours), hypothesis)


def cut_off(hypothesis: str, source: str) -> Iterator[Finding]:
    """A translation that stops in the middle, where the source ends as a sentence does."""
    if len(source.strip()) >= _LEAST and _END.search(source) and not _ENDED.search(hypothesis):
        last = hypothesis.split()[-1:]
        message = f"it stops after {last[0]!r}, and the source ends its sentence" if last else "it has no end"
        yield absence("unfinished", message, "", hypothesis)


def oversized(hypothesis: str, source: str) -> Iterator[Finding]:
    """A summary longer than what it summarises, or word for word the same."""
    ours, theirs = len(words(hypothesis)), len(words(source))
    if ours > theirs:
        message = f"{ours} words for {theirs}: longer than the source"
        yield Finding("length", message, str(ours), 0, len(hypothesis))
    elif ours >= _PASSED and ours >= 0.9 * theirs:
        yield Finding("copy", "the summary is the source again", hypothesis[:60], 0, len(hypothesis))


def _comparable(found: Sequence[Word]) -> list[Word]:
    """Words that a translation must change: no names, no abbreviations."""
    return [word for word in found if not (word.capitalised and not word.initial) and not word.acronym]


def copies(hypothesis: str, source: str) -> Iterator[Finding]:
    """A translation that took the source over, as a whole or for a stretch of words."""
    kept = [span for kind in KEPT for _, *span in pieces(hypothesis, kind)]  # addresses are made of words
    ours = [word for word in words(hypothesis) if not any(start <= word.start < end for start, end in kept)]
    theirs = [word.text.casefold() for word in words(source)]
    vocabulary = set(theirs)
    own = _comparable(ours)
    shared = [word for word in own if word.text.casefold() in vocabulary]
    if len(own) >= 3 and len(shared) >= _COPIED * len(own):
        yield Finding("copy", "the source was not translated", hypothesis[:60], 0, len(hypothesis))
        return
    quoted = [(quotation.start - 1, quotation.end) for quotation in quotations(hypothesis)]  # titles stay
    runs = {tuple(theirs[at : at + _RUN]) for at in range(len(theirs) - _RUN + 1)}
    for at in range(len(ours) - _RUN + 1):
        stretch = ours[at : at + _RUN]
        if any(start < stretch[0].start < end for start, end in quoted):
            continue
        if tuple(word.text.casefold() for word in stretch) in runs and len(_comparable(stretch)) >= _RUN - 2:
            piece = hypothesis[stretch[0].start : stretch[-1].end]
            yield Finding("copy", f"not translated: {piece!r}", piece, stretch[0].start, stretch[-1].end)
            return
