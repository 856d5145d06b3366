"""Fonts of a document that lack letters of the language it is translated into."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from shutil import which
from typing import Any

from summarize.documents.markup import attribute, child, local
from summarize.documents.packages import Package
from summarize.text.language_table import NAMES

_CYRILLIC = (
    9  # the bit of this range in OS/2 ulUnicodeRange1, which Word copies to a document's table of fonts
)
_SECONDS = 10  # that fontconfig may take
_TABLE = "word/fontTable.xml"


def without_letters(package: Package, target: str) -> list[str]:
    """One line with the fonts that are used in a DOCX and lack letters of ``target``; none if all have them.

    What a font has is known from the document's own table of fonts and, of fonts on this machine, from
    fontconfig if that is installed.
    """
    table = package.xml(_TABLE)
    if target == "en" or table is None:
        return []
    texts = [package.member(path) or b"" for path in ("word/document.xml", "word/styles.xml")]
    fonts = {
        attribute(each, "name") or "": each
        for each in table
        if local(each) == "font" and not _has_symbols(each)
    }
    used = {name: each for name, each in fonts.items() if any(f'"{name}"'.encode() in text for text in texts)}
    lacking = [name for name, each in used.items() if _has_no_cyrillic(each)]
    lacking += [name for name in _unable(used, target) if name not in lacking]
    if not lacking:
        return []
    return [
        f"fonts without letters of {NAMES[target]}: {', '.join(lacking)}; other fonts will stand in for them"
    ]


def _has_symbols(font: Any) -> bool:
    """Whether a font is one of bullets and the like, which nobody writes in."""
    kind = child(font, "charset")
    return kind is not None and attribute(kind, "val") in ("02", "2")


def _has_no_cyrillic(font: Any) -> bool:
    signature = child(font, "sig")
    ranges = (attribute(signature, "usb0") or "") if signature is not None else ""
    try:
        return bool(ranges) and int(ranges, 16) != 0 and not int(ranges, 16) >> _CYRILLIC & 1
    except ValueError:
        return False


def _unable(fonts: Iterable[str], target: str) -> Iterator[str]:
    """The fonts on this machine that cannot write the language."""
    program = which("fc-list")
    if program is None:
        return
    every, able = (_families(program, pattern) for pattern in (":", f":lang={target}"))
    yield from (name for name in fonts if name.casefold() in every - able)


def _families(program: str, pattern: str) -> set[str]:
    try:
        done = subprocess.run(
            [program, pattern, "family"], capture_output=True, timeout=_SECONDS, check=True, text=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return set()
    return {name.strip().casefold() for line in done.stdout.splitlines() for name in line.split(",")}
