"""ODT (LibreOffice), written back: every paragraph is a block, wherever it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from summarize.documents.editing.elements import language_tag
from summarize.documents.editing.odt_inline import inline, rewrite
from summarize.documents.editing.office import PackageFile, Part, Text, Unit
from summarize.documents.editing.properties import name_language, units
from summarize.documents.markup import attribute, child, local
from summarize.documents.odt import opened
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Block, Editable, Kind, Run
from summarize.text.parts import Role

_AROUND: dict[str, Kind] = {
    "table-cell": "table", "text-box": "text box", "annotation": "comment", "note": "footnote",
    "custom-shape": "text box", "rect": "text box", "ellipse": "text box", "circle": "text box",
}  # fmt: skip
_PAGES: dict[str, Kind] = {"header": "header", "footer": "footer"}
_ROLES: dict[Kind, Role] = {
    "footnote": "footnote", "endnote": "footnote", "header": "running", "footer": "running", "table": "row",
}  # fmt: skip
_OBJECT = re.compile(r"[^/]+/content\.xml\Z")  # a chart or formula in the document
_CHANGES = ("{*}change", "{*}change-start", "{*}change-end")


def edit(data: bytes, name: str, options: ReadingOptions) -> Editable:
    """An ODT file, to be written back.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = opened(data, name)
    root = package.xml("content.xml")
    if root is None or child(root, "body", "text") is None:
        raise DocumentError(f"{name} is a damaged ODT: it has no text")
    editing = options.editing or Editing()
    keep = editing.tracked == "keep"
    text = partial(_units, comments=editing.comments)

    def parts() -> Iterator[Part]:
        yield Part("content.xml", text, _as_it_is if keep else _accept, _name_language)
        yield Part("styles.xml", text, finish=_name_language)
        for path in sorted(each for each in package.members if _OBJECT.match(each)):
            yield Part(path, partial(_units, comments=False, kind="chart"))
        yield Part("meta.xml", units, finish=name_language)

    return PackageFile("odt", data, name, options, list(parts()))


def _as_it_is(_: Any) -> int:
    return 0


def _accept(root: Any) -> int:
    """Accept all tracked changes; how many there were."""
    changes = list(root.iter("{*}changed-region"))
    for element in [*root.iter(*_CHANGES), *root.iter("{*}tracked-changes")]:
        _drop(element)
    return len(changes)


def _drop(element: Any) -> None:
    """Remove an element; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


@dataclass(frozen=True)
class _Paragraph:
    element: Any
    kind: Kind
    role: Role
    level: int
    skipped: Counter[str]

    def block(self) -> Block:
        found = inline(self.element)
        self.skipped.update(found.left)
        return Block(tuple(found.runs), self.kind, "", self.role, self.level)

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        rewrite(self.element, runs)


def _units(root: Any, skipped: Counter[str], *, comments: bool, kind: Kind = "body") -> list[Unit]:
    """The paragraphs and alternative texts of a member, in order."""
    found: list[Unit] = []
    for element in root.iter():
        name = local(element)
        if name in ("title", "desc") and "svg" in element.tag and element.text:
            found.append(Text(element, "alt text"))
        if name not in ("p", "h"):
            continue
        place = _place(element, kind)
        if place == "comment" and not comments:
            skipped["paragraphs of comments"] += 1
        elif next(element.iterancestors("{*}tracked-changes"), None) is None:
            if next(element.iter(*_CHANGES), None) is not None:
                skipped["paragraphs with tracked changes"] += 1
                continue
            level = attribute(element, "outline-level") or "1"
            depth = min(int(level), 6) if name == "h" and level.isdecimal() else 0
            role = "heading" if depth else _ROLES.get(place, "body")
            found.append(_Paragraph(element, place, role, depth, skipped))
    return found


def _place(paragraph: Any, kind: Kind) -> Kind:
    """Where a paragraph is: the innermost of what is around it decides."""
    for around in paragraph.iterancestors():
        name = local(around)
        if name == "note" and attribute(around, "note-class") == "endnote":
            return "endnote"
        if name in _AROUND:
            return _AROUND[name] if kind == "body" else kind
        if name.partition("-")[0] in _PAGES and "style" in around.tag:
            return _PAGES[name.partition("-")[0]]
    return kind


def _name_language(root: Any, target: str) -> None:
    """Let the styles say which language the text is in."""
    language, _, country = language_tag(target).partition("-")
    for element in root.iter("{*}text-properties"):
        for name in element.attrib:
            if name.endswith("xsl-fo-compatible:1.0}language"):
                element.set(name, language)
            elif name.endswith("xsl-fo-compatible:1.0}country"):
                element.set(name, country)
