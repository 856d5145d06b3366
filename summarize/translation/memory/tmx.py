"""Reading of TMX 1.4, the exchange format of translation memories, unit by unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

from summarize.documents.markup import attribute, child, local, streamed, texts_outside
from summarize.errors import DocumentError, UsageError
from summarize.text.language_table import LANGUAGES
from summarize.translation.memory.units import Unit, context_of

_CODES = ("bpt", "ept", "ph", "it", "ut")  # inline elements whose content is code, not text
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z")
_UNREVIEWED = ("flagged", "kept")


def units(path: str) -> Iterator[Unit]:
    """The segments of a TMX file in every direction that it says, without ever holding all of it.

    A unit whose source language is ``*all*`` is a segment in both directions. What our own writer flagged is
    left out: nobody has approved it.

    Raises:
        UsageError: it cannot be read, is not well formed, or is no TMX.
    """
    try:
        with Path(path).open("rb") as file:
            headed, language = False, ""
            for element in streamed(file, path, "header", "tu"):
                if local(element) == "header":
                    headed, language = True, attribute(element, "srclang") or ""
                elif headed:
                    yield from _directions(element, language, Path(path).name)
            if not headed:
                raise UsageError(f"{path} is no TMX: it has no header")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    except DocumentError as error:
        raise UsageError(str(error)) from None


def _directions(element: Any, declared: str, name: str) -> Iterator[Unit]:
    """The unit as a segment of each of its directions."""
    props = _props(element)
    if props.get("status") in _UNREVIEWED:
        return
    found = {
        language: text for language, (text, _) in variants(element).items() if language in LANGUAGES and text
    }
    dates = [date for _, date in variants(element).values() if date]
    source = (attribute(element, "srclang") or declared).lower().split("-")[0]
    date = _date(element) or max(dates, default="")
    origin = props.get("origin") or (f"{props['document']}, {name}" if "document" in props else name)
    for ours, theirs in permutations(found, 2):
        if source in (ours, "*all*", ""):
            context = _context(props) if source == ours else None
            yield Unit(ours, theirs, found[ours], found[theirs], context, date, origin, _approved(props))


def _approved(props: dict[str, str]) -> bool:
    """Whether a person made or accepted a unit: all, but for those that we wrote and nobody has seen."""
    return "status" not in props or props["status"] == "approved"


def _context(props: dict[str, str]) -> int | None:
    """Our own context, or that of the sentences before and after as OmegaT writes them."""
    ours = props.get("context", "")
    if re.fullmatch(r"-?\d{1,19}", ours) and abs(int(ours)) < 2**63:
        return int(ours)
    if "prev" in props or "next" in props:
        return context_of(props.get("prev", ""), props.get("next", ""))
    return None


def _props(element: Any) -> dict[str, str]:
    return {
        attribute(one, "type") or "": " ".join("".join(one.itertext()).split())
        for one in element
        if local(one) == "prop"
    }


def variants(element: Any) -> dict[str, tuple[str, str]]:
    """The text and date of each variant of a ``tu`` by language: ``en``, not ``en-GB``.

    Kazakh in Latin letters is left out, because documents are read in Cyrillic ones.
    """
    found: dict[str, tuple[str, str]] = {}
    for variant in element:
        language = attribute(variant, "lang") if local(variant) == "tuv" else None
        segment = child(variant, "seg")
        if language and segment is not None and "latn" not in language.lower():
            found[language.lower().split("-")[0].split("_")[0]] = _text(segment), _date(variant)
    return found


def _text(segment: Any) -> str:
    """The text of a segment on one line, without codes of its format."""
    return " ".join("".join(texts_outside(segment, _CODES)).split())


def _date(element: Any) -> str:
    """The date of the last change in ISO 8601; empty if there is none."""
    written = attribute(element, "changedate") or attribute(element, "creationdate") or ""
    match = _DATE.fullmatch(written)
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups()) if match else ""
