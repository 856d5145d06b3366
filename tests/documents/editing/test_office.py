# ruff: noqa: E501  (XML is easier to read in long lines)
"""ODT, PPTX and XLSX written back: every kind of text, round trips, what is left on purpose."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_by_hand import package
from editing import EDITING, canonical, opened, paths, set_again, translated
from hypothesis import given, settings
from hypothesis import strategies as st
from office_documents import PARAGRAPHS, drawn, letter, presentation, related, shape, workbook

from summarize.cli.help.messages import translated as shown
from summarize.documents.editing.formats import faults, lost
from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import Editing
from summarize.text.blocks import Run, joined

DOCUMENTS = {"odt": letter(), "pptx": presentation(), "xlsx": workbook()}
CHANGED = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
    '<text:changed-region text:id="c2"><text:deletion><text:p>Gone.</text:p></text:deletion></text:changed-region>'
    "</text:tracked-changes>",
    '<text:p>One <text:change-start text:change-id="c1"/>new <text:change-end text:change-id="c1"/>word'
    '<text:change text:change-id="c2"/>.</text:p><text:p>Plain.</text:p>',
)


def blocks(data: bytes, form: str, editing: Editing | None = None) -> set[tuple[str, str]]:
    return {(block.kind, block.text) for block in opened(data, form, editing).blocks if block.text.strip()}


@pytest.mark.parametrize("form", DOCUMENTS)
def test_an_engine_that_changes_nothing_changes_no_member(form: str) -> None:
    data = DOCUMENTS[form]
    done = translated(data, lambda text: text)
    assert done.file is not None
    assert paths(done.file.data) == paths(data)
    xml = [each for each in paths(data) if each.endswith((".xml", ".rels"))]
    assert [each for each in xml if canonical(data, each) != canonical(done.file.data, each)] == []


@pytest.mark.parametrize("form", DOCUMENTS)
def test_runs_put_in_anew_are_the_same(form: str) -> None:
    editable = opened(DOCUMENTS[form], form)
    again = opened(set_again(editable), form)
    assert [joined(block.runs) for block in again.blocks] == [joined(block.runs) for block in editable.blocks]


@pytest.mark.parametrize("form", DOCUMENTS)
def test_every_sentence_is_translated(form: str) -> None:
    done = translated(DOCUMENTS[form], str.upper, "ru")
    assert done.file is not None
    assert all(block.text == block.text.upper() for block in opened(done.file.data, form).blocks)
    assert done.file.placed.keys() <= {"exact"}


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("size", [4, 900])
def test_a_damaged_file_is_refused(form: str, size: int) -> None:
    with pytest.raises(DocumentError):
        opened(DOCUMENTS[form][:size], form)


def test_each_kind_of_text_in_an_odt() -> None:
    assert blocks(letter(), "odt") == {
        ("body", "General terms"), ("body", "This letter of 12 May 2025 goes to Aliya. It is short."),
        ("body", "Read the whole text on page 1 today.\nSecond  \tthird"), ("body", "Near the picture"),
        ("body", "See this."), ("footnote", "The library is open to all."), ("table", "Rent for a month"),
        ("text box", "The office opens at nine."), ("alt text", "A box with a text"), ("header", "City library"),
        ("footer", "Page 1"), ("property", "A letter to the library"),
    }  # fmt: skip
    assert opened(letter(), "odt").skipped == {"paragraphs of comments": 1}
    assert ("comment", "Is this right?") in blocks(letter(), "odt", Editing(comments=True))


def test_tracked_changes_of_an_odt_are_accepted() -> None:
    data = letter(CHANGED[1], CHANGED[0])
    assert ("body", "One new word.") in blocks(data, "odt")
    done = translated(data, str.upper, "ru")
    assert done.file is not None
    content = canonical(done.file.data, "content.xml")
    assert "ONE NEW WORD." in content
    assert "change" not in content
    assert "tracked changes accepted: 2" in done.warnings


def test_tracked_changes_of_an_odt_can_be_kept() -> None:
    data = letter(CHANGED[1], CHANGED[0])
    done = translated(data, str.upper, "ru", editing=Editing(tracked="keep"))
    assert done.file is not None
    content = canonical(done.file.data, "content.xml")
    assert "PLAIN." in content
    assert "Gone." in content
    assert "change-start" in content
    assert done.file.skipped["paragraphs with tracked changes"] == 1


def test_the_language_of_an_odt_is_named() -> None:
    done = translated(letter(), str.upper, "kk")
    assert done.file is not None
    assert 'fo:country="KZ" fo:language="kk"' in canonical(done.file.data, "styles.xml")


def test_each_kind_of_text_on_slides() -> None:
    assert blocks(presentation(), "pptx") == {
        ("body", "The new library"), ("body", "It opens on 12 May 2025 in Almaty.\nAll are welcome."), ("body", "Slide 1"),
        ("body", "A framed remark"), ("alt text", "A blue frame"), ("table", "Opening hours"),
        ("slide notes", "Say good morning first."), ("body", "City of Almaty"), ("property", "A contract with a library"),
    }  # fmt: skip


def test_a_slide_has_its_runs_in_the_new_language_and_keeps_its_breaks() -> None:
    done = translated(presentation(), str.upper, "kk")
    assert done.file is not None
    slide = canonical(done.file.data, "ppt/slides/slide1.xml")
    assert slide.count("<a:br>") == 1
    assert 'b="1" lang="kk-KZ"' in slide
    assert slide.index("endParaRPr") > slide.index("ALL ARE WELCOME")


def test_each_kind_of_text_in_a_workbook() -> None:
    assert blocks(workbook(), "xlsx") == {
        ("table", "Rent for a month"), ("table", "Paid before 12 May 2025"), ("table", "First line\nSecond line"),
        ("table", "Paid twice a year"), ("header", "\tCity library\tPage "), ("property", "A contract with a library"),
    }  # fmt: skip
    skipped = opened(workbook(), "xlsx").skipped
    assert skipped == {
        "comments": 1, "formulas": 2, "sheet names": 2, "headers of tables, which formulas may name": 2,
    }  # fmt: skip


def test_numbers_and_formulas_of_a_workbook_stay() -> None:
    done = translated(workbook(), str.upper, "ru")
    assert done.file is not None
    sheet = canonical(done.file.data, "xl/worksheets/sheet1.xml")
    assert "<f>SUM(B2:B2)*2</f><v>500000</v>" in sheet
    assert "&amp;CCITY LIBRARY&amp;RPAGE &amp;P" in sheet
    assert "RENT FOR A MONTH" in canonical(done.file.data, "xl/sharedStrings.xml")


def test_a_sheet_that_no_formula_names_can_be_renamed() -> None:
    asked = opened(workbook(), "xlsx", Editing(sheet_names=True))
    assert [block.text for block in asked.blocks if block.kind == "sheet name"] == ["Remarks"]
    assert asked.skipped["sheet names that formulas have"] == 1
    done = translated(workbook(), str.upper, "ru", editing=Editing(sheet_names=True))
    assert done.file is not None
    assert 'name="REMARKS"' in canonical(done.file.data, "xl/workbook.xml")


def test_a_name_that_a_sheet_cannot_have_is_not_written() -> None:
    done = translated(
        workbook(), lambda text: "a/b" if text == "Remarks" else text, editing=Editing(sheet_names=True)
    )
    assert done.file is not None
    assert 'name="Remarks"' in canonical(done.file.data, "xl/workbook.xml")
    assert [flag.code for one in done.segments for flag in one.flags if flag.kind == "formatting"] == [
        "formatting-kept"
    ]


def test_a_text_that_xml_cannot_hold_is_not_written() -> None:
    done = translated(workbook(), lambda text: text.replace("month", "mo\x02nth"))
    assert done.file is not None
    assert "Rent for a month" in canonical(done.file.data, "xl/sharedStrings.xml")
    wrong = [one for one in done.segments if any(flag.code == "formatting-kept" for flag in one.flags)]
    assert [(one.source, one.hypothesis) for one in wrong] == [("Rent for a month", "Rent for a month")]


def test_a_relation_that_is_lost_is_a_fault() -> None:
    linked = shape(1, f"<a:p>{drawn('A link')}</a:p>").replace(
        'lang="en-US" />', 'lang="en-US"><a:hlinkClick r:id="rLink"/></a:rPr>'
    )
    editable = opened(presentation(linked), "pptx")
    assert faults(editable, {}, presentation(linked)) == ([], [])
    assert faults(editable, {}, presentation(linked.replace("rLink", "rNone")))[1]


DRAWN = st.sampled_from([
    drawn("plain "), drawn("bold", 'b="1"'), drawn("Both.", 'b="1" i="1"'), "<a:br/>", drawn(" and 5 "),
    '<a:fld id="{B}" type="slidenum"><a:t>1</a:t></a:fld>', "<a:r><a:t>bare</a:t></a:r>",
])  # fmt: skip
WRITTEN = st.sampled_from([
    "plain ", " and ", "Some text. ", '<text:span text:style-name="B">bold</text:span>', '<text:s text:c="3"/>', "<text:tab/>",
    '<text:span text:style-name="B">b <text:span text:style-name="I">both </text:span></text:span>', "<text:line-break/>",
    '<text:a xlink:href="https://example.kz/">link <text:span text:style-name="I">i</text:span></text:a>', "\n  ",
    '<text:bookmark text:name="m"/>', "<text:page-number>4</text:page-number>", "<text:soft-page-break/>",
    '<text:note text:note-class="footnote"><text:note-body><text:p>A note.</text:p></text:note-body></text:note>',
    '<text:bookmark-start text:name="n"/>', '<text:bookmark-end text:name="n"/>', '<text:span text:style-name="I"> </text:span>',
])  # fmt: skip
CELLS = st.sampled_from([
    "<r><t>plain</t></r>", '<r><t xml:space="preserve"> and </t></r>', "<r><rPr><b/></rPr><t>bold</t></r>",
    "<r><rPr><i/></rPr><t>two\nlines</t></r>", "<r><t>5</t></r>",
])  # fmt: skip


def several(pieces: st.SearchStrategy[str], around: str) -> st.SearchStrategy[list[str]]:
    return st.lists(
        st.lists(pieces, max_size=7).map(lambda each: around.format("".join(each))), min_size=1, max_size=4
    )


MADE = st.one_of(
    several(DRAWN, "<a:p>{}</a:p>").map(lambda each: ("pptx", presentation(shape(1, "".join(each))))),
    several(WRITTEN, "<text:p>{}</text:p>").map(lambda each: ("odt", letter("".join(each)))),
    several(CELLS, "<si>{}</si>").map(lambda each: ("xlsx", workbook(*["<si><t>A</t></si>"] * 3, *each))),
)


@settings(max_examples=120, deadline=None)
@given(MADE)
def test_any_paragraphs_are_the_same_after_their_runs_are_put_in_anew(made: tuple[str, bytes]) -> None:
    editable = opened(made[1], made[0])
    again = opened(set_again(editable), made[0])
    assert [joined(block.runs) for block in again.blocks] == [joined(block.runs) for block in editable.blocks]


@settings(max_examples=120, deadline=None)
@given(MADE, st.booleans())
def test_whatever_an_engine_says_every_anchor_stays(made: tuple[str, bytes], backwards: bool) -> None:
    def say(text: str) -> str:
        return " ".join(reversed(text.split())) if backwards else "Сөз."

    form, data = made
    done = translated(data, say, "ru")
    assert done.file is not None
    before, after = opened(data, form).blocks, opened(done.file.data, form).blocks
    assert [lost(one, other.runs) for one, other in zip(before, after, strict=True)] == [""] * len(before)


def test_a_run_that_an_odt_would_not_show_is_an_element() -> None:
    editable = opened(letter("<text:p>One.</text:p>" + PARAGRAPHS), "odt")
    data = editable.written({0: (Run("  Two  spaces "),)}, "ru").data
    assert opened(data, "odt").blocks[0].text == "  Two  spaces "


def test_white_space_of_an_odt_is_read_as_it_is_shown() -> None:
    made = letter(
        '<text:p>  One \n  <text:span text:style-name="B"> two</text:span>\n</text:p><text:p>a<text:tab/> b</text:p>'
    )
    assert [block.text for block in opened(made, "odt").blocks[:2]] == ["One two ", "a\t b"]


def zipped(data: bytes, path: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(path)


def test_a_workbook_without_text_says_what_stays() -> None:
    names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    data = package({
        "xl/workbook.xml": f'<workbook {names}><sheets><sheet name="Costs" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(("r1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c><f>1+1</f><v>2</v></c></row></sheetData></worksheet>",
    })  # fmt: skip
    with pytest.raises(DocumentError) as raised:
        from_bytes(data, "a.xlsx", language="en", options=EDITING)
    left = "sheet names left as they are: 1; formulas left as they are: 1"
    assert str(raised.value) == f"a.xlsx has nothing to translate; {left}"
    assert shown(str(raised.value), "ru").startswith(
        "a.xlsx: переводить нечего; оставлено как есть: названия листов (1)"
    )


def costs(after: str = "") -> bytes:
    """A workbook whose formulas, filter and list of allowed values name texts of its cells."""
    texts = ("Rent & more", "Rent for a month", "Paid", "Not paid", "Red", "Plain words")
    strings = [f"<si><t>{text.replace('&', '&amp;')}</t></si>" for text in texts]
    cells = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(len(strings)))
    sheet = (
        f"<worksheet><sheetData><row>{cells}<c><f>COUNTIF(A:A,&quot;rent &amp; more&quot;)</f><v>1</v></c>"
        '<c><f>COUNTIF(A:A,"&lt;&gt;Paid")</f></c></row></sheetData>'
        '<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="Not paid"/></filters></filterColumn></autoFilter>'
        '<dataValidations><dataValidation type="list" promptTitle="A colour" prompt="Choose one"><formula1>"Red,Blue"</formula1>'
        f'</dataValidation></dataValidations><hyperlinks><hyperlink ref="A1" tooltip="The site"/></hyperlinks>{after}</worksheet>'
    )
    names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return package({
        "xl/workbook.xml": f'<workbook {names}><sheets><sheet name="Costs" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(
            ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f"<sst>{''.join(strings)}</sst>",
        "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def test_texts_that_formulas_name_stay_and_are_counted() -> None:
    editable = opened(costs(), "xlsx")
    assert [block.text for block in editable.blocks if block.text] == ["Rent for a month", "Plain words"]
    assert editable.skipped == {
        "sheet names": 1, "formulas": 2, "texts that formulas, filters or lists name": 4,
        "prompts of checked cells": 2, "tooltips of links": 1,
    }  # fmt: skip


def test_a_translation_that_a_formula_names_is_not_written() -> None:
    made = translated(costs(), lambda text: {"Plain words": "Paid"}.get(text, text.upper()), "ru")
    assert made.file is not None
    assert b'<t xml:space="preserve">RENT FOR A MONTH</t>' in zipped(made.file.data, "xl/sharedStrings.xml")
    assert b"<t>Plain words</t>" in zipped(made.file.data, "xl/sharedStrings.xml")
    assert [flag.code for one in made.segments for flag in one.flags if flag.kind == "formatting"] == [
        "formatting-kept"
    ]


@pytest.mark.parametrize(
    ("inside", "text", "reason"),
    [
        ("<text:placeholder>Place</text:placeholder>", "A Place", "fields (placeholder)"),
        ("<text:date>12 May</text:date>", "A 12 May", "fields (date)"),
        ("<text:page-number>1</text:page-number>", "A 1", ""),
        (
            "<text:ruby><text:ruby-base>word</text:ruby-base><text:ruby-text>top</text:ruby-text></text:ruby>",
            "A word",
            "words with ruby",
        ),
    ],
)
def test_words_of_fields_in_odt_are_counted_by_what_they_are(inside: str, text: str, reason: str) -> None:
    editable = opened(letter(f"<text:p>A {inside}</text:p>"), "odt")
    assert editable.blocks[0].text == text
    assert editable.skipped == ({reason: 1} if reason else {})


def test_words_of_fields_in_pptx_are_counted() -> None:
    date = '<a:fld id="{B}" type="datetime1"><a:rPr lang="en-US"/><a:t>12 May</a:t></a:fld>'
    data = presentation(shape(1, f"<a:p>{drawn('Today is ')}{date}</a:p>"))
    assert opened(data, "pptx").skipped == {"fields (datetime1)": 1}
