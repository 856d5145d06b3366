"""Exported tables: what Hugging Face's datasets reads from them."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import SummarizeError, UsageError
from summarize.evaluation.articles import read_articles
from summarize.evaluation.contrastive import read_pairs, shipped_items
from summarize.evaluation.export import export
from summarize.evaluation.suites import shipped

HOME = shipped()["news-extractive"].parent / "news"
XLSUM = ["id", "url", "title", "summary", "text"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("export")
    counts = dict(export(HOME, home, ["jsonl", "parquet"]))
    assert len(counts) == 2 * (2 * 6 + 1)
    return home


def load(form: str, folder: Path, name: str, cache: Path) -> Any:
    from datasets import load_dataset

    kind = "json" if form == "jsonl" else form
    file = str(folder / f"{name}.{form}")
    return load_dataset(kind, data_files={"test": file}, split="test", cache_dir=str(cache))


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_summaries_have_the_columns_of_xlsum(folder: Path, tmp_path: Path, form: str) -> None:
    rows = load(form, folder, "summaries/kk/validation", tmp_path)
    articles = read_articles(HOME / "articles")
    assert rows.column_names[:5] == XLSUM
    assert list(rows["id"]) == [article.id for article in articles]
    assert rows[0]["text"] == articles[0].versions["kk"].text
    assert rows[0]["summaries"] == list(articles[0].versions["kk"].summaries)
    assert rows[0]["facts"][0]["forms"] == list(articles[0].versions["kk"].facts[0].forms)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_paragraphs_are_parallel(folder: Path, tmp_path: Path, form: str) -> None:
    rows = load(form, folder, "translation/ru-kk/test", tmp_path)
    (first, *_) = read_articles(HOME / "judging")
    assert rows[0]["translation"] == {code: first.versions[code].paragraphs[0] for code in ("ru", "kk")}


def test_pairs_are_exported(folder: Path, tmp_path: Path) -> None:
    rows = load("jsonl", folder, "contrastive/test", tmp_path)
    pairs = read_pairs(shipped_items())
    assert len(rows) == len(pairs)
    assert rows[-1]["wrong"] == pairs[-1].wrong


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no form named 'csv'; choose from jsonl, parquet"):
        list(export(HOME, tmp_path, ["csv"]))
    assert list(tmp_path.iterdir()) == []


def test_parquet_without_its_package_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *arguments: Any, **more: Any) -> Any:
        if name == "pyarrow":
            raise ImportError(name)
        return found(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"pip install 'summarize\[corpora\]'"):
        list(export(HOME, tmp_path, ["parquet"]))


def test_a_file_in_the_way_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(SummarizeError, match="cannot be written"):
        list(export(HOME, tmp_path / "out", ["jsonl"]))
