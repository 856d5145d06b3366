"""Which words of a text are forms of a fact's word.

Inflection is that of ``summarize.text.forms``, without a context. English and Russian words are also the same
if their Snowball stems are. A Kazakh negative ("бекітпеді") is not a form of the word, but an adjective in
-лық or -лы ("30 күндік") is. A unit of measure is the same word as its abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summarize.evaluation.tokens import stem
from summarize.text.forms import english, kazakh, kazakh_verbs, russian
from summarize.text.forms.tokens import fold

_UNITS = {
    "en": "mm millimetre, cm centimetre, m metre, km kilometre, g gram, kg kilogram, t tonne, ha hectare, "
    "l litre, h hour, min minute, db decibel, hz hertz, khz kilohertz, w watt, kw kilowatt",
    "ru": "мм миллиметр, см сантиметр, м метр, км километр, г грамм, кг килограмм, т тонна, га гектар, "
    "л литр, ч час, мин минута, дб децибел, гц герц, кгц килогерц, вт ватт, квт киловатт",
    "kk": "мм миллиметр, см сантиметр, м метр, км километр, км шақырым, километр шақырым, г грамм, "
    "кг килограмм, т тонна, га гектар, л литр, сағ сағат, мин минут, "
    "дб децибел, гц герц, кгц килогерц, вт ватт, квт киловатт",
}
_SPELLINGS: dict[tuple[str, str], tuple[str, ...]] = {}
for _language, _pairs in _UNITS.items():
    for _pair in _pairs.split(", "):
        for _one, _other in (_pair.split(), reversed(_pair.split())):
            _SPELLINGS[_language, _one] = (*_SPELLINGS.get((_language, _one), ()), _other)


_SURNAME = re.compile(r"(\w{2,}(?:[ое]в|[иы]н))(?:а|у|ым|ом|е|ой|ою|ы|ых|ыми)?")  # Омаровым, Омаровой
_SHORT = 3  # letters
_VOICELESS = str.maketrans("ғгб", "қкп")
_STEM = 4  # letters from which a common beginning can be the stem of two long words
_CHANGED = -2  # letters of a stem that an ending can change: халық, халқы
_ADJECTIVE = re.compile(r"(\w{3,}?)(?:[иае]н|[ео]в|ий)?ск(?:[иоы]й|ая|ое|ие|ого|ому|им|ом|их|ими|ую)")


@lru_cache(maxsize=65536)
def keys(word: str, language: str) -> frozenset[str]:
    """What a word has in common with each of its forms: two words with a common key may be forms of one.

    In Kazakh that is only a beginning, and ``same_word`` decides.
    """
    folded = fold(word)
    every = (folded, *_SPELLINGS.get((language, folded), ()))
    if language == "en":
        if folded.endswith(("children", "men")):  # schoolchildren, fishermen, horsewomen
            every = (*every, folded.removesuffix("ren") if folded.endswith("ren") else f"{folded[:-3]}man")
        place = {folded[:-1]} if word[0].isupper() and folded.endswith("an") else set()  # Estonian, Estonia
        return frozenset({_stem(base, language) for each in every for base in english.bases(each)} | place)
    if language == "ru":
        found = {key for each in every for key in (*russian.lemmas(each), _stem(each, language))}
        return frozenset(found | set(_russian_names(word, folded)))
    return frozenset(each[:1] + each[1:2].translate(_VOICELESS) for each in every)


def _stem(word: str, language: str) -> str:
    """The Snowball stem; short words are left as they are: она is not a form of он."""
    return stem(word, language) if len(word) > _SHORT else word


def _russian_names(word: str, folded: str) -> Iterator[str]:
    """Keys of surnames, which dictionaries lack, and of towns with their adjectives: Тараз, таразский."""
    if word[0].isupper():
        if surname := _SURNAME.fullmatch(folded):
            yield surname[1]
        yield f"{folded.rstrip('аеийоуыьюя')}+ск"
    if adjective := _ADJECTIVE.fullmatch(folded):
        yield f"{adjective[1]}+ск"


def same_word(one: str, other: str, language: str) -> bool:
    """Whether ``other`` can be a form of ``one``, a fact's word, in ``language`` (``en``, ``ru``, ``kk``)."""
    if language == "kk":
        one, other = fold(one), fold(other)
        return any(_same_kazakh(each, other) for each in (one, *_SPELLINGS.get((language, one), ())))
    return not keys(one, language).isdisjoint(keys(other, language))


