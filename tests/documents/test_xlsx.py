"""XLSX: rows under their header with values as people see them; what is left out is counted."""

from __future__ import annotations

import pytest
from docx_by_hand import package
from reading import damaged, outcome, parts
from xlsx_by_hand import (
    CLOCK,
    DATE,
    DAYS,
    ELAPSED,
    MOMENT,
    OWN_DATE,
    PERCENT,
    Sheet,
    members,
    number,
    xlsx,
)

from summarize.documents import xlsx as reader
from summarize.documents.files import from_bytes
from summarize.text.documents import Document
from summarize.text.parts import place_at

LONG = (
    "The readers of the town say that they have waited for a new library for thirty years, and some for more."
)


def read(*sheets: Sheet, properties: str = "") -> Document:
    return from_bytes(xlsx(*sheets, properties=properties), "a.xlsx", language="en")


def test_rows_keep_their_cells_under_the_header_and_say_where_they_are() -> None:
    document = read(Sheet("Towns", [["Town", "Books", ""], ["", "", ""], ["Tekeli", "", number(900)]]))
    assert parts(document, "row") == ["Town | Books", "Tekeli |  | 900"]
    assert [place.label for place in document.places] == ["Towns!A1", "Towns!A3"]
    assert document.format == "xlsx"


def test_sheets_are_under_their_names_and_empty_ones_left_out() -> None:
    document = read(Sheet("One", [["a", "b"]]), Sheet("None", []), Sheet("Two", [["c", "d"]]))
    assert document.text == "One\n\na | b\n\nTwo\n\nc | d"
    assert parts(document, "heading") == ["One", "Two"]


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        ("0.30000000000000004", 0, "0.3"),
        ("1200000", 0, "1200000"),
        ("45580", DATE, "2024-10-15"),
        ("45580", OWN_DATE, "2024-10-15"),
        ("45580.604166666664", MOMENT, "2024-10-15 14:30"),
        ("0.604166666666667", CLOCK, "14:30"),
        ("1.1041666666666667", ELAPSED, "26:30:00"),
        ("0.256", PERCENT, "25.6%"),
        ("2.5", DAYS, "2.5"),
        ("-1", DATE, "-1"),
        ("1e300", DATE, "1e+300"),
        ("nan", DATE, "nan"),
        ("inf", PERCENT, "inf%"),
        ("word", 0, "word"),
    ],
)
def test_values_are_as_people_see_them(value: str, style: int, shown: str) -> None:
    assert parts(read(Sheet("S", [["x", number(value, style)]])), "row") == [f"x | {shown}"]


def test_the_other_kinds_of_cells() -> None:
    cells = [
        '<c t="b"><v>1</v></c>', '<c t="e"><v>#REF!</v></c>', '<c t="str"><f>A1</f><v>made</v></c>',
        '<c t="inlineStr"><is><t>in line</t></is></c>', '<c t="s"><v>999</v></c>', '<c r="H1"><v>8</v></c>',
    ]  # fmt: skip
    assert parts(read(Sheet("S", [cells]))) == ["TRUE | #REF! | made | in line | 8"]


def test_days_of_old_macintosh_workbooks_count_from_1904() -> None:
    document = read(Sheet("S", [["x", number(44118, DATE)]]), properties='date1904="1"')
    assert parts(document, "row") == ["x | 2024-10-15"]


def test_long_texts_in_cells_are_paragraphs_with_their_places() -> None:
    document = read(Sheet("Survey", [["Name", "Answer", "Age"], ["Aigul", LONG, number(35)]]))
    assert parts(document) == ["Name | Answer | Age", "Aigul |  | 35", LONG]
    place = place_at(document.places, document.text.index("The readers"))
    assert place
    assert place.label == "Survey!B2"


def test_a_sheet_of_one_column_is_text() -> None:
    document = read(Sheet("S", [["A word."], [LONG]]))
    assert parts(document, "body") == ["A word.", LONG]


def test_what_is_hidden_or_no_text_is_left_out_and_counted() -> None:
    hidden_row = '<row hidden="1"><c><v>1</v></c><c><v>2</v></c></row>'
    shown = Sheet(
        "S",
        [["a", "secret", "c"], ["<c><f>1+1</f></c>", "", "d"]],
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after=f"<sheetData>{hidden_row}</sheetData>",
        comments=2,
        charts=1,
        boxes=["A box."],
    )
    document = read(shown, Sheet("H", [["x"]], state="veryHidden"))
    assert document.text == "a | c\n\n| d\n\nA box.".replace("\n\n|", "\n|", 1)
    assert document.warnings[:5] == (
        "comments left out: 2",
        "charts left out: 1",
        "hidden sheets left out: 1",
        "cells in hidden rows and columns left out: 3",
        "formulas without a stored result left out: 1",
    )


def test_headers_of_the_printed_page_are_furniture() -> None:
    after = '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Budget &amp;P</oddHeader></headerFooter>'
    document = read(Sheet("S", [["a", "b"]], after=after))
    assert parts(document, "running") == ["Budget"]


def test_cells_far_apart_take_no_room() -> None:
    rows = [
        [f'<c r="{column}{n}"><v>{n}</v></c>'] for n, column in enumerate(("A", "Z", "ZZ", "XFD") * 50, 1)
    ]
    rows += [[f'<c r="A{A}{B}9"><v>1</v></c>'] for A in "ABCDEFGHIJ" for B in "ABCDEFGHIJ"]
    assert len(read(Sheet("S", rows)).text) < 2000


def test_a_text_that_too_many_cells_share_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LONGEST", 10_000)
    assert "more than 10,000 characters" in outcome(xlsx(Sheet("S", [["x" * 1000] * 11])))


def test_entities_are_never_resolved() -> None:
    files = members(Sheet("S", [["a", "b"]]))
    path = "xl/worksheets/sheet1.xml"
    cell = '<c t="str"><v>&e;</v></c>'
    files[path] = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + files[path].replace(
        "<sheetData>", f"<sheetData><row>{cell}</row>"
    )
    assert "root" not in outcome(package(files))


def test_a_package_without_its_parts_is_one_line() -> None:
    assert "has no sheets" in outcome(package({"xl/workbook.xml": "<w/>"}))
    assert "empty" in outcome(xlsx(Sheet("S", [])))


def test_damaged_files_give_a_line_or_a_result() -> None:
    data = xlsx(Sheet("S", [["Town", "Books"], ["Tekeli", number(900)]]))
    for each in damaged(data, 211):
        assert outcome(each)
