"""The values of a workbook's cells as people see them: texts, numbers, dates, percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from summarize.documents.markup import attribute, child, local
from summarize.documents.markup import elements as streamed

_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])  # built-in formats
_PERCENT = frozenset([9, 10])
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_LAST_DAY = 2_958_465  # 31.12.9999
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


class Cells:
    """Turns cells into text; ``strings`` and ``styles`` are members of the package, if it has them."""

    def __init__(self, strings: bytes | None, styles: Any, name: str, *, since_1904: bool) -> None:
        self._strings = list(_shared(strings, name)) if strings else []
        self._kinds = _kinds(styles)
        self._epoch = _EPOCH_1904 if since_1904 else _EPOCH

    def text(self, cell: Any) -> str | None:
        """What a cell shows; ``None`` if it has a formula whose result is not stored."""
        kind, value = cell.get("t"), child(cell, "v")
        if kind == "inlineStr":
            return _rich(child(cell, "is"))
        written = (value.text or "").strip() if value is not None else ""
        if kind == "s":
            index = int(written) if written.isdecimal() and len(written) < 9 else len(self._strings)
            return self._strings[index] if index < len(self._strings) else ""
        if not written:
            return None if child(cell, "f") is not None and kind is None else ""
        if kind == "b":
            return "TRUE" if written == "1" else "FALSE"
        if kind in ("str", "e", "d"):
            return written
        style = cell.get("s") or "0"
        index = int(style) if style.isdecimal() and len(style) < 9 else 0
        return _number(written, self._kinds[index] if index < len(self._kinds) else "", self._epoch)


def _shared(data: bytes, name: str) -> Iterator[str]:
    for element in streamed(data, name, "si"):
        yield _rich(element)


def _rich(element: Any) -> str:
    """The text of a string in one or several formats, without its phonetic reading."""
    if element is None:
        return ""
    pieces = []
    for each in element:
        if local(each) == "t":
            pieces.append(each.text or "")
        elif local(each) == "r" and (text := child(each, "t")) is not None:
            pieces.append(text.text or "")
    return " ".join("".join(pieces).split())


def _kinds(styles: Any) -> list[str]:
    """For each cell style, what its number is: ``date``, ``time``, ``elapsed``, ``percent``, or a number."""
    if styles is None:
        return []
    own = child(styles, "numFmts")
    codes = (
        {attribute(each, "numFmtId"): attribute(each, "formatCode") or "" for each in own}
        if own is not None
        else {}
    )
    formats = child(styles, "cellXfs")
    return [_kind(attribute(each, "numFmtId"), codes) for each in formats] if formats is not None else []


def _kind(identifier: str | None, codes: dict[str | None, str]) -> str:
    if identifier in codes:
        code = _NOT_CODE.sub("", codes[identifier].lower())
        if "[" in code:
            return "elapsed"
        if any(letter in code for letter in "yd") or ("m" in code and not any(c in code for c in "hs")):
            return "date"
        return "time" if any(letter in code for letter in "hs") else "percent" if "%" in code else ""
    number = int(identifier) if identifier and identifier.isdecimal() and len(identifier) < 6 else 0
    if number in _DATES:
        return "elapsed" if number == 46 else "time" if number in (18, 19, 20, 21, 45, 47) else "date"
    return "percent" if number in _PERCENT else ""


def _number(written: str, kind: str, epoch: datetime) -> str:
    try:
        value = float(written)
    except ValueError:
        return written
    if kind == "percent":
        return f"{value * 100:.15g}%"
    if kind and 0 <= value <= _LAST_DAY:
        return _moment(value, kind, epoch)
    return f"{value:.15g}"


def _moment(value: float, kind: str, epoch: datetime) -> str:
    seconds = round(value * 86_400)
    if kind == "elapsed":
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    try:
        moment = epoch + timedelta(seconds=seconds)
    except OverflowError:
        return f"{value:.15g}"
    clock = moment.strftime("%H:%M:%S").removesuffix(":00")
    if kind == "time" or seconds < 86_400:
        return clock
    return f"{moment:%Y-%m-%d}" if seconds % 86_400 == 0 else f"{moment:%Y-%m-%d} {clock}"
