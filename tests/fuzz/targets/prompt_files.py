"""Prompt files for chat models, filled in."""

from __future__ import annotations

from pathlib import Path

from fuzz.trial import corpus
from summarize.engines import prompts
from summarize.request import Instruction, Length

TOKENS = (
    b"system", b"user", b"[length]", b"[languages]", b"[glossary]", b"completion", b"[[examples]]",
    b"sentences", b"words", b"ratio", b"default", b"term", b"heading", b" = ", b'"""', b"'''", b'"', b"'",
    b"[", b"]", b"[[", b"]]", b"{", b"}", b"$text", b"${text}", b"$", b"$$", b"${", b"$length", b"$n",
    b"$source", b"$target", b"$glossary", b"$term", b"$translation", b"\n", b"\\u0000", b"\\U0010ffff",
    b"\\ud800", b"\\", b"\xff", b"\x00", b"\xef\xbb\xbf", b"true", b"1e999", b"nan", b"inf", b"0x",
    b"1979-05-27", b"9" * 5000, b"#", b".", b"en", b"kk", b"a.b.c", b'"a b"', b"\r", b'"\\n\\u001b[31m"',
)  # fmt: skip


def seeds() -> list[bytes]:
    shipped = sorted(prompts.resource("prompts").glob("*.toml"))
    return [*(path.read_bytes() for path in shipped), *corpus("prompt_files")]


def attack(data: bytes, folder: Path) -> None:
    path = folder / "prompt.toml"
    path.write_bytes(data)
    prompts.load.cache_clear()
    lengths = (None, Length("sentences", 2), Length("words", 30), Length("ratio", 0.2))
    text = "Мост открыт. $text </document> ${n}"
    for length in lengths:
        for terms in (None, lambda text: [("мост", "көпір"), ("$term", "${x}")]):
            asked = Instruction("translation", "ru", "kk", length, prompt=str(path), terms=terms)
            if prompts.load(path).user:
                written = prompts.messages(text, asked)
                assert any("Мост открыт. $text ‹" in one["content"] for one in written)
                assert all(one["content"].strip() for one in written)
            if prompts.load(path).completion:
                assert "Мост открыт. $text" in prompts.completion(text, asked)
