"""E-books written back."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_by_hand import package
from epub_by_hand import epub, members
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts

from summarize.documents.files import from_bytes
from summarize.errors import DocumentError

PAGES = {
    "one.xhtml": "<h1>The harbour</h1><p>A <i>quiet</i> place&#160;by the sea.<br/>"
    "It is <code>old</code>.</p>",
    "two.xhtml": "<p>More words.</p><script>var a = '<p>';</script>",
}


def book(ncx: bool = False) -> bytes:
    files = members(PAGES, "Boats", {"The harbour": "one.xhtml", "More": "two.xhtml"}, ncx)
    files["OEBPS/book.opf"] = files["OEBPS/book.opf"].replace(
        "</dc:title>", "</dc:title><dc:language>en</dc:language><dc:description>About boats</dc:description>"
    )
    files["OEBPS/cover.png"] = "not a picture"
    return package(files)


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.mark.parametrize("ncx", [False, True])
def test_chapters_titles_and_contents_change(ncx: bool) -> None:
    data = book(ncx)
    done = rewritten(opened(data, "epub"), target="kk")
    files, before = content(done.data), content(data)
    assert (
        b"<h1>THE HARBOUR</h1><p>A <i>QUIET</i> PLACE&#160;BY THE SEA.<br/>IT IS <code>old</code>.</p>"
        in files["OEBPS/one.xhtml"]
    )
    assert b"var a = '<p>';" in files["OEBPS/two.xhtml"]
    assert (
        b"<dc:title>BOATS</dc:title><dc:language>kk</dc:language><dc:description>ABOUT BOATS</dc:description>"
        in files["OEBPS/book.opf"]
    )
    assert b"MORE" in files["OEBPS/toc.ncx" if ncx else "OEBPS/nav.xhtml"]
    assert b'<html lang="kk"' in files["OEBPS/one.xhtml"]
    assert {each for each in files if files[each] == before[each]} == {
        "mimetype",
        "META-INF/container.xml",
        "OEBPS/cover.png",
    }


def test_the_type_is_first_and_not_compressed_and_our_reader_opens_it() -> None:
    done = rewritten(opened(book(), "epub"))
    with zipfile.ZipFile(io.BytesIO(done.data)) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert archive.testzip() is None
    assert "A QUIET PLACE\xa0BY THE SEA." in from_bytes(done.data, "a.epub", language="en").text.replace(
        " ", " "
    ).replace("PLACE BY", "PLACE\xa0BY")


def test_a_member_that_is_no_xml_any_more_is_a_problem() -> None:
    editable = opened(book(), "epub")
    assert editable.problems(book()) == []
    damaged = package(
        {**{name: data.decode() for name, data in content(book()).items()}, "OEBPS/one.xhtml": "<p>"}
    )
    assert editable.problems(damaged) == ["OEBPS/one.xhtml is no XML any more"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<i>", "</i>", "word ", "&amp;", "<br/>", "<img alt='x y'/>", "<!-- c -->", "ә"]
        ),
        max_size=20,
    )
)
def test_the_same_blocks_are_the_same_bytes(parts: list[str]) -> None:
    data = epub({"a.xhtml": "".join(parts)}, "A title")
    assert same(opened(data, "epub")) == data


def test_books_that_are_no_books_are_refused() -> None:
    with pytest.raises(DocumentError, match="no list of contents"):
        opened(package({"mimetype": "application/epub+zip"}), "epub")
    assert texts(opened(epub({}, "A title"), "epub")) == ["A title"]


def test_the_author_of_a_table_of_contents_is_no_title() -> None:
    files = members(PAGES, "Boats", {"The harbour": "one.xhtml"}, True)
    names = "<docTitle><text>Boats</text></docTitle><docAuthor><text>Anna Smith</text></docAuthor>"
    files["OEBPS/toc.ncx"] = files["OEBPS/toc.ncx"].replace("<ncx>", f"<ncx>{names}")
    done = content(rewritten(opened(package(files), "epub")).data)["OEBPS/toc.ncx"]
    assert b"<text>BOATS</text>" in done
    assert b"<text>Anna Smith</text>" in done
    assert b"THE HARBOUR" in done
