"""Samples that ask more of a summary than its length: about something, and of several documents at once.

``queries`` are lines ``{"id", "en": [query, reference, …], "ru": …, "kk": …}`` beside a folder of articles;
``clusters`` lines ``{"id", "language", "documents": […], "references": […]}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from summarize.errors import UsageError
from summarize.evaluation.articles import read_articles
from summarize.evaluation.samples import Sample, read_jsonl

_FEWEST = 2  # documents of a cluster


def read_queries(folder: Path, data: Mapping[str, Any], language: str) -> list[Sample]:
    """What each article says about a query; ``UsageError`` for a line without them or without its article."""
    articles = {article.id: article for article in read_articles(folder / data["path"])}
    samples = []
    for number, row in read_jsonl(folder / data["queries"]):
        place = f"{data['queries']}:{number}"
        article = articles.get(str(row.get("id")))
        if article is None:
            raise UsageError(f"{place}: no article {row.get('id')!r} in {data['path']}")
        query, *references = _texts(row, language, place)
        text = article.versions[language].text
        samples.append(Sample(article.id, text, tuple(references), language, language, about=query))
    return samples


def read_clusters(folder: Path, data: Mapping[str, Any], language: str) -> list[Sample]:
    """The clusters of documents in one language; ``UsageError`` for one with fewer than two documents."""
    samples = []
    for number, row in read_jsonl(folder / data["path"]):
        place = f"{data['path']}:{number}"
        if row.get("language") != language:
            continue
        documents = _texts(row, "documents", place)
        references = tuple(_texts(row, "references", place))
        source = "\n\n".join(documents)
        samples.append(
            Sample(str(row["id"]), source, references, language, language, documents=tuple(documents))
        )
    return samples


def _texts(row: Mapping[str, Any], key: str, place: str) -> list[str]:
    found = row.get(key)
    if (
        not isinstance(found, list)
        or len(found) < _FEWEST
        or not all(isinstance(t, str) and t for t in found)
    ):
        raise UsageError(f"{place}: {key!r} must be a list of at least two texts")
    return found


ASKING: Mapping[str, Callable[[Path, Mapping[str, Any], str], list[Sample]]] = {
    "queries": read_queries,
    "clusters": read_clusters,
}
