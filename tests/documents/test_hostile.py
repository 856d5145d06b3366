"""Files made to do harm: each gives one line or a result, fetches nothing and ends."""

from __future__ import annotations

import zlib
from itertools import permutations
from pathlib import Path

import pytest
from article import ARTICLES, WRITTEN
from docx_by_hand import docx, p, package
from epub_by_hand import members as epub_members
from odt_by_hand import members as odt_members
from pdf_by_hand import CATALOGUE, ONE, PAGE, raw_pdf, stream
from pptx_by_hand import Slide, shape
from pptx_by_hand import members as pptx_members
from reading import outcome
from xlsx_by_hand import Sheet
from xlsx_by_hand import members as xlsx_members

TEXT = "The council approved the plan."
_RUN = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
DOCX = {"word/document.xml": f'<w:document xmlns:w="w"><w:body>{_RUN}</w:body></w:document>'}
BOOK = epub_members({"a.xhtml": f"<p>{TEXT}</p>"}, TEXT)
CELL = f'<c t="str"><v>{TEXT}</v></c>'
PACKAGES = {  # the members of a small file of each format, and the one that has its text
    "docx": (DOCX, "word/document.xml"),
    "odt": (odt_members(f"<text:p>{TEXT}</text:p>"), "content.xml"),
    "pptx": (pptx_members(Slide([shape(TEXT)])), "ppt/slides/slide1.xml"),
    "xlsx": (xlsx_members(Sheet("S", [[CELL, "x"]])), "xl/worksheets/sheet1.xml"),
    "xlsx strings": (xlsx_members(Sheet("S", [[TEXT, "x"]])), "xl/sharedStrings.xml"),
    "epub": (BOOK, "OEBPS/a.xhtml"),
    "epub list": (BOOK, "OEBPS/book.opf"),
}
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def changed(name: str, text: str) -> bytes:
    """The file with the member that has its text replaced."""
    files, path = PACKAGES[name]
    return package({**files, path: text})


def of(name: str) -> str:
    files, path = PACKAGES[name]
    return files[path]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_member_that_packs_too_well_is_not_unpacked(name: str) -> None:
    assert "unpacks to more than any document needs" in outcome(changed(name, of(name) + " " * 30_000_000))


def declaring(name: str, doctype: str, entities: str) -> bytes:
    """The file with entities at the beginning of its text, and their declarations."""
    text = of(name)
    start = text.index("<", text.index("?>") if "?>" in text else 0)
    start = text.index("<html") if "<html" in text else start
    shown = TEXT if TEXT in text else TEXT[3:]  # two runs of one string
    return changed(name, doctype + text[start:].replace(shown, entities + shown, 1))


@pytest.mark.parametrize("name", PACKAGES)
def test_entities_are_not_expanded(name: str) -> None:
    for entity in ("&l1;", "&l11;"):
        assert "haha" not in outcome(declaring(name, f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', entity))


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_file_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "x.dtd").write_text('<!ENTITY f "secret">')
    for entity in ("e", "f"):
        doctype = (
            f'<!DOCTYPE x SYSTEM "{tmp_path}/x.dtd" [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
        )
        assert "secret" not in outcome(declaring(name, doctype, f"&{entity};"))


@pytest.mark.parametrize("name", PACKAGES)
def test_ten_thousand_elements_inside_each_other_end_in_a_line_or_a_result(name: str) -> None:
    text = of(name)
    at = text.rindex("</")
    assert outcome(changed(name, f"{text[:at]}{'<x>' * 10_000}{'</x>' * 10_000}{text[at:]}"))


@pytest.mark.parametrize(
    "one", ["pdf", "docx", "odt", "pptx", "xlsx", "epub", "rtf", "html", "srt", "gzip", "zip"]
)
def test_the_beginning_of_one_file_and_the_end_of_another(one: str) -> None:
    article = ARTICLES["kk"]
    data = WRITTEN[one](article)
    for other in WRITTEN:
        rest = WRITTEN[other](article)
        for share in (0.1, 0.5, 0.9):
            assert outcome(data[: int(len(data) * share)] + rest[int(len(rest) * share) :])


@pytest.mark.parametrize(("one", "other"), list(permutations(["odt", "pptx", "xlsx", "epub"], 2)))
def test_a_package_that_is_two_formats_at_once(one: str, other: str) -> None:
    assert outcome(package({**PACKAGES[one][0], **PACKAGES[other][0], "word/document.xml": "<x/>"}))


LOOPS = {
    "pages in pages": raw_pdf(CATALOGUE, "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"),
    "a length that is itself": raw_pdf(
        CATALOGUE, ONE, PAGE, "<< /Length 4 0 R >>\nstream\n/F Do\nendstream", stream("", "/Subtype /Form")
    ),
    "a table before itself": raw_pdf(CATALOGUE, ONE, PAGE, stream("")).replace(b"/Root", b"/Prev 9 /Root"),
    "a million pages that are one": raw_pdf(
        CATALOGUE, "<< /Type /Pages /Count 1000000 /Kids [3 0 R] >>", PAGE, stream("")
    ),
    "a parent that is a child": raw_pdf(CATALOGUE, ONE, PAGE.replace("2 0 R", "3 0 R"), stream("")),
    "brackets without end": raw_pdf(CATALOGUE, ONE, PAGE, stream("[" * 100_000)),
    "dictionaries without end": raw_pdf(CATALOGUE, "<< /A " * 50_000),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_pdfs_with_loops_end(name: str) -> None:
    assert "PDF" in outcome(LOOPS[name], "file.x")


def test_a_bomb_in_a_pdf_is_a_line_or_a_result() -> None:
    packed = zlib.compress(zlib.compress(b" " * 50_000_000)).decode("latin-1")
    content = stream(packed, "/Filter [/FlateDecode /FlateDecode]")
    assert "PDF" in outcome(raw_pdf(CATALOGUE, ONE, PAGE, content), "file.x")


def test_macros_and_scripts_are_no_text() -> None:
    files = docx(p(TEXT))
    assert outcome(files) == TEXT
    page = f"<html><body onload='alert(1)'><script>steal()</script><article><p>{TEXT}</p></article></body>"
    assert "steal" not in outcome(page.encode())
    script = raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (steal) >> >>",
        ONE,
        PAGE,
        stream(""),
    )
    assert "steal" not in outcome(script)
