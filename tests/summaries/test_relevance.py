"""What a summary about something is about: inflected words, other languages, and nothing at all."""

from __future__ import annotations

import numpy as np
import pytest

from summarize.api.run import run, summarize
from summarize.errors import SummarizeError
from summarize.request import Length, Request
from summarize.summaries.relevance import relevance
from summarize.text.documents import from_text

TEXTS = {
    "en": [
        "The town opened its library in May.",
        "Newspapers in the region are free to criticise the mayor.",
        "The freedom of newspapers was debated for two hours.",
        "A bakery gave away bread.",
        "It lasted until the evening.",
    ],
    "ru": [
        "Город открыл библиотеку в мае.",
        "Газетам области разрешено критиковать акима.",
        "О свободе газет спорили два часа.",
        "Пекарня раздавала хлеб.",
        "Она закрылась вечером.",
    ],
    "kk": [
        "Қала кітапханасын мамырда ашты.",
        "Облыс газеттеріне әкімді сынауға рұқсат етілген.",
        "Газеттердің бостандығы туралы екі сағат пікір таласы болды.",
        "Наубайхана нан таратты.",
        "Дүкен кешке жабылды.",
    ],
}
QUERIES = {"en": "freedom of newspaper", "ru": "свобода газеты", "kk": "газет бостандығы"}


@pytest.mark.parametrize("language", TEXTS)
def test_a_query_is_found_in_any_inflected_form(language: str) -> None:
    found = relevance(TEXTS[language], [QUERIES[language]], language)
    assert found.argmax() == 2
    assert found[2] == 1
    assert found[0] == found[3] == 0


def test_a_sentence_that_points_back_answers_what_the_one_before_it_does() -> None:
    found = relevance(
        ["The freedom of newspapers was debated.", "It was loud.", "Rain fell."], ["newspapers"], "en"
    )
    assert found[0] == 1
    assert 0 < found[1] < 1
    assert found[2] == 0


def test_a_sentence_that_has_little_of_a_query_does_not_count() -> None:
    texts = [
        "The town paid for a library.",
        "The new library building costs 900 euros a month.",
        "A new day.",
    ]
    found = relevance(texts, ["new library building costs"], "en")
    assert found[1] == 1
    assert found[0] == found[2] == 0


def test_the_answer_to_a_question_answers_as_well() -> None:
    talk = [
        "What about the well?",
        "Dry since May.",
        "Water.",
        "There was none for weeks.",
        "We grow apples.",
    ]
    assert relevance(talk, ["well"], "en").tolist() == pytest.approx([1, 0.6, 0, 0, 0])
    assert relevance(talk, ["water"], "en").tolist() == pytest.approx([0, 0, 1, 0.6, 0])


def test_short_words_and_numbers_do_not_match_everything() -> None:
    assert not relevance(TEXTS["en"], ["the of in"], "en")[3] or relevance(TEXTS["en"], ["the"], "en")[0]
    assert not relevance(TEXTS["en"], ["railways"], "en").any()
    assert not relevance(TEXTS["ru"], ["мост"], "ru").any()
    assert relevance(["Мосту сто лет.", "Дождь."], ["мост"], "ru").tolist() == [1, 0]


def test_an_encoder_finds_what_other_words_say() -> None:
    def encoder(sentences: list[str]) -> np.ndarray:  # type: ignore[type-arg]
        return np.array(
            [[1, 0] if "news" in each.lower() or "press" in each else [0, 1] for each in sentences],
            np.float32,
        )

    assert relevance(TEXTS["en"], ["the press"], "en", encoder)[1] == 1  # type: ignore[arg-type]
    same = relevance(TEXTS["en"], ["press"], "en", lambda texts: np.ones((len(texts), 2), np.float32))
    assert not same.any()  # none is nearer than others


@pytest.mark.parametrize("language", TEXTS)
def test_summaries_about_something(language: str) -> None:
    text = " ".join(TEXTS[language])
    found = summarize(text, about=QUERIES[language], sentences=1, language=language)
    assert found.text == TEXTS[language][2]
    assert found.about == QUERIES[language]
    assert found.to_json()["about"] == QUERIES[language]
    asked = summarize(text, about=QUERIES[language], sentences=4, language=language)
    assert TEXTS[language][3] not in asked.text
    assert any("of the text answer" in warning for warning in asked.warnings)


def test_nothing_about_it_is_said_and_an_error_if_strict() -> None:
    text = " ".join(TEXTS["en"])
    found = summarize(text, about="railways", language="en")
    assert (found.text, found.sentences) == ("", ())
    assert found.warnings == ("nothing in the text is about 'railways'",)
    with pytest.raises(SummarizeError, match="nothing in the text is about") as error:
        run(from_text(text, language="en"), Request(about=("railways",), strict=True))
    assert error.value.code == "nothing-found"
    assert error.value.exit_code == 1


@pytest.mark.parametrize(
    ("query", "text", "said"),
    [
        ("European Commission", "Шёл дождь. Европейская комиссия выделила деньги. Рынок закрыт.", "комиссия"),
        (
            "Европейская комиссия",
            "Жаңбыр жауды. Еуропалық комиссияның шешімі шықты. Базар жабық.",
            "комиссияның",
        ),
        ("Еуропалық комиссия", "It rained. The European Commission paid. The market is shut.", "Commission"),
    ],
)
def test_a_query_in_another_language_is_asked_through_the_glossary(query: str, text: str, said: str) -> None:
    found = summarize(text, about=query, sentences=1)
    assert said in found.text


def test_a_word_budget_is_kept_and_filled_with_what_is_about_it() -> None:
    text = " ".join(TEXTS["en"])
    found = run(from_text(text, language="en"), Request(about=("newspapers",), length=Length("words", 20)))
    assert len(found.text.split()) <= 20
    assert "bakery" not in found.text
