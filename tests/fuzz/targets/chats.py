"""Chats: stamps, names, notices of the program."""

from __future__ import annotations

from pathlib import Path

from fuzz.files import attack_reader
from fuzz.trial import corpus

TOKENS = (
    b"[12/05/2024, 09:11:02] ", b"12.05.24, 9:11 - ", b", [12.05.2024 09:11]\n", b"[09:11] <a> ", b"a: ",
    b": ", b"\n", b"\r\n", b"\r", b"<Media omitted>", b"\xe2\x80\x8e", b"\xe2\x80\xaf", b" PM", b"\x00",
    b"\xff", b"[", b"]", b"12:", b"\n\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("chats")


def attack(data: bytes, folder: Path) -> None:
    attack_reader("chat", data, folder)
