"""Markdown: blocks, marks, pages inside it."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.files import attack_reader
from fuzz.trial import corpus

TOKENS = (
    b"# ", b"## ", b"- ", b"1. ", b"> ", b"`", b"```\n", b"~~~", b"**", b"*", b"_", b"~~", b"[", b"](a)",
    b"![", b"[^1]", b"[^1]: ", b"[a]: b\n", b"<div>", b"</div>", b"<!--", b"-->", b"<br>", b"&amp;",
    b"&#0;", b"\\", b"|", b"|---|\n", b"---\n", b"---\ntitle: a\n---\n", b"    ", b"\t", b"\n\n", b"\r\n",
    b"\r", b"  \n", b"===\n", b"\x00", b"\xff", b"\xc2\xa0", b"\xe2\x80\xa8", b"<http://a.kz>",
    b"\xef\xbb\xbf",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("markdown")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("markdown", data, folder)
    attack_reader("markdown", data, folder)
