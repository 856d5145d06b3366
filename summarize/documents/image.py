"""Pictures of text (PNG, JPEG, TIFF), read by OCR if that is asked for."""

from __future__ import annotations

from summarize.documents.builder import Reading
from summarize.documents.ocr import Tesseract
from summarize.documents.pdf.reader import built, paragraphs
from summarize.errors import DocumentError
from summarize.request import ReadingOptions


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of a picture.

    Raises:
        DocumentError: tesseract is not installed or cannot read it, or finds no text.
    """
    tesseract = Tesseract(name, options.language)
    sheets = list(tesseract.sheets(data))
    found = paragraphs(iter(sheets))
    if not found:
        raise DocumentError(f"{name} is an image in which no text was recognised")
    return built(found).reading("ocr", len(sheets), tesseract.warnings())
