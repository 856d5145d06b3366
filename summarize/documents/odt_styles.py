"""What the styles of an ODT say of a paragraph: its role, whether it is hidden, and the number of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from summarize.documents.markup import attribute, child, local
from summarize.documents.numerals import numeral
from summarize.text.parts import Role

_HEADING = re.compile(r"heading_20_(\d{1,2})\Z")
_ROLES: dict[str, Role] = {"title": "title", "caption": "caption"}
_FORMS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter",
          "а": "russianLower", "А": "russianUpper"}  # fmt: skip
_DEEPEST = 20  # styles based on styles; more is a circle
LEVELS = 10


class Styles:
    """The styles of the document's own file and of ``styles.xml``, by name."""

    def __init__(self, *roots: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._lists: dict[str, dict[int, Any]] = {}
        self._outline: dict[int, Any] = {}
        self.pages: list[Any] = []  # the master pages, which have the headers and footers
        for style in (each for root in roots if root is not None for each in _defined(root)):
            name = attribute(style, "name") or ""
            if local(style) == "style":
                self._styles.setdefault(name, style)
            elif local(style) == "list-style":
                self._lists.setdefault(name, _levels(style))
            elif local(style) == "outline-style":
                self._outline = _levels(style)
            elif local(style) == "master-page":
                self.pages.append(style)

    def role(self, name: str | None) -> tuple[Role, int]:
        """The role that a paragraph's style gives it, and its level if it is a heading."""
        for style in self._chain(name):
            known = (attribute(style, "name") or "").lower()
            if match := _HEADING.match(known):
                return "heading", min(int(match[1]) or 1, 6)
            if known in _ROLES:
                return _ROLES[known], 0
        return "body", 0

    def hides(self, name: str | None) -> bool:
        """Whether text in this style is not shown."""
        for style in self._chain(name):
            shown = child(style, "text-properties")
            if shown is not None and (display := attribute(shown, "display")):
                return display == "none"
        return False

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings with it."""
        return next(
            (found for each in self._chain(name) if (found := attribute(each, "list-style-name"))), None
        )

    def mark(self, name: str | None, counts: list[int]) -> str:
        """The number or bullet of an item, ``counts`` being the numbers of it and of the items around it."""
        return _written(self._lists.get(name or "", {}), counts)

    def outline(self, counts: list[int]) -> str:
        """The number of a heading; empty if headings have none."""
        return _written(self._outline, counts)

    def _chain(self, name: str | None) -> Iterator[Any]:
        """A style and those it is based on."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = attribute(style, "parent-style-name")


def _defined(root: Any) -> Iterator[Any]:
    """Everything that a file defines."""
    for group in root:
        if local(group) in ("automatic-styles", "styles", "master-styles"):
            yield from group


def _levels(style: Any) -> dict[int, Any]:
    return {whole(attribute(level, "level"), 0): level for level in style}


def _written(levels: dict[int, Any], counts: list[int]) -> str:
    level = levels.get(len(counts))
    if level is None:
        return ""
    if local(level) != "list-level-style-number" and local(level) != "outline-level-style":
        return "•"
    if not attribute(level, "num-format"):
        return ""
    shown = min(max(whole(attribute(level, "display-levels"), 1), 1), len(counts))
    numbers = []
    for depth in range(len(counts) - shown + 1, len(counts) + 1):
        of_level = levels.get(depth)
        written = (attribute(of_level, "num-format") or "") if of_level is not None else ""
        if written:
            numbers.append(numeral(max(counts[depth - 1], 1), _FORMS.get(written[0], "decimal")))
    before, after = (attribute(level, f"num-{side}") or "" for side in ("prefix", "suffix"))
    return f"{before}{'.'.join(numbers)}{after}".strip()


def whole(value: str | None, otherwise: int) -> int:
    """A whole number in an attribute."""
    return int(value) if value and value.isdecimal() and len(value) < 9 else otherwise
