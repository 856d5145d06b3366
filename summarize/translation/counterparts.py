"""Numbers, units, months and weekdays of a sentence, with what its translation has for each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from summarize.checks.quantities import Quantities
from summarize.translation.correspondence import Span

_LETTERS = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+)*")


def counterparts(source: str, hypothesis: str, languages: tuple[str, str]) -> list[tuple[Span, Span]]:
    """Spans of both texts that say the same: each kind as often in one as in the other, in their order.

    A number and its unit are separate spans, as are a day and its month: either may be formatted alone.
    """
    sides: list[dict[object, list[Span]]] = []
    for text, language in zip((source, hypothesis), languages, strict=True):
        places: dict[object, list[Span]] = defaultdict(list)
        for key, span in _said(Quantities(text, language)):
            places[key].append(span)
        sides.append(places)
    ours, theirs = sides
    return [
        pair
        for key, spans in ours.items()
        if len(spans) == len(theirs.get(key, ()))
        for pair in zip(spans, theirs[key], strict=True)
    ]


def _said(quantities: Quantities) -> Iterator[tuple[object, Span]]:
    text = quantities.text
    for day in quantities.days:
        if month := _LETTERS.search(text, day.start, day.end):
            yield ("month", day.months), month.span()
    for weekday in quantities.weekdays:
        yield ("weekday", weekday.number), (weekday.start, weekday.end)
    ends = {}
    for numeral in quantities.numerals:
        ends[numeral.start] = numeral.end
        yield ("number", min(numeral.readings)), (numeral.start, numeral.end)
    for measure in quantities.measures:
        end = ends.get(measure.start, measure.end)
        if unit := _LETTERS.search(text, end, measure.end):
            yield ("unit", measure.unit, min(measure.values)), unit.span()
    for start, end, unit_of_sums in quantities.units:
        yield ("currency or share", unit_of_sums), (start, end)
