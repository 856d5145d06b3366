# ruff: noqa: E501  (XML is easier to read in long lines)
"""DOCX written back: nothing but text changes, formatting and anchors stay with their words."""

from __future__ import annotations

import pytest
from docx_by_hand import p, r, table
from editing import canonical, member, opened, paths, set_again, translated
from hypothesis import given, settings
from hypothesis import strategies as st
from office_documents import BODY, contract, field

from summarize.documents.editing.formats import faults, lost
from summarize.errors import DocumentError
from summarize.request import Editing
from summarize.text.blocks import Run, joined

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KAZAKH = {
    "This agreement of 12 May 2025 is made between Aliya and the city library.": "Бұл шарт Әлия мен қалалық "
    "кітапхана арасында 12 May 2025 жасалды.",
    "It ends after two years.": "Ол екі жылдан кейін бітеді.",
    "Read the whole text on page 4 today.": "Бүгін 4 беттегі толық мәтінді оқыңыз.",
}
TRACKED = (
    '<w:p><w:ins w:id="1"><w:r><w:t>New.</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>Old.</w:delText></w:r>'
    f"</w:del></w:p>{p('Plain text.')}"
)


def texts(data: bytes) -> list[str]:
    return [block.text for block in opened(data, "docx").blocks if block.text.strip()]


def test_each_kind_of_text_is_a_block_of_its_kind() -> None:
    found = {(block.kind, block.text) for block in opened(contract(), "docx").blocks if block.text.strip()}
    assert {
        ("body", "General terms"), ("table", "Rent for a month"), ("text box", "The office opens at nine."),
        ("alt text", "A picture of the library"), ("footnote", " The library is open to all."),
        ("endnote", " The owner is the city."), ("header", "City library of Almaty"), ("footer", "Page 1"),
        ("chart", "Visitors of the library"), ("chart", "Spring"), ("property", "A contract with a library"),
    } <= found  # fmt: skip


def test_comments_are_translated_only_if_asked() -> None:
    assert opened(contract(), "docx").skipped == {"comments": 1}
    asked = opened(contract(), "docx", Editing(comments=True))
    assert [block.text for block in asked.blocks if block.kind == "comment"] == ["Is this right?"]
    assert "comments" not in asked.skipped


def test_an_engine_that_changes_nothing_changes_no_member() -> None:
    data = contract(
        BODY.replace("w:ins", "w:smartTag").replace("<w:del ", "<!-- ").replace("</w:del>", " -->")
    )
    done = translated(data, lambda text: text)
    assert done.file is not None
    assert paths(done.file.data) == paths(data)
    assert [each for each in paths(data) if canonical(data, each) != canonical(done.file.data, each)] == []


def test_tracked_changes_are_accepted_and_that_is_told() -> None:
    data = contract(TRACKED)
    assert texts(data)[:2] == ["New.", "Plain text."]
    done = translated(data, str.upper, "ru")
    assert done.file is not None
    body = canonical(done.file.data, "word/document.xml")
    assert "NEW." in body
    assert "w:ins" not in body
    assert "Old." not in body
    assert "tracked changes accepted: 2" in done.warnings


def test_paragraphs_with_tracked_changes_can_be_kept() -> None:
    editable = opened(contract(TRACKED), "docx", Editing(tracked="keep"))
    assert [block.text for block in editable.blocks if block.kind == "body"] == ["Plain text."]
    assert editable.skipped["paragraphs with tracked changes"] == 1
    assert "w:del " in canonical(set_again(editable), "word/document.xml")


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert texts(contract(p("One and ", mark) + p("two.")))[0] == "One and two."


def test_a_deleted_row_is_gone() -> None:
    rows = table(("Kept", "1"), ("Left out", "2")).replace(
        '<w:tr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">Left',
        "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr>"
        '<w:t xml:space="preserve">Left',
    )
    assert "Left out" not in texts(contract(rows))


def test_formatting_and_anchors_stay_with_their_words() -> None:
    done = translated(contract(), lambda text: KAZAKH.get(text, text))
    assert done.file is not None
    found = {block.text: block.runs for block in opened(done.file.data, "docx").blocks}
    first = next(runs for text, runs in found.items() if text.startswith("Бұл шарт"))
    styled = {run.text: run.style for run in first if run.style}
    assert styled["12 May 2025"] == ("rPr(b())",)
    assert styled["Әлия"] == ("rPr(i())",)
    assert sum("footnoteReference" in run.anchor or run.anchor.startswith("r#") for run in first) == 1
    second = next(runs for text, runs in found.items() if text.startswith("Бүгін"))
    assert [run.text for run in second if run.anchor] == ["4"]  # the field, where its text is
    assert sum(bool(run.style) and run.style[0].startswith("in hyperlink") for run in second) == 1


def test_runs_that_differ_in_marks_of_the_editor_only_are_one() -> None:
    body = (
        '<w:p><w:r w:rsidR="1"><w:t xml:space="preserve">One </w:t></w:r><w:proofErr w:type="spellStart"/>'
        '<w:r w:rsidR="2"><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>sentence.</w:t></w:r></w:p>'
    )
    assert opened(contract(body), "docx").blocks[0].runs == (Run("One sentence."),)


