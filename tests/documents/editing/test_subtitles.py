"""Subtitles written back: times stay, and sentences are divided over their cues again."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts, upper, with_block

from summarize.documents.files import from_bytes
from summarize.request import ReadingOptions
from summarize.text.blocks import Run

VTT = """\
WEBVTT - a talk

NOTE no one says this

STYLE
::cue { color: red }

1
00:01.000 --> 00:02.000 line:0
<v Anna>Hello &amp; welcome to the</v>

00:02.000 --> 00:03.000
<v Anna>show about <i>many</i> long things that we always wanted to tell.</v>

00:03.000 --> 00:04.000
<v Bolat>So do I.</v>

00:05.000 --> 00:06.000
- Really?
- Not <b>at</b> once.

00:06.000 --> 00:07.000
<i>All of it is slanted</i>

00:07.000 --> 00:08.000
[loud music]

00:08.000 --> 00:09.000
♪♪
"""
CHANGED = """\
WEBVTT - a talk

NOTE no one says this

STYLE
::cue { color: red }

1
00:01.000 --> 00:02.000 line:0
<v Anna>HELLO &amp; WELCOME TO THE</v>

00:02.000 --> 00:03.000
<v Anna>SHOW ABOUT <i>MANY</i> LONG THINGS
THAT WE ALWAYS WANTED TO TELL.</v>

00:03.000 --> 00:04.000
<v Bolat>SO DO I.</v>

00:05.000 --> 00:06.000
- REALLY?
- NOT <b>AT</b> ONCE.

00:06.000 --> 00:07.000
<i>ALL OF IT IS SLANTED</i>

00:07.000 --> 00:08.000
[LOUD MUSIC]

00:08.000 --> 00:09.000
♪♪
"""


def srt(*cues: str, end: str = "\n") -> str:
    blocks = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n" for n, text in enumerate(cues, 1)]
    return "\n".join(blocks).replace("\n", end)


def said(text: str) -> list[str]:
    """What each cue says."""
    return [
        block.split("\n", 2)[2].strip("\n")
        for block in text.replace("\r\n", "\n").split("\n\n")
        if block.strip()
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_what_is_said_changes(end: str) -> None:
    assert upper(VTT.replace("\n", end), "vtt") == CHANGED.replace("\n", end)
    assert opened(VTT, "vtt").skipped == {"cues without words": 1}


def test_a_sentence_over_cues_is_one_block() -> None:
    assert texts(opened(srt("We looked at the", "glaciers of the Tien Shan.", "Then we left."), "srt")) == [
        "We looked at the glaciers of the Tien Shan.",
        "Then we left.",
    ]


@pytest.mark.parametrize(
    ("cues", "found"),
    [
        (("♪ A song of the sea ♪", "and that is how"), ["A song of the sea", "and that is how"]),
        (("♪ A song of the sea", "♪ and of the land ♪"), ["A song of the sea and of the land"]),
        (("<i>♪ A song ♪</i>", "I said"), ["A song", "I said"]),
        (("Ask for", "ANNA: What is it", "that we hear?"), ["Ask for", "ANNA: What is it that we hear?"]),
        (("There was one thing", "that he wanted: a boat."), ["There was one thing that he wanted: a boat."]),
    ],
)  # fmt: skip
def test_a_song_and_another_speaker_are_blocks_of_their_own(cues: tuple[str, ...], found: list[str]) -> None:
    assert texts(opened(srt(*cues), "srt")) == found


def test_two_voices_in_a_line_are_two_blocks() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Hello there</v> <v Bolat>Hello, how\n\n"
        "00:02.000 --> 00:03.000\n<v Bolat>are you?</v>\n"
    )
    assert texts(opened(text, "vtt")) == ["Hello there", "Hello, how are you?"]
    assert "<v Anna>HELLO THERE</v> <v Bolat>HELLO, HOW\n" in upper(text, "vtt")


def test_a_translation_is_divided_by_length_at_words() -> None:
    editable = opened(srt("We looked at the", "glaciers of the Tien Shan."), "srt")
    assert said(with_block(editable, 0, "Біз Тянь-Шань мұздықтарына қарадық, содан кейін")) == [
        "Біз Тянь-Шань",
        "мұздықтарына қарадық, содан кейін",
    ]


def test_a_comma_near_the_place_is_preferred() -> None:
    editable = opened(srt("One two three", "four five six."), "srt")
    assert said(with_block(editable, 0, "раз два три, четыре пять")) == ["раз два три,", "четыре пять"]


def test_no_cue_is_empty_when_there_are_fewer_words_than_cues() -> None:
    editable = opened(srt("We are", "going", "home."), "srt")
    assert said(with_block(editable, 0, "Идём домой")) == ["Идём", "домой", "домой"]


def test_a_long_cue_has_two_lines_of_at_most_42_characters() -> None:
    editable = opened(srt("Short."), "srt")
    (cue,) = said(with_block(editable, 0, "одиннадцать двенадцать тринадцать четырнадцать пятнадцать шест"))
    lines = cue.split("\n")
    assert len(lines) == 2
    assert max(map(len, lines)) <= 42


def test_formatting_goes_with_its_words_to_another_cue() -> None:
    editable = opened(srt("We <i>looked</i> at", "the long glaciers."), "srt")
    written = with_block(editable, 0, "Мы осмотрели очень длинные ", Run("ледники", ("<i>",)))
    assert said(written) == ["Мы осмотрели", "очень длинные <i>ледники</i>"]


def test_signs_of_markup_are_escaped_in_webvtt() -> None:
    written = with_block(opened("WEBVTT\n\n00:01.000 --> 00:02.000\nWords\n", "vtt"), 0, "a < b & c --> d")
    assert written.endswith("a &lt; b &amp; c --&gt; d\n")


PARTS = st.sampled_from(
    ["\n", "\n\n", "\r\n", "00:00:01,000 --> 00:00:02,000\n", "00:03.000 --> 00:04.000 line:0\n", "1\n",
     "WEBVTT\n\n", "- ", ">> ", "<v Anna>", "</v>", "<i>", "</i>", "{\\an8}", "<00:01.000>", "[music]", "♪ ",
     "&amp;", "word ", "Слово. ", "x", "<b>", "."]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example(VTT)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_the_same_blocks_are_the_same_bytes_and_times_always_stay(text: str) -> None:
    data = text.encode()
    if not text.strip():
        return
    editable = opened(data, "srt")
    assert same(editable) == data
    done = rewritten(editable, lambda word: word.replace("word", "слово и ещё слово"))
    times = re.compile(rb"[\d:,.]+ --> .*")
    assert times.findall(done.data) == times.findall(data)


def test_the_speakers_of_webvtt_are_read() -> None:
    document = from_bytes(VTT.encode(), "a", language="en", options=ReadingOptions())
    assert document.text.startswith("Anna: Hello & welcome to the show about many long things")
    assert "Bolat: So do I." in document.text
