"""The key facts of an article, and which of them an output states, contradicts or leaves out.

A fact is stated if one of its forms is in one sentence of the output. It is contradicted if it is not stated
and a form's words are all there with another number in the form's place: a number that the article does not
have beside these words, that does not count what another number of the article counts, and that is part of no
other fact stated in the same sentence. So an extract contradicts nothing. Facts are written in each language
of an article, so a Kazakh summary of an English article is measured like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from summarize.checks.dates import Day
from summarize.evaluation.fact_atoms import Role, Span
from summarize.evaluation.fact_forms import Form, parse
from summarize.evaluation.fact_text import Figure, Sentence, read
from summarize.evaluation.word_forms import same_word

FACTS, CONTRADICTED = "facts", "contradicted"
SIGNATURES = {
    FACTS: "facts|recall|weights:3-2-1|match:forms2|agg:mean|impl:summarize1",
    CONTRADICTED: "contradicted|share|weights:3-2-1|match:forms2|agg:mean|impl:summarize1",
}
WEIGHTS: Mapping[str, int] = {"must": 3, "should": 2, "nice": 1}

State = Literal["stated", "contradicted", "missed"]


@dataclass(frozen=True)
class Fact:
    """A fact in one language.

    ``statement`` is the fact as a short sentence; ``forms`` are in the notation of ``fact_forms``;
    ``paragraphs`` of the article and the ``references`` that state it are counted from 1.
    """

    id: str
    weight: str
    statement: str
    forms: tuple[str, ...]
    paragraphs: tuple[int, ...]
    references: tuple[int, ...] = ()


@dataclass(frozen=True)
class KeyFacts:
    """The facts of an article in one language, with the article's text in that language."""

    facts: tuple[Fact, ...]
    text: str
    language: str


@dataclass(frozen=True)
class Found:
    """What became of a fact; the spans are character offsets of its words in the output."""

    fact: Fact
    state: State
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class FactResult:
    """What became of a fact, as results keep it; the spans are offsets in the output and in the source."""

    id: str
    weight: str
    statement: str
    state: str
    output: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()


def parsed(fact: Fact, language: str) -> list[Form]:
    """The forms of a fact; ``FormError`` where one is malformed."""
    return [parse(form, language) for form in fact.forms]


def stated(fact: Fact, sentences: Iterable[Sentence], language: str) -> tuple[Sentence, list[Span]] | None:
    """The first sentence that has a form of the fact, and where."""
    forms = parsed(fact, language)
    for sentence in sentences:
        for form in forms:
            spans = form.find(sentence)
            if spans is not None:
                return sentence, spans
    return None


@lru_cache(maxsize=1024)  # an output is scored, and shown
def find(facts: KeyFacts, output: str) -> tuple[Found, ...]:
    """What became of each fact in ``output``, in the facts' order."""
    sentences = read(output, facts.language)
    places = {fact.id: stated(fact, sentences, facts.language) for fact in facts.facts}
    taken: dict[Sentence, list[Span]] = {}
    for place in places.values():
        if place is not None:
            taken.setdefault(place[0], []).extend(place[1])
    # A sentence of the article itself contradicts nothing.
    own = [s for s in sentences if s.text[s.start : s.end] not in facts.text]
    return tuple(_found(fact, facts, own, places[fact.id], taken) for fact in facts.facts)


def _found(
    fact: Fact,
    facts: KeyFacts,
    sentences: Sequence[Sentence],
    place: tuple[Sentence, list[Span]] | None,
    taken: Mapping[Sentence, list[Span]],
) -> Found:
    if place is not None:
        return Found(fact, "stated", tuple(sorted(place[1])))
    for form in parsed(fact, facts.language):
        for sentence in sentences if form.numeric else ():
            roles = [
                role
                for role in form.roles(sentence)
                if not any(_within(role.span, other) for other in taken.get(sentence, ()))
            ]
            wrong = {role.span for role in roles if _companions(form, facts).excludes(role, sentence)}
            if wrong:
                return Found(fact, "contradicted", tuple(sorted(wrong)))
    return Found(fact, "missed")


