"""Facts in other words: what loose reading finds, and what it must not."""

from __future__ import annotations

import pytest

from summarize.evaluation.corpus import CHRF
from summarize.evaluation.fact_text import read, read_beside
from summarize.evaluation.facts import Fact, KeyFacts, find
from summarize.evaluation.thesaurus import alike
from summarize.evaluation.word_forms import derived

ARTICLE = {
    "en": (
        "The repair of the Torgai bridge cost 740,000 tenge.\n\n"
        "Darya Ospanova won the race on Sunday.\n\n"
        "The school has room for 120 pupils.\n\n"
        "The council rejected the protest of the hosts."
    ),
    "ru": (
        "Ремонт моста через Тургай обошёлся в 740 000 тенге.\n\n"
        "В воскресенье забег выиграла Дарья Оспанова.\n\n"
        "Школа рассчитана на 120 учеников.\n\n"
        "Совет отклонил протест хозяев."
    ),
    "kk": (
        "Торғай көпірін жөндеу 740 000 теңгеге түсті.\n\n"
        "Жексенбіде жарыста Дария Оспанова жеңді.\n\n"
        "Мектеп 120 оқушыға арналған.\n\n"
        "Кеңес алаң иелерінің наразылығын қабылдамады."
    ),
}
FORMS = {
    "en": ('"#740000 tenge" cost', "Ospanova win", '"#120 pupil"', "council reject"),
    "ru": ('"#740000 тенге" обойтись', "Оспанова выиграть", '"#120 ученик"', "совет отклонить"),
    "kk": ('"#740000 теңге" түсу', "Оспанова жеңу", '"#120 оқушы"', "кеңес қабылдамады"),
}
NAMES = ("cost", "winner", "pupils", "protest")


def key_facts(language: str) -> KeyFacts:
    statements = ARTICLE[language].split("\n\n")
    facts = [
        Fact(name, "must", statement, (form,), (number,))
        for number, (name, statement, form) in enumerate(
            zip(NAMES, statements, FORMS[language], strict=True), start=1
        )
    ]
    return KeyFacts(tuple(facts), ARTICLE[language], language)


def states(text: str, language: str) -> dict[str, str]:
    return {each.fact.id: each.state for each in find(key_facts(language), text) if each.state != "missed"}


@pytest.mark.parametrize(
    ("language", "text", "fact"),
    [
        ("en", "They spent 740,000 tenge on the bridge.", "cost"),
        ("en", "On Sunday Ospanova came first.", "winner"),
        ("en", "There are places for a hundred and twenty children.", "pupils"),
        ("en", "The council turned down what the hosts had to complain about.", "protest"),
        ("ru", "За починку заплатили 740 тысяч тенге.", "cost"),
        ("ru", "В воскресенье первой финишировала Оспанова.", "winner"),
        ("ru", "Учиться в ней смогут 120 детей.", "pupils"),
        ("ru", "Протест хозяев совет не принял.", "protest"),
        ("kk", "Көпірге 740 мың теңге жұмсалды.", "cost"),
        ("kk", "Жексенбіде Оспанова бәрінен бұрын мәреге жетті.", "winner"),
        ("kk", "Онда 120 бала оқиды.", "pupils"),
        ("kk", "Кеңес наразылықты қанағаттандырмады.", "protest"),
    ],
)
def test_a_fact_is_found_in_other_words(language: str, text: str, fact: str) -> None:
    assert states(text, language) == {fact: "stated"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Sunday Ospanova lost the race."),
        ("en", "On Sunday Ospanova did not come first."),
        ("en", "The council supported the hosts."),
        ("ru", "В воскресенье Оспанова проиграла первый забег."),
        ("ru", "Совет принял протест."),
        ("kk", "Жексенбіде Оспанова ұтылды, бірінші болған жоқ."),
        ("kk", "Көпірге 740 мың теңге жұмсалмады."),
    ],
)
def test_the_opposite_is_not_found(language: str, text: str) -> None:
    assert "stated" not in states(text, language).values()


def test_a_name_may_be_in_a_sentence_before() -> None:
    assert states("Darya Ospanova is 17. On Sunday she won the race.", "en") == {"winner": "stated"}
    assert states("On Sunday she won the race.", "en") == {}


