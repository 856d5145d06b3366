"""Documents translated with a memory: what is taken from it, what a model is asked, and what is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.checks.agreement import agree
from summarize.errors import UsageError
from summarize.result import Translation
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.glossary import Glossary, Lookup
from summarize.translation.memory.recall import Recall
from summarize.translation.memory.remember import remember
from summarize.translation.memory.store import Store, temporary
from summarize.translation.memory.units import Unit, context_of

SAID = {
    "The committee met in the old town hall in the morning.": "Комитет собрался утром в старой ратуше.",
    "The council approved the budget of the city library.": "Совет утвердил бюджет городской библиотеки.",
    "The council approved the budget of the city museum.": "Совет утвердил бюджет городского музея.",
    "The mayor thanked everyone for their patience.": "Мэр поблагодарил всех за терпение.",
}
MORNING, LIBRARY, MUSEUM, MAYOR = SAID


@pytest.fixture
def store() -> Iterator[Store]:
    with temporary("office.sqlite") as made:
        yield made


def unit(source: str, target: str, **more: object) -> Unit:
    return Unit("en", "ru", source, target, **more)  # type: ignore[arg-type]


def translated(
    store: Store, *sentences: str, least: float = 0.85, glossary: Glossary | None = None
) -> tuple[Translation, list[str]]:
    """The translation of a text of these sentences, and what the model was asked."""
    engine = Scripted(lambda text, *_: SAID.get(text, "Мэр поблагодарил всех."))
    options = Options(mend=False, known=Recall(store, least), glossary=glossary or Glossary())
    document = from_text(" ".join(sentences), "a.txt", "en")
    return translate_document(document, "ru", by(engine), options), engine.asked


def test_an_exact_match_is_used_and_the_model_asked_for_the_rest_alone(store: Store) -> None:
    target = "Утром комитет собрался в старой ратуше."
    store.add([unit(MORNING, target, origin="A. Serikova", date="2026-05-07")])
    done, asked = translated(store, MORNING, MAYOR)
    assert asked == [MAYOR]
    first, second = done.segments
    assert first.hypothesis == target
    assert first.memory is not None
    assert (first.memory.kind, first.memory.score, first.memory.origin) == ("exact", 1.0, "A. Serikova")
    assert (first.status, second.status, second.memory) == ("passed", "passed", None)
    assert done.to_json()["segments"][0]["memory"]["date"] == "2026-05-07"
    assert done.account.remembered == 1
    assert "1 from the translation memory" in str(done.account)
    assert done.routes == ("en→ru: office.sqlite", "en→ru: model-0")


def test_of_several_translations_the_one_in_this_context_is_used(store: Store) -> None:
    store.add(
        [
            unit(MORNING, "Утром комитет собрался в ратуше.", date="2026-09-01"),
            unit(MORNING, "Комитет собрался в старой ратуше утром.", context=context_of("", MAYOR)),
        ]
    )
    here, _ = translated(store, MORNING, MAYOR)
    elsewhere, _ = translated(store, MAYOR, MORNING)
    assert here.segments[0].hypothesis == "Комитет собрался в старой ратуше утром."
    assert here.segments[0].memory is not None
    assert here.segments[0].memory.kind == "context"
    assert elsewhere.segments[1].hypothesis == "Утром комитет собрался в ратуше."


def test_the_same_sentence_in_two_contexts_has_two_translations(store: Store) -> None:
    contexts = {"Мэр": context_of("", MORNING), "Аким": context_of(MORNING, "")}
    store.add(
        unit(MAYOR, f"{word} поблагодарил всех за терпение.", context=context)
        for word, context in contexts.items()
    )
    done, asked = translated(store, MAYOR, MORNING, MAYOR)
    assert asked == [MORNING]
    assert [segment.hypothesis.split()[0] for segment in done.segments] == ["Мэр", "Комитет", "Аким"]


def test_a_similar_sentence_is_used_and_flagged(store: Store) -> None:
    store.add([unit(LIBRARY, SAID[LIBRARY], origin="A. Serikova")])
    done, asked = translated(store, MUSEUM)
    [segment] = done.segments
    assert asked == []
    assert segment.status == "flagged"
    assert segment.memory is not None
    assert (segment.memory.kind, segment.memory.score, segment.memory.source) == ("fuzzy", 0.8889, LIBRARY)
    [flag] = segment.flags
    assert (flag.kind, flag.certain) == ("memory", False)
    assert flag.message == f"translation of a similar sentence (89% of the words): “{LIBRARY}”"
    assert done.account.given_up == 0


def test_at_a_hundred_percent_no_similar_sentence_is_used(store: Store) -> None:
    store.add([unit(LIBRARY, SAID[LIBRARY])])
    assert translated(store, MUSEUM, least=1)[1] == [MUSEUM]
    assert translated(store, MUSEUM, least=0.9)[1] == [MUSEUM]


def test_a_similar_sentence_with_another_glossary_term_is_not_used(store: Store) -> None:
    store.add([unit(LIBRARY, SAID[LIBRARY])])
    terms = Glossary(({"en": "museum", "ru": "музей"},))
    done, asked = translated(store, MUSEUM, glossary=terms)
    assert asked == [MUSEUM]
    assert done.segments[0].hypothesis == SAID[MUSEUM]


def test_nor_is_one_that_has_a_term_which_the_sentence_lacks(store: Store) -> None:
    store.add([unit(MUSEUM, SAID[MUSEUM])])
    assert translated(store, LIBRARY)[1] == []
    assert translated(store, LIBRARY, glossary=Glossary(({"en": "museum", "ru": "музей"},)))[1] == [LIBRARY]


def test_what_comes_from_the_memory_with_a_flag_is_not_given_up(store: Store) -> None:
    store.add([unit(LIBRARY, SAID[LIBRARY])])
    engine = Scripted(lambda text, *_: text)
    options = Options(known=Recall(store))
    done = translate_document(from_text(MUSEUM, "a.txt", "en"), "ru", by(engine), options)
    assert (done.account.flagged, done.account.given_up) == (1, 0)


def test_a_wrong_translation_in_the_memory_goes_to_the_model_too(store: Store) -> None:
    source = "The council bought 15 buses for the city."
    SAID[source] = "Совет купил 15 автобусов для города."
    store.add([unit(source, "Совет купил 50 автобусов для города.")])
    done, asked = translated(store, source)
    [segment] = done.segments
    assert asked == [source]
    assert segment.hypothesis == "Совет купил 15 автобусов для города."
    assert segment.memory is None
    assert [attempt.strategy for attempt in segment.attempts] == ["memory", "first"]
    assert segment.attempts[0].flags[0].kind == "number"


PAIRS = (
    ("The council bought 15 buses.", "The council bought 16 buses."),
    ("The council bought five buses.", "The council bought six buses."),
    ("Call 00123 before noon.", "Call 0123 before noon."),
    ("See part 1a of the law.", "See part 1b of the law."),
    ("It takes up 50 m² in all.", "It takes up 50 m³ in all."),
    ("It grew from 3 to 5 per cent.", "It grew from 5 to 3 per cent."),
    ("It cost 5 million tenge.", "It cost 5 billion tenge."),
    ("It cost $5 a day.", "It cost €5 a day."),
    ("They met on 7 May in town.", "They met on 7 June in town."),
    ("They met on Monday in town.", "They met on Friday in town."),
    ("They drove 5 km to town.", "They drove 5 miles to town."),
    ("Yesterday Serikova signed the contract.", "Yesterday Akhmetova signed the contract."),
    ("Serikova signed the contract.", "Akhmetova signed the contract."),
    ("Write to a@example.kz at once.", "Write to b@example.kz at once."),
    ("See https://a.kz/x for details.", "See https://a.kz/y for details."),
    ("The court has allowed the appeal.", "The court has not allowed the appeal."),
    ("The road leads north from here.", "The road leads south from here."),
    ("Hello {name}, welcome back.", "Hello {user}, welcome back."),
)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_sentences_that_differ_in_a_fact_do_not_agree(one: str, other: str) -> None:
    assert agree(one, one, "en")
    assert not agree(one, other, "en")
    assert not agree(other, one, "en")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("The council bought 15 buses.", "The council sold 15 buses.", "en"),
        ("Совет купил пять автобусов в мае.", "Совет продал пять автобусов в мае.", "ru"),
        ("Кеңес мамырда он автобус сатып алды.", "Кеңес мамырда он автобус сатты.", "kk"),
    ],
)
def test_sentences_that_differ_in_other_words_agree(one: str, other: str, language: str) -> None:
    assert agree(one, other, language)


WORDS = st.sampled_from(
    [
        "the",
        "city",
        "bought",
        "new",
        "red",
        "buses",
        "for",
        "5",
        "50",
        "500",
        "1,5",
        "two",
        "three",
        "seven",
        "Almaty",
        "Taraz",
    ]
)
SENTENCES = st.lists(WORDS, min_size=3, max_size=9).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=5), SENTENCES)
def test_a_fuzzy_match_never_has_other_numbers(known: list[str], text: str) -> None:
    with temporary("m.sqlite") as made:
        made.add([unit(one, "перевод") for one in known])
        [found] = Recall(made, 0.5).find([text], [0], Lookup((), "en", "ru"))
    if found is not None:
        ours, theirs = (
            [word for word in one.split() if word in NUMBERS] for one in (text, found.match.source)
        )
        assert ours == theirs


NUMBERS = {"5", "50", "500", "1,5", "two", "three", "seven"}


def test_a_second_run_translates_only_what_changed(store: Store) -> None:
    first, asked = translated(store, MORNING, LIBRARY, MAYOR)
    assert asked == [MORNING, LIBRARY, MAYOR]
    assert remember(first, store) == (3, 0)
    again, asked = translated(store, MORNING, LIBRARY, MAYOR)
    assert asked == []
    assert kinds(again) == ["context", "context", "context"]
    assert remember(again, store) == (0, 0)
    new = "Nobody asked the driver."
    SAID[new] = "Никто не спросил водителя."
    edited, asked = translated(store, MORNING, new, MAYOR)
    assert asked == [new]
    assert kinds(edited) == ["exact", None, "exact"]


def kinds(done: Translation) -> list[str | None]:
    return [segment.memory and segment.memory.kind for segment in done.segments]


def test_flagged_segments_and_those_already_in_the_target_are_not_remembered(store: Store) -> None:
    store.add([unit(LIBRARY, SAID[LIBRARY])])
    done, _ = translated(store, MUSEUM, "Совет утвердил бюджет городского музея в этом году.", MAYOR)
    assert [segment.status for segment in done.segments] == ["flagged", "kept", "passed"]
    assert remember(done, store) == (1, 0)


def test_what_is_remembered_says_who_made_it_and_is_not_approved(store: Store) -> None:
    remember(translated(store, MAYOR)[0], store)
    [found] = store.exact(MAYOR, "en", "ru")
    assert found.origin == "model-0, a.txt"
    assert not found.approved
    assert found.date.startswith("20")
    assert found.date.endswith("Z")


@pytest.mark.parametrize("least", [0.49, 1.01, 0])
def test_a_share_out_of_range_is_refused(store: Store, least: float) -> None:
    with pytest.raises(UsageError, match="50 to 100 percent"):
        Recall(store, least)
