"""RTF made by hand from its control words."""

from __future__ import annotations

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\froman\fcharset204 Times Cyr;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0\outlinelevel0 heading 1;}{\s2 Title;}{\s3\outlinelevel2 Own;}}"
    "\n"
)


def words(text: str) -> str:
    """Text as RTF writes it: ASCII as it is, other characters by their numbers."""
    written = []
    for unit in text.encode("utf-16-be")[::2], text.encode("utf-16-be")[1::2]:
        written.append(unit)
    codes = [256 * high + low for high, low in zip(*written, strict=True)]
    return "".join(
        ("\\" if chr(code) in "\\{}" else "") + chr(code)
        if code < 128
        else f"\\u{code - 65536 if code > 32767 else code}?"
        for code in codes
    )


def p(inside: str, properties: str = "") -> str:
    """A paragraph; ``inside`` is RTF."""
    return f"\\pard\\plain {properties} {{{inside}}}\\par\n"


def table(*rows: tuple[str, ...]) -> str:
    """A table; cells are RTF."""
    made = ("".join(f"\\pard\\intbl {cell}\\cell " for cell in row) for row in rows)
    return "".join(f"\\trowd\\cellx1000\\cellx2000 {row}\\row\n" for row in made) + "\\pard "


def rtf(body: str) -> bytes:
    """The file."""
    return f"{HEAD}{body}}}".encode("latin-1")