def test_a_loose_form_that_does_not_tell_the_fact_from_another_paragraph_is_left_out() -> None:
    facts = key_facts("en")
    other = KeyFacts(facts.facts, f"{facts.text}\n\nOn Sunday Ospanova was first to go home.", "en")
    text = "On Sunday Ospanova came first."
    assert find(facts, text)[1].state == "stated"
    assert find(other, text)[1].state == "missed"


def test_words_without_order_are_not_read_loosely() -> None:
    text = (
        "of repair tenge the on hosts bridge protest race 740,000 The the school rejected room Torgai for won"
    )
    assert "stated" not in states(text, "en").values()


def test_a_wrong_number_contradicts_one_fact_only() -> None:
    facts = KeyFacts(
        (
            Fact("bought", "must", "A trader from Riga bought 9,000 pairs.", ("#9000 (pair|Riga)",), (1,)),
            Fact("paid", "must", "A motorcycle cost 260 pairs.", ('"#260 pair"',), (2,)),
        ),
        "A trader from Riga bought 9,000 pairs.\n\nA motorcycle cost 260 pairs.",
        "en",
    )
    assert [each.state for each in find(facts, "A trader from Riga took 6,000 pairs.")] == [
        "contradicted",
        "missed",
    ]


def test_a_wrong_date_beside_a_word_that_stands_for_it_contradicts() -> None:
    text = "The student reads on Fridays from 1 April."
    facts = KeyFacts((Fact("reads", "must", text, ("student (@04-01|Friday)",), (1,)),), text, "en")
    assert find(facts, "A student reads each Friday.")[0].state == "stated"
    assert find(facts, "From 10 April a student reads each Friday.")[0].state == "contradicted"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "There are three dozen houses.", 36),
        ("en", "Half a million people came.", 500_000),
        ("ru", "Сделано полторы тысячи проб.", 1500),
        ("ru", "Построено три десятка зданий.", 30),
        ("kk", "Бір жарым мың адам келді.", 1500),
    ],
)
def test_a_number_of_several_words_is_one(language: str, text: str, value: int) -> None:
    (sentence,) = read(text, language)
    assert [value in figure.values for figure in sentence.figures] == [True]


def test_groups_of_the_thesaurus_have_no_word_twice_and_no_opposite_of_themselves() -> None:
    from importlib.resources import files

    for language in ("en", "ru", "kk"):
        lines = (files("summarize.evaluation.thesaurus") / f"{language}.txt").read_text("utf-8").splitlines()
        for line in lines[1:]:
            said, _, opposite = line.partition(" <> ")
            words = said.split(", ")
            assert len(words) > 1, line
            assert len(set(words)) == len(words), line
            assert not set(words) & set(opposite.split(", ")), line
    assert "passed" not in alike("die", "en").said
    assert "pass away" in alike("died", "en").said
    assert "lose" in alike("won", "en").opposite


def test_russian_nouns_of_verbs_and_verbs_of_nouns() -> None:
    assert derived("обжаловать", "ru") == ["обжалование"]
    assert "возвращение" in derived("возвратить", "ru")
    assert "купить" in derived("купление", "ru")
    assert derived("мұрағатшы", "kk") == ["мұрағат"]
    assert derived("decide", "en") == []


def test_sentences_of_the_article_are_not_read_again() -> None:
    article = read("One cat sat. Two dogs ran.", "en")
    found = read_beside("A bird sang.\nTwo dogs ran.", article, "en")
    assert [sentence is article[1] for sentence, _ in found] == [False, True]
    (_, none), (dogs, offset) = found
    assert (none, dogs.start + offset) == (0, 13)


def test_counts_over_the_shorter_text_are_those_of_sacrebleu() -> None:
    from sacrebleu.metrics.chrf import CHRF as theirs

    metric = theirs(word_order=2)
    pairs = [("the cat sat on the mat", "a cat"), ("a cat", "the cat sat on the mat"), ("the the", "the")]
    for ours, reference in pairs:
        metric_rows = metric._extract_corpus_statistics([ours], [[reference]])
        assert CHRF.count([ours], [[reference]]).tolist() == [list(map(float, row)) for row in metric_rows]
