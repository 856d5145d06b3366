"""What a sentence and its translation have in common by what it means: numbers, units, months, weekdays."""

from __future__ import annotations

import pytest

from summarize.text.blocks import Run
from summarize.translation.counterparts import counterparts
from summarize.translation.projection import project

Languages = tuple[str, str]


def shown(source: str, hypothesis: str, languages: Languages) -> list[tuple[str, str]]:
    """The spans as the words that are in them."""
    return [
        (source[one[0] : one[1]], hypothesis[other[0] : other[1]])
        for one, other in counterparts(source, hypothesis, languages)
    ]


@pytest.mark.parametrize(
    ("source", "hypothesis", "languages", "wanted"),
    [
        ("From 14 September.", "14 қыркүйектен бастап.", ("en", "kk"), [("September", "қыркүйектен")]),
        ("On Tuesday only.", "Тек сейсенбіде.", ("en", "kk"), [("Tuesday", "сейсенбіде")]),
        ("Two weeks earlier.", "На две недели раньше.", ("en", "ru"), [("Two", "две"), ("weeks", "недели")]),
        (
            "1 500 тенге в месяц.",
            "Айына 1 500 теңге.",
            ("ru", "kk"),
            [("1 500", "1 500"), ("тенге", "теңге")],
        ),
        (
            "About 0.1 per cent.",
            "Около 0,1 процента.",
            ("en", "ru"),
            [("0.1", "0,1"), ("per cent", "процента")],
        ),
        ("Five or five.", "Пять.", ("en", "ru"), []),
        ("No numbers.", "Сандар жоқ.", ("en", "kk"), []),
    ],
)
def test_what_says_the_same(
    source: str, hypothesis: str, languages: Languages, wanted: list[tuple[str, str]]
) -> None:
    assert shown(source, hypothesis, languages) == wanted


def test_a_number_alone_does_not_take_its_unit() -> None:
    source = [Run("Wait "), Run("30", ("bold",)), Run(" minutes.")]
    other = "Подождите 30 минут."
    done = project(source, other, counterparts("Wait 30 minutes.", other, ("en", "ru")))
    assert [run.text for run in done.runs if run.style] == ["30"]


def test_what_is_known_moves_the_rest_of_a_piece_with_it() -> None:
    source = [Run("We pay "), Run("about 200 tenge", ("bold",)), Run(" for each loaf of fresh bread.")]
    other = "Әр бөлке жаңа нан үшін шамамен 200 теңге төлейміз."
    text = "".join(run.text for run in source)
    done = project(source, other, counterparts(text, other, ("en", "kk")))
    assert [run.text for run in done.runs if run.style] == ["шамамен 200 теңге"]
    assert done.doubted == (("position", "about 200 tenge"),)


def test_what_is_in_quotation_marks_stays_in_them() -> None:
    source = [Run("My film “"), Run("A quiet river", ("italic",)), Run("” won.")]
    done = project(source, "Победил мой фильм «Тихая река».")
    assert [run.text for run in done.runs if run.style] == ["Тихая река"]
    assert done.doubted == ()
