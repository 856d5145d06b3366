"""Contacts, addresses and signatures, which are no prose; in three languages."""

from __future__ import annotations

import pytest

from summarize.engines.vectors import Floats
from summarize.summaries.contacts import contacts, is_contact
from summarize.summaries.ranking import rank
from summarize.summaries.tfidf import tfidf


@pytest.mark.parametrize(
    "line",
    [
        "Contact person: Dana Omarova, head of the press service",
        "Contact: press@library.example",
        "Media contact: Dana Omarova",
        "For media enquiries, please contact Dana Omarova at the press service.",
        "For more information about the library, visit the website of the ministry.",
        "For all further questions: Dana Omarova.",
        "Please call us on +7 700 000 00 00.",
        "More information is available on the website of the ministry.",
        "12 Abai Street, Karatal 040000",
        "Dana Omarova",
        "Dana Omarova, head of the press service",
        "Head of the Press Service",
        "Контактное лицо: Дана Омарова, руководитель пресс-службы",
        "Контактные данные министерства приведены ниже.",
        "Контакты для СМИ: Дана Омарова",
        "Для справок: пресс-служба министерства культуры",
        "По вопросам СМИ обращайтесь в пресс-службу министерства.",
        "За дополнительной информацией обращайтесь в библиотеку.",
        "Дополнительную информацию о библиотеке можно получить на сайте.",
        "Телефон доверия: 150",
        "ул. Абая, 12, с. Каратал, 040000",
        "Дана Омарова, руководитель пресс-службы министерства",
        "Руководитель пресс-службы министерства",
        "Байланысатын тұлға: Дана Омарова, баспасөз қызметінің басшысы",
        "Байланыс үшін: мәдениет министрлігінің баспасөз қызметі",
        "Анықтама алу үшін: кітапхана, Дана Омарова",
        "Кітапхана туралы қосымша ақпаратты министрліктің сайтынан алуға болады.",
        "Толығырақ ақпаратты министрліктің сайтынан алуға болады.",
        "Сұрақтар бойынша баспасөз қызметіне хабарласыңыз.",
        "Абай көшесі, 12, Қаратал ауылы, 040000",
        "Дана Омарова, баспасөз қызметінің басшысы",
    ],
)
def test_contacts(line: str) -> None:
    assert is_contact(line)
    assert contacts([line, "The road is closed."]).tolist() == [True, False]


@pytest.mark.parametrize(
    "sentence",
    [
        "Contact with the ship was lost on Monday.",
        "Contacts between the two towns began in 1998.",
        "For more information about the fire the police turned to witnesses.",
        "For more than twenty years the library was closed.",
        "More information was lost in the fire than in the flood.",
        "Call centres opened in twelve towns.",
        "Dana Omarova opened the library.",
        "Dana Omarova, head of the press service, opened the library.",
        "The head of the press service opened the library.",
        "12 Abai Street is closed until May.",
        "Контакт с судном потерян в понедельник.",
        "Для справки: в селе живёт 1 200 человек.",
        "По вопросам образования мнения разошлись.",
        "Дополнительная информация не понадобилась.",
        "Телефонов в селе нет.",
        "Руководитель пресс-службы министерства открыла библиотеку.",
        "Байланыс дүйсенбіде үзілді.",
        "Абай көшесі, 12 үй мамырға дейін жабық.",
        "Баспасөз қызметінің басшысы кітапхананы ашты.",
        "Қосымша ақпарат қажет болмады.",
    ],
)
def test_prose_is_no_contact(sentence: str) -> None:
    assert not is_contact(sentence)
    assert contacts([sentence]).tolist() == [False]


NEWS = [
    "The ministry opened a new library in the village of Karatal on Monday.",
    "The library of the village has a reading room for children.",
    "The ministry paid for the library, and the village for the road.",
    "The road to the library in the village is closed until the summer.",
]


def worths(*lines: str) -> Floats:
    return rank([*NEWS, *lines], encoder=tfidf).worth


def test_contacts_are_worth_less_than_any_prose() -> None:
    worth = worths("Contact person: the head of the library of the village of Karatal")
    assert worth[4] < worth[:4].min() - 1


def test_a_line_without_a_full_stop_is_worth_less_among_sentences() -> None:
    title = "New library in the village of Karatal"
    assert worths(title, "Nothing else was said.")[4] < worths(f"{title}.", "Nothing else was said.")[4]
    assert worths("wells", "steppe", "reeds", title)[7] == worths("wells", "steppe", "reeds", f"{title}.")[7]
