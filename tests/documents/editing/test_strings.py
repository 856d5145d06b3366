"""Strings of JSON and INI files written back."""

from __future__ import annotations

import configparser
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import opened, rewritten, same, texts, upper, with_block

from summarize.documents.content import format_of
from summarize.errors import DocumentError
from summarize.text.blocks import Run

STRINGS = """\
{
  "app": {"title" : "My boats", "greeting": "Hello, {name}!\\nWelcome \\u2014 back."},
  "menu": ["&Open", "Save <b>all</b>", "http://example.org/"],
  "@greeting": {"description": "Shown at the top"},
  "n": "100 %"
}
"""
INI = """\
; settings
[main]
title = "My boats"
path = /usr/share/boats
greeting: Hello %(name)s,
    how are you?
size = 12

[other]
title=Another one
"""


def test_values_change_and_keys_and_layout_stay() -> None:
    changed = (
        STRINGS.replace("My boats", "MY BOATS")
        .replace("Hello, {name}!", "HELLO, {name}!")
        .replace("Welcome \\u2014 back", "WELCOME — BACK")
        .replace("&Open", "&OPEN")
        .replace("Save <b>all", "SAVE <b>ALL")
    )
    assert upper(STRINGS, "json") == changed


@pytest.mark.parametrize(
    ("data", "found"), [('"Some words"', ["Some words"]), ('["One", "Two words"]', ["One", "Two words"])]
)
def test_a_string_and_a_list_of_strings_are_translated(data: str, found: list[str]) -> None:
    assert texts(opened(data, "json")) == found
    assert upper(data, "json") == data.upper()


@pytest.mark.parametrize("data", ["5", "[1, 2]", "{}", "null"])
def test_json_without_a_text_says_so(data: str) -> None:
    with pytest.raises(DocumentError, match=r"^a.json is JSON without a text in it; nothing to translate$"):
        opened(data, "json")


def test_json_with_a_number_is_no_file_of_strings() -> None:
    with pytest.raises(DocumentError, match=r"--key NAME \(it has: hello\)"):
        opened('{"hello": "Good morning", "version": 5}', "json")


def test_which_keys_are_translated_is_told_and_can_be_named() -> None:
    assert "app.greeting, app.title, menu, n" in opened(STRINGS, "json").warnings[0]
    assert opened(STRINGS, "json").skipped == {"values of other keys": 1, "codes and addresses": 1}
    assert texts(opened(STRINGS, "json", key="app.title")) == ["My boats"]
    assert texts(opened(STRINGS, "json", key="app.title, menu")) == ["My boats", "Open", "Save <b>all</b>"]
    with pytest.raises(DocumentError, match=r"no text at --key 'app.x'; it has: app.title"):
        opened(STRINGS, "json", key="app.x")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[{"id": "A1", "author": "Anna", "text": "Long words"}]', ["Long words"]),
        ('{"id": "a one", "text": "%s"}' % ("Many words. " * 40), ["Many words. " * 39 + "Many words."]),
        ('{"id": "a one", "text": "Short words"}', ["a one", "Short words"]),
        ('{"text": "One"}\n{"text": "Two", "n": 1}\n', ["One", "Two"]),
        ('{"a": {"message": "Yes", "description": "A note"}}', ["Yes"]),
        ('{"n": 1, "title": "A title", "body": "A body"}', ["A title", "A body"]),
    ],
)
def test_strings_are_told_from_data(data: str, said: list[str]) -> None:
    assert texts(opened(data, "json")) == said


def test_data_without_a_known_text_needs_a_key() -> None:
    with pytest.raises(DocumentError, match="--key NAME"):
        opened('{"n": 1, "label": "A label"}', "json")


def test_a_file_in_ascii_stays_in_ascii() -> None:
    text = '{"a": "\\u0414\\u043e\\u043c \\/ x"}'
    assert with_block(opened(text, "json"), 0, "Үй / y") == '{"a": "\\u04ae\\u0439 \\/ y"}'


def test_a_lost_placeholder_leaves_the_string() -> None:
    assert with_block(opened('{"a": "Hello {name}"}', "json"), 0, Run("Привет")) == '{"a": "Hello {name}"}'


VALUES = st.recursive(
    st.text(max_size=15) | st.sampled_from(["Hello {name}", "A\nB c", "&Save it", "x_y", "%d boats"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), st.booleans(), st.sampled_from([None, 2]))
def test_json_is_the_same_but_for_its_words(value: object, ascii_only: bool, indent: int | None) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "replace")
    try:
        editable = opened(data, "json")
    except DocumentError:
        return
    assert same(editable) == data
    done = rewritten(editable, lambda text: text.replace("a", "ä"))
    assert _bare(json.loads(done.data)) == _bare(json.loads(data))


def _bare(value: object) -> object:
    """The value with hot keys at the beginning of strings, where they are written."""
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return str(value).replace("ä", "a").replace("&", "")


@pytest.mark.parametrize("text", ['{"a": ', "[1,", '{"a" "b"}', '{"a": "' + "[" * 5 + "}"])
def test_damaged_json_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        opened(text, "json")


def test_json_nested_without_end_is_refused() -> None:
    with pytest.raises(DocumentError, match="nested too deeply"):
        opened("[" * 200_000, "json")


def test_values_of_ini_change() -> None:
    changed = (
        INI.replace("My boats", "MY BOATS")
        .replace("Hello %(name)s,", "HELLO %(name)s,")
        .replace("how are you?", "HOW ARE YOU?")
        .replace("Another one", "ANOTHER ONE")
    )
    assert upper(INI, "ini") == changed
    assert upper(INI.replace("\n", "\r\n"), "ini") == changed.replace("\n", "\r\n")
    read = configparser.RawConfigParser()
    read.read_string(changed)
    assert read["main"]["greeting"] == "HELLO %(name)s,\nHOW ARE YOU?"


def test_keys_of_ini_can_be_named() -> None:
    assert texts(opened(INI, "ini", key="title")) == ["My boats", "Another one"]
    assert texts(opened(INI, "ini", key="other.title,greeting"))[-1] == "Another one"
    with pytest.raises(DocumentError, match=r"--key 'x'; it has: main.title"):
        opened(INI, "ini", key="x")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"ab= ;#[]:\"'\n\t", "[s]\n", "key = Some words\n", "\r\n", "  more\n"]), max_size=40
    )
)
def test_the_same_values_are_the_same_bytes(parts: list[str]) -> None:
    data = "".join(parts).encode()
    if data.strip():
        assert same(opened(data, "ini")) == data


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (INI, "ini"),
        ('[package]\nname = "x"\nlist = [1, 2]\nmore = ["a"]\n', None),
        ("[Music]\nAnna: hello there\nBolat: good day to you\n", None),
        ("[A note in brackets]\n\nSome words of prose.\n", None),
    ],
)
def test_ini_is_told_from_other_texts(text: str, form: str | None) -> None:
    assert (format_of(text) == "ini") is (form == "ini")


def test_switches_and_colours_stay() -> None:
    text = "[a]\nshown = true\nquick=off\ncolour = #ff0000\nanswer = Yes\n"
    editable = opened(text, "ini")
    assert texts(editable) == ["Yes"]
    assert editable.skipped == {"switches (true, off …)": 2, "codes and addresses": 1}
    assert upper(text, "ini") == text.replace("Yes", "YES")
