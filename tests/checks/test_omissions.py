"""A translation that lost its end, or that says something else, is a doubt; a whole one is none."""

import pytest

from summarize.checks.concepts import counterparts
from summarize.checks.endings import has_predicate, open_end
from summarize.checks.omissions import lost_end, strangers

MARKET = {
    "en": "The market on the river was closed for two weeks because water "
    "had come into the cellars and shops.",
    "ru": "Рынок у реки закрыли на две недели, потому что в подвалы и магазины попала вода.",
    "kk": "Жертөлелер мен дүкендерге су кіріп кеткендіктен, өзен жағасындағы базар екі аптаға жабылды.",
}
PAIRS = [(source, target) for source in MARKET for target in MARKET if source != target]


def doubts(hypothesis: str, source: str, source_language: str, target_language: str) -> list[str]:
    found = lost_end(hypothesis, source, source_language=source_language, target_language=target_language)
    return [f"{one.code} {one.severity}" for one in found]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_whole_translation_lost_nothing(source: str, target: str) -> None:
    assert doubts(MARKET[target], MARKET[source], source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        ("en", "ru", "Рынок у реки закрыли на две недели."),
        ("kk", "ru", "Рынок у реки закрыли на две недели."),
        ("en", "kk", "Өзен жағасындағы базар жабылды."),
        ("ru", "kk", "Өзен жағасындағы базар жабылды."),
        ("ru", "en", "The market was closed for two weeks."),
        ("kk", "en", "The market was closed for two weeks."),
    ],
)
def test_a_short_translation_without_the_last_words_is_a_doubt(source: str, target: str, text: str) -> None:
    (found,) = doubts(text, MARKET[source], source, target)
    assert found in ("length-part doubt", "length-short doubt")


def test_what_seems_lost_is_quoted() -> None:
    pair = {"source_language": "en", "target_language": "ru"}
    (found,) = lost_end("Рынок у реки закрыли на две недели.", MARKET["en"], **pair)
    assert "“come into the cellars” is missing" in found.message


def test_words_at_the_end_tell_more_than_the_length() -> None:
    """Two translations of one length: the shorter wording passes, the one without its end does not."""
    source = "The school bought forty books and a bus for the children of the village in the summer."
    whole = "Летом школа купила сорок книг и один автобус для детей села."
    assert doubts(whole, source, "en", "ru") == []
    cut = "Наша большая школа недавно купила целых сорок красивых книг."
    assert len(cut) < len(whole) + 3
    assert doubts(cut, source, "en", "ru") == ["length-part doubt"]


@pytest.mark.parametrize(
    ("language", "text", "word", "sure"),
    [
        ("en", "The council repaired the bridge and the.", "the", True),
        ("en", "The council repaired the bridge because of.", "of", True),
        ("en", "Nobody knew what the bridge was built for.", "for", False),
        ("ru", "Совет отремонтировал мост и.", "и", True),
        ("ru", "Совет отремонтировал мост через.", "через", True),
        ("ru", "Совет отремонтировал старый.", "старый", False),
        ("kk", "Кеңес көпірдің.", "көпірдің", True),
        ("kk", "Кеңес көпірді жөндеп.", "жөндеп", False),
        ("kk", "Кеңес көпір салуға.", "салуға", False),
        ("kk", "Кеңес 12.", "12", False),
    ],
)
def test_a_last_word_that_calls_for_another(language: str, text: str, word: str, sure: bool) -> None:
    assert open_end(text, language) == (word, sure)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council repaired the bridge."),
        ("en", "He wanted to say that..."),
        ("en", "The council bought 12."),
        ("en", "They gave him vitamin A."),
        ("en", "The council repaired the"),  # it has no full stop: see cut_off
        ("ru", "Поезд ушёл в половине девятого."),
        ("ru", "Бегун отстал на 5 с."),
        ("ru", "Купили мел, доски и т. о."),
        ("kk", "Кеңес көпірді жөндеді."),
        ("kk", "Мектепте он екі бала бар."),
        ("kk", "Билет бағасы – 300 теңге."),
        ("kk", ""),
    ],
)
def test_a_last_word_that_ends_a_sentence(language: str, text: str) -> None:
    assert open_end(text, language) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Кеңес көпірді жөндеді.", True),
        ("Кеңес көпірді жөндемек.", True),
        ("Мен көпірді көрдім.", True),
        ("Бұл көпір ескі емес.", True),
        ("Кеңес көпірді жөндей ме?", True),
        ("Кеңес ескі көпір.", False),
        ("– Келді, – деді Арман.", None),
        ("Кеңес көпірді жөндеді", None),
    ],
)
def test_a_kazakh_sentence_ends_in_its_predicate(text: str, ends: bool | None) -> None:
    assert has_predicate(text, "kk") is ends
    assert has_predicate(text, "ru") is None


def test_a_kazakh_translation_without_its_predicate_is_a_doubt() -> None:
    source = "The council repaired the old bridge over the river and the road to the school."
    assert doubts("Кеңес өзен көпірін, мектеп жолын жөндеді.", source, "en", "kk") == []  # terse, but whole
    cut = "Кеңес өзен арқылы өтетін ескі көпір мен биік мектеп."
    assert doubts(cut, source, "en", "kk") in (["length-part doubt"], ["length-short doubt"])


def test_a_sentence_that_breaks_off_with_a_full_stop_is_a_doubt() -> None:
    source = "Кеңес ескі көпірді жөндеп, жанынан жаңасын салды."
    assert doubts(
        "The council repaired the old bridge and built a new one beside the.", source, "kk", "en"
    ) == ["broken doubt"]
    assert (
        doubts("The council repaired the old bridge and.", "Совет отремонтировал старый мост и.", "ru", "en")
        == []
    )


def test_words_have_counterparts_in_any_form() -> None:
    pair = {"source_language": "en", "target_language": "ru"}
    found = counterparts(
        "Рыбаки из Орала 3 раза чинили лодку.", "The Oral fishermen mended the boat 4 times.", **pair
    )
    there = {word.text: known for word, known in found}
    assert there["fishermen"] is True
    assert there["boat"] is True
    assert there["Oral"] is True  # by sound
    assert there["the"] is None  # too short to be missed
    (known,) = [
        known for word, known in counterparts("Лодку чинили.", "Fish.", **pair) if word.text == "Fish"
    ]
    assert known is False


OTHER = {
    "en": "Our doctor showed the young mother how to dress a wound.",
    "ru": "Наш врач показал молодой матери, как перевязать рану.",
    "kk": "Біздің дәрігер жас анаға жараны қалай таңуды көрсетті.",
}


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_another_sentence_has_no_words_for_those_of_the_source(source: str, target: str) -> None:
    pair = {"source_language": source, "target_language": target}
    (found,) = strangers(OTHER[target], MARKET[source], **pair)
    assert (found.kind, found.severity) == ("omission", "doubt")
    assert list(strangers(MARKET[target], MARKET[source], **pair)) == []


def test_within_a_language_nothing_is_compared() -> None:
    pair = {"source_language": "en", "target_language": "en"}
    assert list(lost_end("The.", MARKET["en"], **pair)) == []
    assert list(strangers(OTHER["en"], MARKET["en"], **pair)) == []
