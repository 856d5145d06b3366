"""XLSX, written back: texts in cells, text boxes, charts, headers and footers.

Numbers, dates and formulas are left as they are. So are the headers of tables, which formulas may name, and
texts that formulas, filters and lists of allowed values name: a translation would change what they find.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from summarize.documents.editing import drawing, properties
from summarize.documents.editing.elements import writable
from summarize.documents.editing.office import PackageFile, Paragraph, Part, Text, Unit
from summarize.documents.markup import attribute, child, local
from summarize.documents.packages import Package
from summarize.documents.relations import main_member, relations, targets
from summarize.documents.xlsx import CODES
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Block, Editable, Run

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_HEADERS = ("oddHeader", "evenHeader", "firstHeader")
_FOOTERS = ("oddFooter", "evenFooter", "firstFooter")
_SHOWN = {  # attributes that are shown, but that Excel allows few characters
    "dataValidation": ("prompts of checked cells", ("promptTitle", "prompt", "errorTitle", "error")),
    "hyperlink": ("tooltips of links", ("tooltip",)),
}
_NAMING = re.compile(
    rb"<(?:\w+:)?(?:f|formula|formula2)(?:\s[^>]*)?>([^<]{1,8192})<"
    rb"|<(?:\w+:)?formula1(?:\s[^>]*)?>(?P<list>[^<]{1,8192})<"
    rb"|<(?:\w+:)?(?:filter|customFilter)\s[^>]*?\bval=\"(?P<filter>[^\"]*)\""
)
_QUOTED = re.compile(r'"((?:[^"]|"")+)"')
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31  # characters of a sheet's name


def edit(data: bytes, name: str, options: ReadingOptions) -> Editable:
    """A workbook, to be written back.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    main = main_member(package, "xl/workbook.xml")
    root = package.xml(main)
    if root is None or child(root, "sheets") is None:
        raise DocumentError(f"{name} is a damaged XLSX: it has no sheets")
    parts = list(_parts(package, main, options.editing or Editing()))
    return PackageFile("xlsx", data, name, options, parts)


def _parts(package: Package, main: str, editing: Editing) -> Iterator[Part]:
    related = relations(package, main)
    sheets = targets(related, "worksheet", "chartsheet", "dialogsheet")
    own = {path: relations(package, path) for path in sheets}
    kept = _Kept(frozenset(_table_headers(package, own.values())), _named_texts(package, sheets))
    yield Part(
        main, partial(_sheet_names, wanted=editing.sheet_names, used=partial(_is_used, package, sheets))
    )
    for path in targets(related, "sharedStrings"):
        yield Part(path, partial(_strings, name="si", kept=kept))
    for path in sheets:
        data = package.member(path) or b""
        formulas = len(_FORMULA.findall(data))
        shown = (b"inlineStr", b"Header", b"Footer", b"rompt", b"error", b"tooltip")
        if formulas or any(each in data for each in shown):
            yield Part(path, partial(_sheet, kept=kept, formulas=formulas))
        for each in targets(own[path], "comments", "threadedComment"):
            yield Part(each, partial(_comments, wanted=editing.comments))
        for each in targets(own[path], "drawing"):
            yield Part(each, _boxes)
            yield from drawing.parts(package, [each])
    yield from properties.parts(package)


def _table_headers(package: Package, related: Any) -> Iterator[str]:
    for own in related:
        for path in targets(own, "table"):
            root = package.xml(path)
            for each in root.iter() if root is not None else ():
                if local(each) == "tableColumn":
                    yield " ".join((attribute(each, "name") or "").replace("_x000a_", " ").split())


@dataclass(frozen=True)
class _Kept:
    """Texts of cells that stay: headers of tables, and texts that formulas and the like name, as patterns."""

    headers: frozenset[str]
    named: frozenset[str]

    def reason(self, text: str) -> str:
        """Why a text stays; empty if it does not."""
        if text in self.headers:
            return "headers of tables, which formulas may name"
        folded = text.casefold()
        found = folded in self.named or any(fnmatchcase(folded, each) for each in self.named if "*" in each)
        return "texts that formulas, filters or lists name" if folded and found else ""


def _named_texts(package: Package, sheets: Iterable[str]) -> frozenset[str]:
    """The texts in quotes in formulas, those of filters and of lists of allowed values, case folded."""
    found: set[str] = set()
    for path in sheets:
        for match in _NAMING.finditer(package.member(path) or b""):
            shown = html.unescape(match[match.lastindex or 0].decode("utf-8", "replace"))
            texts = [shown] if match["filter"] else _QUOTED.findall(shown)
            if match["list"]:
                texts = [each for text in texts for each in text.split(",")]
            found |= {" ".join(text.replace('""', '"').lstrip("<>=").split()).casefold() for text in texts}
    return frozenset(found)


