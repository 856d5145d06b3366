"""The text of a summary: speakers go with what they say, and quotations are closed."""

from __future__ import annotations

import pytest

from summarize.summaries.composition import compose
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
    ("opened", "closed"), [("«", "»"), ("“", "”"), ("„", "“"), ('"', '"')], ids=["«»", "“”", "„“", '""']
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
