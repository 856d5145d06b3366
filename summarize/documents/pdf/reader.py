"""Read a PDF, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from summarize import progress
from summarize.documents.builder import Builder, Reading
from summarize.documents.ocr import Tesseract
from summarize.documents.pdf.characters import Sheet, sheets
from summarize.documents.pdf.heads import part
from summarize.documents.pdf.lines import lines
from summarize.documents.pdf.paragraphs import Flow, Paragraph
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.normalization import normalize
from summarize.text.parts import Place

_PASSWORD = 4  # PDFium's error for a missing or wrong password
_TOO_MANY = 0.3  # share of characters without a meaning that makes the text useless
_FEW = 0.005  # share that is worth a warning
_NAMED = 10  # pages named in a warning
_LEVELS = 6
_LONG = 50  # pages from which progress is reported
_OCR = "give --ocr to recognise the letters in its pictures, which needs tesseract"


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of a PDF: paragraphs in reading order, without running heads in between.

    Raises:
        DocumentError: it is damaged or protected, or has no text (a scan).
    """
    from pypdfium2 import PdfiumError

    pdf = _opened(data, name, options.password)
    notes = _Notes(len(pdf))
    tesseract = Tesseract(name, options.language) if options.ocr else None
    try:
        pages = notes.seen(sheets(pdf))
        found = paragraphs(_recognised(pdf, pages, tesseract) if tesseract else pages)
        count = len(pdf)
    except PdfiumError:
        raise DocumentError(f"{name} is a damaged PDF and cannot be read") from None
    finally:
        pdf.close()
    if not tesseract and notes.unmapped > _TOO_MANY * max(1, notes.characters):
        raise DocumentError(f"{name} is a PDF whose fonts do not say which letters they draw; {_OCR}")
    if not found:
        what = "has no text, only pictures (a scan)" if notes.pictures else "has no text"
        raise DocumentError(f"{name} is a PDF that {what}" + ("" if tesseract else f"; {_OCR}"))
    return built(found).reading("pdf", count, tesseract.warnings() if tesseract else notes.warnings())


def paragraphs(pages: Iterator[Sheet]) -> list[Paragraph]:
    """The paragraphs of pages, in reading order."""
    flow = Flow()
    found = [
        paragraph
        for page in part((sheet.number, lines(sheet.number, sheet.characters)) for sheet in pages)
        for paragraph in flow.page(page)
    ]
    return [*found, *flow.end()]


def _recognised(pdf: Any, pages: Iterator[Sheet], tesseract: Tesseract) -> Iterator[Sheet]:
    """The pages; those without usable text as tesseract reads their pictures."""
    for sheet in pages:
        if sheet.pictures or sheet.unmapped > _TOO_MANY * max(1, len(sheet.characters)):
            progress.report("OCR, pages", sheet.number - 1, len(pdf))
            page = pdf[sheet.number - 1]
            try:
                sheet = tesseract.page(page, sheet.number)
            finally:
                page.close()
        yield sheet


def _opened(data: bytes, name: str, password: str | None) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data, password=password)
        if len(pdf):
            return pdf
        pdf.close()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            wrong = "the password does not open it" if password else "give its --password"
            raise DocumentError(f"{name} is a PDF protected by a password; {wrong}") from None
        raise DocumentError(f"{name} is a damaged PDF and cannot be read") from None
    raise DocumentError(f"{name} is a PDF without pages")


class _Notes:
    """What was seen on the pages that the user should know."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.characters = 0
        self.unmapped = 0
        self.pictures: list[int] = []

    def seen(self, pages: Iterator[Sheet]) -> Iterator[Sheet]:
        """The same pages, counted."""
        for sheet in pages:
            if self.count >= _LONG:
                progress.report("pages", sheet.number - 1, self.count)
            self.characters += len(sheet.characters)
            self.unmapped += sheet.unmapped
            if sheet.pictures:
                self.pictures.append(sheet.number)
            yield sheet

    def warnings(self) -> list[str]:
        """One line each."""
        found = []
        if self.pictures:
            pages = ", ".join(map(str, self.pictures[:_NAMED])) + (" …" * (len(self.pictures) > _NAMED))
            found.append(f"pages without text, only pictures: {pages}; {_OCR}")
        share = self.unmapped / max(1, self.characters)
        if share > _FEW:
            found.append(
                f"{share:.0%} of the characters are in fonts that do not say which letters they draw"
            )
        return found


def built(paragraphs: Sequence[Paragraph]) -> Builder:
    """The parts: words hyphenated at line ends are joined, with the whole document as evidence."""
    paragraphs = _without_copies(paragraphs)
    normalized = normalize("\n\n".join(paragraph.text for paragraph in paragraphs))
    sizes = sorted({round(each.size) for each in paragraphs if each.role == "heading"}, reverse=True)
    level = {size: min(number, _LEVELS) for number, size in enumerate(sizes, 1)}
    builder, start, page = Builder(), 0, 0
    for paragraph in paragraphs:
        first, last = normalized.span(start, start + len(paragraph.text))
        text = normalized.text[first:last].replace("\n", " ")
        places = []
        offset = start
        for number, line in paragraph.lines:
            if number != page and paragraph.role not in ("running", "footnote"):
                moved = normalized.span(offset, offset)[0]
                places.append(Place(max(moved - first, 0), f"p. {number}", number))
                page = number
            offset += len(line) + 1
        size = round(paragraph.size)
        builder.add(text, paragraph.role, level[size] if paragraph.role == "heading" else 0, places)
        start += len(paragraph.text) + 2
    return builder


def _without_copies(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Running heads once each, without page numbers; everything else as it is."""
    kept, seen = [], set()
    for paragraph in paragraphs:
        if paragraph.role == "running":
            key = "".join(filter(str.isalpha, paragraph.text))
            if len(key) < 3 or key in seen:
                continue
            seen.add(key)
        kept.append(paragraph)
    return kept
