"""Russian words in their forms, by pymorphy3, which is loaded with the first Russian term.

In a term of several words, adjectives agree with the noun, and what depends on the noun keeps its case.
Of homonyms (сталь, стали) the likelier one counts that the words before it allow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from summarize.text.forms.pattern import Gap, Part, Pattern, Slot, listed
from summarize.text.forms.tokens import Token, fold

_POS = {
    "noun": frozenset({"NOUN"}),
    "name": frozenset({"NOUN"}),
    "verb": frozenset({"INFN", "VERB"}),
    "adjective": frozenset({"ADJF", "PRTF"}),
}
_MODIFIERS = frozenset({"ADJF", "PRTF", "NUMR"})
_FINITE = frozenset({"VERB", "INFN", "GRND"})
# The cases after a preposition.
_GOVERNED = {
    case: frozenset(words.split())
    for case, words in {
        "gent": "без для до из изо от ото у около после против ради среди вместо кроме мимо вокруг возле "
        "внутри вне насчет с со из-за из-под ввиду вследствие относительно",
        "datv": "к ко по благодаря согласно вопреки навстречу",
        "accs": "в во на за под через про сквозь о об по с со спустя",
        "ablt": "с со над за под перед между",
        "loct": "в во на о об обо при по",
    }.items()
}
_PREPOSITIONS = frozenset().union(*_GOVERNED.values())
_SUBJECTS = listed("я ты он она оно мы вы они кто")
_COUNTED = listed("много мало сколько несколько больше меньше большинство пять шесть семь восемь девять "
                     "десять сто тысяч миллионов")  # fmt: skip
# Plural nouns whose singular is another word, or none.
_PLURAL = listed("выборы часы очки духи весы данные деньги")
_TOWNS = ("ев", "ов", "ин", "ын")  # a town has -ом where a surname has -ым
_ABBREVIATED = ("", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах")
_PARTICLES = listed("то ка таки де с")
_NAMES = listed("Name Surn Patr Geox Orgn Trad")
_UNLIKELY = 0.1  # a reading that is so much less likely than another one is not meant
_CASES = {"gen2": "gent", "loc2": "loct", "acc2": "accs", "gen1": "gent", "loc1": "loct"}


@cache
def _analyzer() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=65536)
def _parses(word: str) -> tuple[Any, ...]:
    """The readings of a word, the likeliest first."""
    return tuple(_analyzer().parse(word))


def lemma(word: str) -> str:
    """The dictionary form, folded, of a word: itself if it can be one, else that of its likeliest reading."""
    found = [fold(reading.normal_form) for reading in _parses(word)]
    return word if word in found else found[0]


def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms, folded, of a word's likely readings."""
    return frozenset(fold(each.normal_form) for each in _parses(word) if each.score >= _UNLIKELY / 2)


def case(tag: Any) -> str | None:
    """The case of a reading, without the rare second ones."""
    found: str | None = _CASES.get(tag.case, tag.case)
    return found


def _lexeme(reading: Any) -> tuple[str, str]:
    pos = reading.tag.POS
    return fold(reading.normal_form), "VERB" if pos in ("INFN", "PRTF", "PRTS", "GRND") else str(pos)


def pattern(words: Sequence[Token], part: Part | None) -> Pattern:
    """The slots of a term: which words take which forms beside one another."""
    readings = [_reading(word, part if len(words) == 1 else None) for word in words]
    if part == "verb" and len(words) > 1:
        readings[0] = _reading(words[0], "verb")
    head = next((at for at, each in enumerate(readings) if each and leads(each[0])), None)
    slots, agreeing = [], []
    for at, (word, found) in enumerate(zip(words, readings, strict=True)):
        free = head is None or at <= head or bool(found and leads(found[0]))
        forms = _forms(word, found, free=free)
        if head is not None and at < head and found and found[0].tag.POS in _MODIFIERS:
            agreeing.append(at)
        slots.append(Slot(forms, _gap(words, readings, at) if at else None))
    wanted = [frozenset(map(_lexeme, each)) for each in readings]
    common = words[0].text.islower()

    def fits(here: Sequence[Token], places: Sequence[int]) -> bool:
        if len(places) == 1 and common and _personal(here, places[0]):
            return False
        if len(places) == 1:
            return not common or not wanted[0] or _meant(here, places[0], wanted[0])
        return all(
            _agree(here[places[at]].key, here[places[head or 0]].key, wanted[at], wanted[head or 0])
            for at in agreeing
        )

    return Pattern(tuple(words), tuple(slots), fits)


def leads(reading: Any) -> bool:
    """Whether a word of a term can be what the others depend on: a noun in the nominative, or a verb."""
    tag = reading.tag
    return bool((tag.POS == "NOUN" and tag.case == "nomn") or tag.POS == "INFN")


