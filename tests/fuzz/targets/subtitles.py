"""Subtitles: any bytes that begin like them are a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.reading import attack_document
from fuzz.trial import corpus

TOKENS = (
    b" --> ", b"00:00:01,000", b"99:99:99.999", b"0:1:2,3", b"WEBVTT\n", b"NOTE\n", b"STYLE\n", b"<v A>",
    b"<i>", b"</i>", b"{\\\\an8}", b"[music]", b"(APPLAUSE)", "♪".encode(), b"&amp;", b"&#0;", b"- ", b">>",
    b"\n\n", b"\r", b"\xff", b"\x00",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("subtitles")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("srt", data, folder)
    attack_document(data, folder)
