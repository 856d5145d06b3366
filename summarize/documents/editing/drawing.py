"""Text of charts and diagrams in Office files: titles, labels, names of series and categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from summarize.documents.editing.office import Attribute, Paragraph, Part, Text, Unit
from summarize.documents.markup import local
from summarize.documents.packages import Package
from summarize.documents.relations import relations
from summarize.text.blocks import Kind

_KINDS: dict[str, Kind] = {"chart": "chart", "diagramData": "text box", "diagramDrawing": "text box"}


def parts(package: Package, paths: Iterable[str]) -> Iterator[Part]:
    """The charts and diagrams that these members are related to, each once."""
    seen: set[str] = set()
    for path in dict.fromkeys(paths):
        for related in relations(package, path).values():
            if related.kind in _KINDS and related.target not in seen:
                seen.add(related.target)
                yield Part(related.target, partial(_units, kind=_KINDS[related.kind]))


def alternatives(element: Any, label: str = "") -> list[Unit]:
    """The alternative texts of a picture or a shape, given its properties."""
    return [Attribute(element, each, "alt text", label) for each in ("descr", "title") if element.get(each)]


def _units(root: Any, _: Counter[str], *, kind: Kind) -> list[Unit]:
    found: list[Unit] = []
    for element in root.iter():
        if local(element) == "p" and "drawingml" in element.tag:
            found.append(Paragraph(element, kind))
        elif local(element) == "v" and next(element.iterancestors("{*}strCache"), None) is not None:
            found.append(Text(element, kind, role="body"))
    return found
