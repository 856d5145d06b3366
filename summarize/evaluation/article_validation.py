"""Mistakes in parallel articles: shape, texts, references against their article, versions against each other.

An article of the judging split must be complete (lead, two references, facts), and every check of output
against source must pass on its references; one of the tuning split may lack facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from summarize.errors import UsageError
from summarize.evaluation.article_shape import shape_problems
from summarize.evaluation.articles import Article, article_of
from summarize.evaluation.data_problems import (
    NUMBERS,
    Problem,
    compression,
    duplicates,
    number_problems,
    text_problems,
)
from summarize.evaluation.fact_validation import fact_problems, repeated_facts
from summarize.evaluation.metrics import sentences_of
from summarize.evaluation.samples import read_json
from summarize.evaluation.tokens import words
from summarize.text.language_table import LANGUAGES

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOMAINS = (
    "culture", "diplomacy", "economy", "education", "environment", "eu", "health", "local", "media",
    "rights", "science", "sport",
)  # fmt: skip
_WORDS = {"standard": (150, 600), "long": (1500, 3000)}  # of an article in English
_FEWER = {"en": 1.0, "ru": 0.7, "kk": 0.66}  # Russian and Kazakh need fewer words for the same content
_LONG_SUMMARY = {"en": (50, 70), "ru": (40, 70), "kk": (36, 70)}  # words of the second reference
_LEAD = 40  # words
_FACTS = (6, 12)


def is_article(path: Path) -> bool:
    """Whether a path is a folder, or a JSON file that is no suite."""
    if path.is_dir():
        return True
    if path.suffix != ".json" or not path.is_file():
        return False
    value = read_json(path)
    return not (isinstance(value, dict) and "tasks" in value)


def validate_files(path: Path) -> list[Problem]:
    """Every problem of one article's file, or of every article of a folder.

    Facts and texts of a single file are also compared with the other articles of its folder.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        return [Problem(str(path), "no articles found")]
    found: list[Problem] = []
    articles = [article for file in files for article in _read(file, found)]
    others = [] if path.is_dir() else _neighbours(path)
    return list(dict.fromkeys([*found, *validate_articles(articles, others)]))


def _neighbours(path: Path) -> list[Article]:
    ignored: list[Problem] = []
    files = sorted(file for file in path.resolve().parent.glob("*.json") if file.name != path.name)
    return [article for file in files for article in _read(file, ignored)]


def _read(file: Path, found: list[Problem]) -> Iterator[Article]:
    """The article of a file, unless it cannot be read; what is wrong with its shape is added to ``found``."""
    try:
        value = read_json(file)
    except UsageError as error:
        found.append(Problem(file.name, str(error)))
        return
    problems = [Problem(file.name, message) for message in shape_problems(value)]
    found += problems
    if problems:
        return
    article = article_of(value)
    if article.id != file.name.removesuffix(".json"):
        found.append(Problem(file.name, f"the id is {article.id!r}, not the name of the file"))
    yield article


def validate_articles(articles: Sequence[Article], others: Sequence[Article] = ()) -> list[Problem]:
    """Every problem of some articles; ``others`` are only compared with."""
    found = [problem for article in articles for problem in _article(article)]
    names = tuple(f"{article.id} " for article in articles)
    for language in LANGUAGES:
        texts = (
            (f"{article.id} {language} {name}", text)
            for article in (*others, *articles)
            for name, text in _texts(article, language)
        )
        found += [problem for problem in duplicates(texts) if problem.place.startswith(names)]
    return found + list(repeated_facts(articles, others))


def _texts(article: Article, language: str) -> Iterator[tuple[str, str]]:
    version = article.versions[language]
    yield "headline", version.headline
    yield from ((f"paragraph {n}", text) for n, text in enumerate(version.paragraphs, start=1))
    yield from ((f"summary {n}", text) for n, text in enumerate(version.summaries, start=1))
    if version.lead:
        yield "lead", version.lead


