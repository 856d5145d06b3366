"""JSON and JSON Lines: a key by name or path."""

from __future__ import annotations

from pathlib import Path

from fuzz.files import attack_reader
from fuzz.trial import corpus
from summarize.request import ReadingOptions

TOKENS = (
    b"{", b"}", b"[", b"]", b":", b",", b'"text"', b'"title"', b'"a"', b"null", b"true", b"1e999", b"NaN",
    b"\\ud800", b"\\u0000", b'""', b"\n", b'{"text": "a"}\n', b"\x00", b"\xff", b"\xef\xbb\xbf",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("records")


def attack(data: bytes, folder: Path) -> None:
    attack_reader("json", data, folder, [ReadingOptions(key="a.text"), ReadingOptions(key="text")])
