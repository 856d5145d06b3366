"""A text read for finding facts: its sentences, and the words, numbers and days of each with offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Generic, Protocol, TypeVar

from summarize.checks.dates import Day
from summarize.checks.quantities import Quantities
from summarize.evaluation.word_forms import keys, same_word
from summarize.text.sentences import split
from summarize.text.words import Word, words

_LINE = re.compile(r"[^\n]+")
_BEFORE = {"en": re.compile(r"(?:not|never|cannot|\w+n['’]t)", re.IGNORECASE), "ru": re.compile("не", re.I)}
_AFTER = {"kk": re.compile(r"емес\w*|жоқ\w*", re.IGNORECASE)}
_LAST_WORD = re.compile(r"([\w'’]+)\s+$")
_LAST_TWO = re.compile(
    r"([\w'’]+)\s+(?!(?:only|just|merely|только|просто|лишь)\s)[^\W\d_]+\s+$", re.IGNORECASE
)
_NEXT_WORD = re.compile(r"(?:%|-\w+)*\s+(\w+)")
_REACH = 30  # characters that are read for a negation on either side
_DURATION = re.compile(
    r"\s?(?:minute|hour|day|week|month|year|минут|час|дн|день|суток|недел|месяц|лет|год|сағат|күн|апта|ай(?!\w{4})|жыл)",
    re.IGNORECASE,
)
_EACH = re.compile(r"(?<!\w)(?:every|each|кажд[а-яё]+|әр(?:бір)?)\s$", re.IGNORECASE)  # every four buildings
_EACH_REACH = 12
_ENDING = re.compile(r"-[^\W\d_]{1,4}\b")
_BESIDE = 2  # characters between a number and what it counts
_MULTIPLE = re.compile(
    r"[^\W\d]+(?:[ -][^\W\d]+){0,3} (?:an? )?"
    r"(?:dozen|hundred|thousand|million|billion|десят(?:ок|ка|ков|ке|ками|кам)|дюжин\w*|сотн\w+|сотен|тысяч\w*"
    r"|миллион\w*|миллиард\w*|жүз|мың|миллион|миллиард)",
    re.IGNORECASE,
)
_YEARS = range(1500, 2101)


@dataclass(frozen=True)
class Figure:
    """A number of a sentence, as its possible values and its kind: plain, year, % or a currency's code.

    ``plain`` is False for what may be no count at all ("second", "both", "every four", one, two and three in
    words).
    """

    values: frozenset[Decimal]
    kind: str
    start: int
    end: int
    plain: bool


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence: what a fact is looked for in. Offsets are those of the whole text."""

    text: str
    language: str
    start: int
    end: int
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    known: dict[Any, Any] = field(default_factory=dict, repr=False)  # what was looked for here before

    def negated(self, start: int, end: int, *, word: bool) -> bool:
        """Whether what is at these offsets is denied by a word beside it (not, не, емес).

        A word can be denied with one other in between ("cannot come loose"), a number cannot ("not more
        than 12").
        """
        left = self.text[max(self.start, start - _REACH) : start]
        before = [_LAST_WORD.search(left), _LAST_TWO.search(left) if word else None]
        after = _NEXT_WORD.match(self.text[end : min(self.end, end + _REACH)])
        tries = [*((_BEFORE.get(self.language), each) for each in before), (_AFTER.get(self.language), after)]
        return any(
            pattern is not None and found is not None and pattern.fullmatch(found[1]) is not None
            for pattern, found in tries
        )

    def counted(self, figure: Figure) -> str | None:
        """The word right after a number and its ending (412-сі): what it counts, or its unit."""
        end = figure.end
        if ending := _ENDING.match(self.text, end):
            end = ending.end()
        after = bisect_left(self.words, end, key=lambda word: word.start)
        word = self.words[after] if after < len(self.words) else None
        return word.text if word and word.start - end <= _BESIDE else None

    @cached_property
    def _places(self) -> Mapping[str, Sequence[Word]]:
        """The words by each of their keys."""
        found: dict[str, list[Word]] = {}
        for word in self.words:
            for key in keys(word.text, self.language):
                found.setdefault(key, []).append(word)
        return found

    def forms_of(self, word: str) -> list[Word]:
        """The words that are forms of ``word``, in order."""
        places = {
            each: None
            for key in keys(word, self.language)
            for each in self._places.get(key, ())
            if self.language != "kk" or same_word(word, each.text, self.language)
        }
        return sorted(places, key=lambda each: each.start)


