"""The segments of an XLIFF file (1.2 or 2.0), the exchange format of translation editors.

The text of a segment is without its inline codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.markup import attribute, child, local, parsed, texts_outside
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

_CODES = ("bpt", "ept", "ph", "it")  # of version 1.2: their content is code, not text; <sub> in them is rare


@dataclass(frozen=True)
class XliffSegment:
    """One segment: ``target`` is ``None`` if it has none.

    ``document`` is the name of the file it belongs to. ``state`` is the state of the target, in the words of
    its version; ``how`` the state qualifier of version 1.2, or the sub-state of 2.0. ``approved`` is what a
    trans-unit of 1.2 says, ``None`` if it says nothing.
    """

    id: str
    document: str
    source_language: str
    target_language: str
    source: str
    target: str | None
    state: str = ""
    how: str = ""
    approved: bool | None = None
    translate: bool = True
    notes: tuple[tuple[str, str], ...] = field(default=())  # who wrote it or of which category, and the text


def segments(data: bytes, name: str) -> list[XliffSegment]:
    """The segments of all files in an XLIFF document, in order.

    Raises:
        DocumentError: it is not well formed, is no XLIFF, or of a version other than 1.x and 2.x.
    """
    root = parsed(data, name)
    version = attribute(root, "version") or ""
    if local(root) != "xliff" or version[:2] not in ("1.", "2."):
        said = f"XLIFF {version}" if local(root) == "xliff" and version else f"<{local(root)}>"
        raise DocumentError(f"{name} is {said}, not XLIFF 1.2 or 2.0")
    return list(_first(root) if version.startswith("1") else _second(root))


def _first(root: Any) -> Iterator[XliffSegment]:
    """The trans-units of version 1.2; those of different groups and files may have the same id."""
    for file in (each for each in root.iter() if local(each) == "file"):
        for unit in (each for each in file.iter() if local(each) == "trans-unit"):
            source, target = child(unit, "source"), child(unit, "target")
            if source is None:
                continue
            approved = attribute(unit, "approved")
            yield XliffSegment(
                attribute(unit, "id") or "",
                attribute(file, "original") or "",
                _language(attribute(source, "lang") or attribute(file, "source-language")),
                _language(attribute(file, "target-language")),
                text(source),
                None if target is None else text(target),
                ("" if target is None else attribute(target, "state")) or "",
                ("" if target is None else attribute(target, "state-qualifier")) or "",
                None if approved is None else approved == "yes",
                attribute(unit, "translate") != "no",
                tuple((attribute(note, "from") or "", _said(note)) for note in unit if local(note) == "note"),
            )


def _second(root: Any) -> Iterator[XliffSegment]:
    """The segments of version 2.0; one of several in a unit has the id of the unit, a stroke and its own."""
    languages = _language(attribute(root, "srcLang")), _language(attribute(root, "trgLang"))
    for file in (each for each in root.iter() if local(each) == "file"):
        for unit in (each for each in file.iter() if local(each) == "unit"):
            notes = child(unit, "notes")
            said = tuple(_categorized(notes)) if notes is not None else ()
            parts = [part for part in unit if local(part) == "segment"]
            for number, part in enumerate(parts, 1):
                source, target = child(part, "source"), child(part, "target")
                if source is None:
                    continue
                own = attribute(unit, "id") or ""
                yield XliffSegment(
                    own if len(parts) == 1 else f"{own}/{attribute(part, 'id') or number}",
                    attribute(file, "original") or "",
                    *languages,
                    text(source),
                    None if target is None else text(target),
                    attribute(part, "state") or "initial",
                    attribute(part, "subState") or "",
                    None,
                    attribute(unit, "translate") != "no",
                    said,
                )


def _categorized(notes: Any) -> Iterator[tuple[str, str]]:
    """The category and text of each note of a unit."""
    for note in notes:
        if local(note) == "note":
            yield attribute(note, "category") or "", _said(note)


def _language(code: str | None) -> str:
    """``kk`` of ``kk-KZ``; Kazakh in Latin letters stays ``kk-Latn``."""
    if not code:
        return ""
    first, *others = code.replace("_", "-").split("-")
    return first.lower() + ("-Latn" if "latn" in map(str.lower, others) else "")


def text(element: Any) -> str:
    """The text of a source or target on one line, without its inline codes."""
    return " ".join("".join(texts_outside(element, _CODES)).split())


def _said(note: Any) -> str:
    return " ".join("".join(note.itertext()).split())


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The sources of all segments, one a paragraph.

    Raises:
        DocumentError: as in ``segments``.
    """
    builder = Builder()
    for each in segments(data, name):
        builder.place(f"segment {each.id}")
        builder.add(each.source)
    return builder.reading("xliff")
