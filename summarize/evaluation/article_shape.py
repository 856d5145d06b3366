"""The shape of an article's JSON: what is missing, unknown or of the wrong type, in one line each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from summarize.errors import quoted
from summarize.evaluation.fact_atoms import FormError
from summarize.evaluation.fact_forms import parse
from summarize.evaluation.facts import WEIGHTS
from summarize.text.language_table import LANGUAGES

GENRES = (
    "news", "report", "interview", "minutes", "press-release", "notice", "opinion", "letter", "recall",
    "obituary", "sports-report", "history", "how-to", "transcript", "court-decision", "popular-science",
    "explainer",
)  # fmt: skip
LENGTHS = ("standard", "long")
SPLITS = ("tuning", "judging")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CHOICES = {"genre": GENRES, "length": LENGTHS, "split": SPLITS}
_TOP = {"id", "domain", "date", "genre", "length", "split", "facts", *LANGUAGES}
_VERSION = {"headline", "paragraphs", "summaries", "lead"}
_FACT = {"id", "weight", "paragraphs", "references", *LANGUAGES}
_WORDING = {"statement", "forms"}


def shape_problems(value: Any) -> Iterator[str]:
    """Every way in which a JSON value is not an article; nothing for one that can be read."""
    if not isinstance(value, dict):
        yield "an article is a JSON object"
        return
    yield from _unknown(value, _TOP, "the article")
    for name in ("id", "domain", "date"):
        if not _is_text(value.get(name)):
            yield f"{name} is missing or has the wrong type"
    for name, choices in _CHOICES.items():
        if name in value and value[name] not in choices:
            yield f"no {name} {_shown(value[name])}; choose from {', '.join(choices)}"
    versions = [problem for language in LANGUAGES for problem in _version(value, language)]
    yield from versions or _same_counts(value)
    yield from _facts(value.get("facts", []), {} if versions else value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _shown(value: Any) -> str:
    return quoted(value if isinstance(value, str) else repr(value))


def _unknown(value: Mapping[str, Any], known: set[str], place: str) -> Iterator[str]:
    for name in value:
        if name not in known:
            yield f"{place} has an unknown field {quoted(name)}; fields are {', '.join(sorted(known))}"


def _version(article: Mapping[str, Any], language: str) -> Iterator[str]:
    version = article.get(language)
    if not isinstance(version, dict):
        yield f"{language} is missing or has the wrong type"
        return
    yield from _unknown(version, _VERSION, language)
    for name in ("paragraphs", "summaries"):
        if not _are_texts(version.get(name)):
            yield f"{language}.{name} is missing or has the wrong type"
    for name in ("headline", *(["lead"] if "lead" in version else [])):
        if not _is_text(version.get(name)):
            yield f"{language}.{name} is missing or has the wrong type"


def _same_counts(article: Mapping[str, Any]) -> Iterator[str]:
    for name in ("paragraphs", "summaries"):
        counts = {language: len(article[language][name]) for language in LANGUAGES}
        if len(set(counts.values())) != 1:
            shown = ", ".join(f"{language} {count}" for language, count in counts.items())
            yield f"the versions differ in their number of {name} ({shown})"
    if len({"lead" in article[language] for language in LANGUAGES}) != 1:
        yield "a lead is missing in some of the versions"


def _facts(value: Any, article: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(fact, dict) for fact in value):
        yield "facts must be a list of objects"
        return
    ids = [fact.get("id") for fact in value]
    for number, fact in enumerate(value, start=1):
        name = fact.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name):
            yield f"fact {number}: the id must be small Latin letters, digits and hyphens"
            continue
        if ids.index(name) < number - 1:
            yield f"fact {name}: the id occurs twice"
        yield from (f"fact {name}: {problem}" for problem in _fact(fact, article))


def _fact(fact: Mapping[str, Any], article: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(fact, _FACT, "it")
    if fact.get("weight") not in tuple(WEIGHTS):
        yield f"no weight {_shown(fact.get('weight'))}; choose from {', '.join(WEIGHTS)}"
    yield from _places(fact, "paragraphs", _count(article, "paragraphs"), fewest=1)
    yield from _places(fact, "references", _count(article, "summaries"), fewest=0)
    for language in LANGUAGES:
        yield from _wording(fact.get(language), language)


def _count(article: Mapping[str, Any], name: str) -> int | None:
    """How many paragraphs or summaries there are; None where that is not known."""
    return len(article["en"][name]) if article else None


def _places(fact: Mapping[str, Any], name: str, count: int | None, *, fewest: int) -> Iterator[str]:
    numbers = fact.get(name)
    known = range(1, count + 1) if count else None
    if not isinstance(numbers, list) or not all(
        type(number) is int and (known is None or number in known) for number in numbers
    ):
        yield f"{name} must be a list of numbers" + (f" from 1 to {count}" if count else "")
    elif len(numbers) < fewest:
        yield f"{name} must not be empty"
    elif numbers != sorted(set(numbers)):
        yield f"{name} must be in order, each number once"


def _wording(value: Any, language: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{language} is missing or has the wrong type"
        return
    yield from _unknown(value, _WORDING, language)
    if not _is_text(value.get("statement")):
        yield f"{language}.statement is missing or has the wrong type"
    forms: Any = value.get("forms")
    if not _are_texts(forms):
        yield f"{language}.forms must be a list of one or more forms"
        return
    yield from _malformed(forms, language)


def _malformed(forms: Sequence[str], language: str) -> Iterator[str]:
    for form in forms:
        try:
            parse(form, language)
        except FormError as error:
            yield f"{language} form {quoted(form)} {error}"
