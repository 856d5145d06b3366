"""Kazakh words in their forms, made by rule: vowel harmony, plural, possessive, case, voicing, lost vowels.

The forms of a noun are its endings in every combination; the harmony is that of its last vowel, or both
where loans and и, у, ю leave it open. A term of several words changes in its last one, and in a verb phrase
also in the object: шешім қабылдау, шешімді қабылдады.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.text.forms.pattern import Part, Pattern, Slot
from summarize.text.forms.tokens import Token

_BACK, _FRONT = "аоұыёя", "әөүіеэ"
_VOWELS = _BACK + _FRONT
_SOFTENED = str.maketrans("аыоұқғ", "еіөүкг")  # a back ending → a front one
_VOICED = {"қ": "ғ", "к": "г", "п": "б"}
_LOAN = re.compile("[вфцчщэёюяьъ]|^..?$")
_FLEETING = re.compile(r"(.*[аәеоөұүыіиу])(\w)([ыі])([қкнрлңпсзмшу])")
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
    if not found or bare[-2] in _VOWELS:
        return []
    return [found[1] + vowel + found[2] for vowel in "ыі"]


@lru_cache(maxsize=2048)
def noun_forms(word: str) -> frozenset[str]:
    """All forms of a noun, an adjective used as one, or a name, given without endings."""
    return frozenset({word, *(form for ending in _endings(word) for form in _joined(word, ending))})


def _joined(word: str, ending: str) -> Iterator[str]:
    """A stem and an ending; its last consonant is voiced, and may lose its vowel, before a vowel."""
    if ending[0] not in "ыі":
        yield word + ending
        if ending[0] == "т" and word.endswith("ст"):  # журналист + тер
            yield word + ending[1:]
        return
    voiced = word[:-1] + _VOICED.get(word[-1], word[-1])
    yield voiced + ending
    if word[-1] in _VOICED and (word[-2:-1] not in _VOWELS or _LOAN.search(word)):
        yield word + ending
    short = _FLEETING.fullmatch(word)
    if short and short[2] not in _VOWELS:
        yield short[1] + short[2] + short[4] + ending


def _endings(word: str) -> tuple[str, ...]:
    """Every combination of endings that can follow a stem."""
    return _endings_after(word[-2:] if word[-1] in "ьъ" else word[-1], _harmonies(word))


@lru_cache(maxsize=512)
def _endings_after(last: str, harmonies: tuple[bool, ...]) -> tuple[str, ...]:
    """The endings after a stem's last letter, back, front or both."""
    found = [*_cases(last), *_possessed(last)]
    for plural in _plurals(last, soft=False):
        found += [plural, *(plural + rest for rest in (*_cases("лар"), *_possessed("лар")))]
    every = (ending.translate(_SOFTENED) if soft else ending for soft in harmonies for ending in found)
    return tuple(dict.fromkeys(every))


def _harmonies(word: str) -> tuple[bool, ...]:
    """Whether endings are front, back, or either."""
    for at in range(len(word) - 1, -1, -1):
        letter = word[at]
        if letter in "июәь":
            return (False, True)
        if letter == "у" and 0 < at < len(word) - 1 and word[at - 1] not in _VOWELS:
            return (False,)  # a loan: институт, округ
        if letter in _BACK:
            return (False, True) if word[-1] in "кг" else (False,)  # банкке, but блокта
        if letter in _FRONT:
            return (True,)
    return (False, True)


def _last(word: str) -> str:
    """The class of the last sound: vowel, glide (р й у), л, nasal (м н ң), з, or voiceless."""
    letter = (word.rstrip("ьъ") or word)[-1]
    if letter in _VOWELS:
        return "vowel"
    for kind, letters in (("glide", "рйуию"), ("л", "л"), ("nasal", "мнң"), ("з", "зж")):
        if letter in letters:
            return kind
    return "voiceless"


def _plurals(word: str, soft: bool | None = None) -> list[str]:
    """The plural endings after a stem, back ones only if ``soft`` is False."""
    ending = {"vowel": "лар", "glide": "лар", "voiceless": "тар"}.get(_last(word), "дар")
    if soft is False:
        return [ending]
    return [ending.translate(_SOFTENED) if front else ending for front in _harmonies(word)]


