"""The files of a model folder, read with limits: whoever wrote them is not trusted.

Only regular files are read (opening a pipe or a device may never end), up to a size; JSON only to a depth and
with numbers of a sane size, YAML without aliases, which a few bytes can make grow without end.
"""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

from summarize.text.characters import SURROGATES

# Bytes. Real files: configs of some kilobytes, tokenizer_config.json of 1 MB, cards of 0.5 MB, lists of
# shards of some MB; tokenizer.json and sentencepiece models, which are only searched, of up to 40 MB.
SMALL, LARGE = 16_000_000, 256_000_000
# Real files nest less than ten levels deep; libraries that read them again fail at about a thousand.
_DEEPEST = 100
# Tokenizers write 10**30 for "no limit".
_LARGEST = 10**40
_SURROGATE = re.compile(f"[{SURROGATES}]")


class Damaged(ValueError):
    """A file that is there and cannot be used; the message says why, and begins with the file's name."""


def size_of(path: Path) -> int:
    """The bytes of a regular file, which can be opened without waiting.

    Raises:
        OSError: it is missing or cannot be examined.
        Damaged: it is not a regular file.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Damaged(f"{path.name} is not a regular file")
    return status.st_size


def read_bytes(path: Path, limit: int = SMALL) -> bytes:
    """The content of a regular file of at most ``limit`` bytes.

    Raises:
        OSError: it is missing or cannot be read.
        Damaged: it is not a regular file, or larger.
    """
    size = size_of(path)
    if size > limit:
        raise Damaged(f"{path.name} has {size:,} bytes; at most {limit:,} are read")
    with path.open("rb") as file:
        return file.read(limit)


def read_text(path: Path, limit: int = SMALL) -> str:
    """The same as text; errors as in ``read_bytes``, and ``Damaged`` if it is not UTF-8."""
    try:
        return read_bytes(path, limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Damaged(f"{path.name} is not UTF-8 (byte {error.start})") from None


def read_json(path: Path, limit: int = SMALL) -> Any:
    """The same as JSON; errors as in ``read_text`` and ``parse_json``."""
    return parse_json(read_text(path, limit), path.name)


def read_object(path: Path, limit: int = SMALL) -> dict[str, Any]:
    """The same as a JSON object; ``Damaged`` for any other value."""
    value = read_json(path, limit)
    if not isinstance(value, dict):
        raise Damaged(f"{path.name} is not a JSON object")
    return value


def parse_json(content: str | bytes, name: str, unique: bool = False) -> Any:
    """JSON of a file called ``name``.

    Raises:
        Damaged: it is not JSON, ``check`` refuses it, or a key is there twice where keys must be ``unique``.
    """
    try:
        value = json.loads(content, object_pairs_hook=_unique if unique else None)
    except RecursionError:
        raise Damaged(f"{name} is nested too deeply") from None
    except ValueError:  # also numbers of thousands of digits
        raise Damaged(f"{name} is not JSON") from None
    check(value, name)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


def parse_yaml(content: str, name: str) -> Any:
    """YAML of a file called ``name``, with the same limits.

    Raises:
        Damaged: it is not YAML of plain values, or has aliases, or is beyond the limits of ``parse_json``.
    """
    import yaml  # type: ignore[import-untyped]  # 15 ms: only where there is YAML

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(content, loader)):
            raise Damaged(f"{name} has YAML aliases, which are not read")
        value = yaml.load(content, loader)
    except RecursionError:
        raise Damaged(f"{name} is nested too deeply") from None
    except Damaged:
        raise
    # Dates that do not exist, keys that cannot be one and long numbers each raise something else.
    except (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise Damaged(f"{name} is not YAML") from None
    check(value, name)
    return value


def check(value: Any, name: str) -> None:
    """Refuse what would exhaust whoever walks through a JSON value, or cannot be written again.

    Raises:
        Damaged: it is nested deeper than ``_DEEPEST`` levels, or has too large a number or half a character.
    """
    level = [value]
    for _ in range(_DEEPEST):
        for one in level:
            if isinstance(one, int) and abs(one) > _LARGEST:
                raise Damaged(f"{name} has a number of {one.bit_length() * 0.30103:.0f} digits")
            if isinstance(one, str) and not one.isascii() and _SURROGATE.search(one):
                raise Damaged(f"{name} has a lone surrogate, which is half a character")
        level = [
            part
            for one in level
            if isinstance(one, (dict, list))
            for part in ((*one, *one.values()) if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise Damaged(f"{name} is nested more than {_DEEPEST} levels deep")
