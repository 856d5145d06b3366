"""INI files: the values that people read, translated where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from summarize.documents.editing import strings
from summarize.documents.editing.source import source_of
from summarize.documents.editing.template import Decoded, Passage, Piece, Slice, Template, Writer
from summarize.documents.fields import refusal
from summarize.request import ReadingOptions

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_SWITCHES = frozenset(["true", "false", "on", "off", "yes", "no", "null", "none"])  # in lower case alone
_SECTION = re.compile(r"[ \t]*\[([^\]\r\n]{1,200})\][ \t]*(?:[;#].*)?\Z")
_ENTRY = re.compile(r"[ \t]*([^\s=:;#\[\]\"'{}][^=:\r\n]{0,200}?)[ \t]*[=:][ \t]*")
_COMMENT = re.compile(r"[ \t]*(?:[;#]|\Z)")
_TOML = re.compile(r"[\[{]|\"\"\"|'''")  # how values begin that an INI file does not have


class Entry(NamedTuple):
    """One line of a value: its section and key, and the span of the value without quotes."""

    section: str
    key: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """The section and the key."""
        return f"{self.section}.{self.key}" if self.section else self.key

    def named(self, keys: frozenset[str]) -> bool:
        """Whether one of the keys is this one."""
        return self.key in keys or self.label in keys


def is_settings(start: str) -> bool:
    """Whether a text begins with a section, and goes on with keys and values."""
    lines = [match[1] for match in _LINE.finditer(start.lstrip("\ufeff"))][:-1][:200]
    lines = [line for line in lines if not (_COMMENT.match(line) or line[0] in " \t")]
    if not lines or not _SECTION.match(lines[0]):
        return False
    entries = [match for match in map(_ENTRY.match, lines) if match]
    signed = sum("=" in match[0][-3:] for match in entries)
    typed = sum(bool(_TOML.match(match.string, match.end())) for match in entries)
    sections = sum(bool(_SECTION.match(line)) for line in lines)
    return 0 < len(entries) <= 2 * signed and not typed and len(entries) + sections >= 0.8 * len(lines)


def entries(text: str) -> Iterator[Entry]:
    """The lines of values, in order; a value goes on in lines that are indented."""
    section = key = ""
    for match in _LINE.finditer(text, 1 if text.startswith("\ufeff") else 0):
        line = match[1]
        if _COMMENT.match(line):
            continue
        if header := _SECTION.match(line):
            section, key = header[1].strip(), ""
        elif key and line[0] in " \t":
            yield Entry(
                section, key, *_value(text, match.start() + len(line) - len(line.lstrip()), match.end(1))
            )
        elif entry := _ENTRY.match(line):
            key = entry[1]
            yield Entry(section, key, *_value(text, match.start() + entry.end(), match.end(1)))


def _value(text: str, start: int, end: int) -> tuple[int, int]:
    """A value without white space and quotes around it."""
    value = text[start:end].rstrip()
    end = start + len(value)
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value.count(value[0]) == 2
    return (start + 1, end - 1) if quoted else (start, end)


def edit(data: bytes, name: str, options: ReadingOptions) -> Template:
    """The values that are translated: all with words, or those of ``options.key`` (``key``, ``section.key``).

    Raises:
        DocumentError: it has no such key, or is in no known encoding.
    """
    source = source_of(data, name, options.encoding)
    found = list(entries(source.text))
    keys = frozenset(_keys(found, options.key, name))
    texts = [source.text[each.start : each.end] for each in found if not keys or each.named(keys)]
    skipped = strings.left(text for text in texts if text not in _SWITCHES)
    if switches := sum(text in _SWITCHES for text in texts):
        skipped["switches (true, off …)"] = switches
    if other := sum(bool(keys) and not each.named(keys) for each in found):
        skipped["values of other keys"] = other
    return Template(
        "ini",
        source,
        Writer(partial(_passages, keys=keys, division=strings.Division()), _render),
        options,
        skipped,
        source.warnings,
    )


def _keys(found: Sequence[Entry], asked: str | None, name: str) -> list[str]:
    """The keys asked for, which may have commas between them."""
    if asked is None:
        return []
    known = {key for each in found for key in (each.key, each.label)}
    keys = [asked] if asked in known else [key.strip() for key in asked.split(",")]
    if not known.issuperset(keys):
        raise refusal(name, "an INI file", "--key", [each.label for each in found], asked)
    return keys


def _passages(text: str, keys: frozenset[str], division: strings.Division) -> list[Passage]:
    found: list[Passage] = []
    for number, each in enumerate(entries(text)):
        if (not keys or each.named(keys)) and text[each.start : each.end] not in _SWITCHES:
            value = Decoded(text[each.start : each.end], range(each.start, each.end + 1))
            found += strings.passages(value, division, each.label, unit=number)
    return found


def _render(passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool) -> list[str]:
    (span,) = passage.spans
    return [strings.written(slice_of(*span), pieces, str, slice_of(*span))]
