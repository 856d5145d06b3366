"""Validation of data: sound texts pass, and each kind of damage is reported where it is."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from parallel_articles import ARTICLES, EXTRACTIVE, write_suite

from summarize.checks.waivers import allowance
from summarize.evaluation.articles import read_articles
from summarize.evaluation.samples import Sample
from summarize.evaluation.suites import bare_suite, load_suite, shipped
from summarize.evaluation.tokens import words
from summarize.evaluation.validation import Problem, validate

Article = dict[str, Any]


def problems(folder: Path, damage: Callable[[Article], None] = lambda article: None) -> list[Problem]:
    """What is found in the two articles after the first was damaged, except that they are short."""
    path = write_suite(folder, EXTRACTIVE)
    article = deepcopy(ARTICLES[0])
    damage(article)
    (folder / "articles" / "a01.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    short = ("words in the body", "the summary has 4", "the summary has 5")
    found = validate(load_suite(str(path)))
    return [each for each in found if not any(words in each.message for words in short)]


def edit(language: str, old: str, new: str, part: str = "paragraphs") -> Callable[[Article], None]:
    def damage(article: Article) -> None:
        texts = article[language][part]
        assert any(old in text for text in texts)
        article[language][part] = [text.replace(old, new) for text in texts]

    return damage


def decompose(article: Article) -> None:
    article["kk"]["paragraphs"] = [unicodedata.normalize("NFD", text) for text in article["kk"]["paragraphs"]]


def swap_languages(article: Article) -> None:
    article["ru"], article["kk"] = article["kk"], article["ru"]


def write_latin(article: Article) -> None:
    article["kk"]["headline"] = "Aqtobedegi eski kopir zhondeuden keiin ashyldy"


def bad_date(article: Article) -> None:
    article["date"] = "14.04.2025"


def repeat(article: Article) -> None:
    for language in ("en", "ru", "kk"):
        article[language]["paragraphs"][1] = ARTICLES[1][language]["paragraphs"][1].upper()


def long_summary(article: Article) -> None:
    article["en"]["summaries"] = [" ".join(article["en"]["paragraphs"])]


def test_sound_articles_have_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("damage", "place", "message", "error"),
    [
        (decompose, "a01 kk paragraph 1", "not in NFC", True),
        (edit("ru", "мост", "моcт"), "a01 ru paragraph 1", "'моcт' mixes Latin and Cyrillic", True),
        (edit("ru", "мост ", "мост  "), "a01 ru paragraph 1", "stray white space", True),
        (edit("kk", "жаңа", "жа\u00adңа"), "a01 kk paragraph 1", "invisible characters", True),
        (swap_languages, "a01 ru paragraph 1", "the language looks like kk, not ru", True),
        (write_latin, "a01 kk headline", "the script is Latn, not Cyrl", True),
        (bad_date, "a01", "the date '14.04.2025' is not", True),
        (repeat, "a02 en paragraph 2", "the same text as a01 en paragraph 2", True),
        (long_summary, "a01 en summary 1", "of its source's words", True),
        (long_summary, "a01 en summary 1", "5 sentences, not 2 or 3", False),
        (edit("kk", "36", "63"), "a01 paragraph 1", "63", False),
        (edit("ru", "2,4 млрд", "24 млрд"), "a01 paragraph 1", "24", False),
        (edit("en", "14 months", "41 months", "summaries"), "a01 en summary 1", "41", False),
    ],
)
def test_damage_is_reported_where_it_is(
    tmp_path: Path, damage: Callable[[Article], None], place: str, message: str, error: bool
) -> None:
    found = problems(tmp_path, damage)
    assert any(each.place == place and message in each.message and each.error is error for each in found), (
        found
    )


def test_a_short_article_is_mentioned(tmp_path: Path) -> None:
    found = validate(load_suite(str(write_suite(tmp_path, EXTRACTIVE))))
    assert [str(each) for each in found if each.place == "a01 en"] == [
        "warning: a01 en: 64 words in the body, not 150–600 (length standard)"
    ]


BRIDGE = Sample(
    "s1",
    "Мост через Илек открыли после 14 месяцев ремонта.",
    ("Елек көпірі 14 айлық жөндеуден кейін ашылды.",),
    "ru",
    "kk",
)


def test_samples_that_are_not_articles_are_checked_too() -> None:
    assert validate(bare_suite("d", [BRIDGE], "translation")) == []
    damaged = Sample("s2", BRIDGE.source + " ", ("Елек көпірi 15 айлық жөндеуден кейін ашылды.",), "ru", "kk")
    found = {str(each) for each in validate(bare_suite("d", [BRIDGE, damaged], "translation"))}
    assert any("s2 source: stray white space" in each for each in found)
    assert any("'көпірi' mixes" in each for each in found)
    assert any("warning" in each and "15" in each for each in found)
    assert any("s2: the same text as d/translation s1" in each for each in found)


def test_a_finding_is_said_in_the_language_of_the_reader_and_can_be_waived(tmp_path: Path) -> None:
    damaged = Sample("s2", BRIDGE.source, ("Елек көпірі 15 айлық жөндеуден кейін ашылды.",), "ru", "kk")
    suite = bare_suite("d", [damaged], "translation")
    found = [each for each in validate(suite) if each.finding]
    assert found
    assert all(each.said("ru").endswith(f"[{each.segment}]") for each in found)
    assert any("нет в исходном тексте" in each.said("ru") for each in found)
    file = tmp_path / "waivers.tsv"
    file.write_text(f"segment\tkind\twho\twhy\n{found[0].segment}\t*\tAnna\tseen\n", "utf-8")
    assert not any(each.finding for each in validate(suite, allowance((), str(file))))
    assert not any(each.finding for each in validate(suite, allowance(("number,unit",), None)))


def test_a_reference_that_is_the_source_is_an_error() -> None:
    copy = Sample("s", BRIDGE.source, (BRIDGE.source,), "ru", "ru")
    assert any("source itself" in each.message for each in validate(bare_suite("d", [copy], "abstractive")))


def test_the_shipped_suites_share_their_articles() -> None:
    folders = {folder for name in shipped() for folder in load_suite(name).articles}
    assert {folder.parent.name for folder in folders} == {"news", "seed"}


@pytest.mark.parametrize("name", ["news-extractive", "seed"])
def test_the_shipped_data_has_no_problem_and_no_false_alarm(name: str) -> None:
    assert [str(each) for each in validate(load_suite(name))] == []


def test_the_shipped_suites_are_as_large_as_the_guide_says() -> None:
    news = load_suite("news-extractive")
    (folder,) = news.articles
    articles = read_articles(folder)
    assert len(articles) >= 40
    for article in articles:
        assert 150 <= len(words(article.versions["en"].text)) <= 400
        assert len({len(version.summaries) for version in article.versions.values()}) == 1
    assert sum(len(article.versions["kk"].summaries) > 1 for article in articles) >= 5
    assert len({article.domain for article in articles}) >= 8
    assert all(len(task.samples) >= 150 for task in load_suite("news-translation").tasks)
    assert len(load_suite("news-translation").tasks) == len(load_suite("news-cross-lingual").tasks) == 6
