"""Decode bytes: as Unicode where the bytes prove it, else in the 8-bit encoding that reads best.

Whatever the bytes do not prove is reported as a warning. Common file types that are not text are
recognised by their first bytes and refused.

The 8-bit encodings of Russian, Kazakh and western text are told apart by how each would read: the words
with high bytes are decoded in every encoding, and the likeliest reading wins, judged by the
frequencies of letters, by words in one script, and by capitals only where words have them.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from summarize.errors import DocumentError, UsageError
from summarize.text.binaries import has_controls, kind

_BOMS = (  # UTF-32 before UTF-16, whose mark is a prefix of UTF-32's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROBE = 4096  # bytes or characters sampled to estimate a share
_NOT_OF_FILES = frozenset(  # encodings of names and of source code, some of them slow
    ("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7")
)
_OVERRIDE = "--encoding overrides"
DAMAGED = "damaged UTF-8"  # how the warning begins that bytes were replaced


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """The text of a document, the encoding it was read in, and one warning per assumption.

    Args:
        data: the whole document; a byte order mark is removed.
        name: the document's name in error messages.
        encoding: used as given; detected when ``None``.

    Raises:
        UsageError: ``encoding`` is not a text encoding.
        DocumentError: the bytes are empty, binary, not valid in ``encoding``, or in no known encoding.
    """
    if not data:
        raise DocumentError(f"{name} is empty", code="document-empty")
    if what := kind(data):
        raise DocumentError(f"{name} is {what}", code="document-format")
    return decode_text(data, name, encoding)


def decode_text(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """The same for bytes that are known to be text, of whatever format."""
    if encoding is not None:
        codec = _codec(encoding)
        return _decoded(data, name, codec), codec, ()
    for mark, unicode in _BOMS:
        if data.startswith(mark):
            return _decoded(data, name, unicode), unicode, ()
    return _recognised(data, name)


def decode_declared(data: bytes, name: str, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The same for text whose file names its charset: used if it is one and fits, else it is detected."""
    try:
        if declared and codecs.lookup(declared).name not in _NOT_OF_FILES:
            return decode_text(data, name, declared)
    except (DocumentError, UsageError, LookupError, ValueError):
        pass  # the file is wrong about itself
    return decode_text(data, name)


def _codec(encoding: str) -> str:
    """Python's name for a text encoding."""
    try:
        codec = codecs.lookup(encoding).name
        with suppress(UnicodeError):  # the probe is one byte, half a character of some encodings
            b"?".decode(codec)
    except (LookupError, ValueError):
        known = f"utf-8, utf-16, {', '.join(_ENCODINGS)} and Python's other encodings"
        raise UsageError(f"unknown encoding {encoding!r}; known: {known}") from None
    return codec


def _decoded(data: bytes, name: str, encoding: str) -> str:
    """The bytes decoded strictly, without a byte order mark."""
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        # Punycode names no byte; from Python 3.13 on, it names one past the end of what is incomplete.
        start = error.start if isinstance(error, UnicodeDecodeError) else len(data)
        if start >= len(data):
            raise DocumentError(f"{name} is not {encoding}; choose another --encoding") from None
        raise DocumentError(
            f"{name} is not {encoding}: byte {start} ({data[start]:#04x}) is invalid; "
            "choose another --encoding, or leave it out to detect the encoding"
        ) from None
    return text.removeprefix("\ufeff")


