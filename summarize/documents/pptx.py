"""PPTX: slides in their order, each with its title, text, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.markup import attribute, child, local
from summarize.documents.packages import Package
from summarize.documents.pptx_bullets import Bullets
from summarize.documents.relations import Relation, main_member, relation_id, relations, targets
from summarize.errors import DocumentError
from summarize.request import ReadingOptions

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("ftr", "hdr", "dt")
_WITH_BULLETS = (None, "body", "obj")  # placeholders whose paragraphs have the bullets of layout and master


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of a presentation; the places are its slides, numbered as in the program.

    Footers and the fixed text of masters follow the slides. Comments, charts and hidden slides are left out
    and counted.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    main = main_member(package, "ppt/presentation.xml")
    root = package.xml(main)
    if root is None:
        raise DocumentError(f"{name} is a damaged PPTX: it has no slides")
    reader = _Reader(package)
    related = relations(package, main)
    for number, each in enumerate(_listed(root), 1):
        relation = related.get(relation_id(each))
        if relation:
            reader.slide(number, relation.target)
    reader.furniture()
    return reader.builder.reading("pptx", warnings=reader.warnings())


def _listed(root: Any) -> Any:
    found = child(root, "sldIdLst")
    return found if found is not None else ()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.builder = Builder()
        self._package = package
        self._running: dict[str, None] = {}
        self._related: dict[str, Relation] = {}
        self._inherited: list[Any] = []  # the layout and the master of the slide
        self._known: dict[str, Any] = {}  # layouts and masters read so far
        self._comments = self._charts = self._hidden = 0

    def warnings(self) -> list[str]:
        """What was left out, one line each."""
        counts = {
            "comments": self._comments,
            "charts": self._charts,
            "hidden slides": self._hidden,
        }
        return [f"{what} left out: {count}" for what, count in counts.items() if count]

    def furniture(self) -> None:
        """Add the footers and fixed texts of all slides, each once."""
        for text in self._running:
            self.builder.add(text, "running")

    def slide(self, number: int, path: str) -> None:
        """Add a slide and its notes."""
        root = self._package.xml(path)
        if root is None:
            return
        if attribute(root, "show") in ("0", "false"):
            self._hidden += 1
            return
        self._related = relations(self._package, path)
        self._inherited = self._masters(path)
        self.builder.place(f"slide {number}")
        for shape in sorted(_shapes(_tree(root)), key=lambda each: _placeholder(each)[0] not in _TITLES):
            self._shape(shape, number)
        for each in targets(self._related, "comments"):
            comments = self._package.xml(each)
            self._comments += sum(local(e) == "cm" for e in comments.iter()) if comments is not None else 0
        for each in targets(self._related, "notesSlide"):
            self._notes(number, each)

    def _masters(self, path: str) -> list[Any]:
        """The layout and the master of a slide; their own texts are furniture."""
        found: list[Any] = []
        for kind in ("slideLayout", "slideMaster"):
            path = next(iter(targets(relations(self._package, path), kind)), "")
            if path not in self._known:
                root = self._known[path] = self._package.xml(path) if path else None
                for shape in _shapes(_tree(root)):
                    if local(shape) == "sp" and not _placeholder(shape)[2]:
                        self._running[_flat(shape)] = None
            if self._known[path] is not None:
                found.append(self._known[path])
        return found

    def _notes(self, number: int, path: str) -> None:
        self.builder.place(f"slide {number}, notes")
        for shape in _shapes(_tree(self._package.xml(path))):
            if _placeholder(shape)[0] == "body":
                self._paragraphs(shape, Bullets([]))

    def _shape(self, shape: Any, number: int) -> None:
        kind = _placeholder(shape)[0]
        if local(shape) == "graphicFrame":
            self._graphic(shape)
        elif kind in _TITLES:
            title = kind == "ctrTitle" and number == 1
            self.builder.add(_flat(shape), *(("title", 0) if title else ("heading", 1)))
        elif kind in _FURNITURE:
            self._running[_flat(shape)] = None
        elif kind != "sldNum":
            self._paragraphs(shape, Bullets(list(self._styles(shape))))

    def _styles(self, shape: Any) -> Iterator[Any]:
        """The level properties that apply to a shape, the nearest first."""
        kind, index, placed = _placeholder(shape)
        yield from _list_style(shape)
        for root in self._inherited if placed and kind in _WITH_BULLETS else ():
            for other in _shapes(_tree(root)):
                its_kind, its_index, its_placed = _placeholder(other)
                same = its_kind == "body" if local(root) == "sldMaster" else its_index == index
                if its_placed and same:
                    yield from _list_style(other)
            if (styles := child(root, "txStyles", "bodyStyle")) is not None:
                yield styles

    def _paragraphs(self, shape: Any, bullets: Bullets) -> None:
        body = child(shape, "txBody")
        for paragraph in body if body is not None else ():
            if local(paragraph) == "p" and (text := _text(paragraph)):
                mark = bullets.mark(paragraph)
                self.builder.add(f"{mark} {text}" if mark else text, "list" if mark else "body")

    def _graphic(self, frame: Any) -> None:
        for element in frame.iter():
            name = local(element)
            if name == "tbl":
                self._table(element)
            elif name in ("chart", "chartSpace"):
                self._charts += 1
            elif name == "relIds":
                self._diagram(relation_id(element, "dm"))

    def _table(self, table: Any) -> None:
        for row in (each for each in table if local(each) == "tr"):
            cells = [" ".join(_flat(cell).split()) for cell in row if local(cell) == "tc"]
            self.builder.add(" | ".join(cells) if any(cells) else "", "row")

    def _diagram(self, identifier: str) -> None:
        """Add the texts of SmartArt."""
        relation = self._related.get(identifier)
        root = self._package.xml(relation.target) if relation else None
        for element in root.iter() if root is not None else ():
            if local(element) == "pt" and (text := _flat(element)):
                self.builder.add(f"• {text}", "list")


def _tree(root: Any) -> Any:
    """The shapes of a slide, layout or master; nothing if there is none."""
    found = child(root, "cSld", "spTree") if root is not None else None
    return found if found is not None else ()


def _shapes(tree: Any) -> Iterator[Any]:
    """The shapes of a slide, those in groups too."""
    for element in tree:
        name = local(element)
        if name in ("sp", "graphicFrame"):
            yield element
        elif name in ("grpSp", "Choice"):
            yield from _shapes(element)
        elif name == "AlternateContent":
            yield from _shapes(element[:1])


def _placeholder(shape: Any) -> tuple[str | None, str | None, bool]:
    """The kind and index of a placeholder, and whether the shape is one."""
    for properties in shape:
        if local(properties).startswith("nv"):
            found = child(properties, "nvPr", "ph")
            if found is not None:
                return attribute(found, "type"), attribute(found, "idx"), True
    return None, None, False


def _list_style(shape: Any) -> Iterator[Any]:
    found = child(shape, "txBody", "lstStyle")
    if found is not None:
        yield found


def _text(paragraph: Any) -> str:
    pieces = []
    for element in paragraph.iter():
        if local(element) == "t":
            pieces.append(element.text or "")
        elif local(element) == "br":
            pieces.append("\n")
    return "".join(pieces).strip()


def _flat(element: Any) -> str:
    """All text in an element on one line."""
    paragraphs = (_text(each) for each in element.iter() if local(each) == "p")
    return " ".join(" ".join(paragraphs).split())
