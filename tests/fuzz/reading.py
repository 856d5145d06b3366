"""Files of one format to a text, a summary with exact offsets, and its JSON; for the targets of readers."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from fuzz.trial import check_lines
from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.request import Length, ReadingOptions, Request
from summarize.result.document import document_to_json

_FILE = re.compile(rb"^%%% (.*)\n", re.MULTILINE)
XML = (
    b"<", b">", b"</", b"/>", b"&", b"&amp;", b"&#0;", b"&#x110000;", b"&nbsp;", b"&e;", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"<?x ?>", b"<!DOCTYPE x [<!ENTITY e 'a'>]>", b"\x00", b"\xff", b'""', b'"-1"',
    b'"999999999999"', b'"1e400"', b'"nan"', b'"../../x"', b'"true"', b"xmlns:w='w'", "Ә".encode(),
    b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\n", b" ",
)  # fmt: skip


def attack_document(data: bytes, folder: Path, options: ReadingOptions | None = None) -> None:
    """Read the bytes as a file, and summarise what was read."""
    document = from_bytes(data, "a", options=options or ReadingOptions())
    check_lines(document.warnings, folder)
    before = 0
    for part in document.parts:
        assert before <= part.start < part.end <= len(document.text)
        assert document.text[part.start : part.end].strip() == document.text[part.start : part.end]
        before = part.end
    starts = [place.start for place in document.places]
    assert starts == sorted(starts)
    assert all(0 <= start < len(document.text) for start in starts)
    json.dumps(document_to_json(document), ensure_ascii=False).encode()
    result = run(document, Request(length=Length("words", 20)))
    assert result.text.strip(), "an empty summary"
    for sentence in result.sentences:
        assert document.text[sentence.start : sentence.end] == sentence.text


def zipped(data: bytes) -> bytes:
    """A zip package of the files in an input, each of which begins with a line ``%%% name``."""
    pieces = _FILE.split(data)
    files = {
        name.decode("utf-8", "replace")[:200].replace("\0", "") or "x": content.removesuffix(b"\n")
        for name, content in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()
