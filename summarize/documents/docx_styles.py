"""What the styles and numbering of a DOCX say of a paragraph: its role, and its number or bullet."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from summarize.documents.markup import attribute, child, local
from summarize.documents.numerals import numeral
from summarize.text.parts import Role

_HEADING = re.compile(r"(?:heading|заголовок|тақырып) ?(\d)")
_ROLES: dict[str, Role] = {"title": "title", "caption": "caption", "footnote text": "footnote"}
_DEEPEST = 20  # styles based on styles; more is a circle
_LEVELS = 9


class Styles:
    """The paragraph styles by id."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        for style in root if root is not None else ():
            if local(style) == "style":
                self._styles[attribute(style, "styleId") or ""] = style

    def role(self, paragraph: Any) -> tuple[Role, int]:
        """A paragraph's role, and its level if it is a heading."""
        outline = child(paragraph, "pPr", "outlineLvl")
        for style in self.chain(paragraph):
            name = attribute(child(style, "name"), "val") if child(style, "name") is not None else None
            name = (name or attribute(style, "styleId") or "").lower()
            if match := _HEADING.match(name):
                return "heading", min(int(match[1]) or 1, 6)
            if name in _ROLES:
                return _ROLES[name], 0
            if name.startswith("toc ") or name == "toc":
                return "navigation", 0
            outline = outline if outline is not None else child(style, "pPr", "outlineLvl")
        level = attribute(outline, "val") if outline is not None else None
        if level and level.isdigit() and int(level) < _LEVELS:
            return "heading", min(int(level) + 1, 6)
        return "body", 0

    def chain(self, paragraph: Any) -> list[Any]:
        """The paragraph's style and those it is based on."""
        named = child(paragraph, "pPr", "pStyle")
        found: list[Any] = []
        identifier = attribute(named, "val") if named is not None else None
        while identifier in self._styles and len(found) < _DEEPEST:
            style = self._styles[identifier]
            found.append(style)
            based = child(style, "basedOn")
            identifier = attribute(based, "val") if based is not None else None
        return found


class Numbering:
    """Numbers and bullets of lists, counted in document order."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, Any]] = {}  # of each abstract list
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)
        for element in root if root is not None else ():
            identifier = attribute(element, "abstractNumId") or ""
            if local(element) == "abstractNum":
                levels = {_number(level, "ilvl"): level for level in element if local(level) == "lvl"}
                self._levels[identifier] = levels
            elif local(element) == "num":
                pointed = child(element, "abstractNumId")
                if pointed is not None:
                    self._lists[attribute(element, "numId") or ""] = attribute(pointed, "val") or ""

    def mark(self, paragraph: Any, styles: Styles) -> str:
        """The number or bullet of a paragraph; empty if it is no list item. Counts it."""
        found = [child(each, "pPr", "numPr") for each in (paragraph, *styles.chain(paragraph))]
        properties = next((each for each in found if each is not None), None)
        if properties is None:
            return ""
        numbered, deep = child(properties, "numId"), child(properties, "ilvl")
        abstract = self._lists.get((attribute(numbered, "val") or "") if numbered is not None else "")
        depth = min(_number(deep, "val"), _LEVELS - 1) if deep is not None else 0
        level = self._levels.get(abstract or "", {}).get(depth)
        if abstract is None or level is None:
            return ""
        counts = self._counts[abstract]
        start = child(level, "start")
        first = max(_number(start, "val"), 1) if start is not None else 1
        counts[depth] = counts[depth] + 1 if counts[depth] else first
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return self._written(abstract, level, counts)

    def _written(self, abstract: str, level: Any, counts: list[int]) -> str:
        pattern = child(level, "lvlText")
        text = (attribute(pattern, "val") or "") if pattern is not None else ""
        if _format(level) == "bullet":
            return "•"
        if _format(level) == "none":
            return ""

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            return numeral(max(counts[depth], 1), _format(self._levels[abstract].get(depth)))

        return re.sub(r"%([1-9])", number, text)


def _format(level: Any) -> str:
    form = child(level, "numFmt") if level is not None else None
    return (attribute(form, "val") or "decimal") if form is not None else "decimal"


def _number(element: Any, name: str) -> int:
    value = attribute(element, name) or ""
    return int(value) if value.isdecimal() and len(value) < 9 else 0
