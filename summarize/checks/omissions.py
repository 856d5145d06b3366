"""Find translations that leave out the end of their source, or hardly say anything that it says.

Three signs are weighed as logarithms of odds: how short the translation is for its source, which words
late in the source have no counterpart, and whether the last word usually ends a sentence. The weights were
fitted to human translations whose last quarter was cut off: the articles of ``evals/news`` and the first 60
documents of NTREX-128.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from summarize.checks.concepts import counterparts
from summarize.checks.endings import has_predicate, open_end
from summarize.checks.findings import Finding, absence
from summarize.text.words import Word

# The mean logarithm of hypothesis/source length in characters is between -0.07 and 0.07 in every direction,
# but with another sign in NTREX-128 (896 sentences a direction) than in our own articles (4,200): zero is
# between them, and is taken.
_VARIANCE = (0.0094, 2.34)  # a + b/n for n characters of source, as in ``summarize.checks.proportions``
_CUT = math.log(0.75)  # the same logarithm of a translation without its last quarter
_LEAST = 25  # characters of a source; below, a ratio means nothing
_THERE, _MISSED = -1.5, 0.8  # what a word with and without a counterpart tells, at the very end
_CLAIM = 4.0  # the most that all words together tell
_WORDS = 0.45  # how much the words tell beside the length
_SELDOM = {"en": 1.7, "ru": 1.0, "kk": 1.8}  # what a last word tells that seldom ends a sentence
# What the last word tells if it is, and is not, a predicate: 77 % of Kazakh sentences end in one, and 15 % of
# those without their last quarter.
_PREDICATE = {True: -1.6, False: 1.2, None: 0.0}
_LENGTH = 1.1  # how much the length tells, by the fit; 1 if lengths were normal and their variance exact
# The odds from which it is a doubt: 1.5 to 2 % of our own articles are beyond.
_ODDS = {
    ("en", "ru"): 1.25, ("en", "kk"): 1.35, ("ru", "kk"): 1.3, ("kk", "en"): 1.55, ("ru", "en"): 2.3,
    ("kk", "ru"): 1.65,
}  # fmt: skip
_GATE = -4.5  # odds by length alone from which the words are looked at
_KEPT = 0.6  # share of the words that have a counterpart in a free human translation
_FAR = 1.96  # standard deviations: one in forty
_QUOTED = 4  # words
_PLACE = 3  # a word at three quarters of the source weighs 0.75 to this power


def lost_end(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A translation that breaks off, or is short and lacks words from the last part of its source."""
    pair = {"source_language": source_language, "target_language": target_language}
    ours, theirs = len(hypothesis.strip()), len(source.strip())
    if source_language == target_language or theirs < _LEAST or not ours:
        return
    last = None if open_end(source, source_language) else open_end(hypothesis, target_language)
    if last and last.sure:
        yield absence("broken", "", hypothesis, last.word)
        return
    ends = _SELDOM[target_language] if last else _PREDICATE[has_predicate(hypothesis, target_language)]
    odds = _by_length(math.log(ours / theirs), theirs) + ends
    if odds < _GATE:
        return
    found = counterparts(hypothesis, source, **pair)
    odds += _WORDS * _by_words(found)
    if odds > _ODDS[source_language, target_language]:
        lost = _quoted(found, source)
        yield absence(
            "length-part" if lost else "length-short", str(ours), hypothesis, str(ours), str(theirs), *lost
        )


def strangers(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A translation in which fewer words have a counterpart than in one of forty free human ones."""
    if source_language == target_language:
        return
    found = counterparts(hypothesis, source, source_language=source_language, target_language=target_language)
    told = [(word.text, there) for word, there in found if there is not None and word.text.islower()]
    kept = sum(there for _, there in told)
    # The normal approximation of a binomial distribution, with a correction for continuity.
    fewest = _KEPT * len(told) - _FAR * math.sqrt(_KEPT * (1 - _KEPT) * len(told))
    if kept + 0.5 < fewest:
        missed = ", ".join([word for word, there in told if not there][:_QUOTED])
        yield absence("omission", missed, hypothesis, missed)


def _by_length(longer: float, theirs: int) -> float:
    """The logarithm of the odds that a quarter is missing, from the logarithm of the ratio of lengths."""
    variance = _VARIANCE[0] + _VARIANCE[1] / theirs
    return _LENGTH * (_CUT * longer - _CUT**2 / 2) / variance


def _by_words(found: Sequence[tuple[Word, bool | None]]) -> float:
    """The same from the words that have counterparts and those that have none, the last ones first of all."""
    told = sum(
        (_THERE if there else _MISSED) * (place / len(found)) ** _PLACE
        for place, (_, there) in enumerate(found, 1)
        if there is not None
    )
    return max(-_CLAIM, min(_CLAIM, told))


def _quoted(found: Sequence[tuple[Word, bool | None]], source: str) -> list[str]:
    """The longest piece in the second half of the source in which words are missed and none is found."""
    pieces: list[tuple[int, int]] = []
    open_ = False
    for word, there in found[len(found) // 2 :]:
        if there is False:
            pieces.append((pieces.pop()[0] if open_ else word.start, word.end))
        open_ = there is False or (open_ and there is None)
    longest = max(pieces, key=lambda piece: piece[1] - piece[0], default=None)
    return [source[slice(*longest)]] if longest else []
