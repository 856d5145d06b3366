"""Candidate terms of a translated text: phrases that occur where their translations occur.

Phrases of one to four words are counted by the segments that have them, in any form. Two of them belong
together by the Dice coefficient of those segments. It proposes; a person decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarize.text.forms.function_words import FUNCTION_WORDS
from summarize.text.forms.lemmas import lemmas
from summarize.text.forms.tokens import Token, fold, tokens

_LONGEST = 4  # words of a phrase
_LIKELY = 0.5  # Dice coefficient from which two phrases are proposed
_COMMON = 0.5  # share of all segments from which a phrase is no term
_MOST = 40  # phrases of one segment's other side that a phrase is compared with, the rarest first
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Candidate:
    """A phrase and its likely translation, in the form they have most often.

    ``together`` counts the segments with both, ``ours`` and ``theirs`` those with each; ``score`` is their
    Dice coefficient, from 0 to 1.
    """

    source: str
    target: str
    together: int
    ours: int
    theirs: int

    @property
    def score(self) -> float:
        """Twice the segments with both over the sum of those with each."""
        return 2 * self.together / (self.ours + self.theirs)


class _Side:
    """The phrases of all segments in one language: where each occurs, and how it is written."""

    def __init__(self, segments: Sequence[str], language: str) -> None:
        self.places: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        runs = [_runs(tokens(segment), language) for segment in segments]
        self._lemmas = lemmas((token.key for run in runs for part in run for token in part), language)
        for number, (segment, run) in enumerate(zip(segments, runs, strict=True)):
            for phrase in _phrases(run, language, self._lemmas):
                key = tuple(self._lemmas[token.key] for token in phrase)
                self.places[key].add(number)
                self._written[key][segment[phrase[0].start : phrase[-1].end]] += 1

    def form(self, key: tuple[str, ...]) -> str:
        """The phrase as it is written most often; a word in its dictionary form, unless it is a name."""
        said = self._written[key]
        text = max(said, key=lambda form: (said[form], -len(form), form))
        named = all(form[0].isupper() for form in said)
        if len(key) > 1:
            return text if named else text[0].lower() + text[1:]
        if named:
            return min(said, key=lambda form: (len(form), form))
        if len({form.lower() for form in said}) == 1:
            return text.lower()
        return next((form.lower() for form in said if fold(form) == key[0]), key[0])

    def frequent(self, least: int, most: int) -> dict[tuple[str, ...], set[int]]:
        """The phrases of ``least`` to ``most`` segments, without those that occur only in a longer one."""
        kept = {key: places for key, places in self.places.items() if least <= len(places) <= most}
        inside = {
            key[start:end]
            for key, places in kept.items()
            for start in range(len(key))
            for end in range(start + 1, len(key) + 1)
            if end - start < len(key) and len(self.places.get(key[start:end], ())) == len(places)
        }
        return {key: places for key, places in kept.items() if key not in inside}


def extract(pairs: Iterable[tuple[str, str]], source: str, target: str, least: int = 2) -> list[Candidate]:
    """The candidates of aligned segments, those that occur most often together first.

    ``least`` is the number of segments that a phrase and its translation must share.
    """
    segments = list(dict.fromkeys(pairs))
    ours = _Side([one for one, _ in segments], source)
    theirs = _Side([other for _, other in segments], target)
    most = max(least, int(_COMMON * len(segments)), 5)
    wanted, offered = ours.frequent(least, most), theirs.frequent(least, most)
    here: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for key, places in sorted(offered.items(), key=lambda each: (len(each[1]), each[0])):
        for place in places:
            here[place].append(key)
    found = []
    for key, places in wanted.items():
        shared = Counter(other for place in places for other in here[place][: _MOST * _LONGEST])
        dice = {other: _dice(count, places, offered[other]) for other, count in shared.items()}
        best = max(dice, key=lambda other: (dice[other], len(other), other), default=None)
        if best and shared[best] >= least and dice[best] >= _LIKELY:
            found.append(
                Candidate(ours.form(key), theirs.form(best), shared[best], len(places), len(offered[best]))
            )
    return sorted(found, key=lambda one: (-one.together, -one.score, one.source))


def _dice(together: int, ours: set[int], theirs: set[int]) -> float:
    return 2 * together / (len(ours) + len(theirs))


def _runs(here: Sequence[Token], language: str) -> list[list[Token]]:
    """The words of a segment between its punctuation, numbers and symbols."""
    runs: list[list[Token]] = [[]]
    for token in here:
        if token.word and _LETTERS.fullmatch(token.key.replace("'", "")):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _phrases(
    runs: Sequence[Sequence[Token]], language: str, found: dict[str, str]
) -> Iterator[Sequence[Token]]:
    """Phrases that neither begin nor end with a function word."""
    stops = FUNCTION_WORDS[language]
    for run in runs:
        for start in range(len(run)):
            for end in range(start + 1, min(start + _LONGEST, len(run)) + 1):
                edges = run[start], run[end - 1]
                if not any(token.key in stops or found[token.key] in stops for token in edges):
                    yield run[start:end]
