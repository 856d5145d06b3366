"""How a text is prepared for scoring, and the named foldings that explain a low score.

Every score is computed on ``normalize(text)``: NFC and single spaces. NFKC is never used: it
rewrites № ½ m² … and still leaves look-alike letters alone. The foldings (``yo``, ``quotes``,
``homoglyph``) forgive what a reader would forgive; they are for a secondary score with its own
name, never for the headline number. Knows nothing of languages beyond the letters themselves.
"""

from __future__ import annotations

import re
import unicodedata

from summarize.text.scripts import repair_lookalikes

SIGNATURE = "norm:nfc+ws"
FOLDED_SIGNATURE = f"{SIGNATURE}+yo+quotes+homoglyph"

_SPACE = re.compile(r"\s+")
_YO = str.maketrans("ёЁ", "еЕ")
_QUOTES = str.maketrans(dict.fromkeys("«»„“”‟″", '"') | dict.fromkeys("‘’‚‛`´", "'"))


def normalize(text: str) -> str:
    """``text`` in NFC, runs of whitespace as one space, ends stripped."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """``normalize(text)`` with ё as е, one kind of quotation mark, and look-alike letters put right."""
    mended, _ = repair_lookalikes(normalize(text))
    return mended.translate(_YO).translate(_QUOTES)
