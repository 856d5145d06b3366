"""Whether two words are forms of one word, verbs included, for finding a fact in a text.

``same_word`` is the one place where facts meet inflection. English words are also the same if their Snowball
stems are or one is an irregular form of the other; Russian words if they share a dictionary form; Kazakh
verbs if a common beginning is followed in both by verbal endings. A Kazakh negative ("бекітпеді") is not a
form of the word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

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
_MEASURES = (  # a unit is the same word as its abbreviation
    "mm millimetre millimetres мм миллиметр миллиметра миллиметров",
    "cm centimetre centimetres см сантиметр сантиметра сантиметров",
    "m metre metres м метр метра метров", "km kilometre kilometres км километр километра километров шақырым",
    "kg kilogram kilograms кг килограмм килограмма килограммов", "t tonne tonnes т тонна тонны тонн",
    "ha hectare hectares га гектар гектара гектаров",
)  # fmt: skip
_MEASURE = {word: measure.split()[0] for measure in _MEASURES for word in measure.split()}
_IRREGULAR = (
    "become became", "begin began begun", "break broke broken", "bring brought", "build built", "buy bought",
    "catch caught", "choose chose chosen", "come came", "deal dealt", "draw drew drawn", "drive drove driven",
    "eat ate eaten", "fall fell fallen", "feel felt", "fight fought", "find found", "fly flew flown",
    "freeze froze frozen", "get got gotten", "give gave given", "go went gone", "grow grew grown",
    "have has had", "hear heard", "hold held", "keep kept", "know knew known", "lay laid", "lead led",
    "leave left", "lend lent", "lose lost", "make made", "mean meant", "meet met", "pay paid",
    "ride rode ridden", "rise rose risen", "run ran", "say said", "see saw seen", "seek sought", "sell sold",
    "send sent", "shoot shot", "show showed shown", "sing sang sung", "sink sank sunk", "sit sat",
    "sleep slept", "speak spoke spoken", "spend spent", "stand stood", "steal stole stolen",
    "swim swam swum", "take took taken", "teach taught", "tell told", "think thought", "throw threw thrown",
    "wear wore worn", "win won", "write wrote written", "child children", "man men", "woman women",
    "leaf leaves", "half halves", "life lives", "wife wives", "foot feet", "tooth teeth", "person people",
)  # fmt: skip
_REGULAR = {form: forms.split()[0] for forms in _IRREGULAR for form in forms.split()}
_LIKELY = 0.05  # a reading of a Russian word that is less likely is ignored
_CONTRACTED = re.compile(r"(\w+)[ыі]([лмнпрқкшз])")  # орын, халық: the last vowel falls before an ending
_SHORTEST = 3  # letters that two forms share; two where one is the verb's dictionary form


def initial(word: str) -> str:
    """What all forms of a word have in common: its first letter, or the unit of measure that it is."""
    folded = word.casefold()
    return _MEASURE.get(folded, folded[0].replace("ё", "е"))


@lru_cache(maxsize=65536)
def same_word(one: str, other: str, language: str) -> bool:
    """Whether two words can be forms of one word in ``language`` (``en``, ``ru`` or ``kk``)."""
    if initial(one) != initial(other):
        return False
    if one.casefold() in _MEASURE or akin(one, other, language):
        return True
    if language == "kk":
        one, other = fold(one), fold(other)
        return _same_verb(one, other) or _same_noun(one, other) or _same_noun(other, one)
    if language == "ru" and _lemmas(one.lower()) & _lemmas(other.lower()):
        return True
    one, other = one.lower(), other.lower()
    return stem(_REGULAR.get(one, one), language) == stem(_REGULAR.get(other, other), language)


@cache
def _analyzer() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=65536)
def _lemmas(word: str) -> frozenset[str]:
    """The dictionary forms of a Russian word's likely readings."""
    return frozenset(fold(each.normal_form) for each in _analyzer().parse(word) if each.score >= _LIKELY)


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
