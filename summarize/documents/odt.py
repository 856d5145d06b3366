"""ODT (LibreOffice): text as it stands with all tracked changes accepted, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.markup import attribute, child, local
from summarize.documents.odt_styles import LEVELS, Styles, whole
from summarize.documents.packages import Package
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

_LEFT_OUT = frozenset(
    [
        "tracked-changes",
        "forms",
        "annotation",
        "annotation-end",
        "ruby-text",
        "note-citation",
        "title",
        "desc",
    ]
)
_INDEXES = re.compile(
    r"(?:table-of-content|bibliography|(?:alphabetical|illustration|table|object|user)-index)\Z"
)
_DRAWN = frozenset(["frame", "g", "custom-shape", "rect", "ellipse", "circle", "line", "path", "polygon"])
_WIDEST = 100  # spaces that one element may stand for
_SPACES = re.compile(r"[ \t\r\n]+")


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of an ODT file.

    Deletions are out; footnotes and text boxes follow their paragraph, headers and footers the text.
    Comments and hidden text are left out and counted.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = opened(data, name)
    root = package.xml("content.xml")
    body = child(root, "body", "text") if root is not None else None
    if body is None:
        raise DocumentError(f"{name} is a damaged ODT: it has no text")
    reader = _Reader(Styles(root, package.xml("styles.xml")))
    reader.blocks(body)
    reader.furniture()
    return reader.builder.reading("odt", warnings=reader.warnings())


def opened(data: bytes, name: str) -> Package:
    """The package of an ODT file.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    manifest = package.xml("META-INF/manifest.xml")
    protected = manifest is not None and any(local(each) == "encryption-data" for each in manifest.iter())
    if protected or "encrypted-package" in package.members:
        raise DocumentError(f"{name} is protected by a password; save it without one")
    return package


