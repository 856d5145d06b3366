"""A first pass over the control words of RTF, before striprtf turns them into text.

striprtf drops notes, headers, text boxes and the roles of paragraphs, keeps deleted and hidden text, and
takes more than linear time for links and large font tables. Here the groups are taken apart, and marks from
the private use area are put where a paragraph, a cell or a note begins or ends.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace

PARAGRAPH, CELL, NOTE, BOX, HEADING, LIST = (chr(code) for code in range(0xE000, 0xE006))
MARKS = re.compile(f"[{PARAGRAPH}-{LIST}]")

_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\(')|\\([^a-z])|([{}])", re.DOTALL)
_HIGH = re.compile(rb"[\x80-\xff]")
_GONE = frozenset([
    b"pict", b"objdata", b"fldinst", b"stylesheet", b"fonttbl", b"colortbl", b"info", b"shpinst",
    b"annotation", b"xe", b"tc", b"listtable", b"listoverridetable", b"revtbl", b"generator", b"do",
])  # fmt: skip
_NOTES = frozenset([b"footnote"])
_EDGES = frozenset(
    [b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"]
)
_DROPPED = frozenset([b"shp", b"shpgrp"])  # striprtf takes all of a shape for no text
_LISTS = frozenset([b"listtext", b"pntext"])
_ENDS = {b"par": PARAGRAPH, b"sect": PARAGRAPH, b"page": PARAGRAPH, b"row": PARAGRAPH, b"nestrow": PARAGRAPH,
         b"cell": CELL, b"nestcell": CELL}  # fmt: skip
_STYLE = re.compile(rb"\\s(\d{1,5})(?!\d)")
_OUTLINE = re.compile(rb"\\outlinelevel(\d)")
_NAME = re.compile(rb"\b(?:heading (\d)|title)\s*;\s*\Z", re.IGNORECASE)
_STYLES = 500_000  # bytes of a style sheet
_BODY_LEVEL = 9  # the outline level of what is no heading
_OURS = range(0xE000, 0xE006)


@dataclass
class Groups:
    """The parts of a file, each as RTF without a head; ``text`` names notes and boxes by number.

    ``head`` has what all of them need to be decoded: the code page and the character sets of the fonts.
    """

    text: bytearray = field(default_factory=bytearray)
    notes: list[bytearray] = field(default_factory=list)
    boxes: list[bytearray] = field(default_factory=list)
    edges: list[bytearray] = field(default_factory=list)
    head: bytes = b""
    comments: int = 0
    hidden: int = 0


@dataclass
class _Group:
    """One group that is open: where its text goes, and whether it has none that is shown.

    ``outside`` says the same of the group around it.
    """

    out: bytearray
    muted: bool = False
    outside: bool = False
    kind: bytes = b""


def groups(data: bytes) -> Groups:
    """The parts of an RTF file; what follows the end of its outermost group is no part of it."""
    return _Pass(data).run()


class _Pass:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found = Groups()
        self._stack = [_Group(self._found.text)]
        self._code_page = b""
        self._fonts: dict[bytes, bytes] = {}
        self._font = b"0"
        self._levels = dict[bytes, int]()  # of the styles that are headings; 0 is the title
        self._in_table = False

    def run(self) -> Groups:
        data, position = self._data, 0
        while match := _TOKEN.search(data, position):
            self._copy(data[position : match.start()])
            position = match.end()
            if match[1]:
                if match[1] == b"bin":
                    position += max(_number(match[2], 0), 0)
                self._word(match[1], match[2], match[0].rstrip(b" ") + b" ", match.start())
            elif match[5] == b"{":
                self._emit(b"{")
                self._stack.append(replace(self._stack[-1], outside=self._stack[-1].muted, kind=b""))
            elif match[5]:
                self._close()
                if len(self._stack) == 1:
                    break
            elif match[4] == b"*":
                self._stack[-1].muted = True
            else:
                self._emit(match[0])
        fonts = b"".join(b"{\\f%s\\fcharset%s x;}" % each for each in self._fonts.items())
        self._found.head = b"{\\rtf1\\ansi" + self._code_page + b"{\\fonttbl" + fonts + b"}"
        return self._found

    def _copy(self, text: bytes) -> None:
        if text and not self._stack[-1].muted:
            self._stack[-1].out += _HIGH.sub(lambda byte: b"\\'%02x" % byte[0][0], text)

    def _emit(self, token: bytes) -> None:
        if not self._stack[-1].muted:
            self._stack[-1].out += token

    def _mark(self, mark: str, number: int | None = None) -> None:
        written = b"{\\uc0\\u%d }" % (ord(mark) - 0x10000)
        self._stack[-1].out += written if number is None else b"%s%d%s" % (written, number, written)

    def _close(self) -> None:
        closed = self._stack.pop() if len(self._stack) > 1 else self._stack[0]
        if closed.kind in _LISTS and not closed.muted:
            self._mark(LIST)
        self._emit(b"}")

    def _word(self, word: bytes, argument: bytes | None, token: bytes, start: int) -> None:
        here = self._stack[-1]
        if word in _GONE:
            here.muted = True
            self._found.comments += word == b"annotation"
            if word == b"stylesheet":
                self._levels = _levels(self._data, start)
        elif word in _NOTES:
            here.muted = here.outside  # LibreOffice marks notes as optional
            self._open(NOTE, self._found.notes)
        elif word == b"shptxt":
            here.muted = False
            self._open(BOX, self._found.boxes)
        elif word in _EDGES:
            here.out = bytearray()
            self._found.edges.append(here.out)
        elif word in (b"fcharset", b"ansicpg", b"f"):
            self._characters(word, argument or b"0", token)
        elif not here.muted or word in (b"v", b"deleted", b"nestrow"):
            self._shown(word, argument, token)

    def _open(self, mark: str, parts: list[bytearray]) -> None:
        """From here on, the text of the group goes to a part of its own."""
        here = self._stack[-1]
        parts.append(bytearray())
        self._mark(mark, len(parts))
        here.out = parts[-1]

    def _characters(self, word: bytes, argument: bytes, token: bytes) -> None:
        """Remember what the bytes of text mean."""
        if word == b"ansicpg":
            self._code_page = token
        elif word == b"f":
            self._font = argument
            self._emit(token)
        else:
            self._fonts[self._font] = argument

    def _shown(self, word: bytes, argument: bytes | None, token: bytes) -> None:
        here = self._stack[-1]
        if word in (b"v", b"deleted"):
            here.muted = _number(argument, 1) != 0
            self._found.hidden += word == b"v" and here.muted
        elif word in (b"pard", b"intbl"):
            self._in_table = word == b"intbl"
        elif word == b"par" and self._in_table:
            here.out += b" "
        elif word in _ENDS:
            self._mark(_ENDS[word])
        elif word in _LISTS:
            here.kind = word
            self._mark(LIST)
        elif word in (b"outlinelevel", b"s"):
            self._level(word, argument)
        else:
            here.out += _checked(word, argument, token)

    def _level(self, word: bytes, argument: bytes | None) -> None:
        """Mark a paragraph that is a heading, by its own level or that of its style."""
        level = self._levels.get(argument or b"") if word == b"s" else _number(argument, _BODY_LEVEL) + 1
        if level is not None and 0 <= level <= _BODY_LEVEL:
            self._mark(HEADING, level)


def _checked(word: bytes, argument: bytes | None, token: bytes) -> bytes:
    """A control word as striprtf may have it, which fails on some."""
    if word == b"u":
        code = _number(argument, -1)
        known = -0x8000 <= code <= sys.maxunicode and code % 0x10000 not in _OURS
        return token if known else b"\\u-3 "
    return b"" if word in _DROPPED or (word == b"uc" and not argument) else token


def _levels(data: bytes, start: int) -> dict[bytes, int]:
    """The levels of the styles that are headings, by number; 0 for the title."""
    found = {}
    for style in data[start : start + _STYLES].split(b"}"):
        if not style.strip():  # the end of the style sheet
            break
        number, outline, name = (pattern.search(style) for pattern in (_STYLE, _OUTLINE, _NAME))
        if number and name:
            found[number[1]] = int(name[1] or 0)
        elif number and outline:
            found[number[1]] = int(outline[1]) + 1
    return found


def _number(argument: bytes | None, otherwise: int) -> int:
    return int(argument) if argument else otherwise
