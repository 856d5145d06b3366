"""DOCX: everything that Word shows is found, in order, and nothing that it does not show."""

from __future__ import annotations

import pytest
from docx_by_hand import docx, item, p, r, style, table
from reading import damaged, outcome, parts

from summarize.documents.files import from_bytes
from summarize.text.documents import Document


def read(body: str, **more: str) -> Document:
    return from_bytes(docx(body, **more), "a.docx", language="en")


def test_paragraphs_and_headings_by_style() -> None:
    document = read(
        p("The plan", style("t")) + p("On money", style("own")) + p("It costs much.") + p("Less.")
    )
    assert document.text == "The plan\n\nOn money\n\nIt costs much.\n\nLess."
    assert [(part.role, part.level) for part in document.parts] == [
        ("title", 0), ("heading", 2), ("body", 0), ("body", 0),
    ]  # fmt: skip
    assert (document.format, document.pages) == ("docx", None)


def test_a_heading_by_outline_level_and_styles_based_in_a_circle() -> None:
    document = read(
        p("Part", '<w:outlineLvl w:val="0"/>') + p("Text.", style("c1")) + p("Page 3", style("toc"))
    )
    assert [(part.role, part.level) for part in document.parts] == [
        ("heading", 1),
        ("body", 0),
        ("navigation", 0),
    ]


def test_tracked_changes_are_accepted() -> None:
    inserted = f"<w:ins>{r('new ')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('gone')}</w:moveFrom><w:moveTo>{r('word')}</w:moveTo>"
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('x')}</w:tc><w:tc>{p('y')}</w:tc></w:tr></w:tbl>"
    assert read(f"<w:p>{r('A ')}{inserted}{deleted}{moved}</w:p>{row}").text == "A new word"


def test_content_controls_links_and_fields() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('a form')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{r(' a link')}</w:hyperlink>"
    fields = f"<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple>{r(' seven')}</w:fldSimple>"
    block = f"<w:sdt><w:sdtContent>{p('A block.')}</w:sdtContent></w:sdt>"
    assert read(f"<w:p>{control}{link}{fields}</w:p>{block}").text == "a form a link seven\n\nA block."


def test_tables_are_rows_in_their_place_and_a_frame_is_text() -> None:
    nested = f"{p('C')}{table(('in', 'side'))}"
    document = read(
        p("Before.") + table(("A", "B"), (nested, "D")) + table((f"{p('One.')}{p('Two.')}",)) + p("After.")
    )
    assert parts(document, "row") == ["A | B", "C | D", "in | side"]
    assert parts(document, "body") == ["Before.", "One.", "Two.", "After."]


def test_text_boxes_follow_their_paragraph_and_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent>"
    )
    assert read(f"<w:p>{r('Text.')}<w:r>{drawing}</w:r></w:p>").text == "Text.\n\nIn a box."
    assert read(f"<w:p>{r('Text.')}<w:r><w:pict>{box}</w:pict></w:r></w:p>").text == "Text.\n\nIn a box."


def test_notes_headers_comments_and_hidden_text() -> None:
    body = (
        f'<w:p>{r("It grew")}<w:r><w:footnoteReference w:id="2"/></w:r>{r(".")}'
        f'<w:r><w:endnoteReference w:id="3"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
        f"{r('secret', '<w:vanish/>')}</w:p>"
    )
    document = read(
        body,
        footnotes=f'<w:footnote w:id="2">{p("By half.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="3">{p("See there.")}</w:endnote>',
        comments=f'<w:comment w:id="0">{p("Why?")}</w:comment>',
        header1=p("The ministry"),
        header2=p("The ministry"),
        footer1=p("Draft"),
    )
    assert document.text == "It grew[1].[1]\n\n[1] By half.\n\n[1] See there.\n\nThe ministry\n\nDraft"
    assert parts(document, "footnote") == ["[1] By half.", "[1] See there."]
    assert parts(document, "running") == ["The ministry", "Draft"]
    assert document.warnings[:2] == ("comments left out: 1", "passages of hidden text left out: 1")


def test_lists_have_their_numbers_and_bullets() -> None:
    body = "".join([
        p("one", item(1)), p("deep", item(1, 1)), p("deeper", item(1, 1)), p("two", item(1)),
        p("dot", item(2)),
        p("Part", style("own") + item(1)),
    ])  # fmt: skip
    document = read(body)
    assert parts(document, "list") == ["1. one", "1.i) deep", "1.ii) deeper", "2. two", "• dot"]
    assert parts(document, "heading") == ["3. Part"]


def test_breaks_and_signs_inside_a_paragraph() -> None:
    run = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"
    assert read(f"<w:p>{run}</w:p>").text == "a\nb\tc-d"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY e "aaaaaaaaaa"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>',
    ],
)
def test_entities_are_never_resolved(doctype: str) -> None:
    said = outcome(docx(p("Text.") + p("&e;"), doctype))
    assert "root" not in said
    assert "aaaa" not in said


def test_ten_thousand_nested_tables_are_one_line() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 10_000 + p("x") + "</w:tc></w:tr></w:tbl>" * 10_000
    assert "damaged" in outcome(docx(body))


def test_damaged_files_give_a_line_or_a_result() -> None:
    data = docx(p("The town council approved the plan for a new library on Tuesday."), footer1=p("Draft"))
    for each in damaged(data, 61):
        assert outcome(each)
