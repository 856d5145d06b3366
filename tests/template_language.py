"""A little language of reports, the same in English, Russian and Kazakh: one grammar, no ambiguity.

Every sentence says who did what, how much of it, where and when. Russian verbs agree with their
subject, Kazakh puts the verb last: a translation is more than words exchanged one for one.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Subject:
    en: str
    ru: str
    kk: str
    feminine: bool


@dataclass(frozen=True)
class Action:
    """A verb and its object; the object is as it stands after numbers such as 5 or 30."""

    en: tuple[str, str]
    ru: tuple[str, str, str]  # he did, she did, what
    kk: tuple[str, str]  # what, did


SUBJECTS = (
    Subject("The minister", "Министр", "Министр", False),
    Subject("The commission", "Комиссия", "Комиссия", True),
    Subject("The governor", "Губернатор", "Әкім", False),
    Subject("The delegation", "Делегация", "Делегация", True),
    Subject("The university", "Университет", "Университет", False),
    Subject("The company", "Компания", "Компания", True),
)
ACTIONS = (
    Action(("opened", "schools"), ("открыл", "открыла", "школ"), ("мектеп", "ашты")),
    Action(("closed", "factories"), ("закрыл", "закрыла", "заводов"), ("зауыт", "жапты")),
    Action(("bought", "buses"), ("купил", "купила", "автобусов"), ("автобус", "сатып алды")),
    Action(("built", "hospitals"), ("построил", "построила", "больниц"), ("аурухана", "салды")),
    Action(("checked", "libraries"), ("проверил", "проверила", "библиотек"), ("кітапхана", "тексерді")),
)
PLACES = (
    ("Almaty", "Алматы", "Алматыда"),
    ("Astana", "Астане", "Астанада"),
    ("Pavlodar", "Павлодаре", "Павлодарда"),
    ("Shymkent", "Шымкенте", "Шымкентте"),
    ("Taraz", "Таразе", "Таразда"),
)
MONTHS = (("May", "мая", "мамырда"), ("June", "июня", "маусымда"), ("October", "октября", "қазанда"))
NUMBERS = (5, 8, 15, 30, 60)  # each takes one form of the noun in Russian
DAYS = (7, 14, 26)


@dataclass(frozen=True)
class Fact:
    """What one sentence says: indices into the tables above."""

    subject: int
    action: int
    place: int
    month: int
    number: int
    day: int

    def said(self, language: str) -> str:
        """The sentence in one of the three languages."""
        subject, action = SUBJECTS[self.subject], ACTIONS[self.action]
        place, month = (
            table[LANGUAGES.index(language)] for table in (PLACES[self.place], MONTHS[self.month])
        )
        number, day = NUMBERS[self.number], DAYS[self.day]
        if language == "en":
            verb, what = action.en
            return f"{subject.en} {verb} {number} {what} in {place} on {day} {month}."
        if language == "ru":
            return (
                f"{subject.ru} {action.ru[subject.feminine]} {number} {action.ru[2]} в {place} {day} {month}."
            )
        what, verb = action.kk
        return f"{subject.kk} {day} {month} {place} {number} {what} {verb}."


def everything() -> list[Fact]:
    """Every fact there is, in an order that is always the same and mixes them well."""
    tables = (SUBJECTS, ACTIONS, PLACES, MONTHS, NUMBERS, DAYS)
    facts = [Fact(*indices) for indices in itertools.product(*(range(len(table)) for table in tables))]
    random.Random(7).shuffle(facts)
    return facts


_FACTS = everything()
UNSEEN, SEEN = _FACTS[:200], _FACTS[200:]  # no model is trained on the first
