"""E-mails as mail programs save them: header, parts, encodings, attachments."""

from __future__ import annotations

from pathlib import Path

from fuzz.files import attack_reader
from fuzz.trial import corpus

TOKENS = (
    b"From: ", b"Subject: ", b"MIME-Version: 1.0\r\n", b"Content-Type: ", b"text/html",
    b"multipart/mixed; boundary=b", b"multipart/alternative; boundary=b", b"--b\n", b"--b--\n",
    b"message/rfc822", b"; charset=koi8-r", b"; charset=punycode", b"; charset=utf-16",
    b"Content-Transfer-Encoding: base64\n", b"quoted-printable", b"x-uuencode", b"=?utf-8?q?=D0=B0?=",
    b"=?x?b?!?=", b"filename*=utf-8''%D0%B0", b"Content-Disposition: attachment; filename=../a\n",
    b"\n\n", b"> ", b"-- \n", b"On a wrote:\n", b"\x00", b"\xff", b"\r", b"<p>", b"=3D", b"=\n",
    b"From a 2025\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("mails")


def attack(data: bytes, folder: Path) -> None:
    attack_reader("eml", data, folder)
