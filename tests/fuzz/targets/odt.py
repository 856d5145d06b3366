"""ODT: any XML in its package is a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import XML, attack_document, zipped
from fuzz.trial import corpus

TOKENS = (
    *XML, b"<text:p>", b"</text:p>", b"<text:list>", b"<text:list-item>", b"<text:s text:c=\"99999999\"/>",
    b"<text:note>", b"<office:annotation>", b"<draw:frame>", b"<table:table>", b"<table:table-cell>",
    b"<text:span text:style-name=\"Gone\">",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("odt")


def attack(data: bytes, folder: Path) -> None:
    attack_document(zipped(data), folder)
