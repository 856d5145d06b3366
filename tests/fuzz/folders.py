"""Several files as one input: each begins with a line ``%%% name``.

A ``.safetensors`` file that begins with ``{`` is its header: the length is put in front of it, and the bytes
of the tensors after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILE = re.compile(rb"^%%% (.*)\n", re.MULTILINE)
_NAME = re.compile(r"\w[\w.-]{0,80}(?:/\w[\w.-]{0,80}){0,2}", re.ASCII)
TENSORS = 64  # bytes


def pack(files: Mapping[str, Any]) -> bytes:
    """Files (values other than text and bytes as JSON) as one input."""
    parts = []
    for name, content in files.items():
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content, ensure_ascii=False)
        parts.append(
            b"%%% " + name.encode() + b"\n" + (content.encode() if isinstance(content, str) else content)
        )
    return b"\n".join(parts)


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of an input into a folder; damaged names are left out."""
    pieces = _FILE.split(data)
    for raw, content in zip(pieces[1::2], pieces[2::2], strict=True):
        name = raw.decode("ascii", errors="replace")
        path = folder / name
        if not _NAME.fullmatch(name) or path.is_dir() or any(parent.is_file() for parent in path.parents):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        content = content.removesuffix(b"\n")
        if path.suffix == ".safetensors" and content.startswith(b"{"):
            content = len(content).to_bytes(8, "little") + content + bytes(TENSORS)
        path.write_bytes(content)
