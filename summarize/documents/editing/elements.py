"""Keys of XML elements that two readings of a file agree on, and text that XML can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from hashlib import sha256
from typing import Any

from summarize.documents.markup import local
from summarize.text.characters import FORBIDDEN_IN_XML

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REGIONS = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}
_LONGEST = 60  # characters of a key that is readable
_UNWRITABLE = re.compile(f"[{FORBIDDEN_IN_XML}]")


def language_tag(language: str) -> str:
    """The tag by which Office programs know a language: ``kk-KZ``."""
    return _REGIONS[language]


def writable(text: str) -> str:
    """The text without characters that XML forbids."""
    return _UNWRITABLE.sub("", text)


def key(element: Any, ignored: Callable[[Any], bool], attributes: Collection[str] = ()) -> str:
    """A text that is equal for equal elements, whatever prefixes and files they are in.

    Args:
        ignored: whether an element inside does not count, with all in it.
        attributes: local names of attributes that do not count.
    """
    whole = "".join(_spelled(element, ignored, attributes))
    if len(whole) <= _LONGEST:
        return whole
    return f"{local(element)}#{_digest(whole)}"


def shell(element: Any) -> str:
    """A text that is equal for elements that are equal apart from what is in them."""
    whole = "".join(_opening(element, ()))
    return whole if len(whole) <= _LONGEST else f"{local(element)}#{_digest(whole)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _opening(element: Any, attributes: Collection[str]) -> Iterable[str]:
    yield local(element)
    named = sorted((name.rpartition("}")[2], value) for name, value in element.attrib.items())
    yield from (f" {name}={value!r}" for name, value in named if name not in attributes)


def _spelled(element: Any, ignored: Callable[[Any], bool], attributes: Collection[str]) -> Iterable[str]:
    yield from _opening(element, attributes)
    yield "("
    if element.text and element.text.strip():
        yield element.text
    for each in element:
        if local(each) and not ignored(each):
            yield from _spelled(each, ignored, attributes)
    yield ")"
