"""ODT: everything that LibreOffice shows is found, in order, and nothing that it does not show."""

from __future__ import annotations

import pytest
from docx_by_hand import package
from odt_by_hand import TYPE, h, items, members, odt, p, table
from reading import damaged, outcome, parts

from summarize.documents.files import from_bytes
from summarize.text.documents import Document


def read(body: str, **edges: str) -> Document:
    return from_bytes(odt(body, **edges), "a.odt", language="en")


def test_titles_headings_and_captions_by_style() -> None:
    document = read(
        p("The plan", "P1")
        + h("On money", 2)
        + p("It costs.")
        + p("A map", "Illustration")
        + p("x", "Circle1")
    )
    assert [(part.role, part.level) for part in document.parts] == [
        ("title", 0), ("heading", 2), ("body", 0), ("caption", 0), ("body", 0),
    ]  # fmt: skip
    assert document.format == "odt"


def test_headings_have_their_numbers() -> None:
    document = read(h("One") + h("Deep", 2) + h("Two"))
    assert parts(document, "heading") == ["I. One", "Deep", "II. Two"]


def test_white_space_is_as_libreoffice_shows_it() -> None:
    inside = 'a\n  b<text:s text:c="3"/>c<text:tab/>d<text:line-break/><text:span>e</text:span> f'
    assert read(p(inside)).text == "a b   c\td\ne f"
    assert len(read(p('a<text:s text:c="99999999"/>b')).text) == 102


def test_tracked_changes_are_accepted() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('old words')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    assert (
        read(f"{changes}{p('A <text:change-start/>new<text:change-end/><text:change/> word')}").text
        == "A new word"
    )


def test_notes_and_comments() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>{}</text:note-citation>'
        "<text:note-body>{}</text:note-body></text:note>"
    )
    body = p("It grew" + note.format("1", p("By half.")) + ", far" + note.format("", p("See there.")) + ".")
    comment = "<office:annotation><text:p>Why?</text:p></office:annotation>"
    document = read(body + p(f"More{comment}."))
    assert document.text == "It grew[1], far[2].\n\n[1] By half.\n\n[2] See there.\n\nMore."
    assert parts(document, "footnote") == ["[1] By half.", "[2] See there."]
    assert document.warnings[0] == "comments left out: 1"


def test_hidden_text_is_left_out_and_counted() -> None:
    hidden = '<text:span text:style-name="Gone">secret</text:span>'
    section = f'<text:section text:display="none">{p("secret")}</text:section>'
    document = read(p(f"Shown{hidden}.") + section + f"<text:section>{p('Also.')}</text:section>")
    assert document.text == "Shown.\n\nAlso."
    assert document.warnings[0] == "passages of hidden text left out: 2"


def test_lists_have_their_numbers_and_bullets() -> None:
    nested = p("two") + items("deep", "deeper")
    more = items("three", more='text:continue-numbering="true"')
    document = read(
        items("one", nested)
        + p("Between.")
        + more
        + items("dot", style="Dots")
        + items(p("own", "PL"), style="")
    )
    assert parts(document, "list") == [
        "1. one",
        "2. two",
        "2.a) deep",
        "2.b) deeper",
        "3. three",
        "• dot",
        "• own",
    ]


def test_tables_are_rows_in_their_place_and_a_frame_is_text() -> None:
    nested = p("C") + table(("in", "side"))
    document = read(
        p("Before.") + table(("A", "B"), (nested, "D")) + table((p("One.") + p("Two."),)) + p("After.")
    )
    assert parts(document, "row") == ["A | B", "C | D", "in | side"]
    assert parts(document, "body") == ["Before.", "One.", "Two.", "After."]


def test_text_boxes_follow_their_paragraph() -> None:
    box = f"<draw:frame><svg:title>t</svg:title><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame>"
    drawn = f"<draw:custom-shape>{p('On a shape.')}</draw:custom-shape>"
    assert read(p(f"Text{box}.") + drawn).text == "Text.\n\nIn a box.\n\nOn a shape."


def test_headers_footers_and_contents_are_furniture() -> None:
    contents = (
        f"<text:table-of-content><text:table-of-content-source>{p('x')}</text:table-of-content-source>"
        f"<text:index-body>{p('One 1')}{p('Two 2')}</text:index-body></text:table-of-content>"
    )
    document = read(contents + p("Text."), header=p("The ministry"), footer=p("The ministry"))
    assert parts(document, "navigation") == ["One 1", "Two 2"]
    assert parts(document, "running") == ["The ministry"]
    assert parts(document, "body") == ["Text."]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY e "aaaaaaaaaa"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>',
    ],
)
def test_entities_are_never_resolved(doctype: str) -> None:
    said = outcome(odt(p("Text.") + p("&e;"), doctype))
    assert "root" not in said
    assert "aaaa" not in said


def test_ten_thousand_nested_tables_are_one_line() -> None:
    cell = "<table:table><table:table-row><table:table-cell>"
    closed = "</table:table-cell></table:table-row></table:table>"
    assert "damaged" in outcome(odt(cell * 10_000 + p("x") + closed * 10_000))


def test_a_protected_file_is_one_line() -> None:
    files = members(p("x"))
    files["META-INF/manifest.xml"] = "<m><e><encryption-data/></e></m>"
    assert "protected by a password" in outcome(package(files))
    assert "has no text" in outcome(package({"mimetype": TYPE}))


def test_damaged_files_give_a_line_or_a_result() -> None:
    data = odt(p("The town council approved the plan for a new library on Tuesday."), footer=p("Draft"))
    for each in damaged(data, 61):
        assert outcome(each)


def test_what_the_parser_says_has_no_control_characters() -> None:
    files = members(p("x"))
    files["content.xml"] = files["content.xml"].replace("drawing", "draw\x7fing", 1)
    assert outcome(package(files)).isprintable()
