"""Which 8-bit encoding Russian, Kazakh or western text was written in, by how it would read.

Each encoding is tried on the words that hold high bytes, and the reading whose letters are
most usual wins: frequencies of letters, whole words in one script, capitals only where
words have them. It knows nothing of UTF-8 or UTF-16, which need no guess.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

# In order of preference between equal readings: quotes and dashes alone read alike in the first two,
# Russian alike in cp1251, kz1048 and ptcp154 (the last two are cp1251 with Kazakh letters).
WESTERN = "cp1252"
ENCODINGS = (WESTERN, "cp1251", "koi8-r", "cp866", "kz1048", "ptcp154")

# Letters per thousand, the greater of Russian's and Kazakh's (counted on news of both).
_PER_THOUSAND = {
    "а": 127, "о": 108, "е": 87, "и": 79, "ы": 78, "н": 68, "т": 62, "і": 56, "р": 55, "с": 53,
    "л": 51, "в": 46, "д": 45, "к": 33, "м": 32, "қ": 31, "п": 29, "б": 26, "у": 23, "ж": 19, "я": 19,
    "г": 17, "ғ": 17, "з": 16, "й": 15, "ь": 15, "ң": 15, "ч": 13, "ш": 13, "х": 9, "ө": 9, "ү": 9,
    "ұ": 9, "ю": 7, "ә": 7, "ц": 5, "щ": 4, "э": 4, "ф": 3, "ъ": 0.3, "ё": 0.3, "һ": 0.3,
}  # fmt: skip
_LETTERS = {letter: math.log(count / 1000) for letter, count in _PER_THOUSAND.items()}
_VOWELS = frozenset("аеёиоуыэюяәөұүі")
_ALONE = frozenset("авиксуояжб")  # words of one letter, and the particles ж, б
_STRANGE = math.log(1e-5)  # what no text of ours would hold
_UNUSUAL = -4.0  # a word without a vowel, one that begins with ь
_MARK = math.log(0.02)  # quotes, dashes and signs between words
_ACCENT, _LONE_ACCENT = math.log(0.01), math.log(0.004)  # é in a Latin word; é as a word
_MARKS = frozenset("«»—–“”„‘’‚…№°§©®™€£¥±×·½²³\u00a0")
_INSIDE = frozenset("—–’…\u00a0·")  # marks that may stand between two letters
_ACCENTS = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœßúùûüÿšž")

_HIGH_WORD = re.compile(rb"[^\x00-\x20]*[\x80-\xff][^\x00-\x20]*")
_PIECE = re.compile(
    r"(?P<word>[^\W\d_]+)|(?P<inside>(?<=[^\W\d_])[^\w\s](?=[^\W\d_])|[№§±×½¥](?=[^\W\d_]))|[^\x00-\x7f]"
)
_ENOUGH = 1000  # words with high bytes that speak for a text
_LEGIBLE = -5.2  # per high character: ours, down to two words, stay above, Greek and Arabic below
_SPARSE = 0.02  # high bytes are so small a share of a text in English
_CLEAR = math.log(10)  # the winner is ten times as likely as the next different reading


@dataclass(frozen=True)
class Guess:
    """An encoding, and whether another reads nearly as well; ``rival`` is that other one."""

    encoding: str
    rival: str | None


def guess(data: bytes) -> Guess | None:
    """The encoding in which the high bytes of the data read best; None where none reads like text.

    Args:
        data: bytes that are not UTF-8; time is linear up to the first thousand words with
            high bytes and does not grow after them.
    """
    sample = b" ".join(match.group()[:100] for match in islice(_HIGH_WORD.finditer(data), _ENOUGH))
    high = sum(byte > 127 for byte in sample)
    readings = sorted(_readings(sample), key=lambda reading: -reading[0])
    score, text, encoding = next(reading for reading in readings if _decodes(data, reading[2]))
    if score < _LEGIBLE * high:
        # One odd sign in an English text is no reason to refuse the text.
        sparse = high < _SPARSE * len(data) and _decodes(data, WESTERN)
        return Guess(WESTERN, None if encoding == WESTERN else encoding) if sparse else None
    rivals = (other for value, reading, other in readings if reading != text and score - value < _CLEAR)
    return Guess(encoding, next(rivals, None))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _readings(sample: bytes) -> Iterator[tuple[float, str, str]]:
    for encoding in ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield _likelihood(text), text, encoding


def _likelihood(text: str) -> float:
    """The log-likelihood of the characters beyond ASCII; 0 for plain ASCII."""
    total = 0.0
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece.isascii():
            continue
        if not match["word"]:
            total += _MARK if piece in (_INSIDE if match["inside"] else _MARKS) else _STRANGE
            continue
        total += _word(piece.lower())
        if not (piece.islower() or piece.istitle() or piece.isupper()):
            total += _STRANGE
    return total


def _word(word: str) -> float:
    """The log-likelihood of what is beyond ASCII in a word in lower case."""
    if all(letter in _LETTERS for letter in word):
        odd = (
            word not in _ALONE
            if len(word) == 1
            else word[0] in "ьъ" or (len(word) > 2 and _VOWELS.isdisjoint(word))
        )
        return sum(_LETTERS[letter] for letter in word) + odd * _UNUSUAL
    accents = [letter for letter in word if not letter.isascii()]
    accent = _ACCENT if len(accents) < len(word) else _LONE_ACCENT
    return sum(accent if letter in _ACCENTS else _STRANGE for letter in accents)
