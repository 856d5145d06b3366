"""Entities as text: who, where, when and how much, each with the first sentence it stands in."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from summarize.result import Result
from summarize.result.entities import Entity

_MOST: Final = 8  # entities of a kind that are shown
_LONGEST: Final = 140  # characters of a sentence
_HEADINGS: Final = {
    "en": {
        "name": "Names", "organisation": "Organisations", "place": "Places", "date": "Dates",
        "money": "Sums", "percent": "Percentages", "number": "Numbers", "more": "… and {} more",
    },
    "ru": {
        "name": "Имена", "organisation": "Организации", "place": "Места", "date": "Даты",
        "money": "Суммы", "percent": "Проценты", "number": "Числа", "more": "… и ещё {}",
    },
    "kk": {
        "name": "Есімдер", "organisation": "Ұйымдар", "place": "Жерлер", "date": "Күндер",
        "money": "Сомалар", "percent": "Пайыздар", "number": "Сандар", "more": "… және тағы {}",
    },
}  # fmt: skip


def listed(result: Result, *, markdown: bool = False) -> str:
    """A heading for each kind, then a line for each entity: its name, how often, and its first sentence.

    The headings are in the document's language. Sentences that are long are cut around the entity.
    """
    words = _HEADINGS[result.document.language]
    blocks = []
    for kind, group in groupby(result.entities or (), key=lambda entity: entity.kind):
        some = list(group)
        lines = [f"### {words[kind]}\n" if markdown else words[kind]]
        lines += [_line(entity, result) for entity in some[:_MOST]]
        lines += [words["more"].format(len(some) - _MOST)] if len(some) > _MOST else []
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _line(entity: Entity, result: Result) -> str:
    count = f" ({len(entity.mentions)})" if len(entity.mentions) > 1 else ""
    return f"- {' '.join(entity.text.split())}{count}: {_around(entity, result)}"


def _around(entity: Entity, result: Result) -> str:
    """The sentence of the first mention, on one line and shortened to what is around it."""
    mention = entity.mentions[0]
    first, last = mention.sentence
    text = result.document.text
    left, right = max(first, mention.start - _LONGEST // 2), min(last, mention.end + _LONGEST // 2)
    if last - first <= _LONGEST:
        left, right = first, last
    while left > first and not text[left - 1].isspace():
        left -= 1
    while right < last and not text[right].isspace():
        right += 1
    shown = " ".join(text[left:right].split())
    return f"{'… ' if left > first else ''}{shown}{' …' if right < last else ''}"
