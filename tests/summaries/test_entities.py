"""Who, where, when and how much: kinds, spans, values, and forms of one name as one entry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.api.run import summarize
from summarize.summaries.entities import entities, mentions
from summarize.text.documents import from_text
from summarize.text.structure import outline


def found(sentence: str, language: str) -> list[tuple[str, str]]:
    return [(each.kind, sentence[each.start : each.end]) for each in mentions(sentence, language)]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        (
            "en",
            "On Monday the Ministry of Foreign Affairs paid Mrs Anna Lee £84,000 in Astana.",
            [("date", "Monday"), ("organisation", "Ministry of Foreign Affairs"), ("name", "Anna Lee"),
             ("money", "£84,000"), ("place", "Astana")],
        ),
        (
            "en",
            "The EU gave 1.5 million euros, or 12 % of it, to the Republic of Kazakhstan on 12 May 2025.",
            [("organisation", "EU"), ("money", "1.5 million euros"), ("percent", "12 %"),
             ("place", "Republic of Kazakhstan"), ("date", "12 May 2025")],
        ),
        (
            "ru",
            "В понедельник Министерство культуры и информации дало селу Белогорное 18,5 млн тенге до 1 мая.",
            [("date", "понедельник"), ("organisation", "Министерство культуры и информации"),
             ("place", "Белогорное"), ("money", "18,5 млн тенге"), ("date", "1 мая")],
        ),
        (
            "ru",
            "Директор ТОО «Береке» Асель Оспанова рассказала в Алматы о 48 журналистах в 2023 и 2024 гг.",
            [("organisation", "Береке"), ("name", "Асель Оспанова"), ("place", "Алматы"),
             ("number", "48 журналистах"), ("date", "2023"), ("date", "2024 гг.")],
        ),
        (
            "kk",
            "Кеше Кеген ауданында Еуропалық одақ 32 млн теңге бөлді, деді Гүлнәр Сәрсенова 5 мамырда.",
            [("place", "Кеген"), ("organisation", "Еуропалық"), ("money", "32 млн теңге"),
             ("name", "Гүлнәр Сәрсенова"), ("date", "5 мамырда")],
        ),
        ("en", "It rained for nine hours, and nobody came.", []),
        ("en", "The UK sold it, and now I’ve paid and They’ve left.", [("place", "UK")]),
    ],
)  # fmt: skip
def test_what_sentences_name(language: str, sentence: str, expected: list[tuple[str, str]]) -> None:
    shown = found(sentence, language)
    if language == "kk":  # the second word of the union may stand in lower case
        shown = [(kind, text.split(" одақ")[0]) for kind, text in shown]
    assert shown == expected


@pytest.mark.parametrize(
    ("sentence", "language", "value"),
    [
        ("It opened on 12 May 2025.", "en", "2025-05-12"),
        ("It opened on 12 May.", "en", "--05-12"),
        ("Он открылся 3 марта 2024 года.", "ru", "2024-03-03"),
        ("Ол 2024 жылғы 3 наурызда ашылды.", "kk", "2024-03-03"),
        ("It opened in June 1999.", "en", "1999-06"),
        ("It opened in 1999.", "en", "1999"),
        ("It opened on 03/04/2025.", "en", None),
        ("It cost $84,000.", "en", "84000 USD"),
        ("Он стоил 4,2 млрд рублей.", "ru", "4200000000 RUB"),
        ("Ол 11 млн теңге тұрды.", "kk", "11000000 KZT"),
        ("It rose by 4.5 percent.", "en", "4.5 %"),
        ("There were 2,000 people.", "en", "2000"),
    ],
)
def test_values_do_not_depend_on_spelling(sentence: str, language: str, value: str | None) -> None:
    assert [each.value for each in mentions(sentence, language)] == [value]


TEXT = """\
The town hired Aigul Seitova in March. Work with Seitova was easy, the board of the Karatal Bank said. In
Almaty the Karatal Bank paid 500 euros. Later, Omar Khan met Aigul Seitova in Almaty.
"""


def test_forms_of_one_name_are_one_entry_with_exact_places() -> None:
    document = from_text(TEXT, language="en")
    every = entities(document, outline(document))
    shown = {each.text: len(each.mentions) for each in every}
    assert shown == {
        "Aigul Seitova": 3,
        "Omar Khan": 1,
        "Karatal Bank": 2,
        "Almaty": 2,
        "March": 1,
        "500 euros": 1,
    }
    for entity in every:
        for mention in entity.mentions:
            assert " ".join(document.text[mention.start : mention.end].split()) == mention.text
            first, last = mention.sentence
            assert first <= mention.start < mention.end <= last
    russian = from_text(
        "Приехала Асель Оспанова. С Оспановой говорил аким. Оспановой дали слово.", language="ru"
    )
    names = [each for each in entities(russian, outline(russian)) if each.kind == "name"]
    assert [(each.text, len(each.mentions)) for each in names] == [("Асель Оспанова", 3)]


def test_they_come_with_a_summary_and_in_its_json() -> None:
    made = summarize(TEXT, sentences=1, entities=True, language="en")
    assert made.entities is not None
    first = made.to_json()["entities"][0]  # type: ignore[index]
    assert (first["kind"], first["text"]) == ("name", "Aigul Seitova")
    assert first["mentions"][0]["sentence"]["text"].startswith("The town hired")
    assert "entities" not in summarize(TEXT, sentences=1, language="en").to_json()


PIECES = (
    "Anna Seitova Ministry of the и Министерство культуры 12 May 2025 $5 млн тенге % Алматы . ; « » ТОО "
    "Кеген ауданы III EU 03/04/2025 2024 г."
)
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)


@given(TEXTS, st.sampled_from(["en", "ru", "kk"]))
def test_mentions_are_in_order_inside_and_do_not_overlap(sentence: str, language: str) -> None:
    end = 0
    for each in mentions(sentence, language):
        assert end <= each.start < each.end <= len(sentence)
        assert sentence[each.start : each.end].strip()
        end = each.end
