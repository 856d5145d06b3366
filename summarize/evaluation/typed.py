"""JSON values as the dataclasses that they were written from: what has another type is refused."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from summarize.errors import UsageError, quoted

T = TypeVar("T")

# Far above any score or count, and small enough for sums and squares of many.
_LARGEST = 1e15


class Mismatch(Exception):
    """A value has another type than its field; the message names the field."""


def build(kind: type[T], value: Any, place: str) -> T:
    """A dataclass from a JSON object; ``place`` names the file in messages.

    Fields may be numbers, texts, other dataclasses, and tuples, lists and mappings of these. A number must be
    finite.

    Raises:
        UsageError: a field is missing, unknown, or of another type.
    """
    try:
        return cast("T", _object(kind, value, ""))
    except Mismatch as error:
        raise UsageError(f"{place}: {error} is missing or has the wrong type") from error


def _object(kind: Any, value: Any, name: str) -> Any:
    if not isinstance(value, dict):
        raise Mismatch(name or "the JSON object")
    types_of = _types(kind)
    required = {each.name for each in fields(kind) if each.default is each.default_factory is MISSING}
    for key in (*sorted(required - value.keys()), *(key for key in value if key not in types_of)):
        raise Mismatch(_inside(name, key))
    return kind(**{key: _convert(types_of[key], each, _inside(name, key)) for key, each in value.items()})


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _convert(hint: Any, value: Any, name: str) -> Any:
    """The value as a field of this type holds it; ``Mismatch`` if it has another."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in parts:
            return None
        (hint,) = (part for part in parts if part is not type(None))
        return _convert(hint, value, name)
    if origin is tuple or origin is list:
        if isinstance(value, list):
            return origin(_convert(parts[0], each, name) for each in value)
    elif origin is Mapping:
        if isinstance(value, dict):
            return {key: _convert(parts[1], each, _inside(name, key)) for key, each in value.items()}
    elif is_dataclass(hint):
        return _object(hint, value, name)
    elif hint is Any or _is_plain(hint, value):
        return value
    raise Mismatch(name)


def _is_plain(hint: Any, value: Any) -> bool:
    if hint is float:
        return type(value) in (int, float) and math.isfinite(value) and abs(value) <= _LARGEST
    return type(value) is hint and (hint is not int or abs(value) <= _LARGEST)


def _inside(name: str, key: str) -> str:
    """The field's place in the file: ``tasks.news.limits``."""
    own = key if key.isidentifier() and len(key) < 60 else quoted(key)
    return f"{name}.{own}" if name else own
