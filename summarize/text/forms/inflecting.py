"""A term in the form of the words that it replaces: their case and number, in English, Russian and Kazakh."""

from __future__ import annotations

from typing import Any

from summarize.text.forms import english, kazakh, russian
from summarize.text.forms.tokens import Token, tokens


def cast(term: str, replaced: str, language: str, before: str = "") -> str | None:
    """A term, given in its dictionary form, in the form that ``replaced`` has after the text ``before``.

    ``None`` if that form is not certain, or the term does not have it.
    """
    words, old = [one for one in tokens(term) if one.word], [one for one in tokens(replaced) if one.word]
    if not words or not old:
        return None
    if language == "ru":
        return _russian(term, words, old, before)
    return _kazakh(term, words, old) if language == "kk" else _english(term, words[-1], old[-1])


def _english(term: str, word: Token, old: Token) -> str:
    """The plural if the other word is one."""
    if english.singular(old.key) == old.key or english.singular(word.key) != word.key:
        return term
    plural = min(english.noun_forms(word.key) - {word.key}, key=len, default=word.text)
    return term[: word.start] + (plural if word.text.islower() else word.text) + term[word.end :]


def _russian(term: str, words: list[Token], old: list[Token], before: str) -> str | None:
    """Inflected like the first noun of the other words; the text before decides between cases."""
    readings = next((found for one in old if (found := russian.nouns(one.key))), [])
    preposition = next((one.key for one in reversed(tokens(before)) if one.word), "")
    governed = russian.governed(preposition)
    first = not any(one.word for one in tokens(before))
    cases = {(russian.case(one.tag), str(one.tag.number)) for one in readings}
    if governed:
        cases = {each for each in cases if each[0] in governed}
    elif first:
        cases = {each for each in cases if each[0] == "nomn"} or cases
    forms = {_declined(term, words, case or "nomn", number) for case, number in cases}
    return forms.pop() if len(forms) == 1 else None


def _declined(term: str, words: list[Token], case: str, number: str) -> str | None:
    """A Russian term in a case: its first noun in the nominative, and the adjectives before it."""
    readings = [russian.readings(word) for word in words]
    head = next((at for at, one in enumerate(readings) if one and russian.leads(one[0])), None)
    if head is None:  # an acronym, or no noun: it has one form
        return term
    noun = readings[head][0]
    number = "plur" if noun.tag.number == "plur" else number
    declined = noun.inflect({case, number}) or noun.inflect({case})
    if declined is None:
        return None
    wanted = {case, "plur"} if declined.tag.number == "plur" else {case, str(declined.tag.gender)}
    if case == "accs" and noun.tag.animacy:
        wanted |= {str(noun.tag.animacy)} if declined.tag.gender != "femn" else set()
    forms = {head: declined}
    for at in range(head):
        adjective = readings[at][0].inflect(wanted) if readings[at] else None
        if adjective is None:
            return None
        forms[at] = adjective
    for at in sorted(forms, reverse=True):
        term = term[: words[at].start] + _shaped(forms[at], words[at]) + term[words[at].end :]
    return term


def _shaped(form: Any, word: Token) -> str:
    text = str(form.word)
    return text[0].upper() + text[1:] if word.text[0].isupper() else text


def _kazakh(term: str, words: list[Token], old: list[Token]) -> str | None:
    """With the case ending of the other words' last one."""
    case, possessed = kazakh.case_of(old[-1].key) or (None, old[-1].key.endswith(("сы", "сі")))
    word = words[-1]
    owned = len(words) > 1 and word.key[-1] in "ыі"  # the term has its possessive: адам құқықтары
    if possessed and not owned:
        return None
    if case is None:
        return term
    ending = kazakh.case_ending(word.key, case, possessed=owned)
    if ending is None:
        return None
    link = "-" if word.text.isupper() and len(word.text) > 1 else ""
    return term[: word.end] + link + ending + term[word.end :]
