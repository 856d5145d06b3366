"""Web pages: main text, charsets, the whole page, and pages that no person wrote."""

from __future__ import annotations

import pytest
from reading import outcome, parts

from summarize.documents.files import from_bytes
from summarize.request import ReadingOptions
from summarize.text.documents import Document

TEXTS = {
    "en": (
        "A new school opened",
        "Karabulak opened a new school for 600 pupils on Monday. It took two years to build.",
        "Forty teachers from several districts will work in it, and each of them is given a flat there.",
    ),
    "ru": (
        "Открылась новая школа",
        "В понедельник в Карабулаке открыли новую школу на 600 мест. Её строили целых два года.",
        "Там будут работать сорок учителей из разных районов, и каждый из них получит квартиру в городе.",
    ),
    "kk": (
        "Жаңа мектеп ашылды",
        "Дүйсенбіде Қарабұлақта 600 орындық жаңа мектеп ашылды. Оның құрылысы екі жылға созылды.",
        "Онда әр ауданнан келген қырық мұғалім жұмыс істейді, олардың әрқайсысына қаладан пәтер беріледі.",
    ),
}


def page(language: str, charset: str = "utf-8") -> str:
    title, first, second = TEXTS[language]
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title} | Agency</title>'
        "<script>var hidden = 1;</script></head><body><nav><ul><li><a href='/'>Start</a></li></ul></nav>"
        f"<article><h1>{title}</h1><p>{first}</p><h2>2026</h2><p>{second}</p>"
        "<ul><li>600 desks</li></ul><table><tr><th>Year</th><th>Pupils</th></tr>"
        "<tr><td>2026</td><td>600</td></tr></table></article>"
        "<footer><p>All rights reserved, 2026, by the agency of this town</p></footer></body></html>"
    )


def read(text: str, written: str = "utf-8", options: ReadingOptions | None = None) -> Document:
    return from_bytes(text.encode(written), "a.html", options=options or ReadingOptions())


@pytest.mark.parametrize("language", TEXTS)
def test_the_main_text_under_its_title(language: str) -> None:
    title, first, second = TEXTS[language]
    document = read(page(language))
    assert parts(document, "title") == [f"{title} | Agency"]
    assert parts(document, "heading") == [title, "2026"]
    assert parts(document, "body") == [first, second]
    assert parts(document, "list", "row") == ["• 600 desks", "Year | Pupils", "2026 | 600"]
    assert "rights" not in document.text
    assert "hidden" not in document.text
    assert (document.format, document.language, document.encoding) == ("html", language, "utf-8")


def test_the_whole_page_has_its_menus_apart() -> None:
    document = read(page("en"), options=ReadingOptions(whole_page=True))
    assert parts(document, "navigation") == ["Start", "All rights reserved, 2026, by the agency of this town"]
    assert parts(document, "body") == list(TEXTS["en"][1:])
    assert parts(document, "list", "row") == ["• 600 desks", "Year | Pupils", "2026 | 600"]
    assert "hidden" not in document.text


@pytest.mark.parametrize(
    ("language", "encoding", "named"),
    [
        ("ru", "cp1251", "windows-1251"),
        ("ru", "koi8-r", "koi8-r"),
        ("kk", "utf-8", "utf-8"),
        ("kk", "utf-16", "utf-8"),
        ("ru", "cp1251", "utf-8"),  # the page is wrong about itself
        ("ru", "cp1251", "no-such-charset"),
    ],
)
def test_the_charset_is_that_of_the_bytes_or_the_page(language: str, encoding: str, named: str) -> None:
    assert parts(read(page(language, named), encoding), "body") == list(TEXTS[language][1:])


def test_the_encoding_given_is_used() -> None:
    document = read(page("ru", "utf-8"), "cp866", ReadingOptions(encoding="cp866"))
    assert parts(document, "body") == list(TEXTS["ru"][1:])


@pytest.mark.parametrize("tags", ["<div>", "<table><tr><td>", "<b>"])
def test_deep_nesting_is_one_line(tags: str) -> None:
    text = f"<html><body>{tags * 10_000}Text."
    assert "nested too deeply" in outcome(text.encode())


def test_pages_without_text_and_huge_ones_are_one_line() -> None:
    assert "empty" in outcome(b"<html><body></body></html>")
    assert "empty" in outcome(b"<html>")
    assert "more than 20 MB" in outcome(b"<html><body>" + b"a" * 21_000_000)
