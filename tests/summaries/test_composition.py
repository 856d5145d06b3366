"""The text of a summary: speakers go with what they say, and quotations are closed."""

from __future__ import annotations

import pytest

from summarize.summaries.composition import bulleted, compose
from summarize.summaries.quoting import open_quotations
from summarize.text.documents import from_text
from summarize.text.structure import outline


def composed(page: str, *chosen: int, language: str = "en") -> str:
    return compose(outline(from_text(page, language=language)).sentences, chosen)


TURNS = """\
Ann: The well is dry. Nobody knows why.
Bo: It rained in May. It rained in June.
Ann: So what?
Bo: Dig."""


def test_each_turn_begins_with_its_speaker() -> None:
    assert composed(TURNS, 1, 2, 3) == "Ann: Nobody knows why.\nBo: It rained in May. It rained in June."
    assert composed(TURNS, 3) == "Bo: It rained in June."


@pytest.mark.parametrize(
    ("opened", "closed"),
    [("«", "»"), ("“", "”"), ("„", "“"), ('"', '"'), ("‘", "’"), ("'", "'"), ("‚", "‘"), ("‹", "›")],
    ids=["«»", "“”", "„“", '""', "‘’", "''", "‚‘", "‹›"],
)
def test_a_quotation_is_closed_and_opened_where_it_is_cut(opened: str, closed: str) -> None:
    page = f"{opened}The bridge is ready. It was paid in March. Buses will use it{closed}, said the mayor."
    assert composed(page, 0) == f"{opened}The bridge is ready.{closed}"
    assert composed(page, 1) == f"{opened}It was paid in March.{closed}"
    assert composed(page, 0, 1) == f"{opened}The bridge is ready. It was paid in March.{closed}"
    assert composed(page, 2) == f"{opened}Buses will use it{closed}, said the mayor."
    assert composed(page, 0, 1, 2) == page


def test_a_quotation_within_another_does_not_close_it() -> None:
    page = "«Фонд «Адал» построит мост. Он будет готов в мае», — сказал аким."
    assert composed(page, 0, language="ru") == "«Фонд «Адал» построит мост.»"
    assert composed(page, 1, language="ru") == "«Он будет готов в мае», — сказал аким."


def test_all_quotations_that_a_cut_leaves_open_are_closed() -> None:
    page = "«Он сказал: „Мост готов. Он оплачен“. Мы рады», — сказала она."
    assert composed(page, 0, language="ru") == "«Он сказал: „Мост готов.“»"
    assert composed(page, 1, language="ru") == "«„Он оплачен“.»"
    assert composed(page, 2, language="ru") == "«Мы рады», — сказала она."
    page = "She said, “He told me: ‘Go to the well. Come back at noon.’ I went.” It rained."
    assert composed(page, 0) == "She said, “He told me: ‘Go to the well.’”"
    assert composed(page, 1) == "“‘Come back at noon.’”"


@pytest.mark.parametrize(
    ("sentences", "after"),
    [
        (["‘The well is dry.", "It doesn’t matter.", "We dig,’ she said."], ["‘", "‘", ""]),
        (["'The well is dry.", "It doesn't matter.", "We dig,' she said."], ["'", "'", ""]),
        (["In the ’90s O’Neil said: ‘We dig.", "Nobody knows.’"], ["‘", ""]),
        (["‘The students’ room is dry.", "It is old.’", "It rained."], ["‘", "", ""]),
        (["They saw ‘Nine Foxes’ in the students’ room.", "It rained."], ["", ""]),
        (["'The neighbours' well is dry.", "It is old,' she said."], ["'", ""]),
        (["'90 people came.", "They left,' he said."], ["'", ""]),
        (["‘It is ready.", "It is paid."], ["‘", "‘"]),
        (["«Қ' әрпі жойылды.", "Ана тілі' жаңарды».", "Жаңбыр."], ["«", "", ""]),
    ],
)
def test_apostrophes_do_not_close_quotations(sentences: list[str], after: list[str]) -> None:
    assert [each.after for each in open_quotations(sentences)] == after


