"""HTML and XML as a sequence of tags and text, each with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from typing import Literal

from summarize.documents.editing.template import Span

What = Literal["open", "close", "void", "text", "reference", "other"]
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]{1,100})(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
)
# What begins like a section and has no name of one; the parser of the standard library gives up on it.
_NO_SECTION = re.compile(r"<!\[(?!(?:cdata|if|else|endif)\b)", re.IGNORECASE)
_NAME = re.compile(r"</?[^\s<>/]{1,100}")


@dataclass(frozen=True)
class Tag:
    """A tag, a run of text, a reference to a character, or anything else (comments, declarations)."""

    what: What
    name: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it is."""
        return self.start, self.end


def tags(text: str, first: int = 0, last: int | None = None) -> list[Tag]:
    """Everything in a page, in order and without gaps, or in ``text[first:last]``."""
    page = text[first:last]
    closed = page.rfind("-->") + 1
    page = page[:closed] + page[closed:].replace("<!--", "< !-")  # else its end is looked for
    page = _NO_SECTION.sub("< [", page)
    parser = _Parser(page)
    parser.feed(page)
    parser.close()
    found = [(what, name, first + start) for what, name, start in parser.found]
    edges = [*found, ("other", "", first + len(page))]
    return [Tag(*here, after[2]) for here, after in pairwise(edges) if after[2] > here[2]]


class _Parser(HTMLParser):
    """Notes where each thing begins."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[What, str, int]] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def _note(self, what: What, name: str) -> None:
        line, column = self.getpos()
        self.found.append((what, name, self._lines[line - 1] + column))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._note("open", tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._note("void", tag)

    def handle_endtag(self, tag: str) -> None:
        self._note("close", tag)

    def handle_data(self, data: str) -> None:
        self._note("text", "")

    def handle_entityref(self, name: str) -> None:
        self._note("reference", name)

    def handle_charref(self, name: str) -> None:
        self._note("reference", name)

    def handle_comment(self, data: str) -> None:
        self._note("other", "comment")

    def handle_decl(self, decl: str) -> None:
        self._note("other", "declaration")

    def handle_pi(self, data: str) -> None:
        self._note("other", "instruction")

    def unknown_decl(self, data: str) -> None:
        self._note("other", "section")


def attributes(text: str, tag: Tag) -> Iterator[tuple[str, Span]]:
    """The attributes of a tag: each name in small letters, and the span of its value without quotes."""
    name = _NAME.match(text, tag.start, tag.end)
    for match in _ATTRIBUTE.finditer(text, name.end() if name else tag.start, tag.end):
        if match["value"] is None:
            continue
        start, end = match.span("value")
        quoted = text[start] in "\"'"
        yield match["name"].lower(), (start + quoted, end - quoted)
