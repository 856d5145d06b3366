"""EPUB: any pages and lists in its package are a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import XML, attack_document, zipped
from fuzz.trial import corpus

TOKENS = (
    *XML, b"<p>", b"</p>", b"<h1>", b"<li>", b"<table><tr><td>", b"<br>", b"<nav>",
    b"<aside epub:type=\"footnote\">", b"<navPoint>", b"<itemref idref=\"i0\"/>", b"%2e%2e/", b"#",
    b"charset=utf-16",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("epub")


def attack(data: bytes, folder: Path) -> None:
    attack_document(zipped(data), folder)
