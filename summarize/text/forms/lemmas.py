"""Which words of a text are forms of the same word, without a context: for counting, not for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from summarize.text.forms import english, kazakh, russian

_FREQUENT = 4  # times as often as a shorter word, from which a word is not one of its forms


def lemmas(words: Iterable[str], language: str) -> dict[str, str]:
    """Each of these folded words → one that stands for all its forms.

    In Kazakh, which has no dictionary here, it is the shortest of the words that has the others as forms;
    a word that is much more frequent stands for itself: теңге is not the dative of тең.
    """
    counts = Counter(words)
    every = sorted(counts, key=lambda word: (len(word), word))
    if language == "en":
        return {word: english.singular(word) for word in every}
    if language == "ru":
        return {word: russian.lemma(word) for word in every}
    found: dict[str, str] = {}
    for word in every:
        if word in found:
            continue
        for form in kazakh.noun_forms(word) if len(word) > 2 else (word,):
            if counts[form] <= _FREQUENT * counts[word]:
                found.setdefault(form, word)
    return {word: found.get(word, word) for word in every}
