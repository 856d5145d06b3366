"""``from summarize import summarize``: the contract of length, offsets and order, for any text."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_engine import Scripted

from summarize import DocumentError, Length, ModelError, Request, Result, UsageError, run, summarize
from summarize.text.documents import from_bytes, from_text

SENTENCES = {
    "en": [
        "The council met on Monday in Astana.",
        "It approved a budget of 12.5 million euros.",
        "Mr. Lee, who chairs the council, said that schools come first.",
        "Roads will be repaired from May 3 to June 10.",
        "Two members voted against it.",
        "The next meeting is planned for autumn.",
    ],
    "ru": [
        "В понедельник в Астане прошло заседание совета.",
        "Он утвердил бюджет в 12,5 млн евро.",
        "Председатель совета А. Б. Ли сказал, что сначала деньги получат школы.",
        "Дороги начнут ремонтировать 3 мая и т. д.",
        "Два депутата голосовали против.",
        "Следующее заседание намечено на осень.",
    ],
    "kk": [
        "Дүйсенбіде Астанада кеңестің отырысы өтті.",
        "Ол 12,5 млн еуро көлеміндегі бюджетті бекітті.",
        "Кеңес төрағасы А. Б. Ли алдымен мектептерге қаржы бөлінетінін айтты.",
        "Жолдар 2024 ж. мамырда жөндеуден өтеді.",
        "Екі депутат қарсы дауыс берді.",
        "Келесі отырыс күзге жоспарланған.",
    ],
}
languages = st.sampled_from(sorted(SENTENCES))


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of known sentences in one language, some in paragraphs of their own."""
    found = draw(languages)
    chosen = draw(st.lists(st.sampled_from(SENTENCES[found]), min_size=1, max_size=12, unique=True))
    text = chosen[0]
    for sentence in chosen[1:]:
        text += draw(st.sampled_from([" ", " ", "  ", "\n\n"])) + sentence
    return text, chosen


@given(articles(), st.integers(1, 8))
def test_exactly_n_sentences_where_the_text_has_them(article: tuple[str, list[str]], count: int) -> None:
    text, sentences = article
    result = summarize(text, sentences=count)
    assert len(result.sentences) == min(count, len(sentences))
    assert {s.text for s in result.sentences} <= set(sentences)
    assert [s.text for s in result.sentences] == [
        s for s in sentences if s in {t.text for t in result.sentences}
    ]


@given(articles())
def test_a_ratio_of_one_returns_every_sentence(article: tuple[str, list[str]]) -> None:
    text, sentences = article
    assert [s.text for s in summarize(text, ratio=1).sentences] == sentences


@given(articles(), st.integers(1, 60))
def test_words_are_a_budget(article: tuple[str, list[str]], budget: int) -> None:
    text, sentences = article
    result = summarize(text, words=budget)
    shortest = min(len(sentence.split()) for sentence in sentences)
    assert 0 < len(result.text.split()) <= max(budget, shortest)
    if shortest > budget:
        assert any("sentences are not cut" in warning for warning in result.warnings)


@given(articles(), st.integers(1, 4))
def test_a_summary_of_a_summary_is_itself(article: tuple[str, list[str]], count: int) -> None:
    first = summarize(article[0], sentences=count, language="ru").text
    assert summarize(first, sentences=count, language="ru").text == first


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


def attempt(make: Callable[[], Result]) -> Result | str:
    """A result, or the one line that says why there is none."""
    try:
        return make()
    except DocumentError as error:
        return str(error)


@given(any_text)
def test_any_text_gives_a_summary_of_exact_slices_or_one_clear_error(text: str) -> None:
    result = attempt(lambda: summarize(text))
    if isinstance(result, str):
        assert not any(character.isalnum() for character in text)
        assert "\n" not in result
        return
    assert result.text.strip()
    assert unicodedata.is_normalized("NFC", result.text)
    places = [(s.start, s.end) for s in result.sentences]
    assert places == sorted(places)
    assert all(text[s.start : s.end] == s.text for s in result.sentences)
    assert all(0 <= s.score <= 1 for s in result.sentences)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_summary_or_one_clear_error(data: bytes) -> None:
    result = attempt(lambda: run(from_bytes(data, "name.txt"), Request()))
    if isinstance(result, str):
        assert "name.txt" in result
        assert "\n" not in result
    else:
        assert result.text.strip()


def test_the_result_says_what_it_is() -> None:
    result = summarize(" ".join(SENTENCES["kk"]), sentences=2)
    assert isinstance(result, Result)
    assert (result.task, result.model, result.target) == ("extractive", "tfidf", None)
    assert result.document.language == "kk"
    assert result.source_sentences == 6
    assert result.warnings == ()


@pytest.mark.parametrize(
    "arguments",
    [
        {"sentences": 0},
        {"sentences": 2, "words": 5},
        {"ratio": 0},
        {"ratio": 1.01},
        {"ratio": float("nan")},
        {"words": -1},
        {"language": "kz"},
    ],
)
def test_wrong_arguments_are_one_clear_line(arguments: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        summarize("One. Two. Three.", **arguments)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_an_empty_text_is_an_error_not_an_empty_summary() -> None:
    for text in ("", " \n "):
        with pytest.raises(DocumentError):
            summarize(text)


def test_a_length_checks_itself() -> None:
    with pytest.raises(UsageError, match="whole number"):
        Length("sentences", 2.5)


def upper(text: str, *_: object) -> str:
    return text.upper()


@pytest.mark.parametrize("task", ["translation", "extractive"])
def test_an_engine_that_is_given_translates(task: Literal["translation", "extractive"]) -> None:
    engine = Scripted(upper)
    document = from_text(" ".join(SENTENCES["en"]), "news", "en")
    request = Request(task=task, target="ru", length=Length("sentences", 2))
    result = run(document, request, engine)
    assert result.translation is not None
    assert {leg.model for segment in result.translation.segments for leg in segment.legs} == {"scripted"}
    assert len(result.translation.segments) == (6 if task == "translation" else 2)
    assert all(segment.hypothesis == segment.source.upper() for segment in result.translation.segments)


def test_an_engine_that_is_given_writes_the_summary_and_the_translator_is_the_requests_own() -> None:
    engine = Scripted(lambda *_: SENTENCES["en"][1])
    document = from_text(" ".join(SENTENCES["en"]), "news", "en")
    request = Request(task="abstractive", target="en", length=Length("sentences", 1))
    result = run(document, request, engine)
    assert (result.model, result.text, result.target) == ("scripted", SENTENCES["en"][1], "en")
    with pytest.raises(ModelError, match="translates English to Kazakh"):
        run(document, Request(task="abstractive", target="kk", length=Length("sentences", 1)), engine)
