"""JSON and JSON Lines: one key holds the text, in one object or in each of many."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from summarize.documents.builder import Builder, Reading
from summarize.documents.fields import TEXTS, TITLES, named, refusal
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.charsets import decode

_START = re.compile(
    r"\ufeff?\s*(?:\{\s*(?:\"(?:[^\"\\]|\\.){0,200}\"\s*:|\})|\[\s*(?:[\[{\]]|\"(?:[^\"\\]|\\.){0,2000}\"\s*[,\]]))"
)
_DEEPEST = 50  # keys of a path that is listed
_PATHS = 200

Path = tuple[str, ...]


def is_json(start: str) -> bool:
    """Whether a text begins with an object, or with a list of objects, lists or strings."""
    return bool(_START.match(start))


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """What the key that is asked for holds, or the one that is named like a text, record by record.

    Raises:
        DocumentError: it is no valid JSON, has no such key, or none that is known to be the text.
    """
    text, encoding, warnings = decode(data, name, options.encoding)
    values, label = parsed_values(text, name)
    records = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    path = _path(records, options.key, name)
    builder = Builder()
    for number, record in enumerate(records, 1):
        texts = list(_texts(record, path))
        if not texts:
            continue
        if len(records) > 1:
            builder.place(f"{label} {number}")
        _add_title(builder, record, path, alone=len(records) == 1)
        for each in texts:
            for paragraph in re.split(r"\n[ \t]*\n", each.replace("\r\n", "\n")):
                builder.add(paragraph)
    return builder.reading(encoding, warnings=warnings)


def parsed_values(text: str, name: str) -> tuple[list[Any], str]:
    """The value of a JSON text, or the values of its lines; and what one is called."""
    text = text.lstrip("\ufeff")
    try:
        return [json.loads(text)], "record"
    except RecursionError:
        raise DocumentError(f"{name} is JSON that is nested too deeply") from None
    except ValueError as error:
        whole = error
    values = []
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        if not line.strip():
            continue
        try:
            values.append(json.loads(line))
        except RecursionError:
            raise DocumentError(f"{name} is JSON that is nested too deeply") from None
        except ValueError as error:
            where = f"line {number}: {_reason(error)}" if values else _reason(whole)
            raise DocumentError(f"{name} is damaged JSON: {where}") from None
    return values, "line"


def _reason(error: ValueError) -> str:
    return " ".join(str(error).split())[:150]


def _path(records: list[Any], wanted: str | None, name: str) -> Path:
    """The keys that lead to the text in each record; none if the records are texts themselves."""
    if wanted is not None:
        path = tuple(wanted.split("."))
        if any(any(_texts(record, path)) for record in records):
            return path
        if any(any(_texts(record, (wanted,))) for record in records):
            return (wanted,)
        raise refusal(name, "JSON", "--key", _listed(records), wanted)
    if records and all(isinstance(record, str) for record in records):
        return ()
    names = [key for record in records[:50] if isinstance(record, dict) for key in record]
    found = named([key for key in names if any(any(_texts(r, (key,))) for r in records[:50])], TEXTS)
    if found is None:
        raise refusal(name, "JSON", "--key", _listed(records))
    return (found,)


def _texts(value: Any, path: Path) -> Iterator[str]:
    """The texts at the end of a path; a list on the way stands for each of its elements."""
    if isinstance(value, list):
        for each in value:
            if not isinstance(each, list):
                yield from _texts(each, path)
    elif path and isinstance(value, dict):
        yield from _texts(value.get(path[0]), path[1:])
    elif not path and isinstance(value, str) and value.strip():
        yield _sound(value)


def _sound(text: str) -> str:
    """The text without lone surrogates, which JSON can write and no encoding can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _add_title(builder: Builder, record: Any, path: Path, *, alone: bool) -> None:
    """The title that stands beside the text, as a headline or as a heading."""
    for key in path[:-1]:
        record = record.get(key) if isinstance(record, dict) else None
    if not isinstance(record, dict):
        return
    title = named(
        [key for key, value in record.items() if isinstance(value, str) and key not in path], TITLES
    )
    if title is not None:
        text = " ".join(_sound(record[title]).split())
        builder.add(text, "title" if alone else "heading", 0 if alone else 2)


def _listed(records: list[Any]) -> list[str]:
    """The paths of texts in the first records, as ``--key`` takes them."""
    found: dict[str, None] = {}
    waiting: list[tuple[str, Any, int]] = [("", record, 0) for record in reversed(records[:20])]
    while waiting and len(found) < _PATHS:
        path, value, depth = waiting.pop()
        if isinstance(value, str) and path:
            found[path] = None
        elif isinstance(value, list) and depth < _DEEPEST:
            waiting += [(path, each, depth + 1) for each in reversed(value[:20])]
        elif isinstance(value, dict) and depth < _DEEPEST:
            inner = list(value.items())[:_PATHS]
            waiting += [(f"{path}.{key}" if path else key, each, depth + 1) for key, each in reversed(inner)]
    return list(found)
