"""Terms are found in their forms, and in nothing else that looks like them."""

from __future__ import annotations

import pytest

from summarize.text.forms.matching import Finder, Sought, find, occurs


def found(term: str, text: str, language: str, part: str | None = None) -> list[str]:
    return [text[match.start : match.end] for match in find(term, text, language, part)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "term", "text", "wanted"),
    [
        ("en", "man", "Many men met the man's wife.", ["men", "man"]),
        ("en", "party", "Part of the parties went.", ["parties"]),
        ("en", "state", "He stated that the member states act.", ["states"]),
        ("en", "act", "She acted under two acts.", ["acts"]),
        ("en", "rule of law", "The rule of the law, not rules of law.", ["rule of the law", "rules of law"]),
        ("ru", "мир", "Мировой рынок живёт в мире.", ["мире"]),
        ("ru", "день", "С каждого дня по дню.", ["дня", "дню"]),
        ("ru", "отец", "Отцу помогли отцы.", ["Отцу", "отцы"]),
        ("ru", "ребёнок", "Ребенок отдал детям мяч.", ["Ребенок", "детям"]),
        ("ru", "год", "Пять лет прошло с того года.", ["лет", "года"]),
        ("ru", "человек", "Много людей видели человека.", ["людей", "человека"]),
        ("kk", "қала", "Ол осы қалада қалды.", ["қалада"]),
        ("kk", "ақ үй", "Ақ үйдің алдында, ақ үйінен.", ["Ақ үйдің", "ақ үйінен"]),
        ("kk", "халық", "Қазақ халқының әні халыққа таныс.", ["халқының", "халыққа"]),
        ("kk", "ерін", "Ерні кеуіп қалды.", ["Ерні"]),
    ],
)
def test_forms_are_found_and_lookalikes_are_not(
    language: str, term: str, text: str, wanted: list[str]
) -> None:
    assert found(term, text, language) == wanted


def test_of_overlapping_terms_the_longer_one_wins() -> None:
    finder = Finder([Sought("court"), Sought("supreme court"), Sought("law")], "en")
    text = "Supreme Courts, courts and the law"
    assert [(number, text[match.start : match.end]) for number, match in finder.find(text)] == [
        (1, "Supreme Courts"),
        (0, "courts"),
        (2, "law"),
    ]


def test_words_between_are_told() -> None:
    text = "Приняли гражданских и политических прав"
    [match] = find("гражданские права", text, "ru")
    assert match.parted
    assert [text[start:end] for start, end in match.words] == ["гражданских", "прав"]
    [whole] = find("политические права", text, "ru")
    assert not whole.parted


def test_a_term_without_words_occurs_nowhere() -> None:
    assert not occurs("—", "a — b", "en")
    assert occurs("€", "It cost €5.", "en")
    assert occurs("%", "10 % ға", "kk")
    assert not occurs("", "a", "ru")


def test_a_term_of_repeated_words_takes_no_exponential_time() -> None:
    term = " ".join(["сөз"] * 40 + ["қою"])
    text = "сөз " * 400
    assert find(term, text, "kk") == []
    assert len(find("a " * 30, "a " * 300, "en")) == 10
    assert find("a " * 41, "a " * 300, "en") == []


def test_long_words_and_chains_take_linear_time() -> None:
    assert find("word", "word" * 100_000, "en") == []
    assert len(find("EU", "EU-" * 20_000, "en")) == 20_000


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_many_terms_are_found_as_one_by_one(language: str) -> None:
    terms = ["court", "supreme court", "суд", "дом", "қала", "ел", "адам құқықтары", "мир", "man", "год"]
    text = "Supreme courts, the men; суда и дома, миры лет; қаланың адам құқықтарын, елі."
    many = {(number, match) for number, match in Finder(map(Sought, terms), language).find(text)}
    single = {
        (number, match)
        for number, term in enumerate(terms)
        for match in find(term, text, language)
        if term != "court"
    }
    assert many == single
