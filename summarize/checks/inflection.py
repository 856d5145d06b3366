"""Compare words regardless of inflection, in English, Russian and Kazakh, without a dictionary.

Two words are akin if their common beginning is followed in both by a possible ending:
Алматы ~ Алматыда, Одақ ~ Одағының, Казахстана ~ казахстанский. Suppletion is not recognised, nor are
stem changes other than fleeting vowels and the Kazakh қ/ғ, к/г, п/б.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_LETTERS = str.maketrans("ёғгб", "еқкп")  # folded on both sides, in every language

_KAZAKH_PARTS = [
    "лар", "лер", "дар", "дер", "тар", "тер", "ым", "ім", "ың", "ің", "ы", "і", "сы", "сі", "мыз", "міз",
    "ымыз", "іміз", "ыңыз", "іңіз", "м", "ң", "ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа",
    "ке", "на", "не", "а", "е", "ны", "ні", "ды", "ді", "ты", "ті", "н", "ын", "ін", "да", "де", "та", "те",
    "нда", "нде", "ан", "ен", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "дық", "дік",
    "лық", "лік", "тық", "тік", "дағы", "дегі", "тағы", "тегі", "ғы", "гі", "қы", "кі", "лы", "лі", "ша",
    "ше", "дай", "дей", "тай", "тей", "сыз", "сіз", "шы", "ші", "дас", "дес", "тас", "тес", "стан", "станы",
]  # fmt: skip
_RUSSIAN_ENDINGS = [
    "а", "у", "ом", "е", "ы", "и", "о", "ой", "ою", "ей", "ею", "ю", "я", "ем", "ям", "ями", "ях", "ам",
    "ами", "ах", "ов", "ев", "ий", "ый", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им",
    "ых", "их", "ую", "юю", "ые", "ие", "ыми", "ими", "ь", "ью", "й", "ия", "ии", "ию", "ием", "иям",
    "иями", "иях", "ья", "ье", "ьи", "ьям", "ьях", "ьев", "ьями", "мя", "мени", "ени",
]  # fmt: skip
_RUSSIAN_FORMANTS = [
    "н", "нн", "ск", "цк", "еск", "ическ", "ийск", "овск", "евск", "инск", "анск", "янск", "ов", "ев", "ин",
    "ан", "ян", "ист", "истск", "ец", "ц", "ч", "ств",
]  # fmt: skip
_ENGLISH_ENDINGS = [
    "s", "es", "'s", "’s", "s'", "s’", "i", "is", "n", "an", "ans", "ian", "ians", "ese", "ish", "ic",
    "ics", "al", "ed", "d", "ing", "er", "ers", "ist", "ists", "ly", "y", "ies", "e", "ity", "ean", "eans",
    "stan", "stani", "stanis",
]  # fmt: skip


def _any_of(parts: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(part.translate(_LETTERS)) for part in parts}, key=len, reverse=True))


KAZAKH_ENDING = f"(?:{'|'.join(sorted(set(_KAZAKH_PARTS), key=len, reverse=True))}){{0,4}}"
_ENDINGS = {
    "en": re.compile(f"(?:{_any_of(_ENGLISH_ENDINGS)})?"),
    "ru": re.compile(f"(?:{_any_of(_RUSSIAN_FORMANTS)}){{0,2}}(?:{_any_of(_RUSSIAN_ENDINGS)})?(?:ся|сь)?"),
    "kk": re.compile(f"-?(?:{_any_of(_KAZAKH_PARTS)}){{0,5}}"),
}
_FLEETING = re.compile(r"[еоыі]?([бвгджзклмнпрстцчшщң])")


def fold(word: str) -> str:
    """The form in which words are compared: lower case, with е for ё and қ, к, п for ғ, г, б."""
    return word.casefold().translate(_LETTERS)


def ends(rest: str, language: str) -> bool:
    """Whether ``rest`` can follow a stem: it is an ending, several of them, or empty."""
    return _ENDINGS[language].fullmatch(rest) is not None


def _shared(one: str, other: str) -> int:
    """The length of the common beginning of two words."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


@lru_cache(maxsize=65536)
def akin(one: str, other: str, language: str) -> bool:
    """Whether two words can be forms of one word in ``language``; case does not matter."""
    one, other = fold(one), fold(other)
    if one == other:
        return True
    shared = _shared(one, other)
    shortest = min(len(one), len(other))
    if shared < min(3, shortest) or shared * 2 < shortest:
        return False
    for length in range(shared, max(shared - 3, 2), -1):
        if ends(one[length:], language) and ends(other[length:], language):
            return shared >= 3 or length == shortest
    if language == "en":
        return False
    stems = (_FLEETING.match(one[shared:]), _FLEETING.match(other[shared:]))
    if stems[0] is None or stems[1] is None or stems[0][1] != stems[1][1] or shared < 2:
        return False
    rests = one[shared + stems[0].end() :], other[shared + stems[1].end() :]
    return all(ends(rest, language) for rest in rests)


class WordForms:
    """The words of a text, indexed to find whether one of them is akin to a given word.

    Building takes time linear in the number of words; a query takes a few comparisons.
    """

    def __init__(self, words: Iterable[str], language: str) -> None:
        self._language = language
        self._folded = {fold(word) for word in words}
        self._starts: dict[str, list[str]] = {}
        for word in self._folded:
            self._starts.setdefault(word[:2], []).append(word)

    def knows(self, word: str) -> bool:
        """Whether the text has this word in any form."""
        folded = fold(word)
        if folded in self._folded:
            return True
        return any(akin(folded, candidate, self._language) for candidate in self._starts.get(folded[:2], ()))