def _article(article: Article) -> Iterator[Problem]:
    if not _DATE.fullmatch(article.date):
        yield Problem(article.id, f"the date {article.date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    for language, version in article.versions.items():
        place = f"{article.id} {language}"
        for name, text in _texts(article, language):
            yield from text_problems(text, language, f"{place} {name}")
        yield from _length(article, language)
        for number, summary in enumerate(version.summaries, start=1):
            yield from _summary(article, language, summary, f"{place} summary {number}")
    for left, right in combinations(article.versions, 2):
        yield from _parallel(article, left, right)
    yield from fact_problems(article)
    if article.split == "judging":
        yield from _complete(article)


def _length(article: Article, language: str) -> Iterator[Problem]:
    shortest, longest = _WORDS[article.length]
    count = len(words(article.versions[language].text))
    if not shortest * _FEWER[language] <= count <= longest:
        message = f"{count} words in the body, not {shortest}–{longest} (length {article.length})"
        yield Problem(f"{article.id} {language}", message, error=False)


def _summary(article: Article, language: str, summary: str, place: str) -> Iterator[Problem]:
    body = article.versions[language].text
    count = len(sentences_of(summary, language))
    if article.split == "tuning" and not 2 <= count <= 3:
        yield Problem(place, f"{count} sentences, not 2 or 3", error=False)
    yield from compression(summary, body, place)
    yield from _unsaid(article, language, summary, place)


def _unsaid(article: Article, language: str, text: str, place: str) -> Iterator[Problem]:
    """What a reference says and its article does not, as the tool's own checks see it."""
    from summarize.checks.verdict import check_summary

    body, strict = article.versions[language].text, article.split == "judging"
    for finding in check_summary(text, body, source_language=language, target_language=language):
        if strict or finding.kind in NUMBERS:
            yield Problem(place, finding.message, error=strict)


def _complete(article: Article) -> Iterator[Problem]:
    """What an article of the judging split needs beyond its texts."""
    if not _ID.fullmatch(article.id):
        yield Problem(article.id, "the id must be small Latin letters, digits and hyphens")
    if article.domain not in DOMAINS:
        yield Problem(article.id, f"no domain {article.domain!r}; choose from {', '.join(DOMAINS)}")
    for language, version in article.versions.items():
        place = f"{article.id} {language}"
        if len(version.summaries) != 2:
            yield Problem(place, f"{len(version.summaries)} summaries, not 2")
        else:
            yield from _two_summaries(version.summaries, language, place)
        yield from _unsaid(article, language, version.headline, f"{place} headline")
        yield from _lead(article, language, f"{place} lead")
    count = len(article.versions["en"].facts)
    if not _FACTS[0] <= count <= _FACTS[1]:
        yield Problem(article.id, f"{count} facts, not {_FACTS[0]}–{_FACTS[1]}")


def _two_summaries(summaries: Sequence[str], language: str, place: str) -> Iterator[Problem]:
    count = len(sentences_of(summaries[0], language))
    if not 2 <= count <= 3:
        yield Problem(f"{place} summary 1", f"{count} sentences, not 2 or 3")
    shortest, longest = _LONG_SUMMARY[language]
    count = len(words(summaries[1]))
    if not shortest <= count <= longest:
        yield Problem(f"{place} summary 2", f"{count} words, not {shortest}–{longest}")


def _lead(article: Article, language: str, place: str) -> Iterator[Problem]:
    lead = article.versions[language].lead
    if not lead:
        yield Problem(place, "is missing")
        return
    if len(sentences_of(lead, language)) != 1:
        yield Problem(place, f"{len(sentences_of(lead, language))} sentences, not 1")
    if len(words(lead)) > _LEAD:
        yield Problem(place, f"{len(words(lead))} words, more than {_LEAD}")
    yield from _unsaid(article, language, lead, place)


def _parallel(article: Article, left: str, right: str) -> Iterator[Problem]:
    ours, theirs = article.versions[left], article.versions[right]
    rows = {
        "paragraph": zip(ours.paragraphs, theirs.paragraphs, strict=True),
        "summary": zip(ours.summaries, theirs.summaries, strict=True),
    }
    for name, pairs in rows.items():
        for number, (one, other) in enumerate(pairs, start=1):
            yield from number_problems(other, right, one, left, f"{article.id} {name} {number}")
    for name in ("headline", "lead"):
        one, other = getattr(ours, name), getattr(theirs, name)
        if one and other:
            yield from number_problems(other, right, one, left, f"{article.id} {name}")
