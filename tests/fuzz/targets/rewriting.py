# ruff: noqa: E501  (one list)
"""Office files written back: any XML in a package becomes a file without faults, or one line."""

from __future__ import annotations

from pathlib import Path

from scripted_engine import Scripted, by

from fuzz.reading import XML, zipped
from fuzz.trial import check_lines, corpus
from summarize.documents.editing.formats import lost
from summarize.documents.files import from_bytes
from summarize.request import Editing, ReadingOptions
from summarize.translation.direction import Options
from summarize.translation.document import translate_document

TOKENS = (
    *XML, b"<w:r>", b"</w:r>", b'<w:fldChar w:fldCharType="begin"/>', b'<w:fldChar w:fldCharType="end"/>', b"<w:ins>",
    b"</w:ins>", b"<w:del/>", b"<w:sdt>", b"<w:hyperlink>", b"<w:t>", b"</w:t>", b"<w:rPr><w:b/></w:rPr>", b"<a:br/>",
    b"<a:r>", b"<a:p>", b"<text:span>", b"</text:span>", b"<text:s text:c=\"999999999\"/>", b"<text:change/>", b"<is>",
    b"<si>", b"<r>", b"</r>", b"<tableColumn name='a'/>", b"inlineStr", b"&amp;L",
)  # fmt: skip
_ENGINE = Scripted(lambda text, *_: " ".join(reversed(text.upper().split())))


def seeds() -> list[bytes]:
    return [data for name in ("docx", "odt", "pptx", "xlsx") for data in corpus(name)]


def attack(data: bytes, folder: Path) -> None:
    asked = Editing(comments=True, sheet_names=True)
    options = ReadingOptions(editing=asked)
    document = from_bytes(zipped(data), "a", language="en", options=options)
    if document.editable is None:
        return
    check_lines(document.warnings, folder)
    done = translate_document(document, "ru", by(_ENGINE), Options(mend=False))
    assert done.file is not None
    again = from_bytes(done.file.data, "b", language="ru", options=options).editable
    assert again is not None
    for before, after in zip(document.editable.blocks, again.blocks, strict=True):
        assert lost(before, after.runs) == ""
