"""A paragraph of an ODT as runs, and the runs of its translation as a paragraph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from summarize.documents.editing.elements import key, shell, writable
from summarize.documents.markup import attribute, local
from summarize.text.blocks import Run, joined

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_AROUND = frozenset(["span", "a", "meta"])
_DROPPED = frozenset(["soft-page-break", "change", "change-start", "change-end"])
_SPELLED = {"tab": "\t", "line-break": "\n"}
# Inline elements that have blocks of their own inside; nothing of them is read in the sentence.
_OWN = frozenset(
    ["note", "annotation", "frame", "g", "custom-shape", "rect", "ellipse", "circle", "line", "path"]
)
_INNER = frozenset(["note-body", "p", "h", "list", "table", "title", "desc", "soft-page-break"])
_SPACES = re.compile(r"[ \t\r\n]+")
_PIECES = re.compile(r" +|[^ ]+")
_WIDEST = 100  # spaces that one element may stand for


@dataclass
class Inline:
    """The runs of a paragraph, and the elements that each part of a formatting and each anchor stands for."""

    runs: list[Run] = field(default_factory=list)
    anchors: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    formats: dict[str, Any] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)  # what has words that are not translated
    spaced: bool = True  # whether white space that follows is none


def inline(paragraph: Any) -> Inline:
    """What is in a paragraph; white space is as a program shows it."""
    found = Inline()
    _walk(paragraph, (), found)
    found.runs = list(joined(found.runs))
    return found


def _walk(parent: Any, path: tuple[str, ...], into: Inline) -> None:
    _text(parent.text, path, into)
    for element in parent:
        name = local(element)
        if name == "s":
            count = attribute(element, "c") or "1"
            into.runs.append(Run(" " * min(int(count) if count.isdecimal() else 1, _WIDEST), path))
            into.spaced = False
        elif name == "event-listeners":
            continue
        elif name in _AROUND:
            part = f"in {shell(element)}"
            into.formats.setdefault(part, element)
            _walk(element, (*path, part), into)
        elif name and name not in _DROPPED:
            _anchor(element, name, path, into)
        _text(element.tail, path, into)


def _text(text: str | None, path: tuple[str, ...], into: Inline) -> None:
    shown = _SPACES.sub(" ", text or "")
    if into.spaced and shown.startswith(" "):
        shown = shown[1:]
    if shown:
        into.runs.append(Run(shown, path))
        into.spaced = shown.endswith(" ")


def _anchor(element: Any, name: str, path: tuple[str, ...], into: Inline) -> None:
    named = key(element, lambda each: local(each) in _INNER)
    shown = _SPELLED.get(name, "")
    if name not in _OWN and not shown:
        said = next(element.iter("{*}ruby-base"), element)
        shown = _SPACES.sub(" ", "".join(said.itertext())).strip()
        if any(map(str.isalpha, shown)):
            into.left["words with ruby" if name == "ruby" else f"fields ({name})"] += 1
    pair = ""
    if name.endswith(("-start", "-end")):
        pair = f"{name.rpartition('-')[0]} {attribute(element, 'name')}"
    into.anchors[named].append(element)
    into.runs.append(Run(shown, path, named, pair))
    into.spaced = name == "line-break"


def rewrite(paragraph: Any, runs: Sequence[Run]) -> None:
    """Put runs in place of all that is in a paragraph."""
    here = inline(paragraph)
    for element in [each for groups in here.anchors.values() for each in groups]:
        element.tail = None
    for element in list(paragraph):
        paragraph.remove(element)
    paragraph.text = None
    opened: list[tuple[str, Any]] = []
    spaced = True
    for run in joined(runs):
        while [name for name, _ in opened] != list(run.style[: len(opened)]):
            opened.pop()
        for part in run.style[len(opened) :]:
            around = _empty(here.formats[part])
            (opened[-1][1] if opened else paragraph).append(around)
            opened.append((part, around))
        place = opened[-1][1] if opened else paragraph
        if run.anchor:
            place.append(here.anchors[run.anchor].pop(0))
            spaced = run.text == "\n"
        else:
            spaced = _add(place, writable(run.text), spaced)


def _empty(element: Any) -> Any:
    """A span or link without what is in it."""
    copy = element.makeelement(element.tag, element.attrib)
    copy.extend(deepcopy(each) for each in element if local(each) == "event-listeners")
    for each in copy:
        each.tail = None
    return copy


def _add(place: Any, text: str, spaced: bool) -> bool:
    """Add text at the end of an element; spaces that would not be shown become an element."""
    for piece in _PIECES.findall(text):
        count = len(piece) if piece[0] == " " else 0
        if count and not spaced:
            _append(place, " ")
            count -= 1
        if count:
            place.append(place.makeelement(f"{{{TEXT}}}s", {f"{{{TEXT}}}c": str(count)}))
        elif piece[0] != " ":
            _append(place, piece)
        spaced = piece[0] == " "
    return spaced


def _append(place: Any, text: str) -> None:
    if len(place):
        place[-1].tail = (place[-1].tail or "") + text
    else:
        place.text = (place.text or "") + text
