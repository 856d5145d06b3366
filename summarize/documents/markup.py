"""XML without entities, external files or the network, and no deeper than ``lxml`` allows by default.

Elements and attributes are named without their namespaces: the strict and the usual Office formats differ in
nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from summarize.errors import DocumentError

_LARGEST = 64 * 2**20  # bytes; its tree takes up to twenty times as much memory
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
}


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for a processing instruction or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The value of an attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def texts_outside(element: Any, codes: Collection[str]) -> Iterator[str]:
    """The texts of an element outside of those named in ``codes``; of an unexpanded entity its name."""
    if not local(element):
        yield from (text for text in (element.text or "",) if text.startswith("&"))
    elif local(element) not in codes:
        yield element.text or ""
        for one in element:
            yield from texts_outside(one, codes)
            yield one.tail or ""


def child(element: Any, *path: str) -> Any:
    """The first element along a path of names; ``None`` if there is none."""
    for name in path:
        element = next((each for each in element if local(each) == name), None)
        if element is None:
            return None
    return element


def parsed(data: bytes, name: str) -> Any:
    """The root element of XML bytes.

    Raises:
        DocumentError: it is not well formed, nested too deeply, or larger than any document.
    """
    from lxml import etree

    if len(data) > _LARGEST:
        raise DocumentError(f"{name} is XML of more than {_LARGEST >> 20} MB; not read")
    parser = etree.XMLParser(**_SAFE)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name, error) from None
    return root


def preserving(data: bytes, name: str) -> Any:
    """The root element of XML bytes that are written back: comments and CDATA sections stay.

    Raises:
        DocumentError: as in ``parsed``.
    """
    from lxml import etree

    if len(data) > _LARGEST:
        raise DocumentError(f"{name} is XML of more than {_LARGEST >> 20} MB; not read")
    parser = etree.XMLParser(**{**_SAFE, "remove_comments": False}, strip_cdata=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name, error) from None


def elements(data: bytes, name: str, *names: str) -> Iterator[Any]:
    """The elements with these names (in any namespace), each complete, and emptied before the next.

    For files that are large and flat: the tree never holds more than one of them.

    Raises:
        DocumentError: as in ``parsed``.
    """
    return streamed(io.BytesIO(data), name, *names)


def streamed(source: BinaryIO, name: str, *names: str) -> Iterator[Any]:
    """The same of an open file, which may be larger than memory.

    Raises:
        DocumentError: as in ``parsed``.
        OSError: it cannot be read.
    """
    from lxml import etree

    tags = [f"{{*}}{each}" for each in names]
    try:
        for _, element in etree.iterparse(source, tag=tags, **_SAFE):
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name, error) from None


def _damaged(name: str, error: Exception) -> DocumentError:
    """Where XML breaks; what the parser says of it is in English, and in its own terms."""
    line, column = getattr(error, "position", (0, 0))
    if not line:
        return DocumentError(f"{name} is damaged: it cannot be read as XML")
    return DocumentError(f"{name} is damaged: its XML breaks at line {line}, column {column}")
