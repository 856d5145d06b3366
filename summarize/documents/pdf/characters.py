"""The characters of a PDF's pages with their places, as PDFium gives them.

Words and lines are not taken from PDFium: where a font lacks Kazakh letters, writers draw those in a second
pass, and only their places say where they belong.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_LINE_BREAK_HYPHEN = 2  # PDFium's code for a hyphen at a line end
_HYPHENS = (_LINE_BREAK_HYPHEN, 0xFFFE)
_PRIVATE = range(0xE000, 0xF900)
# Bullets of the fonts Symbol and Wingdings, which word processors use, and what they look like.
_BULLETS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "▪", 0xF0A8: "▪", 0xF06C: "•", 0xF09F: "•", 0xF0D8: "‣", 0xF076: "•",
}  # fmt: skip
_SAMPLED = 4  # every fourth character is asked whether its font has a map to Unicode
_BOLD = 600  # the least weight of a bold font
_WIDEST = 20  # font sizes; a wider box is an error of the file
_FLAT = 0.02  # radians; text turned by less is not turned


@dataclass(frozen=True, slots=True)
class Character:
    """One character drawn on a page, perhaps a space, in points; ``x`` grows to the right and ``y`` upwards.

    ``y`` is the baseline, ``size`` the height of the font as drawn, ``top`` and ``bottom`` those of the
    character's box.
    """

    text: str
    left: float
    right: float
    y: float
    bottom: float
    top: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its characters by direction, how many have no meaning, and whether it has pictures.

    ``characters`` are those of the page's main direction, turned to run from left to right; ``turned`` the
    others, each group turned likewise.
    """

    number: int
    characters: list[Character]
    turned: list[list[Character]]
    unmapped: int
    pictures: bool


def sheets(pdf: Any) -> Iterator[Sheet]:
    """The pages of an open PDF, each closed before the next is opened.

    Raises:
        PdfiumError: a page is damaged.
    """
    for index in range(len(pdf)):
        page = pdf[index]
        textpage = page.get_textpage()
        try:
            groups, unmapped = _characters(textpage.raw)
            inked = any(each.text != " " for group in groups.values() for each in group)
            yield _sheet(index + 1, groups, unmapped, pictures=not inked and _has_pictures(page))
        finally:
            textpage.close()
            page.close()


def _sheet(number: int, groups: dict[int, list[Character]], unmapped: int, *, pictures: bool) -> Sheet:
    main = max(groups, key=lambda angle: len(groups[angle]), default=0)
    turned = [characters for angle, characters in groups.items() if angle != main]
    return Sheet(number, groups.get(main, []), turned, unmapped, pictures)


def _has_pictures(page: Any) -> bool:
    from pypdfium2 import raw

    return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None


def _characters(textpage: Any) -> tuple[dict[int, list[Character]], int]:
    """The characters that are drawn, by their direction in degrees, and how many have no meaning."""
    from pypdfium2 import raw

    groups: dict[int, list[Character]] = {}
    unmapped, high, origin = 0, "", (math.nan, math.nan)
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    fonts = _Fonts(textpage)
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character outside the basic plane
            high = chr(code)
            continue
        text, high = _text(code, high), ""
        if raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        if _is_unmapped(code) or (
            index % _SAMPLED == 0 and raw.FPDFText_HasUnicodeMapError(textpage, index) == 1
        ):
            unmapped += 1 if _is_unmapped(code) else _SAMPLED
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetMatrix(textpage, index, matrix)
        size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a)
        place: tuple[float, ...] = (box.left, box.bottom, box.right, box.top, x.value, y.value)
        degrees = 0
        if abs(angle) > _FLAT:
            degrees = round(math.degrees(angle))
            place = _turned(place, angle)
        group = groups.setdefault(degrees, [])
        if (x.value, y.value) == origin and group:  # a ligature: one glyph that means several letters
            group[-1] = replace(group[-1], text=group[-1].text + text)
            continue
        origin = x.value, y.value
        left, bottom, right, top, _, baseline = place
        if size > 0 and right - left < _WIDEST * size:
            group.append(Character(text, left, right, baseline, bottom, top, size, fonts.bold(index)))
    return groups, unmapped


def _text(code: int, high: str) -> str:
    if code in _HYPHENS:
        return "-"
    if high and 0xDC00 <= code < 0xE000:
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
    if code == 0 or 0xD800 <= code < 0xE000 or _is_control(code):
        return "\ufffd"
    if code in _BULLETS:
        return _BULLETS[code]
    if 0xFB00 <= code < 0xFB07:  # ﬁ, ﬂ and the like
        return unicodedata.normalize("NFKC", chr(code))
    return " " if chr(code).isspace() else chr(code)


def _is_unmapped(code: int) -> bool:
    private = code in _PRIVATE and code not in _BULLETS
    return private or code in (0, 0xFFFD) or (_is_control(code) and code not in _HYPHENS)


def _is_control(code: int) -> bool:
    return code < 0x20 and code not in (9, 10, 13)


def _turned(place: tuple[float, ...], angle: float) -> tuple[float, ...]:
    """The box and origin turned so that text at ``angle`` runs from left to right."""
    cos, sin = math.cos(-angle), math.sin(-angle)

    def turn(x: float, y: float) -> tuple[float, float]:
        return x * cos - y * sin, x * sin + y * cos

    corners = [turn(x, y) for x in (place[0], place[2]) for y in (place[1], place[3])]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return (min(across), min(up), max(across), max(up), *turn(place[4], place[5]))


class _Fonts:
    """Whether the font of a character is bold; asked once for a run of characters of one size."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._object: int | None = None
        self._bold = False
        self._buffer = ctypes.create_string_buffer(128)

    def bold(self, index: int) -> bool:
        """Whether character ``index`` is bold, by its font's weight or name."""
        from pypdfium2 import raw

        drawn = ctypes.cast(raw.FPDFText_GetTextObject(self._textpage, index), ctypes.c_void_p).value
        if drawn != self._object:
            self._object = drawn
            weight = raw.FPDFText_GetFontWeight(self._textpage, index)
            flags = ctypes.c_int()
            raw.FPDFText_GetFontInfo(self._textpage, index, self._buffer, len(self._buffer), flags)
            name = self._buffer.value.lower()
            self._bold = weight >= _BOLD or any(word in name for word in (b"bold", b"black", b"heavy"))
        return self._bold
