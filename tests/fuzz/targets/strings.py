"""Strings of JSON, written back."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.trial import corpus
from summarize.request import ReadingOptions

TOKENS = (
    b"{", b"}", b"[", b"]", b":", b",", b'"a"', b'"a": "b c"', b'"@a"', b'"message"', b"null", b"1e999",
    b"NaN", b"\\ud800", b"\\ud83d\\ude00", b"\\u0000", b"\\n", b"\\/", b'""', b"\n", b"%s", b"{n}", b"&a",
    b"\x00", b"\xff", b"\xef\xbb\xbf", b" ",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("strings")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("json", data, folder)
    attack_editing("json", data, folder, ReadingOptions(key="title"))
