"""RTF: any control words and groups are a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import attack_document
from fuzz.trial import corpus

TOKENS = (
    b"{", b"}", b"\\\\par ", b"\\\\cell ", b"\\\\row ", b"\\\\u1178?", b"\\\\u-10179?", b"\\\\u99999999 ",
    b"\\\\u", b"\\\\uc0 ", b"\\\\uc", b"\\\\'e9", b"\\\\'", b"\\\\bin5 ", b"\\\\bin-1 ",
    b"\\\\bin999999999 ", b"\\\\*", b"\\\\footnote ", b"\\\\header ", b"\\\\shptxt ", b"\\\\v ", b"\\\\v0 ",
    b"\\\\deleted ", b"\\\\f1 ", b"\\\\fcharset204 ", b"\\\\fcharset7777 ", b"\\\\ansicpg932 ",
    b"\\\\ansicpg0 ", b"\\\\s1 ", b"\\\\outlinelevel9 ", b"\\\\stylesheet ", b"\\\\fonttbl ",
    b"\\\\listtext ", b"\\\\pict ", b"\\\\intbl ", b"\\\\pard ", b"\\\\u-8192?", b"\\\\u-8190?",
    b"\\\\\\\\", b"\\\\~", b"\\\\\n", b"\xff", b"\x00",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("rtf")


def attack(data: bytes, folder: Path) -> None:
    attack_document(data, folder)
