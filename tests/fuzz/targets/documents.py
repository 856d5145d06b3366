"""Documents: any bytes to a text, a summary with exact offsets, and its JSON."""

from __future__ import annotations

import json
from pathlib import Path

from fuzz.trial import check_lines, corpus
from summarize.api.run import run
from summarize.request import Length, Request
from summarize.text.documents import from_bytes

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80",
    b"\x1b[31m", b"\r\n", b"\r", b"\n\n", b"\t", b"\x0c", b"\xe2\x80\xa8", b"\xc2\xa0", b"\xe2\x80\x8b",
    b"\xc2\xad", b"\xcc\x81", b"# ", b"- ", b"1. ", b"> ", b"```\n", b"| a | b |\n|---|---|\n", b"=====\n",
    b"[a](b)", b"http://a.kz/b?c=1", b"`a`", b"**", b"_", b". ", b"! ", b"? ", b"...", b"\xe2\x80\xa6",
    b"\xc2\xab", b"\xc2\xbb", b'"', b"(", b")", b" U.S. ", b" Mr. ", "т. е. ".encode(), "т.б. ".encode(),
    " А. С. ".encode(), "№ 5 ".encode(), "Ә".encode(), "і".encode(), "слово".encode("cp1251"),
    "слово".encode("koi8-r"), "слово".encode("utf-16-le"), b"1 000,5 %", b"12.05.2024", b"\xf0\x9f\x98\x80",
    b"\xd9\x85", b"\xe4\xb8\xad\xe3\x80\x82", b"-\n", b"%PDF-1.7", b"PK\x03\x04", b"<html><p>", b"{\\rtf1",
    b"---\ntitle: a\n---\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    texts = corpus("documents")
    return [*texts, texts[-1].decode().encode("cp1251"), texts[0].decode().encode("utf-16")]


def attack(data: bytes, folder: Path) -> None:
    document = from_bytes(data, "a.txt")
    for length in (None, Length("words", 20)):
        result = run(document, Request(length=length))
        check_lines(result.warnings, folder)
        value = json.loads(json.dumps(result.to_json(), ensure_ascii=False).encode())
        assert value["text"].strip(), "an empty summary"
        places = [(sentence["start"], sentence["end"]) for sentence in value["sentences"]]
        assert places == sorted(places)
        for sentence in value["sentences"]:
            assert document.text[sentence["start"] : sentence["end"]] == sentence["text"]
