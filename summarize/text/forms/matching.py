"""Where a term occurs in a text, in any of its forms.

A term is one or more words in their dictionary form or any other. An occurrence has all of them in order,
each in a form that it can have there, with other words in between where grammar allows. Capitals count as
they do for a reader: a name needs its capital, an acronym all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import islice, pairwise
from typing import Any, NamedTuple

from summarize.text.forms.pattern import Part, Pattern, Slot
from summarize.text.forms.tokens import Token, tokens

LONGEST_TERM = 40  # words and symbols of a term that can be found
_LONGEST_GAP = 4  # tokens between two words of a term
_HYPHENS = "-‑–"
_DASHES = "-‑–—"
_MOST_RUNS = 64  # ways to fill the words of a term that are tried at one place
_MOST_JOINED = 3  # words that hyphens join to one, of which the grammar is asked
_TELLING = 2  # letters from which a common beginning is worth an index of its own
_ACRONYM = 5  # letters from which a word in capitals may be a common word, emphasised


class Match(NamedTuple):
    """An occurrence: ``text[start:end]``; ``words`` are the spans of the term's own words in it.

    ``parted`` is whether other words stand between them. An English possessive is left out of the spans.
    """

    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    parted: bool


@dataclass(frozen=True)
class Sought:
    """A term to look for, as it is written in a glossary; ``part`` is its part of speech, if known."""

    text: str
    part: Part | None = None


def find(term: str, text: str, language: str, part: Part | None = None) -> list[Match]:
    """Every occurrence of a term in a text of ``language`` (``en``, ``ru`` or ``kk``), in order.

    Occurrences do not overlap. A term of dashes alone, or of more than ``LONGEST_TERM`` words, has none.
    """
    return [match for _, match in Finder([Sought(term, part)], language).find(text)]


def occurs(term: str, text: str, language: str, part: Part | None = None) -> bool:
    """Whether a text has a term in any form."""
    return bool(find(term, text, language, part))


class Finder:
    """Looks for many terms at once; of terms that overlap in a text, the one of more characters wins."""

    def __init__(self, terms: Iterable[Sought], language: str) -> None:
        self._language = language
        self.terms = tuple(terms)
        self._starts: dict[str, list[int]] = {}  # numbers of terms by what their first word begins with
        for number, term in enumerate(self.terms):
            slots = _pattern(term, language).slots
            for beginning in _beginnings(slots[0].forms) if slots else ():
                self._starts.setdefault(beginning, []).append(number)
        self._longest = max(map(len, self._starts), default=0)

    def find(self, text: str) -> list[tuple[int, Match]]:
        """(number of the term, occurrence) in order of place; no two share a character."""
        here = tokens(text)
        loud = all(token.text.isupper() for token in here if token.text[0].isalpha())
        found = [
            (number, match)
            for first, token in enumerate(here)
            for end in range(1, min(len(token.key), self._longest) + 1)
            for number in self._starts.get(token.key[:end], ())
            for match in self._at(here, first, self.terms[number], loud=loud)
        ]
        found.sort(key=lambda each: (-_length(each[1]), each[1].start, each[0]))
        kept: list[tuple[int, Match]] = []
        taken: set[int] = set()
        for number, match in found:
            characters = {at for start, end in match.words for at in range(start, end)}
            if taken.isdisjoint(characters):
                taken |= characters
                kept.append((number, match))
        return sorted(kept, key=lambda each: each[1].start)

    def _at(self, here: Sequence[Token], first: int, term: Sought, *, loud: bool) -> Iterator[Match]:
        """The occurrence that begins with token ``first``, if there is one."""
        pattern = _pattern(term, self._language)
        if here[first].key not in pattern.slots[0].forms:
            return
        for places in islice(_runs(here, first, pattern.slots), _MOST_RUNS):
            if (
                _capitals(pattern.words, here, places, loud=loud)
                and not _priced(here, places[-1])
                and not _compound(here, places, self._language)
                and pattern.fits(here, places)
            ):
                spans = tuple((here[place].start, here[place].end) for place in places)
                yield Match(spans[0][0], spans[-1][1], spans, _parted(here, places))
                return


def _beginnings(forms: frozenset[str]) -> Iterable[str]:
    """What all forms begin with, or the forms themselves if that is too short to tell words apart."""
    first, last = min(forms), max(forms)
    length = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None
    )
    common = first[:length]
    return [common] if len(common) >= _TELLING else forms


def _length(match: Match) -> int:
    return sum(end - start for start, end in match.words)


def _grammar(language: str) -> Any:
    return import_module({"en": ".english", "ru": ".russian", "kk": ".kazakh"}[language], __package__)


@lru_cache(maxsize=4096)
def _pattern(term: Sought, language: str) -> Pattern:
    """The term's slots, one for each word or symbol; none if it has none, or too many."""
    words = [token for token in tokens(term.text) if token.text not in _DASHES]
    if not 0 < len(words) <= LONGEST_TERM:
        return Pattern((), (), lambda *_: False)
    pattern: Pattern = _grammar(language).pattern(words, term.part)
    return pattern