@pytest.mark.parametrize(
    "sentence",
    [
        "'Tis the season.",
        "‘90s music is back.",
        "In '99 it rained.",
        "The class of '99.",
        "Rock 'n' roll is back.",
        "The well is 5' 6\" deep.",
        "Players’ wives came.",
        "O‘zbekiston signed.",
        "Қ' әрпі жойылды.",
    ],
)
def test_apostrophes_open_no_quotations(sentence: str) -> None:
    assert open_quotations([sentence, "It rained."]) == [("", ""), ("", "")]


@pytest.mark.parametrize("mark", ["{}.", "{})", "({})"])
def test_items_within_a_paragraph_have_their_numbers_only_from_the_first_on(mark: str) -> None:
    first, second, third = (mark.format(number) for number in (1, 2, 3))
    page = (
        f"Three rules apply here. {first} Lend books. {second} Pay for them. Or bring them. {third} Be quiet."
    )
    assert composed(page, 2) == "Pay for them."
    assert composed(page, 2, 3, 4) == "Pay for them. Or bring them. Be quiet."
    assert composed(page, 1, 2) == "Lend books. Pay for them."
    assert composed(page, 0, 1, 2) == f"Three rules apply here. {first} Lend books. {second} Pay for them."


def test_a_quotation_that_is_not_closed_is_closed_where_it_was_opened() -> None:
    page = "She read “The well is dry. It was paid for. It is ours."
    assert composed(page, 0, 1) == "She read “The well is dry.” It was paid for."
    page = "She went on: “The well is dry. It was paid for. It is ours."
    assert composed(page, 0, 1) == "She went on: “The well is dry. It was paid for.”"
    assert composed(page, 2) == "“It is ours.”"


@pytest.mark.parametrize(("opened", "closed"), [("«", "»"), ("“", "”")])
def test_a_quotation_that_another_paragraph_opened_is_opened_again(opened: str, closed: str) -> None:
    page = f"The well is dry. It is ours{closed}, said Bo. He left, and {opened}Ana{closed} came."
    assert composed(page, 0) == f"{opened}The well is dry.{closed}"
    assert composed(page, 1) == f"{opened}It is ours{closed}, said Bo."
    assert composed(page, 2) == f"He left, and {opened}Ana{closed} came."


def test_a_number_that_counts_no_items_stays() -> None:
    assert composed("It was read by all of them in 1998. 5. The rest is here.", 1) == "5. The rest is here."


def test_clauses_of_a_quotation_have_no_bullets_of_their_own() -> None:
    page = "‘The old bridge is ready now; buses will use it from May,’ said the mayor."
    assert bulleted(outline(from_text(page, language="en")).sentences, [0]) == f"- {page}"
    page = "The old bridge isn’t ready now; buses won’t use it until May."
    assert bulleted(outline(from_text(page, language="en")).sentences, [0]).count("\n") == 1


def test_marks_that_are_never_closed_do_not_quote_the_rest_of_a_paragraph() -> None:
    found = open_quotations(['He paid 5" more.', "She left.", "It rained."])
    assert [each.before for each in found] == ["", "", ""]
    assert open_quotations(["ООО «Ромашка закрылось.", "Шёл дождь."])[1].before == ""


def test_a_paragraph_that_opens_with_a_quotation_is_quoted_to_its_end() -> None:
    page = "«Мост готов. Он оплачен.\n\n«Автобусы пойдут в мае», — сказал аким."
    assert composed(page, 1, language="ru") == "«Он оплачен.»"


def test_pieces_of_speech_that_did_not_stand_together_have_lines_of_their_own() -> None:
    page = "the ferry did not sail because the wind was strong so we went to the office and asked " * 6
    assert composed(page, 0, 1).count("\n") == 0
    assert composed(page, 0, 2).count("\n") == 1
