"""Turns of transcripts, chats and plays: labels of speakers, and what only looks like one."""

from __future__ import annotations

import pytest

from summarize.text.documents import from_text
from summarize.text.speech import answers, speaker, turns
from summarize.text.structure import outline


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("HOST: ", "GUEST: "), ("HOST", "GUEST")),
        (("Корр.: ", "А. Ким: "), ("Корр.", "А. Ким")),
        (("Жүргізуші: ", "Қонақ: "), ("Жүргізуші", "Қонақ")),
        (("[00:01:05] Dana: ", "[00:02:10] Oleg: "), ("Dana", "Oleg")),
        (("12.05.2024, 09:11 - Анна: ", "12.05.2024, 09:12 - Ерлан: "), ("Анна", "Ерлан")),
        (("**Q:** ", "**A:** "), ("Q", "A")),
        (("9:05 pm Ann Lee (host): ", "9:06 pm Bo: "), ("Ann Lee", "Bo")),
    ],
)
def test_labels_of_turns(labels: tuple[str, str], names: tuple[str, str]) -> None:
    lines = [label + "Something is said here." for label in labels * 2]
    assert turns(lines) == [len(label) for label in labels * 2]
    assert tuple(speaker(label) for label in labels) == names


@pytest.mark.parametrize(
    "lines",
    [
        ["Note: the shop is closed.", "Warning: the floor is wet.", "Note: bring a coat."],
        ["He had one wish: to sleep.", "She had one wish: to leave.", "Nobody spoke."],
        ["Decision: repair it.", "Action: ask for offers.", "Decision: sell it.", "Action: find a buyer."],
        ["From: Ann", "To: Bo", "From: Bo", "To: Ann"],
        ["The price: five euros", "The size: ten metres", "Nothing more"],
        ["https://example.org/a", "https://example.org/b"],
    ],
)
def test_other_colons_name_no_speaker(lines: list[str]) -> None:
    assert turns(lines) == [0] * len(lines)


def test_a_name_that_occurs_once_counts_where_most_lines_are_turns() -> None:
    lines = ["Ann: One.", "Bo: Two.", "Ann: Three.", "Bo: Four.", "Caller: Five."]
    assert turns(lines)[-1] == len("Caller: ")
    assert turns([*lines, *["Some prose without a label."] * 9])[4] == 0


def said(text: str, language: str = "en") -> list[tuple[str | None, str]]:
    return [(each.speaker, each.text) for each in outline(from_text(text, language=language)).sentences]


def test_turns_on_consecutive_lines_are_never_joined() -> None:
    page = "Ann: I thought that we —\nBo: You thought wrong, and\nAnn: what did I say\nBo: nothing at all"
    assert said(page) == [
        ("Ann", "I thought that we —"),
        ("Bo", "You thought wrong, and"),
        ("Ann", "what did I say"),
        ("Bo", "nothing at all"),
    ]


@pytest.mark.parametrize("dash", "–—")
def test_a_turn_that_is_broken_off_with_a_dash_ends(dash: str) -> None:
    page = f"{dash} Но я же хотел {dash}\n{dash} Что ты хотел?\n{dash} Уйти."
    assert [text for _, text in said(page, "ru")] == page.split("\n")
    begun = f"Она начала было говорить {dash}\n{dash} Что ты хотел?"
    assert [text for _, text in said(begun, "ru")] == begun.split("\n")
    assert not answers("город на реке —", "это столица")


def test_the_first_turn_is_no_headline_and_every_sentence_knows_its_speaker() -> None:
    page = "HOST: Welcome back. Who is here?\n\nGUEST: A farmer.\n\nHOST: And what grows?\n\nGUEST: Apples."
    assert outline(from_text(page)).headline is None
    assert [name for name, _ in said(page)] == ["HOST", "HOST", "GUEST", "HOST", "GUEST"]
