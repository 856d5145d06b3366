"""Time grows with a line's length and no faster, whatever the line repeats."""

from __future__ import annotations

import pytest
from long_lines import PIECES, growth, line, seconds, translated
from scripted_engine import Scripted, by, echo

from summarize.api.run import summarize
from summarize.checks.names import lost_names
from summarize.checks.sounds import difference
from summarize.text.documents import from_text
from summarize.text.spans import Spans
from summarize.translation.document import translate_document
from summarize.translation.typography import typeset

SHORT, LONG = 1_000, 8_000
LINEAR = 24  # of eight times the length: three times what linear code takes, a third of what quadratic does


@pytest.mark.parametrize("name", PIECES)
def test_a_translation_takes_time_in_proportion_to_its_line(name: str) -> None:
    assert growth(translated, PIECES[name], SHORT, LONG) < LINEAR


@pytest.mark.parametrize("name", PIECES)
def test_a_summary_takes_time_in_proportion_to_its_line(name: str) -> None:
    assert growth(lambda text: summarize(text, sentences=2), PIECES[name], SHORT, LONG) < LINEAR


@pytest.mark.parametrize("name", PIECES)
def test_a_long_line_comes_back_whole(name: str) -> None:
    text = line(PIECES[name], 400)
    made = translate_document(from_text(text, language="ru"), "kk", by(Scripted(echo, 10**6)))
    assert made.text == text


def test_one_number_of_many_digits_takes_time_in_proportion_to_them() -> None:
    assert growth(translated, PIECES["digit"], 20_000, 160_000) < LINEAR


def names(count: int, step: int) -> str:
    """Different names of eight consonants in one sentence; of two steps, mostly other ones."""
    letters = "bzklmnfrst"
    numbers = (f"{number * step % 10**8:08}" for number in range(1, count + 1))
    return "We met " + " ".join("a".join(letters[int(i)] for i in one).capitalize() for one in numbers) + "."


def test_names_are_compared_only_with_names_that_are_spelled_alike() -> None:
    count = 300
    ours, theirs = names(count, 76_543_217), names(count, 34_567_891)
    difference.cache_clear()
    lost_names(ours, theirs, source_language="en", target_language="kk")
    assert 0 < difference.cache_info().misses < count * count / 10


def test_typography_takes_time_in_proportion_to_the_numbers() -> None:
    """Every number is another one, unlike those of a repeated piece."""

    def numbers(count: int) -> str:
        return "; ".join(f"{number // 1000},{number % 1000:03}" for number in range(1000, 1000 + count))

    def typeset_(text: str) -> str:
        return typeset(text, text, source_language="en", target_language="ru")

    assert typeset_(numbers(3)) == "1\xa0000; 1\xa0001; 1\xa0002"
    assert seconds(typeset_, numbers(40_000)) < LINEAR * max(seconds(typeset_, numbers(5_000)), 0.01)
    for piece in ("'a' ", "1-2 ", "1 111 ", "1 111-2 222 ", "'a "):
        assert seconds(typeset_, piece * 8_000) < LINEAR * max(seconds(typeset_, piece * 1_000), 0.01)


def test_spans_that_overlap_are_all_found() -> None:
    spans = Spans([(5, 6), (0, 20), (30, 31)])
    assert [at for at in range(40) if spans.meet(at, at + 1)] == [*range(20), 30]
    assert not Spans([]).meet(0, 1)
    assert not spans.meet(20, 30)
    assert spans.meet(19, 21)
