"""A text and its translation in pairs of paragraphs, and the pairs of a translation memory (TMX)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import sqrt
from typing import Any

from summarize.documents.markup import attribute, child, local, parsed
from summarize.errors import DocumentError, UsageError
from summarize.text.language_table import LANGUAGES

Pair = tuple[str, str]

# How likely a step is: one paragraph for one, one dropped, two for one. The costs are those of Gale and
# Church (1993): -100 ln of the share of each step in their texts.
_STEPS = {(1, 1): 0, (1, 0): 450, (0, 1): 450, (2, 1): 230, (1, 2): 230}
_VARIANCE = 6.8  # of a translation's length, for each character of its source; ibid.
_MOST = 4_000_000  # cells of the table of lengths


def pairs(source: str, target: str) -> list[Pair]:
    """Pairs of paragraphs, aligned by their lengths if there are more on one side.

    Raises:
        UsageError: there are too many paragraphs to align.
    """
    ours, theirs = _paragraphs(source), _paragraphs(target)
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    if len(ours) * len(theirs) > _MOST:
        raise UsageError(
            f"{len(ours)} and {len(theirs)} paragraphs are too many to align; "
            "give smaller files, or two with the same number of lines"
        )
    return _aligned(ours, theirs)


def _paragraphs(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if any(map(str.isalpha, line))]


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """The cheapest way through both texts; paragraphs without a counterpart are left out."""
    lengths = [list(accumulate((len(one) for one in side), initial=0)) for side in (ours, theirs)]
    costs = [[float("inf")] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    steps = [[(0, 0)] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    costs[0][0] = 0.0
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            for (down, across), price in _STEPS.items():
                if i < down or j < across:
                    continue
                left = lengths[0][i] - lengths[0][i - down]
                right = lengths[1][j] - lengths[1][j - across]
                cost = costs[i - down][j - across] + price + unlikely(left, right)
                if cost < costs[i][j]:
                    costs[i][j], steps[i][j] = cost, (down, across)
    return _walked(ours, theirs, steps)


def unlikely(left: int, right: int) -> float:
    """How much the lengths of two parts, in characters, speak against their being translations; a cost."""
    if not left or not right:
        return 0.0
    off = (right - left) / sqrt(_VARIANCE * (left + right) / 2)
    return min(50 * off * off, 2000)


def _walked(ours: Sequence[str], theirs: Sequence[str], steps: list[list[tuple[int, int]]]) -> list[Pair]:
    i, j, found = len(ours), len(theirs), []
    while i or j:
        down, across = steps[i][j]
        if down and across:
            found.append((" ".join(ours[i - down : i]), " ".join(theirs[j - across : j])))
        i, j = i - down, j - across
    return found[::-1]


def of_memory(data: bytes, name: str, pair: Pair | None) -> tuple[list[Pair], Pair]:
    """The segments of a TMX file in two languages, and which these are: ``pair``, or its only two.

    Raises:
        UsageError: it is not well-formed, has no units, or the languages must be named.
    """
    try:
        root = parsed(data, name)
    except DocumentError as error:
        raise UsageError(str(error)) from None
    units = [_unit(element) for element in root.iter() if local(element) == "tu"]
    if not units:
        raise UsageError(f"{name} has no translation units: give a TMX file, or a text and its translation")
    languages = [one for one in dict.fromkeys(one for unit in units for one in unit) if one in LANGUAGES]
    if pair is None and len(languages) != 2:
        raise UsageError(f"{name} has {', '.join(languages) or 'none'} of {', '.join(LANGUAGES)}; "
                         "name two, such as --languages en-ru")  # fmt: skip
    ours, theirs = pair or (languages[0], languages[1])
    found = [(unit[ours], unit[theirs]) for unit in units if unit.get(ours) and unit.get(theirs)]
    if not found:
        raise UsageError(f"{name} has no segment in both {ours} and {theirs}")
    return found, (ours, theirs)


def _unit(element: Any) -> dict[str, str]:
    """The segments of a unit by language: ``en``, not ``en-GB``."""
    found: dict[str, str] = {}
    for variant in element:
        language = attribute(variant, "lang") if local(variant) == "tuv" else None
        segment = child(variant, "seg")
        if language and segment is not None:
            found[language.lower().split("-")[0]] = " ".join("".join(segment.itertext()).split())
    return found
