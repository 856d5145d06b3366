"""Openings that point back to what was said before, and those that go back in time, in three languages."""

from __future__ import annotations

import pytest

from summarize.summaries.openings import continuations, histories


@pytest.mark.parametrize(
    "sentence",
    [
        "He left early.",
        "This energy source is cheap.",
        "In fact, nobody came.",
        "Because of this, the school was moved.",
        "The latter was sold.",
        "A year later the school was closed.",
        "At first nobody came.",
        "Вскоре дорогу закрыли.",
        "Көп ұзамай жол жабылды.",
        "На самом деле дорогу закрыли раньше.",
        "Кроме того, в селе нет врача.",
        "Среди них есть и врачи.",
        "Из-за этого рейс отменили.",
        "Сонымен қатар ауылда дәрігер жоқ.",
        "Оның айтуынша, жол жабылады.",
        "Осыған байланысты рейс тоқтатылды.",
        "“But nobody came,” she said.",
        "At the same time, prices fell.",
        "Однако дорогу закрыли.",
        "Ещё 6 млн тенге получит школа.",
        "Её открыли в мае.",
        "По его словам, дорогу закроют.",
        "Алайда жол жабылды.",
        "«Бұл – үлкен жеңіс», – деді ол.",
    ],
)
def test_sentences_that_point_back(sentence: str) -> None:
    assert continuations(["The road is closed.", sentence]).tolist() == [False, True]
    assert continuations([sentence]).tolist() == [False], "the first sentence has none before it"


@pytest.mark.parametrize(
    "sentence",
    [
        "Hebrew is taught here.",
        "It is expected that the road will open in May.",
        "This year the road will open.",
        "In this paper we measure roads.",
        "Both Norway and Iceland signed.",
        "There are forty wells in the town.",
        "Те, кто живёт у реки, переехали.",
        "В этом году дорогу откроют.",
        "В данной работе измерены дороги.",
        "Бұл мақалада жолдар өлшенген.",
        "Thatched roofs burned.",
        "Анна уехала.",
        "Онлайн-запись открыта.",
        "Алматыда жол жабылды.",
        "Осы жылы жол ашылады.",
        "",
    ],
)
def test_sentences_that_do_not_point_back(sentence: str) -> None:
    assert continuations(["The road is closed.", sentence]).tolist() == [False, False]
    assert continuations([]).tolist() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Earlier, the council had closed the road.",
        "In 2015 the road was closed.",
        "The road was closed in 2015.",
        "Напомним, дорогу закрыли весной.",
        "Ранее дорогу закрывали на месяц.",
        "Бұған дейін жол жабылған.",
        "2015 жылы жол жабылды.",
    ],
)
def test_sentences_that_tell_what_led_to_the_news(sentence: str) -> None:
    assert told(["The road opens on 3 May 2026.", sentence]) == [False, True]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2025 the road was closed.",
        "In 2015 the road was closed, and in 2026 it opens.",
        "The road is 2015 metres long today.",
        "Дорогу откроют весной.",
        "The road that the council had promised to open at last was closed by rain and snow in 2015.",
    ],
)
def test_sentences_that_tell_the_news(sentence: str) -> None:
    later = sentence.replace("2015 metres", "1,200 metres")
    assert told(["The road opens on 3 May 2026.", later]) == [False, False]


def test_a_text_without_later_years_is_no_history() -> None:
    assert told(["In 1920 the school opened.", "In 1921 it closed."]) == [False, False]
    assert told([]) == []


@pytest.mark.parametrize(
    ("before", "sentence", "points"),
    [
        ("A dot moved on the screen.", "The dot was an asteroid.", True),
        ("They saw one bright dot.", "The dot’s name is a number.", True),
        ("The dot moved.", "The dot was an asteroid.", False),
        ("A dot moved on the screen.", "The asteroid was small.", False),
        ("A dot moved on the screen.", "The ", False),
    ],
)
def test_what_the_sentence_before_introduces_points_back(before: str, sentence: str, points: bool) -> None:
    assert continuations([before, sentence]).tolist() == [False, points]


@pytest.mark.parametrize(
    ("before", "sentence", "points"),
    [
        ("Who pays for the road?", "The district pays.", True),
        ("«Кто платит за дорогу?»", "Платит район.", True),
        ("‘Жолға кім төлейді?’", "Аудан төлейді.", True),
        ("Who pays for the road?", "The district pays for it from the budget of the region.", False),
        ("Who pays for the road?", "Who will build it?", False),
        ("Nobody pays for the road.", "The district cannot.", False),
    ],
)
def test_a_short_answer_points_back_to_its_question(before: str, sentence: str, points: bool) -> None:
    assert continuations([before, sentence]).tolist() == [False, points]


def told(sentences: list[str]) -> list[bool]:
    found: list[bool] = histories(sentences).tolist()
    return found
