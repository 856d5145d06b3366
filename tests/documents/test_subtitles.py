"""Subtitles: cues joined to sentences, with their times."""

from __future__ import annotations

import pytest
from reading import outcome, parts

from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.request import Length, Request
from summarize.text.parts import place_at

CUES = (
    (1, 4, "Welcome back to the programme.\nToday we look at the"),
    (65, 69, "<i>glaciers</i> of the Tien Shan. [music]"),
    (70, 72, "♪ a song ♪"),
    (73, 75, "- So the rivers dry up?\n- Not at &amp; once."),
    (3725, 3727, "There is more water at first."),
)


def stamp(seconds: int, comma: str) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{comma}000"


def srt() -> str:
    blocks = (f"{n}\n{stamp(a, ',')} --> {stamp(b, ',')}\n{text}\n" for n, (a, b, text) in enumerate(CUES, 1))
    return "\n".join(blocks)


def vtt() -> str:
    blocks = (f"{stamp(a, '.')} --> {stamp(b, '.')} line:0\n{text}\n" for a, b, text in CUES)
    return "WEBVTT - a talk\n\nNOTE no one says this\n\n" + "\n".join(blocks)


@pytest.mark.parametrize(
    ("text", "name"), [(srt(), "srt"), (vtt(), "vtt"), (srt().replace("\n", "\r\n"), "srt")]
)
def test_cues_are_joined_to_sentences(text: str, name: str) -> None:
    document = from_bytes(text.encode(), "a", language="en")
    assert parts(document) == [
        "Welcome back to the programme. Today we look at the glaciers of the Tien Shan.",
        "So the rivers dry up?",
        "Not at & once.",
        "There is more water at first.",
    ]
    assert document.format == name
    for words, time in (
        ("Today", "0:00:01"),
        ("glaciers", "0:01:05"),
        ("Not", "0:01:13"),
        ("There", "1:02:05"),
    ):
        place = place_at(document.places, document.text.index(words))
        assert place
        assert (place.label, place.page) == (time, None)


def test_a_named_voice_begins_a_paragraph_and_a_repeated_line_is_read_once() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Aisha>Hello there</v>\n\n"
        "00:02.000 --> 00:03.000\nHello there\n\n"
        "00:03.000 --> 00:04.000\n<v Bolat>Good day.</v>\n"
    )
    assert parts(from_bytes(text.encode(), "a", language="en")) == [
        "Aisha: Hello there",
        "Bolat: Good day.",
    ]


def test_sentences_of_a_summary_say_their_time() -> None:
    document = from_bytes(srt().encode(), "a", language="en")
    found = run(document, Request(length=Length("ratio", 1))).to_json()["sentences"]
    assert isinstance(found, list)
    assert {"place": "0:00:01"}.items() <= found[0].items()
    assert "page" not in found[0]


def test_subtitles_that_say_nothing_are_one_line() -> None:
    assert "empty" in outcome(b"1\n00:00:01,000 --> 00:00:02,000\n[music]\n")
