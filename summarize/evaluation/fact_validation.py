"""Mistakes in an article's facts: not in the source, not in the references as marked, or not specific."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarize.evaluation.articles import Article, Version
from summarize.evaluation.data_problems import Problem
from summarize.evaluation.fact_text import read, whole
from summarize.evaluation.facts import WEIGHTS, Fact, KeyFacts, find, parsed, stated
from summarize.text.language_table import LANGUAGES

_RANKS = list(WEIGHTS)


def fact_problems(article: Article) -> Iterator[Problem]:
    """Every problem of an article's facts by themselves."""
    facts = article.versions["en"].facts
    ranks = [_RANKS.index(fact.weight) for fact in facts]
    if ranks != sorted(ranks):
        yield Problem(article.id, f"facts must be in the order {', '.join(_RANKS)}")
    for fact in facts:
        if fact.weight == "must" and not fact.references:
            yield Problem(f"{article.id} fact {fact.id}", "a must fact is in no reference", error=False)
    for language, version in article.versions.items():
        for fact in version.facts:
            place = f"{article.id} {language} fact {fact.id}"
            yield from _source(fact, version, language, place)
            yield from _references(fact, version, language, place)
            yield from _statements(fact, version, language, place)
        for number, summary in enumerate(version.summaries, start=1):
            yield from _contradictions(
                article, language, summary, f"{article.id} {language} summary {number}"
            )


def _has(text: str, fact: Fact, language: str) -> bool:
    return stated(fact, read(text, language), language) is not None


def _nearest(fact: Fact, text: str, language: str) -> str:
    """Which terms a form lacks in the sentence that has most of it; empty where none has any."""
    forms = zip(fact.forms, parsed(fact, language), strict=True)
    tries = [
        (form.lacks(sentence), notation, len(form.terms))
        for notation, form in forms
        for sentence in read(text, language)
    ]
    missing, notation, terms = min(tries, key=lambda each: len(each[0]), default=([], "", 0))
    if len(missing) == terms:
        return ""
    return f" ({notation!r} lacks {', '.join(map(repr, missing))} in the nearest sentence)"


def _source(fact: Fact, version: Version, language: str, place: str) -> Iterator[Problem]:
    """The fact is in its paragraphs and, if its forms are exact, in no other."""
    where = [n for n, text in enumerate(version.paragraphs, start=1) if _has(text, fact, language)]
    for number in fact.paragraphs:
        if number not in where:
            near = _nearest(fact, version.paragraphs[number - 1], language)
            yield Problem(place, f"its forms are not found in paragraph {number}{near}")
    for number in where:
        if number not in fact.paragraphs:
            message = f"its forms are found in paragraph {number}: add it to paragraphs, or be more exact"
            yield Problem(place, message)


def _references(fact: Fact, version: Version, language: str, place: str) -> Iterator[Problem]:
    for number, summary in enumerate(version.summaries, start=1):
        there, marked = _has(summary, fact, language), number in fact.references
        if marked and not there:
            yield Problem(
                place, f"marked for summary {number}, but not found there{_nearest(fact, summary, language)}"
            )
        elif there and not marked:
            yield Problem(place, f"its forms are found in summary {number}, for which it is not marked")


def _statements(fact: Fact, version: Version, language: str, place: str) -> Iterator[Problem]:
    """The forms find the fact's own statement, and no other fact's."""
    if not _has(fact.statement, fact, language):
        near = _nearest(fact, fact.statement, language)
        yield Problem(place, f"its forms do not find its own statement {fact.statement!r}{near}")
    for other in version.facts:
        if other.id != fact.id and _has(other.statement, fact, language):
            yield Problem(place, f"its forms are also found in the statement of {other.id}: be more exact")


def _contradictions(article: Article, language: str, summary: str, place: str) -> Iterator[Problem]:
    facts = article.key_facts(language)
    for found in find(facts, summary) if facts else ():
        if found.state == "contradicted":
            numbers = ", ".join(repr(summary[start:end]) for start, end in found.spans)
            message = f"seems to contradict fact {found.fact.id} with {numbers}: if it does not, use a phrase"
            yield Problem(place, message)


def repeated_facts(articles: Sequence[Article], others: Sequence[Article]) -> Iterator[Problem]:
    """Facts whose forms are found in the references, lead or headline of another article.

    Its body is not looked at: in hundreds of sentences a general predicate is found somewhere, and a
    summary is measured by the facts of its own article only.
    """
    for article in articles:
        for other in (*others, *articles):
            if other.id != article.id:
                for language in LANGUAGES:
                    yield from _repeated(article.key_facts(language), other, f"{article.id} {language}")


def _repeated(facts: KeyFacts | None, other: Article, place: str) -> Iterator[Problem]:
    if facts is None:
        return
    version = other.versions[facts.language]
    said = "\n".join([version.headline, *version.summaries, version.lead])
    every = whole(said, facts.language)
    for fact in facts.facts:
        possible = any(form.possible(every) for form in parsed(fact, facts.language))
        if possible and _has(said, fact, facts.language):
            message = f"its forms are also found in a reference of {other.id}: be more exact"
            yield Problem(f"{place} fact {fact.id}", message)
