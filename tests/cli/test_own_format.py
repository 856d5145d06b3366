"""Which sources are translated in their own format, and where that goes."""

from __future__ import annotations

import io
from pathlib import Path, PurePath

import pytest
from docx_by_hand import docx, p
from office_documents import report

from summarize.cli.deliver import Input
from summarize.cli.own_format import OwnFormat
from summarize.errors import DocumentError, UsageError
from summarize.request import Editing, ReadingOptions

PAGE = "<!DOCTYPE html><html><body><p>Some words on a page.</p></body></html>"


def own(style: str | None, output: str | None) -> OwnFormat:
    return OwnFormat(style, output, "en", ReadingOptions(), Editing())


@pytest.mark.parametrize(
    ("name", "style", "output", "suffix"),
    [
        ("a.html", None, "b.html", "html"),
        ("a.html", None, "b.htm", "htm"),
        ("a.html", None, "b.txt", ""),
        ("a.html", "html", "b.html", ""),
        ("a.md", "md", None, "md"),
        ("a.md", "md", "b.md", "md"),
        ("a.md", "review", "b.md", ""),
        ("a.po", None, "out/", "po"),
        ("a.srt", None, None, ""),
        ("a.docx", "md", None, ""),
        ("a.pdf", None, "b.docx", "docx"),
        ("a.pdf", None, "b.txt", ""),
        ("a.pdf", None, "out/", "docx"),
        ("a.pdf", "text", "b.docx", ""),
        ("a.pdf", None, None, ""),
    ],
)
def test_the_suffix_of_an_output(name: str, style: str | None, output: str | None, suffix: str) -> None:
    assert own(style, output).suffix(Input(name, PurePath(name))) == suffix


@pytest.mark.parametrize(
    ("name", "text", "style", "output", "is_own"),
    [
        ("a.html", PAGE, None, None, True),
        ("a.html", PAGE, "text", None, False),
        ("a.html", PAGE, None, "b.txt", False),
        ("a.md", "# Some words", "json", "b.json", True),
        ("a.txt", "Some words.", None, None, False),
    ],
)
def test_texts_go_to_standard_output_in_their_format(
    tmp_path: Path, name: str, text: str, style: str | None, output: str | None, is_own: bool
) -> None:
    path = tmp_path / name
    path.write_text(text)
    document = own(style, output).document(Input(str(path), PurePath(name)))
    assert (document.editable is not None) is is_own


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("Some words.")
    with pytest.raises(DocumentError, match="another format than its name says"):
        own(None, "b.docx").document(Input(str(path), PurePath("a.docx")))


def test_a_web_page_named_like_a_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text(PAGE)
    with pytest.raises(DocumentError, match="another format than its name says"):
        own(None, "b.docx").document(Input(str(path), PurePath("a.docx")))


@pytest.mark.parametrize(
    ("name", "style", "output"),
    [
        ("a.docx", None, "b.odt"),
        ("a.docx", None, "b.PDF"),
        ("a.docx", "text", "b.docx"),
        ("a.txt", None, "b.docx"),
        ("a.txt", None, "b.json"),
        ("a.md", None, "b.html"),
        ("a.srt", None, "b.vtt"),
        ("a.txt", None, "b.po"),
        ("a.txt", None, "b.tmx"),
        ("a.docx", None, "b.docm"),
        ("a.pdf", None, "b.docm"),
        ("a.xlsm", None, "b.xlsx"),
        ("a", None, "b.docx"),
    ],
)
def test_text_is_not_written_under_the_name_of_a_document(name: str, style: str | None, output: str) -> None:
    with pytest.raises(UsageError, match=f"^--output {output} would hold text alone"):
        own(style, output).check([Input(name, PurePath(name))])


def test_a_pdf_is_translated_as_docx() -> None:
    with pytest.raises(UsageError, match=r"^--output b.pdf: a PDF is translated as DOCX; choose"):
        own(None, "b.pdf").check([Input("a.pdf", PurePath("a.pdf"))])


@pytest.mark.parametrize(("output", "is_own"), [("b.docx", True), ("b.txt", False), (None, False)])
def test_a_pdf_is_read_as_docx_only_to_be_written_so(
    tmp_path: Path, output: str | None, is_own: bool
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(report())
    document = own(None, output).document(Input(str(path), PurePath("a.pdf")))
    assert (document.editable is not None) is is_own
    assert (document.format, document.pages) == ("pdf", 3)


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("a.docx", "b.docx"),
        ("a.docm", "b.DOCM"),
        ("a.txt", "b.md"),
        ("-", "b.html"),
        ("a.docx", "b.txt"),
        ("a.docx", None),
        ("a.txt", "out.docx/"),
    ],
)
def test_outputs_that_are_what_their_name_says(name: str, output: str | None) -> None:
    own(None, output).check([Input(name, PurePath(name))])


@pytest.mark.parametrize(
    ("data", "output", "suffix"),
    [(docx(p("Some words.")), "b.docx", "docx"), (report(), "b.docx", "docx"), (PAGE.encode(), "b.html", "")],
)
def test_a_document_from_a_pipe_is_written_back(
    monkeypatch: pytest.MonkeyPatch, data: bytes, output: str, suffix: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    source, form = Input("-", PurePath("stdin")), own(None, output)
    form.check([source])
    assert form.suffix(source) == suffix
    assert form.document(source).editable is not None


def test_a_pipe_with_another_format_than_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    with pytest.raises(DocumentError, match="standard input has another format"):
        own(None, "b.docx").document(Input("-", PurePath("stdin")))
