"""RTF: text by striprtf, and the roles of its paragraphs by a first pass over the groups."""

from __future__ import annotations

import re

from summarize.documents.builder import Builder, Reading
from summarize.documents.rtf_groups import BOX, CELL, HEADING, LIST, MARKS, NOTE, PARAGRAPH, Groups, groups
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.parts import Role

_PICTURE = re.compile(rb"(?<![0-9A-Fa-f\s])[0-9A-Fa-f\s]{512,}")  # its bytes, two digits each
_LARGEST = 64 * 2**20  # bytes without pictures; books have two
_LEVEL = re.compile(f"{HEADING}(\\d){HEADING}")
_ITEM = re.compile(f"\\A\\s*{LIST}([^{LIST}]*){LIST}")
_POINTER = re.compile(f"([{NOTE}{BOX}])(\\d+)\\1")


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of an RTF file.

    Deletions are out; footnotes and text boxes follow their paragraph, headers and footers the text.
    Comments and hidden text are left out and counted.

    Raises:
        DocumentError: it is larger than any text.
    """
    data = _PICTURE.sub(b" ", data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if len(data) > _LARGEST:
        raise DocumentError(
            f"{name} is an RTF file of more than {_LARGEST >> 20} MB of text; save it as DOCX"
        )
    found = groups(data)
    writer = _Writer(found)
    writer.paragraphs(found.text)
    for text in dict.fromkeys(writer.flat(edge) for edge in found.edges):
        writer.builder.add(text, "running")
    counts = {"comments": found.comments, "passages of hidden text": found.hidden}
    warnings = [f"{what} left out: {count}" for what, count in counts.items() if count]
    return writer.builder.reading("rtf", warnings=warnings)


class _Writer:
    def __init__(self, found: Groups) -> None:
        self.builder = Builder()
        self._found = found

    def paragraphs(self, part: bytearray) -> None:
        """Add the paragraphs of a part, each with its notes and boxes."""
        for paragraph in self._decoded(part).split(PARAGRAPH):
            pointers = _POINTER.findall(paragraph)
            self._paragraph(
                _POINTER.sub(lambda found: f"[{found[2]}]" if found[1] == NOTE else "", paragraph)
            )
            for kind, number in pointers:
                parts = self._found.notes if kind == NOTE else self._found.boxes
                if int(number) <= len(parts):
                    part, parts[int(number) - 1] = parts[int(number) - 1], bytearray()  # each is read once
                    if kind == NOTE:
                        text = self.flat(part)
                        self.builder.add(f"[{number}] {text}" if text else "", "footnote")
                    else:
                        self.paragraphs(part)

    def _paragraph(self, text: str) -> None:
        levels = _LEVEL.findall(text)
        text = _LEVEL.sub("", text)
        role: Role = "body"
        if CELL in text:
            cells = (" ".join(MARKS.sub("", cell).split()) for cell in text.split(CELL))
            self.builder.add(" | ".join(cells).rstrip(" |"), "row")
            return
        if item := _ITEM.match(text):
            mark, rest = item[1].strip(), text[item.end() :].strip()
            mark = mark if any(map(str.isalnum, mark)) else "•"
            text, role = f"{mark} {rest}" if MARKS.sub("", rest).strip() else "", "list"
        if levels:
            role = "heading" if levels[-1] != "0" else "title"
        self.builder.add(MARKS.sub("", text), role, min(int(levels[-1]), 6) if levels else 0)

    def flat(self, part: bytearray) -> str:
        """The text of a part on one line."""
        return " ".join(MARKS.sub(" ", _POINTER.sub("", self._decoded(part))).split())

    def _decoded(self, part: bytearray) -> str:
        from striprtf.striprtf import rtf_to_text

        whole = self._found.head + bytes(part) + b"}"
        text: str = rtf_to_text(whole.decode("latin-1"), errors="replace")
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of characters
        return joined.replace("\xad", "")
