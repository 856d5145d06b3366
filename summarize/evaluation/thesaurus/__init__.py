"""Words that say the same of a fact in the news, and what says the opposite; one file a language.

A line is a group: words or phrases in the notation of ``fact_forms``, of which each stands for each other
one; after ``<>`` what would say the opposite. A word can be in several groups.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from summarize.evaluation.word_forms import keys, same_word


class Alike(NamedTuple):
    """What can be said instead of a word or phrase, and what says the opposite."""

    said: frozenset[str] = frozenset()
    opposite: frozenset[str] = frozenset()


@lru_cache(maxsize=16384)
def alike(words: str, language: str) -> Alike:
    """The entries of all groups that ``words``, in any inflection, are in."""
    groups, places = _read(language)
    every = [
        each
        for key in ({words} if " " in words else keys(words, language))
        for each in places.get(key, ())
        if _is_form(each[0], words, language)
    ]
    exact = {number for entry, number in every if entry == words}  # жеңу is to win, its passive is to lose
    found = exact or {number for _, number in every}
    said = frozenset().union(*(groups[number].said for number in found))
    return Alike(said, frozenset().union(*(groups[number].opposite for number in found)) - said)


def _is_form(entry: str, words: str, language: str) -> bool:
    if entry.endswith("*"):
        return words.lower().startswith(entry[:-1])
    return entry == words or (" " not in words and same_word(entry, words, language))


@cache
def _read(language: str) -> tuple[list[Alike], dict[str, list[tuple[str, int]]]]:
    """The groups of a language, and under each key of an entry the entry and its group's number."""
    groups: list[Alike] = []
    places: dict[str, list[tuple[str, int]]] = {}
    lines = (files(__name__) / f"{language}.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        said, _, opposite = line.partition(" <> ")
        groups.append(Alike(frozenset(said.split(", ")), frozenset(filter(None, opposite.split(", ")))))
        for entry in groups[-1].said:
            for key in {entry} if " " in entry else keys(entry.rstrip("*"), language):
                places.setdefault(key, []).append((entry, len(groups) - 1))
    return groups, places
