"""Scripts: the script of a text, and finding and repairing words that mix look-alikes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.scripts import mixed_script_words, repair_lookalikes, script

MIXED = [  # a word with a letter of the other script, and the word repaired
    ("бiлiм", "білім"),  # Latin i
    ("əлем", "әлем"),  # Latin schwa
    ("көмек көрсɵтті", "көмек көрсөтті"),  # Latin barred o
    ("МОСКВA", "МОСКВА"),  # Latin A
    ("Cовет", "Совет"),  # Latin C
    ("Мicrosoft", "Microsoft"),  # Cyrillic М
]


@pytest.mark.parametrize(("mixed", "repaired"), MIXED)
def test_lookalikes_are_repaired_and_counted(mixed: str, repaired: str) -> None:
    assert repair_lookalikes(mixed) == (repaired, 1)


@pytest.mark.parametrize(
    "text", ["IT-компания", "Netflix пен Google", "iPhoneдар", "COVID", "сор", "cop", "А4 B2", "", "12"]
)
def test_words_that_cannot_or_need_not_be_repaired_stay(text: str) -> None:
    assert repair_lookalikes(text) == (text, 0)


def test_a_mixed_word_without_lookalikes_is_reported_unrepaired() -> None:
    (word,) = mixed_script_words("жаңа iPhoneдар келді")
    assert (word.word, word.start, word.end, word.repaired) == ("iPhoneдар", 5, 14, "iPhoneдар")


def test_offsets_point_into_the_text() -> None:
    text = "Бұл — бiлiм туралы, ал мынау Мicrosoft туралы."
    words = mixed_script_words(text)
    assert [word.word for word in words] == ["бiлiм", "Мicrosoft"]
    assert all(text[word.start : word.end] == word.word for word in words)


def test_a_tie_between_scripts_goes_to_cyrillic() -> None:
    assert repair_lookalikes("саcа")[0] == "саса"
    assert repair_lookalikes("сo")[0] == "со"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words", "Latn"),
        ("Слова и word", "Cyrl"),
        ("Қазақша сөз", "Cyrl"),
        ("学校开学了", "Hani"),
        ("مدرسة", "Arab"),
        ("12 % … —", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_script_of_most_letters(text: str, expected: str) -> None:
    assert script(text) == expected


@given(st.text(alphabet="абсеӘiəaABx -1\n", max_size=60))
def test_repairing_keeps_the_length_and_is_idempotent(text: str) -> None:
    repaired, count = repair_lookalikes(text)
    assert len(repaired) == len(text)
    assert repair_lookalikes(repaired) == (repaired, 0)
    assert (repaired != text) == (count > 0)


def test_a_very_long_word_takes_linear_time() -> None:
    text = "a" * 300_000 + "я" * 300_000
    (word,) = mixed_script_words(text)
    assert (word.start, word.end) == (0, 600_000)
