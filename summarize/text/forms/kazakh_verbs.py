"""Kazakh verbs in their forms, from the verbal noun in -у that dictionaries and glossaries give: ашу, қою."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from summarize.text.forms.kazakh_sounds import SOFTENED, VOWELS, harmonies, sound

_VOICELESS = {"б": "п", "ғ": "қ", "г": "к"}  # табу, шағу, егу: тапты, шақты, екті
_SHORTEST = 3  # letters of a stem that is told from a form


@lru_cache(maxsize=2048)
def verb_forms(word: str, denied: bool = True) -> frozenset[str]:
    """The forms of a verb that is given as its verbal noun, active and passive, without those of nouns.

    ``denied`` is whether negative forms are among them: ашпады beside ашты.
    """
    found = {base + ending for base in _bases(word) for ending in _verb_endings(base, denied)}
    return frozenset(map(_joined_glide, found))


@lru_cache(maxsize=2048)
def participles(word: str) -> frozenset[str]:
    """The forms of a verb that take the endings of nouns: ашқан, ашатын, ашушы, ашу, and the passive ones."""
    found = (base + ending for base in _bases(word) for ending in _softened(_participles(base), base))
    return frozenset(map(_joined_glide, found))


def verbal_nouns(form: str) -> frozenset[str]:
    """What an inflected form can be of, if it cannot be taken for a noun: естіп → есту, таниды → тану."""
    plain = form.replace("я", "йа").replace("ю", "йу")
    stems = (plain[:at] for at in range(_SHORTEST, len(plain) - 1) if plain[at:] in _telling(plain[:at]))
    return frozenset(noun for stem in stems for noun in _nouns(stem))


def _bases(word: str) -> list[str]:
    return [base for stem in _verb_stems(word) for base in (stem, *_passives(stem))]


def _joined_glide(form: str) -> str:
    """қояды, қоюға for қой + ады, қой + уға; таниды for таны + йды."""
    joined = form.replace("йа", "я").replace("йу", "ю").replace("йе", "е")
    return joined.replace("ый", "и").replace("ій", "и")


def _verb_stems(word: str) -> list[str]:
    """бер from беру, оқы from оқу, қой from қою, тап from табу."""
    bare = word[:-1]
    if word.endswith("ю"):
        return [f"{bare}й"]
    vowel = "і" if harmonies(bare)[-1] else "ы"
    if bare and bare[-1] in VOWELS:
        return [bare]
    return [bare, bare + vowel, *([bare[:-1] + _VOICELESS[bare[-1]]] if bare[-1:] in _VOICELESS else [])]


def _nouns(stem: str) -> list[str]:
    """The verbal noun of a stem: беру of бер, қою of қой, оқу of оқы, табу of тап or таб."""
    voiced = {"п": "б", "қ": "ғ", "к": "г"}.get(stem[-1], stem[-1])
    if stem[-1] == "й":
        return [f"{stem[:-1]}ю"]
    return [f"{stem[:-1]}у" if stem[-1] in "ыі" else f"{stem}у", f"{stem[:-1]}{voiced}у"]


def _passives(stem: str) -> list[str]:
    link = "" if stem[-1:] in VOWELS else "ы"
    return [stem + ending for ending in _softened([f"{link}л", f"{link}н"], stem)]


def _softened(endings: list[str], stem: str) -> list[str]:
    """Back endings in the harmony of a stem, or in both where it is open: жу, ки."""
    return [ending.translate(SOFTENED) if soft else ending for soft in harmonies(stem) for ending in endings]


def _present(stem: str) -> str:
    return "й" if stem[-1] in VOWELS else "а"


def _participles(stem: str) -> list[str]:
    g = "қ" if sound(stem) == "voiceless" else "ғ"
    return [f"{g}ан", f"{_present(stem)}тын", "ушы", "у"]


def _telling(stem: str) -> list[str]:
    """Endings that hardly a noun has."""
    t, g = ("т", "қ") if sound(stem) == "voiceless" else ("д", "ғ")
    link, present = "" if stem[-1] in VOWELS else "ы", _present(stem)
    endings = [f"{g}ан", f"{link}п", f"{present}ды", f"{present}тын", "уға", "уды", "удың", "уда", f"{t}ық"]
    return [ending for ending in _softened(endings, stem) if len(ending) > 1]


def _verb_endings(stem: str, denied: bool) -> Iterator[str]:
    """Tenses, moods, participles and converbs after a stem, positive and, if ``denied``, negative."""
    negative = {"vowel": "ма", "glide": "ма", "л": "ма", "nasal": "ба", "з": "ба"}.get(sound(stem), "па")
    if stem[-1:] in "мнңзж":
        negative = "ба"
    for base, start in ((stem, ""), (stem + negative, negative))[: 1 + denied]:
        vowel, voiceless = base[-1] in VOWELS, sound(base) == "voiceless"
        t, g = ("т", "қ") if voiceless else ("д", "ғ")
        present = _present(base)
        tails = [
            "", f"{t}ы", f"{t}ым", f"{t}ың", f"{t}ық", f"{t}ыңыз", f"{g}ан", f"{g}аны", f"{g}анын",
            f"{g}анда", f"{g}аннан", f"{g}андар", f"{g}анымен", f"{g}анша", f"{g}алы", f"{g}анға",
            f"{g}андықтан", f"{g}ызды", f"{g}анмын", f"{g}анбыз", f"{present}ды", f"{present}мын",
            f"{present}сың", f"{present}мыз", f"{present}тын", present, "п" if vowel else "ып", "са", "сам",
            "саң", "сақ", "салар", "саңыз", "сын", "мақ", "пақ", "бақ", "ушы", "у", "уы", "уын", "уға", "уда",
            "удың", "уды", "улы", "р" if vowel else "ар", "с", "ңыз" if vowel else "ыңыз",
            "ңыздар" if vowel else "ыңыздар", "йық" if vowel else "айық", "птым" if vowel else "ыпты",
            "пты" if vowel else "ыпты",
        ]  # fmt: skip
        yield from _softened([start + tail for tail in tails], stem)