@dataclass(frozen=True)
class _Companions:
    """The numbers and days that an article has beside a form's words, and the kinds of its own numbers."""

    values: frozenset[Decimal]
    days: frozenset[tuple[int, int | None]]
    kinds: frozenset[str]
    counted: frozenset[str]  # what its own numbers count: the words after them
    form: Form
    article: tuple[Sentence, ...]

    def excludes(self, role: Role, sentence: Sentence) -> bool:
        """Whether this is a number of the same kind that the article does not have there."""
        figure = role.figure
        if isinstance(figure, Day):
            if figure.day is None or "day" not in self.kinds:
                return False
            return not any((month, figure.day) in self.days for month in figure.months)
        if figure.kind not in self.kinds or figure.values & self.values:
            return False
        return not role.lone or figure.kind != "plain" or self._counts_alike(figure, sentence)

    def _counts_alike(self, figure: Figure, sentence: Sentence) -> bool:
        """Whether a number by itself counts the same thing: 24,600 bags for 26,400 bags."""
        word = sentence.counted(figure)
        if word is None:
            return not self.form.bare
        if self.form.bare:
            return self._has(self.counted, word, sentence)
        return self._has(self.counted, word, sentence) or not self._has(self._others, word, sentence)

    def _has(self, words: frozenset[str], word: str, sentence: Sentence) -> bool:
        return any(same_word(each, word, sentence.language) for each in words)

    @cached_property
    def _others(self) -> frozenset[str]:
        """What the article's other numbers count."""
        figures = ((figure, sentence) for sentence in self.article for figure in sentence.figures)
        return frozenset(_counted(each for each in figures if not each[0].values & self.form.values))


@lru_cache(maxsize=8192)
def _companions(form: Form, facts: KeyFacts) -> _Companions:
    article = read(facts.text, facts.language)
    there = [(role.figure, sentence) for sentence in article for role in form.roles(sentence)]
    figures = [(each, sentence) for each, sentence in there if isinstance(each, Figure)]
    days = [each for each, _ in there if isinstance(each, Day)]
    own = [(each, sentence) for each, sentence in figures if each.values & form.values]
    kinds = {each.kind for each, _ in own}
    if form.bare and len({each.values for each, _ in figures if each.kind in kinds - {"plain"}}) > 1:
        kinds = set()  # of several sums, a wrong one could be any
    return _Companions(
        frozenset(value for each, _ in figures for value in each.values),
        frozenset((month, day.day) for day in days for month in day.months),
        frozenset(kinds | ({"day"} if days and not form.bare else set())),
        frozenset(_counted(own)) | form.words,
        form,
        article,
    )


def _counted(figures: Iterable[tuple[Figure, Sentence]]) -> Iterator[str]:
    return (word for figure, sentence in figures if (word := sentence.counted(figure)))


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def fact_results(facts: KeyFacts, output: str, source: KeyFacts | None) -> tuple[FactResult, ...]:
    """What became of each fact in ``output``, and where the source has it in its own language."""
    places = {each.fact.id: each.spans for each in find(source, source.text)} if source else {}
    return tuple(
        FactResult(f.fact.id, f.fact.weight, f.fact.statement, f.state, f.spans, places.get(f.fact.id, ()))
        for f in find(facts, output)
    )


def scores(facts: KeyFacts, output: str) -> dict[str, float]:
    """The weighted shares of facts that an output states and contradicts, ×100."""
    found = find(facts, output)
    total = sum(WEIGHTS[each.fact.weight] for each in found)
    shares = {FACTS: "stated", CONTRADICTED: "contradicted"}
    return {
        name: 100 * sum(WEIGHTS[each.fact.weight] for each in found if each.state == state) / total
        for name, state in shares.items()
    }