def _runs(here: Sequence[Token], first: int, slots: Sequence[Slot]) -> Iterator[tuple[int, ...]]:
    """Every way to fill the slots from token ``first`` on, the closest first."""
    run, open_ = [first], [_following(here, first, slots[1]) if len(slots) > 1 else iter(())]
    dead: set[tuple[int, int]] = set()  # (slot, place) from which the rest cannot be filled
    while run:
        if len(run) == len(slots):
            yield tuple(run)
            dead -= set(enumerate(run))
            run.pop(), open_.pop()
            continue
        after = next((place for place in open_[-1] if (len(run), place) not in dead), None)
        if after is None:
            run.pop(), open_.pop()
            continue
        dead.add((len(run), after))  # until it turns out not to be
        run.append(after)
        last = len(run) == len(slots)
        open_.append(iter(()) if last else _following(here, after, slots[len(run)]))


def _parted(here: Sequence[Token], places: Sequence[int]) -> bool:
    """Whether anything but a hyphen stands between these tokens."""
    between = [here[place] for one, other in pairwise(places) for place in range(one + 1, other)]
    return any(token.text not in _HYPHENS for token in between)


def _following(here: Sequence[Token], place: int, slot: Slot) -> Iterator[int]:
    """The places after ``place`` where a slot can be filled: next, after a hyphen, or across a gap."""
    start = place + 1
    if start + 1 < len(here) and here[start].text in _HYPHENS and not here[start].spaced:
        start += 1
    for after in range(start, min(start + _LONGEST_GAP + 1, len(here))):
        between = here[start:after]
        if between and (slot.gap is None or not slot.gap(here[place], between)):
            continue
        if here[after].key in slot.forms:
            yield after


def _capitals(written: Sequence[Token], here: Sequence[Token], places: Sequence[int], *, loud: bool) -> bool:
    """Whether the words have the capitals that the term needs: IT is not it, nor Turkey a turkey.

    ``loud`` is whether all of the text is in capitals.
    """
    for word, place in zip(written, places, strict=True):
        text = here[place].text
        if _acronym(word.text) and not text.startswith(word.text) and not (loud and len(written) > 1):
            return False
        if len(written) == 1 and word.text[0].isupper() and not text[0].isupper():
            return False
        if word.text.islower() and _acronym(text) and not loud and len(text) < _ACRONYM:
            return False
    return True


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and any(map(str.isalpha, word))


def _priced(here: Sequence[Token], place: int) -> bool:
    """Whether the word is only the beginning of a currency: US$."""
    after = here[place + 1] if place + 1 < len(here) else None
    return after is not None and not after.spaced and after.text in "$€£"


def _compound(here: Sequence[Token], places: Sequence[int], language: str) -> bool:
    """Whether the term is only a part of a hyphenated word that means something else."""
    grammar = _grammar(language)
    before, after = _joined(here, places[0], -1), _joined(here, places[-1], 1)
    return bool(
        (before and grammar.prefixed(before, here[places[0]]))
        or (after and grammar.suffixed(here[places[-1]], after))
    )


def _joined(here: Sequence[Token], place: int, step: int) -> list[Token]:
    """The words that a hyphen joins to the one in this place, on one side, nearest first."""
    found: list[Token] = []
    while 0 <= place + 2 * step < len(here) and len(found) < _MOST_JOINED:
        hyphen, other = here[place + step], here[place + 2 * step]
        later = (hyphen, other) if step > 0 else (here[place], hyphen)
        if hyphen.text not in "-‑" or not other.word or any(token.spaced for token in later):
            break
        found.append(other)
        place += 2 * step
    return found
