"""Transliteration of Kazakh between Cyrillic and the Latin alphabet of 2021.

The alphabet has 31 letters; the National Commission proposed it in January 2021 and revised it that April
(``ä ğ ı ñ ö ş ū ü``, no digraphs and no apostrophes for native sounds). Letters of Russian loans are
spelled by sound (``ц`` ts, ``ч`` tş, ``щ`` ştş, ``ю`` iu, ``я`` ia, ``ё`` io, ``э`` e; ``ъ`` and ``ь`` are
dropped).

Latin → Cyrillic → Latin is lossless for lower-case text and capitalised words. Cyrillic → Latin → Cyrillic
is lossless for native words. Letters that the alphabet merges (``й`` and ``и``, ``х`` and ``һ``, ``э`` and
``е``, ``ц`` and ``тс``) are told apart by their neighbours or the stems of ``kazakh_loans``; most ``ъ`` and
``ь`` come back only in listed stems. Names in Latin letters stay Latin if they are listed there, or have a
letter or a capital that Kazakh words have not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.translation.kazakh_loans import CAPITALS, LATIN, NAMES, STEMS

EDITION = "2021"

_SINGLE = dict(
    zip(
        "аәбвгғдежзийкқлмнңоөпрстуұүфхһшыіэ",
        "aäbvgğdejziikqlmnñoöprstuūüfhhşyıe",
        strict=True,
    )
)
_TO_LATIN = _SINGLE | {"ё": "io", "ц": "ts", "ч": "tş", "щ": "ştş", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
_VOWELS = "aäeoöuūüyı"
_FROM_SINGLE = {latin: cyrillic for cyrillic, latin in _SINGLE.items() if cyrillic not in "ийхһэ"}
_RULES = tuple(
    (re.compile(pattern), cyrillic)
    for pattern, cyrillic in (
        # Stems of loans, which Cyrillic spells as in Russian: their letters cannot be recovered by sound.
        (r"\be(?=konom|lektr|kolog|ks[pt]|kran|nerg|fir|kipaj|pidem|tno|vakua|lement|mblem|motsi|ntsik|pizod"
         r"|stetik|skiz|stafet|taj|tap|kskurs)", "э"),
        (r"(?<=pro)ts(?=ent)|(?<=kon)ts(?=ert)|(?<=poli)ts(?=e)|(?<=\bvi)ts(?=e)|(?<=\bli)ts(?=en)"
         r"|(?<=\bofi)ts(?=er)|(?<=şvei)ts|\bts(?=eh)", "ц"),
        (r"(?<=\bpre)m(?=er)", "мь"),
        (r"(?<=[^\W_i]u)(?<!konsu)(?<!nau)l(?=[bdfgjkmnprstvz])|(?<![aäeoöuūüyı])(?<=[^\W_]i)l(?=[bdfgjkmnprstvz])",
         "ль"),
        (r"(?<!\bo)ts(?=[bfgkmnptvqğ]|l(?!y)|\b)", "ц"),
        (r"(?<=[lndtrv])e(?=v(?:itş|n))", "ье"),
        (r"\bme(?=r(?:\b|ı\b|ge\b|dıñ\b|dı\b|den\b|men\b|ler|lık|iia))", "мэ"),
        (r"(?<=\bfi)l(?=m)|(?<=\basfa)l(?=t)|(?<=mobi)l|(?<=\bgospita)l", "ль"),
        (r"(?<=\bbelaru)s", "сь"),
        (r"(?<=\bvolont)io(?=r)|(?<=aj)io(?=r)|(?<=\bakt)io(?=r)|(?<=\brej)io(?=r)", "ё"),
        (r"(?<=l)ia(?=tsi)", "я"),
        (r"(?<=\bukra)i(?=n)|(?<=\bzamanau)i", "и"),
        (r"(?<=uaqy)t(?=şa)", "т"),
        ("ştş", "щ"),
        ("tş(?![yı])", "ч"),  # not айтшы, кетші: the ending -шы, -ші after т
        ("ts(?=i)", "ц"),  # -ция; elsewhere т and с are two letters: кетсе
        (rf"(?<![^\W{_VOWELS}i])i(?=[au])", None),  # after a vowel or at the beginning of a word: я, ю
        ("iu", "ю"),
        (rf"(?<=[{_VOWELS}i])i|\bi(?=o)", "й"),
        ("i", "и"),
        # һ: қаһар(ман), гауһар, жаһан, жиһан, жиһаз, айдаһар, шаһар, һәм, аһ, уһ, Абдраһман
        (r"(?<=qa)h(?=ar)|(?<=gau)h(?=ar)|(?<=j[ai])h(?=a[nz])|(?<=da)h(?=ar)|(?<=şa)h(?=ar)|\bh(?=äm)"
         r"|(?<=\b[au])h\b|(?<=abdra)h(?=man)", "һ"),
        ("h", "х"),
    )
)  # fmt: skip
_FOREIGN = re.compile(r"[IV]{2,}\Z|[a-z][A-Z][a-z]+\Z|[A-Z][a-z]{0,20}?(?:ph|gh)")  # II, iPhone, Stephen
_SHORTEST_STEM, _LONGEST_STEM = 3, 16  # Latin letters
_GLIDES = {"ia": "я", "iu": "ю"}

_CYRILLIC = re.compile("[Ѐ-ԯ]+")
_LATIN_WORD = re.compile("[A-Za-zÄäĞğİıÑñÖöŞşŪūÜü]+")


def to_latin(text: str) -> str:
    """The text with its Cyrillic words in Latin letters; everything else stays, Latin names included."""
    return _CYRILLIC.sub(lambda match: _word_to_latin(match[0]), text)


def to_cyrillic(text: str) -> str:
    """The text with its Latin words in Cyrillic letters.

    A foreign word stays: a listed name, a Roman numeral, one with a letter that the alphabet lacks (c, w, x).
    """
    return _LATIN_WORD.sub(lambda match: _word_to_cyrillic(match[0]), text)


def _word_to_latin(word: str) -> str:
    parts = []
    for place, letter in enumerate(word):
        small = letter.lower()
        latin = _TO_LATIN.get(small, small)
        if letter == small:
            parts.append(latin)
            continue
        around = word[place + 1 : place + 2] or word[place - 1 : place]
        whole = around.isupper() and len(word) > 1
        parts.append(_upper(latin) if whole else _upper(latin[:1]) + latin[1:])
    return "".join(parts)


def _word_to_cyrillic(word: str) -> str:
    small = _lower(word)
    if _is_foreign(word, small):
        return word
    stem, place = _stem(small)
    parts = [stem.upper() if word.isupper() else stem.title() if word[0] != small[0] else stem]
    while place < len(small):
        length, cyrillic = _read(small, place)
        parts.append(cyrillic.upper() if word[place] != small[place] else cyrillic)
        place += length
    return "".join(parts)


def _is_foreign(word: str, small: str) -> bool:
    listed = word in _known_names()
    return listed or bool(set(small) & set("cwx")) or _FOREIGN.match(word) is not None


def _stem(word: str) -> tuple[str, int]:
    """The listed stem in Cyrillic that a word begins with, and its length in Latin letters."""
    stems = _stems()
    for length in range(min(len(word), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
        found = stems.get(word[:length])
        if not found:
            continue
        after = word[length : length + 1]
        if not found.endswith("ь") or after not in _VOWELS + "i" or not after:
            return found, length
        if after == "ı":  # кабель, but кабелі
            return found.removesuffix("ь"), length
    return "", 0


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    """The stems of ``kazakh_loans`` by their Latin letters."""
    return {_word_to_latin(stem): stem for stem in (STEMS + NAMES).lower().split()}


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    return frozenset((LATIN + CAPITALS).split())


def _read(word: str, place: int) -> tuple[int, str]:
    """How many Latin letters the next Cyrillic letter takes, and which letter it is."""
    for pattern, cyrillic in _RULES:
        if match := pattern.match(word, place):
            if cyrillic is None:
                return 2, _GLIDES[word[place : place + 2]]
            return len(match[0]), cyrillic
    return 1, _FROM_SINGLE[word[place]]


def _lower(word: str) -> str:
    return word.replace("I", "ı").replace("İ", "i").lower()


def _upper(letters: str) -> str:
    return letters.replace("i", "İ").replace("ı", "I").upper()
