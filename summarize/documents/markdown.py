"""Markdown: its blocks as parts, its marks as marks; the text itself stays as it was decoded.

Blocks are found by markdown-it, which keeps their lines; marks inside them by ``markdown_marks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from summarize.documents.builder import Reading
from summarize.documents.markdown_marks import inline_marks
from summarize.request import ReadingOptions
from summarize.text.charsets import decode_text
from summarize.text.lines import marked_kind
from summarize.text.normalization import Edit
from summarize.text.parts import Part, Role

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FRONT = re.compile(
    r"﻿?(?:---|\+\+\+)[ \t]*\r?\n(.{0,20000}?\n)(?:---|\+\+\+|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_TITLE = re.compile(
    r"^title[ \t]*[:=][ \t]*[\"'“]?(?P<title>[^\r\n]*?)[\"'”]?[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
_NOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:[ \t]*")
_NOTE_START = re.compile(r"^\[(?=\^[^\]\s]{1,60}\]:[ \t]*\S+[ \t]*\r?$)", re.MULTILINE)
_ADDRESS = re.compile(  # of a label, which may follow notes without an empty line
    r"\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S+(?:[ \t]+[\"'(].*[\"')])?"
)
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_ADMONITION = re.compile(r"\[![A-Za-z]{1,20}\][ \t]*")
# What begins a line of its own: a note, a definition, a container, the title of an admonition without quotes.
_APART = re.compile(
    r"""(?P<note>\[\^[^\]\s]{1,60}\]:[ \t]*) | (?P<definition>:[ \t]+(?=\S))
    | :{3,}[ \t]*(?:\{[^{}\n]{0,200}\}|[\w-]{1,40})?[ \t]*
    | (?:!!!|\?\?\?\+?)[ \t]+[a-z-]{1,40}(?:[ \t]+(?:inline|end)){0,2}
      (?:[ \t]+(?P<quote>")(?=[^"\n]{1,500}"\Z)|\Z)""",
    re.VERBOSE,
)
_HOLDING = re.compile(r":[ \t]+\S|(?:!!!|\?\?\?\+?)[ \t]+[a-z-]")  # what indented paragraphs can be part of
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_BULLET = re.compile(r"[-*+][ \t]+")
_UNSPOKEN = re.compile(r"\s*<(?:!--|(?:script|style|pre|svg|iframe)\b)", re.IGNORECASE)
_INDENT = 4
_NEAR = 80  # characters before a paragraph in which the mark of a note ends
_ROLES: dict[str, Role] = {"caption": "caption", "links": "navigation"}

Span = tuple[int, int]


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """The text as decoded, with the role of each block, and its marks."""
    text, encoding, warnings = decode_text(data, name, options.encoding)
    page = Page(text)
    page.read()
    return Reading(text, tuple(page.parts), (), encoding, None, warnings, tuple(sorted(page.marks)))