def _recognised(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    controls = has_controls(data)
    if controls and (wide := _utf16(data)):
        text, encoding = wide
        return text, encoding, (f"read as {encoding.upper()}, without a byte order mark; {_OVERRIDE}",)
    if controls:
        where = f"a NUL byte at {data.index(0)}" if 0 in data else "control characters"
        raise DocumentError(f"{name} is not text: it contains {where}")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        if _damaged(data, error.start):
            return _patched(data, error.start)
    return _eight_bit(data, name)


def _utf16(data: bytes) -> tuple[str, str] | None:
    """The text and byte order of UTF-16 without a mark, if it is in Latin or Cyrillic letters."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        probe = text[:_PROBE]
        if sum(_plausible(character) for character in probe) >= 0.98 * len(probe) and "\0" not in text:
            return text, encoding
    return None


def _plausible(character: str) -> bool:
    """Whether text in our languages may have the character: Latin, Cyrillic, punctuation, white space."""
    return (
        character in "\t\n\r\f"
        or " " <= character <= "ɏ"
        or "Ѐ" <= character <= "ԯ"
        or "‐" <= character <= "⅏"
    )


def _damaged(data: bytes, error: int) -> bool:
    """Whether the bytes around the first error are mostly UTF-8, or all others are and some are not ASCII."""
    around = data[max(0, error - _PROBE) : error + _PROBE].decode("utf-8", "replace")
    broken = around.count("\ufffd")
    sound = sum(character > "\x7f" for character in around) - broken
    return sound > 4 * broken or (sound > 0 and broken == 1 and _rest_is_sound(data, error))


def _rest_is_sound(data: bytes, error: int) -> bool:
    """Whether the bytes after the first error are UTF-8 again within a character's length."""
    for skipped in range(1, 4):
        with suppress(UnicodeDecodeError):
            data[error + skipped :].decode("utf-8")
            return True
    return False


def _patched(data: bytes, first: int) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode("utf-8", "replace")
    count = text.count("\ufffd") - data.count("\ufffd".encode())
    places = "1 invalid sequence" if count == 1 else f"{count} invalid sequences"
    line = data.count(b"\n", 0, first) + 1
    warning = f"{DAMAGED}: {places} replaced with \ufffd, the first at byte {first} on line {line}"
    return text.removeprefix("\ufeff"), "utf-8", (warning,)


def _eight_bit(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    found = _guess(data)
    if not found:
        known = ", ".join(_ENCODINGS)
        raise DocumentError(f"{name} is not UTF-8 and does not read as {known}; give its --encoding")
    doubt = f", though {found.rival} is nearly as likely" if found.rival else ""
    warning = f"not UTF-8; read as {found.encoding}{doubt}; {_OVERRIDE}"
    return data.decode(found.encoding), found.encoding, (warning,)


# The first of equal readings wins: quotes and dashes read alike in the first two encodings, Russian in
# cp1251, kz1048 and ptcp154 (the last two are cp1251 with Kazakh letters).
_WESTERN = "cp1252"
_ENCODINGS = (_WESTERN, "cp1251", "koi8-r", "cp866", "kz1048", "ptcp154")

# Letters per thousand, the higher of Russian and Kazakh (counted on news in both).
_PER_THOUSAND = {
    "а": 127, "о": 108, "е": 87, "и": 79, "ы": 78, "н": 68, "т": 62, "і": 56, "р": 55, "с": 53,
    "л": 51, "в": 46, "д": 45, "к": 33, "м": 32, "қ": 31, "п": 29, "б": 26, "у": 23, "ж": 19, "я": 19,
    "г": 17, "ғ": 17, "з": 16, "й": 15, "ь": 15, "ң": 15, "ч": 13, "ш": 13, "х": 9, "ө": 9, "ү": 9,
    "ұ": 9, "ю": 7, "ә": 7, "ц": 5, "щ": 4, "э": 4, "ф": 3, "ъ": 0.3, "ё": 0.3, "һ": 0.3,
}  # fmt: skip
_LETTERS = {letter: math.log(count / 1000) for letter, count in _PER_THOUSAND.items()}
_VOWELS = frozenset("аеёиоуыэюяәөұүі")
_ALONE = frozenset("авиксуояжб")  # words of one letter, and the particles ж, б
_STRANGE = math.log(1e-5)  # a character that our languages do not have
_UNUSUAL = -4.0  # a word without a vowel, or one that begins with ь
_MARK = math.log(0.02)  # quotes, dashes and signs between words
_ACCENT, _LONE_ACCENT = math.log(0.01), math.log(0.004)  # é in a Latin word; é as a word
_MARKS = frozenset("«»—–“”„‘’‚…№°§©®™€£¥±×·½²³\u00a0")
_INSIDE = frozenset("—–’…\u00a0·")  # marks that may occur between two letters
_ACCENTS = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœßúùûüÿšž")

_HIGH_WORD = re.compile(rb"[^\x00-\x20]*[\x80-\xff][^\x00-\x20]*")
_PIECE = re.compile(
    r"(?P<word>[^\W\d_]+)|(?P<inside>(?<=[^\W\d_])[^\w\s](?=[^\W\d_])|[№§±×½¥](?=[^\W\d_]))|[^\x00-\x7f]"
)
_ENOUGH = 1000  # words with high bytes that are read
_LEGIBLE = -5.2  # per high byte: two words of our languages score above it, Greek and Arabic below
_SPARSE = 0.02  # largest share of high bytes in English text
_CLEAR = math.log(10)  # the winner is ten times as likely as the next different reading


@dataclass(frozen=True)
class _Guess:
    """The likeliest encoding, and another that reads nearly as well, if there is one."""

    encoding: str
    rival: str | None


def _guess(data: bytes) -> _Guess | None:
    """The encoding in which bytes that are not UTF-8 read best; None if none reads like text."""
    sample = b" ".join(match.group()[:100] for match in islice(_HIGH_WORD.finditer(data), _ENOUGH))
    high = sum(byte > 127 for byte in sample)
    readings = sorted(_readings(sample), key=lambda reading: -reading[0])
    score, text, encoding = next(reading for reading in readings if _decodes(data, reading[2]))
    if score < _LEGIBLE * high:
        # One odd character is no reason to refuse an English text.
        sparse = high < _SPARSE * len(data) and _decodes(data, _WESTERN)
        return _Guess(_WESTERN, None if encoding == _WESTERN else encoding) if sparse else None
    rivals = (other for value, reading, other in readings if reading != text and score - value < _CLEAR)
    return _Guess(encoding, next(rivals, None))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _readings(sample: bytes) -> Iterator[tuple[float, str, str]]:
    for encoding in _ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield _likelihood(text), text, encoding


def _likelihood(text: str) -> float:
    """The log-likelihood of a text's characters beyond ASCII; 0 for plain ASCII."""
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
    """The log-likelihood of the letters beyond ASCII in a lower-case word."""
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
