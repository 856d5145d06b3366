"""Tables (CSV, TSV): a column by name or number, or a refusal that lists the columns."""

from __future__ import annotations

import pytest
from reading import damaged, outcome, parts

from summarize.documents.files import from_bytes
from summarize.request import ReadingOptions
from summarize.text.parts import place_at

ROWS = {
    "en": ("Text", "Title", "Largest city, growing quickly.", "The capital was renamed several times."),
    "ru": ("Текст", "Заголовок", "Самый большой город, он быстро растёт.", "Столицу не раз переименовывали."),
    "kk": ("Мәтін", "Тақырып", "Ең үлкен қала, ол тез өсіп келеді.", "Елорданың аты бірнеше рет өзгерді."),
}


def table(language: str, delimiter: str = ",") -> str:
    text, title, first, second = ROWS[language]
    rows = [
        ("id", title, text),
        ("1", "Almaty", f'"{first}"'),
        ("2", "Astana", f'"{second}"'),
        ("3", "Oral", ""),
    ]
    return "\n".join(delimiter.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("language", ROWS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_column_that_is_named_like_a_text(language: str, delimiter: str) -> None:
    document = from_bytes(table(language, delimiter).encode(), "a", language=language)
    assert document.format == "csv"
    assert parts(document, "body") == list(ROWS[language][2:])
    assert parts(document, "heading") == ["Almaty", "Astana"]
    place = place_at(document.places, document.text.index(ROWS[language][3]))
    assert place
    assert (place.label, place.page) == ("row 3", None)


@pytest.mark.parametrize("column", ["note", " NOTE ", "2"])
def test_the_column_that_is_asked_for(column: str) -> None:
    data = b'id,note\n1,"One thing, and more."\n2,"Another\n\nin two paragraphs"\n'
    document = from_bytes(data, "a", options=ReadingOptions(column=column))
    assert parts(document) == ["One thing, and more.", "Another", "in two paragraphs"]


@pytest.mark.parametrize("column", [None, "text", "0", "3", "²"])
def test_without_the_column_the_table_is_refused_with_its_columns(column: str | None) -> None:
    data = b'id,note\n1,"One thing, and more."\n2,"Another."\n'
    line = outcome(data, "a.csv", ReadingOptions(column=column))
    assert "--column" in line
    assert "it has: id, note" in line


def test_a_single_row_with_a_number_is_a_table() -> None:
    assert "--column" in outcome(b"id,note\n1,One thing and more.\n")


def test_a_column_asked_for_makes_a_table_of_any_text() -> None:
    data = 'Мнение\n"Первая строка, и ещё."\nВторая строка\n'.encode("cp1251")
    document = from_bytes(data, "a", options=ReadingOptions(column="мнение"))
    assert parts(document) == ["Первая строка, и ещё.", "Вторая строка"]


@pytest.mark.parametrize(
    "text",
    [
        "The city grows, and it is fast.\nThe river falls, and it is slow.\nNobody knows, and nobody asks.\n",
        "Apples, pears\nBread, butter\nMilk, honey\nSalt, pepper\n",
        "One; two; three.\nFour; five; six.\nSeven; eight; nine.\n",
        "Dear friends,\nwe have moved, at last.\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert from_bytes(text.encode(), "a.csv").format == "text"


def test_hostile_tables_are_one_line_or_a_result() -> None:
    long = ",".join(f"column {i} " + "x" * 40 for i in range(200))
    line = outcome(f"{long}\n{long.replace('column', 'cell')}\n{long}\n".encode(), "a.csv")
    assert len(line) < 400
    outcome(b'text,b\n"' + b"a," * 200_000, "a", ReadingOptions(column="text"))
    outcome(b"\x00\x01\x02" * 500, "a", ReadingOptions(column="text"))
    for data in damaged(table("ru").encode(), 7):
        outcome(data)
