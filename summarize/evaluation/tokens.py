"""Text → the words a metric counts, under a named profile.

``unicode`` is the default: runs of letters and digits of any script, lower case, no stemming;
on ASCII text it cuts exactly as the rouge-score package does. ``xlsum`` follows the XL-Sum
protocol (digits and letters apart, Snowball stems of words over three letters; Kazakh has no
stemmer). ``gazeta`` follows the Gazeta protocol (razdel tokens with punctuation). A number
under one profile cannot be compared with a number under another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from summarize.errors import UsageError

Tokenize = Callable[[str], list[str]]

_ALPHANUMERIC = re.compile(r"[^\W_]+")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
# Stress marks, soft hyphens and zero-width characters: a reader sees the same word without them.
_UNSEEN = re.compile("[\u0300\u0301\u00ad\u200b-\u200d\u2060\ufeff]")
_SNOWBALL = {"en": "english", "ru": "russian"}


@dataclass(frozen=True)
class Profile:
    """One way to cut words: its name, the function, and how a signature names it."""

    name: str
    tokenize: Tokenize
    signature: str


def _prepare(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text)).lower()


def words(text: str) -> list[str]:
    """Lower-case runs of letters and digits of any script, in NFC, without stress marks."""
    return _ALPHANUMERIC.findall(_prepare(text))


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language not in _SNOWBALL:
        return None
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_SNOWBALL[language]).stemWord
    return stem


def _xlsum_words(text: str, language: str) -> list[str]:
    tokens = _LETTERS_OR_DIGITS.findall(_prepare(text))
    stem = _stemmer(language)
    return [stem(token) if len(token) > 3 else token for token in tokens] if stem else tokens


def _gazeta_words(text: str) -> list[str]:
    import razdel

    return [token.text for token in razdel.tokenize(unicodedata.normalize("NFC", text).lower())]


def _unicode(language: str) -> Profile:
    return Profile("unicode", words, f"lang:{language}|tok:unicode1|case:lc|stem:none")


def _xlsum(language: str) -> Profile:
    stem = f"snowball-{_SNOWBALL[language]}>3" if language in _SNOWBALL else "none"
    cut = partial(_xlsum_words, language=language)
    return Profile("xlsum", cut, f"lang:{language}|tok:xlsum1|case:lc|stem:{stem}")


def _gazeta(language: str) -> Profile:
    return Profile("gazeta", _gazeta_words, f"lang:{language}|tok:razdel|case:lc|stem:none")


PROFILES: Mapping[str, Callable[[str], Profile]] = {"unicode": _unicode, "xlsum": _xlsum, "gazeta": _gazeta}


def profile(name: str, language: str) -> Profile:
    """The profile ``name`` for texts in ``language`` (ISO 639-1); ``UsageError`` for an unknown name."""
    check_profile(name)
    return PROFILES[name](language)


def check_profile(name: str) -> None:
    """``UsageError`` where no profile is called so."""
    if name not in PROFILES:
        raise UsageError(f"no token profile named {name!r}; there are {', '.join(PROFILES)}")
