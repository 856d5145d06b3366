"""Tables: delimiters, quotes, a column by name or number."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.files import attack_reader
from fuzz.trial import corpus
from summarize.request import ReadingOptions

TOKENS = (
    b",", b";", b"\t", b'"', b'""', b"text", b"id", b"\n", b"\r\n", b"\r", b"\n\n", b"\x00", b"\xff",
    b"\xef\xbb\xbf", b" ", b"1", "текст".encode(), b"title",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("tables")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("csv", data, folder)
    attack_reader("csv", data, folder, [ReadingOptions(column="2"), ReadingOptions(column="text")])
