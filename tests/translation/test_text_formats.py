"""Documents in formats of text through the whole translation: by sentences, checked and accounted for."""

from __future__ import annotations

import re

import polib
import pytest
from editing import translated
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.writers.formats import written

MARKDOWN = """\
---
title: A day at sea
---
# The *old* harbour

See [the plan](#section-two "Go there") and run `make test`. The formula $E = mc^2$ holds.
"""
PO = """\
msgid ""
msgstr ""
"Language: \\n"

msgid "Open %s now"
msgstr ""

msgid "Save {name} here"
msgstr ""
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", MARKDOWN),
        (
            "a.html",
            '<html lang="en"><p>One <b>bold</b> word&nbsp;here. And <img alt="A cat"> more.</p></html>',
        ),
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nWe see\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>it.</i>\n",
        ),
        ("a.po", PO),
        ("a.json", '{"a": "Some words", "b": ["More %s words"]}'),
        ("a.ini", "[main]\ntitle = Some words\nother = More words\n"),
        ("a.csv", 'id,text\n1,Some words\n2,"More, words"\n'),
    ],
)
def test_an_engine_that_changes_nothing_changes_no_byte(name: str, text: str) -> None:
    done = translated(text.encode(), str)
    assert done.file is not None
    assert done.file.data == text.encode()
    assert done.text == text


def test_only_the_prose_of_markdown_reaches_the_model() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text.upper()

    done = translated(MARKDOWN.encode(), say)
    assert not [
        text for text in asked if "mc^2" in text or "#section" in text or "title" in text or "*" in text
    ]
    assert done.text == MARKDOWN.replace("The *old* harbour", "THE *OLD* HARBOUR").replace(
        "See [the plan]", "SEE [THE PLAN]"
    ).replace("and run", "AND RUN").replace("The formula", "THE FORMULA").replace("holds", "HOLDS")
    assert done.file is not None
    assert done.file.skipped == {"front matter": 1}


def test_markdown_is_markdown_and_the_table_is_for_review() -> None:
    done = translated(MARKDOWN.encode(), str.upper)
    assert written([done], "md") == done.text
    assert written([done], "review").startswith("## a file: English → Kazakh")


def test_a_model_that_loses_placeholders_leaves_no_broken_string() -> None:
    done = translated(
        PO.encode(), lambda text: re.sub(r"[A-Z]X\d|%s|\{name\}", "", text).upper(), target="ru"
    )
    found = {each.msgid: each for each in polib.pofile(done.text)}
    for original, anchor in (("Open %s now", "%s"), ("Save {name} here", "{name}")):
        assert found[original].msgstr.count(anchor) == 1


def test_flagged_messages_are_fuzzy() -> None:
    text = PO + '\nmsgid "It costs 5 tenge and not more"\nmsgstr ""\n'
    said = {"It costs 5 tenge and not more": "Это стоит 7 тенге и не больше"}
    done = translated(text.encode(), lambda text: said.get(text, "Открыть ZX1 сейчас"), target="ru")
    found = {each.msgid: each for each in polib.pofile(done.text)}
    assert found["It costs 5 tenge and not more"].fuzzy
    assert not found["Open %s now"].fuzzy


def test_a_file_with_nothing_to_translate_is_refused_with_the_reason() -> None:
    with pytest.raises(
        DocumentError,
        match=r"^a file has nothing to translate; texts with a translation left as they are: 2$",
    ):
        translated(
            PO.replace('now"\nmsgstr ""', 'now"\nmsgstr "x %s"')
            .replace('here"\nmsgstr ""', 'here"\nmsgstr "{name}"')
            .encode(),
            str,
        )


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.md", "Two plain lines.\nNo mark at all.\n", "markdown"),
        ("a.csv", "id,text\n1,Some words\n", "csv"),
        ("a.txt", "Two plain lines.\nNo mark at all.\n", "text"),
        ("a.md", "From: Anna\nTo: Bolat\n\nGood day.\n", "markdown"),
    ],
)
def test_the_name_of_a_text_decides_how_it_is_written_back(name: str, text: str, form: str) -> None:
    document = from_bytes(text.encode(), name, language="en", options=ReadingOptions(editing=Editing()))
    assert document.format == form
    assert (document.editable is None) is (form == "text")


INLINE = [
    "<b>One </b>", "<i>two</i>", " three ", "<b>four</b>", " ", '<img src="a.png">', "<br>",
    '<a href="x"><b>five</b> six</a>',
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(INLINE), min_size=1, max_size=6).map("".join),
    st.permutations(range(8)),
    st.integers(0, 3),
)
def test_no_page_is_left_untranslated_for_its_formatting(inside: str, order: list[int], less: int) -> None:
    page = f"<!DOCTYPE html><html><body><p>{inside}</p><p>Plain words.</p></body></html>"

    def say(text: str) -> str:
        words = text.upper().split()
        mixed = [words[i] for i in order if i < len(words)] + words[8:]
        return " ".join(mixed[: max(1, len(mixed) - less)])

    done = translated(page.encode(), say, "ru")
    assert done.file is not None
    assert [flag for one in done.segments for flag in one.flags if flag.code == "formatting-kept"] == []
    for name in ("<img", "<br"):
        assert done.text.count(name) == page.count(name)


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("<p><b>One</b> <i>two words.</i></p>", "<p><b>ONE</b> <i>TWO WORDS.</i></p>"),
        ("<p><b>One </b><i>two words.</i></p>", "<p><b>ONE</b> <i>TWO WORDS.</i></p>"),
        ("<p><u>One </u><u>two words.</u></p>", "<p><u>ONE TWO WORDS.</u></p>"),
        ("<p><u>One </u><a href='x'><u>two</u></a></p>", "<p><u>ONE</u> <a href='x'><u>TWO</u></a></p>"),
    ],
)
def test_blocks_with_all_their_words_in_formatting_are_translated(page: str, written: str) -> None:
    done = translated(f"<!DOCTYPE html><html><body>{page}</body></html>".encode(), str.upper, "ru")
    assert written in done.text


def test_markdown_with_all_its_words_in_formatting_is_translated() -> None:
    document = from_bytes(
        b"**One** *two words.*\n", "a.md", language="en", options=ReadingOptions(editing=Editing())
    )
    done = translate_document(
        document, "ru", by(Scripted(lambda text, *_: text.upper())), Options(mend=False)
    )
    assert done.text == "**ONE** *TWO WORDS.*\n"


@pytest.mark.parametrize(
    ("cues", "said", "written"),
    [
        (
            ("eight nine five", "<i>ten one</i> two three"),
            "TWO THREE ONE TEN EIGHT NINE",
            ("TWO THREE <i>ONE</i>", "<i>TEN</i> EIGHT NINE"),
        ),
        (
            ("<i>many words</i>", "were said here"),
            "SAID HERE WERE MANY WORDS",
            ("SAID HERE", "WERE <i>MANY WORDS</i>"),
        ),
        (
            ("<i>many words</i>", "<i>were said</i>"),
            "SAID WERE MANY WORDS",
            ("<i>SAID WERE</i>", "<i>MANY WORDS</i>"),
        ),
    ],
)
def test_formatting_of_subtitles_goes_over_the_edges_of_cues(
    cues: tuple[str, str], said: str, written: tuple[str, str]
) -> None:
    def srt(first: str, second: str) -> str:
        return f"1\n00:00:01,000 --> 00:00:02,000\n{first}\n\n2\n00:00:02,000 --> 00:00:03,000\n{second}\n"

    done = translated(srt(*cues).encode(), lambda _: said, "ru")
    assert done.text == srt(*written)
