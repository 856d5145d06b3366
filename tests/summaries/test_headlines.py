"""Headlines: what is left out of a sentence, and what never is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.summaries.headlines import headline, unwrapped


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "However, the town (of 900 people) has a new well.", "The town has a new well"),
        (
            "en",
            "The council, which met on Monday, approved the new bus network after a long debate, and the "
            "mayor promised a shuttle on market days.",
            "The council approved the new bus network after a long debate",
        ),
        ("en", "The town has a new well, the agency reported on Monday.", "The town has a new well"),
        ("en", "The town has no new well, they said.", "The town has no new well, they said"),
        (
            "ru",
            "Как сообщил аким, мост через Ишим, который построили в 1960 году, закроют на ремонт в мае, а "
            "автобусы пойдут в объезд через старый город и рынок.",
            "Мост через Ишим закроют на ремонт в мае",
        ),
        ("ru", "Мост обойдётся бюджету в 4,2 млрд рублей, сообщил губернатор.",
         "Мост обойдётся бюджету в 4,2 млрд рублей"),
        ("ru", "Мост обойдётся дорого, заявил депутат.", "Мост обойдётся дорого, заявил депутат"),
        ("kk", "Жаңа мектеп күзде ашылады деп хабарлады аудан әкімдігі.", "Жаңа мектеп күзде ашылады"),
        ("kk", "Сонымен қатар, ауылда жаңа мектеп (600 орындық) салынып жатыр.",
         "Ауылда жаңа мектеп салынып жатыр"),
        ("kk", "Ауданда биылғы күзде алты жүз орындық жаңа мектеп ашылады, ал ескі ғимаратта кітапхана мен "
               "мұражай орналасады.", "Ауданда биылғы күзде алты жүз орындық жаңа мектеп ашылады"),
        ("en", "Who pays for the bridge?", "Who pays for the bridge?"),
    ],
)  # fmt: skip
def test_sentences(language: str, sentence: str, expected: str) -> None:
    assert headline(sentence, language) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The law applies not only to the owners of large houses on the river, but also to tenants."),
        ("ru", "Закон действует не только для владельцев больших домов на берегу, но и для жильцов."),
        ("ru", "Мост через реку закроют в этом году не в мае из-за ремонта дороги на берегу, а в июне."),
        ("kk", "Заң өзен жағасындағы үлкен үйлердің иелеріне ғана емес, сонымен қатар сол жердегі "
               "барлық жалға алушыларға да қатысты болып отыр."),
        ("kk", "Капитан баспасөз мәслихатында осы аймақта бірнеше апта бұрын акула байқалғанын, бірақ оның "
               "қауіпті болмағанын айтты."),
        ("en", "The shop on the corner of the square sells bread, milk, butter, and fresh cheese."),
    ],
)  # fmt: skip
def test_contrasts_and_lists_are_not_halved(language: str, sentence: str) -> None:
    assert headline(sentence, language) == sentence[:-1]


PARTS = (
    'the council, which met and but , «мост» который (x) а но . ; said reported сообщил деп хабарлады " “ ” '
    "not не however, Однако, 2027 мектеп"
)
TEXT = st.lists(st.sampled_from(PARTS.split()), min_size=1, max_size=40).map(" ".join)


@given(TEXT, st.sampled_from(["en", "ru", "kk"]))
def test_a_headline_has_the_words_of_its_sentence_in_order(sentence: str, language: str) -> None:
    """Nothing is added: its words are a subsequence of the sentence's, and something is always left."""
    left = iter(re.findall(r"\w+", sentence.casefold()))
    found = re.findall(r"\w+", headline(sentence, language).casefold())
    assert all(word in left for word in found)
    assert found or not re.search(r"\w", sentence) or re.fullmatch(r"[^()]*\([^()]*\)[^\w]*", sentence)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('A headline: "Town opens library"', "Town opens library"),
        ("**Headline:** Town opens library", "Town opens library"),
        ("Заголовок: «Город открыл библиотеку»", "Город открыл библиотеку"),
        ("Тақырып: Қала кітапхана ашты", "Қала кітапхана ашты"),
        ("«Адал» фонды «Береке» үйін ашты", "«Адал» фонды «Береке» үйін ашты"),
        ("Headlines: a history", "Headlines: a history"),
    ],
)
def test_what_a_model_puts_around_its_headline_goes(written: str, expected: str) -> None:
    assert unwrapped(written) == expected
