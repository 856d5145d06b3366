"""JSON: the strings that people read, translated where they stand; keys, order and layout stay as they are.

A file of strings (an object whose values are all strings, objects or lists of them; a list of strings, or
one) is translated whole; of other JSON only what is named, or the keys that are named like a text or title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from summarize.documents.editing import strings
from summarize.documents.editing.source import source_of
from summarize.documents.editing.template import Decoded, Passage, Piece, Slice, Template, Writer
from summarize.documents.fields import TEXTS, TITLES, refusal
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.escapes import on_one_line

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.S
)
_TYPED = re.compile(r"\\u(?!20[12]|00)[0-9a-fA-F]{4}")
_LISTED = 8  # keys that a warning names
_LONG = 300  # characters of a text beside which other keys hold data about it
_META = ("@", "$", "_")  # how keys begin that hold no text: of ARB files, schemas, comments
_CATALOGUE = "message"  # the key of texts in the files of browser extensions


Path = tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """A string and its place: the keys to it, ``*`` for an item of a list, and its span with quotes."""

    path: Path
    start: int
    end: int


def edit(data: bytes, name: str, options: ReadingOptions) -> Template:
    """The strings of JSON that are translated: those at ``options.key``, or what is known to be text.

    Raises:
        DocumentError: it is no JSON, has no such key, or none that is known to be the text.
    """
    source = source_of(data, name, options.encoding)
    found = list(values(source.text, name))
    if not found:
        raise DocumentError(
            f"{name} is JSON without a text in it; nothing to translate", code="document-empty"
        )
    paths = frozenset(value.path for value in chosen(found, source.text, name, options.key))
    texts = (decoded(source.text, each.start, each.end).text for each in found if each.path in paths)
    skipped = strings.left(texts) | {"values of other keys": sum(each.path not in paths for each in found)}
    guessed = options.key is None and any(paths)
    warnings = (*source.warnings, _told(paths)) if guessed else source.warnings
    writer = Writer(partial(_passages, name=name, paths=paths, division=strings.Division()), _render)
    return Template(
        "json", source, writer, options, {why: count for why, count in skipped.items() if count}, warnings
    )


def _told(paths: frozenset[Path]) -> str:
    """Which keys are translated although none was named."""
    names = sorted(".".join(path) for path in paths)
    listed = ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    return f"translated: the values of {len(names)} keys ({on_one_line(listed)}); --key names others"


def values(text: str, name: str) -> Iterator[Value]:
    """Every string value of JSON or of JSON Lines, in order."""
    _check(text, name)
    frames: list[_Frame] = [_Frame(False)]
    for match in _TOKEN.finditer(text, 1 if text.startswith("\ufeff") else 0):
        token, frame = match[0], frames[-1]
        if token in "{[":
            frames.append(_Frame(token == "{", (*frame.path, *frame.step)))
        elif token in "}]":
            frames.pop()
            frames[-1].expects_key = frames[-1].is_object
        elif token in ",:":
            frame.expects_key = frame.is_object and token == ","
        elif token[0] == '"':
            if frame.expects_key:
                frame.key = str(json.loads(token))
            else:
                yield Value((*frame.path, *frame.step), *match.span())


@dataclass
class _Frame:
    """An object or a list that is open."""

    is_object: bool
    path: Path = ()
    key: str = ""
    expects_key: bool = field(default=False)

    def __post_init__(self) -> None:
        self.expects_key = self.is_object

    @property
    def step(self) -> Path:
        return (self.key,) if self.is_object else ()


def _check(text: str, name: str) -> None:
    from summarize.documents.records import parsed_values

    parsed_values(text, name)


def decoded(text: str, start: int, end: int) -> Decoded:
    """The characters of a string whose quotes are at ``start`` and ``end - 1``."""
    characters, at = [], []
    for match in _CHARACTER.finditer(text, start + 1, end - 1):
        character = match[0]
        if character[0] == "\\":
            character = json.loads(f'"{character}"')
        characters.append(character)
        at.append(match.start())
    return Decoded("".join(characters), [*at, end - 1])


def chosen(found: Sequence[Value], text: str, name: str, key: str | None) -> list[Value]:
    """The values that are translated; ``key`` is a path, or several with commas between them.

    Raises:
        DocumentError: none has one of the keys, or none is known to be the text.
    """
    if key is not None:
        paths = {value.path for value in found}
        wanted = [_reached(each, paths) for each in ([key] if _reached(key, paths) else key.split(","))]
        if None in wanted:
            raise refusal(name, "JSON", "--key", _names(found), key)
        return [value for value in found if value.path in wanted]
    spoken = [value for value in found if not any(key.startswith(_META) for key in value.path)]
    messages = [value for value in spoken if len(value.path) == 2 and value.path[1] == _CATALOGUE]
    if messages and all(len(value.path) >= 2 for value in spoken):
        return messages
    if _is_strings(text, found):
        return spoken
    known = [value for value in found if value.path and value.path[-1].strip().casefold() in TEXTS + TITLES]
    if not any(value.path[-1].strip().casefold() in TEXTS for value in known):
        raise refusal(name, "JSON", "--key", _names(found))
    return known


def _reached(key: str, paths: Set[Path]) -> Path | None:
    """The path that a key names."""
    key = key.strip()
    return next((path for path in (tuple(key.split(".")), (key,)) if path in paths), None)


def _names(found: Sequence[Value]) -> list[str]:
    return list(dict.fromkeys(".".join(value.path) for value in found if value.path))


def _is_strings(text: str, found: Sequence[Value]) -> bool:
    """Whether it is a string, a list of strings, or an object of them that is no article with its data."""
    try:
        root = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    if isinstance(root, list):
        return all(isinstance(each, str) for each in root)
    if not isinstance(root, dict):
        return isinstance(root, str)
    articles = (v for v in found if len(v.path) == 1 and v.path[0].casefold() in TEXTS)
    return _only_strings(root) and all(value.end - value.start < _LONG for value in articles)


def _only_strings(root: dict[str, Any]) -> bool:
    waiting: list[Any] = [value for key, value in root.items() if not key.startswith(_META)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            if any(isinstance(each, dict) for each in value):
                return False
            waiting += value
        elif not isinstance(value, str):
            return False
    return True


def _passages(text: str, name: str, paths: frozenset[Path], division: strings.Division) -> list[Passage]:
    found: list[Passage] = []
    for number, value in enumerate(values(text, name)):
        if value.path in paths:
            label = ".".join(value.path)
            characters = decoded(text, value.start, value.end)
            found += strings.passages(characters, division, label, unit=number)
    return found


def _render(passage: Passage, pieces: Sequence[Piece], slice_of: Slice, careful: bool) -> list[str]:
    (span,) = passage.spans
    before = slice_of(*span)
    typed = before.isascii() and bool(_TYPED.search(before))
    escape = partial(_escaped, ascii_only=typed, slashes="\\/" in before)
    return [strings.written(_plain(before), pieces, escape, before)]


def _plain(source: str) -> str:
    return str(json.loads(f'"{source}"', strict=False))


def _escaped(text: str, *, ascii_only: bool, slashes: bool) -> str:
    found = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    return found.replace("/", "\\/") if slashes else found
