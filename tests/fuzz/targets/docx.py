"""DOCX: any XML in its package is a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import XML, attack_document, zipped
from fuzz.trial import corpus

TOKENS = (
    *XML, b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:tc>", b"<w:footnoteReference w:id=\"2\"/>", b"<w:br/>",
    b"<w:ilvl w:val=\"99\"/>", b"<w:vanish/>", b"<w:del>", b"<w:txbxContent>", b"%9%1",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("docx")


def attack(data: bytes, folder: Path) -> None:
    attack_document(zipped(data), folder)
