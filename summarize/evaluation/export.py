"""The shipped articles and contrastive pairs as plain JSON Lines or Parquet, for other programs.

Summaries have the columns of XL-Sum (``id``, ``url``, ``title``, ``summary``, ``text``) and more after them;
parallel paragraphs have the column ``translation`` of Hugging Face's translation data sets. Tuning articles
are the split ``validation``, judging articles ``test``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import Any

from summarize.errors import UsageError
from summarize.evaluation.articles import Article, read_articles
from summarize.evaluation.contrastive import as_json, read_pairs, shipped_items
from summarize.files import replacing, writing
from summarize.text.language_table import LANGUAGES

FORMS = ("jsonl", "parquet")
_SPLITS = {"validation": "articles", "test": "judging"}  # split → folder

Rows = list[dict[str, Any]]


def check_forms(forms: Sequence[str]) -> None:
    """``UsageError`` for an unknown form, or for Parquet without the package that writes it."""
    for form in forms:
        if form not in FORMS:
            raise UsageError(f"no form named {form!r}; choose from {', '.join(FORMS)}")
    if "parquet" in forms:
        try:
            import pyarrow  # noqa: F401
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow: pip install 'summarize[corpora]'") from error


def tables(home: Path) -> Iterator[tuple[str, Rows]]:
    """(path without its ending, rows) of every table; ``home`` is the folder with the articles."""
    for split, folder in _SPLITS.items():
        articles = read_articles(home / folder)
        for language in LANGUAGES:
            yield f"summaries/{language}/{split}", [_summary(article, language) for article in articles]
        for left, right in combinations(LANGUAGES, 2):
            rows = [row for article in articles for row in _paragraphs(article, left, right)]
            yield f"translation/{left}-{right}/{split}", rows
    yield "contrastive/test", [dict(as_json(pair)) for pair in read_pairs(shipped_items())]


def _summary(article: Article, language: str) -> dict[str, Any]:
    version = article.versions[language]
    return {
        "id": article.id,
        "url": "",
        "title": version.headline,
        "summary": version.summaries[0],
        "text": version.text,
        "summaries": list(version.summaries),
        "lead": version.lead,
        "language": language,
        **_about(article),
        "facts": [_fact(asdict(fact)) for fact in version.facts],
    }


def _about(article: Article) -> dict[str, str]:
    names = ("domain", "date", "genre", "length")
    return {name: getattr(article, name) for name in names}


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fact.items()}


def _paragraphs(article: Article, left: str, right: str) -> Iterator[dict[str, Any]]:
    pairs = zip(article.versions[left].paragraphs, article.versions[right].paragraphs, strict=True)
    for number, (one, other) in enumerate(pairs, start=1):
        yield {"id": f"{article.id}#{number}", "translation": {left: one, right: other}, **_about(article)}


def export(home: Path, folder: Path, forms: Sequence[str]) -> Iterator[tuple[Path, int]]:
    """Write every table that has rows, in each form, into ``folder``; yields the file and its rows.

    Raises:
        UsageError: an unknown form, or Parquet without pyarrow.
        SummarizeError: a file cannot be written.
    """
    check_forms(forms)
    for name, rows in tables(home):
        for form in forms if rows else ():
            path = folder / f"{name}.{form}"
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            (_write_parquet if form == "parquet" else _write_jsonl)(path, rows)
            yield path, len(rows)


def _write_jsonl(path: Path, rows: Rows) -> None:
    with replacing(path) as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _write_parquet(path: Path, rows: Rows) -> None:
    import pyarrow
    from pyarrow import parquet

    part = path.with_name(f"{path.name}.part")
    with writing(path):
        parquet.write_table(pyarrow.Table.from_pylist(rows), part)
        os.replace(part, path)  # noqa: PTH105
