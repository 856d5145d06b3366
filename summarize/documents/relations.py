"""Relations between the members of an Office package (DOCX, PPTX, XLSX)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from summarize.documents.markup import attribute
from summarize.documents.packages import Package


@dataclass(frozen=True)
class Relation:
    """One member's relation to another: ``kind`` is the last word of its type, ``target`` a path."""

    kind: str
    target: str


def relations(package: Package, path: str) -> dict[str, Relation]:
    """What the member ``path`` is related to within the package, by id; for ``""`` the package itself."""
    folder = posixpath.dirname(path)
    root = package.xml(posixpath.join(folder, "_rels", f"{posixpath.basename(path)}.rels"))
    found = {}
    for each in root if root is not None else ():
        target = attribute(each, "Target") or ""
        if attribute(each, "TargetMode") != "External" and target:
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = (attribute(each, "Type") or "").rpartition("/")[2]
            found[attribute(each, "Id") or ""] = Relation(kind, posixpath.normpath(whole))
    return found


def main_member(package: Package, otherwise: str) -> str:
    """The path of the document proper."""
    found = (each.target for each in relations(package, "").values() if each.kind == "officeDocument")
    return next(found, otherwise)


def targets(found: dict[str, Relation], *kinds: str) -> list[str]:
    """The paths of the relations of these kinds, in the order of the file."""
    return [each.target for each in found.values() if each.kind in kinds]


def relation_id(element: Any, name: str = "id") -> str:
    """The id of the relation that an element points to; unlike its own id it has a namespace."""
    for key, value in element.attrib.items():
        if key.startswith("{") and key.endswith(f"}}{name}"):
            return str(value)
    return ""