@lru_cache(maxsize=65536)
def _same_kazakh(one: str, other: str) -> bool:
    if one == other or not _shares_a_stem(one, other):
        return one == other
    if other in kazakh.term_forms(one, several=True):
        return True
    if one.startswith(other[:_CHANGED]) and one in kazakh.noun_forms(other):
        return True
    verbs = {one} if one.endswith(("у", "ю")) else kazakh_verbs.verbal_nouns(one)
    return (
        any(_inflects(verb, other) for verb in verbs)
        or (other.endswith(("у", "ю")) and one in kazakh_verbs.verb_forms(other, denied=False))
        or any(other in kazakh.noun_forms(each) for each in kazakh.adjectives(one) if _begins(other, each))
    )


def _shares_a_stem(one: str, other: str) -> bool:
    """Whether the common beginning is as long as that of two forms of one word must be."""
    shortest = min(len(one), len(other))
    shared = next((at for at in range(shortest) if one[at] != other[at]), shortest)
    return shared >= _STEM or shared >= shortest + 2 * _CHANGED + 1


def _begins(form: str, stem: str) -> bool:
    """Whether a form begins with a stem, whose last letter may be another one in it."""
    return form.startswith(stem[:-1])


def _inflects(verb: str, form: str) -> bool:
    """Whether a form is of a verb, and not negative."""
    return form in kazakh_verbs.verb_forms(verb, denied=False) or any(
        form in kazakh.noun_forms(each) for each in kazakh_verbs.participles(verb) if _begins(form, each)
    )


_SOFTENED = {"щ": ("т", "ст"), "жд": ("д",), "ж": ("д", "з"), "ш": ("с",), "ч": ("т", "к")}
_LABIAL = re.compile(r"[пбвмф]л$")
_INFINITIVE = re.compile(r"(\w{3,})([аяеи])ть")
_VERBAL = re.compile(r"(\w{3,}?)(ание|яние|ение)")


def derived(word: str, language: str) -> list[str]:
    """Russian nouns of a verb and verbs of a noun (обжаловать, обжалование); a Kazakh word without -шы."""
    folded = fold(word)
    if language == "kk" and len(folded) > 5 and folded.endswith(("шы", "ші")):
        return [folded[:-2]]
    if language != "ru":
        return []
    if verb := _INFINITIVE.fullmatch(folded):
        stems = [verb[1]] if verb[2] in "ая" else [verb[1], *_softer(verb[1])]
        return [f"{verb[1]}{verb[2]}ние"] if verb[2] in "ая" else [f"{stem}ение" for stem in stems]
    if noun := _VERBAL.fullmatch(folded):
        if noun[2] != "ение":
            return [f"{noun[1]}{noun[2][0]}ть"]
        hard = [
            noun[1].removesuffix(soft) + each
            for soft in _SOFTENED
            if noun[1].endswith(soft)
            for each in _SOFTENED[soft]
        ]
        hard += [noun[1][:-1]] if _LABIAL.search(noun[1]) else []
        return [f"{stem}ить" for stem in (noun[1], *hard)]
    return []


def _softer(stem: str) -> list[str]:
    """The stem as it is before -ение: возврат-, возвращ-; куп-, купл-."""
    soft = [
        stem.removesuffix(each) + new
        for new, hard in _SOFTENED.items()
        for each in hard
        if stem.endswith(each)
    ]
    return [*soft, f"{stem}л"] if stem[-1] in "пбвмф" else soft
