"""Speech without punctuation: where it is cut, that nothing is lost, and what is left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.documents import from_text
from summarize.text.structure import outline
from summarize.text.utterances import MOST, cut, needs_cutting

SPOKEN = {
    "en": (
        "the ferry did not sail this morning because the wind was too strong for the old boat so we "
        "went to the harbour office and asked when it would leave but nobody could tell us anything "
        "then a sailor said that the storm would last two days and we decided to take the bus "
        "around the bay"
    ),
    "ru": (
        "сегодня утром паром не вышел потому что ветер был слишком сильный для старого судна "
        "поэтому мы пошли в контору порта и спросили когда он отправится но никто ничего не мог "
        "сказать потом один матрос сказал что шторм продлится два дня и мы решили поехать на "
        "автобусе вокруг залива"
    ),
    "kk": (
        "бүгін таңертең паром жолға шықпады өйткені ескі кемеге жел тым қатты болды сондықтан біз "
        "порт кеңсесіне барып оның қашан жүретінін сұрадық бірақ ешкім ештеңе айта алмады содан "
        "кейін бір теңізші дауыл екі күнге созылады деді сонымен біз шығанақты автобуспен айналып "
        "өтуді ұйғардық"
    ),
}
OPENS = {
    "en": ("because", "so", "but", "then", "and"),
    "ru": ("потому", "поэтому", "но", "потом", "и"),
    "kk": ("өйткені", "сондықтан", "бірақ", "содан", "сонымен"),
}


def pieces(text: str, language: str, most: int = MOST) -> list[str]:
    return [text[start:end] for start, end in cut(text, language, most)]


@pytest.mark.parametrize("language", SPOKEN)
def test_speech_is_cut_where_a_clause_opens(language: str) -> None:
    found = pieces(SPOKEN[language], language)
    assert len(found) >= 3
    opened = [piece.split()[0] in OPENS[language] for piece in found[1:]]
    assert sum(opened) >= len(opened) - 1, found


def test_pauses_are_stronger_than_words() -> None:
    words = ["tea"] * 11 + ["so", "it"]
    for gap in ("  ", "\t", " [pause] ", "; "):
        text = " ".join(words[:10]) + gap + " ".join(words[10:] * 12)
        assert pieces(text, "en")[0].rstrip(" ;").removesuffix(" [pause]") == " ".join(words[:10]), gap


def test_a_short_line_is_a_pause_and_a_full_one_is_not() -> None:
    full = "the road over the pass was closed for the whole winter again"
    text = f"{full}\n{full}\n{full}\nthe village waited for bread\n{full}\n{full}"
    assert any(piece.endswith("waited for bread") for piece in pieces(text, "en"))


@given(
    st.lists(st.text("aбқ,;1", min_size=1, max_size=9), min_size=1, max_size=90),
    st.integers(1, 30),
    st.sampled_from(["en", "ru", "kk"]),
)
def test_every_word_lies_in_one_piece_of_at_most_so_many_words(
    words: list[str], most: int, language: str
) -> None:
    text = " ".join(words)
    found = pieces(text, language, most)
    assert " ".join(found).split() == words
    assert max(len(piece.split()) for piece in found) <= most


def test_text_with_marks_is_left_alone_until_nobody_can_read_it() -> None:
    clause = "the council heard the report of the committee, "
    assert not needs_cutting(clause * 10 + "and it agreed.")
    assert needs_cutting(clause * 20 + "and it agreed.")
    assert not needs_cutting("word " * 60)
    assert needs_cutting("word " * 61)


def test_a_sentence_of_thousands_of_words_and_a_line_without_spaces() -> None:
    found = outline(from_text("the committee considered the matter again " * 1000, language="en"))
    assert max(len(sentence.text.split()) for sentence in found.sentences) <= MOST
    assert re.fullmatch(r"text without full stops was cut into \d{3} pieces at .*", found.notes[0])
    endless = outline(from_text("x" * 220_000, language="en"))
    assert {len(sentence.text) for sentence in endless.sentences} == {200}
    assert "".join(sentence.text for sentence in endless.sentences) == "x" * 220_000


def test_lines_of_one_word_are_items_and_not_one_sentence() -> None:
    found = outline(from_text("apple\nriver\nstone\ncloud\n" * 50, language="en"))
    assert [sentence.text for sentence in found.sentences] == ["apple", "river", "stone", "cloud"] * 50
    assert found.notes == ["most lines are single words, not sentences"]
