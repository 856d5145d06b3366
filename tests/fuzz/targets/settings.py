"""INI files: sections, keys, values over several lines; read and written back."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.files import attack_reader
from fuzz.trial import corpus
from summarize.request import ReadingOptions

TOKENS = (
    b"[a]\n", b"[", b"]", b"=", b":", b" = ", b"; c\n", b"# c\n", b'"', b"'", b"    more words\n", b"\n\n",
    b"\r\n", b"\r", b"%(a)s", b"%s", b"&a", b"key = Some words\n", b"title", b"\x00", b"\xff", b"\t",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("settings")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("ini", data, folder)
    attack_editing("ini", data, folder, ReadingOptions(key="title"))
    attack_reader("ini", data, folder)
