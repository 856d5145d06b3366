"""The same article in every format gives the same sentences; and what is no document is refused by name."""

from __future__ import annotations

from collections import Counter

import pytest
from article import ARTICLES, FURNITURE, WRITTEN
from docx_by_hand import package
from reading import outcome

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.documents.formats import FORMATS, suffixes, table
from summarize.request import Length, Request
from summarize.text.language_table import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRITTEN)
def test_an_article_gives_the_same_sentences_in_every_format(name: str, language: str) -> None:
    article = ARTICLES[language]
    document = from_bytes(WRITTEN[name](article), "a")
    result = run(document, Request(length=Length("ratio", 1)))
    assert [sentence.text for sentence in result.sentences] == article.sentences
    wanted = Counter(" ".join(article.sentences).split())
    assert (wanted & Counter(result.text.split())).total() >= 0.99 * wanted.total()
    assert FURNITURE not in result.text
    assert document.language == language
    assert document.format == ("text" if name in ("text", "markdown", "gzip", "zip") else name)


def test_every_format_is_in_this_table_and_in_that_for_people() -> None:
    assert {each.name for each in FORMATS if each.suffixes} <= {*WRITTEN}
    shown = table()
    for each in FORMATS:
        assert each.title in shown
        assert all(suffix in suffixes() for suffix in each.suffixes)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(60)


def container(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(20)


@pytest.mark.parametrize(
    ("data", "what", "do"),
    [
        (ole("WordDocument"), "an old Word file (.doc)", "DOCX"),
        (ole("Workbook"), "an old Excel file (.xls)", "XLSX"),
        (ole("PowerPoint Document"), "an old PowerPoint file (.ppt)", "PPTX"),
        (ole("EncryptedPackage"), "protected by a password", "without one"),
        (ole("__substg1.0_1000001F"), "an Outlook message (.msg)", ".eml"),
        (ole("?"), "an old Office file", "DOCX"),
        (package({"Index/Document.iwa": ""}), "an Apple iWork file (.pages", "PDF or DOCX"),
        (
            package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "spreadsheet (.ods)",
            "XLSX",
        ),
        (package({"mimetype": "application/vnd.oasis.opendocument.graphics"}), "a LibreOffice file", "PDF"),
        (package({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "a binary Excel file (.xlsb)", "XLSX"),
        (package({"[Content_Types].xml": ""}), "an Office file of a kind that is not read", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image", "--ocr"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a JPEG image", "--ocr"),
        (container(b"heic"), "a HEIC image", "PNG"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP image", "PNG"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a recording", "transcribe"),
        (container(b"M4A "), "an M4A recording", "transcribe"),
        (container(b"mp42"), "a video or audio file", "transcribe"),
        (b"ID3\x04\x00\x00\x00", "an MP3 recording", "transcribe"),
        (b"fLaC\x00\x00\x00\x22", "a FLAC recording", "transcribe"),
        (bytes(257) + b"ustar\x0000" + bytes(300), "a tar archive", "unpack"),
        (b"Rar!\x1a\x07\x00\x00", "a RAR archive", "unpack"),
        (b"AT&TFORM\x00\x00\x00\x00DJVM", "a DjVu file", "PDF"),
        (b"SQLite format 3\x00", "an SQLite database", "CSV"),
    ],
)
def test_what_is_not_read_is_refused_by_name_with_what_to_do(data: bytes, what: str, do: str) -> None:
    said = outcome(data)
    assert what in said
    assert do in said
