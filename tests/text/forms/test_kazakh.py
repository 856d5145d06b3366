"""Kazakh forms: harmony, plural, possessive, case, voicing, lost vowels, verbs, acronyms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.forms.kazakh import adjectives, ending, noun_forms
from summarize.text.forms.matching import find


@pytest.mark.parametrize(
    ("word", "some"),
    [
        (
            "қала",
            "қаланың қалаға қаланы қалада қаладан қаламен қалалар қаласы қаласында қаладағы",
        ),
        ("ел", "елдің елге елді елде елден елмен елдер еліміз елдеріне еліндегі"),
        ("кітап", "кітаптың кітапқа кітапты кітапта кітаптан кітаппен кітабы кітабым кітабыңызға"),
        ("құқық", "құқықтар құқыққа құқығы құқықтарын құқығынан"),
        ("халық", "халыққа халқы халқымыз халқының халықтар"),
        ("орын", "орны орнында орынға орындар"),
        ("ерін", "ерні ернін еріннің"),
        ("дауыс", "даусы даусын дауысқа"),
        ("көмек", "көмегі көмекке көмектің"),
        ("адам", "адамның адамнан адамдар адамы"),
        ("қыз", "қызбен қыздар қызға қыздың"),
        ("су", "судың суға суы сулар сумен"),
        ("министр", "министрге министрлер министрдің"),
        ("банк", "банктің банкке банкі банктер"),
        ("журналист", "журналистер журналистің журналистерге"),
        ("комиссия", "комиссияның комиссиясы комиссиядан"),
        ("тарих", "тарихқа тарихы тарихты"),
        ("сәрсенов", "сәрсеновтің сәрсеновтың сәрсеновке"),
        ("пункт", "пункті пункттің пунктілер пунктісі"),
        ("қарсы", "қарсымын қарсыға"),
    ],
)
def test_nouns(word: str, some: str) -> None:
    assert set(some.split()) <= noun_forms(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("қала", "қалды"), ("қала", "қалалық"), ("ел", "елші"), ("мир", "мирас"), ("халық", "халыққе"),
     ("кітап", "кітапы"), ("ел", "елға"), ("қыз", "қызу")],
)  # fmt: skip
def test_what_is_no_form(word: str, other: str) -> None:
    assert other not in noun_forms(word)


def test_adjectives_are_made_of_nouns() -> None:
    assert {"тараздық", "таразды"} <= set(adjectives("тараз"))
    assert {"күндік", "күнді"} <= set(adjectives("күн"))
    assert "айлық" in adjectives("ай")


@pytest.mark.parametrize(
    ("term", "text", "wanted"),
    [
        ("ЕО", "ЕО-ның өкілі ЕОға келді, ео емес.", ["ЕО", "ЕОға"]),
        ("ақ үй", "Ақ үйдің алды.", ["Ақ үйдің"]),
        ("адам құқықтары", "Адамның негізгі құқықтарын.", ["Адамның негізгі құқықтарын"]),
        ("адам құқықтары", "Адам құқығы.", ["Адам құқығы"]),
        ("шешім қабылдау", "Шешімді кеше қабылдады.", ["Шешімді кеше қабылдады"]),
        ("сайлау", "Олар төраға сайлады.", []),
        ("ана", "Ата-ана келді.", []),
        ("шарт", "Шартты түрде босатты, шартты бұзды.", ["шартты"]),
        ("жыл", "2020 жылы жылы болды.", ["жылы"]),
        ("қоғамдық кеңес", "Қоғамдық кеңестерде.", ["Қоғамдық кеңестерде"]),
    ],
)
def test_terms(term: str, text: str, wanted: list[str]) -> None:
    assert [text[match.start : match.end] for match in find(term, text, "kk")] == wanted


def test_endings_after_a_hyphen() -> None:
    assert all(map(ending, ("ның", "ға", "да", "дан", "мен", "нің", "тағы")))
    assert not any(map(ending, ("ана", "шаға", "министр", "")))


@given(st.text("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшыіэюя", min_size=2, max_size=12))
def test_any_word_has_forms_and_is_one_of_them(word: str) -> None:
    forms = noun_forms(word)
    assert word in forms
    assert all(form.startswith(word[:-2]) for form in forms)
