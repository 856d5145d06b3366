"""EPUB: the chapters of a book in reading order."""

from __future__ import annotations

import html.entities
import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from summarize.documents.builder import Builder, Reading
from summarize.documents.html import Walk, tree_of
from summarize.documents.markup import attribute, child, local, parsed
from summarize.documents.packages import Package
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_text

_TEXT = ("html", "htm", "xml", "opf")  # how the names of files with text end
_NAVIGATION = frozenset(["nav"])
_LABEL = 60  # characters of the longest label of a chapter
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset([b"lt", b"gt", b"amp", b"quot", b"apos"])
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]{0,400}>", re.IGNORECASE)


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text of a book under its title; the places are its chapters.

    Notes are apart from the text that they belong to. A table of contents is navigation.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    path = package_file(package)
    root = package.xml(path)
    if root is None:
        raise DocumentError(f"{name} is a damaged EPUB: it has no list of contents")
    folder = posixpath.dirname(path)
    items = {attribute(each, "id") or "": each for each in children(root, "manifest")}
    refuse_protected(package)
    chapters = _Chapters(package, folder, items.values())
    builder = Builder()
    builder.add(_title(root), "title")
    for number, each in enumerate(children(root, "spine"), 1):
        item = items.get(attribute(each, "idref") or "")
        member = path_of(folder, attribute(item, "href")) if item is not None else ""
        text = package.member(member)
        if text is not None and "html" in (attribute(item, "media-type") or ""):
            body = child(_tree(text, f"{name}: {member}"), "body")
            if body is not None:
                builder.place(chapters.label(member, body, number))
                contents = "nav" in (attribute(item, "properties") or "").split()
                Walk(builder, _NAVIGATION).block(body, "navigation" if contents else "body")
    return builder.reading("epub")


def package_file(package: Package) -> str:
    container = package.xml("META-INF/container.xml")
    for each in container.iter() if container is not None else ():
        if local(each) == "rootfile" and (path := attribute(each, "full-path")):
            return path
    return ""


def refuse_protected(package: Package) -> None:
    """Fonts may be encrypted, which is common; the text must not be."""
    root = package.xml("META-INF/encryption.xml")
    for each in root.iter() if root is not None else ():
        if local(each) == "CipherReference" and path_of("", attribute(each, "URI")).endswith(_TEXT):
            raise DocumentError(f"{package.name} is an e-book with copy protection (DRM) and cannot be read")


def _title(root: Any) -> str:
    for each in children(root, "metadata"):
        if local(each) == "title" and each.text:
            return " ".join(each.text.split())
    return ""


def _heading(body: Any) -> str:
    found = next((each for each in body.iter() if local(each) in ("h1", "h2", "h3")), None)
    return "".join(found.itertext()) if found is not None else ""


class _Chapters:
    """What the table of contents calls each file; a file that it does not name goes on with the chapter."""

    def __init__(self, package: Package, folder: str, items: Any) -> None:
        self._labels: dict[str, str] = {}
        self._last = ""
        for item in items:
            path = path_of(folder, attribute(item, "href"))
            data = package.member(path)
            if data is None:
                continue
            if "nav" in (attribute(item, "properties") or "").split():
                self._take(_links(_tree(data, path)), path)
            elif attribute(item, "media-type") == "application/x-dtbncx+xml":
                self._take(_points(_tree(data, path)), path)

    def label(self, path: str, body: Any, number: int) -> str:
        """The label of the ``number``-th file: as in the table of contents, or by its first heading."""
        named = self._labels.get(path) or _heading(body) or self._last or f"section {number}"
        self._last = _shortened(named)
        return self._last

    def _take(self, entries: Iterator[tuple[str, str]], path: str) -> None:
        for target, label in entries:
            whole = path_of(posixpath.dirname(path), target.partition("#")[0])
            self._labels.setdefault(whole, label)


def _links(tree: Any) -> Iterator[tuple[str, str]]:
    """The entries of an EPUB 3 table of contents."""
    for each in tree.iter() if tree is not None else ():
        if local(each) == "a" and (target := attribute(each, "href")):
            yield target, "".join(each.itertext())


def _points(tree: Any) -> Iterator[tuple[str, str]]:
    """The entries of an EPUB 2 table of contents."""
    for each in tree.iter() if tree is not None else ():
        if local(each) == "navPoint":
            content, label = child(each, "content"), child(each, "navLabel", "text")
            if content is not None and label is not None:
                yield attribute(content, "src") or "", label.text or ""


def _shortened(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"


def children(root: Any, name: str) -> Any:
    found = child(root, name)
    return found if found is not None else ()


def path_of(folder: str, target: str | None) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(target or "")))


def _tree(data: bytes, name: str) -> Any:
    """A page of the book, as XML if it is well formed.

    HTML's named entities, which XML does not know, are replaced first.
    """
    try:
        return parsed(_ENTITY.sub(_character, _DOCTYPE.sub(b"", data, count=1)), name)
    except DocumentError:
        return tree_of(decode_text(data, name)[0], name)


def _character(match: re.Match[bytes]) -> bytes:
    if match[1] in _OF_XML:
        return match[0]
    character = html.entities.html5.get(f"{match[1].decode()};")
    return "".join(f"&#{ord(each)};" for each in character).encode() if character else match[0]
