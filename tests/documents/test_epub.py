"""EPUB: chapters in the order of the book, with what the table of contents calls them."""

from __future__ import annotations

import pytest
from docx_by_hand import package
from epub_by_hand import epub, members
from reading import damaged, outcome, parts

from summarize.documents.files import from_bytes
from summarize.text.documents import Document
from summarize.text.parts import place_at

PAGES = {
    "b.xhtml": "<h1>The start</h1><p>One&nbsp;word.</p>",
    "text/a%20a.xhtml": "<p>It goes on.</p>",
    "c.xhtml": "<header><h2>The end</h2></header><p>Two &amp; three.</p><ul><li>item</li></ul>",
}


def read(pages: dict[str, str] = PAGES, toc: dict[str, str] | None = None, *, ncx: bool = False) -> Document:
    files = members(pages, "A book", toc, ncx)
    moved = {path.replace("%20", " "): text for path, text in files.items()}
    return from_bytes(package(moved), "a.epub", language="en")


def labels(document: Document) -> list[str]:
    places = (place_at(document.places, document.text.index(words)) for words in ("One", "It goes", "Two"))
    return [place.label if place else "" for place in places]


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    document = read()
    assert parts(document, "title", "heading") == ["A book", "The start", "The end"]
    assert parts(document, "body", "list") == ["One word.", "It goes on.", "Two & three.", "• item"]
    assert document.format == "epub"


@pytest.mark.parametrize("ncx", [True, False])
def test_chapters_are_called_as_in_the_table_of_contents(ncx: bool) -> None:
    document = read(toc={"Chapter I": "b.xhtml#x", "Chapter II": "c.xhtml"}, ncx=ncx)
    assert labels(document) == ["Chapter I", "Chapter I", "Chapter II"]
    assert parts(document, "navigation") == ([] if ncx else ["Chapter I", "Chapter II"])


def test_without_a_table_of_contents_headings_are_used_and_then_numbers() -> None:
    assert labels(read()) == ["The start", "The start", "The end"]
    pages = {"a.xhtml": "<p>One.</p>", "b.xhtml": "<p>It goes.</p>", "c.xhtml": f"<h1>{'Two ' * 40}</h1>"}
    found = labels(read(pages))
    assert found[:2] == ["section 1", "section 1"]
    assert len(found[2]) == 60


def test_notes_are_apart_and_asides_are_text() -> None:
    page = (
        '<p>It grew<sup><a epub:type="noteref" href="#n">1</a></sup>.</p><aside>By the way.</aside>'
        '<aside epub:type="footnote"><p>By half.</p></aside>'
    )
    document = read({"a.xhtml": page})
    assert parts(document, "body") == ["It grew[1].", "By the way."]
    assert parts(document, "footnote") == ["By half."]


def test_pages_that_are_not_well_formed_are_read_as_browsers_do() -> None:
    document = read({"a.xhtml": "<p>One<br>word &unknown; here.<p>Two."})
    assert parts(document, "body") == ["One word &unknown; here.", "Two."]


def test_entities_are_never_resolved() -> None:
    files = members({"a.xhtml": "<p>Text. &e;</p>"})
    page = files["OEBPS/a.xhtml"]
    start, end = page.index("<!DOCTYPE"), page.index("<html")
    declared = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    files["OEBPS/a.xhtml"] = page[:start] + declared + page[end:]
    assert "root" not in outcome(package(files))


def test_copy_protection_is_refused_and_protected_fonts_are_not() -> None:
    files = members({"a.xhtml": "<p>Text.</p>"})
    protected = '<e><CipherReference URI="{}"/></e>'
    files["META-INF/encryption.xml"] = protected.format("OEBPS/font.otf")
    assert outcome(package(files)) == "Text."
    files["META-INF/encryption.xml"] = protected.format("OEBPS/a.xhtml")
    assert "copy protection" in outcome(package(files))


def test_a_package_without_its_parts_is_one_line() -> None:
    assert "has no list of contents" in outcome(package({"META-INF/container.xml": "<c/>"}))
    assert "empty" in outcome(epub({}))


def test_deep_nesting_is_one_line_or_read() -> None:
    assert "nested too deeply" in outcome(epub({"a.xhtml": "<div>" * 10_000 + "Text."}))


def test_damaged_files_give_a_line_or_a_result() -> None:
    data = epub({"a.xhtml": "<p>The town council approved the plan.</p>"}, "A book", {"One": "a.xhtml"})
    for each in damaged(data, 97):
        assert outcome(each)
