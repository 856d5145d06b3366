"""Chat templates, rendered in their own process."""

from __future__ import annotations

from pathlib import Path

from fuzz.trial import check_lines, corpus
from summarize.engines import chat_templates
from summarize.engines.chat_templates import Failed, Refused

TOKENS = (
    b"{%", b"%}", b"{{", b"}}", b"{#", b"#}", b"{%-", b"-%}", b" if ", b" for ", b" in ", b"endfor",
    b"endif", b" set ", b"namespace(", b"macro ", b"endmacro", b"messages", b"message", b"role", b"content",
    b"raise_exception(", b"strftime_now(", b"tojson", b"generation", b"endgeneration", b"loop.index0",
    b"range(", b"10 ** 9", b" * ", b"**", b" ~ ", b"|", b"[", b"]", b"(", b")", b"'", b'"', b".", b",",
    b"none", b"true", b"'a' * 10 ** 10", b"__class__", b".mro", b"self", b"recursive", b"break",
    b"continue", b"include 'a'", b"import 'a' as b", b"extends 'a'", b"\xff", b"\\u0000", b"\x1b[31m",
    b"\n", b"\xe2\x80\xa8", b"1 / 0", b"'%999999999d' % 1", b"|center(10**9)", b"|join", b"|attr('a')",
    b"|map('x')", b"|sort", b"lipsum(", b"cycler(", b"joiner(",
)  # fmt: skip
_MESSAGES = [
    {"role": "system", "content": "Қысқаша жауап бер."},
    {"role": "user", "content": "Мост через Илек снова открыт. {{ 1 }}"},
]


def seeds() -> list[bytes]:
    return corpus("templates")


def attack(data: bytes, folder: Path) -> None:
    template = data.decode("utf-8", errors="replace")
    given = {"messages": _MESSAGES, "add_generation_prompt": True, "bos_token": "<s>", "eos_token": "</s>"}
    try:
        # A template takes milliseconds, or for ever.
        chat_templates._renderer.render(template, given, seconds=1)
    except (Refused, Failed) as error:
        check_lines([f"m: {error}"], folder)
