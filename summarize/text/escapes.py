"""Characters that a terminal obeys, or that hide what a line says, shown as escapes such as ``\\x1b``.

These are the control characters (C0 without line feed and tab, DEL, C1), the marks that reverse the
direction of writing (U+202A to U+202E, U+2066 to U+2069), the line separators U+2028 and U+2029, and lone
surrogates, which stand for bytes of a file name that are not UTF-8.
"""

from __future__ import annotations

import json
import re

from summarize.text.characters import CONTROLS, REVERSING, SEPARATORS, SURROGATES

_OBEYED = CONTROLS + SEPARATORS + REVERSING + SURROGATES
_IN_TEXT = re.compile(f"[{_OBEYED}]")
_IN_A_LINE = re.compile(rf"[{_OBEYED}\t\n]")
_LONE = re.compile(f"[{SURROGATES}]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def escaped(text: str) -> str:
    """``text`` with the characters above as escapes; its lines and tabs stay."""
    return _IN_TEXT.sub(_escape, text)


def on_one_line(text: str) -> str:
    """``text`` with the characters above, line feeds and tabs as escapes: a name cannot begin a line."""
    return _IN_A_LINE.sub(_escape, text)


def json_text(value: object, indent: int | None = None) -> str:
    """``value`` as JSON in its own letters; lone surrogates, which no encoding can write, as ``\\udcff``.

    ``os.fsencode`` of a name that was read from it gives the bytes of the file's name.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    return _NAMED.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
