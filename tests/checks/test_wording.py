"""What findings say, in three languages."""

import string

import pytest

from summarize.checks.findings import Finding, doubted, finding
from summarize.checks.wording import PHRASES


@pytest.mark.parametrize("code", PHRASES)
def test_every_message_is_in_three_languages_and_quotes_the_same(code: str) -> None:
    phrase = PHRASES[code]
    fields = [
        sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
        for text in (phrase.en, phrase.ru, phrase.kk)
    ]
    assert fields[0] == fields[1] == fields[2] or phrase.kind in ("language", "script")
    assert len({phrase.en, phrase.ru, phrase.kk}) == 3
    for text in (phrase.ru, phrase.kk):
        assert any("а" <= letter <= "я" for letter in text)


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        ("en", "the language is Kyrgyz, not Kazakh"),
        ("ru", "язык — киргизский, а не казахский"),
        ("kk", "мәтін тілі — қырғызша, қазақша емес"),
        ("de", "the language is Kyrgyz, not Kazakh"),
    ],
)
def test_a_finding_is_said_in_the_language_of_the_reader(reader: str, message: str) -> None:
    assert finding("language", "ky", 0, 4, "ky", "kk").said(reader) == message


def test_an_unknown_language_is_said_in_words() -> None:
    found = finding("language-unknown", "und", 0, 4, "und", "kk")
    assert found.message == "language not recognised as Kazakh"
    assert "und" not in found.said("ru") + found.said("kk")


def test_a_doubt_is_marked_and_quotes_are_short_and_on_one_line() -> None:
    found = finding("number-invented", "5\n" + "1" * 100, 0, 1)
    assert "\n" not in found.message
    assert len(found.message) < 100
    assert found.labelled("en").startswith("number: “5 111")
    assert doubted(found).labelled("ru").startswith("number?: числа «5 111")
    assert not doubted(found).certain


def test_a_finding_without_a_phrase_says_its_message() -> None:
    assert Finding("name", "as it is", "x", 0, 1).said("ru") == "as it is"