def _strings(root: Any, skipped: Counter[str], *, name: str, kept: _Kept) -> list[Unit]:
    """The texts of cells that are elements of this name."""
    found: list[Unit] = []
    for element in root.iter():
        if local(element) != name:
            continue
        text = "".join(each.text or "" for each in element.iter() if local(each) == "t")
        if reason := kept.reason(" ".join(text.split())):
            skipped[reason] += 1
            found.append(_Fixed())
        else:
            found.append(Paragraph(element, "table", "", "row"))
    return found


def _sheet(root: Any, skipped: Counter[str], *, kept: _Kept, formulas: int) -> list[Unit]:
    if formulas:
        skipped["formulas"] += formulas
    found = _strings(root, skipped, name="is", kept=kept)
    for element in root.iter():
        reason, names = _SHOWN.get(local(element), ("", ()))
        if names:
            skipped[reason] += sum(any(map(str.isalpha, element.get(name, ""))) for name in names)
        if local(element) in _HEADERS + _FOOTERS and element.text:
            found.append(_Header(element))
    return found


@dataclass(frozen=True)
class _Fixed:
    """A text that stays. It has its place, where a translation that formulas name is found to be wrong."""

    def block(self) -> Block:
        return Block((), "table", "", "row")

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        pass


@dataclass(frozen=True)
class _Header:
    """A header or footer of printed pages, whose codes (``&P``, ``&L``) are anchors."""

    element: Any

    def block(self) -> Block:
        text = self.element.text or ""
        runs: list[Run] = []
        last = 0
        for match in CODES.finditer(text):
            runs += [
                Run(text[last : match.start()]),
                Run("\t" if match[0] in ("&L", "&C", "&R") else "", (), match[0]),
            ]
            last = match.end()
        kind = "header" if local(self.element) in _HEADERS else "footer"
        return Block((*runs, Run(text[last:])), "header" if kind == "header" else "footer", "", "running")

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        self.element.text = "".join(run.anchor or writable(run.text) for run in runs)


def _boxes(root: Any, _: Counter[str]) -> list[Unit]:
    found: list[Unit] = []
    for element in root.iter():
        if local(element) == "p" and "drawingml" in element.tag:
            found.append(Paragraph(element, "text box"))
        elif local(element) == "cNvPr":
            found += drawing.alternatives(element)
    return found


def _comments(root: Any, skipped: Counter[str], *, wanted: bool) -> list[Unit]:
    texts = [each for each in root.iter() if local(each) == "text"]
    if not wanted:
        skipped["comments"] += len(texts)
        return []
    return [
        Text(each, "comment", "", "body") if not len(each) else Paragraph(each, "comment") for each in texts
    ]


# Names of sheets


def _sheet_names(root: Any, skipped: Counter[str], *, wanted: bool, used: Any) -> list[Unit]:
    """The names of the sheets, but for those that formulas have."""
    sheets = list(child(root, "sheets"))
    if not wanted:
        skipped["sheet names"] += len(sheets)
        return []
    free = [each for each in sheets if not used(root, each.get("name") or "")]
    if len(free) < len(sheets):
        skipped["sheet names that formulas have"] += len(sheets) - len(free)
    return [_SheetName(each) for each in free]


def _is_used(package: Package, sheets: Sequence[str], root: Any, name: str) -> bool:
    """Whether a formula, a defined name or a chart names a sheet."""
    quoted = name.replace("'", "''")
    wanted = [f"{each}!".encode() for each in (name, f"{quoted}'", quoted.replace("'", "&apos;"))]
    places = [*sheets, *(each for each in package.members if "/charts/" in each or "/pivotCache/" in each)]
    text = b"".join(each.text.encode() for each in root.iter() if local(each) == "definedName" and each.text)
    return any(
        mark in data for data in (text, *(package.member(p) or b"" for p in places)) for mark in wanted
    )


@dataclass(frozen=True)
class _SheetName:
    element: Any

    def block(self) -> Block:
        return Block((Run(self.element.get("name") or ""),), "sheet name", "", "heading", 1)

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        text = _FORBIDDEN.sub("", writable("".join(run.text for run in runs)))
        self.element.set("name", text[:_LONGEST].strip("' ") or "?")
