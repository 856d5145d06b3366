"""Compare the size of a hypothesis with its source: too short, too long, cut off, or a copy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from summarize.checks.findings import Finding, absence, certain, finding
from summarize.checks.names import lost_names
from summarize.checks.quotations import quotations, speech
from summarize.checks.residue import KEPT, pieces
from summarize.text.spans import Spans
from summarize.text.words import Word, words

# The mean logarithm of hypothesis/source length in characters, and its variance a + b/n for n
# characters of source, over 896 news sentences in each direction (NTREX-128, first 60 documents) and
# 1,000 English–Russian ones (PUD). The means are over every second document and sentence; the
# variance, the same for all directions, is fitted to all of them in four classes of length.
_MEAN = {
    ("en", "ru"): 0.07, ("ru", "en"): -0.07, ("en", "kk"): 0.03, ("kk", "en"): -0.03,
    ("ru", "kk"): -0.05, ("kk", "ru"): 0.05,
}  # fmt: skip
_VARIANCE = (0.0094, 2.34)
_SHORT = 2.9  # standard deviations from which a translation is too short, whatever it says
_LONG = 3.3  # the same for one that is too long; a lost ending is more common than added text
_SURELY = 4.0  # standard deviations from which the length is an error: one human translation in a thousand
_RATHER_SHORT = 1.85  # the same if a name is missing too
_SHORTER = 1.2  # the same if one is missing that stands in the last part of the source
_LAST_PART = 0.6  # where that begins
_CLOSING = r"[»”“\"'’)\]*_]*\s*\Z"
_END = re.compile(rf"[.!?…]{_CLOSING}")
_ENDED = re.compile(rf"[.!?…:]{_CLOSING}")  # after a colon the sentence may go on in the next line
_QUOTED_END = re.compile(r"\w[»”“\"]\s*\Z")
_WHOLE = -0.7  # standard deviations from which a text without a full stop is as long as usual
_PASSED = 25  # words; a shorter source is returned whole, not summarised
_LEAST = 25  # characters; below, a ratio means nothing
_COPIED = 0.75  # share of words in common with the source from which a translation is a copy
_RUN = 6  # consecutive words in common from which a part of it is


def _deviation(hypothesis: str, source: str, source_language: str, target_language: str) -> float:
    """By how many standard deviations a translation is longer than usual; negative if it is shorter."""
    ours, theirs = len(hypothesis.strip()), len(source.strip())
    mean = _MEAN.get((source_language, target_language))
    if mean is None or not ours or not theirs:
        return 0.0  # within one language, or nothing to compare
    return (math.log(ours / theirs) - mean) / math.sqrt(_VARIANCE[0] + _VARIANCE[1] / theirs)


def length_ratio(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A translation much shorter or longer than usual, or rather shorter with a name missing.

    It is a doubt, and an error where half of the text or more is missing.
    """
    ours, theirs = len(hypothesis.strip()), len(source.strip())
    if theirs < _LEAST:
        return
    deviation = _deviation(hypothesis, source, source_language, target_language)
    if deviation > _LONG:
        long = finding("length-long", str(ours), 0, len(hypothesis), str(ours), str(theirs))
        yield certain(long) if deviation > _SURELY else long
    if deviation >= -_SHORTER:
        return
    pair = {"source_language": source_language, "target_language": target_language}
    least = 0 if deviation < -_RATHER_SHORT else _LAST_PART * len(source)
    lost = [name for at, name in lost_names(hypothesis, source, **pair) if at >= least]
    if deviation < -_SHORT or lost:
        code = "length-part" if lost else "length-short"
        short = absence(code, str(ours), hypothesis, str(ours), str(theirs), *lost[:1])
        yield certain(short) if deviation < -_SURELY else short


def cut_off(hypothesis: str, source: str, *, source_language: str, target_language: str) -> Iterator[Finding]:
    """A translation that breaks off inside a sentence, while the source ends its own.

    It is a doubt where the length is as usual: then only the full stop may be missing.
    """
    if len(source.strip()) < _LEAST or not _END.search(source) or _ENDED.search(hypothesis):
        return
    if _QUOTED_END.search(hypothesis) and _balanced(hypothesis):
        return
    last = "".join(hypothesis.split()[-1:])
    whole = _deviation(hypothesis, source, source_language, target_language) > _WHOLE
    yield absence("unclosed" if whole and last[-1:].isalnum() else "unfinished", "", hypothesis, last)


def _balanced(text: str) -> bool:
    """Whether every quotation of a text is closed."""
    return all(quotation.closed for quotation in speech(text))


def oversized(hypothesis: str, source: str) -> Iterator[Finding]:
    """A summary longer than its source, or hardly shorter."""
    ours, theirs = len(words(hypothesis)), len(words(source))
    if ours > theirs:
        yield finding("length-summary", str(ours), 0, len(hypothesis), str(ours), str(theirs))
    elif ours >= _PASSED and ours >= 0.9 * theirs:
        yield finding("copy-summary", hypothesis[:60], 0, len(hypothesis), str(ours), str(theirs))


def _comparable(found: Sequence[Word]) -> list[Word]:
    """The words that a translation must change: not names, not abbreviations."""
    return [word for word in found if not (word.capitalised and not word.initial) and not word.acronym]


def copies(hypothesis: str, source: str) -> Iterator[Finding]:
    """A translation that is the source untranslated, wholly or in part."""
    addresses = [piece for kind in KEPT for piece in pieces(hypothesis, kind)]  # made of words
    kept = Spans((start, end) for _, start, end in addresses)
    ours = [word for word in words(hypothesis) if not kept.meet(word.start, word.start + 1)]
    theirs = [word.text.casefold() for word in words(source)]
    vocabulary = set(theirs)
    own = _comparable(ours)
    shared = [word for word in own if word.text.casefold() in vocabulary]
    if len(own) >= 3 and len(shared) >= _COPIED * len(own):
        yield finding("copy", hypothesis[:60], 0, len(hypothesis))
        return
    quoted = Spans(
        (quotation.start, quotation.end) for quotation in quotations(hypothesis)
    )  # titles may stay
    runs = {tuple(theirs[at : at + _RUN]) for at in range(len(theirs) - _RUN + 1)}
    for at in range(len(ours) - _RUN + 1):
        stretch = ours[at : at + _RUN]
        if quoted.meet(stretch[0].start, stretch[0].start + 1):
            continue
        if tuple(word.text.casefold() for word in stretch) in runs and len(_comparable(stretch)) >= _RUN - 2:
            piece = hypothesis[stretch[0].start : stretch[-1].end]
            yield finding("copy-part", piece, stretch[0].start, stretch[-1].end)
            return
