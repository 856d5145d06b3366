"""A review page that comes back: its sentences and translations, as written or edited in a browser.

The page is data: nothing in it is run or fetched. Only the elements that ``writers.page`` writes are looked
at, and of these the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summarize.checks.waivers import KINDS
from summarize.documents.html import tree_of
from summarize.errors import DocumentError

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_LARGEST = 64 * 2**20  # bytes
_STATES = ("draft", "flagged", "kept", "untranslated")


@dataclass(frozen=True)
class Row:
    """A sentence of a page with its translation; ``edited`` is whether a person changed it there.

    ``state`` is that of the translation as written: ``draft``, ``flagged``, ``kept`` or ``untranslated``.
    """

    document: str
    source_language: str
    target_language: str
    source: str
    hypothesis: str
    state: str
    kinds: tuple[str, ...]
    edited: bool


def is_page(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    return _START.match(data, 0, 1024) is not None


def rows(data: bytes, name: str) -> list[Row]:
    """The rows of all documents on a page, in order.

    Raises:
        DocumentError: it is not UTF-8, too large, or no review page.
    """
    if len(data) > _LARGEST:
        raise DocumentError(f"{name} is a web page of more than {_LARGEST >> 20} MB")
    try:
        tree = tree_of(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise DocumentError(f"{name} is a web page that is not UTF-8; save it from its own button") from None
    found = [row for article in tree.iter("article") for row in _of_article(article)]
    if not found:
        raise DocumentError(f"{name} is a web page, but no review page of summarize translate")
    return found


def _of_article(article: Any) -> Iterator[Row]:
    document, target = article.get("data-document"), article.get("data-target")
    for each in article.iter("div"):
        state = each.get("data-state")
        source, hypothesis = _part(each, "source"), _part(each, "hypothesis")
        if document is None or target is None or state not in _STATES or source is None or hypothesis is None:
            continue
        yield Row(
            document,
            source.get("lang", ""),
            target,
            _text(source),
            _text(hypothesis),
            state,
            tuple(dict.fromkeys(_kinds(each))),
            "edited" in each.get("class", "").split(),
        )


def _part(row: Any, name: str) -> Any:
    return next((each for each in row.iterchildren("p") if name in each.get("class", "").split()), None)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _kinds(row: Any) -> Iterator[str]:
    """The kinds of the findings of a row."""
    for label in row.iterfind("ul/li/b"):
        kind = _text(label).removesuffix("?")
        if kind in KINDS:
            yield kind
