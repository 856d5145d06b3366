"""Whether two words are forms of one word, verbs included, for finding a fact in a text.

``same_word`` is the one place where facts meet inflection. English and Russian words are also the same if
their Snowball stems are; Kazakh verbs if a common beginning is followed in both by verbal endings. A
Kazakh negative ("бекітпеді") is not a form of the word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.inflection import akin, ends, fold
from summarize.evaluation.tokens import stem

# The endings of a Kazakh verb in the order in which they follow the stem: a linking vowel, passive, then
# tense, mood or participle with person, number and case.
_CASES = (
    "лар|лер|дар|дер|тар|тер|ы|і|сы|сі|ын|ін|ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н"
    "|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен|мен|пен|бен|ғы|гі|қы|кі|ша|ше|лық|лік|дық|дік|тық|тік|м|ң|мыз|міз"
)
_TENSES = (
    "(?:ды|ді|ты|ті)(?:м|ң|қ|к|ңыз|ңіз)?",
    f"(?:ған|ген|қан|кен|атын|етін|йтын|йтін|итын|итін|у|ю|улы|улі|ушы|уші|ар|ер|р)(?:{_CASES}){{0,4}}",
    "(?:а|е|й|и)(?:ды|ді|мын|мін|сың|сің|мыз|міз|сыз|сіз)?",
    "(?:ып|іп|п)(?:ты|ті)?",
    "(?:мақ|мек|пақ|пек|бақ|бек)(?:шы|ші)?",
    "(?:са|се)(?:м|ң|қ|к)?",
    "сын|сін",
)
_VERBAL = re.compile(fold(f"(?:ы|і)?(?:ыл|іл|л|ын|ін|н)?(?:{'|'.join(_TENSES)})?"))
_CONTRACTED = re.compile(r"(\w+)[ыі]([лмнпрқкшз])")  # орын, халық: the last vowel falls before an ending
_SHORTEST = 3  # letters that two forms share; two where one is the verb's dictionary form


@lru_cache(maxsize=65536)
def same_word(one: str, other: str, language: str) -> bool:
    """Whether two words can be forms of one word in ``language`` (``en``, ``ru`` or ``kk``)."""
    if akin(one, other, language):
        return True
    if language == "kk":
        one, other = fold(one), fold(other)
        return _same_verb(one, other) or _same_noun(one, other) or _same_noun(other, one)
    return stem(one.lower(), language) == stem(other.lower(), language)


def _same_verb(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    shortest = min(len(one), len(other))
    shared = next((at for at, (left, right) in enumerate(pairs) if left != right), shortest)
    for length in range(shared, max(shared - 2, 1), -1):
        left, right = one[length:], other[length:]
        if (
            (length >= _SHORTEST or "у" in (left, right))
            and _VERBAL.fullmatch(left)
            and _VERBAL.fullmatch(right)
        ):
            return True
    return False


def _same_noun(noun: str, form: str) -> bool:
    """What ``akin`` leaves out: nouns of two letters, and those that lose their last vowel."""
    contracted = _CONTRACTED.fullmatch(noun)
    stems = ([noun] if len(noun) == 2 else []) + ([contracted[1] + contracted[2]] if contracted else [])
    return any(form.startswith(each) and ends(form[len(each) :], "kk") for each in stems)
