"""Control characters and their like become visible; everything else, and layout, stays."""

from __future__ import annotations

import pytest

from summarize.text.escapes import escaped, on_one_line

OBEYED = [
    *range(0x09),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
]


@pytest.mark.parametrize("make", [escaped, on_one_line])
def test_every_character_that_a_terminal_obeys_is_printable_ascii_afterwards(make: object) -> None:
    for code in (*OBEYED, 0xD800, 0xDC80, 0xDFFF):
        shown = make(f"а{chr(code)}б")  # type: ignore[operator]
        assert shown[0] + shown[-1] == "аб"
        assert shown[1] == "\\"
        assert shown.isprintable()


def test_escapes_are_those_of_python() -> None:
    assert escaped("\x1b[31m\u202e\udcff\r\x9b") == r"\x1b[31m\u202e\udcff\r\x9b"


def test_text_keeps_its_layout_and_a_line_does_not() -> None:
    text = "Қазақ «мәтіні» — 2\u00a0020\n\tемле: \u200d👩\u200d🌾\ufeff"
    assert escaped(text) == text
    assert on_one_line(text) == text.replace("\n", "\\n").replace("\t", "\\t")
