"""PPTX, written back: slides in their order, each with its notes, charts and diagrams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from summarize.documents.editing import drawing, properties
from summarize.documents.editing.office import PackageFile, Paragraph, Part, Text, Unit
from summarize.documents.markup import attribute, child, local
from summarize.documents.packages import Package
from summarize.documents.relations import main_member, relation_id, relations, targets
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Editable, Kind
from summarize.text.parts import Role

_SHAPES = ("{*}sp", "{*}graphicFrame", "{*}cxnSp", "{*}pic")
_KINDS: dict[str | None, tuple[Kind, Role]] = {
    "title": ("body", "heading"), "ctrTitle": ("body", "heading"), "ftr": ("footer", "running"),
    "hdr": ("header", "running"), "dt": ("footer", "running"),
}  # fmt: skip


def edit(data: bytes, name: str, options: ReadingOptions) -> Editable:
    """A presentation, to be written back.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    main = main_member(package, "ppt/presentation.xml")
    if package.xml(main) is None:
        raise DocumentError(f"{name} is a damaged PPTX: it has no slides")
    return PackageFile("pptx", data, name, options, list(_parts(package, main, options.editing or Editing())))


def _parts(package: Package, main: str, editing: Editing) -> Iterator[Part]:
    related = relations(package, main)
    listed = child(package.xml(main), "sldIdLst")
    ids = [relation_id(each) for each in listed] if listed is not None else []
    slides = [related[each].target for each in ids if each in related]
    fixed: dict[str, None] = {}
    for number, path in enumerate(slides, 1):
        label = f"slide {number}"
        yield Part(path, partial(_units, label=label))
        own = relations(package, path)
        for notes in targets(own, "notesSlide"):
            yield Part(notes, partial(_notes, label=f"{label}, notes"))
        for comments in targets(own, "comments"):
            yield Part(comments, partial(_comments, wanted=editing.comments, label=label))
        yield from drawing.parts(package, [path])
        for layout in targets(own, "slideLayout"):
            fixed[layout] = None
            fixed.update(dict.fromkeys(targets(relations(package, layout), "slideMaster")))
    for path in fixed:
        yield Part(path, partial(_units, label="master", placeholders=False))
    yield from properties.parts(package)


def _units(root: Any, skipped: Counter[str], *, label: str, placeholders: bool = True) -> list[Unit]:
    """The paragraphs and alternative texts of a slide; of a master only what is not a placeholder."""
    found: list[Unit] = []
    for element in root.iter():
        name = local(element)
        shape = next(element.iterancestors(*_SHAPES), None)
        holder = child(shape[0], "nvPr", "ph") if shape is not None else None
        if holder is not None and not placeholders:
            continue
        if name == "p" and "drawingml" in element.tag:
            kind, role = _KINDS.get(
                attribute(holder, "type") if holder is not None else None, ("body", "body")
            )
            table = next(element.iterancestors("{*}tc"), None) is not None
            level = 1 if role == "heading" else 0
            found.append(Paragraph(element, "table" if table else kind, label, role, level, skipped))
        elif name == "cNvPr":
            found += drawing.alternatives(element, label)
    return found


def _notes(root: Any, _: Counter[str], *, label: str) -> list[Unit]:
    """The paragraphs of a slide's notes, without the page number and the picture of the slide."""
    found: list[Unit] = []
    for element in root.iter():
        if local(element) == "p" and "drawingml" in element.tag:
            shape = next(element.iterancestors(*_SHAPES), None)
            holder = child(shape[0], "nvPr", "ph") if shape is not None else None
            if holder is not None and attribute(holder, "type") == "body":
                found.append(Paragraph(element, "slide notes", label))
    return found


def _comments(root: Any, skipped: Counter[str], *, wanted: bool, label: str) -> list[Unit]:
    if not wanted:
        skipped["comments"] += sum(local(each) == "cm" for each in root.iter())
        return []
    return [Text(each, "comment", label, "body") for each in root.iter() if local(each) == "text"]
