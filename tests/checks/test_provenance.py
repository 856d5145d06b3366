"""Which source sentences a summary sentence is based on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.checks.provenance import rests_on

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
