"""Words as metrics count them: how a text is normalised for scoring, and the named token profiles.

Every score is computed on ``normalize(text)``: NFC and single spaces. NFKC is never used: it rewrites
№ ½ m² … and still leaves look-alike letters alone. ``fold`` also forgives what a reader would forgive
(ё for е, the kind of quotation marks, look-alike letters); it is only for a secondary score with its own
name, which explains a low main score.

Profile ``unicode`` is the default: runs of letters and digits of any script, lower case, no stemming. On
ASCII text it gives the same words as the rouge-score package. ``xlsum`` follows the XL-Sum protocol:
digits, letters and signs such as № apart, no punctuation, Snowball stems of words over three letters
that are not stop words. Kazakh has no stemmer, and a few English stems are those of a newer Snowball.
``gazeta`` follows the Gazeta protocol (razdel tokens with punctuation). Numbers under different profiles
cannot be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from summarize.errors import UsageError
from summarize.text.scripts import repair_lookalikes

Tokenize = Callable[[str], list[str]]

SIGNATURE = "norm:nfc+ws"
FOLDED_SIGNATURE = f"{SIGNATURE}+yo+quotes+homoglyph"

_SPACE = re.compile(r"\s+")
_YO = str.maketrans("ёЁ", "еЕ")
_QUOTES = str.maketrans(dict.fromkeys("«»„“”‟″", '"') | dict.fromkeys("‘’‚‛`´", "'"))
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_LETTERS_DIGITS_OR_SIGN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
# Stress marks, soft hyphens and zero-width characters: a reader sees the same word without them.
_INVISIBLE = re.compile("[\u0300\u0301\u00ad\u200b-\u200d\u2060\ufeff]")
_SNOWBALL = {"en": "english", "ru": "russian"}
# Stop words over three letters, which the protocol's stemmers leave unchanged.
_STOP_WORDS = {
    "en": (
        "myself ours ourselves your yours yourself yourselves himself hers herself itself they them "
        "their theirs themselves what which whom this that these those were been being have having "
        "does doing because until while with about against between into through during before after "
        "above below from down over under again further then once here there when where both each "
        "more most other some such only same than very will just should aren couldn didn doesn hadn "
        "hasn haven mightn mustn needn shan shouldn wasn weren wouldn"
    ),
    "ru": (
        "только было меня теперь когда даже вдруг если быть него нибудь опять ведь потом себя "
        "ничего может есть надо тебя была чтоб будто чего тоже себе будет тогда этот того потому "
        "этого какой совсем здесь этом один почти чтобы сейчас были куда зачем всех никогда можно "
        "наконец другой хоть после больше через всего какая много разве впрочем хорошо свою этой "
        "перед иногда лучше чуть нельзя такой более всегда конечно между"
    ),
}


def normalize(text: str) -> str:
    """``text`` in NFC, runs of whitespace as one space, ends stripped."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """``normalize(text)`` with ё as е, one kind of quotation mark, and look-alike letters repaired."""
    repaired, _ = repair_lookalikes(normalize(text))
    return repaired.translate(_YO).translate(_QUOTES)


@dataclass(frozen=True)
class Profile:
    """One way to split words: its function, and its part of a signature."""

    tokenize: Tokenize
    signature: str


def _prepare(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).lower()


def words(text: str) -> list[str]:
    """Lower-case runs of letters and digits of any script, in NFC, without stress marks."""
    return _ALPHANUMERIC.findall(_prepare(text))


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language not in _SNOWBALL:
        return None
    import snowballstemmer

    found: Callable[[str], str] = snowballstemmer.stemmer(_SNOWBALL[language]).stemWord
    return found


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a lower-case word; the word itself where the language has no stemmer."""
    stemmer = _stemmer(language)
    return stemmer(word) if stemmer else word


@cache
def _unstemmed(language: str) -> frozenset[str]:
    return frozenset(_STOP_WORDS.get(language, "").split())


def _is_punctuation(character: str) -> bool:
    """What the protocol removes: every ASCII sign, and Unicode's punctuation and marks."""
    return character.isascii() or unicodedata.category(character)[0] in "PM"


def _xlsum_words(text: str, language: str) -> list[str]:
    found = _LETTERS_DIGITS_OR_SIGN.findall(_prepare(text))
    tokens = [token for token in found if token[0].isalnum() or not _is_punctuation(token)]
    kept = _unstemmed(language)
    return [stem(t, language) if len(t) > 3 and t not in kept else t for t in tokens]


def _gazeta_words(text: str) -> list[str]:
    import razdel

    return [token.text for token in razdel.tokenize(unicodedata.normalize("NFC", text).lower())]


def _unicode(language: str) -> Profile:
    return Profile(words, f"lang:{language}|tok:unicode1|case:lc|stem:none")


def _xlsum(language: str) -> Profile:
    stemming = f"snowball-{_SNOWBALL[language]}>3-stop" if language in _SNOWBALL else "none"
    cut = partial(_xlsum_words, language=language)
    return Profile(cut, f"lang:{language}|tok:xlsum2|case:lc|stem:{stemming}")


def _gazeta(language: str) -> Profile:
    return Profile(_gazeta_words, f"lang:{language}|tok:razdel|case:lc|stem:none")


PROFILES: Mapping[str, Callable[[str], Profile]] = {"unicode": _unicode, "xlsum": _xlsum, "gazeta": _gazeta}


def profile(name: str, language: str) -> Profile:
    """The profile ``name`` for texts in ``language`` (ISO 639-1); ``UsageError`` for an unknown name."""
    check_profile(name)
    return PROFILES[name](language)


def check_profile(name: str) -> None:
    """``UsageError`` for an unknown name."""
    if name not in PROFILES:
        raise UsageError(f"no token profile named {name!r}; choose from {', '.join(PROFILES)}")
