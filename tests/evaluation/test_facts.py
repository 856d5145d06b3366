"""Facts: the notation of forms, what is found, contradicted and missed, and what keeps a score."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parallel_articles import ARTICLES, BRIDGE_FACTS

from summarize.evaluation.articles import article_of, samples_for
from summarize.evaluation.fact_atoms import FormError
from summarize.evaluation.fact_forms import parse
from summarize.evaluation.fact_text import read
from summarize.evaluation.facts import Fact, KeyFacts, fact_results, find, scores
from summarize.evaluation.metrics import Scoring, better, score
from summarize.evaluation.word_forms import same_word

BRIDGE = article_of({**ARTICLES[0], "facts": BRIDGE_FACTS})


def key_facts(language: str) -> KeyFacts:
    found = BRIDGE.key_facts(language)
    assert found is not None
    return found


def states(output: str, language: str) -> dict[str, str]:
    return {each.fact.id: each.state for each in find(key_facts(language), output)}


def found(form: str, text: str, language: str = "en") -> bool:
    return any(parse(form, language).find(sentence) is not None for sentence in read(text, language))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("handle loose", "A loose part: the handles."),
        ("(stop|halt) production", "Production was halted."),
        ('"new supplier"', "They had new foreign suppliers."),
        ("(bridge|river crossing)", "The river's old crossing is shut."),
        ("#14300", "It recalls 14,300 of them."),
        ("#14300", "It recalls fourteen thousand three hundred."),
        ("#1.4m", "It cost €1.4 million."),
        ("#70%", "Some 70 per cent agreed."),
        ("#70", "Some 70 per cent agreed."),
        ("#1/4", "Traffic grew by a quarter."),
        ("#9:30", "It began at 09:30."),
        ("@03-01", "It starts on 1 March."),
        ("@03-01", "It starts on March 1st, 2013."),
        ("@2013-03-01", "It starts on 1 March 2013."),
        ("@05-11", "Talks were held on 11–12 May."),
        ("@10 Brussels", "They meet in Brussels in October."),
        ('"#4 #7 month"', "It takes from 4 to 7 months."),
        ("=may fall", "Prices may fall."),
        ("recogni*", "It was recognised."),
        ("pay !cancel", "They will pay."),
        ("receipt (no|not)", "No receipt is needed."),
        ("people's court", "The court of the people decided."),
        ('("new supplier"|maker)', "They had new foreign suppliers."),
        ('"(stop|halt) (work|production)"', "The factory halted all production."),
        ('"#6 #5"', "They won 6–5."),
        ('"#6 #5"', "They won 6:5."),
        ("#9:30", "It began at half past nine."),
        ("#21:30", "It began at 9.30 p.m."),
        ("#9:00", "It began at 9 a.m."),
        ("#19:00", "It began at 7 p.m."),
        ("#1:14:52", "She took 1 hour, 14 minutes and 52 seconds."),
        ("short screw", "The screws were shorter."),
        ('"#14 kilometre"', "It is 14 km long."),
        ("person wait", "People had waited."),
    ],
)
def test_a_form_is_found(form: str, text: str) -> None:
    assert found(form, text)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("handle loose", "The handle is firm. The lid is loose."),
        ('"new supplier"', "A supplier found something new."),
        ('"new supplier"', "They had new and very foreign suppliers."),
        ("#1.4m", "It cost €1.4 billion."),
        ("#70%", "Some 70 people agreed."),
        ("#9:30", "It began at 19:30."),
        ("@03-01", "It starts on 3 January."),
        ("@2013-03-01", "It starts on 1 March 2014."),
        ("=may fall", "Prices in mays fell."),
        ("pay !cancel", "They will pay and cancel."),
        ("approve plan", "They have not approved the plan."),
        ("approve plan", "They didn't approve the plan."),
        ('"(stop|halt) production"', "Production of stops went on."),
        ('"#6 #5"', "Of the 5 people 6 laughed."),
        ("#9:30", "It began at 9.30 p.m."),
        ("#9:00", "It began at 9 p.m."),
        ("#1:14:52", "She took 1 hour, 14 minutes and 25 seconds."),
    ],
)
def test_a_form_is_not_found(form: str, text: str) -> None:
    assert not found(form, text)


def test_denied_words_and_numbers_are_not_found_in_russian_and_kazakh() -> None:
    assert not found("утвердить график", "График не утвердили.", "ru")
    assert found("утвердить график", "График утвердили.", "ru")
    assert not found("#2 полоса", "Полос не 2, а 5.", "ru")
    assert found("#5 полоса", "Полос не 2, а 5.", "ru")
    assert not found("#2 жолақ", "Енді жолақ 2 емес, 5.", "kk")
    assert found("#5 жолақ", "Енді жолақ 2 емес, 5.", "kk")
    assert not found("кесте бекіту", "Кестені бекіткен жоқ.", "kk")
    assert not found("кесте бекіту", "Кестені бекітпеді.", "kk")
    assert found("кесте бекіту", "Кесте бекітілді.", "kk")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("", "says nothing"),
        ("!cancel", "says nothing"),
        ("(a|b", "cannot be read from '(a|b' on"),
        ('"a b', "cannot be read"),
        ("(a|)", "an empty alternative"),
        ('"a (b|)', "cannot be read"),
        ('("a|b")', "is no word"),
        ('"' + "(a|b|c) " * 4 + '"', "more than 64 combinations"),
        ("#3,500 people", "'#3,500' is no word, number"),
        ("#1/0", "'#1/0' is no word, number"),
        ("@30-06", "'@30-06' is no word, number"),
        ("pay...", "'pay...' is no word"),
    ],
)
def test_a_malformed_form_is_refused(form: str, message: str) -> None:
    with pytest.raises(FormError) as caught:
        parse(form, "en")
    assert message in str(caught.value)


@given(st.text(st.sampled_from("ab #@1.4m%EUR-()|\"!=*–'06:30"), max_size=30))
@settings(deadline=None)
def test_a_form_is_read_or_refused(form: str) -> None:
    try:
        read_form = parse(form, "en")
    except FormError:
        return
    for sentence in read("A bridge of 14 m was opened on 30 June for €1.4 million.", "en"):
        read_form.find(sentence)
        read_form.roles(sentence)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_article_and_its_reference_state_their_facts(language: str) -> None:
    version = BRIDGE.versions[language]
    assert set(states(version.text, language).values()) == {"stated"}
    wanted = {"open": "stated", "cost": "stated", "beams": "missed"}
    assert states(version.summaries[0], language) == wanted
    assert scores(key_facts(language), version.summaries[0]) == {
        "facts": pytest.approx(100 * 5 / 6),
        "contradicted": 0,
    }


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("en", "2.4 billion", "4.2 billion"),
        ("ru", "2,4 млрд", "24 млрд"),
        ("kk", "2,4 млрд", "2,6 млрд"),
        ("en", "14 months", "41 months"),
        ("ru", "14 месяцев", "19 месяцев"),
        ("kk", "14 айлық", "16 айлық"),
    ],
)
def test_a_changed_number_turns_a_hit_into_a_contradiction(language: str, right: str, wrong: str) -> None:
    summary = BRIDGE.versions[language].summaries[0]
    assert right in summary
    before, after = states(summary, language), states(summary.replace(right, wrong), language)
    changed = "cost" if "14" not in right else "open"
    assert before[changed] == "stated"
    assert after == {**before, changed: "contradicted"}


def test_a_sentence_that_is_removed_lowers_exactly_its_facts() -> None:
    text = BRIDGE.versions["en"].paragraphs[0]
    cut = text.replace("The city paid 2.4 billion tenge for the work. ", "")
    assert states(cut, "en") == {"open": "stated", "cost": "missed", "beams": "stated"}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_order_of_sentences_does_not_matter(language: str) -> None:
    sentences = [
        BRIDGE.versions[language].text[s.start : s.end]
        for s in read(BRIDGE.versions[language].text, language)
    ]
    kept = sentences[1:]
    expected = states(" ".join(kept), language)
    for seed in range(5):
        random.Random(seed).shuffle(kept)
        assert states(" ".join(kept), language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "After fourteen months the bridges were opened. Thirty-six beams were new."),
        ("ru", "Спустя четырнадцать месяцев мост открыт. Тридцать шесть балок заменены."),
        ("kk", "Он төрт ай өткен соң көпір ашылыпты. Отыз алты арқалық жаңартылды."),
    ],
)
def test_numbers_in_words_and_other_inflections_are_found(language: str, text: str) -> None:
    assert states(text, language) == {"open": "stated", "cost": "missed", "beams": "stated"}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_form_that_is_removed_lowers_exactly_its_fact(language: str) -> None:
    """The words of each fact of the article blanked, one fact after the other."""
    text = BRIDGE.versions[language].text
    facts = find(key_facts(language), text)
    for removed in facts:
        cut = text
        for start, end in removed.spans:
            cut = cut[:start] + " " * (end - start) + cut[end:]
        after = {each.fact.id: each.state for each in find(key_facts(language), cut)}
        assert after == {each.fact.id: "missed" if each is removed else "stated" for each in facts}


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("It was 14 months before the bridge opened.", "It was fourteen months before bridges open.")),
        ("ru", ("Мост открыли через 14 месяцев.", "Через четырнадцать месяцев мосты открыты.")),
        ("kk", ("Көпір 14 айдан кейін ашылды.", "Көпірді он төрт айдан соң ашқан.")),
    ],
)
def test_digits_and_inflection_keep_the_score(language: str, texts: tuple[str, str]) -> None:
    one, other = (scores(key_facts(language), text) for text in texts)
    assert one == other
    assert one["facts"] > 0


def test_clock_times_in_russian_and_kazakh() -> None:
    for text in ("Начало в 9:30.", "Начало в половине десятого.", "Начало в 9 ч 30 мин."):
        assert found("#9:30", text, "ru")
    assert found("#1:14:52", "Она пробежала за 1 час 14 минут 52 секунды.", "ru")
    assert found("#19:00", "Начало в 7 вечера.", "ru")
    assert not found("#9:00", "Работали 9 часов.", "ru")
    assert found("#9:30", "Жиналыс тоғыз жарымда басталады.", "kk")
    assert found("#9:00", "Жиналыс сағат 9-да басталады.", "kk")


def test_a_wrong_clock_time_contradicts() -> None:
    facts = KeyFacts(
        (Fact("time", "must", "It begins at 9:30.", ("begin #9:30",), (1,)),), "It begins at 9:30.", "en"
    )
    assert find(facts, "It begins at 9:45.")[0].state == "contradicted"
    assert find(facts, "It begins on Monday.")[0].state == "missed"


def test_of_two_numbers_the_right_one_shows_that_the_other_is_wrong() -> None:
    text = "The dams cost 126 million and 187 million euros."
    facts = KeyFacts((Fact("dams", "must", text, ("#126m #187m",), (1,)),), text, "en")
    assert find(facts, "Two dams for 126 million and 178 million euros.")[0].state == "contradicted"
    assert find(facts, "Two dams for 178 million euros.")[0].state == "missed"


def test_every_four_is_no_count() -> None:
    text = "There are 30 buildings."
    facts = KeyFacts((Fact("thirty", "must", text, ('"#30 building"',), (1,)),), text, "en")
    assert find(facts, "In every four buildings a ramp is missing.")[0].state == "missed"
    assert find(facts, "There are 40 buildings.")[0].state == "contradicted"


def test_a_number_alone_is_contradicted_by_another_one_of_the_same_thing() -> None:
    text = "About 26,400 bags are recalled. It costs 9 million tenge."
    facts = KeyFacts(
        (
            Fact("bags", "must", "26,400 bags are recalled.", ("#26400",), (1,)),
            Fact("cost", "nice", "It costs 9 million tenge.", ("#9mKZT",), (1,)),
        ),
        text,
        "en",
    )
    wrong = find(facts, "Some 24,600 bags are recalled. It costs 6 million tenge.")
    assert [each.state for each in wrong] == ["contradicted", "contradicted"]
    other = find(facts, "Some 24,600 shops are shut. It costs 6 million euros.")
    assert [each.state for each in other] == ["missed", "missed"]


def test_a_number_that_counts_another_thing_of_the_article_contradicts_nothing() -> None:
    text = "The glossary has 4200 terms. 600 copies are printed."
    facts = KeyFacts((Fact("terms", "must", "It has 4200 terms.", ("#4200 term",), (1,)),), text, "en")
    assert find(facts, "500 copies with new terms are printed.")[0].state == "missed"
    assert find(facts, "The glossary has 2400 terms.")[0].state == "contradicted"


def test_an_extract_contradicts_nothing() -> None:
    """Every pair of the article's sentences, so that numbers of other facts stand beside a fact's words."""
    for language in BRIDGE.versions:
        text = BRIDGE.versions[language].text
        sentences = [text[s.start : s.end] for s in read(text, language)]
        for one in sentences:
            for other in sentences:
                assert "contradicted" not in states(f"{one} {other}", language).values()


def test_a_number_of_another_stated_fact_contradicts_nothing() -> None:
    facts = KeyFacts(
        (
            Fact("pay", "must", "It paid 2.4 billion tenge.", ("paid #2.4bn",), (1,)),
            Fact("tax", "must", "The tax is 7 billion tenge.", ('"#7bn tenge" tax',), (1,)),
        ),
        "The city paid 2.4 billion tenge. The tax is 7 billion tenge.",
        "en",
    )
    assert [each.state for each in find(facts, "They paid a tax of 7 billion tenge.")] == ["missed", "stated"]
    wrong = find(facts, "They paid a tax of 8 billion tenge.")
    assert [each.state for each in wrong] == ["missed", "contradicted"]
    assert find(facts, "They paid 8 billion tenge.")[0].state == "contradicted"


def test_only_numbers_of_the_same_kind_contradict() -> None:
    facts = KeyFacts(
        (Fact("share", "must", "The EU pays 70%.", ("EU pay #70%",), (1,)),), "The EU pays 70%.", "en"
    )
    assert find(facts, "The EU pays in 2013 for 12 groups.")[0].state == "missed"
    assert find(facts, "The EU pays 60%.")[0].state == "contradicted"


def test_a_number_that_the_article_has_beside_the_words_contradicts_nothing() -> None:
    text = "The EU pays 70% and Kazakhstan pays 30%."
    facts = KeyFacts((Fact("share", "must", "The EU pays 70%.", ("pay #70%",), (1,)),), text, "en")
    assert find(facts, "Kazakhstan pays 30%.")[0].state == "missed"
    assert find(facts, "Kazakhstan pays 40%.")[0].state == "contradicted"


def test_a_sentence_in_which_two_numbers_differ_is_about_something_else() -> None:
    text = "From 1 March, 5 laboratories are accepted."
    facts = KeyFacts((Fact("labs", "must", text, ("#5 laboratory @03-01",), (1,)),), text, "en")
    assert find(facts, "On 2 May, 12 laboratories met.")[0].state == "missed"
    assert find(facts, "From 1 March, 12 laboratories are accepted.")[0].state == "contradicted"


def test_a_wrong_day_contradicts() -> None:
    facts = KeyFacts(
        (Fact("end", "must", "It ends on 30 June.", ('"until @06-30"',), (1,)),), "Open until 30 June.", "en"
    )
    assert find(facts, "It is open until 30 June 2024.")[0].state == "stated"
    assert find(facts, "It is open until 29 June.")[0].state == "contradicted"
    assert find(facts, "It is open on Sunday.")[0].state == "missed"


def test_a_word_is_denied_with_one_word_between_and_a_number_is_not() -> None:
    assert not found("handle loose", "The handle cannot come loose.")
    assert found("handle loose", "The handle does not only come loose.")
    assert found("#12 group", "There are not more than 12 groups.")
    assert not found("ручка отойти", "Ручка не может отойти.", "ru")


def test_a_looping_output_is_read_in_linear_time() -> None:
    """A phrase that occurs thousands of times in one sentence: neighbours only are compared."""
    form = parse('"#12 group the"', "en")

    def steps(times: int) -> int:
        (sentence,) = read("the 13 groups, " * times, "en")
        assert form.find(sentence) is None
        count = 0

        def trace(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(trace)
        form.roles(sentence)
        sys.setprofile(None)
        return count

    assert steps(120) < 2.5 * steps(60)


def test_spans_are_the_words_of_the_fact() -> None:
    text = "Good news: it cost 2.4 billion tenge."
    (cost,) = (each for each in find(key_facts("en"), text) if each.fact.id == "cost")
    assert [text[start:end] for start, end in cost.spans] == ["2.4 billion tenge"]


def test_a_summary_in_another_language_is_measured_like_any_other() -> None:
    (sample,) = samples_for("cross-lingual", "en", "kk", [BRIDGE])
    scored = score([sample], [BRIDGE.versions["kk"].summaries[0]], "cross-lingual", Scoring())
    assert scored.samples[0]["facts"] == pytest.approx(83.3333)
    assert scored.samples[0]["contradicted"] == 0
    assert scored.signatures["facts"].startswith("facts|recall|")
    assert (better("facts"), better("contradicted")) == ("higher", "lower")


def test_results_say_where_source_and_output_have_a_fact() -> None:
    (sample,) = samples_for("cross-lingual", "en", "kk", [BRIDGE])
    output = BRIDGE.versions["kk"].summaries[0]
    assert sample.facts is not None
    found = {each.id: each for each in fact_results(sample.facts, output, sample.source_facts)}
    ((start, end),) = found["cost"].output
    assert output[start:end] == "2,4 млрд теңгеге"
    ((start, end),) = found["beams"].source
    assert (found["beams"].state, sample.source[start:end]) == ("missed", "36 beams")


def test_an_article_without_facts_is_left_out_of_their_score() -> None:
    (sample,) = samples_for("abstractive", "en", "en", [BRIDGE])
    bare = replace(sample, id="bare", facts=None, source_facts=None)
    scored = score([sample, bare], ["", ""], "abstractive", Scoring())
    assert "facts" not in scored.samples[1]
    assert scored.signatures["facts"].endswith("|samples:1")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("бекіту", "бекітілді", "kk"), ("ашу", "ашты", "kk"), ("алу", "алады", "kk"), ("орын", "орны", "kk"),
        ("қайтару", "қайтарылуына", "kk"), ("үй", "үйлерде", "kk"), ("тану", "таниды", "kk"),
        ("утвердить", "утвердили", "ru"), ("мост", "моста", "ru"), ("открыть", "открыт", "ru"),
        ("approve", "approved", "en"), ("bridge", "bridges", "en"), ("person", "people", "en"),
        ("Estonia", "Estonian", "en"), ("km", "kilometres", "en"), ("ребёнок", "детей", "ru"),
        ("Ахметжанов", "Ахметжановым", "ru"), ("Тараз", "таразская", "ru"), ("Астана", "астанинский", "ru"),
        ("км", "километров", "ru"), ("метр", "метрге", "kk"), ("км", "шақырымға", "kk"),
        ("тексеру", "тексерілуінен", "kk"), ("табу", "тапты", "kk"), ("естіп", "естуге", "kk"),
        ("Тараз", "тараздық", "kk"), ("Қонаев", "Қонаевтағы", "kk"), ("қарсы", "қарсымын", "kk"),
    ],
)  # fmt: skip
def test_forms_of_one_word(one: str, other: str, language: str) -> None:
    assert same_word(one, other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("бекіту", "бекітпеді", "kk"), ("алу", "алма", "kk"), ("келісу", "келді", "kk"),
        ("ашу", "ашық", "kk"), ("порт", "портрет", "ru"), ("мера", "мэр", "ru"),
        ("port", "portrait", "en"), ("plan", "planet", "en"), ("note", "not", "en"), ("car", "care", "en"),
        ("она", "ему", "ru"), ("чек", "чего", "ru"), ("склад", "складной", "ru"), ("құм", "құмыраны", "kk"),
        ("қала", "қалмаған", "kk"), ("алу", "алты", "kk"), ("чек", "чексіз", "kk"), ("ай", "айтады", "kk"),
    ],
)  # fmt: skip
def test_other_words(one: str, other: str, language: str) -> None:
    assert not same_word(one, other, language)