def _cases(word: str) -> list[str]:
    """Case endings (back) after a stem without a possessive, and those built on them."""
    kind = _last(word)
    voiceless, vowel = kind == "voiceless", kind == "vowel"
    t = "т" if voiceless else "д"
    genitive = "н" if vowel or kind == "nasal" else t
    ablative = "н" if kind == "nasal" else t
    instrumental = "п" if voiceless else "б" if kind == "з" else "м"
    found = [
        f"{genitive}ың", f"{'қ' if voiceless else 'ғ'}а", f"{'н' if vowel else t}ы", f"{t}а", f"{ablative}ан",
        f"{instrumental}ен", f"{t}ағы", f"{genitive}ікі", f"{t}ай", f"{t}ағылар",
    ]  # fmt: skip
    return [*found, "ның", "дың"] if word[-1] in "юи" else found


def _possessed(word: str) -> list[str]:
    """Possessive endings (back) after a stem, each with the cases that follow it."""
    vowel = _last(word) == "vowel"
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
    harmonies = _harmonies(stem)
    if len(harmonies) > 1 and any(letter in _BACK for letter in stem):
        return None
    ending = (
        _AFTER_POSSESSIVE[case] if possessed else _cases(stem[-2:] if stem[-1] in "ьъ" else stem[-1])[case]
    )
    return ending.translate(_SOFTENED) if harmonies[-1] else ending


def verb_forms(word: str) -> frozenset[str]:
    """The forms of a verb that is given as its verbal noun in -у, active and passive."""
    found: set[str] = set()
    for stem in _verb_stems(word):
        for base in (stem, *_passives(stem)):
            found |= {base + ending for ending in _verb_endings(base)}
    return frozenset({_joined_glide(form) for form in found} | noun_forms(word))


def _joined_glide(form: str) -> str:
    """қояды, қоюға for қой + ады, қой + уға."""
    return form.replace("йа", "я").replace("йу", "ю")


def _verb_stems(word: str) -> list[str]:
    """бер from беру, оқы from оқу, қой from қою."""
    bare = word[:-1]
    if word.endswith("ю"):
        return [f"{bare}й"]
    vowel = "і" if _harmonies(bare)[-1] else "ы"
    if bare and bare[-1] in _VOWELS:
        return [bare]
    return [bare, bare + vowel]


def _passives(stem: str) -> list[str]:
    link = "" if stem[-1:] in _VOWELS else "ы"
    endings = [f"{link}л", f"{link}н"]
    soft = _harmonies(stem)[-1]
    return [stem + (ending.translate(_SOFTENED) if soft else ending) for ending in endings]


def _verb_endings(stem: str) -> Iterator[str]:
    """Tenses, moods, participles and converbs after a stem, positive and negative."""
    negative = {"vowel": "ма", "glide": "ма", "л": "ма", "nasal": "ба", "з": "ба"}.get(_last(stem), "па")
    if stem[-1:] in "мнңзж":
        negative = "ба"
    soft = _harmonies(stem)[-1]
    for base, start in ((stem, ""), (stem + negative, negative)):
        vowel, voiceless = base[-1] in _VOWELS, _last(base) == "voiceless"
        t, g = ("т", "қ") if voiceless else ("д", "ғ")
        present = "й" if vowel else "а"
        tails = [
            "", f"{t}ы", f"{t}ым", f"{t}ың", f"{t}ық", f"{t}ыңыз", f"{g}ан", f"{g}аны", f"{g}анын",
            f"{g}анда", f"{g}аннан", f"{g}андар", f"{g}анымен", f"{g}анша", f"{g}алы", f"{g}анға",
            f"{g}андықтан", f"{g}ызды", f"{present}ды", f"{present}мын", f"{present}сың", f"{present}мыз",
            f"{present}тын", present, "п" if vowel else "ып", "са", "сам", "саң", "сақ", "салар", "саңыз",
            "сын", "мақ", "пақ", "бақ", "ушы", "у", "уы", "уын", "уға", "уда", "удың", "уды",
            "р" if vowel else "ар", "с", "ңыз" if vowel else "ыңыз", "ңыздар" if vowel else "ыңыздар",
            "йық" if vowel else "айық", "птым" if vowel else "ыпты", "пты" if vowel else "ыпты",
        ]  # fmt: skip
        for tail in tails:
            ending = start + tail
            yield ending.translate(_SOFTENED) if soft else ending


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