@dataclass
class Page:
    """The parts and marks of a text, block by block."""

    text: str
    parts: list[Part] = field(default_factory=list)
    marks: list[Edit] = field(default_factory=list)
    _parsed: str = ""  # the text as the parser gets it, character by character
    _starts: list[int] = field(default_factory=list)  # of lines, and the end of the text
    _item: int = -1  # where the list item begins whose first paragraph comes next
    _holds: bool = False  # whether the paragraph before is one that holds indented ones

    def read(self) -> None:
        """Find the parts and marks of the whole text."""
        first = self._front_matter()
        self._starts = [match.start() for match in _LINE.finditer(self.text, first)]
        if not self._starts or self._starts[-1] < len(self.text):
            self._starts.append(len(self.text))
        # The parser takes a note of one word for the address of a link.
        self._parsed = _NOTE_START.sub("\ue000", self.text)
        for token, outer in _blocks(self._parsed[first:]):
            self._block(token, outer)

    def _front_matter(self) -> int:
        """Fields before the text, its title among them; the offset after them."""
        match = _FRONT.match(self.text)
        if not match:
            return 0
        title = _TITLE.search(self.text, match.start(1), match.end(1))
        edges = [
            match.start(),
            *(title.span("title") if title and title["title"].strip() else ()),
            match.end(),
        ]
        for number, (start, end) in enumerate(pairwise(edges)):
            self._add([(start, end)], "title" if number == 1 else "metadata")
        return match.end()

    def _block(self, token: Any, outer: Sequence[str]) -> None:
        """Add the part of one token, which stands inside the blocks ``outer``."""
        first, last = token.map
        if token.type == "list_item_open":
            self._item = self._starts[first]
        elif token.type == "code_block" and self._holds and not outer:
            self._indented(first, last)
        elif token.type in ("fence", "code_block"):
            self._add([self._span(first, last)], "code")
        elif token.type == "html_block":
            self.html(*self._span(first, last))
        elif token.type == "tr_open":
            self.row(*self._span(first, last))
        elif token.type == "inline" and "table_open" not in outer:
            self._paragraph(token, first, last, outer)

    def _paragraph(self, token: Any, first: int, last: int, outer: Sequence[str]) -> None:
        spans = list(self._lines_of(token.content, first, last))
        if not spans:
            return
        start, end = spans[0][0], spans[-1][1]
        role, level = _role(outer), 0
        if role == "heading":
            level = int(next(each for each in outer if each.startswith("h"))[1])
        elif note := _NOTE.match(self.text, start, end):
            role, spans[0] = "footnote", (note.end(), spans[0][1])
        elif role == "body":
            role = _ROLES.get(marked_kind(self.text[start:end]) or "", role)
        if role == "list" and 0 <= self._item <= start:
            spans[0] = self._bullet(*spans[0])
        elif role == "quote" and (sign := _ADMONITION.match(self.text, *spans[0])):
            spans[0] = sign.end(), spans[0][1]
        self._item = -1
        self._holds = any(_HOLDING.match(self.text, *span) for span in spans)
        for number, lines in enumerate(self._unbroken(spans)):
            self._add(lines, "body" if number and role == "list" else role, level)
            self.inline(lines)

    def _unbroken(self, spans: Sequence[Span]) -> Iterator[list[Span]]:
        """The lines of a paragraph up to each hard break, and those that stand alone.

        A hard break is two spaces or a backslash at a line's end.
        """
        marks = [_APART.match(self.text, *span) for span in spans]
        before = self.text[max(0, spans[0][0] - _NEAR) : spans[0][0]]
        noted = before.rstrip().endswith("]:") or any(mark and mark["note"] for mark in marks)
        defined = max((number for number, mark in enumerate(marks) if mark and mark["definition"]), default=0)
        lines: list[Span] = []
        for number, ((start, end), mark) in enumerate(zip(spans, marks, strict=True)):
            address = noted and _ADDRESS.fullmatch(self.text, start, end)
            if (mark or address) and lines:
                yield lines
                lines = []
            if address:
                continue
            if mark:
                end -= bool(mark["quote"]) and self.text[end - 1] == '"'
                start = mark.end()
            if start < end:
                lines.append((start, end))
            is_term = number < defined and not any(marks[: number + 1])
            broken = self.text.startswith("  ", end) or self.text.startswith("\\", end - 1)
            if lines and (broken or is_term or (mark and not (mark["definition"] or mark["note"]))):
                yield lines
                lines = []
        if lines:
            yield lines

    def _indented(self, first: int, last: int) -> None:
        """Paragraphs and items that are part of a definition or an admonition; what is deeper in is code."""
        groups: list[tuple[list[Span], bool]] = []
        for number in range(first, last):
            start, end = self._span(number, number + 1)
            raw = self.text[start:end]
            begin = start + len(raw) - len(raw.lstrip())
            mark = _ITEM.match(self.text, begin, end)
            is_code = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()) >= 2 * _INDENT
            if mark or not raw.strip() or not groups or groups[-1][1] != is_code or not groups[-1][0]:
                groups.append(([], is_code))
            if raw.strip():
                groups[-1][0].append((mark.end() if mark else begin, start + len(raw.rstrip())))
        for lines, is_code in groups:
            if lines:
                self._add([(lines[0][0], lines[-1][1])], "code" if is_code else "body")
            if lines and not is_code:
                self.inline(lines)

    def _bullet(self, start: int, end: int) -> Span:
        """The first line of an item from its number on; a bullet and a box to tick are marks."""
        task = _TASK.match(self.text, start, end)
        if task:
            start = task.end()
        begin = max(self._item, self.text.rfind("\n", 0, start) + 1)
        before = self.text[begin:start]
        number = begin + len(before) - len(before.lstrip())
        return (start, end) if task or _BULLET.match(self.text, number) else (number, end)

    def inline(self, spans: Sequence[Span]) -> None:
        """The marks in the lines of a paragraph, and what stands before its further lines."""
        start, end = spans[0][0], spans[-1][1]
        shown = list(self.text[start:end])
        for (_, before), (after, _) in pairwise(spans):
            line = max(before, self.text.rfind("\n", before, after) + 1)
            if self.text[line:after].strip():
                self.marks.append((line, after, ""))
            shown[line - start : after - start] = " " * (after - line)
        self.marks += [(start + a, start + b, instead) for a, b, instead in inline_marks("".join(shown))]

    def row(self, start: int, end: int) -> None:
        """One row of a table."""
        row = self.text[start:end]
        inner = row.strip().strip("|").strip()
        if inner:
            begin = start + row.index(inner)
            self._add([(begin, begin + len(inner))], "row")
            self.inline([(begin, begin + len(inner))])

    def html(self, start: int, end: int) -> None:
        """A block of HTML."""
        if _UNSPOKEN.match(self.text, start):
            self._add([(start, end)], "code")
            return
        marks = inline_marks(self.text[start:end])
        bare, last = [], 0
        for a, b, _ in marks:
            bare.append(self.text[start + last : start + a])
            last = b
        if "".join([*bare, self.text[start + last : end]]).strip():
            self._add([(start, end)], "body")
        self.marks += [(start + a, start + b, instead) for a, b, instead in marks]

    def _lines_of(self, content: str, first: int, last: int) -> Iterator[Span]:
        """Where the lines of a block's content stand: at the ends of the lines that it was taken from."""
        lines = content.split("\n")
        for number, line in zip(range(first, last), lines, strict=False):
            start, end = self._span(number, number + 1)
            inner = line.strip()
            at = self._parsed.rfind(inner, start, end) if inner else -1
            if at >= 0:
                yield at, at + len(inner)

    def _span(self, first: int, last: int) -> Span:
        """Lines ``[first, last)`` without white space around them."""
        start, end = self._starts[first], self._starts[min(last, len(self._starts) - 1)]
        return start, max(start, end)

    def _add(self, spans: Sequence[Span], role: Role, level: int = 0) -> None:
        start, end = spans[0][0], spans[-1][1]
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end and (not self.parts or start >= self.parts[-1].end):
            self.parts.append(Part(start, end, role, level))


def _blocks(text: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The tokens of blocks that have lines, with the types or tags of the blocks around each."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    outer: list[str] = []
    for token in parser.parse(text):
        if token.nesting < 0:
            outer.pop()
            continue
        if token.map:
            yield token, tuple(outer)
        if token.nesting > 0:
            outer.append(token.tag if token.type == "heading_open" else token.type)


def _role(outer: Sequence[str]) -> Role:
    """The role of a paragraph by the blocks around it, from the inside out."""
    for each in reversed(outer):
        if each.startswith("h") and each[1:].isdigit():
            return "heading"
        if each == "list_item_open":
            return "list"
        if each == "blockquote_open":
            return "quote"
    return "body"
