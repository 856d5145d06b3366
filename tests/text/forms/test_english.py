"""English forms: plurals, parts of verbs, spellings; nouns and verbs that are spelled alike."""

from __future__ import annotations

import pytest

from summarize.text.forms.english import bases, noun_forms, singular, spellings, verb_forms
from summarize.text.forms.matching import occurs


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("state", {"state", "states"}),
        ("woman", {"woman", "women"}),
        ("spokesman", {"spokesman", "spokesmen"}),
        ("party", {"party", "parties"}),
        ("analysis", {"analysis", "analyses"}),
        ("bus", {"bus", "buses"}),
        ("refugees", {"refugee", "refugees"}),
        ("news", {"news"}),
        ("german", {"german", "germans"}),
        ("churches", {"church", "churches"}),
        ("memorandum", {"memorandum", "memoranda", "memorandums"}),
        ("organisation", {"organisation", "organisations", "organization", "organizations"}),
    ],
)
def test_nouns(word: str, forms: set[str]) -> None:
    assert noun_forms(word) == forms


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("adopt", {"adopt", "adopts", "adopted", "adopting"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("make", {"make", "makes", "made", "making"}),
        ("carry", {"carry", "carries", "carried", "carrying"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("take", {"took", "taken", "taking"}),
        ("recognise", {"recognised", "recognized", "recognizing"}),
    ],
)
def test_verbs(word: str, some: set[str]) -> None:
    assert some <= verb_forms(word)


@pytest.mark.parametrize(
    ("form", "base"),
    [("went", "go"), ("people", "person"), ("better", "good"), ("bigger", "big"), ("hotter", "hot"),
     ("earlier", "early"), ("drier", "dry"), ("larger", "large"), ("children", "child"), ("shown", "show"),
     ("coloured", "colored")],
)  # fmt: skip
def test_bases(form: str, base: str) -> None:
    assert base in bases(form)


def test_a_word_in_er_is_hardly_ever_a_comparative() -> None:
    assert bases("letter") == {"letter"}
    assert bases("former") == {"former"}


def test_a_singular_stays_as_it_is() -> None:
    assert [singular(word) for word in ("buses", "glass", "crisis", "children", "lives")] == [
        "bus", "glass", "crisis", "child", "life",
    ]  # fmt: skip
    assert spellings("labour") == {"labour", "labor"}


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("state", "He states his name.", False),
        ("state", "Two states met.", True),
        ("court", "They court danger.", False),
        ("court", "They went to court.", True),
        ("saw", "The man saw it.", False),
        ("saw", "He bought a saw.", True),
        ("hearing", "She is hearing voices.", False),
        ("bill", "Bill Harper left.", False),
        ("bill", "The Bill passed.", True),
        ("election", "His re-election is certain.", False),
        ("EU", "Non-EU citizens wait.", False),
        ("EU", "An EU-funded clinic opened.", True),
        ("US", "It cost US$5.", False),
        ("us", "The US left.", False),
    ],
)
def test_the_context_decides(term: str, text: str, there: bool) -> None:
    assert occurs(term, text, "en") is there
