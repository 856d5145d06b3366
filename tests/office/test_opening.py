# ruff: noqa: E501  (documents in long lines)
"""LibreOffice opens every Office file that we write, and the text in it is ours.

All files are converted to PDF by one process, and each word of each block has to be in the PDF.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx_by_hand import p, r
from editing import opened, set_again, translated
from office_documents import (
    BODY,
    PARAGRAPHS,
    SHAPES,
    STRINGS,
    contract,
    drawn,
    letter,
    presentation,
    report,
    shape,
    workbook,
)  # fmt: skip

from summarize.documents.editing.formats import written_as
from summarize.request import Editing

_SECONDS = 300
# Without Liberation, which lacks Kazakh letters: from a second font they may come in another order in the PDF.
_FONTS = """<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir>
<selectfont><rejectfont><glob>*/*iberation*</glob></rejectfont></selectfont></fontconfig>"""
_SHOWN = frozenset(["body", "table", "header", "footer", "footnote", "endnote", "text box"])
_WORDS = {
    "kk": [
        "қалалық",
        "кітапхана",
        "келісімшарт",
        "жасасу",
        "туралы",
        "өтініш",
        "әңгіме",
        "ұсыныс",
        "іске",
        "асыру",
        "өңірде",
        "ғимарат",
        "һәм",
        "мәтін",
    ],
    "ru": [
        "городская",
        "библиотека",
        "договор",
        "заключить",
        "заявление",
        "объявление",
        "съезд",
        "щедрый",
        "чтение",
        "юг",
        "мягкий",
        "подъём",
    ],
}
DOCUMENTS = {
    "docx": contract(), "odt": letter(), "pptx": presentation(), "xlsx": workbook(),
    "docx-long": contract(BODY + p("Another line of the text.") * 40),
    "docx-runs": contract(
        BODY + "".join(
        f"<w:p>{r('One ')}{r('two', '<w:b/>')}{r(' three ')}{r('four', '<w:i/>')}{r(' five.')}</w:p>" for _ in range(9)
    )),
    "odt-long": letter(PARAGRAPHS * 3),
    "pptx-more": presentation(*SHAPES, shape(4, f"<a:p>{drawn('More ')}{drawn('of it', 'u=' + chr(34) + 'sng' + chr(34))}</a:p>")),
    "pdf": report(),
    "xlsx-more": workbook(*STRINGS, "<si><t>One more text of a cell</t></si>"),
}  # fmt: skip


def say(target: str) -> Any:
    """An engine with words of a language: as many as the sentence has, its numbers kept."""
    chosen = random.Random(5)

    def said(text: str) -> str:
        words = [
            word if any(map(str.isdigit, word)) else chosen.choice(_WORDS[target]) for word in text.split()
        ]
        return " ".join(words)

    return said


def files() -> Iterator[tuple[str, str, bytes]]:
    """The name, the format and the bytes of each file: in two languages, and with all its runs put in anew."""
    for name, data in DOCUMENTS.items():
        source = name.partition("-")[0]
        form = str(written_as(source))
        yield f"{name}-again", form, set_again(opened(data, source), "ru")
        for target in _WORDS:
            made = translated(data, say(target), target, editing=Editing(comments=True, sheet_names=True))
            assert made.file is not None
            yield f"{name}-{target}", form, made.file.data


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], str]]:
    """The words that each file must show, and all letters of its PDF."""
    folder = tmp_path_factory.mktemp("office")
    wanted: dict[str, list[str]] = {}
    for name, form, data in files():
        (folder / f"{name}.{form}").write_bytes(data)
        shown = [block.text for block in opened(data, form).blocks if block.kind in _SHOWN]
        wanted[name] = [word for text in shown for word in text.split() if word.isalpha()]
    paths = sorted(str(path) for path in folder.iterdir())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    (folder / "fonts.conf").write_text(_FONTS)
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf"), *paths],
        check=True, capture_output=True, timeout=_SECONDS,
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )  # fmt: skip
    return {name: (words, _letters(folder / "pdf" / f"{name}.pdf")) for name, words in wanted.items()}


def _letters(path: Path) -> str:
    """All letters of a PDF; empty if there is none."""
    if not path.exists():
        return ""
    with pypdfium2.PdfDocument(path) as document:
        return "".join(
            each for page in document for each in page.get_textpage().get_text_range() if each.isalnum()
        )


@pytest.mark.parametrize("name", [f"{name}-{how}" for name in DOCUMENTS for how in ("again", *_WORDS)])
def test_the_file_opens_and_has_our_text(texts: dict[str, tuple[list[str], str]], name: str) -> None:
    words, letters = texts[name]
    assert words
    assert letters, "LibreOffice cannot open it"
    assert [word for word in words if word not in letters] == []
