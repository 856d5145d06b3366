"""Places in three languages: found in any form, and reported where the source has another."""

from __future__ import annotations

import pytest

from summarize.checks.places import exchanged_places, foreign_places, places
from summarize.checks.verdict import check_summary, check_translation

FOUND = [
    ("en", "The Kazakh envoy flew from Almaty to Ust-Kamenogorsk.", ["Kazakhstan", "Almaty", "Oskemen"]),
    ("en", "The U.S. and the United States met in New York; tell us.", ["United States"] * 2 + ["New York"]),
    ("en", "Polish officials polish a turkey in the oral exam.", ["Poland"]),
    ("ru", "Казахстанцы приехали из Алма-Аты в Усть-Каменогорск.", ["Kazakhstan", "Almaty", "Oskemen"]),
    ("ru", "Большая часть кита видна, Францисканцы молчат.", []),
    ("ru", "Россиянин, китаец и англичанка в Костанае.", ["Russia", "China", "Britain", "Kostanay"]),
    ("kk", "Қазақстандық елші Қарағандыдан Өскеменге ұшты.", ["Kazakhstan", "Karaganda", "Oskemen"]),
    ("kk", "АҚШ-тың Нью-Йорктегі өкілі сауда туралы айтты.", ["United States", "New York"]),
    ("kk", "Елдің астанасы – Астана.", ["Astana"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), FOUND)
def test_places_are_found_in_any_form(language: str, text: str, wanted: list[str]) -> None:
    assert [mention.place for mention in places(text, language)] == wanted


def exchanged(source: str, hypothesis: str, a: str, b: str) -> list[str]:
    found = exchanged_places(hypothesis, source, source_language=a, target_language=b)
    return [finding.value for finding in found]


SOURCE = {
    "en": "The court in Almaty heard the case on Monday.",
    "ru": "Суд в Алматы рассмотрел дело в понедельник.",
    "kk": "Алматыдағы сот істі дүйсенбі күні қарады.",
}
ELSEWHERE = {
    "en": ("The court in Astana heard the case on Monday.", "Astana"),
    "ru": ("Суд в Караганде рассмотрел дело в понедельник.", "Караганде"),
    "kk": ("Тараздағы сот істі дүйсенбі күні қарады.", "Тараздағы"),
}
PAIRS = [(a, b) for a in SOURCE for b in SOURCE if a != b]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_place_where_the_source_has_another_is_a_finding(a: str, b: str) -> None:
    wrong, word = ELSEWHERE[b]
    pair = {"source_language": a, "target_language": b}
    assert [finding.value for finding in check_translation(wrong, SOURCE[a], **pair)] == [word]
    assert check_translation(SOURCE[b], SOURCE[a], **pair) == []


def test_a_place_is_found_although_the_source_has_it_elsewhere_too() -> None:
    source = "The train from Almaty to Astana stops near Almaty."
    assert exchanged(source, "Поезд из Алматы в Тараз останавливается близ Алматы.", "en", "ru") == ["Тараз"]
    assert (
        exchanged(source, "Поезд из Алматы в Алматы останавливается близ Алматы.", "en", "ru")
        == ["Алматы"] * 3
    )


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Brussels answered Moscow.", "Бельгия ответила России."),  # a capital may replace its country
        ("The city of Almaty is large, and the city grows.", "Алматы велик, и Алматы растёт."),
        ("Almaty grows, and Almaty pays.", "Алматы растёт и платит."),
        ("The town on the river grows.", "Город на Урале растёт."),  # added, and nothing is missing
    ],
)
def test_ordinary_variation_is_no_finding(source: str, hypothesis: str) -> None:
    assert exchanged(source, hypothesis, "en", "ru") == []


def test_a_summary_in_another_language_names_no_other_place() -> None:
    source = "The seminar was held in Almaty. Guests came from Brussels and from Bishkek."
    pair = {"source_language": "en", "target_language": "kk"}
    assert check_summary("Семинар Алматыда өтті.", source, **pair) == []
    assert [one.value for one in foreign_places("Семинар Шымкентте өтті.", source, **pair)] == ["Шымкентте"]
    assert [one.kind for one in check_summary("Семинар Шымкентте өтті.", source, **pair)] == ["name"]
    assert list(foreign_places("Бельгиядан қонақтар келді.", source, **pair)) == []