@lru_cache(maxsize=1024)  # articles are read again for each of their facts
def read(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text; each line is split by the tool's own splitter."""
    quantities = Quantities(text, language)
    every, figures, days = _Starts(words(text)), _Starts(_figures(quantities)), _Starts(quantities.days)
    return tuple(
        Sentence(
            text,
            language,
            start,
            end,
            every.within(start, end),
            figures.within(start, end),
            days.within(start, end),
        )
        for start, end in _spans(text, language)
    )


def read_beside(text: str, article: Sequence[Sentence], language: str) -> list[tuple[Sentence, int]]:
    """The sentences of a text; those that an article has are the article's own, which are read already.

    Each has the number to be added to its offsets for those of the text.
    """
    known = {each.text[each.start : each.end]: each for each in article}
    found = []
    for start, end in _spans(text, language):
        same = known.get(text[start:end])
        found.append((same, start - same.start) if same else (_at(text, language)[start], 0))
    return found


@lru_cache(maxsize=64)
def _at(text: str, language: str) -> Mapping[int, Sentence]:
    return {each.start: each for each in read(text, language)}


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        for start, end in split(line[0], language):
            yield line.start() + start, line.start() + end


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_Part = TypeVar("_Part", bound=_Placed)


class _Starts(Generic[_Part]):
    """What begins at an offset, in order; a part of it is found without reading the rest."""

    def __init__(self, parts: Iterable[_Part]) -> None:
        self._parts: list[_Part] = sorted(parts, key=lambda part: part.start)
        self._starts = [part.start for part in self._parts]

    def within(self, start: int, end: int) -> tuple[_Part, ...]:
        return tuple(self._parts[bisect_left(self._starts, start) : bisect_left(self._starts, end)])


@lru_cache(maxsize=1024)
def whole(text: str, language: str) -> Sentence:
    """A text as if it were one sentence: what is not in it is in none of its sentences."""
    quantities = Quantities(text, language)
    figures, days = tuple(_figures(quantities)), tuple(quantities.days)
    return Sentence(text, language, 0, len(text), words(text), figures, days)


def _figures(quantities: Quantities) -> list[Figure]:
    return list(_multiplied(_single_figures(quantities), quantities.text))


def _multiplied(figures: Sequence[Figure], text: str) -> Iterator[Figure]:
    """Three dozen, half a million, полторы тысячи, бір жарым мың as one number."""
    before: Figure | None = None
    for figure in figures:
        if before is not None and _MULTIPLE.fullmatch(text, before.start, figure.end):
            values = frozenset(one * other for one in before.values for other in figure.values)
            before = replace(figure, values=values, start=before.start, plain=True)
            continue
        if before is not None:
            yield before
        before = figure
    if before is not None:
        yield before


def _single_figures(quantities: Quantities) -> list[Figure]:
    found = []
    for numeral in quantities.numerals:
        values = numeral.readings | numeral.parts
        kind = quantities.unit(numeral) or "plain"
        written = quantities.text[numeral.start : numeral.end]
        if kind == "plain" and written.isdigit() and int(written) in _YEARS:
            kind = "year"
        share = _EACH.search(quantities.text, max(numeral.start - _EACH_REACH, 0), numeral.start) is not None
        share = share and _DURATION.match(quantities.text, numeral.end) is None
        found.append(Figure(values, kind, numeral.start, numeral.end, numeral.plain and not share))
    return found
