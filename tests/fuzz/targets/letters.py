"""E-mails in plain text: fields, body, quoted mail, signature."""

from __future__ import annotations

from pathlib import Path

from fuzz.files import attack_reader
from fuzz.trial import corpus

TOKENS = (
    b"From: ", "От: ".encode(), "Кімнен: ".encode(), b"Subject: ", "Тема: ".encode(), b"Date: ", b"To: ",
    b"\n\n", b"\r\n", b"> ", b">> ", b"-- \n", b"On Monday a wrote:\n", "писал(а):\n".encode(),
    b"-----Original Message-----\n", b"Best regards,\n", "С уважением,\n".encode(), b"- ", b"1. ",
    b"| a | b |\n", b"\xef\xbb\xbf", b"\x00", b"\xff", b"\t", b"\xe2\x80\xa8", b"\xc2\x85", b"\x0c",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("letters")


def attack(data: bytes, folder: Path) -> None:
    attack_reader("mail", data, folder)
