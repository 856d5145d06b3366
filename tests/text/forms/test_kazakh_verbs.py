"""Kazakh verbs: tenses, passives, voicing, participles, negatives, and what an inflected form can be of."""

from __future__ import annotations

import pytest

from summarize.text.forms.kazakh_verbs import participles, verb_forms, verbal_nouns


@pytest.mark.parametrize(
    ("verb", "some"),
    [
        ("қабылдау", "қабылдады қабылданды қабылдамады қабылдаған"),
        ("қою", "қойды қояды қойған қойылды"),
        ("беру", "берді береді бермеді берілген"),
        ("табу", "тапты табады табылған тапқан"),
        ("шағу", "шақты шағады"),
        ("тану", "таниды таныған"),
        ("жуу", "жуды жуылып"),
        ("көмектесу", "көмектескенмін"),
    ],
)
def test_verbs(verb: str, some: str) -> None:
    assert set(some.split()) <= verb_forms(verb)


def test_negative_forms_can_be_left_out() -> None:
    assert {"ашты", "ашылды"} <= verb_forms("ашу", denied=False)
    assert not {"ашпады", "ашпаған", "ашылмады"} & verb_forms("ашу", denied=False)
    assert {"ашпады", "ашпаған"} <= verb_forms("ашу")


@pytest.mark.parametrize(("verb", "other"), [("алу", "алты"), ("ашу", "ашқ")])
def test_what_is_no_form(verb: str, other: str) -> None:
    assert other not in verb_forms(verb)


def test_participles_take_the_endings_of_nouns() -> None:
    assert {"тартатын", "тартқан", "тартушы", "тарту", "тартылған"} <= participles("тарту")


@pytest.mark.parametrize(
    ("form", "verbs"),
    [("естіп", {"есту"}), ("естуге", {"есту"}), ("төленген", {"төлену"}), ("қойған", {"қою"}),
     ("қала", set()), ("құмыра", set()), ("базар", set()), ("келісім", set())],
)  # fmt: skip
def test_what_a_form_can_be_of(form: str, verbs: set[str]) -> None:
    assert verbal_nouns(form) >= verbs
    assert verbs or not verbal_nouns(form)
