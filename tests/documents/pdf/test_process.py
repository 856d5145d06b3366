"""PDFs are read in a process of their own, which a file may end; the next file starts it again."""

from __future__ import annotations

import pytest
from pdf_by_hand import CATALOGUE, ONE, PAGE, RESOURCES, Page, pdf, raw_pdf, stream
from pypdfium2 import PdfDocument

from summarize import progress
from summarize.documents.files import from_bytes
from summarize.documents.pdf import heads, process
from summarize.documents.pdf.characters import Sheet, sheets
from summarize.documents.pdf.lines import lines
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

TEXT = "The council approved the plan for a new library on Tuesday."


def small(count: int = 1) -> bytes:
    pages = []
    for _ in range(count):
        page = Page()
        page.paragraph(60, 760, TEXT, 400)
        pages.append(page)
    return pdf(*pages)


def test_a_page_that_draws_itself_ends_the_other_process_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_MEMORY", 2**30)
    form = stream("/F Do /F Do", f"/Subtype /Form /BBox [0 0 9 9] {RESOURCES}")
    with pytest.raises(DocumentError, match=r"a\.pdf is a PDF that is damaged, or needs more memory or time"):
        from_bytes(raw_pdf(CATALOGUE, ONE, PAGE, stream("/F Do"), form), "a.pdf")
    assert from_bytes(small(), "a.pdf").text == TEXT


def test_a_file_that_takes_too_long_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    process._process.close()
    with monkeypatch.context() as patched:
        patched.setattr(process, "_PATIENCE", 0.001)  # Python itself takes longer to start
        with pytest.raises(DocumentError, match="needs more memory or time than any other; not read"):
            from_bytes(small(), "a.pdf")
    assert from_bytes(small(), "a.pdf").text == TEXT


def test_long_files_report_their_pages_and_short_ones_do_not() -> None:
    heard: list[tuple[str, int, int, int]] = []
    with progress.listening(lambda *each: heard.append(each)):
        from_bytes(small(49), "a.pdf")
        assert heard == []
        from_bytes(small(50), "a.pdf")
    assert heard == [("pages", number, 50, 0) for number in range(50)]


def test_what_is_wrong_with_the_reader_itself_is_no_error_of_the_file() -> None:
    answer = process._answer(b"%PDF-", "a.pdf", ReadingOptions(password=5))  # type: ignore[arg-type]
    assert "Traceback" in answer["bug"]


def test_an_interrupted_file_leaves_nothing_for_the_next() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with progress.listening(interrupt), pytest.raises(KeyboardInterrupt):
        from_bytes(small(50), "a.pdf")
    assert from_bytes(small(), "a.pdf").text == TEXT


def test_pages_are_read_one_by_one_and_no_more_than_are_needed() -> None:
    opened: list[int] = []
    returned = 0

    def watched(found: list[Sheet]) -> object:
        for sheet in found:
            opened.append(sheet.number)
            yield sheet.number, lines(sheet.number, sheet.characters)

    document = PdfDocument(small(60))
    for parted in heads.part(watched(sheets(document))):  # type: ignore[arg-type]
        returned += 1
        assert parted.number == returned
        assert len(opened) <= returned + 10
    assert returned == 60
    document.close()
