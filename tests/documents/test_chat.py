"""Chats: messages without their stamps, who wrote them and when; the text stays as it is."""

from __future__ import annotations

import pytest
from reading import damaged, outcome, parts

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.request import Length, Request
from summarize.text.parts import place_at

WHOLE = Request(length=Length("ratio", 1))
SAID = {
    "en": (
        "The landlord wants five percent more rent from July.",
        "We should look at the flat on Abay street.",
    ),
    "ru": ("Хозяин хочет поднять плату на пять процентов с июля.", "Надо посмотреть квартиру на улице Абая."),
    "kk": ("Пәтер иесі шілдеден ақыны бес пайызға көтергісі келеді.", "Абай көшесіндегі пәтерді көрейік."),
}
STYLES = {
    "iphone": ("[12/05/2024, 09:11:02] {}: {}", "12/05/2024, 09:11:02"),
    "android": ("12.05.2024, 09:11 - {}: {}", "12.05.2024, 09:11"),
    "telegram": ("{}, [12.05.2024 09:11]\n{}", "12.05.2024 09:11"),
    "irc": ("[09:11] <{}> {}", "09:11"),
    "teams": ("[9:11 AM] {}: {}", "9:11 AM"),
}


def chat(style: str, language: str) -> str:
    first, second = SAID[language]
    said = [("Anna", first), ("Марат", "👍"), ("Марат", "<Media omitted>"), ("Марат", second)]
    return "\n".join(STYLES[style][0].format(*each) for each in said) + "\n"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", SAID)
def test_messages_are_read_without_their_stamps(style: str, language: str) -> None:
    text = chat(style, language)
    document = from_bytes(text.encode(), "a.txt", language=language)
    assert (document.format, document.text) == ("chat", text)
    assert parts(document, "body") == list(SAID[language])
    result = run(document, WHOLE)
    assert result.text == "\n".join(SAID[language])
    place = place_at(document.places, result.sentences[1].start)
    assert place
    assert place.label == f"Марат, {STYLES[style][1]}"


def test_a_message_of_several_lines_and_notices_of_the_program() -> None:
    text = (
        "12/05/2024, 09:00 - Messages and calls are end-to-end encrypted. No one outside can read.\n"
        "12/05/2024, 09:11 - Anna: The first line says one thing.\nThe second line says another.\n"
        "12/05/2024, 09:12 - Marat: It is understood.\n12/05/2024, 09:13 - Anna: This message was deleted\n"
    )
    document = from_bytes(text.encode(), "a.txt")
    said = ["The first line says one thing.", "The second line says another.", "It is understood."]
    assert parts(document, "body") == said


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-12 09:11:02 INFO Start\n2024-05-12 09:11:03 WARN Full\n2024-05-12 09:11:04 INFO Done\n",
        "[1] The first note is long.\n[2] The second is short.\n[3] The third is missing.\n",
        "At 09:11 it rang: nobody came.\nAt 09:12 it rang: nobody came.\nAt 09:13 it stopped: silence.\n",
        "Anna: Hello.\nMarat: Good day.\nAnna: And good night.\n",
    ],
)
def test_texts_that_are_no_chats(text: str) -> None:
    assert from_bytes(text.encode(), "a.txt").format == "text"


def test_damaged_chats_are_one_line_or_a_result() -> None:
    for data in damaged(chat("android", "ru").encode(), 11):
        outcome(data)
