"""Parallel articles in English, Russian and Kazakh, and the samples that are made from them.

One file per article: ``{"id", "domain", "date", "en": {"headline", "paragraphs", "summaries", "lead"},
"ru": …, "kk": …, "genre", "length", "split", "facts"}``; paragraph *i* says the same in each language.
``evals/news/WRITING.md`` describes the format for writers. Every task of the project's own suites is derived
from these files by ``samples_for``, so a correction is made in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from summarize.errors import UsageError
from summarize.evaluation.article_shape import shape_problems
from summarize.evaluation.facts import Fact, KeyFacts
from summarize.evaluation.samples import Sample, read_json
from summarize.text.language_table import LANGUAGES


@dataclass(frozen=True)
class Version:
    """An article in one language; ``lead`` is its summary in one sentence, or empty."""

    headline: str
    paragraphs: tuple[str, ...]
    summaries: tuple[str, ...]
    lead: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        """The body: paragraphs separated by an empty line."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True)
class Article:
    """An article with its parallel versions, by language.

    ``split`` is ``judging`` for articles that nothing is tuned on, else ``tuning``.
    """

    id: str
    domain: str
    date: str
    versions: Mapping[str, Version] = field(hash=False)
    genre: str = "news"
    length: str = "standard"
    split: str = "tuning"

    def key_facts(self, language: str) -> KeyFacts | None:
        """The facts in one language; None where the article has none."""
        version = self.versions[language]
        return KeyFacts(version.facts, version.text, language) if version.facts else None


def read_articles(folder: Path) -> list[Article]:
    """Every ``*.json`` of a folder, by file name; ``UsageError`` for a missing folder or a malformed file."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder of articles")
    return [read_article(path) for path in sorted(folder.glob("*.json"))]


def read_article(path: Path) -> Article:
    """The article of one file; ``UsageError`` with the first thing that is wrong with its shape."""
    value = read_json(path)
    for problem in shape_problems(value):
        raise UsageError(f"{path}: {problem}")
    return article_of(value)


def article_of(value: Mapping[str, Any]) -> Article:
    """An article from JSON in which ``shape_problems`` finds nothing."""
    versions = {language: _version(value, language) for language in LANGUAGES}
    names = ("id", "domain", "date", "genre", "length", "split")
    return Article(**{name: value[name] for name in names if name in value}, versions=versions)


def _version(value: Mapping[str, Any], language: str) -> Version:
    version = value[language]
    return Version(
        version["headline"],
        tuple(version["paragraphs"]),
        tuple(version["summaries"]),
        version.get("lead", ""),
        tuple(_fact(fact, language) for fact in value.get("facts", ())),
    )


def _fact(value: Mapping[str, Any], language: str) -> Fact:
    own = value[language]
    return Fact(
        value["id"],
        value["weight"],
        own["statement"],
        tuple(own["forms"]),
        tuple(value["paragraphs"]),
        tuple(value["references"]),
    )


def samples_for(kind: str, source: str, target: str, articles: list[Article]) -> list[Sample]:
    """The samples of one task; ``kind`` is ``translation`` (by paragraph), ``headline`` or any summary.

    The references of a summary are those written in the target language, and so are the facts.
    """
    match kind:
        case "translation":
            return [sample for article in articles for sample in _paragraphs(article, source, target)]
        case "headline":
            return [
                _whole(article, source, target, (article.versions[target].headline,)) for article in articles
            ]
    return [
        replace(
            _whole(article, source, target, article.versions[target].summaries),
            facts=article.key_facts(target),
            source_facts=article.key_facts(source),
        )
        for article in articles
    ]


def _meta(article: Article) -> dict[str, str]:
    return {
        "domain": article.domain,
        "date": article.date,
        "genre": article.genre,
        "length": article.length,
    }


def _whole(article: Article, source: str, target: str, references: tuple[str, ...]) -> Sample:
    return Sample(article.id, article.versions[source].text, references, source, target, meta=_meta(article))


def _paragraphs(article: Article, source: str, target: str) -> Iterator[Sample]:
    pairs = zip(article.versions[source].paragraphs, article.versions[target].paragraphs, strict=True)
    for number, (text, reference) in enumerate(pairs, start=1):
        yield Sample(f"{article.id}#{number}", text, (reference,), source, target, meta=_meta(article))
