"""Numbered tags: what a chat model is sent, what of its answer is used, and that no tag is ever written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx_by_hand import docx, p, r
from editing import EDITING, member
from hypothesis import given
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.documents.files import from_bytes
from summarize.engines.prompts import messages
from summarize.request import Instruction
from summarize.result import Translation
from summarize.text.blocks import Run, joined
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.tagging import Tagging, tagging, taggings, text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE = Run("", (), "note 1")
BREAK = Run("\n", (), "break")
SOURCE = "The council approved the budget of 15 million tenge."
SENT = "The council approved <1>the budget</1> of <2>15 million</2> tenge."
PLAIN = "Совет утвердил бюджет в 15 млн тенге."
KEPT = "Совет утвердил <1>бюджет</1> в <2>15 млн</2> тенге."
BODY = (
    f"<w:p>{r('The council approved ')}{r('the budget', '<w:b/>')}{r(' of ')}{r('15 million ', '<w:i/>')}"
    f"{r('tenge.')}</w:p>{p('The mayor thanked everyone.')}"
)


class Told(Scripted):
    """An engine that is told in words what to do."""

    def keeps_tags(self, instruction: Instruction) -> bool:
        return instruction.tags


def tags_of(*runs: Run) -> Tagging:
    found = tagging(runs, " ".join("".join(run.text for run in runs).split()))
    assert found
    return found


def sent(*runs: Run) -> str:
    tagged = tags_of(*runs).tagged([])
    assert tagged
    return tagged[0]


BOLD, LINK, BOTH = ("bold",), ("link",), ("link", "bold")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((Run("See "), Run("the law", BOLD), Run(".")), "See <1>the law</1>."),
        ((Run("See "), Run(" the law ", BOLD), Run("now.")), "See <1>the law</1> now."),
        ((Run("See"), NOTE, Run(" the law.")), "See<1/> the law."),
        ((Run("See the", BOLD), BREAK, Run("law", BOLD), Run(" now.")), "<1>See the<2/> law</1> now."),
        ((Run("See "), Run("the ", LINK), Run("new", BOTH), Run(" law", LINK), Run(".")),
         "See <1>the <2>new</2> law</1>."),
        ((Run("Set "), Run("%s", BOLD, "%s"), Run(" here.")), "Set <1><2>%s</2></1> here."),
        ((Run("All bold but ", BOLD), Run("this"), Run(".", BOLD)), "<1>All bold but</1> this."),
        ((Run("See "), Run("the law.", BOLD)), "See <1>the law.</1>"),
        ((Run("A ", LINK), Run("new", BOTH), Run(" law", LINK)), "A <1>new</1> law"),
        ((Run("One", BOLD), Run(" "), Run("two", LINK)), "<1>One</1> <2>two</2>"),
    ],
)  # fmt: skip
def test_what_a_model_is_sent(runs: tuple[Run, ...], text: str) -> None:
    assert sent(*runs) == text
    again = tags_of(*runs).runs(text)
    assert again is not None
    words = [
        (run.text.strip(" ."), run.style)
        for run in again
        if any(map(str.isalnum, run.text)) and not run.anchor
    ]
    assert words == [
        (run.text.strip(" ."), run.style)
        for run in runs
        if any(map(str.isalnum, run.text)) and not run.anchor
    ]
    assert [run for run in again if run.anchor] == [run for run in runs if run.anchor]


@pytest.mark.parametrize(
    "runs",
    [
        (Run("Nothing is bold."),),
        (Run("All is bold.", BOLD),),
        (Run("Write "), Run("<1>", BOLD), Run(" here.")),
        (Run("If 5 > "), Run("three", BOLD)),
        (Run("..."), Run("!", BOLD)),
        tuple(Run(f"word{number}", BOLD if number % 2 else ()) for number in range(50)),
    ],
)
def test_a_sentence_without_tags(runs: tuple[Run, ...]) -> None:
    assert tagging(runs, "".join(run.text for run in runs)) is None


THREE = (Run("See "), Run("the law", BOLD), Run(" and "), Run("the", LINK), Run(" act", BOTH), NOTE, Run("."))
GOOD = "Смотри <1>закон</1> и <2>этот <3>акт</3></2><4/>."


def test_an_answer_may_move_its_tags() -> None:
    tags = tags_of(*THREE)
    assert sent(*THREE) == "See <1>the law</1> and <2>the <3>act</3></2><4/>."
    assert tags.runs(GOOD) == (
        Run("Смотри "), Run("закон", BOLD), Run(" и "), Run("этот ", LINK), Run("акт", BOTH), NOTE, Run("."),
    )  # fmt: skip
    moved = tags.runs("<4/><2><3>Акт</3> этот</2> и <1>закон</1> смотри.")
    assert moved is not None
    assert text_of(moved) == "Акт этот и закон смотри."


@pytest.mark.parametrize(
    "said",
    [
        "Смотри закон и этот акт.",  # all lost
        GOOD.replace("<4/>", ""),  # one lost
        GOOD.replace("</1>", ""),  # one not closed
        GOOD.replace("<1>", ""),  # one not opened
        GOOD + "<4/>",  # doubled
        GOOD + " <1>закон</1>",
        "Смотри <1>закон <2>и</1> этот <3>акт</3></2><4/>.",  # crossed
        "Смотри <1>закон и <2>этот <3>акт</3></2></1><4/>.",  # in one that it was not in
        "Смотри <1>закон</1> и <2>этот</2> <3>акт</3><4/>.",  # out of the one that it was in
        GOOD.replace("закон", " "),  # around nothing
        GOOD.replace("<4/>", "<4>и</4>"),  # a note with text
        GOOD.replace("<4/>", "<5/>"),  # unknown
        GOOD.replace(".", " <5>."),
        GOOD.replace(".", " < 1 >."),  # like a tag
        GOOD.replace(".", " ‹1›."),
        GOOD.replace(".", " <1"),
        GOOD.replace(".", " </b>."),
        "",
    ],
)
def test_an_answer_that_is_not_used(said: str) -> None:
    assert tags_of(*THREE).runs(said) is None


def test_the_ends_of_one_thing_keep_their_order() -> None:
    first, last = Run("", (), "begin", "bookmark"), Run("", (), "end", "bookmark")
    tags = tags_of(Run("See "), first, Run("the law"), last, Run(" now."))
    assert tags.runs("Смотри <1/>закон<2/> сейчас.")
    assert tags.runs("Смотри <2/>закон<1/> сейчас.") is None


def test_a_placeholder_keeps_its_text() -> None:
    tags = tags_of(Run("Set "), Run("%s", (), "%s"), Run(" here."))
    assert tags.runs("Вот <1>%s</1>.") == (Run("Вот "), Run("%s", (), "%s"), Run("."))
    assert tags.runs("Вот <1>%d</1>.") is None


def test_spans_that_are_masked_move_with_the_tags() -> None:
    tags = tags_of(Run("See "), Run("http://a.kz", LINK), Run(" now."))
    assert tags.tagged([(4, 15)]) == ("See <1>http://a.kz</1> now.", [(7, 18)])
    assert tags.tagged([(2, 6)]) is None


def test_one_sentence_in_two_formattings_gets_no_tags() -> None:
    from summarize.text.blocks import Block

    runs = (Run("See "), Run("the law", BOLD), Run("."))
    other = (Run("See "), Run("the law", LINK), Run("."))
    text = "See the law."
    blocks = [Block(runs), Block(runs), Block(other)]
    assert set(taggings(blocks[:2], [(text, number, (0, 12)) for number in range(2)])) == {text}
    assert taggings(blocks, [(text, number, (0, 12)) for number in range(3)]) == {}


styles = st.sampled_from([(), BOLD, LINK, BOTH])
pieces = st.builds(Run, st.sampled_from(["a", "law", " ", " b ", ", ", "5", "x  y"]), styles)
anchors = st.builds(lambda n: Run("", (), f"note {n}"), st.integers(0, 9))
sentences = st.lists(pieces | anchors, min_size=2, max_size=8)


@given(sentences)
def test_a_sentence_sent_back_is_itself(runs: list[Run]) -> None:
    source = joined([Run("Start "), *runs, Run(" end")])
    text = " ".join("".join(run.text for run in source).split())
    found = tagging([replace(run, text=re.sub(r"\s+", " ", run.text)) for run in source], text)
    tagged = found.tagged([]) if found else None
    if found and tagged:
        again = found.runs(tagged[0])
        assert again is not None
        assert text_of(again) == text
        assert [run for run in again if run.anchor] == [run for run in source if run.anchor]


@given(sentences, st.lists(st.sampled_from(["<1>", "</1>", "<2/>", "<2>", "</2>", "слово ", "<", "3>", " "])))
def test_whatever_is_said_no_tag_is_left(runs: list[Run], said: list[str]) -> None:
    source = joined([Run("Start "), *runs, Run(" end")])
    found = tagging(source, "".join(run.text for run in source))
    again = found.runs("".join(said)) if found else None
    if found and again is not None:
        assert not set("<>") & set(text_of(again))
        assert sorted(run.anchor for run in again if run.anchor) == sorted(
            run.anchor for run in source if run.anchor
        )
        assert {run.style for run in again if not run.anchor} <= {run.style for run in source}


def translated(
    say: Callable[[str], str], engine: type[Scripted] = Told, **options: bool
) -> tuple[Translation, Scripted]:
    def answer(text: str, instruction: Instruction, _: object) -> str:
        assert instruction.tags == ("<" in text)
        return "Мэр поблагодарил всех." if "mayor" in text else say(text)

    document = from_bytes(docx(BODY), "a.docx", language="en", options=EDITING)
    made = engine(answer)
    done = translate_document(document, "ru", by(made), Options(**{"mend": False, **options}))  # type: ignore[arg-type]
    return done, made


def formatted(done: Translation) -> list[tuple[str, list[str]]]:
    assert done.file
    root = member(done.file.data, "word/document.xml")
    return [
        ("".join(run.itertext()), [name for name in "bi" if run.find(f".//{W}{name}") is not None])
        for run in next(root.iter(f"{W}p")).iter(f"{W}r")
    ]


def test_tags_that_come_back_are_the_formatting() -> None:
    done, engine = translated(
        lambda text: "Утвердил <2>15 млн</2> тенге в <1>бюджет</1> совет." if "<" in text else PLAIN
    )
    assert engine.asked == [SENT, "The mayor thanked everyone."]
    assert formatted(done) == [
        ("Утвердил ", []), ("15 млн", ["i"]), (" тенге в ", []), ("бюджет", ["b"]), (" совет.", []),
    ]  # fmt: skip
    first, second = (segment.attempts[0] for segment in done.segments)
    assert (first.tags, first.text, second.tags) == ("kept", "Утвердил 15 млн тенге в бюджет совет.", "none")
    assert first.legs[0].text == done.segments[0].hypothesis == first.text
    assert done.file
    assert done.file.placed == {"tags": 1}
    assert not [one for one in done.warnings if "tags" in one]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (PLAIN, "lost"),
        (KEPT.replace("</2>", ""), "lost"),
        (KEPT.replace("15", "51"), "flagged"),
        (SENT, "flagged"),
        ("", "lost"),
    ],
)
def test_tags_that_do_not_come_back_are_told_and_the_sentence_aligned(said: str, why: str) -> None:
    done, engine = translated(lambda text: said if "<" in text else PLAIN)
    base, _ = translated(lambda _: PLAIN, Scripted)
    assert sorted(engine.asked) == sorted([SENT, SOURCE, "The mayor thanked everyone."])
    assert [replace(one, attempts=()) for one in done.segments] == [
        replace(one, attempts=()) for one in base.segments
    ]
    assert formatted(done) == formatted(base)
    assert done.segments[0].attempts[0].tags == why
    assert done.to_json()["segments"][0]["attempts"][0]["tags"] == why
    assert "numbered tags came back whole in 0 of 1 sentences; the others are aligned" in done.warnings


def test_an_engine_that_is_not_told_anything_gets_no_tags() -> None:
    done, engine = translated(lambda _: PLAIN, Scripted)
    assert engine.asked == [SOURCE, "The mayor thanked everyone."]
    assert {attempt.tags for segment in done.segments for attempt in segment.attempts} == {"none"}


def test_retries_are_without_tags() -> None:
    done, engine = translated(lambda text: PLAIN.replace("15", "51"), mend=True)
    assert [text for text in engine.asked if "<" in text] == [SENT]
    assert engine.asked.count(SOURCE) > 1
    assert done.segments[0].status == "flagged"
    assert not re.search(r"<\d|\d>", done.segments[0].hypothesis)


def test_a_model_that_loses_most_tags_is_given_no_more() -> None:
    sentences = [
        f"The council approved {r('the budget', '<w:b/>')} of {number} tenge." for number in range(30)
    ]
    body = "".join(
        f"<w:p>{r(first)}{run}{r(last)}</w:p>"
        for first, run, last in (re.split(r"(<w:r>.*</w:r>)", sentence) for sentence in sentences)
    )
    for said, sent_with in (("Совет утвердил бюджет.", 20), ("Совет утвердил <1>бюджет</1>.", 30)):
        engine = Told(lambda text, *_, said=said: said if "<" in text else "Совет утвердил бюджет.")
        document = from_bytes(docx(body), "a.docx", language="en", options=EDITING)
        translate_document(document, "ru", by(engine), Options(mend=False))
        assert sum("<" in text for text in engine.asked) == sent_with


def test_a_sentence_that_is_too_long_with_its_tags_is_sent_without() -> None:
    document = from_bytes(docx(BODY), "a.docx", language="en", options=EDITING)
    engine = Told(lambda text, *_: PLAIN if "council" in text else "Мэр поблагодарил всех.", reads=9)
    engine.count = lambda text: len(text.split()) + text.count("<")  # type: ignore[method-assign]
    translate_document(document, "ru", by(engine), Options(mend=False))
    assert engine.asked == [SOURCE, "The mayor thanked everyone."]


def test_the_prompt_names_tags_only_where_there_are_some() -> None:
    instruction = Instruction("translation", "en", "kk")
    plain, tagged = (messages("Hello.", replace(instruction, tags=tags)) for tags in (False, True))
    assert "tag" not in plain[1]["content"]
    assert "Keep every numbered tag" in tagged[1]["content"]
    assert "$" not in tagged[1]["content"]
