"""Kazakh words in their forms, made by rule: vowel harmony, plural, possessive, case, voicing, lost vowels.

The forms of a noun are its endings in every combination; the harmony is that of its last vowel, or both
where loans and и, у, ю leave it open. A term of several words changes in its last one, and in a verb phrase
also in the object: шешім қабылдау, шешімді қабылдады.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.text.forms.kazakh_sounds import BACK, SOFTENED, VOWELS, harmonies, sound
from summarize.text.forms.kazakh_verbs import verb_forms
from summarize.text.forms.pattern import Part, Pattern, Slot
from summarize.text.forms.tokens import Token

_VOICED = {"қ": "ғ", "к": "г", "п": "б"}
_LOAN = re.compile("[вфцчщэёюяьъ]|^..?$")
_FLEETING = re.compile(r"(.*[аәеоөұүыіиу])(\w)([ыі])([қкнрлңпсзмшу])")
_CLUSTER = re.compile("(?:кт|фт|ст|ск|кс|пт|нк|лк|рк|рг|нг|мп|рф)$")  # loans that take і: лифтілер, факті
_GENITIVE = re.compile("[ндт][ыі]ң$")
_LOOSE = 2  # words that may stand between a genitive and what it belongs to, or an object and its verb
# Forms that are nearly always another word: басты (main), атты (named), ұлы (great).
_OTHERS = {
    ("бас", "басты"),
    ("ат", "атты"),
    ("ұл", "ұлы"),
    ("ақ", "ақты"),
    ("қар", "қарсы"),
    ("жыл", "жылы"),
    ("қала", "қалам"),
}
_YEAR = re.compile("[шн][ыі]$|^(?:сол|осы|бұл|өткен|келер|келесі|ол|қай|бір|әр|туған|оқу|алғашқы|соңғы)$")
_AFTER_POSSESSIVE = ("ның", "на", "н", "нда", "нан", "мен")  # the cases in the order of ``_cases``
_CASES, _STEM = len(_AFTER_POSSESSIVE), 3  # how many, and letters of the shortest stem that is told from one
_SUFFIX = re.compile(
    "(?:[лдт][ае]р)?(?:[ыі]?м|[ыі]?ң|с?[ыі]|[ыі]?м[ыі]з|[ыі]?ң[ыі]з)?"
    "(?:[ндт][ыі]ң|[ғгқк][ае]|н?[ае]|[ндт][ыі]|н|н?[дт][ае]|[дтн][ае]н|[мбп]ен|н?[дт][ае][ғг][ыі]|[ндт]ікі)?"
)
_JOINED = frozenset(("және", "мен", "бен", "пен", "немесе", "әрі"))


def pattern(words: Sequence[Token], part: Part | None) -> Pattern:
    """The slots of a term, and what tells its forms from other words that are spelled alike."""
    last = words[-1]
    infinitive = last.key.endswith(("у", "ю")) and last.key.isalpha()
    action = infinitive and (part == "verb" or (len(words) > 1 and not part))
    slots = []
    for place, word in enumerate(words):
        if word is last:
            forms = term_forms(word.key, several=len(words) > 1)
            if action:
                forms |= verb_forms(word.key)
        else:
            forms = _inner(word.key, action and place == len(words) - 2)
        slots.append(Slot(_acronym(word) or forms, (_loose if action else _coordinated) if place else None))

    def fits(here: Sequence[Token], places: Sequence[int]) -> bool:
        pair = words[0].key, here[places[0]].key
        if len(places) > 1 or pair not in _OTHERS or _counted(here, places):
            return len(places) > 1 or not _adverbial(here, places[0])
        return False

    return Pattern(tuple(words), tuple(slots), fits)


def _adverbial(here: Sequence[Token], place: int) -> bool:
    """Шартты түрде (conditionally) is not шарт in the accusative."""
    after = here[place + 1].key if place + 1 < len(here) else ""
    return after.startswith("түрде") and here[place].key.endswith(("ды", "ді", "ты", "ті"))


def _counted(here: Sequence[Token], places: Sequence[int]) -> bool:
    """2020 жылы, сол жылы: a year, not warm."""
    before = here[places[0] - 1] if places[0] else None
    if before is None or here[places[0]].key != "жылы":
        return False
    return before.text[-1].isdigit() or before.text in "-–—" or _YEAR.search(before.key) is not None


def _acronym(word: Token) -> frozenset[str]:
    """An acronym takes endings in either harmony."""
    if len(word.text) < 2 or not word.text.isupper():
        return frozenset()
    return frozenset({word.key, *(word.key + ending for stem in ("а", "е", "ар", "ер", "ас", "ес", "ан", "ен")
                                  for ending in _endings(stem))})  # fmt: skip


def term_forms(word: str, several: bool = False) -> frozenset[str]:
    """The forms of a word given in the singular or plural; in a longer term also with a possessive."""
    found = set(noun_forms(word))
    for stem in _stems(word, several):
        found |= noun_forms(stem)
    return frozenset(found)


def _stems(word: str, several: bool) -> Iterator[str]:
    """What a word is the plural, or the possessive, of."""
    bases = [word]
    if several:
        for ending in ("сы", "сі", "ы", "і"):
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                bare = word[: -len(ending)]
                voiceless = {"ғ": "қ", "г": "к", "б": "п"}.get(bare[-1])
                bases += [bare] + ([bare[:-1] + voiceless] if voiceless else [])
                bases += _restored(bare)
    for base in bases:
        if base is not word:
            yield base
        plural = re.fullmatch(r"(\w{2,})(?:лар|лер|дар|дер|тар|тер)", base)
        if plural and base in {plural[1] + ending for ending in _plurals(plural[1])}:
            yield plural[1]


def _restored(bare: str) -> list[str]:
    """халқ → халық, ерн → ерін: the vowel that a possessive has taken away."""
    found = re.fullmatch(r"(\w*[аәеоөұүыіиу]\w)([қкнрлңпсзмш])", bare)
    if not found or bare[-2] in VOWELS:
        return []
    return [found[1] + vowel + found[2] for vowel in "ыі"]


def adjectives(word: str) -> list[str]:
    """What is made of a noun to describe another one: Тараз → тараздық, күн → күндік; тұз → тұзды."""
    return [ending[0].join((word, rest)) for ending in _plurals(word) for rest in ("ық", "ік", "ы", "і")]


@lru_cache(maxsize=2048)
def noun_forms(word: str) -> frozenset[str]:
    """All forms of a noun, an adjective used as one, or a name, given without endings."""
    stems = (word, f"{word}і") if _CLUSTER.search(word) else (word,)
    inflected = (form for stem in stems for ending in _endings(stem) for form in _joined(stem, ending))
    return frozenset((*stems, *inflected))


def _joined(word: str, ending: str) -> Iterator[str]:
    """A stem and an ending; its last consonant is voiced, and may lose its vowel, before a vowel."""
    if ending[0] not in "ыі":
        yield word + ending
        if ending[0] == "т" and word.endswith("ст"):  # журналист + тер
            yield word + ending[1:]
        return
    voiced = word[:-1] + _VOICED.get(word[-1], word[-1])
    yield voiced + ending
    if word[-1] in _VOICED and (word[-2:-1] not in VOWELS or _LOAN.search(word)):
        yield word + ending
    short = _FLEETING.fullmatch(word)
    if short and short[2] not in VOWELS:
        yield short[1] + short[2] + short[4] + ending


def _endings(word: str) -> tuple[str, ...]:
    """Every combination of endings that can follow a stem."""
    return _endings_after(word[-2:] if word[-1] in "ьъ" else word[-1], harmonies(word))


@lru_cache(maxsize=512)
def _endings_after(last: str, open_to: tuple[bool, ...]) -> tuple[str, ...]:
    """The endings after a stem's last letter, back, front or both."""
    found = [*_cases(last), *_possessed(last)]
    for plural in _plurals(last, soft=False):
        found += [plural, *(plural + rest for rest in (*_cases("лар"), *_possessed("лар")))]
    every = (ending.translate(SOFTENED) if soft else ending for soft in open_to for ending in found)
    return tuple(dict.fromkeys(every))