def _reading(word: Token, part: Part | None) -> list[Any]:
    """The readings of a term's word that a glossary means: dictionary forms before others."""
    if _abbreviated(word.text) or not word.text.isalpha():
        return []
    found = _parses(word.key)
    if part:
        found = tuple(one for one in found if one.tag.POS in _POS[part]) or found
    first = [one for one in found if fold(one.normal_form) == word.key and not _oblique(one)]
    plural = [one for one in found if one.tag.case == "nomn" and one.tag.POS != "VERB"]
    chosen = first or plural or list(found[:1])
    if word.key in _PLURAL:
        chosen = [one for one in plural if "plur" in one.tag] or chosen
    pos = max(chosen, key=lambda one: float(one.score)).tag.POS
    chosen = [one for one in chosen if pos == one.tag.POS]
    return [one for one in chosen if one.is_known] or chosen


def _oblique(reading: Any) -> bool:
    tag = reading.tag
    return bool((tag.case and tag.case != "nomn") or tag.POS == "GRND" or tag.mood == "impr")


def readings(word: Token) -> list[Any]:
    """The readings of a term's word that a glossary means; none for an acronym."""
    return _reading(word, None)


def nouns(word: str) -> list[Any]:
    """The readings of a folded word as a noun; none if it is more likely something else."""
    found = _parses(word)
    if found[0].tag.POS != "NOUN":
        return []
    return [one for one in found if one.tag.POS == "NOUN" and one.score >= _UNLIKELY * found[0].score]


def governed(preposition: str) -> frozenset[str]:
    """The cases after a preposition; none for any other word."""
    return frozenset(name for name, words in _GOVERNED.items() if preposition in words)


def _abbreviated(text: str) -> bool:
    return len(text) > 1 and text.isupper()