def test_the_link_of_a_field_is_translated_and_a_page_number_is_not() -> None:
    body = f"<w:p>{field(' HYPERLINK x ', r('the law'))}{r(' of page ')}{field(' PAGE ', r('3'))}</w:p>"
    runs = opened(contract(body), "docx").blocks[0].runs
    assert [run.text for run in runs if not run.anchor] == ["the law", " of page "]
    assert [run.text for run in runs if run.anchor] == ["", "", "3"]


def test_a_field_that_goes_on_in_the_next_paragraph_keeps_its_marks() -> None:
    begin, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    data = contract(f"<w:p>{begin}{r('Contents one')}</w:p><w:p>{r('Contents two')}{end}</w:p>")
    assert texts(data)[:2] == ["Contents one", "Contents two"]
    done = translated(data, str.upper, "ru")
    assert done.file is not None
    assert canonical(done.file.data, "word/document.xml").count("fldChar ") == 2


def test_hidden_text_is_left_and_counted() -> None:
    editable = opened(contract(f"<w:p>{r('Seen.')}{r('Hidden.', '<w:vanish/>')}</w:p>"), "docx")
    assert editable.blocks[0].text == "Seen."
    assert editable.skipped["passages of hidden text"] == 1
    assert "Hidden." in canonical(set_again(editable), "word/document.xml")


def test_the_language_of_the_text_is_named() -> None:
    done = translated(contract(), str.upper, "kk")
    assert done.file is not None
    langs = member(done.file.data, "word/styles.xml").iter(f"{WORD}lang")
    assert [each.get(f"{WORD}val") for each in langs] == ["kk-KZ"]
    assert "kk-KZ" in canonical(done.file.data, "docProps/core.xml")


def test_a_font_without_cyrillic_letters_is_told() -> None:
    font = '<w:font w:name="Vogue"><w:sig w:usb0="00000007"/></w:font>'
    body = p("A text.").replace("<w:rPr>", '<w:rPr><w:rFonts w:ascii="Vogue"/>', 1)
    done = translated(contract(body, font), str.upper, "kk")
    assert any("Vogue" in each for each in done.warnings)
    full = font.replace("00000007", "00000207")
    assert not any("Vogue" in each for each in translated(contract(body, full), str.upper).warnings)


def test_an_element_out_of_order_is_a_fault() -> None:
    editable = opened(contract(), "docx")
    good = editable.written({}, "kk").data
    for before, after in (
        ("<w:rPr><w:b/></w:rPr>", "<w:rPr><w:sz w:val='9'/><w:b/></w:rPr>"), ("<w:pPr><w:pStyle", "<w:r/><w:pPr><w:pStyle"), ('r:id="rLink"', 'r:id="rNone"'),
        ('<w:bookmarkEnd w:id="1"/>', ""), ("<w:p>", "<w:p"),
    ):  # fmt: skip
        broken = contract(BODY.replace(before, after, 1))
        assert faults(editable, {}, broken)[1], before
    assert faults(editable, {}, good) == ([], [])


def test_a_block_that_is_not_as_asked_is_a_fault() -> None:
    editable = opened(contract(), "docx")
    assert faults(editable, {0: (Run("Other"),)}, contract()) == ([0], [])


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", contract()[:900], contract().replace(b"document.xml", b"documant.xml")]
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        opened(data, "docx")


PIECES = st.sampled_from([
    r("plain text"), r(" and "), r("bold", "<w:b/>"), r("Bold and italic.", "<w:b/><w:i/>"), r("x 5", '<w:sz w:val="8"/>'),
    "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:noBreakHyphen/></w:r>",
    '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:bookmarkStart w:id="5" w:name="n"/>', '<w:bookmarkEnd w:id="5"/>',
    f'<w:hyperlink r:id="rLink">{r("a link")}{r(" with bold", "<w:b/>")}</w:hyperlink>',
    f'<w:hyperlink w:anchor="top"><w:smartTag w:element="x">{r("place")}</w:smartTag></w:hyperlink>',
    field(" PAGE ", r("7")), field(" HYPERLINK y ", r("there") + r("!", "<w:b/>")), field(" REF x ", field(" Y ", r("z"))),
    f"<w:sdt><w:sdtPr><w:id w:val='4'/></w:sdtPr><w:sdtContent>{r('Controlled.')}</w:sdtContent></w:sdt>",
    "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", f'<w:fldSimple w:instr="DATE">{r("2 May")}</w:fldSimple>',
    '<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t></w:r>', '<w:r><w:rPr><w:b/></w:rPr><w:sym w:font="Symbol" w:char="F0B7"/></w:r>',
    r("Hidden", "<w:vanish/>"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
])  # fmt: skip
PARAGRAPHS = st.lists(
    st.lists(PIECES, max_size=8).map(lambda each: f"<w:p>{''.join(each)}</w:p>"), min_size=1, max_size=4
)


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS)
def test_any_paragraphs_are_the_same_after_their_runs_are_put_in_anew(paragraphs: list[str]) -> None:
    editable = opened(contract("".join(paragraphs)), "docx")
    again = opened(set_again(editable), "docx")
    assert [joined(block.runs) for block in again.blocks] == [joined(block.runs) for block in editable.blocks]


