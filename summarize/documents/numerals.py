"""Numbers of list items: decimal, Roman, or letters."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS = {"lowerLetter": "abcdefghijklmnopqrstuvwxyz", "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя"}


def numeral(number: int, form: str) -> str:
    """A number of at least 1 in a form that Office names (``decimal``, ``lowerRoman``, ``upperLetter``…)."""
    if form in ("lowerRoman", "upperRoman") and number < 5000:
        left, text = number, ""
        for value, letters in _ROMAN:
            text += letters * (left // value)
            left %= value
        return text.upper() if form == "upperRoman" else text
    alphabet = _LETTERS.get(form.replace("upper", "lower").replace("Upper", "Lower"))
    if alphabet:
        text = alphabet[(number - 1) % len(alphabet)]
        return text.upper() if "pper" in form else text
    return str(number)
