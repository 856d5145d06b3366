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
from itertools import pairwise
from typing import Literal, NamedTuple

from summarize.checks.dates import Day
from summarize.evaluation.fact_atoms import Role, Span
from summarize.evaluation.fact_forms import Form, parse
from summarize.evaluation.fact_paraphrases import LooseForm, full_forms, loose_forms, said_terms
from summarize.evaluation.fact_text import Figure, Sentence, read, read_beside
from summarize.evaluation.word_forms import same_word
from summarize.text.words import words

FACTS, CONTRADICTED = "facts", "contradicted"
SIGNATURES = {
    FACTS: "facts|recall|weights:3-2-1|match:forms3|agg:mean|impl:summarize1",
    CONTRADICTED: "contradicted|share|weights:3-2-1|match:forms3|agg:mean|impl:summarize1",
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
    places = read_beside(output, read(facts.text, facts.language), facts.language)
    sentences, offset = [sentence for sentence, _ in places], dict(reversed(places))
    # A sentence of the article itself is not read loosely, and contradicts nothing.
    own = [each for each in sentences if not _is_of_article(each, facts)]
    found = {fact.id: _stated(fact, facts, sentences, own) for fact in facts.facts}
    taken: dict[Sentence, list[Span]] = {}
    for place in found.values():
        if place is not None:
            taken.setdefault(place[0], []).extend(place[1])
    claims = [
        claim for fact in facts.facts if found[fact.id] is None for claim in _claims(fact, facts, own, taken)
    ]
    wrong = _each_of_one(claims)
    return tuple(_found(fact, found[fact.id], wrong.get(fact.id, []), offset) for fact in facts.facts)


_HALF = 0.5  # of a statement's words
_LONG = 8  # words of a sentence of which the order is looked at
_KNOWN, _TOGETHER = 0.9, 0.15  # the shares of its words and of its pairs of neighbours that the article has

_Place = tuple[Sentence, list[Span]]


class _Claim(NamedTuple):
    """A number that is wrong if it is meant as a fact's own, and how likely it is meant so."""

    fact: str
    sentence: Sentence
    span: Span
    likely: tuple[bool, float, bool]  # by a form that is not read loosely; share of words there; in a phrase


def _stated(
    fact: Fact, facts: KeyFacts, sentences: Sequence[Sentence], own: Sequence[Sentence]
) -> _Place | None:
    place = stated(fact, sentences, facts.language)
    if place is not None:
        return None if place[0] in own and _is_denied(fact, facts, place[0]) else place
    for sentence in own:
        if _is_out_of_order(sentence, facts):
            continue
        before = sentences[: sentences.index(sentence)]
        for form in _loose_forms(fact, facts.language):
            spans = form.find(sentence, before)
            if spans is None or not (form.telling or _covers(fact, sentence, before)):
                continue
            if _tells(form.as_said(sentence), fact, facts):
                return sentence, spans
    return None


def _is_of_article(sentence: Sentence, facts: KeyFacts) -> bool:
    return sentence.text[sentence.start : sentence.end] in facts.text


@lru_cache(maxsize=8192)
def _is_out_of_order(sentence: Sentence, facts: KeyFacts) -> bool:
    """Whether a sentence has the article's words, but not beside each other as the article has them."""
    said = [word.text.lower() for word in sentence.words]
    article = [word.text.lower() for word in words(facts.text)]
    pairs = set(pairwise(article))
    known = sum(map(set(article).__contains__, said)) / max(len(said), 1)
    together = sum(map(pairs.__contains__, pairwise(said))) / max(len(said) - 1, 1)
    return len(said) >= _LONG and known >= _KNOWN and together < _TOGETHER


def _loose_forms(fact: Fact, language: str) -> Iterator[LooseForm]:
    return (each for form in fact.forms for each in loose_forms(form, fact.statement, language))


def _covers(fact: Fact, sentence: Sentence, before: Sequence[Sentence]) -> bool:
    """Whether half of a statement's words, or what says the same, are in a sentence; names also before it."""
    terms = said_terms(fact.statement, sentence.language)
    there = sum(
        any(term.is_in(each) for each in (sentence, *(before if term.is_name else ()))) for term in terms
    )
    return 2 * there >= len(terms)


def _tells(form: LooseForm, fact: Fact, facts: KeyFacts) -> bool:
    """Whether a form is found in no paragraph but the fact's, and in no other fact's statement."""
    return not any(form.find(sentence) for sentence in _elsewhere(fact, facts))


@lru_cache(maxsize=8192)
def _elsewhere(fact: Fact, facts: KeyFacts) -> tuple[Sentence, ...]:
    """The sentences of the other paragraphs, and the other facts' statements."""
    paragraphs = enumerate(facts.text.split("\n\n"), start=1)
    texts = [text for number, text in paragraphs if number not in fact.paragraphs]
    texts += [each.statement for each in facts.facts if each is not fact]
    return tuple(sentence for text in texts for sentence in read(text, facts.language))


def _is_denied(fact: Fact, facts: KeyFacts, sentence: Sentence) -> bool:
    """Whether the forms that are found have a word in place of a number, and a wrong number is there."""
    forms = parsed(fact, facts.language)
    if any(form.has_number(sentence) for form in forms):
        return False
    unmet = ((form, role) for form in forms for role in form.unmet(sentence))
    roles = ((form, role) for form in forms for role in form.roles(sentence) if _is_in_place(role))
    return any(_companions(form, facts).excludes(role, sentence) for form, role in (*unmet, *roles))


def _is_in_place(role: Role) -> bool:
    """Whether a number stands in a phrase, or is a clock time."""
    return not role.lone or (isinstance(role.figure, Figure) and role.figure.kind == "clock")


def _found(fact: Fact, place: _Place | None, wrong: Sequence[Span], offset: Mapping[Sentence, int]) -> Found:
    if place is not None:
        moved = offset[place[0]]
        return Found(fact, "stated", tuple(sorted((start + moved, end + moved) for start, end in place[1])))
    return Found(fact, "contradicted", tuple(wrong)) if wrong else Found(fact, "missed")


def _claims(
    fact: Fact, facts: KeyFacts, sentences: Sequence[Sentence], taken: Mapping[Sentence, list[Span]]
) -> Iterator[_Claim]:
    """The numbers that stand in the place of a form's own, and are wrong."""
    if not sentences:
        return
    strict = parsed(fact, facts.language)
    loose = [form for each in fact.forms for form in full_forms(each, facts.language)]
    for sentence in sentences:
        shared = _shared(fact, sentence, facts.language)
        for form, is_strict in ((form, form in strict) for form in (*strict, *loose) if form.numeric):
            beside = _companions(form, facts)
            for role in (*form.roles(sentence), *form.unmet(sentence)):
                free = not any(_within(role.span, other) for other in taken.get(sentence, ()))
                likely = is_strict or beside.counts_the_same(role.figure, sentence)
                if beside.several:
                    likely = likely and shared >= _HALF
                if free and likely and beside.excludes(role, sentence):
                    yield _Claim(fact.id, sentence, role.span, (is_strict, shared, not role.lone))


def _each_of_one(claims: Sequence[_Claim]) -> dict[str, list[Span]]:
    """The spans that contradict each fact: a wrong number is one fact's only, unless two are as likely."""
    best: dict[Span, tuple[bool, float, bool]] = {}
    for claim in claims:
        best[claim.span] = max(claim.likely, best.get(claim.span, claim.likely))
    first: dict[str, Sentence] = {}
    found: dict[str, set[Span]] = {}
    for claim in claims:
        if (
            claim.likely == best[claim.span]
            and first.setdefault(claim.fact, claim.sentence) is claim.sentence
        ):
            found.setdefault(claim.fact, set()).add(claim.span)
    return {name: sorted(spans) for name, spans in found.items()}


def _shared(fact: Fact, sentence: Sentence, language: str) -> float:
    """The share of a statement's words, or what says the same, that a sentence has."""
    terms = said_terms(fact.statement, language)
    return sum(term.is_in(sentence) for term in terms) / len(terms) if terms else 0.0


@dataclass(frozen=True)
class _Companions:
    """The numbers and days that an article has beside a form's words, and the kinds of its own numbers."""

    values: frozenset[Decimal]
    shares: frozenset[Decimal]  # those in per cent
    days: frozenset[tuple[int, int | None]]
    kinds: frozenset[str]
    counted: frozenset[str]  # what its own numbers count: the words after them
    form: Form
    article: tuple[Sentence, ...]
    several: bool

    def excludes(self, role: Role, sentence: Sentence) -> bool:
        """Whether this is a number of the same kind that the article does not have there."""
        figure = role.figure
        if isinstance(figure, Day):
            if figure.day is None or "day" not in self.kinds:
                return False
            return not any((month, figure.day) in self.days for month in figure.months)
        own = self.shares if figure.kind == "%" else self.values
        if figure.kind not in self.kinds or figure.values & own:
            return False
        return not role.lone or figure.kind != "plain" or self._counts_alike(figure, sentence)

    def counts_the_same(self, figure: Figure | Day, sentence: Sentence) -> bool:
        """Whether a number counts what the form's own number counts in the article."""
        word = sentence.counted(figure) if isinstance(figure, Figure) else None
        return word is not None and self._has(self.counted, word, sentence)

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
    there = [(role.figure, sentence) for sentence in article for role in form.roles(sentence, every=True)]
    figures = [(each, sentence) for each, sentence in there if isinstance(each, Figure)]
    days = [each for each, _ in there if isinstance(each, Day)]
    own = [(each, sentence) for each, sentence in figures if each.values & form.values]
    kinds = {each.kind for each, _ in own}
    # Of several sums, a wrong one could be any.
    several = form.bare and len({each.values for each, _ in figures if each.kind in kinds - {"plain"}}) > 1
    return _Companions(
        frozenset(value for each, _ in figures for value in each.values),
        frozenset(value for each, _ in figures if each.kind == "%" for value in each.values),
        frozenset((month, day.day) for day in days for month in day.months),
        frozenset(kinds | ({"day"} if days and not form.bare else set())),
        frozenset(_counted(own)) | form.words,
        form,
        article,
        several,
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
