"""PPTX: slides in their order with notes, and what is left out is counted."""

from __future__ import annotations

from docx_by_hand import package
from pptx_by_hand import Slide, a, frame, members, pptx, shape, table
from reading import damaged, outcome, parts

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.request import Length, Request
from summarize.text.documents import Document
from summarize.text.parts import place_at


def read(*slides: Slide, fixed: str = "") -> Document:
    return from_bytes(pptx(*slides, fixed=fixed), "a.pptx", language="en")


def label(document: Document, words: str) -> str:
    place = place_at(document.places, document.text.index(words))
    assert place
    return place.label


def test_slides_are_read_in_the_order_of_the_show_with_titles_first() -> None:
    document = read(
        Slide([shape("A town"), shape("The plan", kind="ctrTitle")]),
        Slide([shape("It costs much."), shape("On money", kind="title")], notes=["Pause here."]),
    )
    assert document.text == "The plan\n\nA town\n\nOn money\n\nIt costs much.\n\nPause here."
    assert [part.role for part in document.parts] == ["title", "body", "heading", "body", "body"]
    found = [label(document, words) for words in ("A town", "On money", "It costs", "Pause")]
    assert found == ["slide 1", "slide 2", "slide 2", "slide 2, notes"]


def test_sentences_of_a_summary_say_their_slide() -> None:
    document = read(Slide([shape("The council met.")]), Slide([shape("It approved the plan for a library.")]))
    found = run(document, Request(length=Length("ratio", 1))).to_json()["sentences"]
    assert isinstance(found, list)
    assert [each["place"] for each in found] == ["slide 1", "slide 2"]


def test_bullets_and_numbers_are_inherited_or_own() -> None:
    numbered = '<a:pPr><a:buAutoNum type="arabicParenR" startAt="3"/></a:pPr>'
    deep = '<a:pPr lvl="1"><a:buAutoNum type="alphaLcPeriod"/></a:pPr>'
    none = "<a:pPr><a:buNone/></a:pPr>"
    document = read(
        Slide([
            shape("dot", a("plain", none), kind=""),
            shape("A text box."),
            shape(a("three", numbered), a("deep", deep), a("four", numbered)),
        ])
    )  # fmt: skip
    assert parts(document) == ["• dot", "plain", "A text box.", "3) three", "a. deep", "4) four"]


def test_tables_groups_diagrams_and_line_breaks() -> None:
    group = f"<p:grpSp>{shape('In a group.')}</p:grpSp>"
    broken = "<a:p><a:r><a:t>One</a:t></a:r><a:br/><a:fld><a:t>two</a:t></a:fld></a:p>"
    document = read(
        Slide(
            [table(("A", "B"), ("C", "")), group, frame('<dgm:relIds r:dm="DIAGRAM"/>'), shape(broken)],
            diagram=["Plan", "Build"],
        )
    )
    assert parts(document, "row") == ["A | B", "C |"]
    assert parts(document, "list") == ["• Plan", "• Build"]
    assert parts(document, "body") == ["In a group.", "One\ntwo"]


def test_footers_and_the_texts_of_the_master_are_furniture() -> None:
    footers = [shape("The ministry", kind="ftr"), shape("1 May", kind="dt"), shape("12", kind="sldNum")]
    document = read(Slide([*footers, shape("Text.")]), Slide([*footers]), fixed="Secret")
    assert parts(document, "running") == ["Secret", "The ministry", "1 May"]
    assert parts(document, "body") == ["Text."]


def test_comments_charts_and_hidden_slides_are_counted() -> None:
    document = read(
        Slide([shape("Shown."), frame("<c:chart/>")], comments=2), Slide([shape("Not shown.")], hidden=True)
    )
    assert document.text == "Shown."
    assert document.warnings[:3] == (
        "comments left out: 2",
        "charts left out: 1",
        "hidden slides left out: 1",
    )


def test_a_package_without_its_parts_is_one_line() -> None:
    assert "has no slides" in outcome(package({"ppt/x.xml": ""}))
    assert "empty" in outcome(package({"ppt/presentation.xml": "<p/>"}))
    files = members(Slide([shape("Text.")]))
    del files["ppt/slides/slide1.xml"]
    assert "empty" in outcome(package(files))


def test_damaged_files_give_a_line_or_a_result() -> None:
    data = pptx(Slide([shape("The town council approved the plan.")], notes=["Slowly."]))
    for each in damaged(data, 211):
        assert outcome(each)
