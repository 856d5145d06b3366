"""What a presentation says of a paragraph's bullet or number: itself, its shape, layout or master."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from summarize.documents.markup import attribute, child, local
from summarize.documents.numerals import numeral

LEVELS = 9
_SCHEME = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(\w*)")
_FORMS = {"arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
          "romanUc": "upperRoman"}  # fmt: skip
_AROUND = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")")}


class Bullets:
    """Marks of the paragraphs of one shape, counted in order.

    ``styles`` are the lists of level properties that apply, the nearest first.
    """

    def __init__(self, styles: Sequence[Any]) -> None:
        self._styles = styles
        self._counts = [0] * LEVELS

    def mark(self, paragraph: Any) -> str:
        """The number or bullet of a paragraph that has text; empty if it has none."""
        own = child(paragraph, "pPr")
        level = (attribute(own, "lvl") or "0") if own is not None else "0"
        depth = min(int(level), LEVELS - 1) if level.isdecimal() and len(level) < 3 else 0
        inherited = (child(style, f"lvl{depth + 1}pPr") for style in self._styles)
        found = next((kind for each in (own, *inherited) if (kind := _kind(each)) is not None), None)
        self._counts[depth + 1 :] = [0] * (LEVELS - depth - 1)
        if found is None or local(found) == "buNone":
            self._counts[depth] = 0
            return ""
        if local(found) != "buAutoNum":
            return "•"
        start = attribute(found, "startAt") or ""
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        self._counts[depth] = self._counts[depth] + 1 if self._counts[depth] else max(first, 1)
        return _numbered(self._counts[depth], attribute(found, "type") or "")


def _kind(properties: Any) -> Any:
    """The element that says which mark a paragraph has."""
    marks = ("buNone", "buChar", "buAutoNum", "buBlip")
    return (
        next((each for each in properties if local(each) in marks), None) if properties is not None else None
    )


def _numbered(number: int, scheme: str) -> str:
    match = _SCHEME.match(scheme)
    form, rest = (_FORMS[match[1]], match[2]) if match else ("decimal", "Period")
    before, after = _AROUND.get(rest, ("", ""))
    return f"{before}{numeral(number, form)}{after}"
