"""Archives: any ZIP or GZ is documents or one line."""

from __future__ import annotations

import gzip
from pathlib import Path

from fuzz.reading import attack_document, zipped
from fuzz.trial import corpus
from summarize.documents import archives
from summarize.documents.files import read

TOKENS = (
    b"%%% a.txt\n", b"%%% ../../a.txt\n", b"%%% a/../b.txt\n", b"%%% \n", b"%%% \xff.txt\n", b"PK\x03\x04",
    b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"\x00", b"\xff\xff", b"\x01\x00", b"\x08\x00",
)  # fmt: skip


def seeds() -> list[bytes]:
    packed = corpus("archives")
    return [*packed, zipped(packed[0]), gzip.compress(packed[0], mtime=0)]


def attack(data: bytes, folder: Path) -> None:
    path = folder / "a.zip"
    path.write_bytes(data if data.startswith((b"PK", b"\x1f\x8b")) else zipped(data))
    if archives.is_archive(str(path)):
        for name in archives.listed(str(path)).names:
            assert Path(name).is_relative_to(path)
            assert ".." not in Path(name).parts
            read(name)
    else:
        attack_document(path.read_bytes(), folder)