@dataclass
class _Inline:
    """What is found while a paragraph's text is put together."""

    text: list[str] = field(default_factory=list)
    notes: list[tuple[str, Any]] = field(default_factory=list)  # the mark, and the note's own paragraphs
    boxes: list[Any] = field(default_factory=list)


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.builder = Builder()
        self._styles = styles
        self._outline = [0] * LEVELS
        self._lists: dict[str, list[int]] = {}  # the last numbers of each list style, for one that goes on
        self._notes = self._comments = self._hidden = 0

    def warnings(self) -> list[str]:
        """What was left out, one line each."""
        found = []
        if self._comments:
            found.append(f"comments left out: {self._comments}")
        if self._hidden:
            found.append(f"passages of hidden text left out: {self._hidden}")
        return found

    def furniture(self) -> None:
        """Add the headers and footers of the pages, once if several are alike."""
        seen = dict[str, None]()
        for page in self._styles.pages:
            for element in page:
                if local(element).startswith(("header", "footer")):
                    seen[" ".join(self._paragraphs(element))] = None
        for text in seen:
            self.builder.add(text, "running")

    def blocks(self, parent: Any) -> None:
        """Add the paragraphs, lists and tables in an element, in order."""
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                self._paragraph(element)
            elif name == "list":
                self._list(element, attribute(element, "style-name"), [])
            elif name == "table":
                self._table(element)
            elif name == "section" and attribute(element, "display") == "none":
                self._hidden += 1
            elif _INDEXES.match(name):
                for text in self._paragraphs(child(element, "index-body")):
                    self.builder.add(text, "navigation")
            elif name == "annotation":
                self._comments += 1
            elif name not in _LEFT_OUT:
                self.blocks(element)

    def _paragraph(self, element: Any, mark: str = "") -> None:
        inline = _Inline()
        self._collect(element, inline)
        text = "".join(inline.text).strip()
        style = attribute(element, "style-name")
        role, level = self._styles.role(style)
        if local(element) == "h":
            depth = min(max(whole(attribute(element, "outline-level"), 1), 1), LEVELS)
            role, level = "heading", min(depth, 6)
            mark = mark or (self._heading_number(depth) if text else "")
        if self._styles.hides(style):
            self._hidden += bool(text)
            return
        if mark and role == "body":
            role = "list"
        self.builder.add(f"{mark} {text}" if text and mark else text, role, level)
        self._after(inline)

    def _heading_number(self, depth: int) -> str:
        self._outline[depth - 1] += 1
        self._outline[depth:] = [0] * (LEVELS - depth)
        return self._styles.outline(self._outline[:depth])

    def _after(self, inline: _Inline) -> None:
        """Add the text boxes and notes of a paragraph."""
        for box in inline.boxes:
            self.blocks(box)
        for mark, note in inline.notes:
            self.builder.add(f"[{mark}] {' '.join(self._paragraphs(note))}", "footnote")

    def _paragraphs(self, parent: Any) -> Iterator[str]:
        """The texts of all paragraphs in an element."""
        for element in parent.iter() if parent is not None else ():
            if local(element) in ("p", "h"):
                inline = _Inline()
                self._collect(element, inline)
                if text := "".join(inline.text).strip():
                    yield text

    def _list(self, element: Any, style: str | None, outer: list[int]) -> None:
        """Add a list's items; ``outer`` are the numbers of the items around it."""
        style = attribute(element, "style-name") or style
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        depth = len(outer) + 1
        before = self._lists.get(style or "", []) if goes_on else []
        counts = [*outer, before[depth - 1] if len(before) >= depth else 0]
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            counted = local(item) == "list-item"
            counts[-1] = whole(attribute(item, "start-value"), counts[-1] + counted)
            named = style or self._style_in(item)
            mark = self._styles.mark(named, counts) if counted and depth <= LEVELS else ""
            for block in item:
                if local(block) in ("p", "h"):
                    self._paragraph(block, mark)
                    mark = ""
                elif local(block) == "list":
                    self._list(block, style, counts)
                else:
                    self.blocks([block])
        self._lists[style or ""] = counts

    def _style_in(self, item: Any) -> str | None:
        """The list style that an item's own paragraphs bring with them."""
        paragraph = next((each for each in item if local(each) in ("p", "h")), None)
        return self._styles.list_of(attribute(paragraph, "style-name")) if paragraph is not None else None

    def _collect(self, parent: Any, into: _Inline) -> None:
        """Put the text of a paragraph together."""
        into.text.append(_SPACES.sub(" ", parent.text or ""))
        for element in parent:
            name = local(element)
            if name == "s":
                into.text.append(" " * min(whole(attribute(element, "c"), 1), _WIDEST))
            elif name in ("tab", "line-break"):
                into.text.append("\t" if name == "tab" else "\n")
            elif name == "note":
                self._note(element, into)
            elif name == "annotation":
                self._comments += 1
            elif name in _DRAWN:
                into.boxes.append(element)
            elif (name == "span" and self._styles.hides(attribute(element, "style-name"))) or name in (
                "hidden-text",
                "hidden-paragraph",
            ):
                self._hidden += 1
            elif name and name not in _LEFT_OUT:
                self._collect(element, into)
            into.text.append(_SPACES.sub(" ", element.tail or ""))

    def _note(self, element: Any, into: _Inline) -> None:
        self._notes += 1
        cited = child(element, "note-citation")
        mark = "".join(cited.itertext()).strip() if cited is not None else ""
        mark = mark or str(self._notes)
        into.notes.append((mark, child(element, "note-body")))
        into.text.append(f"[{mark}]")

    def _table(self, table: Any) -> None:
        rows = [list(_inside(row, "table-cell")) for row in _inside(table, "table-row")]
        if max(map(len, rows), default=0) <= 1:  # a frame around text
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        for row in rows:
            rest, nested = _Inline(), list[Any]()
            texts = [" ".join(self._cell(cell, rest, nested)) for cell in row]
            self.builder.add(" | ".join(texts), "row")
            self._after(rest)
            for each in nested:
                self._table(each)

    def _cell(self, parent: Any, into: _Inline, nested: list[Any]) -> Iterator[str]:
        """The texts of a cell's paragraphs; its tables are added to ``nested``."""
        for element in parent:
            if local(element) in ("p", "h"):
                inline = _Inline(boxes=into.boxes, notes=into.notes)
                self._collect(element, inline)
                if text := " ".join("".join(inline.text).split()):
                    yield text
            elif local(element) == "table":
                nested.append(element)
            elif local(element) in _DRAWN:
                into.boxes.append(element)
            elif local(element) == "annotation":
                self._comments += 1
            elif local(element) not in _LEFT_OUT:
                yield from self._cell(element, into, nested)


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """The elements of a name in ``parent``, also within groups of rows."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element).startswith("table-") and local(element) not in ("table-cell", "table-row"):
            yield from _inside(element, name)
