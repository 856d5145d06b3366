# ruff: noqa: E501  (pairs of sentences in one line)
"""Formatting and anchors set again in a translation: each way, in order of how sure it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.documents.editing.formats import lost
from summarize.engines.protocol import Link
from summarize.text.blocks import Block, Run, joined
from summarize.translation.projection import project

B, ITALIC = ("bold",), ("italic",)


def runs(text: str) -> list[Run]:
    """``*bold*``, ``_italic_``, ``{}`` a picture, ``{name}`` a placeholder, a line end a line break."""
    found: list[Run] = []
    for part in _split(text):
        style = {"*": B, "_": ITALIC}.get(part[0], ())
        if part[0] == "{":
            found.append(Run(part if len(part) > 2 else "", (), part))
        elif part == "\n":
            found.append(Run("\n", (), "break"))
        else:
            found.append(Run(part.strip("*_") if style else part, style))
    return found


def _split(text: str) -> list[str]:
    import re

    return [part for part in re.split(r"(\*[^*]+\*|_[^_]+_|\{[^}]*\}|\n)", text) if part]


def shown(found: tuple[Run, ...]) -> str:
    """The runs as they are written in these tests."""
    return "".join(
        run.anchor
        if run.anchor.startswith("{")
        else {B: "*", ITALIC: "_"}.get(run.style, "").join(["", run.text, ""])
        for run in found
    )


def words(text: str, other: str, *pairs: tuple[str, str]) -> list[Link]:
    """An alignment of words that both occur once."""
    return [
        ((text.index(one), text.index(one) + len(one)), (other.index(two), other.index(two) + len(two)), 1.0)
        for one, two in pairs
    ]


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("All of it.", "Все это.", "Все это."),
        ("*All of it.*", "Все это.", "*Все это.*"),
        ("Paid on *12.05.2025* in full.", "12.05.2025 толық төленді.", "*12.05.2025* толық төленді."),
        ("Pay *2.5* or _1,000_ now.", "Қазір 1.000 не 2,5 төлеңіз.", "Қазір _1.000_ не *2,5* төлеңіз."),
        ("_Almaty_ is larger than *Astana*.", "Алматы больше Астаны.", "_Алматы_ больше *Астаны*."),
        ("*Important:* read this first.", "Маңызды: алдымен осыны оқыңыз.", "*Маңызды:* алдымен осыны оқыңыз."),
        ("*If it rains*, we stay, _if not_, we go.", "Если дождь, мы дома, если нет, мы идем.",
         "*Если дождь*, мы дома, _если нет_, мы идем."),
        ("Water is H_2_O.", "Вода — это H2O.", "Вода — это H_2_O."),
        ("A note{} here and {name} too.", "Здесь {name} и заметка.", None),
        ("The end of it{}.", "Конец.", "Конец{}."),
        ("{}The beginning.", "Начало.", "{}Начало."),
        ("*Bold* *and bold.*", "Жирный и жирный.", "*Жирный и жирный.*"),
        ("Say «*yes*» or _no_.", "Скажите «yes» или no.", "Скажите «*yes*» или _no_."),
    ],
)  # fmt: skip
def test_what_is_certain_is_placed_exactly(source: str, hypothesis: str, expected: str | None) -> None:
    done = project(runs(source), hypothesis)
    if expected is not None:
        assert shown(done.runs) == expected
        assert not done.doubted
    assert lost(Block(tuple(runs(source))), done.runs) == ""


def test_letters_within_a_word_keep_their_formatting() -> None:
    done = project([Run("Water is H"), Run("2", ("sub",)), Run("O.")], "Вода — H2O.")
    assert [run.text for run in done.runs if run.style] == ["2"]
    assert done.doubted == ()


def test_a_term_of_the_glossary_is_placed_exactly() -> None:
    text, other = "The city council meets.", "Қалалық мәслихат жиналады."
    done = project(runs("The *city council* meets."), other, [((4, 16), (0, 16))])
    assert text[4:16] == "city council"
    assert shown(done.runs) == "*Қалалық мәслихат* жиналады."
    assert done.placed == {"exact": 1}


def test_an_alignment_places_what_nothing_else_does() -> None:
    text, other = "We read old books at home.", "Біз үйде ескі кітаптар оқимыз."
    links = words(text, other, ("We", "Біз"), ("read", "оқимыз"), ("old", "ескі"), ("books", "кітаптар"),
                  ("home", "үйде"))  # fmt: skip
    done = project(runs("We read *old books* at _home_."), other, links=links)
    assert shown(done.runs) == "Біз _үйде_ *ескі кітаптар* оқимыз."
    assert done.placed == {"alignment": 2}
    assert done.doubted == ()


def test_a_note_stays_with_its_word() -> None:
    text, other = "The mayor spoke about roads.", "Әкім жолдар туралы сөйледі."
    links = words(text, other, ("mayor", "Әкім"), ("roads", "жолдар"), ("spoke", "сөйледі"))
    assert shown(project(runs("The mayor{} spoke about roads."), other, links=links).runs).startswith(
        "Әкім{} "
    )
    assert "сөйледі{}" in shown(project(runs("The mayor spoke{} about roads."), other, links=links).runs)


def test_links_that_contradict_what_is_certain_are_not_used() -> None:
    text, other = "Five 15 grey 30 houses.", "Бес 15 сұр 30 үй."
    wrong = words(text, other, ("Five", "15"), ("15", "30"), ("grey", "үй"), ("30", "Бес"))
    done = project(runs("Five 15 *grey* 30 houses."), other, links=wrong)
    assert shown(done.runs) == "Бес 15 *сұр* 30 үй."
    assert done.placed == {"position": 1}


def test_a_link_leads_to_the_nearer_word_where_the_order_is_kept() -> None:
    text, other = "In 1990 grey cats and 2000 red dogs ran.", "В 1990 серых котов и 2000 рыжих псов бежало."
    pairs = (("red", "серых", 0.6), ("grey", "серых", 0.4), ("red", "рыжих", 0.55), ("dogs", "рыжих", 0.45))
    links = [(*words(text, other, (one, two))[0][:2], weight) for one, two, weight in pairs]
    done = project(runs("In 1990 grey cats and 2000 *red* dogs ran."), other, links=links)
    assert shown(done.runs) == "В 1990 серых котов и 2000 *рыжих* псов бежало."


def test_the_last_resort_is_the_position_and_that_is_told() -> None:
    done = project(runs("One *two* three."), "Бір екі үш.")
    assert shown(done.runs) == "Бір *екі* үш."
    assert done.doubted == (("position", "two"),)


def test_what_has_no_place_is_plain_and_that_is_told() -> None:
    done = project(runs("One *two* _three_ four."), "Жалғыз.")
    assert [run.text for run in done.runs] == ["Жалғыз", "."]
    assert {how for how, _ in done.doubted} == {"position", "plain"}


def test_a_line_break_takes_the_place_of_a_space() -> None:
    done = project(runs("The first part\ngoes on here."), "Первая часть продолжается здесь.")
    text = "".join(run.text for run in done.runs)
    assert text.count("\n") == 1
    assert text.replace("\n", " ") == "Первая часть продолжается здесь."


def test_the_ends_of_a_pair_keep_their_order() -> None:
    text, other = "See the law of May today.", "Бүгін мамыр заңын қараңыз."
    links = words(text, other, ("law", "заңын"), ("May", "мамыр"), ("today", "Бүгін"), ("See", "қараңыз"))
    source = [
        Run("See the "),
        Run("", (), "open", "p"),
        Run("law of May"),
        Run("", (), "close", "p"),
        Run(" today."),
    ]
    found = [run.anchor for run in project(source, other, links=links).runs if run.anchor]
    assert found == ["open", "close"]


def test_formatting_within_a_link_stays_within_it() -> None:
    link, inner = ("in link",), ("in link", "bold")
    source = [
        Run("Read "),
        Run("the "),
        Run("law of ", link),
        Run("2024", inner),
        Run(" now", link),
        Run("."),
    ]
    done = project(source, "Прочтите закон 2024 теперь.")
    assert [run.style for run in done.runs if run.text == "2024"] == [inner]
    styled = [run.style for run in done.runs if run.style]
    assert all(style[0] == "in link" for style in styled)


SOURCE = st.lists(
    st.builds(
        Run,
        st.text("abc ЖЗ12.,()- ", min_size=1, max_size=9),
        st.sampled_from([(), B, ITALIC, ("in link",), ("in link", "bold")]),
    )
    | st.sampled_from(
        [Run("", (), "note"), Run("%s", (), "%s"), Run("\n", (), "break"), Run("", B, "picture")]
    )
    | st.sampled_from([Run("", (), "open", "p"), Run("", (), "close", "p"), Run("x + y", (), "formula")]),
    min_size=1,
    max_size=9,
).filter(
    lambda made: sum(run.anchor == "open" for run in made) <= 1 >= sum(run.anchor == "close" for run in made)
)
HYPOTHESIS = st.text("abc ЖЗ12.,()- %s", max_size=40).map(lambda text: " ".join(text.split()))


@settings(max_examples=400)
@given(
    SOURCE,
    HYPOTHESIS,
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.floats(0.1, 1)), max_size=12),
)
def test_no_anchor_and_no_word_is_ever_lost(
    source: list[Run], hypothesis: str, drawn: list[tuple[int, int, float]]
) -> None:
    links = [((one, one + 3), (other, other + 2), weight) for one, other, weight in drawn]
    done = project(source, hypothesis, links=links)
    assert lost(Block(joined(source)), done.runs) == ""
    literal = [run.text for run in source if run.anchor and run.text.strip()]
    text = "".join(run.text for run in done.runs)
    for each in literal:
        text = text.replace(each, "", 1)
        hypothesis = hypothesis.replace(each, "", 1)
    assert "".join(text.split()) == "".join(hypothesis.split())
