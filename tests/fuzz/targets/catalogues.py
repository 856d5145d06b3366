"""Translation catalogues (PO): entries, strings over several lines, plurals, flags; read and written back."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.files import attack_reader
from fuzz.trial import corpus

TOKENS = (
    b"msgid ", b"msgid_plural ", b"msgctxt ", b"msgstr ", b"msgstr[0] ", b"msgstr[1] ", b"msgstr[99] ",
    b'""\n', b'"a b"\n', b"#, fuzzy\n", b"#, c-format\n", b"#~ ", b"#| ", b"# c\n", b"\n\n", b"\r\n", b"\\n",
    b"\\", b"%s", b"{n}", b"&a", b"<b>", b"\\x41", b"\\777", b"\x00", b"\xff", b"\xef\xbb\xbf",
    b"Language: de\\n", b"domain x\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("catalogues")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("po", data, folder)
    attack_reader("po", data, folder)
