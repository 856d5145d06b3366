"""One large file over HTTP, taken up where it stopped, and the digests that prove a file whole.

Part of ``summarize.models.pull``: opens sockets, and is imported by nothing else.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

# A connection that brings nothing this often in a row is given up.
ATTEMPTS = 5
PAUSE = 1.0  # seconds before another attempt, times the number of the attempt

_TIMEOUT = 30.0
_BLOCK = 1 << 20


def fetch(url: str, target: Path, size: int, advance: Callable[[int], None]) -> None:
    """Download ``url`` to ``target``, which may hold the beginning already; ``advance`` is told of new bytes.

    A broken connection is taken up again ``ATTEMPTS`` times, counted anew whenever it got further than
    ever. Raises the HTTP client's error or ``ConnectionError`` where it stays broken, ``OSError`` where the
    disk refuses.
    """
    from huggingface_hub.errors import HfHubHTTPError

    connection: type[Exception] = HfHubHTTPError.__bases__[0]
    failures = furthest = 0
    while (have := _size(target)) < size:
        broken: Exception = ConnectionError("the server sent less than it announced")
        try:
            _append(url, target, have, advance)
        except HfHubHTTPError:
            raise
        except connection as error:
            broken = error
        reached = _size(target)
        failures = 0 if reached > furthest else failures + 1
        furthest = max(furthest, reached)
        if failures >= ATTEMPTS:
            raise broken
        if reached < size:
            time.sleep(PAUSE * (failures + 1))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _append(url: str, target: Path, have: int, advance: Callable[[int], None]) -> None:
    # Public names of the library that it does not export for type checkers.
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        build_hf_headers,
        get_session,
        hf_raise_for_status,
    )

    headers = {**build_hf_headers(), "Range": f"bytes={have}-", "Accept-Encoding": "identity"}
    with (
        target.open("ab", buffering=0) as file,
        get_session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response,
    ):
        hf_raise_for_status(response)
        if have and response.status_code != 206:
            # The server sends the whole file whatever was asked.
            file.truncate(0)
            advance(-have)
        for block in response.iter_bytes():
            file.write(block)
            advance(len(block))


def digest(path: Path, kind: Literal["sha256", "git"]) -> str:
    """The hexadecimal digest of a file: sha256, or the sha1 that git names a blob by."""
    if kind == "git":
        state = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    else:
        state = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            state.update(block)
    return state.hexdigest()
