"""XML without entities, external files or the network, and no deeper than ``lxml`` allows by default.

Elements and attributes are named without their namespaces: the strict and the usual Office formats differ in
nothing else.
"""

from __future__ import annotations

from typing import Any

from summarize.errors import DocumentError


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
        DocumentError: it is not well formed, or nested too deeply.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name} is damaged: {' '.join(str(error).split())[:200]}") from None
    return root