@settings(max_examples=100, deadline=None)
@given(PARAGRAPHS, st.sampled_from(["upper", "reversed", "short", "long"]))
def test_whatever_an_engine_says_every_anchor_stays(paragraphs: list[str], how: str) -> None:
    data = contract(f"{p('Some text.')}{''.join(paragraphs)}")
    say = {
        "upper": str.upper,
        "reversed": lambda text: " ".join(reversed(text.split())),
        "short": lambda text: "Сөз.",
        "long": lambda text: f"{text} {text} тағы да көп сөз",
    }[how]
    done = translated(data, say, "ru")
    assert done.file is not None
    before, after = opened(data, "docx").blocks, opened(done.file.data, "docx").blocks
    assert [lost(one, other.runs) for one, other in zip(before, after, strict=True)] == [""] * len(before)


def test_the_two_ends_of_a_thing_are_a_pair() -> None:
    found = {run.pair for block in opened(contract(), "docx").blocks for run in block.runs if run.pair}
    assert found == {"bookmark 1", "comment 0"}
    linked = contract(f"<w:p>{field(' HYPERLINK x ', r('the law'))}</w:p>")
    pairs = [run.pair for run in opened(linked, "docx").blocks[0].runs if run.anchor]
    assert len(pairs) == 2
    assert len(set(pairs)) == 1
    assert pairs[0]


def control(properties: str, inside: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


CELL = control("", f"<w:tr>{control('', '<w:tc>' + p('A cell') + '</w:tc>')}</w:tr>")
FORM = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:helpText w:val="Your name"/></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p>{r('Dear ')}{control('<w:text/>', r('guest'))}{r(', come in.')}</w:p>", ["DEAR GUEST, COME IN."]),
        (control("<w:showingPlcHdr/>", p("Enter a text.")), ["ENTER A TEXT."]),
        (f"<w:tbl><w:tblGrid/>{CELL}</w:tbl>", ["A CELL"]),
        (
            f'<w:p>{r("See ")}<w:hyperlink w:anchor="a" w:tooltip="More about it">{r("this")}</w:hyperlink></w:p>',
            ["MORE ABOUT IT", "SEE THIS"],
        ),
        (
            '<w:tbl><w:tblPr><w:tblCaption w:val="A table"/><w:tblDescription w:val="Of costs"/></w:tblPr>'
            f"<w:tblGrid/><w:tr><w:tc>{p('A cell')}</w:tc></w:tr></w:tbl>",
            ["A TABLE", "OF COSTS", "A CELL"],
        ),
        (
            '<w:p><w:r><w:pict><v:shape alt="A stamp"><v:textpath string="Draft copy"/></v:shape></w:pict></w:r></w:p>',
            ["A STAMP", "DRAFT COPY"],
        ),
    ],
)  # fmt: skip
def test_text_in_controls_links_and_drawings_is_translated(body: str, expected: list[str]) -> None:
    made = translated(contract(body), str.upper, "ru")
    assert made.file is not None
    assert texts(made.file.data)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (field(' FILLIN "Who?" ', r("some words")), "fields (FILLIN)"),
        (field(" REF top ", r("General terms")), "fields (REF)"),
        (f'<w:fldSimple w:instr=" DATE ">{r("12 May")}</w:fldSimple>', "fields (DATE)"),
        (field(" PAGE ", r("4")), ""),
        (control('<w:dropDownList><w:listItem w:displayText="Red"/></w:dropDownList>', r("Red")), "choices of lists"),
        (control('<w:alias w:val="Colour"/>', r("Red")), "titles of content controls"),
        (FORM, "help texts of forms"),
        ("<w:r><w:ruby><w:rubyBase><w:r><w:t>x</w:t></w:r></w:rubyBase></w:ruby></w:r>", "words with ruby"),
    ],
)  # fmt: skip
def test_words_that_stay_are_counted_by_what_they_are(inside: str, reason: str) -> None:
    expected = {"comments": 1} | ({reason: 1} if reason else {})
    assert opened(contract(f"<w:p>{r('Some text ')}{inside}</w:p>"), "docx").skipped == expected


def test_a_font_of_symbols_is_not_missed_for_its_letters() -> None:
    font = '<w:font w:name="Bullets"><w:charset w:val="{}"/><w:sig w:usb0="00000007"/></w:font>'
    body = f"<w:p>{r('One word.', '<w:rFonts w:ascii=' + chr(34) + 'Bullets' + chr(34) + '/>')}</w:p>"
    for kind, told in (("00", True), ("02", False)):
        made = translated(contract(body, font.format(kind)), str.upper, "kk")
        assert any("Bullets" in each for each in made.warnings) is told
