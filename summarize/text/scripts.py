"""Writing systems: the script of a text, and words that mix look-alike letters of two scripts.

Repairs never change the length of a text: offsets into a repaired text hold for the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

NO_SCRIPT = "Zyyy"  # ISO 15924: undetermined, for text without letters

# The first word of a letter's Unicode name → ISO 15924; any other is "Zzzz", unknown.
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "GREEK": "Grek", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "HEBREW": "Hebr", "CJK": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Kana",
    "HANGUL": "Hang", "THAI": "Thai", "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml",
    "ETHIOPIC": "Ethi", "MONGOLIAN": "Mong", "TIBETAN": "Tibt", "FULLWIDTH": "Latn",
}  # fmt: skip

SCRIPT_NAMES = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Arab": "Arabic", "Grek": "Greek", "Armn": "Armenian",
    "Geor": "Georgian", "Hebr": "Hebrew", "Hani": "Chinese", "Hira": "Japanese", "Kana": "Japanese",
    "Hang": "Korean", "Thai": "Thai", "Deva": "Devanagari", "Beng": "Bengali", "Taml": "Tamil",
    "Ethi": "Ethiopic", "Mong": "Mongolian", "Tibt": "Tibetan",
}  # fmt: skip

# Letters that look alike in print, Latin → Cyrillic; the Kazakh pairs are іİ әə өɵ һh.
_PAIRS = dict(zip("aceopxyiəɵhkABCEHIKMOPTXYƏƟ", "асеорхуіәөһкАВСЕНІКМОРТХУӘӨ", strict=True)) | {
    "ë": "ё", "Ë": "Ё", "ï": "ї", "Ï": "Ї",
}  # fmt: skip
_TO_CYRILLIC = str.maketrans(_PAIRS)
_TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in _PAIRS.items()})

_LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏɐ-ʯ"
_CYRILLIC = "Ѐ-҂Ҋ-ԯ"
_SEAM = re.compile(f"[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}]")
_WORD = re.compile(f"[{_LATIN}{_CYRILLIC}]+")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_CYRILLIC_LETTER = re.compile(f"[{_CYRILLIC}]")


@dataclass(frozen=True)
class MixedWord:
    """A run of Latin and Cyrillic letters, ``text[start:end]``.

    ``repaired`` is the word in one script, or ``word`` itself where not all letters have
    look-alikes (as in a Latin name with a Cyrillic ending).
    """

    word: str
    start: int
    end: int
    repaired: str


def letters(text: str) -> Counter[str]:
    """The number of letters of each script (ISO 15924) in the text."""
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if found := _letter_script(character):
            counts[found] += count
    return counts


@lru_cache(maxsize=4096)
def _letter_script(letter: str) -> str:
    """The script of a letter; "" for another character."""
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]
    return _SCRIPTS.get(name, "Zzzz")


def foreign(script: str) -> re.Pattern[str]:
    """A pattern for letters of any script but this one (``Latn`` or ``Cyrl``)."""
    own = {"Latn": _LATIN, "Cyrl": _CYRILLIC}[script]
    return re.compile(rf"(?![{own}])[^\W\d_]")


def script(text: str) -> str:
    """The script of most letters in the text (ISO 15924); ``Zyyy`` without letters."""
    counts = letters(text)
    return counts.most_common(1)[0][0] if counts else NO_SCRIPT


def mixed_script_words(text: str) -> list[MixedWord]:
    """Words with both Latin and Cyrillic letters, in order; a hyphen ends a word, as in ``IT-компания``."""
    if text.isascii():
        return []
    found = []
    seam = _SEAM.search(text)
    while seam:
        start, end = seam.span()
        while start and _WORD.match(text, start - 1, start):
            start -= 1
        if rest := _WORD.match(text, end):
            end = rest.end()
        found.append(MixedWord(text[start:end], start, end, _in_one_script(text[start:end])))
        seam = _SEAM.search(text, end)
    return found


def repair_lookalikes(text: str) -> tuple[str, int]:
    """The text with mixed words put into one script where look-alikes allow, and their number."""
    words = [found for found in mixed_script_words(text) if found.repaired != found.word]
    parts, last = [], 0
    for found in words:
        parts += [text[last : found.start], found.repaired]
        last = found.end
    return "".join([*parts, text[last:]]), len(words)


def _in_one_script(word: str) -> str:
    """The word in the script that has all its letters; of two, the one with more of them, or Cyrillic."""
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    whole_cyrillic, whole_latin = not _LATIN_LETTER.search(cyrillic), not _CYRILLIC_LETTER.search(latin)
    if whole_cyrillic and whole_latin:
        more_latin = 2 * len(_LATIN_LETTER.findall(word)) > len(word)
        return latin if more_latin else cyrillic
    if whole_cyrillic:
        return cyrillic
    return latin if whole_latin else word
