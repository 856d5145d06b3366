"""Parallel articles in English, Russian and Kazakh, and the samples that are made from them.

One file per article: ``{"id", "domain", "date", "en": {"headline", "paragraphs", "summaries"},
"ru": …, "kk": …}``; paragraph *i* says the same in each language. Every task of the project's own
suites is derived from these files by ``samples_for``, so a correction is made in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize.errors import UsageError
from summarize.evaluation.samples import Sample, read_json, string_of
from summarize.text.language_table import LANGUAGES


@dataclass(frozen=True)
class Version:
    """An article in one language."""

    headline: str
    paragraphs: tuple[str, ...]
    summaries: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body: paragraphs separated by an empty line."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True)
class Article:
    """An article with its parallel versions, by language."""

    id: str
    domain: str
    date: str
    versions: Mapping[str, Version]


def read_articles(folder: Path) -> list[Article]:
    """Every ``*.json`` of a folder, by file name; ``UsageError`` for a missing folder or a malformed file."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder of articles")
    return [_article(read_json(path), path) for path in sorted(folder.glob("*.json"))]


def _article(value: Any, path: Path) -> Article:
    try:
        versions = {language: _version(value[language]) for language in LANGUAGES}
        texts = {name: string_of(value, name) for name in ("id", "domain", "date")}
        article = Article(**texts, versions=versions)
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path}: {error.args[0]} is missing or has the wrong type") from error
    if len({len(version.paragraphs) for version in versions.values()}) != 1:
        counts = ", ".join(f"{language} {len(v.paragraphs)}" for language, v in versions.items())
        raise UsageError(f"{path}: the versions differ in their number of paragraphs ({counts})")
    return article


def _version(value: Any) -> Version:
    texts = {name: value[name] for name in ("paragraphs", "summaries")}
    for name, each in texts.items():
        if not isinstance(each, list) or not each or not all(isinstance(t, str) and t.strip() for t in each):
            raise TypeError(name)
    if not isinstance(value["headline"], str) or not value["headline"].strip():
        raise TypeError("headline")
    return Version(value["headline"], tuple(texts["paragraphs"]), tuple(texts["summaries"]))


def samples_for(kind: str, source: str, target: str, articles: list[Article]) -> list[Sample]:
    """The samples of one task; ``kind`` is ``translation`` (by paragraph), ``headline`` or any summary.

    The references of a summary are those written in the target language.
    """
    match kind:
        case "translation":
            return [sample for article in articles for sample in _paragraphs(article, source, target)]
        case "headline":
            return [
                _whole(article, source, target, (article.versions[target].headline,)) for article in articles
            ]
    return [_whole(article, source, target, article.versions[target].summaries) for article in articles]


def _meta(article: Article) -> dict[str, str]:
    return {"domain": article.domain, "date": article.date}


def _whole(article: Article, source: str, target: str, references: tuple[str, ...]) -> Sample:
    return Sample(article.id, article.versions[source].text, references, source, target, meta=_meta(article))


def _paragraphs(article: Article, source: str, target: str) -> Iterator[Sample]:
    pairs = zip(article.versions[source].paragraphs, article.versions[target].paragraphs, strict=True)
    for number, (text, reference) in enumerate(pairs, start=1):
        yield Sample(f"{article.id}#{number}", text, (reference,), source, target, meta=_meta(article))
