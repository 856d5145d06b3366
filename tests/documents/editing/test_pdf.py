"""PDF, translated as DOCX: the parts that were read are paragraphs, items and tables of Word."""

from __future__ import annotations

import pytest
from editing import EDITING, member, translated
from office_documents import PLAN, report
from pdf_by_hand import Page, pdf

from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.result import Translation
from summarize.text.blocks import Editable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def editable() -> Editable:
    found = from_bytes(report(), "a.pdf", language="en", options=EDITING)
    assert found.editable is not None
    assert (found.format, found.pages, found.encoding) == ("pdf", 3, "pdf")
    return found.editable


def done() -> tuple[Translation, bytes]:
    made = translated(report(), str.upper, "ru")
    assert made.file is not None
    return made, made.file.data


def test_every_part_is_a_block_with_its_page() -> None:
    blocks = [(each.role, each.kind, each.label, each.text) for each in editable().blocks]
    assert blocks[:5] == [
        ("heading", "body", "p. 1", "The new library"),
        ("body", "body", "p. 1", PLAN),
        ("list", "body", "p. 1", "A reading room"),
        ("list", "body", "p. 1", "A small theatre"),
        ("list", "body", "p. 1", "7) A garden"),
    ]
    assert [text for _, kind, _, text in blocks if kind == "table"] == [
        "Place", "Seats", "Cost", "Theatre", "120", "40", "Garden", "50", "3",
    ]  # fmt: skip
    assert ("footnote", "body", "p. 1", "1 The council sits & votes once a month.") in blocks
    assert [label for *_, label, text in blocks if text == PLAN] == ["p. 1", "p. 2", "p. 2", "p. 3", "p. 3"]


def test_the_file_has_the_translation_in_the_styles_of_word() -> None:
    made, data = done()
    assert made.file is not None
    assert (made.file.format, made.document.format) == ("docx", "pdf")
    body = member(data, "word/document.xml")[0]
    styled = {
        "".join(each.itertext()): each.find(f"{_W}pPr/{_W}pStyle").get(f"{_W}val")
        for each in body.iter(f"{_W}p")
        if each.find(f"{_W}pPr/{_W}pStyle") is not None
    }
    assert styled == {
        "THE NEW LIBRARY": "Heading1", "1 THE COUNCIL SITS & VOTES ONCE A MONTH.": "NoteText",
    }  # fmt: skip
    items = [
        "".join(each.itertext()) for each in body.iter(f"{_W}p") if each.find(f".//{_W}numPr") is not None
    ]
    assert items == ["A READING ROOM", "A SMALL THEATRE"]
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{_W}tc")] for row in body.iter(f"{_W}tr")]
    assert rows == [["PLACE", "SEATS", "COST"], ["THEATRE", "120", "40"], ["GARDEN", "50", "3"]]


def test_heads_of_pages_are_left_out_and_named() -> None:
    made, data = done()
    assert "headers and footers of pages left out: Report of the town council" in made.warnings
    assert "REPORT" not in "".join(member(data, "word/document.xml").itertext())


def test_the_last_cell_of_a_short_row_goes_on_to_the_edge() -> None:
    page = Page()
    page.paragraph(60, 780, PLAN, 400)
    for y, cells in (
        (740, ("Place", "Seats", "Cost")),
        (728, ("Theatre", "120", "40")),
        (716, ("Garden", "50")),
    ):
        for x, cell in zip((60, 200, 300), cells, strict=False):
            page.text(x, y, cell)
    made = translated(pdf(page), str.upper, "ru")
    assert made.file is not None
    rows = list(member(made.file.data, "word/document.xml").iter(f"{_W}tr"))
    spans = [[each.get(f"{_W}val") for each in row.iter(f"{_W}gridSpan")] for row in rows]
    assert spans == [[], [], ["2"]]


def test_equal_files_are_equal_bytes() -> None:
    assert done()[1] == done()[1]


def test_a_pdf_without_text_is_refused() -> None:
    page = Page(picture=True)
    with pytest.raises(DocumentError, match="only pictures"):
        from_bytes(pdf(page), "a.pdf", options=EDITING)
