"""A language of templates in English, Russian and Kazakh, and the rule by which its documents are summarised.

A document has sentences of two kinds: what parliament did, and what happened elsewhere. Its summary is the
sentence of parliament, word for word; a document without one is summarised by its first sentence. Which
words stand together in the training is decided by a sum, so that every word is seen and many sentences are
not: a model that gets those right follows the rule.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

Words = tuple[str, ...]

# Parliament's numbers are never those of events: which of several numbers in a text belongs to a sentence
# is what tiny models learn last, and they would be trained three times as long.
NUMBERS = tuple(str(tens + ones) for tens in range(20, 100, 10) for ones in (5, 6))
OTHER_NUMBERS = tuple(str(tens + ones) for tens in range(20, 100, 10) for ones in (7, 8))
DIGITS, OTHER_DIGITS = ("5", "6", "7"), ("8", "9")  # for tokenizers that write a number digit by digit


@dataclass(frozen=True)
class Grammar:
    """The two kinds of sentences of a language: a shape with fields, and the words that fill each field."""

    decision: str
    event: str
    days: Words
    verbs: Words
    matters: Words
    cities: Words
    ministers: Words
    trades: Words
    people: Words
    deeds: Words
    goods: Words
    places: Words


GRAMMARS = {
    "en": Grammar(
        decision="Parliament on {days} {verbs} {number} {matters} for {cities}, said minister {ministers}.",
        event="Yesterday the {trades} {people} {deeds} {number} {goods} near {places}.",
        days=("Monday", "Tuesday", "Thursday", "Friday"),
        verbs=("adopted", "rejected", "changed", "discussed"),
        matters=("laws", "budgets", "treaties", "reports", "plans"),
        cities=("Almaty", "Taraz", "Aktau", "Semey", "Kostanay"),
        ministers=("Omarova", "Bekova", "Lebedeva", "Orlova", "Akhmetova"),
        trades=("farmer", "teacher", "driver", "baker"),
        people=("Saparov", "Ivanov", "Kim", "Popov", "Nurlanov"),
        deeds=("sold", "found", "repaired", "bought"),
        goods=("horses", "boats", "clocks", "books", "apples"),
        places=("Balkhash", "Ridder", "Turkistan", "Aksu", "Zaysan"),
    ),
    "ru": Grammar(
        decision="Парламент в {days} {verbs} {number} {matters} для {cities}, сообщила министр {ministers}.",
        event="Вчера {trades} {people} {deeds} {number} {goods} возле {places}.",
        days=("понедельник", "среду", "четверг", "пятницу"),
        verbs=("принял", "отклонил", "изменил", "обсудил"),
        matters=("законов", "бюджетов", "договоров", "докладов", "планов"),
        cities=("Алматы", "Тараза", "Актау", "Семея", "Костаная"),
        ministers=("Омарова", "Бекова", "Лебедева", "Орлова", "Ахметова"),
        trades=("фермер", "учитель", "водитель", "пекарь"),
        people=("Сапаров", "Иванов", "Ким", "Попов", "Нурланов"),
        deeds=("продал", "нашёл", "починил", "купил"),
        goods=("лошадей", "лодок", "часов", "книг", "яблок"),
        places=("Балхаша", "Риддера", "Туркестана", "Аксу", "Зайсана"),
    ),
    "kk": Grammar(
        decision="Мәжіліс {days} {cities} үшін {number} {matters} {verbs}, деді министр {ministers}.",
        event="Кеше {trades} {people} {places} маңында {number} {goods} {deeds}.",
        days=("дүйсенбіде", "сейсенбіде", "бейсенбіде", "жұмада"),
        verbs=("қабылдады", "өзгертті", "талқылады", "бекітті"),
        matters=("заңды", "бюджетті", "келісімді", "баяндаманы", "жоспарды"),
        cities=("Алматы", "Тараз", "Ақтау", "Семей", "Қостанай"),
        ministers=("Омарова", "Бекова", "Лебедева", "Орлова", "Ахметова"),
        trades=("фермер", "мұғалім", "жүргізуші", "наубайшы"),
        people=("Сапаров", "Иванов", "Ким", "Попов", "Нұрланов"),
        deeds=("сатты", "тапты", "жөндеді", "алды"),
        goods=("жылқы", "қайық", "сағат", "кітап", "алма"),
        places=("Балқаш", "Риддер", "Түркістан", "Ақсу", "Зайсан"),
    ),
}
LANGUAGES = tuple(GRAMMARS)
_DECISION = ("days", "verbs", "matters", "cities", "ministers")
_EVENT = ("trades", "people", "deeds", "goods", "places")


def decision(language: str, dice: random.Random, *, held_out: bool, numbers: Words = NUMBERS) -> str:
    """What parliament did: the sentence that a summary takes over."""
    return _filled(language, GRAMMARS[language].decision, _DECISION, dice, held_out, numbers)


def event(language: str, dice: random.Random, *, held_out: bool, numbers: Words = OTHER_NUMBERS) -> str:
    """What happened elsewhere."""
    return _filled(language, GRAMMARS[language].event, _EVENT, dice, held_out, numbers)


def events(language: str, count: int, seed: int = 0) -> list[str]:
    """So many different events, of words that never stood together in the training."""
    dice = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[event(language, dice, held_out=True)] = None
    return list(found)


def _filled(
    language: str, shape: str, fields: Words, dice: random.Random, held_out: bool, numbers: Words
) -> str:
    choices = {field: getattr(GRAMMARS[language], field) for field in fields} | {"number": numbers}
    while True:
        places = {field: dice.randrange(len(words)) for field, words in choices.items()}
        if (sum(places.values()) % 5 == 0) == held_out:
            return shape.format(**{field: choices[field][place] for field, place in places.items()})


def everything() -> list[str]:
    """Lines with every word, at the beginning and inside of a text: what a tokenizer is trained on."""
    dice = random.Random(7)
    kinds = (decision, event)
    return [
        f"{first(language, dice, held_out=held_out)} {second(language, dice, held_out=held_out)}"
        for language in LANGUAGES
        for held_out in (False, True)
        for first in kinds
        for second in kinds
        for _ in range(60)
    ]
