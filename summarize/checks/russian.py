"""The Russian dictionary, loaded when a check first needs it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})


@lru_cache(maxsize=1)
def _dictionary() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=65536)
def is_word(word: str) -> bool:
    """Whether the dictionary has a word in this form."""
    return bool(_dictionary().word_is_known(word))


@lru_cache(maxsize=65536)
def is_verb(word: str) -> bool:
    """Whether a word may be a verb in a finite form."""
    return any(parse.tag.POS == "VERB" for parse in _dictionary().parse(word))


@lru_cache(maxsize=65536)
def is_basic_noun(word: str) -> bool:
    """Whether a word is a noun in the singular and the nominative, as other languages borrow it."""
    parses = [parse for parse in _dictionary().parse(word) if parse.is_known]
    return any(parse.tag.POS == "NOUN" and {"nomn", "sing"} <= parse.tag.grammemes for parse in parses)


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether the dictionary has a word and knows it as no name of any kind."""
    parses = [parse for parse in _dictionary().parse(word) if parse.is_known]
    return bool(parses) and not any(parse.tag.grammemes & _PROPER for parse in parses)
