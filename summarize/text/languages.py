"""English, Russian, Kazakh: their names, and which of them a text is in.

``identify`` decides by letters and little words where they leave no doubt (every ordinary
article), and by n-grams closed to the three languages elsewhere; a wider set is asked too,
so that Kyrgyz or Ukrainian is not passed off as Kazakh or Russian in silence. It does not
know dialects, and it does not read Kazakh in Latin or Arabic letters: it says so.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from summarize.errors import UsageError
from summarize.text import evidence
from summarize.text.evidence import Evidence
from summarize.text.language_table import ISO_639_3, LANGUAGES, NAMES, OTHER_NAMES
from summarize.text.scripts import NO_SCRIPT, SCRIPT_NAMES, mixed_script_words, repair_lookalikes, script


def probabilities(text: str, among: Collection[str]) -> dict[str, float]:
    """The probability of each language (ISO 639-1 or the model's own label), most likely first.

    Args:
        text: at most a few thousand characters; the time is linear in its length.
        among: the languages there are to choose from; labels the model lacks are left out.

    Returns:
        Probabilities that add up to 1. Log-likelihoods are divided by the root of the
        text's length in bytes before they are normalised, as py3langid does for its own
        ``norm_probs``: without it every text of a few words gets 0 or 1.
    """
    scores = {label: score for label, score in _model().rank(text) if label in among}
    best = max(scores.values())
    temperature = math.sqrt(len(text.encode("utf-8", "surrogatepass")) or 1)
    weights = {label: math.exp((score - best) / temperature) for label, score in scores.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def labels() -> frozenset[str]:
    """Every language the model knows."""
    return frozenset(_model().labels)


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


__all__ = [
    "Identification",
    "identify",
    "identify_paragraphs",
    "language",
    "mixed_script_words",
    "repair_lookalikes",
    "script",
]

_ALIASES = {
    "английский": "en", "казахский": "kk", "қазақ": "kk",
    "қазақ тілі": "kk", "орысша": "ru", "ағылшынша": "en", "русский язык": "ru", "русский": "ru",
    "қазақша": "kk",
} | {name.casefold(): code for code, name in NAMES.items()} | {
    three: code for three, code in ISO_639_3.items() if code in LANGUAGES
}  # fmt: skip
_COUNTRIES = {"kz": "kk", "us": "en", "gb": "en", "uk": "en"}  # often written for a language

_CYRILLIC = ("ru", "kk", "ky", "tt", "ba", "uz", "uk", "be", "bg", "sr", "mk", "mn", "tg")

SURE = 0.99  # of 15,500 sentences and 799 documents decided by letters and words alone, none was wrong
DOUBT = 0.7  # confidence below which the reader is told
_REJECTED = 0.2  # of the wider choice: below it the text is the other language that stands out
_RULED_OUT = 0.02  # below it, it is another though none stands out
_ENOUGH_WORDS = 5  # for the wider choice to be reliable
_OVERRIDE = "--from (language=) overrides"


@dataclass(frozen=True)
class Identification:
    """Which language a text is treated as, and how sure that is.

    Attributes:
        language: ``en``, ``ru`` or ``kk``, always one of the three.
        confidence: 0 to 1; the probability that the text *is* in this language.
        script: ISO 15924 of most of its letters; ``Zyyy`` without letters.
        suspect: what the text seems to be instead: an ISO 639-1 code, ``kk-Latn`` or
            ``kk-Arab`` for Kazakh in other letters, ``und`` for none we can name.
        warnings: one line each, for people.
    """

    language: str
    confidence: float
    script: str
    suspect: str | None = None
    warnings: tuple[str, ...] = ()


def language(name: str) -> str:
    """The ISO 639-1 code for a code or a name: ``en``, ``eng``, ``English``, ``қазақша``, ….

    Raises:
        UsageError: it is none of English, Russian and Kazakh; the message names what is accepted.
    """
    wanted = name.strip().casefold()
    if wanted in LANGUAGES:
        return wanted
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    hint = f"; {wanted} is a country, its language is {_COUNTRIES[wanted]}" if wanted in _COUNTRIES else ""
    known = ", ".join(f"{code} ({NAMES[code]})" for code in LANGUAGES)
    raise UsageError(f"unknown language {name!r}{hint}; known: {known}")


def identify(text: str, default: str = "en") -> Identification:
    """Which of the three languages a text is in; looks at 4 kB of it, spread over the text.

    Args:
        text: at least a few words; a text without letters gets ``default`` and a warning.
        default: the language of a text that shows none.
    """
    found = evidence.gather(text)
    if found.script == NO_SCRIPT:
        return _told(Identification(default, 0.0, NO_SCRIPT), f"the text has no letters; {_as(default)}")
    if found.script == "Latn":
        result = _latin(found)
    elif found.script == "Cyrl":
        result = _cyrillic(found)
    else:
        return _unread(found, default)
    if found.share < DOUBT:
        result = replace(result, confidence=min(result.confidence, found.share))
        part = f"{found.share:.0%} of the letters are {SCRIPT_NAMES[found.script]}"
        return _told(result, f"the text mixes scripts ({part}); {_as(result.language)}")
    return _doubted(result) if not result.suspect else result


def identify_paragraphs(paragraphs: Sequence[str], document: Identification) -> list[str]:
    """The language of each paragraph, one code per paragraph, in order.

    A paragraph that shows no other language clearly, as most headings and names, has the
    document's.
    """
    return [_paragraph(paragraph, document) for paragraph in paragraphs]


def _latin(found: Evidence) -> Identification:
    if evidence.decisive(found):
        return Identification("en", SURE, "Latn")
    if evidence.kazakh_in_latin(found):
        return _told(
            Identification("kk", 0.9, "Latn", "kk-Latn"),
            "the text is Kazakh in Latin letters, but models and rules here know Cyrillic Kazakh only; "
            "convert it to Cyrillic for a sound result",
        )
    return _judged(found, "en", probabilities(_speech(found), labels()))


def _cyrillic(found: Evidence) -> Identification:
    if decided := evidence.decisive(found):
        return Identification(decided, SURE, "Cyrl")
    chances = probabilities(_speech(found), _CYRILLIC)
    if len(found.words) < _ENOUGH_WORDS:
        return _few_words(found, chances["kk"] / (chances["ru"] + chances["kk"]))
    best = max(("ru", "kk"), key=lambda code: chances[code])
    result = _judged(found, best, chances)
    if not result.suspect and evidence.foreign_share(found) > 0.01:
        return _suspected(result, "und")
    return result


def _few_words(found: Evidence, kazakh: float) -> Identification:
    """Russian or Kazakh, given the n-grams' probability of Kazakh: in so few words one letter may tell."""
    if evidence.has_kazakh_signs(found) and not evidence.has_russian_words(found):
        kazakh = max(kazakh, 0.9)
    return Identification("kk" if kazakh > 0.5 else "ru", max(kazakh, 1 - kazakh), "Cyrl")


def _judged(found: Evidence, best: str, chances: dict[str, float]) -> Identification:
    """The language as one of the three, and the suspicion that it is another, given enough words."""
    if len(found.words) < _ENOUGH_WORDS:
        return Identification(best, max(chances[best], 0.5), found.script)
    result = Identification(best, chances[best], found.script)
    likely, chance = next(iter(chances.items()))
    if likely in OTHER_NAMES and chance > 0.5 and chances[best] < _REJECTED:
        return _suspected(result, likely)
    # Headlines made of names are like no language, so more is asked for where none stands out.
    return _suspected(result, "und") if chances[best] < _RULED_OUT else result


def _unread(found: Evidence, default: str) -> Identification:
    """Scripts that no supported language is written in; Kazakh in Arabic letters is named."""
    if found.script == "Arab" and evidence.kazakh_in_arabic(found):
        return _told(
            Identification("kk", 0.9, "Arab", "kk-Arab"),
            "the text is Kazakh in Arabic letters, which cannot be read here; convert it to Cyrillic",
        )
    kind = SCRIPT_NAMES.get(found.script, "other")
    return _told(
        Identification(default, 0.0, found.script, "und"),
        f"the text is in {kind} letters, so it is none of English, Russian and Kazakh; {_as(default)}",
    )


def _suspected(result: Identification, suspect: str) -> Identification:
    other = OTHER_NAMES.get(suspect)
    seems = f"looks {other} ({suspect})" if other else "looks like another language"
    return _told(
        replace(result, suspect=suspect, confidence=min(result.confidence, _REJECTED)),
        f"the text {seems}, not English, Russian or Kazakh; {_as(result.language)}",
    )


def _doubted(result: Identification) -> Identification:
    if result.confidence >= DOUBT:
        return result
    return _told(
        result, f"the language is uncertain (confidence {result.confidence:.2f}); {_as(result.language)}"
    )


def _told(result: Identification, warning: str) -> Identification:
    return replace(result, warnings=(*result.warnings, warning))


def _as(code: str) -> str:
    return f"treated as {NAMES[code]} ({code}); {_OVERRIDE}"


def _speech(found: Evidence) -> str:
    """What the n-gram model reads: the sample, or in mixed text the words of its main script."""
    return found.sample if found.share > 0.9 else " ".join(found.words)


def _paragraph(text: str, document: Identification) -> str:
    if evidence.plainly(text, document.language):
        return document.language
    found = evidence.gather_briefly(text)
    if decided := evidence.decisive(found):
        return decided
    if found.script == "Latn" and document.script == "Cyrl":
        return "en" if len(found.words) >= _ENOUGH_WORDS else document.language
    if found.script != "Cyrl":
        return document.language
    return _cyrillic_paragraph(found, document.language)


def _cyrillic_paragraph(found: Evidence, inherited: str) -> str:
    """Russian or Kazakh; n-grams are asked only where something speaks against the document's language."""
    kazakh = evidence.kazakh_share(found)
    if len(found.words) < _ENOUGH_WORDS:
        return inherited if inherited != "en" else "kk" if kazakh else "ru"
    agrees = {"en": False, "ru": kazakh < 0.03, "kk": kazakh > 0.03 or not evidence.has_russian_words(found)}
    if agrees[inherited]:
        return inherited
    chances = probabilities(_speech(found), ("ru", "kk"))
    best, chance = next(iter(chances.items()))
    return best if chance > DOUBT or inherited == "en" else inherited
