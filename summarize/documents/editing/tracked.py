"""Tracked changes of a DOCX: accepted, as Word does when it is told to accept all."""

from __future__ import annotations

from typing import Any

from summarize.documents.markup import child, local

_REMOVED = frozenset(["del", "moveFrom"])
_UNWRAPPED = frozenset(["ins", "moveTo"])
_MARKS = frozenset([
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "tblGridChange",
    "tblPrExChange", "numberingChange", "cellIns", "cellMerge", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd",
])  # fmt: skip
_PROPERTIES = frozenset(["rPr", "trPr", "numPr"])


def accept(root: Any) -> int:
    """Accept all tracked changes in a tree; how many there were."""
    count = 0
    for element in list(root.iter()):
        name = local(element)
        if name not in _REMOVED | _UNWRAPPED | _MARKS and name != "cellDel":
            continue
        parent = element.getparent()
        if parent is None:
            continue
        count += 1
        if name in _UNWRAPPED and local(parent) not in _PROPERTIES:
            for each in list(element):
                element.addprevious(each)
        if name in _REMOVED and local(parent) in _PROPERTIES:
            _accept_deletion(parent)
        elif name == "cellDel":
            _remove(parent.getparent())
        if element.getparent() is not None:
            element.getparent().remove(element)
    return count


def is_tracked(paragraph: Any) -> bool:
    """Whether a paragraph, or its end, has tracked changes."""
    return any(local(each) in _REMOVED | _UNWRAPPED | _MARKS for each in paragraph.iter())


def _accept_deletion(properties: Any) -> None:
    """Accept that the row or the end of the paragraph with these properties was deleted."""
    owner = properties.getparent()
    if local(owner) == "tr":
        _remove(owner)
    elif local(owner) == "pPr" and owner.getparent() is not None:
        _merge(owner.getparent())


def _remove(element: Any) -> None:
    """Remove a row or cell, and what would be empty without it."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if local(parent) in ("tr", "tbl") and all(child(parent, name) is None for name in ("tr", "tc", "sdt")):
        _remove(parent)


def _merge(paragraph: Any) -> None:
    """Put what is in a paragraph at the beginning of the next one, which keeps its own properties."""
    following = paragraph.getnext()
    if following is None or local(following) != "p":
        return
    place = 1 if child(following, "pPr") is not None else 0
    for each in [each for each in paragraph if local(each) != "pPr"]:
        following.insert(place, each)
        place += 1
    paragraph.getparent().remove(paragraph)
