"""Names in a hypothesis that the source does not have.

In one language names are compared by form, inflection allowed; across languages full names are
compared by sound, and reported only when a name of the source went missing too. Not known: who did what (two
people of the source may be exchanged unseen), and a sentence's first word unless it looks like a
surname.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarize.checks.common_names import is_common
from summarize.checks.dates import days, weekdays
from summarize.checks.findings import Finding
from summarize.checks.inflection import WordForms
from summarize.checks.places import places
from summarize.checks.transliteration import difference, skeleton
from summarize.text.words import Word, words

_SURNAME = re.compile(r"\w{2,}(?:ов|ев|ёв|енко|швили|ұлы|қызы)(?:а|у|ым|е|тың|қа|ты|пен|мен|ның|нің)?")
_FORMS_OF_ADDRESS = frozenset({"Mrs", "Miss", "President", "Minister", "Ambassador", "Professor", "Madam"})
_TITLE_CASE = 0.7  # a line with more capitals than this is a headline: its words are no names


def _message(word: str) -> str:
    return f"name {word!r} is not in the source"


def _headline(line: Sequence[Word]) -> bool:
    long = [word for word in line if len(word.text) > 3]
    return len(long) > 3 and sum(word.text[0].isupper() for word in long) >= _TITLE_CASE * len(long)


def name_words(text: str, language: str) -> list[Word]:
    """The words of a text that are plainly names, or parts of them: no month, no headline, no title."""
    found = words(text)
    starts = [word.start for word in found]
    spans = [(day.start, day.end) for day in days(text, language)]
    spans += [(day.start, day.end) for day in weekdays(text, language)]
    for line in re.finditer(r"[^\n]+", text) if language == "en" else ():
        if line[0].rstrip()[-1:].isalnum():
            inside = found[bisect_left(starts, line.start()) : bisect_left(starts, line.end())]
            spans += [line.span()] if _headline(inside) else []
    skipped = {at for start, end in spans for at in range(start, end)}
    return [
        word
        for word in found
        if word.capitalised
        and len(word.text) > 2
        and word.start not in skipped
        and (not word.initial or (language != "en" and _SURNAME.fullmatch(word.text)))
    ]


def invented_names(hypothesis: str, source: str, language: str) -> Iterator[Finding]:
    """Names that the source, in the same language, has in no form."""
    forms = WordForms((word.text for word in words(source)), language)
    for word in name_words(hypothesis, language):
        if not forms.knows(word.text) and not (language == "en" and word.text in _FORMS_OF_ADDRESS):
            yield Finding("name", _message(word.text), word.text, word.start, word.end)


def _sounding(found: Sequence[Word], language: str) -> list[str]:
    """Names that can be compared by sound."""
    return [
        word.text for word in found
        if word.capitalised and len(skeleton(word.text)) > 1 and not is_common(word.text, language)
    ]  # fmt: skip


def _unpaired(ours: Sequence[str], theirs: Sequence[str]) -> tuple[set[str], set[str]]:
    """Names left over on either side when those that sound alike are paired off, the closest first."""
    pairs = sorted(
        (apart, one, other)
        for one in set(ours)
        for other in set(theirs)
        if (apart := difference(one, other)) is not None
    )
    free, others = set(ours), set(theirs)
    for apart, one, other in pairs:
        if one in free and (other in others or not apart):
            free.discard(one)
            others.discard(other)
        elif other in others and not apart:
            others.discard(other)
    return free, others


def _capitals(text: str, language: str) -> list[str]:
    """Every word that may be a name, sentence beginnings and abbreviations included."""
    capitals = [word for word in words(text) if word.text[0].isupper() and len(word.text) > 1]
    return [word.text for word in capitals if not (word.initial and is_common(word.text, language))]


def lost_names(hypothesis: str, source: str, *, source_language: str, target_language: str) -> list[str]:
    """Names and places of the source that nothing in a translation sounds like or stands for."""
    _, others = _unpaired(_capitals(hypothesis, target_language), _capitals(source, source_language))
    unheard = others.intersection(_sounding(name_words(source, source_language), source_language))
    named = places(source, source_language)
    known = Counter(mention.place for mention in named)
    known -= Counter(mention.place for mention in places(hypothesis, target_language))
    lost = [(mention.start, source[mention.start : mention.end]) for mention in named if known[mention.place]]
    spans = [(mention.start, mention.end) for mention in named]
    for word in words(source):
        if word.text in unheard and not any(start <= word.start < end for start, end in spans):
            lost.append((word.start, word.text))
    return [name for _, name in sorted(lost)]


def foreign_names(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Names that sound like none of the source's, where a name of the source is missing too.

    Only names that stand beside another capitalised word ("Norbert Hallstein"): single ones are
    too often places and peoples that languages call differently.
    """
    free, others = _unpaired(_capitals(hypothesis, target_language), _capitals(source, source_language))
    if not others.intersection(_sounding(name_words(source, source_language), source_language)):
        return
    beside = {
        at
        for one, other in pairwise(words(hypothesis))
        if one.capitalised and other.capitalised and hypothesis[one.end : other.start] == " "
        for at in (one.start, other.start)
    }
    for word in name_words(hypothesis, target_language):
        if word.start in beside and word.text in free and _sounding([word], target_language):
            yield Finding("name", _message(word.text), word.text, word.start, word.end)
