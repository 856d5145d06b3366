"""OCR: what tesseract says becomes pages; the program itself is replaced by a script that knows one page."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from pdf_by_hand import Page, pdf
from reading import parts

from summarize import progress
from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

OCR = ReadingOptions(ocr=True)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
LINES = (  # block, top, height and words
    (0, 20, 80, ("A", "new", "library")),
    (0, 100, 40, ("The", "town", "council", "of", "Karabulak", "approved")),
    (0, 160, 48, ("the", "plan", "for", "a", "new", "library.")),
    (1, 400, 34, ("It", "has", "three", "reading", "rooms.")),
)
_PROGRAM = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("List of available languages (2):\\n{languages}")
    sys.exit()
given = sys.stdin.buffer.read()
if not given.startswith((b"P5 ", b"\\x89PNG")):
    sys.exit("what is this?\\nno picture")
open({log!r}, "a").write(" ".join(sys.argv[1:]) + f" {{given[:2]!r}}\\n")
sys.stdout.write({said!r})
"""


def said() -> str:
    rows = ["level page_num block_num par_num line_num word_num left top width height conf text"]
    rows.append("1 1 0 0 0 0 0 0 2480 3508 -1 ")
    for line, (block, top, height, words) in enumerate(LINES):
        left = 200
        for number, word in enumerate(words):
            rows.append(f"5 1 {block} 1 {line} {number} {left} {top} {25 * len(word)} {height} 90.5 {word}")
            left += 25 * len(word) + 20
    return "".join("\t".join(row.split(" ")) + "\n" for row in rows)


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts the script on the path; the file that it writes its arguments to."""
    install(tmp_path, monkeypatch, "eng\\nrus\\nkaz")
    return tmp_path / "log"


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, languages: str) -> None:
    program = folder / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        _PROGRAM.format(python=sys.executable, languages=languages, said=said(), log=str(folder / "log"))
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))


def scan(pages: int = 1) -> bytes:
    return pdf(*[Page(picture=True)] * pages)


def test_a_scan_is_read_with_its_lines_joined(tesseract: Path) -> None:
    document = from_bytes(scan(), "a.pdf", language="en", options=OCR)
    assert parts(document, "body") == [
        "The town council of Karabulak approved the plan for a new library.",
        "It has three reading rooms.",
    ]
    assert parts(document, "heading") == ["A new library"]
    assert (document.format, document.pages) == ("pdf", 1)
    assert document.warnings == ("text recognised by OCR, mean confidence 90 %: check names and numbers",)
    assert tesseract.read_text() == "stdin stdout -l eng --dpi 300 tsv b'P5'\n"


def test_only_pages_without_text_are_recognised_and_each_is_reported(tesseract: Path) -> None:
    page = Page()
    page.paragraph(60, 760, "The mayor spoke first, and then the council voted on the plan.", 400)
    heard: list[tuple[str, int, int, int]] = []
    with progress.listening(lambda *each: heard.append(each)):
        document = from_bytes(pdf(Page(picture=True), page, Page(picture=True)), "a.pdf", options=OCR)
    assert heard == [("OCR, pages", 0, 3, 0), ("OCR, pages", 2, 3, 0)]
    assert "The mayor spoke first" in document.text
    assert tesseract.read_text().count("-l eng+rus+kaz") == 2
    assert [place.page for place in document.places] == [1, 2, 3]


def test_fonts_without_a_map_to_letters_are_recognised(tesseract: Path) -> None:
    page = Page()
    page.paragraph(60, 760, "Words that no one can read without looking at them.", 250)
    document = from_bytes(pdf(page, mapped=False), "a.pdf", language="en", options=OCR)
    assert document.text.startswith("A new library")


def test_a_picture_is_read(tesseract: Path) -> None:
    document = from_bytes(PNG, "a.png", language="kk", options=OCR)
    assert document.text.startswith("A new library")
    assert (document.format, document.encoding) == ("image", "ocr")
    assert "-l kaz " in tesseract.read_text()


def test_what_tesseract_cannot_read_is_one_line(tesseract: Path) -> None:
    with pytest.raises(DocumentError, match=r"a\.tif: tesseract cannot read it: what is this\? no picture"):
        from_bytes(b"II*\x00" + bytes(20), "a.tif", options=OCR)


def test_missing_languages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "eng\\nosd")
    document = from_bytes(scan(), "a.pdf", options=OCR)
    assert "OCR without tesseract's language data rus, kaz, which is not installed" in document.warnings
    with pytest.raises(DocumentError, match="language data kaz; install tesseract-ocr-kaz"):
        from_bytes(scan(), "a.pdf", language="kk", options=OCR)


def test_without_tesseract_the_line_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match="--ocr needs tesseract; install it"):
        from_bytes(scan(), "a.pdf", options=OCR)
    with pytest.raises(DocumentError, match="a PNG image; give --ocr"):
        from_bytes(PNG, "a.png")