def _plurals(word: str, soft: bool | None = None) -> list[str]:
    """The plural endings after a stem, back ones only if ``soft`` is False."""
    ending = {"vowel": "лар", "glide": "лар", "voiceless": "тар"}.get(sound(word), "дар")
    if soft is False:
        return [ending]
    return [ending.translate(SOFTENED) if front else ending for front in harmonies(word)]


def _cases(word: str) -> list[str]:
    """Case endings (back) after a stem without a possessive, and those built on them."""
    kind = sound(word)
    voiceless, vowel = kind == "voiceless", kind == "vowel"
    t = "т" if voiceless else "д"
    genitive = "н" if vowel or kind == "nasal" else t
    ablative = "н" if kind == "nasal" else t
    instrumental = "п" if voiceless else "б" if kind == "з" else "м"
    found = [
        f"{genitive}ың", f"{'қ' if voiceless else 'ғ'}а", f"{'н' if vowel else t}ы", f"{t}а", f"{ablative}ан",
        f"{instrumental}ен", f"{t}ағы", f"{genitive}ікі", f"{t}ай", f"{t}ағылар",
        f"{instrumental}ын",
    ]  # fmt: skip
    return [*found, "ның", "дың"] if word[-1] in "юи" else found


def _possessed(word: str) -> list[str]:
    """Possessive endings (back) after a stem, each with the cases that follow it."""
    vowel = sound(word) == "vowel"
    link = "" if vowel else "ы"
    first = [link + one + case for one in "мң" for case in ("", "ның", "а", "ды", "да", "нан", "мен", "дағы")]
    ours = ("", "дың", "ға", "ды", "да", "дан", "бен", "дағы")
    many = [link + one + case for one in ("мыз", "ңыз") for case in ours]
    cases = ("", "ның", "на", "н", "нда", "нан", "мен", "ндағы", "ндай", "нікі")
    third = [("сы" if vowel else "ы") + case for case in cases]
    both = ["сы" + case for case in cases] if word[-1] == "ю" else []
    return first + many + third + both


