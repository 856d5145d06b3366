"""Samples about something and of several documents: what is read, refused, digested and written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from parallel_articles import ARTICLES, write_articles

from summarize.errors import UsageError
from summarize.evaluation.asking import read_clusters, read_queries
from summarize.evaluation.samples import Sample, data_digest
from summarize.evaluation.suites import load_suite, shipped
from summarize.evaluation.systems import library_system

DOCUMENTS = [
    "ORAL, 4 March 2025. The bridge over the river was closed because of a crack in a pillar.",
    "ORAL, 12 May 2025. The bridge over the river is open again. The repair cost 318 million tenge.",
]


def lines(path: Path, *rows: Any) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    return tmp_path


DATA = {"path": "articles", "queries": "queries.jsonl"}


def test_queries_belong_to_articles(folder: Path) -> None:
    name = ARTICLES[0]["id"]
    lines(folder / "queries.jsonl", {"id": name, "ru": ["мост", "Мост открыт."], "kk": ["көпір", "Ашық."]})
    [sample] = read_queries(folder, DATA, "ru")
    assert (sample.id, sample.about, sample.references) == (name, "мост", ("Мост открыт.",))
    assert sample.source == "\n\n".join(ARTICLES[0]["ru"]["paragraphs"])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "none", "ru": ["a", "b"]}, "queries.jsonl:1: no article 'none'"),
        ({"id": ARTICLES[0]["id"]}, "'ru' must be a list of at least two texts"),
        ({"id": ARTICLES[0]["id"], "ru": ["a"]}, "at least two texts"),
        ({"id": ARTICLES[0]["id"], "ru": ["a", ""]}, "at least two texts"),
        ({"id": ARTICLES[0]["id"], "ru": "ab"}, "at least two texts"),
    ],
)
def test_a_bad_query_is_named(folder: Path, row: Any, message: str) -> None:
    lines(folder / "queries.jsonl", row)
    with pytest.raises(UsageError, match=message):
        read_queries(folder, DATA, "ru")


def test_clusters_are_read_by_language(tmp_path: Path) -> None:
    own = {"id": "c1", "language": "en", "documents": DOCUMENTS, "references": ["One.", "Two."]}
    lines(tmp_path / "c.jsonl", own, {**own, "id": "c2", "language": "kk"})
    [sample] = read_clusters(tmp_path, {"path": "c.jsonl"}, "en")
    assert (sample.id, sample.documents) == ("c1", tuple(DOCUMENTS))
    assert sample.source == "\n\n".join(DOCUMENTS)
    lines(tmp_path / "c.jsonl", {**own, "documents": DOCUMENTS[:1]})
    with pytest.raises(UsageError, match="'documents' must be a list of at least two texts"):
        read_clusters(tmp_path, {"path": "c.jsonl"}, "en")


def test_what_is_asked_is_part_of_the_digests() -> None:
    plain = Sample("a", "Text.", ("Ref.",), "en", "en")
    asked = Sample("a", "Text.", ("Ref.",), "en", "en", about="bridge")
    several = Sample("a", "Text.", ("Ref.",), "en", "en", documents=("Te", "xt."))
    assert len({each.input_sha256 for each in (plain, asked, several)}) == 3
    assert len({data_digest([each]) for each in (plain, asked, several)}) == 3


def test_the_tool_answers_without_a_model() -> None:
    system = library_system()
    [about] = [task for task in load_suite("news-about").tasks if task.id == "en"]
    said = system.write(about, next(each for each in about.samples if each.id.startswith("a20")))
    assert "3.6 million tenge" in getattr(said, "text", "")
    [together] = [task for task in load_suite("news-together").tasks if task.id == "en"]
    said = system.write(together, together.samples[0])
    assert len(getattr(said, "text", "").splitlines()) >= 2
    [headline] = [task for task in load_suite("news-headline").tasks if task.id == "en"]
    said = system.write(headline, headline.samples[0])
    assert not getattr(said, "text", ".").endswith(".")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_shipped_data_are_complete(language: str) -> None:
    [about] = [task for task in load_suite("news-about").tasks if task.id == language]
    articles = len(list((shipped()["news-about"].parent / "news/articles").glob("*.json")))
    assert len(about.samples) == articles
    assert all(len(each.references) == 1 and len(each.about.split()) <= 7 for each in about.samples)
    [together] = [task for task in load_suite("news-together").tasks if task.id == language]
    assert len(together.samples) == 4
    for sample in together.samples:
        assert 3 <= len(sample.documents) <= 5
        assert len(sample.references) == 2
