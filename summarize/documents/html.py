"""Web pages: the main text as trafilatura finds it, or all of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.markup import attribute, local
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_declared, decode_text
from summarize.text.parts import Role

LARGEST = 20 * 2**20  # bytes; a larger page is an archive or a dump, and takes minutes
_DEEPEST = 200  # elements inside each other; browsers allow 512, readers of people's pages need 40
_HEAD = 4096  # bytes in which a page names its charset; browsers read 1,024
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_INVISIBLE = frozenset(["script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object"])
_NAVIGATION = frozenset(["nav", "header", "footer", "aside", "form", "menu", "button", "select"])
_BLOCK = re.compile(
    r"(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead"
    r"|tr|ul)\Z"
)
_ROLES: dict[str, Role] = {"li": "list", "figcaption": "caption", "caption": "caption"}
_HEADING = re.compile(r"h([1-6])\Z")
_NOTES = frozenset(["footnote", "endnote", "rearnote"])
_REFERENCES = frozenset(["noteref"])


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The main text of a page, under its title; all of the page if asked, or if no main text is found.

    Raises:
        DocumentError: it is larger or more deeply nested than any page for people, or in no known charset.
    """
    if len(data) > LARGEST:
        raise DocumentError(
            f"{name} is a web page of more than {LARGEST >> 20} MB; save its text as plain text"
        )
    text, encoding, warnings = _decoded(data, name, options.encoding)
    try:
        tree = tree_of(text, name)
        title = _title(tree)
        builder = Builder()
        builder.add(title, "title")
        if options.whole_page or not _main_text(text, builder):
            Walk(builder).block(tree, "body")
    except RecursionError:
        raise DocumentError(f"{name} is a web page whose elements are nested too deeply") from None
    return builder.reading(encoding, warnings=warnings)


def _decoded(data: bytes, name: str, encoding: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The text: in the charset given, else that of the bytes, else the one that the page names."""
    if encoding is None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode_declared(data, name, charset_of(data))
    return decode_text(data, name, encoding)


def charset_of(data: bytes) -> str | None:
    """The charset that a page names."""
    named = _CHARSET.search(data, 0, _HEAD) or _DECLARED.search(data[:_HEAD])
    return named[1].decode("ascii").lower() if named else None


def tree_of(text: str, name: str) -> Any:
    """The page as browsers read it, however it is written."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        raise DocumentError(f"{name} is a web page without text")
    if _depth(tree) > _DEEPEST:
        raise DocumentError(f"{name} is a web page whose elements are nested too deeply")
    return tree


def _depth(tree: Any) -> int:
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _title(tree: Any) -> str:
    found = next((each for each in tree.iter() if local(each) == "title"), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _main_text(text: str, builder: Builder) -> bool:
    """Add the main text; whether there is one."""
    import trafilatura

    found = trafilatura.bare_extraction(text, include_comments=False, include_tables=True, favor_recall=True)
    body = getattr(found, "body", None)
    parts = list(_extracted(body)) if body is not None else []
    for role, level, part in parts:
        builder.add(part, role, level)
    return bool(parts)


def _extracted(body: Any) -> Iterator[tuple[Role, int, str]]:
    """The parts of trafilatura's result, which is TEI."""
    for element in body:
        name = local(element)
        if name == "table":
            for row in (each for each in element.iter() if local(each) == "row"):
                cells = [_flat(cell) for cell in row if local(cell) == "cell"]
                if any(cells):
                    yield "row", 0, " | ".join(cells)
        elif name == "list":
            for item in (each for each in element.iter() if local(each) == "item"):
                if text := _flat(item):
                    yield "list", 0, f"• {text}"
        elif text := _flat(element):
            heading = _HEADING.match(attribute(element, "rend") or "") if name == "head" else None
            yield (
                ("heading", int(heading[1]) if heading else 2, text) if name == "head" else ("body", 0, text)
            )
        if element.tail and element.tail.strip():
            yield "body", 0, " ".join(element.tail.split())


def _flat(element: Any) -> str:
    """The text inside an element on one line; a line break is a space."""
    pieces = []
    for each in element.iter():
        pieces.append(" " if local(each) == "lb" else "")
        pieces.append(each.text or "")
        if each is not element:
            pieces.append(each.tail or "")
    return " ".join("".join(pieces).split())


class Walk:
    """All text of a page, block by block; ``navigation`` are the elements that lead elsewhere."""

    def __init__(self, builder: Builder, navigation: frozenset[str] = _NAVIGATION) -> None:
        self._builder = builder
        self._navigation = navigation
        self._text: list[str] = []

    def block(self, element: Any, role: Role, level: int = 0) -> None:
        """Add an element and what is in it; ``role`` is that of its own text."""
        self._inline(element, role, level)
        self._end(role, level)

    def _inline(self, element: Any, role: Role, level: int) -> None:
        self._text.append(element.text or "")
        for each in element:
            name = local(each)
            if name == "tr" and role != "navigation":
                self._end(role, level)
                self._builder.add(" | ".join(cell for cell in map(_flat, each) if cell), "row")
            elif _BLOCK.match(name):
                self._end(role, level)
                self.block(each, *self._role(each, role))
            elif name == "br":
                self._text.append("\n")
            elif name == "a" and _types(each) & _REFERENCES:
                self._text.append(f"[{_flat(each)}]")
            elif name and name not in _INVISIBLE:
                self._inline(each, role, level)
            self._text.append(each.tail or "")

    def _end(self, role: Role, level: int) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        self._builder.add(f"• {text}" if text and role == "list" else text, role, level)

    def _role(self, element: Any, outer: Role) -> tuple[Role, int]:
        name = local(element)
        if outer == "navigation" or name in self._navigation:
            return "navigation", 0
        if _types(element) & _NOTES:
            return "footnote", 0
        if heading := _HEADING.match(name):
            return "heading", int(heading[1])
        return _ROLES.get(name, "body" if name not in ("p", "div", "span") else outer), 0


def _types(element: Any) -> frozenset[str]:
    """What an e-book says that an element is (``epub:type``)."""
    return frozenset((attribute(element, "type") or "").split())
