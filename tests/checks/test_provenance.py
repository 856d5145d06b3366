"""Which source sentences a summary sentence is based on."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.checks.provenance import rests_on, unsupported

SOURCES = {
    "en": ["The bridge over the Zhaiyk was closed on Monday.", "Farmers lost much of their wheat.",
           "The governor promised aid to the farmers.", "A concert was held in the park."],
    "ru": ["Мост через Жайык закрыли в понедельник.", "Крестьяне потеряли много пшеницы.",
           "Аким пообещал крестьянам помощь.", "В парке прошёл концерт."],
    "kk": ["Дүйсенбіде Жайық өзеніндегі көпір жабылды.", "Шаруалар бидайының көбінен айырылды.",
           "Әкім шаруаларға көмек беруге уәде берді.", "Саябақта концерт өтті."],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "summary", "expected"),
    [
        ("en", "Farmers who lost wheat were promised aid by the governor.", (1, 2)),
        ("en", "The Zhaiyk bridge is closed.", (0,)),
        ("ru", "Крестьянам, потерявшим пшеницу, аким обещает помощь.", (1, 2)),
        ("ru", "Закрыт мост через Жайык.", (0,)),
        ("kk", "Бидайынан айырылған шаруаларға әкім көмек уәде етті.", (1, 2)),
        ("kk", "Жайықтағы көпір жабық.", (0,)),
        ("en", "Қазақстан тәуелсіз мемлекет.", ()),
        ("ru", "", ()),
    ],
)
def test_summary_sentences_and_their_sources(language: str, summary: str, expected: tuple[int, ...]) -> None:
    assert rests_on([summary], SOURCES[language]) == [expected]


def test_empty_summaries_and_sources() -> None:
    assert rests_on([], ["a"]) == []
    assert rests_on(["a"], []) == [()]


@given(st.lists(st.text(st.characters(categories=["L", "Zs"]), max_size=40), max_size=6))
def test_a_sentence_of_the_source_has_a_source(sentences: list[str]) -> None:
    for sentence, found in zip(sentences, rests_on(sentences, sentences), strict=True):
        assert list(found) == sorted(set(found))
        assert bool(found) == bool(sentence.split())


def test_a_sentence_without_any_support_is_found() -> None:
    text = "The governor promised aid to the farmers.\nPenguins crossed ice while musicians played outside."
    (found,) = unsupported(text, "\n".join(SOURCES["en"]), "en")
    assert text[found.start : found.end] == text.splitlines()[1]
    assert not list(unsupported("Nobody knows yet.", "\n".join(SOURCES["en"]), "en"))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_human_summaries_are_supported(language: str) -> None:
    """All of evals/: 42 articles, two summaries each."""
    for path in sorted((Path(__file__).parents[2] / "evals/news/articles").glob("*.json")):
        article = json.loads(path.read_text("utf-8"))[language]
        source = "\n".join(article["paragraphs"])
        assert [
            one for summary in article["summaries"] for one in unsupported(summary, source, language)
        ] == []
