"""DOCX, written back: every paragraph is a block, wherever it is.

Tracked changes are accepted. Footnotes, headers, text boxes and charts come after the body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from summarize.documents.docx import is_hidden
from summarize.documents.docx_styles import Styles
from summarize.documents.editing import drawing, properties
from summarize.documents.editing.elements import language_tag
from summarize.documents.editing.fonts import without_letters
from summarize.documents.editing.office import Attribute, PackageFile, Paragraph, Part, Unit
from summarize.documents.editing.tracked import accept, is_tracked
from summarize.documents.markup import attribute, child, local
from summarize.documents.packages import Package
from summarize.documents.relations import main_member, relations
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Kind
from summarize.text.parts import Role

# Kinds of relations of the document, in the order in which they are translated.
_KINDS: dict[str, Kind] = {
    "footnotes": "footnote", "endnotes": "endnote", "header": "header", "footer": "footer",
    "comments": "comment", "glossaryDocument": "body",
}  # fmt: skip
# Elements with an attribute that is shown, and what it is; and with one that stays, and what is counted.
_SHOWN: dict[str, tuple[str, Kind]] = {
    "tblCaption": ("val", "alt text"), "tblDescription": ("val", "alt text"), "shape": ("alt", "alt text"),
    "textpath": ("string", "text box"),
}  # fmt: skip
_LEFT = {
    "listItem": "choices of lists", "listEntry": "choices of lists", "alias": "titles of content controls",
    "helpText": "help texts of forms", "statusText": "help texts of forms",
}  # fmt: skip
_ROLES: dict[Kind, Role] = {
    "footnote": "footnote", "endnote": "footnote", "header": "running", "footer": "running",
}  # fmt: skip


def edit(data: bytes, name: str, options: ReadingOptions) -> PackageFile:
    """A DOCX file, to be written back.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    main = main_member(package, "word/document.xml")
    if child(package.xml(main), "body") is None if main in package.members else True:
        raise DocumentError(f"{name} is a damaged DOCX: it has no body")
    parts = list(_parts(package, main, options.editing or Editing()))
    return PackageFile("docx", data, name, options, parts, without_letters)


def _parts(package: Package, main: str, editing: Editing) -> Iterator[Part]:
    related = relations(package, main)
    kinds = {each.kind: each.target for each in related.values()}
    styles = Styles(package.xml(kinds.get("styles", "word/styles.xml")))
    prepare = accept if editing.tracked == "accept" else _as_it_is

    def text(path: str, kind: Kind) -> Part:
        return Part(path, partial(_units, styles=styles, kind=kind), prepare)

    yield text(main, "body")
    for wanted, kind in _KINDS.items():
        for path in dict.fromkeys(each.target for each in related.values() if each.kind == wanted):
            if kind != "comment" or editing.comments:
                yield text(path, kind)
            else:
                yield Part(path, _skipped_comments)
    yield from drawing.parts(package, [main, *(each.target for each in related.values())])
    yield from properties.parts(package)
    for wanted in ("styles", "settings"):
        if wanted in kinds:
            yield Part(kinds[wanted], finish=_name_language)


def _as_it_is(_: Any) -> int:
    return 0


def _skipped_comments(root: Any, skipped: Counter[str]) -> list[Unit]:
    skipped["comments"] += sum(local(each) == "comment" for each in root)
    return []


def _units(root: Any, skipped: Counter[str], *, styles: Styles, kind: Kind) -> list[Unit]:
    """The paragraphs and alternative texts of a part, in order."""
    found: list[Unit] = []
    for element in root.iter():
        name = local(element)
        if name == "p" and "wordprocessingml" in element.tag:
            if is_tracked(element):
                skipped["paragraphs with tracked changes"] += 1
                continue
            role, level = styles.role(element)
            if role == "body" and child(element, "pPr", "numPr") is not None:
                role = "list"
            place = _place(element, kind)
            found += _tooltips(element)  # before the paragraph, which copies its links
            found.append(Paragraph(element, place, "", _ROLES.get(place, role), level, skipped))
        elif name == "r" and "wordprocessingml" in element.tag and is_hidden(element):
            skipped["passages of hidden text"] += child(element, "t") is not None
        elif name == "docPr":
            found += drawing.alternatives(element)
        elif name in _SHOWN:
            found += _attributes(element, *_SHOWN[name])
        elif name in _LEFT:
            skipped[_LEFT[name]] += any(map(str.isalpha, _shown_by(element)))
    return found


def _attributes(element: Any, wanted: str, kind: Kind) -> list[Unit]:
    """The attribute of an element by its name without a namespace, if it has words."""
    names = [each for each in element.attrib if each.rpartition("}")[2] == wanted]
    return [Attribute(element, each, kind) for each in names if any(map(str.isalpha, element.get(each)))]


def _tooltips(paragraph: Any) -> list[Unit]:
    links = (each for each in paragraph.iter("{*}hyperlink") if next(each.iterancestors("{*}p")) is paragraph)
    return [unit for each in links for unit in _attributes(each, "tooltip", "alt text")]


def _shown_by(element: Any) -> str:
    """What a part of a form says, by any of its attributes."""
    return attribute(element, "displayText") or attribute(element, "val") or ""


def _place(paragraph: Any, kind: Kind) -> Kind:
    """Where a paragraph is within its part."""
    around = next(paragraph.iterancestors("{*}tbl", "{*}txbxContent"), None)
    if around is None:
        return kind
    if local(around) == "txbxContent":
        return "text box"
    return "table" if kind == "body" else kind


def _name_language(root: Any, target: str) -> None:
    """Let the styles and the settings say which language the text is in."""
    default = child(root, "docDefaults", "rPrDefault", "rPr")
    if default is not None and child(default, "lang") is None:
        namespace = default.tag[: default.tag.rfind("}") + 1]
        default.append(default.makeelement(f"{namespace}lang"))
        default[-1].set(f"{namespace}val", language_tag(target))
    for element in root.iter():
        if local(element) in ("lang", "themeFontLang"):
            for name in element.attrib:
                if name.rpartition("}")[2] == "val":
                    element.set(name, language_tag(target))
