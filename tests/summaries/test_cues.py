"""Cue phrases in three languages: announcements, reports and words that point back; and plain sentences."""

from __future__ import annotations

import pytest

from summarize.summaries.cues import announcements, says_something, tasks


@pytest.mark.parametrize(
    "sentence",
    [
        "In this paper we measure the water of three lakes.",
        "Here we also propose a cheaper sensor.",
        "This study examines how villages share wells.",
        "В данной статье речь идёт о трёх озёрах.",
        "В статье впервые рассмотрены колодцы трёх сёл.",
        "Целью работы является оценка качества воды.",
        "Мы предлагаем более дешёвый датчик.",
        "Бұл мақалада үш көлдің суы зерттеледі.",
        "Зерттеудің негізгі мақсаты – су сапасын бағалау.",
        "Біз арзанырақ датчик ұсынамыз.",
    ],
)
def test_announcements(sentence: str) -> None:
    assert announcements([sentence]).tolist() == [2]


@pytest.mark.parametrize(
    "sentence",
    [
        "After a year we found lead in two of them.",
        "Our study lasted a year.",
        "Показано, что вода двух озёр содержит свинец.",
        "Нами также изучены колодцы.",
        "Ниже рассматриваются три озера.",
        "Біз екі көлді зерттедік.",
        "Төменде үш көл қарастырылады.",
    ],
)
def test_reports(sentence: str) -> None:
    assert announcements([sentence]).tolist() == [1]


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor said on Tuesday that we all drink the same water.",
        "Nobody introduced the new minister.",
        "Neither “they” nor “we” show the way.",
        "В работе [3] описаны другие озёра.",
        "Полиция показала журналистам озеро.",
        "Қала әкімі үш көлді аралады.",
        "",
        "***",
    ],
)
def test_plain_sentences(sentence: str) -> None:
    assert announcements([sentence]).tolist() == [0]


def test_one_level_per_sentence_in_order() -> None:
    text = ["Nothing here.", "We propose a well.", "We found water."]
    assert announcements(text).tolist() == [0, 2, 1]
    assert announcements([]).tolist() == []


MINUTES = {
    "en": [
        "Minutes of the housing board.",
        "Present: A. Carter, B. Osei.",
        "The chair thanked the caretaker.",
        "Decision: accept the offer of the roofers.",
        "It was agreed that the fee stays as it is.",
    ],
    "ru": [
        "Протокол собрания жильцов.",
        "Присутствовали: А. Ким, Б. Исаев.",
        "Председатель поблагодарил дворника.",
        "Решили: принять предложение кровельщиков.",
        "Поручить Б. Исаеву заказать осмотр.",
    ],
    "kk": [
        "Тұрғындар жиналысының хаттамасы.",
        "Қатысқандар: А. Ким, Б. Исаев.",
        "Төраға аула сыпырушыға алғыс айтты.",
        "Шешім: шатыршылардың ұсынысын қабылдау.",
        "Тексеруге тапсырыс беру Б. Исаевқа тапсырылды.",
    ],
}


@pytest.mark.parametrize("language", MINUTES)
def test_decisions_and_tasks_of_minutes(language: str) -> None:
    assert tasks(MINUTES[language]).tolist() == [0, -1, 0, 1, 1]
    assert tasks(MINUTES[language][1:3], headline=MINUTES[language][0]).tolist() == [0, 0]


def test_a_decision_in_the_news_is_no_minute() -> None:
    assert not tasks(["The council met.", "It was agreed that the bridge stays closed."]).any()


def test_asides_say_nothing() -> None:
    said = ["<Media omitted>", "[laughs]", "👍", "...", "12:30", "(1) Yes.", "No", "[laughs] Fine."]
    assert [says_something(each) for each in said] == [False] * 5 + [True] * 3
