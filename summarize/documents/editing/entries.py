"""The entries of a translation catalogue (PO), each field with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarize.documents.editing.template import Decoded, Span
from summarize.errors import DocumentError

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_FIELD = re.compile(
    r'[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)[ \t]*)?("(?:[^"\\]|\\.)*")[ \t]*\Z'
)
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|[0-7]{1,3}|.)|.")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


@dataclass
class Message:
    """One field of an entry: its characters, and the span of its lines from the keyword on."""

    start: int
    end: int = 0
    lines: int = 0
    characters: list[str] = field(default_factory=list)
    at: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.characters)

    @property
    def decoded(self) -> Decoded:
        return Decoded(self.text, [*self.at, self.end])

    def add(self, text: str, start: int, end: int) -> None:
        """One more string, whose quotes are at ``start`` and ``end - 1``."""
        for match in _ESCAPE.finditer(text, start + 1, end - 1):
            self.characters.append(_character(match[0]))
            self.at.append(match.start())
        self.end = end
        self.lines += 1


def _character(written: str) -> str:
    if written[0] != "\\":
        return written
    if written[1] == "x" and len(written) > 2:
        return chr(int(written[2:], 16))
    if written[1].isdigit():
        return chr(int(written[1:], 8) % 256)
    return _CONTROLS.get(written[1], written[1])


@dataclass
class Entry:
    """One message: ``start`` is its first line that is no comment, ``flags`` its line of flags."""

    start: int = -1
    flags: Span | None = None
    is_fuzzy: bool = False
    fields: dict[str, Message] = field(default_factory=dict)

    @property
    def translations(self) -> list[Message]:
        return [message for name, message in self.fields.items() if name.startswith("msgstr")]

    @property
    def is_header(self) -> bool:
        return "msgctxt" not in self.fields and self.fields["msgid"].text == ""

    @property
    def is_translated(self) -> bool:
        return all(message.text for message in self.translations)


def is_catalogue(start: str) -> bool:
    """Whether a text begins with comments and a ``msgid`` with its ``msgstr``."""
    lines = (match[1] for match in _LINE.finditer(start.lstrip("\ufeff")))
    said = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    names = [line.partition(" ")[0].partition("[")[0] for line in said if line[:1] != '"']
    return names[:1] in (["msgid"], ["msgctxt"], ["domain"]) and "msgstr" in names


def entries(text: str, name: str) -> list[Entry]:
    """The entries that are in use, in order; those that are obsolete (``#~``) are comments.

    Raises:
        DocumentError: a line belongs to no entry, or an entry lacks its original or its translation.
    """
    reader = _Reader(text, name)
    for number, match in enumerate(_LINE.finditer(text, 1 if text.startswith("\ufeff") else 0), 1):
        reader.line(match, number)
    reader.end()
    for entry in reader.found:
        if "msgid" not in entry.fields or not entry.translations:
            line = text.count("\n", 0, entry.start) + 1
            raise DocumentError(f"{name} is a damaged catalogue: the entry at line {line} is not complete")
    return reader.found


class _Reader:
    """Takes a catalogue line by line."""

    def __init__(self, text: str, name: str) -> None:
        self.found: list[Entry] = []
        self._text, self._name = text, name
        self._entry = Entry()
        self._message: Message | None = None
        self._flags: Span | None = None

    def line(self, match: re.Match[str], number: int) -> None:
        """One line: a comment or blank, a string, or a keyword with a string."""
        line = match[1]
        if not line.strip() or line.lstrip().startswith("#"):
            if self._entry.translations:
                self.end()
            self._message = None
            if line.startswith("#,"):
                self._flags = match.span(1)
            return
        part = _FIELD.match(line)
        if line.lstrip().startswith("domain "):
            return
        if part is None or (part[1] is None and self._message is None):
            raise DocumentError(f"{self._name} is a damaged catalogue: line {number} is no part of an entry")
        if part[1] is not None:
            self._message = self._started(part[1], match.start())
        assert self._message is not None
        self._message.add(self._text, match.start() + part.start(2), match.start() + part.end(2))

    def _started(self, keyword: str, start: int) -> Message:
        """A new field, of a new entry if this one has its translation."""
        if self._entry.translations and not keyword.startswith("msgstr"):
            self.end()
        entry = self._entry
        if entry.start < 0:
            entry.start, entry.flags = start, self._flags
            entry.is_fuzzy = self._flags is not None and "fuzzy" in self._text[slice(*self._flags)]
        entry.fields[keyword] = Message(start)
        return entry.fields[keyword]

    def end(self) -> None:
        """The entry is complete."""
        if self._entry.fields:
            self.found.append(self._entry)
            self._flags = None
        self._entry = Entry()
