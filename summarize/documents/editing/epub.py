"""E-books: chapters, titles and tables of contents are translated; pictures, styles and all else stay."""

from __future__ import annotations

import html
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from summarize.documents.editing import html as pages
from summarize.documents.editing.source import REFERENCES, source_of
from summarize.documents.editing.tags import tags
from summarize.documents.editing.template import Passage, Piece, Template, Writer, settled
from summarize.documents.epub import children, package_file, path_of, refuse_protected
from summarize.documents.html import charset_of
from summarize.documents.markup import attribute, parsed
from summarize.documents.packages import Package
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.blocks import Block, Run, Written

_TYPE = "mimetype"
_NCX = "application/x-dtbncx+xml"
_TITLES = frozenset(["dc:title", "dc:description"])


def edit(data: bytes, name: str, options: ReadingOptions) -> Book:
    """A book.

    Raises:
        DocumentError: it is damaged or protected.
    """
    package = Package(data, name)
    path = package_file(package)
    root = package.xml(path)
    if root is None:
        raise DocumentError(f"{name} is a damaged EPUB: it has no list of contents")
    refuse_protected(package)
    members = dict.fromkeys([path, *_members(root, posixpath.dirname(path))])
    templates = {member: one for member in members if (one := _template(package, member, path))}
    return Book(data, package, templates, options)


def _members(root: object, folder: str) -> Iterator[str]:
    """The files of a book that have text: in reading order, then the others, then the table of contents."""
    items = {attribute(each, "id") or "": each for each in children(root, "manifest")}
    spine = [items.get(attribute(each, "idref") or "") for each in children(root, "spine")]
    for item in [each for each in spine if each is not None] + list(items.values()):
        if "html" in (attribute(item, "media-type") or ""):
            yield path_of(folder, attribute(item, "href"))
    for item in items.values():
        if attribute(item, "media-type") == _NCX:
            yield path_of(folder, attribute(item, "href"))


def _template(package: Package, member: str, package_path: str) -> Template | None:
    data = package.member(member)
    if data is None:
        return None
    name = f"{package.name}: {member}"
    source = source_of(data, name, None, charset_of(data))
    errors = REFERENCES
    if member == package_path:
        writer = Writer(partial(_elements, names=_TITLES), pages.render)
        return Template("epub", source, writer, dress=_in_language, errors=errors)
    if b"<ncx" in data[:2000]:
        writer = Writer(partial(_elements, names=frozenset(["text"])), pages.render)
        return Template("epub", source, writer, dress=pages.labelled, errors=errors)
    skipped = pages.Page(source.text, name).skipped
    writer = Writer(lambda text: pages.Page(text, name).passages, pages.render)
    return Template("epub", source, writer, skipped=skipped, dress=pages.labelled, errors=errors)


def _elements(text: str, names: frozenset[str]) -> list[Passage]:
    """What the elements of these names hold, in XML that has no tags inside them."""
    found: list[Passage] = []
    inside, start, shown, author = "", 0, "", False
    for tag in tags(text):
        if tag.what in ("open", "close") and tag.name == "docauthor":
            author = tag.what == "open"
        if tag.what == "open" and tag.name in names and not author:
            inside, start, shown = tag.name, tag.end, ""
        elif inside and tag.what == "close" and tag.name == inside:
            inner = text[start : tag.start]
            first = start + len(inner) - len(inner.lstrip())
            if any(map(str.isalpha, shown)):
                piece = Piece(" ".join(shown.split()))
                span = first, start + len(inner.rstrip())
                found.append(Passage((span,), (piece,), "property", role="title"))
            inside = ""
        elif inside:
            raw = text[tag.start : tag.end]
            shown += html.unescape(raw) if tag.what in ("text", "reference") else raw
    return found


def _in_language(text: str, target: str) -> str:
    """The list of contents with its first language set to that of the translation."""
    found = tags(text)
    for number, tag in enumerate(found):
        if tag.what == "open" and tag.name == "dc:language":
            closing = next((each for each in found[number:] if each.what == "close"), None)
            if closing and closing.name == tag.name:
                return text[: tag.end] + target + text[closing.start :]
    return text


class Book:
    """An e-book that can be written back; see ``summarize.text.blocks.Editable``."""

    format = "epub"

    def __init__(
        self, data: bytes, package: Package, members: Mapping[str, Template], options: ReadingOptions
    ) -> None:
        self._data, self._package, self._members = data, package, members
        self.blocks = tuple(block for member in members.values() for block in member.blocks)
        self.skipped: dict[str, int] = {}
        for member in members.values():
            for reason, count in member.skipped.items():
                self.skipped[reason] = self.skipped.get(reason, 0) + count
        self.warnings: tuple[str, ...] = ()
        self.options = options

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        """The book with other runs in these blocks, its language set; all other files of it as they were."""
        changed: dict[str, bytes] = {}
        notes: list[str] = []
        first = 0
        for path, member in self._members.items():
            here = {n: texts[first + n] for n in range(len(member.blocks)) if first + n in texts}
            first += len(member.blocks)
            made = member.written(here, target)
            notes += made.notes
            if made.data != self._package.member(path):
                changed[path] = made.data
        if not changed:
            return Written(self._data)
        for path, member in self._members.items():
            if path not in changed:
                changed[path] = member.finished(member.source.text, target).data
        return Written(self._packed(changed), tuple(dict.fromkeys(notes)))

    def _packed(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with these members, the type of the book first and not compressed."""
        buffer = io.BytesIO()
        files = sorted(self._package.files, key=lambda each: each.filename != _TYPE)
        with zipfile.ZipFile(buffer, "w") as package:
            for entry in files:
                data = changed.get(entry.filename)
                data = self._package.member(entry.filename) if data is None else data
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type = zipfile.ZIP_DEFLATED if entry.compress_type else zipfile.ZIP_STORED
                info.compress_type = zipfile.ZIP_STORED if entry.filename == _TYPE else info.compress_type
                info.external_attr = entry.external_attr
                package.writestr(info, data or b"")
        return buffer.getvalue()

    def again(self, data: bytes) -> tuple[Block, ...]:
        """The blocks of a book that ``written`` made."""
        package = Package(data, "the file written")
        found: list[Block] = []
        for path, member in self._members.items():
            found += member.again(package.member(path) or b"")
        return tuple(found)

    def settled(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """See ``summarize.text.blocks.Settling``."""
        return settled(runs)

    def problems(self, data: bytes) -> list[str]:
        """Files that are missing, or that were XML and are not any more."""
        found: list[str] = []
        package = Package(data, "the file written")
        if missing := {each.filename for each in self._package.files} - package.members:
            found.append(f"files are missing: {', '.join(sorted(missing))}")
        for path in self._members:
            if _is_xml(self._package.member(path)) and not _is_xml(package.member(path)):
                found.append(f"{path} is no XML any more")
        return found


def _is_xml(data: bytes | None) -> bool:
    try:
        parsed(data or b"", "")
    except DocumentError:
        return False
    return True
