"""What Office programs refuse in a file that was written: element order, relations, ends without a beginning.

The order of elements is that of ISO/IEC 29500-1, the schemas ``wml``, ``dml-main`` and ``sml``.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Any

from summarize.documents.markup import attribute, local
from summarize.documents.packages import Package
from summarize.errors import DocumentError

_WORD_RUN = (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss "
    "imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"
)
_WORD_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_DRAWN_RUN = (
    "ln noFill solidFill gradFill blipFill pattFill grpFill effectLst effectDag highlight uLnTx uLn uFillTx "
    "uFill latin ea cs sym hlinkClick hlinkMouseOver rtl extLst"
)
# By the namespace of an element, which its transitional and its strict form share a word of, and its name.
_ORDERS: dict[tuple[str, str], dict[str, int]] = {
    (word, name): {each: place for place, each in enumerate(order.split())}
    for word, name, order in (
        ("wordprocessingml", "rPr", _WORD_RUN),
        ("wordprocessingml", "pPr", _WORD_PARAGRAPH),
        ("drawingml", "rPr", _DRAWN_RUN),
    )
}
_FIRST = {"p": "pPr", "r": "rPr", "tc": "tcPr", "tr": "trPr", "tbl": "tblPr"}
_LAST = {"p": "endParaRPr"}
_BEFORE = {"tr": {"tblPrEx"}, "tbl": {"bookmarkStart", "bookmarkEnd"}}  # what may come before the first
_PAIRS = {
    "bookmarkStart": ("bookmark", 1), "bookmarkEnd": ("bookmark", -1),
    "commentRangeStart": ("comment", 1), "commentRangeEnd": ("comment", -1),
    "permStart": ("permission", 1), "permEnd": ("permission", -1),
}  # fmt: skip


def problems(before: Package, after: Package) -> list[str]:
    """What is wrong in the members that differ, and was not before; one line each."""
    found = [f"{path} is missing" for path in sorted(before.members - after.members)]
    for entry in after.files:
        path = entry.filename
        old, new = before.member(path), after.member(path)
        if old == new:
            continue
        try:
            root = after.xml(path)
        except DocumentError as error:
            found.append(str(error))
            continue
        known = Counter(_of_part(before, path, before.xml(path))) if old is not None else Counter[str]()
        found += (Counter(_of_part(after, path, root)) - known).elements()
    return found


def _of_part(package: Package, path: str, root: Any) -> Iterator[str]:
    ids = _related(package, path)
    open_: Counter[str] = Counter()
    for element in root.iter():
        name = local(element)
        if not name:
            continue
        yield from (f"{path}: {each}" for each in _of_element(element, name))
        for key, value in element.attrib.items():
            if "/relationships}" in key and value and value not in ids:
                yield f"{path}: {name} points to the relation {value}, which does not exist"
        if name in _PAIRS:
            kind, step = _PAIRS[name]
            open_[f"{kind} {attribute(element, 'id')}"] += step
        elif name == "fldChar":
            open_["field"] += {"begin": 1, "end": -1}.get(attribute(element, "fldCharType") or "", 0)
    yield from (f"{path}: a {kind} does not begin and end once" for kind, left in open_.items() if left)


def _of_element(element: Any, name: str) -> Iterator[str]:
    """Children out of order, or missing."""
    names = [local(each) for each in element]
    first = _FIRST.get(name)
    if first in names and set(names[: names.index(first)]) - _BEFORE.get(name, set()):
        yield f"{first} is not the first in {name}"
    last = _LAST.get(name)
    if last in names and names[-1] != last:
        yield f"{last} is not the last in {name}"
    if name == "tc" and "wordprocessingml" in element.tag and "p" not in names[-1:]:
        yield "a cell does not end with a paragraph"
    if name == "t" and names:
        yield "elements within text"
    order = next((each for (word, of), each in _ORDERS.items() if of == name and word in element.tag), {})
    places = [order[each] for each in names if each in order]
    if places != sorted(places):
        yield f"the elements of {name} are out of order"


def _related(package: Package, path: str) -> frozenset[str]:
    folder, name = posixpath.split(path)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    return frozenset(attribute(each, "Id") or "" for each in root) if root is not None else frozenset()