def case_of(word: str) -> tuple[int, bool] | None:
    """The number of a word's case ending, and whether a possessive comes before it; ``None`` without."""
    found = [
        (size, possessed, number)
        for possessed in (False, True)
        for number in range(_CASES)
        for size in range(1, 5)
        if (stem := word[:-size]) and len(stem) >= _STEM
        if not possessed or stem[-1] in "ыі"
        if word == stem + (_ending(stem, number, possessed=possessed) or "-")
    ]
    if not found:
        return None
    _, possessed, number = max(found)
    return number, possessed


def case_ending(word: str, case: int, possessed: bool) -> str | None:
    """The ending of a case after a word; ``None`` if the word's harmony is open.

    ``possessed`` is whether a final ы or і is a possessive ending.
    """
    return _ending(word, case, possessed=possessed and word[-1] in "ыі")


def _ending(stem: str, case: int, *, possessed: bool) -> str | None:
    either = harmonies(stem)
    if len(either) > 1 and any(letter in BACK for letter in stem):
        return None
    ending = (
        _AFTER_POSSESSIVE[case] if possessed else _cases(stem[-2:] if stem[-1] in "ьъ" else stem[-1])[case]
    )
    return ending.translate(SOFTENED) if either[-1] else ending


def _inner(word: str, taken: bool) -> frozenset[str]:
    """The forms of a word before the last: as it is, plural, genitive; of an object, all."""
    if not word.isalpha():
        return frozenset({word})
    if taken:
        return noun_forms(word)
    kept = {word}
    for base in (word, *(word + plural for plural in _plurals(word))):
        genitives = [f"{start}{vowel}ң" for start in "ндт" for vowel in "ыі"]
        kept |= {base, *(form for form in (base + one for one in genitives) if form in noun_forms(word))}
    return frozenset(kept)


def _coordinated(before: Token, between: Sequence[Token]) -> bool:
    """Азаматтық (және саяси) құқықтар; after a genitive, any two words: елдің (жаңа) президенті."""
    if _GENITIVE.search(before.key) and _loose(before, between):
        return True
    return len(between) == 2 and between[0].key in _JOINED and between[1].word


def _loose(_: Token, between: Sequence[Token]) -> bool:
    return len(between) <= _LOOSE and all(each.word for each in between)


def ending(word: str) -> bool:
    """Whether letters after a hyphen are an ending: ЕО-ның, 2030-ға."""
    return bool(word) and _SUFFIX.fullmatch(word) is not None


def prefixed(before: Sequence[Token], word: Token) -> bool:
    """Whether what a hyphen joins to the front makes another word: ата-ана, but not ЕО-Қазақстан."""
    return not (before[0].text[0].isupper() and word.text[0].isupper()) and not before[0].text[0].isdigit()


def suffixed(word: Token, after: Sequence[Token]) -> bool:
    """Whether what a hyphen joins to the end makes another word: бала-шаға, but not ЕО-ның."""
    other = after[0]
    return not (
        ending(other.key) or other.text[0].isupper() or other.text[0].isdigit() or word.text.isupper()
    )
