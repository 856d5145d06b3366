"""JSON and JSON Lines: a key, or a refusal that lists the keys; never the raw text."""

from __future__ import annotations

import json

import pytest
from reading import damaged, outcome, parts

from summarize.documents.files import from_bytes
from summarize.request import ReadingOptions
from summarize.text.parts import place_at

TEXTS = {
    "en": "The glaciers have lost a third of their ice. The rivers will fall.",
    "ru": "Ледники потеряли треть своего льда. Реки обмелеют.",
    "kk": "Мұздықтар мұзының үштен бірін жоғалтты. Өзендер тартылады.",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("key", ["body", "Text", "текст", "мәтін"])
@pytest.mark.parametrize("escaped", [True, False])
def test_the_key_that_is_named_like_a_text(language: str, key: str, escaped: bool) -> None:
    value = {"title": "A title", "author": {"name": "A. B."}, key: TEXTS[language], "views": 1}
    document = from_bytes(json.dumps(value, ensure_ascii=escaped).encode(), "a", language=language)
    assert document.format == "json"
    assert [(part.role, document.text[part.start : part.end]) for part in document.parts] == [
        ("title", "A title"),
        ("body", TEXTS[language]),
    ]


@pytest.mark.parametrize("key", ["data.items.story.lead", "lead"])
def test_a_path_leads_through_lists(key: str) -> None:
    items = [{"story": {"lead": text, "title": "T"}, "lead": text} for text in TEXTS.values()]
    value = {"data": {"items": items}} if "." in key else items
    document = from_bytes(json.dumps(value).encode(), "a", options=ReadingOptions(key=key))
    assert parts(document, "body") == list(TEXTS.values())


def test_records_of_lines_have_places_and_headings() -> None:
    lines = "\n".join(json.dumps({"text": text, "headline": "H"}) for text in TEXTS.values())
    document = from_bytes(f"{lines}\n\n".encode(), "a.jsonl")
    assert parts(document, "heading") == ["H", "H", "H"]
    place = place_at(document.places, document.text.index(TEXTS["kk"]))
    assert place
    assert place.label == "line 3"
    listed = from_bytes(json.dumps([{"text": text} for text in TEXTS.values()]).encode(), "a.json")
    place = place_at(listed.places, listed.text.index(TEXTS["ru"]))
    assert place
    assert place.label == "record 2"


def test_a_list_of_texts_is_read() -> None:
    assert parts(from_bytes(json.dumps(list(TEXTS.values())).encode(), "a")) == list(TEXTS.values())


@pytest.mark.parametrize("key", [None, "nothing", "b", "a.b.d"])
def test_without_the_key_json_is_refused_with_its_keys(key: str | None) -> None:
    data = json.dumps({"a": {"b": {"c": "One."}}, "d": ["Two."], "e": 1}).encode()
    line = outcome(data, "a.json", ReadingOptions(key=key))
    assert "--key" in line
    assert "it has: a.b.c, d" in line


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"text": "cut o', "damaged JSON"),
        (b'{"text": "one"}\n{"text": oops}\n', "line 2"),
        (b'{"a": 1}', "it has none"),
        (b"[]", "--key"),
        (b"{}", "--key"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text":' * 100_000, "nested too deeply"),
        (b'[{"text": "\\ud800 lone"}]', "\ufffd lone"),
        (b'{"text": " "}', "--key"),
    ],
)
def test_json_that_holds_no_text_is_one_line(data: bytes, said: str) -> None:
    assert said in outcome(data, "a.json")


@pytest.mark.parametrize(
    "text",
    [
        "[sic] is what the editor wrote.",
        "{a remark in braces} and a text after it.",
        "[1] A first note.\n[2] A second note.\n",
        '["So it goes," he said.] And the curtain fell.',
    ],
)
def test_text_that_begins_with_a_bracket_is_text(text: str) -> None:
    assert from_bytes(text.encode(), "a.json").format == "text"


def test_damaged_json_is_one_line_or_a_result() -> None:
    for data in damaged(json.dumps([{"text": TEXTS["ru"], "n": [1, {"a": "b"}]}]).encode(), 5):
        outcome(data)