def _forms(word: Token, readings: Sequence[Any], *, free: bool) -> frozenset[str]:
    """All forms of a word; of one that depends on another, those in its case."""
    if _abbreviated(word.text):
        return frozenset(word.key + ending for ending in _ABBREVIATED)
    if not readings:
        return frozenset({word.key})
    if free and word.text[0].isupper() and word.key.endswith(_TOWNS):
        return frozenset(word.key + ending for ending in ("", "а", "у", "ом", "ым", "е"))
    if free:
        only = "plur" if word.key in _PLURAL else None
        return frozenset(
            fold(form.word)
            for reading in readings
            for form in reading.lexeme
            if only is None or only in form.tag
        ) | {word.key}
    cases = {case(one.tag) for one in _parses(word.key) if one.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR")}
    found = {word.key}
    for reading in _parses(word.key):
        if reading.tag.POS in ("NOUN", "ADJF", "PRTF") and reading.score >= _UNLIKELY:
            found |= {fold(form.word) for form in reading.lexeme if case(form.tag) in cases}
    return frozenset(found)


def _gap(words: Sequence[Token], readings: Sequence[Sequence[Any]], at: int) -> Gap | None:
    """What may stand before a word of the term."""
    before, here = readings[at - 1], readings[at]
    if before and before[0].tag.POS == "INFN":
        return _complements
    if here and words[at].key not in _PREPOSITIONS and here[0].tag.POS in ("NOUN", "ADJF", "PRTF"):
        return _described
    return None


def _described(_: Token, between: Sequence[Token]) -> bool:
    """Adjectives, "и" among them: гражданские (и политические) права."""
    if between[0].key in ("и", "или"):
        return len(between) == 2 and _modifies(between[1])
    return len(between) <= 2 and all(map(_modifies, between))


def _modifies(token: Token) -> bool:
    return token.word and any(one.tag.POS in _MODIFIERS for one in _parses(token.key)[:3])


def _complements(_: Token, between: Sequence[Token]) -> bool:
    """Up to three words that are no verb, between a verb and what it takes."""
    return len(between) <= 3 and all(
        token.word and _parses(token.key)[0].tag.POS not in _FINITE for token in between
    )


def _agree(one: str, other: str, wanted: frozenset[Any], head: frozenset[Any]) -> bool:
    """Whether an adjective's form and its noun's share case and number, and gender in the singular."""
    nouns = [noun for noun in _parses(other) if _lexeme(noun) in head]
    adjectives = [adjective for adjective in _parses(one) if _lexeme(adjective) in wanted]
    return any(_alike(noun, adjective) for noun in nouns for adjective in adjectives) or not head


def _personal(here: Sequence[Token], place: int) -> bool:
    """Whether a common noun is written as a person's or a place's name: Роман, Вера, Орёл."""
    token = here[place]
    if not token.text[0].isupper() or token.text.isupper() or not _named(token):
        return False
    if place and (here[place - 1].word or here[place - 1].text in "-,"):
        return True
    after = (
        here[place + 1] if place + 1 < len(here) else None
    )  # a capital that begins a sentence says nothing
    return after is not None and after.text[0].isupper()


def _named(token: Token) -> bool:
    return any(_NAMES & set(one.tag.grammemes) for one in _parses(token.key))


def _meant(here: Sequence[Token], place: int, wanted: frozenset[Any]) -> bool:
    """Whether a form is more than unlikely to be of the wanted word, given the words beside it."""
    readings = _parses(here[place].key)
    ours = [one for one in readings if _lexeme(one) in wanted]
    others = [one for one in readings if _lexeme(one) not in wanted and not _proper(one, here[place])]
    if not ours or not others:
        return not readings or bool(ours)
    ours, others = _allowed(ours, others, here, place)
    if not ours or not others:
        return bool(ours)
    return _best(ours) >= _UNLIKELY * _best(others)


def _best(readings: Sequence[Any]) -> float:
    return max(float(one.score) for one in readings)


def _proper(reading: Any, token: Token) -> bool:
    """Whether a reading is a name, but the word has no capital."""
    return token.text[0].islower() and bool(_NAMES & set(reading.tag.grammemes))


def _allowed(
    ours: list[Any], others: list[Any], here: Sequence[Token], place: int
) -> tuple[list[Any], list[Any]]:
    """The readings that the word before allows; all of them if it allows none."""
    before = here[place - 1] if place and here[place - 1].word else None
    test = before and (_test(before.key) or _predicate(ours, others, here, place))
    if not test:
        return ours, others
    kept = [one for one in ours if test(one)], [one for one in others if test(one)]
    return kept if kept[0] or kept[1] else (ours, others)


def _test(before: str) -> Callable[[Any], bool] | None:
    """What a reading must be after this word; ``None`` if the word says nothing."""
    if before in _PREPOSITIONS:
        return lambda one: before in _GOVERNED.get(case(one.tag) or "", ())
    if before in _SUBJECTS:
        return lambda one: one.tag.POS != "NOUN"
    if before in _COUNTED:
        return lambda one: bool(case(one.tag) == "gent")
    likely = _parses(before)
    described = [one for one in likely if one.tag.POS in ("ADJF", "PRTF")]
    noun = any(one.tag.POS == "NOUN" and case(one.tag) == "nomn" for one in likely)
    if described and described[0] is likely[0] and not noun:
        return lambda one: one.tag.POS == "NOUN" and any(_alike(one, each) for each in described)
    return None


def _predicate(
    ours: Sequence[Any], others: Sequence[Any], here: Sequence[Token], place: int
) -> Callable[[Any], bool] | None:
    """What a reading must be after a noun: its verb (птица села на ветку) or its genitive (цена стали)."""
    subject = _noun(here[place - 1].key)
    finite = [one for one in others if one.tag.POS == "VERB" and one.tag.tense == "past"]
    if subject is None or case(subject.tag) not in ("nomn", "accs") or not finite:
        return None
    if any(_agrees(verb, subject) for verb in finite):
        after = here[place + 1].key if place + 1 < len(here) else "."
        closed = not after.isalpha() or after in _PREPOSITIONS
        return (lambda one: one.tag.POS == "VERB") if closed else None
    governed = place > 1 and here[place - 2].key in _PREPOSITIONS
    if not governed and any(case(one.tag) == "gent" for one in ours):
        return lambda one: bool(case(one.tag) == "gent")
    return None


def _noun(word: str) -> Any | None:
    """The likeliest reading of a word as a noun; ``None`` if it is more likely a verb or the like."""
    readings = [one for one in _parses(word) if one.tag.POS not in ("ADJF", "PRTF")]
    return readings[0] if readings and readings[0].tag.POS == "NOUN" else None


def _agrees(verb: Any, subject: Any) -> bool:
    """Whether a noun can be the subject of a verb in the past."""
    return bool(
        verb.tag.number == subject.tag.number
        and (verb.tag.number == "plur" or verb.tag.gender == subject.tag.gender)
    )


def _alike(noun: Any, adjective: Any) -> bool:
    one, other = noun.tag, adjective.tag
    if (case(one), one.number) == ("gent", "sing") and (case(other), other.number) == ("gent", "plur"):
        return True  # три круглых стола
    return bool(
        case(one) == case(other)
        and one.number == other.number
        and (one.number == "plur" or other.gender in (None, one.gender))
    )


def prefixed(before: Sequence[Token], word: Token) -> bool:
    """Whether what a hyphen joins to the front makes another word: премьер-министр, but not дети-беженцы."""
    if not _parses(f"{before[0].key}-{word.key}")[0].is_known and any(
        one.tag.POS == "NOUN" == other.tag.POS
        and case(one.tag) == case(other.tag)
        and one.tag.number == other.tag.number
        and one.is_known
        for one in _parses(before[0].key)
        for other in _parses(word.key)
    ):
        return False
    return not (before[0].text[0].isupper() and word.text[0].isupper()) and not before[0].text[0].isdigit()


def suffixed(word: Token, after: Sequence[Token]) -> bool:
    """Whether what a hyphen joins to the end makes another word: генерал-майор, but not страна-участница."""
    other = after[0]
    if other.key in _PARTICLES or other.text[0].isupper() or other.text[0].isdigit():
        return False
    return not any(one.tag.POS in ("NOUN", "ADJF") and one.is_known for one in _parses(other.key))
