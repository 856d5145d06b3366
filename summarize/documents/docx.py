"""DOCX: text as it stands with all tracked changes accepted, in reading order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.docx_styles import Numbering, Styles
from summarize.documents.markup import attribute, child, local
from summarize.documents.packages import Package
from summarize.documents.relations import main_member, relations, targets
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

_LEFT_OUT = frozenset(["del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "Fallback"])
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of a DOCX file.

    Insertions are in, deletions are out; footnotes and text boxes follow their paragraph, headers and
    footers the text. Comments and hidden text are left out and counted.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    main = main_member(package, "word/document.xml")
    root = package.xml(main)
    body = child(root, "body") if root is not None else None
    if body is None:
        raise DocumentError(f"{name} is a damaged DOCX: it has no body")
    reader = _Reader(package, main)
    reader.blocks(body)
    for path in reader.related("header", "footer"):
        reader.furniture(path)
    return reader.builder.reading("docx", warnings=reader.warnings())


@dataclass
class _Inline:
    """What is found while a paragraph's text is put together."""

    text: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id
    boxes: list[Any] = field(default_factory=list)


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self.builder = Builder()
        self._package = package
        self._folder = posixpath.dirname(main)
        self._relations = relations(package, main)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._notes = {kind: self._part(kind) for kind in ("footnotes", "endnotes")}
        self._numbers: dict[tuple[str, str], int] = {}
        self._comments = 0
        self._hidden = 0
        self._seen: set[str] = set()

    def warnings(self) -> list[str]:
        """What was left out, one line each."""
        found = []
        if self._comments:
            found.append(f"comments left out: {self._comments}")
        if self._hidden:
            found.append(f"passages of hidden text left out: {self._hidden}")
        return found

    def related(self, *kinds: str) -> list[str]:
        """The package's members that the document is related to in one of these ways."""
        return targets(self._relations, *kinds)

    def _part(self, kind: str) -> Any:
        return self._package.xml(next(iter(self.related(kind)), f"{self._folder}/{kind}.xml"))

    def furniture(self, path: str) -> None:
        """Add a header or footer, once if several are alike."""
        root = self._package.xml(path)
        if root is None:
            return
        text = " ".join(self._paragraphs(root)).strip()
        if text and text not in self._seen:
            self._seen.add(text)
            self.builder.add(text, "running")

    def blocks(self, parent: Any) -> None:
        """Add the paragraphs and tables in an element, in order."""
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name not in _LEFT_OUT and name not in ("sectPr", "tblPr", "tcPr", "sdtPr"):
                self.blocks(element)

    def _paragraph(self, element: Any) -> None:
        inline = _Inline()
        self._collect(element, inline)
        text = "".join(inline.text).strip()
        role, level = self._styles.role(element)
        if text:
            number = self._numbering.mark(element, self._styles)
            if number:
                text = f"{number} {text}"
                role = "list" if role == "body" else role
            self.builder.add(text, role, level)
        self._after(inline)

    def _after(self, inline: _Inline) -> None:
        """Add the text boxes and notes of a paragraph."""
        for box in inline.boxes:
            self.blocks(box)
        for kind, identifier in inline.notes:
            note = self._note(kind, identifier)
            if note:
                self.builder.add(f"[{self._numbers[kind, identifier]}] {note}", "footnote")

    def _note(self, kind: str, identifier: str) -> str:
        root = self._notes[kind]
        for note in root if root is not None else ():
            if attribute(note, "id") == identifier:
                return " ".join(self._paragraphs(note)).strip()
        return ""

    def _paragraphs(self, parent: Any) -> Iterator[str]:
        """The texts of all paragraphs in an element."""
        for element in parent.iter():
            if local(element) == "p":
                inline = _Inline()
                self._collect(element, inline)
                yield "".join(inline.text).strip()

    def _collect(self, parent: Any, into: _Inline) -> None:
        """Put the text of a paragraph together."""
        for element in parent:
            name = local(element)
            if name == "t":
                into.text.append(element.text or "")
            elif name in _WRITTEN:
                into.text.append(_WRITTEN[name] if attribute(element, "type") != "page" else "")
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(element, f"{name.removesuffix('Reference')}s", into)
            elif name == "commentReference":
                self._comments += 1
            elif name == "txbxContent":
                into.boxes.append(element)
            elif name == "r" and is_hidden(element):
                self._hidden += 1
            elif name == "AlternateContent":
                chosen = next((each for each in element if local(each) in ("Choice", "Fallback")), element)
                self._collect(chosen, into)
            elif name not in _LEFT_OUT:
                self._collect(element, into)

    def _refer(self, element: Any, kind: str, into: _Inline) -> None:
        identifier = attribute(element, "id") or ""
        key = (kind, identifier)
        if key not in self._numbers:
            self._numbers[key] = 1 + sum(each[0] == kind for each in self._numbers)
            into.notes.append(key)
        into.text.append(f"[{self._numbers[key]}]")

    def _table(self, table: Any) -> None:
        rows = [list(_inside(row, "tc")) for row in _inside(table, "tr") if child(row, "trPr", "del") is None]
        if max(map(len, rows), default=0) <= 1:  # a frame around text
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        for row in rows:
            texts, rest = [], _Inline()
            nested: list[Any] = []
            for cell in row:
                texts.append(" ".join(self._cell(cell, rest, nested)))
            self.builder.add(" | ".join(texts), "row")
            self._after(rest)
            for each in nested:
                self._table(each)

    def _cell(self, parent: Any, into: _Inline, nested: list[Any]) -> Iterator[str]:
        """The texts of a cell's paragraphs; its tables are added to ``nested``."""
        for element in parent:
            name = local(element)
            if name == "p":
                inline = _Inline(boxes=into.boxes, notes=into.notes)
                self._collect(element, inline)
                if text := " ".join("".join(inline.text).split()):
                    yield text
            elif name == "tbl":
                nested.append(element)
            elif name not in _LEFT_OUT and name != "tcPr":
                yield from self._cell(element, into, nested)


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """The elements of a name in ``parent``, also within content controls and insertions."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) not in ("tbl", *_LEFT_OUT):
            yield from _inside(element, name)


def is_hidden(run: Any) -> bool:
    """Whether the text of a run is hidden."""
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")
