"""Names, abbreviations and quotations: inflected and transliterated ones pass, invented ones are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.checks.acronyms import invented_acronyms
from summarize.checks.inflection import WordForms, akin
from summarize.checks.names import foreign_names, invented_names
from summarize.checks.quotations import invented_quotations, quotations, unmatched_speech
from summarize.checks.sounds import difference, skeleton
from summarize.text.words import words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("kk", "Алматыда", "Алматы"), ("kk", "Одақтың", "Одақ"), ("kk", "Одағының", "Одақ"),
        ("kk", "Қазақстандықтардың", "Қазақстан"), ("kk", "Еуропалық", "Еуропа"), ("kk", "мектебі", "мектеп"),
        ("ru", "Казахстана", "Казахстан"), ("ru", "казахстанский", "Казахстан"), ("ru", "Павла", "Павел"),
        ("ru", "Ивановой", "Иванов"), ("ru", "Семёна", "Семен"), ("en", "Kazakhstan's", "Kazakhstan"),
        ("en", "Europe", "European"), ("en", "Kazakh", "Kazakhstan"),
    ],
)  # fmt: skip
def test_forms_of_one_word(language: str, one: str, other: str) -> None:
    assert akin(one, other, language)
    assert akin(other, one, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ru", "Мария", "Марат"), ("ru", "Иванов", "Петров"), ("ru", "Астана", "Атырау"),
        ("kk", "Алматы", "Атырау"), ("kk", "Серік", "Серғазы"), ("en", "Norbert", "Norman"),
        ("en", "Mark", "Mary"),
    ],
)  # fmt: skip
def test_different_words(language: str, one: str, other: str) -> None:
    assert not akin(one, other, language)


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), st.sampled_from(["en", "ru", "kk"]))
def test_every_word_is_a_form_of_itself(word: str, language: str) -> None:
    assert akin(word, word, language)
    assert WordForms([word], language).knows(word)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Norbert", "Норберта"), ("James", "Джеймс"), ("Watson", "Уотсон"), ("Kharkiv", "Харьков"),
        ("Chris", "Крисом"), ("Hamburg", "Гамбург"), ("Tokayev", "Тоқаевтың"), ("Tsar", "Царя"),
    ],
)  # fmt: skip
def test_names_that_sound_alike(latin: str, cyrillic: str) -> None:
    assert difference(skeleton(latin), skeleton(cyrillic)) is not None


@pytest.mark.parametrize(("one", "other"), [("Norbert", "Жанна"), ("Varadi", "Корбетт"), ("Lund", "Имашева")])
def test_names_that_do_not_sound_alike(one: str, other: str) -> None:
    assert difference(skeleton(one), skeleton(other)) is None


def test_words_that_begin_a_sentence_are_initial() -> None:
    found = {word.text: word.initial for word in words("Then Ana left. Ben — «Кто?» — asked. 5) Dan")}
    assert found == {
        "Then": True, "Ana": False, "left": False, "Ben": True, "Кто": True, "asked": False, "Dan": True
    }  # fmt: skip


SOURCES = {
    "en": "Ambassador Norbert Hallstein met Madina Serikova in Almaty, the press service of the EU reports.",
    "ru": "Посол Норберт Хальштейн встретился с Мадиной Сериковой в Алматы, сообщает пресс-служба ЕС.",
    "kk": "Елші Норберт Хальштейн Алматыда Мәдина Серікованы қабылдады, деп хабарлады ЕО баспасөз қызметі.",
}
FAITHFUL = {
    "en": "In Almaty, Madina Serikova talked to Hallstein's press service.",
    "ru": "В городе Алматы Мадина Серикова беседовала с Норбертом Хальштейном.",
    "kk": "Мәдина Серікова Хальштейнмен Алматы қаласында кездесті.",
}
INVENTED = {
    "en": ("In Almaty, Madina met Ambassador Petersen.", "Petersen"),
    "ru": ("В Алматы Мадина Серикова встретилась с Петерсеном.", "Петерсеном"),
    "kk": ("Алматыда Мәдина Серікова Петерсенмен кездесті.", "Петерсенмен"),
}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_names_within_a_language(language: str) -> None:
    source = SOURCES[language]
    assert [f.value for f in invented_names(FAITHFUL[language], source, language)] == []
    text, name = INVENTED[language]
    found = list(invented_names(text, source, language))
    assert [(f.kind, f.value, text[f.start : f.end]) for f in found] == [("name", name, name)]


def test_an_invented_russian_surname_is_found_at_the_beginning() -> None:
    assert [f.value for f in invented_names("Петров уехал.", "Иванов уехал.", "ru")] == ["Петров"]


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_names_across_languages(language: str) -> None:
    pair = {"source_language": "en", "target_language": language}
    assert list(foreign_names(SOURCES[language], SOURCES["en"], **pair)) == []
    swapped = SOURCES[language].replace("Хальштейн", "Гвоздецкий")
    assert [f.value for f in foreign_names(swapped, SOURCES["en"], **pair)] == ["Гвоздецкий"]


@pytest.mark.parametrize(
    ("source_language", "source", "target_language", "hypothesis", "expected"),
    [
        ("en", "the European Union", "en", "the EU", []),
        ("ru", "в Министерстве иностранных дел", "ru", "в МИД", []),
        ("kk", "Еуропалық Одақ", "kk", "ЕО-ның", []),
        ("en", "the U.N. and the OSCE", "ru", "ООН и ОБСЕ", []),
        ("ru", "ВОЗ сообщила", "kk", "ДДСҰ хабарлады", []),
        ("en", "It costs $5", "ru", "5 долларов США", []),
        ("en", "He left at 5 PM", "ru", "Он ушёл", []),
        ("en", "The ministry said so", "en", "The OSCE said so", ["OSCE"]),
        ("ru", "Министерство сообщило", "kk", "ЕҚЫҰ хабарлады", ["ЕҚЫҰ"]),
    ],
)
def test_abbreviations(
    source_language: str, source: str, target_language: str, hypothesis: str, expected: list[str]
) -> None:
    pair = {"source_language": source_language, "target_language": target_language}
    assert [f.value for f in invented_acronyms(hypothesis, source, **pair)] == expected


@pytest.mark.parametrize("marks", ["«%s»", "“%s”", "„%s“", '"%s"', "“%s“", "‘%s’"])
def test_quotation_marks(marks: str) -> None:
    text = "he said " + marks % "so it is" + " today"
    assert [(q.text, text[q.start : q.end]) for q in quotations(text)] == [("so it is", "so it is")]


def test_apostrophes_are_not_quotation_marks() -> None:
    assert quotations("the minister's car and the ministers’ cars") == []


@pytest.mark.parametrize(
    ("language", "source", "hypothesis", "expected"),
    [
        ("en", "“We saw the river rise,” she said.", "She said: “We saw … rise.”", []),
        ("ru", "премия «Золотое перо»", "премию «Золотого пера»", []),
        ("kk", "«Әділ сөз» қоры", "«Әділ сөздің» өкілі", []),
        ("en", "She said nothing.", "“We shall never sign,” she said.", ["We shall never sign,"]),
        (
            "ru",
            "«Мы подпишем договор», – сказал он.",
            "«Мы порвём договор», – сказал он.",
            ["Мы порвём договор"],
        ),
    ],
)
def test_quotations_within_a_language(
    language: str, source: str, hypothesis: str, expected: list[str]
) -> None:
    assert [f.value for f in invented_quotations(hypothesis, source, language)] == expected


def test_quotations_across_languages() -> None:
    source = "The minister said that the road would be ready in autumn and that it was late."
    quoted = "Министр сказал: «Дорога будет готова осенью, мы опаздываем», и ушёл с совещания домой."
    assert [f.kind for f in unmatched_speech(quoted, source)] == ["quotation"]
    (lost,) = unmatched_speech(source, quoted)
    assert (lost.start, lost.end) == (len(source), len(source))
    assert list(unmatched_speech(quoted, quoted)) == []
