"""Whether two words are forms of one word, verbs included, for finding a fact in a text.

``same_word`` is the one place where facts meet inflection. English and Russian words are also the same if
their Snowball stems are; Kazakh verbs if a common beginning is followed in both by verbal endings. A
Kazakh negative ("бекітпеді") is not a form of the word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.inflection import akin, fold
from summarize.evaluation.tokens import stem

_KAZAKH_VERBAL = [
    "ды", "ді", "ты", "ті", "м", "ң", "қ", "к", "мын", "мін", "сың", "сің", "мыз", "міз", "пыз", "піз",
    "быз", "біз", "сыз", "сіз", "ған", "ген", "қан", "кен", "атын", "етін", "йтын", "йтін", "ады", "еді",
    "йды", "йді", "а", "е", "й", "ып", "іп", "п", "у", "ю", "мақ", "мек", "пақ", "пек", "бақ", "бек", "са",
    "се", "ар", "ер", "ыл", "іл", "л", "ын", "ін", "н", "сын", "сін", "уші", "ушы", "улы", "улі", "лық",
    "лік", "дық", "дік", "тық", "тік", "ы", "і", "сы", "сі", "ның", "нің", "дың", "дің", "тың", "тің", "ға",
    "ге", "қа", "ке", "ны", "ні", "да", "де", "та", "те", "дан", "ден", "тан", "тен", "нан", "нен", "на",
    "не", "нда", "нде", "лар", "лер", "дар", "дер", "тар", "тер", "мен", "пен", "бен", "ғы", "гі", "қы",
    "кі", "дағы", "дегі", "тағы", "тегі", "ша", "ше",
]  # fmt: skip
_ENDING = re.compile(
    f"(?:{'|'.join(sorted({fold(part) for part in _KAZAKH_VERBAL}, key=len, reverse=True))}){{0,6}}"
)
_SHORTEST = 3  # letters that two forms of a Kazakh verb share


@lru_cache(maxsize=65536)
def same_word(one: str, other: str, language: str) -> bool:
    """Whether two words can be forms of one word in ``language`` (``en``, ``ru`` or ``kk``)."""
    if akin(one, other, language):
        return True
    if language == "kk":
        return _same_verb(fold(one), fold(other))
    return stem(one.lower(), language) == stem(other.lower(), language)


def _same_verb(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    shortest = min(len(one), len(other))
    shared = next((at for at, (left, right) in enumerate(pairs) if left != right), shortest)
    return any(
        _ENDING.fullmatch(one[length:]) and _ENDING.fullmatch(other[length:])
        for length in range(shared, max(shared - 2, _SHORTEST - 1), -1)
    )
