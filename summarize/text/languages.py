"""The names of English, Russian and Kazakh, and which of them a text is in.

``identify`` decides by letters and function words where these leave no doubt, as in every
ordinary article. Otherwise it asks the n-gram model of py3langid twice: among the three languages,
and among a wider set, so that Kyrgyz or Ukrainian is not silently taken for Kazakh or
Russian. Kazakh in Latin or Arabic letters is recognised and reported.

Loading the model takes about half a second and 130 MB, hence the cheap evidence first.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from summarize.errors import SummarizeError, UsageError, quoted
from summarize.text import evidence
from summarize.text.evidence import Evidence
from summarize.text.language_table import ISO_639_3, LANGUAGES, NAMES, OTHER_NAMES
from summarize.text.scripts import NO_SCRIPT, SCRIPT_NAMES

_ALIASES = {
    "английский": "en", "казахский": "kk", "қазақ": "kk", "қазақ тілі": "kk", "орысша": "ru",
    "ағылшынша": "en", "русский язык": "ru", "русский": "ru", "қазақша": "kk",
} | {name.casefold(): code for code, name in NAMES.items()} | {
    three: code for three, code in ISO_639_3.items() if code in LANGUAGES
}  # fmt: skip
_COUNTRIES = {"kz": "kk", "us": "en", "gb": "en", "uk": "en"}  # often written for the language
_CYRILLIC = ("ru", "kk", "ky", "tt", "ba", "uz", "uk", "be", "bg", "sr", "mk", "mn", "tg")

_SURE = 0.99  # of 15,500 sentences and 799 documents decided by letters and words alone, none was wrong
_DOUBT = 0.7  # confidence below which there is a warning
# In a wider set of languages, a text is in none of ours if the best of the three is less probable than
_REJECTED = 0.2  # and another language stands out, or
_RULED_OUT = 0.02  # in any case
_ENOUGH_WORDS = 5  # for the probabilities to be reliable
_OVERRIDE = "--from (language=) overrides"


@dataclass(frozen=True)
class Identification:
    """Which language a text is treated as, and how sure that is.

    Attributes:
        language: ``en``, ``ru`` or ``kk``, always one of the three.
        confidence: 0 to 1; the probability that the text *is* in this language.
        script: ISO 15924 code of most of its letters; ``Zyyy`` without letters.
        suspect: what the text seems to be instead: an ISO 639-1 code, ``kk-Latn`` or
            ``kk-Arab`` for Kazakh in other letters, ``und`` for a language without a name here.
        warnings: one line each.
    """

    language: str
    confidence: float
    script: str
    suspect: str | None = None
    warnings: tuple[str, ...] = ()


def language(name: str) -> str:
    """The ISO 639-1 code of a language, given a code or a name: ``en``, ``eng``, ``English``, ``қазақша``, ….

    Raises:
        UsageError: it is not English, Russian or Kazakh.
    """
    wanted = name.strip().casefold()
    if wanted in LANGUAGES:
        return wanted
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    hint = f"; {wanted} is a country, its language is {_COUNTRIES[wanted]}" if wanted in _COUNTRIES else ""
    known = ", ".join(f"{code} ({NAMES[code]})" for code in LANGUAGES)
    raise UsageError(f"unknown language {quoted(name)}{hint}; known: {known}")


def identify(text: str, default: str = "en") -> Identification:
    """Which of the three languages a text is in, by a sample of 4096 characters spread over the text.

    Args:
        text: at least a few words.
        default: the language of a text without letters, or in a script of none of the three.
    """
    found = evidence.gather(text)
    if found.script == NO_SCRIPT:
        return _warned(Identification(default, 0.0, NO_SCRIPT), f"the text has no letters; {_as(default)}")
    if found.script == "Latn":
        result = _latin(found)
    elif found.script == "Cyrl":
        result = _cyrillic(found)
    else:
        return _unread(found, default)
    if found.share < _DOUBT:
        result = replace(result, confidence=min(result.confidence, found.share))
        part = f"{found.share:.0%} of the letters are {SCRIPT_NAMES[found.script]}"
        return _warned(result, f"the text mixes scripts ({part}); {_as(result.language)}")
    return _doubted(result) if not result.suspect else result


def identify_paragraphs(paragraphs: Iterable[str], document: Identification) -> list[str]:
    """The language code of each paragraph, in order.

    It is the document's unless the paragraph clearly shows another; most headings and names do not.
    """
    doubtful: dict[str, str] = {}  # each is judged once: it takes ten times as long
    found = []
    for paragraph in paragraphs:
        if evidence.plainly(paragraph, document.language):
            found.append(document.language)
            continue
        if paragraph not in doubtful:
            doubtful[paragraph] = _doubtful(paragraph, document)
        found.append(doubtful[paragraph])
    return found


def _latin(found: Evidence) -> Identification:
    if evidence.decisive(found):
        return Identification("en", _SURE, "Latn")
    if evidence.kazakh_in_latin(found):
        return _warned(
            Identification("kk", 0.9, "Latn", "kk-Latn"),
            "the text is Kazakh in Latin letters, which are not supported; convert it to Cyrillic first",
        )
    return _judged(found, "en", _probabilities(_speech(found)))


def _cyrillic(found: Evidence) -> Identification:
    if decided := evidence.decisive(found):
        return Identification(decided, _SURE, "Cyrl")
    chances = _probabilities(_speech(found), _CYRILLIC)
    if len(found.words) < _ENOUGH_WORDS:
        return _few_words(found, chances["kk"] / (chances["ru"] + chances["kk"]))
    best = max(("ru", "kk"), key=lambda code: chances[code])
    result = _judged(found, best, chances)
    if not result.suspect and evidence.foreign_share(found) > 0.01:
        return _suspected(result, "und")
    return result


def _few_words(found: Evidence, kazakh: float) -> Identification:
    """Russian or Kazakh, given the n-gram probability of Kazakh; in a few words one letter may decide."""
    if evidence.has_kazakh_signs(found) and not evidence.has_russian_words(found):
        kazakh = max(kazakh, 0.9)
    return Identification("kk" if kazakh > 0.5 else "ru", max(kazakh, 1 - kazakh), "Cyrl")


def _judged(found: Evidence, best: str, chances: dict[str, float]) -> Identification:
    """``best``, or the suspicion of another language where there are enough words for it."""
    if len(found.words) < _ENOUGH_WORDS:
        return Identification(best, max(chances[best], 0.5), found.script)
    result = Identification(best, chances[best], found.script)
    likely, chance = next(iter(chances.items()))
    if likely in OTHER_NAMES and chance > 0.5 and chances[best] < _REJECTED:
        return _suspected(result, likely)
    # Headlines made of names resemble no language, so the threshold is lower where no other stands out.
    return _suspected(result, "und") if chances[best] < _RULED_OUT else result


def _unread(found: Evidence, default: str) -> Identification:
    """A text in a script of none of the three languages; Kazakh in Arabic letters is named."""
    if found.script == "Arab" and evidence.kazakh_in_arabic(found):
        return _warned(
            Identification("kk", 0.9, "Arab", "kk-Arab"),
            "the text is Kazakh in Arabic letters, which are not supported; convert it to Cyrillic first",
        )
    kind = SCRIPT_NAMES.get(found.script, "other")
    return _warned(
        Identification(default, 0.0, found.script, "und"),
        f"the text is in {kind} letters, not English, Russian or Kazakh; {_as(default)}",
    )


def _suspected(result: Identification, suspect: str) -> Identification:
    name = f"{OTHER_NAMES[suspect]} ({suspect})" if suspect in OTHER_NAMES else "another language"
    return _warned(
        replace(result, suspect=suspect, confidence=min(result.confidence, _REJECTED)),
        f"the text looks like {name}, not English, Russian or Kazakh; {_as(result.language)}",
    )


def _doubted(result: Identification) -> Identification:
    if result.confidence >= _DOUBT:
        return result
    return _warned(
        result, f"the language is uncertain (confidence {result.confidence:.2f}); {_as(result.language)}"
    )


def _warned(result: Identification, warning: str) -> Identification:
    return replace(result, warnings=(*result.warnings, warning))


def _as(code: str) -> str:
    return f"treated as {NAMES[code]} ({code}); {_OVERRIDE}"


def _probabilities(text: str, among: Collection[str] | None = None) -> dict[str, float]:
    """The probability of each language by the n-gram model, most likely first; they add up to 1.

    ``among`` lists the languages to choose from (ISO 639-1); ``None`` means all that the model has.
    Log-likelihoods are divided by the square root of the text's length in bytes before they are
    normalised, as py3langid does for ``norm_probs``: otherwise even a few words give 0 or 1.
    """
    scores = {label: score for label, score in _model().rank(text) if not among or label in among}
    best = max(scores.values())
    temperature = math.sqrt(len(text.encode("utf-8", "surrogatepass")) or 1)
    weights = {label: math.exp((score - best) / temperature) for label, score in scores.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError as error:  # it unpacks the model into a temporary file
        raise SummarizeError(
            "the language cannot be identified: a temporary file cannot be written "
            f"({error.strerror or error}); give --from, or set TMPDIR to a folder with 50 MB of room"
        ) from error


def _speech(found: Evidence) -> str:
    """What the n-gram model reads: the sample, or in text of mixed scripts the words of its main one."""
    return found.sample if found.share > 0.9 else " ".join(found.words)


def _doubtful(text: str, document: Identification) -> str:
    """The language of a paragraph that is not plainly in the document's."""
    found = evidence.gather_briefly(text)
    if decided := evidence.decisive(found):
        return decided
    if found.script == "Latn" and document.script == "Cyrl":
        return "en" if len(found.words) >= _ENOUGH_WORDS else document.language
    if found.script != "Cyrl":
        return document.language
    return _cyrillic_paragraph(found, document.language)


def _cyrillic_paragraph(found: Evidence, inherited: str) -> str:
    """Russian or Kazakh; n-grams decide only where something contradicts the document's language."""
    kazakh = evidence.kazakh_share(found)
    if len(found.words) < _ENOUGH_WORDS:
        return inherited if inherited != "en" else "kk" if kazakh else "ru"
    agrees = {"en": False, "ru": kazakh < 0.03, "kk": kazakh > 0.03 or not evidence.has_russian_words(found)}
    if agrees[inherited]:
        return inherited
    chances = _probabilities(_speech(found), ("ru", "kk"))
    best, chance = next(iter(chances.items()))
    return best if chance > _DOUBT or inherited == "en" else inherited
