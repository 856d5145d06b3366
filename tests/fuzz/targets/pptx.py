"""PPTX: any XML in its package is a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import XML, attack_document, zipped
from fuzz.trial import corpus

TOKENS = (
    *XML, b"<a:p>", b"</a:p>", b"<a:tbl>", b"<a:tr>", b"<a:tc>", b"<p:grpSp>", b"<mc:AlternateContent>",
    b"<a:br/>", b"<a:pPr lvl=\"77\">", b"<a:buAutoNum type=\"romanUcParenBoth\" startAt=\"99999\"/>",
    b"<c:chart/>", b"<dgm:relIds/>",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("pptx")


def attack(data: bytes, folder: Path) -> None:
    attack_document(zipped(data), folder)
