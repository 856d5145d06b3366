"""Russian forms: homonyms, agreement and government, acronyms, names, hyphens."""

from __future__ import annotations

import subprocess
import sys

import pytest

from summarize.text.forms.matching import Part, find
from summarize.text.forms.russian import lemmas


@pytest.mark.parametrize(
    ("term", "text", "wanted"),
    [
        ("сталь", "Рабочие стали у печи.", []),
        ("сталь", "Цена стали выросла.", ["стали"]),
        ("сталь", "Мост из стали.", ["стали"]),
        ("посол", "После войны.", []),
        ("село", "Солнце село за холмы.", []),
        ("село", "Она села в поезд.", []),
        ("село", "Жители села ждут.", ["села"]),
        ("тема", "Тем не менее.", []),
        ("выборы", "Выбора нет, а выборам год.", ["выборам"]),
        ("права человека", "О правах каждого человека.", ["правах каждого человека"]),
        ("права человека", "Защита прав людей.", ["прав людей"]),
        ("круглый стол", "Три круглых стола.", ["круглых стола"]),
        ("круглый стол", "Круглая стола.", []),
        ("гражданские права", "Гражданских и политических прав.", ["Гражданских и политических прав"]),
        ("МИД", "Глава МИДа.", ["МИДа"]),
        ("МИД", "Мидий нет.", []),
        ("Конаев", "Под Конаевом.", ["Конаевом"]),
        ("министр", "Премьер-министр уехал.", []),
        ("беженцы", "Школа для детей-беженцев.", ["беженцев"]),
        ("роман", "Роман Ахметов пишет роман.", ["роман"]),
        ("ребёнок", "Ребенок спит.", ["Ребенок"]),
        ("тенге", "Сто тенге.", ["тенге"]),
    ],
)
def test_terms(term: str, text: str, wanted: list[str]) -> None:
    assert [text[match.start : match.end] for match in find(term, text, "ru")] == wanted


@pytest.mark.parametrize(("part", "count"), [("verb", 1), ("noun", 0)])
def test_the_part_of_speech_is_kept(part: Part, count: int) -> None:
    assert len(find("знать", "Они знали правду.", "ru", part)) == count


def test_the_dictionary_is_loaded_only_for_a_russian_term() -> None:
    code = (
        "import sys; from summarize.text.forms.matching import find;"
        "find('court', 'The courts.', 'en'); find('қала', 'Қалада.', 'kk');"
        "print('pymorphy3' in sys.modules); find('суд', 'В суде.', 'ru'); print('pymorphy3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("детей", "ребенок"), ("людей", "человек"), ("шёл", "идти"), ("открыт", "открыть"), ("лет", "год")],
)
def test_lemmas(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)
