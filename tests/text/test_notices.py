"""Notices: the lists of evals/furniture, the lines that people found in summaries, and whole pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.api.run import run
from summarize.request import Length, Request
from summarize.text.documents import from_text
from summarize.text.furniture import furniture
from summarize.text.layout import blocks
from summarize.text.notices import notice

LINES = Path(__file__).resolve().parents[2] / "evals" / "furniture"
LANGUAGES = ("en", "ru", "kk")
FOUND, MARKED = 0.95, 0.005  # least share of boilerplate, greatest share of prose
LATER = 0.7  # least share of the boilerplate that was written after the rules

PROSE = {
    "en": (
        "The city council approved the new bus network on Monday after a debate of seven hours.",
        "The plan adds four lines and closes two, and it will cost 12 million euros over three years.",
    ),
    "ru": (
        "Городской совет в понедельник утвердил новую сеть автобусов после семи часов споров.",
        "План добавляет четыре маршрута и закрывает два, и за три года он обойдётся в 12 миллионов евро.",
    ),
    "kk": (
        "Қалалық кеңес дүйсенбіде жеті сағаттық пікірталастан кейін жаңа автобус желісін бекітті.",
        "Жоспар төрт бағыт қосып, екеуін жабады, үш жылда ол 12 миллион еуроға түседі.",
    ),
}


def lines(half: str, kind: str, language: str) -> list[str]:
    return (LINES / half / f"{kind}.{language}.txt").read_text("utf-8").splitlines()


def test_the_lists_are_as_long_as_they_must_be() -> None:
    for language in LANGUAGES:
        for half in ("tuned", "held-back"):
            assert len(set(lines(half, "boilerplate", language))) >= 25
            assert len(set(lines(half, "prose", language))) >= 50


@pytest.mark.parametrize(("half", "least"), [("tuned", FOUND), ("held-back", FOUND), ("later", LATER)])
def test_boilerplate_is_found_and_prose_is_not_marked(half: str, least: float) -> None:
    boilerplate = [line for language in LANGUAGES for line in lines(half, "boilerplate", language)]
    prose = [line for language in LANGUAGES for line in lines(half, "prose", language)]
    assert sum(bool(furniture(line)) for line in boilerplate) >= least * len(boilerplate)
    assert sum(bool(furniture(line)) for line in prose) <= MARKED * len(prose)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (
            "boilerplate",
            "We use cookies to give you the best experience on our website. "
            "By continuing to browse you agree to our use of cookies.",
        ),
        (
            "boilerplate",
            "This work is licensed under a Creative Commons Attribution 4.0 International License.",
        ),
        ("boilerplate", "72 Quay Street, Galway H91 X2Y3, Ireland"),
        (
            "boilerplate",
            "Senator Hatfield, Mr. Chief Justice, Vice President Bush, and my fellow citizens:",
        ),
        ("boilerplate", "— CBC.ca, August 15, 2008"),
        ("caption", "Figure 2.3 Households with running water"),
        ("caption", "Image: NASA/JPL"),
        ("boilerplate", "Kuznetsov, A. (1998). A history of trams. Leeds: Rail Press."),
        ("boilerplate", "3. Кузнецов А. В. История трамвая. М., 1998. С. 12–15."),
        ("boilerplate", "Dear  Ms  Okafor,"),
    ],
)
def test_what_people_found_in_summaries(kind: str, line: str) -> None:
    assert furniture(line) == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_notice_is_chosen_while_there_is_prose(language: str) -> None:
    first, second = PROSE[language]
    for line in lines("tuned", "boilerplate", language):
        page = "\n\n".join((line, first, line, second, line))
        document = from_text(page, language=language)
        assert run(document, Request(length=Length("ratio", 1))).text == f"{first}\n{second}"


def test_a_wrapped_notice_is_one() -> None:
    banner = "We use cookies to give you\nthe best experience on our website, and to\ncount our visitors."
    page = f"{PROSE['en'][0]}\n\n{banner}\n\n{PROSE['en'][1]}"
    assert [block.kind for block in blocks(page)] == ["body", "boilerplate", "body"]


def test_entries_of_a_bibliography_are_no_list() -> None:
    entries = "1. Smith, A. (2003). The price of bread. Field Press.\n2. Orlov, B. (1998). Trams. Rail Press."
    page = f"{PROSE['en'][0]}\n\n{PROSE['en'][1]}\n\n{entries}"
    assert [block.kind for block in blocks(page)] == ["body", "body", "boilerplate"]


def test_a_page_of_notices_is_still_read() -> None:
    line = "Accept all cookies"
    assert run(from_text(line, language="en"), Request()).text == line


@pytest.mark.parametrize(
    "line",
    [
        "Dear prices, dear rents: the town has become a place for the rich.",
        "Абай көшесі, 6-үйде өрт шықты.",
        "Пожар на ул. Абая, 15",
        "— Да, август 2008 года я помню хорошо.",
        "Mr. Osei, the mayor, and his deputy left early.",
        "A. Smith (2003) was the first to see it.",
        "The mayor agreed, the governor refused.",
        "The president left early.",
        "Президент промолчал, депутаты ушли.",
        "Support for the new road fell.",
        "Print runs were small, and newsletters rare.",
        "Жаңалықтар көп болды.",
        "Comment on the law",
    ],
)
def test_sentences_that_are_nearly_notices(line: str) -> None:
    assert notice(line) is None
