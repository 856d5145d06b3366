"""LaTeX: commands, environments, braces."""

from __future__ import annotations

from pathlib import Path

from fuzz.files import attack_reader
from fuzz.trial import corpus

TOKENS = (
    b"\\section{", b"\\begin{", b"\\end{", b"equation}", b"document}", b"{", b"}", b"$", b"$$", b"\\[",
    b"\\]", b"%", b"\\%", b"\\\\", b"\\item ", b"\\footnote{", b"\\caption[a]{", b"\\cite{a}",
    b"\\ref{a:b}", b"\\title{", b"\\'e", b'\\"{o}', b"\\c{c}", b"~", b"--", b"\n\n", b"[", b"]", b"\x00",
    b"\xff",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("papers")


def attack(data: bytes, folder: Path) -> None:
    attack_reader("latex", data, folder)
