"""Lists, recipes and minutes: what is a sentence, and what is only a mark."""

from __future__ import annotations

import pytest

from summarize.text.documents import from_text
from summarize.text.structure import attributed, outline


def texts(page: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in outline(from_text(page, language=language)).sentences]


@pytest.mark.parametrize("mark", ["-", "*", "•", "1.", "(a)"])
def test_a_bullet_or_number_is_no_sentence(mark: str) -> None:
    item = "The roof of the east wing is repaired before the first snow falls."
    assert texts(f"The plan for this year:\n{mark} {item}\n{mark} {item[:-1]} again.")[1:] == [
        item,
        f"{item[:-1]} again.",
    ]


def test_items_without_marks_are_not_joined() -> None:
    page = "Ingredients\n500 g flour\n2 eggs\n7 g dry yeast\noil for frying\nsalt\n\nMix all of it, and wait."
    assert texts(page)[:-1] == [
        "Ingredients",
        "500 g flour",
        "2 eggs",
        "7 g dry yeast",
        "oil for frying",
        "salt",
    ]
    names = "Anna Smith\nOmar Khan\nPavel Novak\nDana Ilyas\nIvan Petrov"
    assert texts(f"Those who came are named here, by the wish of the board.\n\n{names}")[1:] == names.split(
        "\n"
    )


def test_a_narrow_column_of_prose_is_still_joined() -> None:
    page = (
        "The bridge over the\nriver was closed by\nthe council for two\nweeks of repairs.\nIt opens in May."
    )
    assert texts(page) == [
        "The bridge over the river was closed by the council for two weeks of repairs.",
        "It opens in May.",
    ]


def test_a_speaker_is_named_once_a_turn_for_a_model() -> None:
    page = "Ann: One is here. Two are there.\n\nBo: Three came.\n\nAnn: Four left.\n\nBo: Five stayed."
    found = attributed(outline(from_text(page, language="en")).sentences)
    assert [each.text for each in found][:3] == ["Ann: One is here.", "Two are there.", "Bo: Three came."]


def test_no_item_of_a_list_keeps_its_number_whatever_its_length() -> None:
    page = (
        "Rules of the fund\n\n1. Whoever pays into the fund may borrow from it once a year.\n"
        "2. The board of the fund shall:\n(a) keep the books;\n- meet in May;\n"
        "3. The fund is open on Mondays only."
    )
    document = from_text(page, language="en")
    found = outline(document)
    assert [each.text for each in found.sentences] == [
        "Whoever pays into the fund may borrow from it once a year.",
        "The board of the fund shall:",
        "keep the books;",
        "meet in May;",
        "The fund is open on Mondays only.",
    ]
    assert all(document.text[each.start : each.end] == each.text for each in found.sentences)
    assert found.set_aside["mark"] == 5


@pytest.mark.parametrize("mark", [".", ")"])
def test_a_numbered_list_begins_below_a_line_without_a_full_stop(mark: str) -> None:
    items = ["Dissolve the yeast in the milk.", "Mix in all of the eggs.", "Wait for an hour or two."]
    lines = [f"{number}{mark} {item}" for number, item in enumerate(items, 1)]
    assert texts("\n".join(["Method", *lines]))[-3:] == items
