"""RTF: what striprtf finds, with the roles, notes and headers that it drops."""

from __future__ import annotations

import pytest
from reading import damaged, outcome, parts
from rtf_by_hand import HEAD, p, rtf, table, words

from summarize.documents import rtf as reader
from summarize.documents.files import from_bytes
from summarize.text.documents import Document


def read(body: str) -> Document:
    return from_bytes(rtf(body), "a.rtf", language="en")


def test_titles_and_headings_by_style_and_by_their_own_level() -> None:
    document = read(
        p("The plan", r"\s2")
        + p("On money", r"\s1")
        + p("Own", r"\s3")
        + p("Level", r"\outlinelevel4")
        + p("Text.")
    )
    found = [(part.role, part.level) for part in document.parts]
    assert found == [("title", 0), ("heading", 1), ("heading", 3), ("heading", 5), ("body", 0)]
    assert document.format == "rtf"


@pytest.mark.parametrize("text", ["«Ұлы дала» — Әуезов", "Ещё раз: 5 \\ {7}", "“naïve” 😀"])
def test_letters_by_their_numbers(text: str) -> None:
    assert read(p(words(text))).text == text


def test_letters_in_the_character_set_of_the_font_or_as_bytes() -> None:
    escaped = "".join(f"\\'{byte:02x}" for byte in "Мэр".encode("cp1251"))
    assert read(p(rf"{{\f1 {escaped}}} {{\f0 caf\'e9}}")).text == "Мэр café"
    raw = HEAD.replace("1252", "1251").encode() + "Мэр сказал.".encode("cp1251") + b"}"
    assert outcome(raw) == "Мэр сказал."


def test_deletions_hidden_text_pictures_and_links() -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "http://a.kz"}}{\fldrslt a link}}'
    gone = r"{\deleted old }{\v secret }\v also\v0 {\pict\wmetafile8 " + "0a" * 400 + "}" + r"{\*\unknown x}"
    document = read(p(f"A new {gone}word and {link}."))
    assert document.text == "A new word and a link."
    assert document.warnings[0] == "passages of hidden text left out: 2"


def test_notes_boxes_and_comments() -> None:
    note = r"{\super\chftn}{\footnote\pard\plain {\super\chftn} By half.\par}"
    comment = r"{\*\atnid x}{\*\annotation\pard Why?\par}"
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard In a box.\par}}{\shprslt junk}}"
    document = read(p(f"It grew{note}.{comment}{box}") + p("More."))
    assert parts(document) == ["It grew[1].", "[1] By half.", "In a box.", "More."]
    assert parts(document, "footnote") == ["[1] By half."]
    assert document.warnings[0] == "comments left out: 1"


def test_notes_that_libreoffice_marks_as_optional_are_read() -> None:
    assert parts(read(p(r"It grew{\*\footnote By half.}.")), "footnote") == ["[1] By half."]


def test_lists_have_their_numbers_and_bullets() -> None:
    numbered = p(r"{\listtext\pard\plain 2.\tab}two")
    dotted = p(r"{\listtext\pard\plain\f0 \'b7\tab}dot") + p(r"{\pntext\pard 3)\tab}three")
    assert parts(read(numbered + dotted), "list") == ["2. two", "• dot", "3) three"]


def test_tables_are_rows() -> None:
    document = read(p("Before | after.") + table(("A", r"B\par b"), ("C", "")) + p("After."))
    assert parts(document, "row") == ["A | B b", "C"]
    assert parts(document, "body") == ["Before | after.", "After."]


def test_headers_are_furniture_once() -> None:
    document = read(r"{\header The ministry\par}{\headerl The ministry\par}{\footer Draft\par}" + p("Text."))
    assert parts(document, "running") == ["The ministry", "Draft"]
    assert parts(document, "body") == ["Text."]


def test_what_follows_the_end_and_binary_data_are_no_text() -> None:
    assert outcome(rtf(r"{\*\x\bin6 }}}{{{}" + p("Text.")) + b"trash") == "Text."
    assert outcome(rtf(p("Text.") + r"\bin99999")) == "Text."


@pytest.mark.parametrize(
    "body",
    [r"a\u", r"a\u99999999?", r"a\u-99999999?", r"a\uc", r"a\uc-5\u7?b", r"\ansicpg a", r"\ansicpg-1 \'e9a",
     r"{\fonttbl{\f1\fcharset999999999 x;}}\f1 a\'ff", r"a\u-8192?b\u-8190?9\u-8190?",
     r"a{\footnote b{\footnote c}}",
     r"a\'zz", "a" + "}" * 9, "a" + "{" * 9, r"\pard\intbl a\cell\cell\cell", r"\outlinelevel99 a\s9999 b"],
)  # fmt: skip
def test_odd_control_words_do_no_harm(body: str) -> None:
    assert "a" in outcome(rtf(body))


def test_what_takes_striprtf_more_than_linear_time_is_read() -> None:
    bodies = [  # each would take minutes, or end Python's stack
        "{" * 10_000 + "Text." + "}" * 10_000,
        "Text." + r"\f1" * 50_000,
        "Text." + r"{\field{\*\fldinst{HYPERLINK " * 10_000,
        "Text.{\\pict " + "0a\n" * 1_000_000 + "}",
    ]
    for body in bodies:
        assert outcome(rtf(body)).startswith("Text.")


def test_a_huge_file_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LARGEST", 2**20)
    assert "more than 1 MB of text" in outcome(rtf("word " * 220_000))


def test_damaged_files_give_a_line_or_a_result() -> None:
    data = rtf(p("The town council approved {\\b the plan}.") + table(("A", "B")) + p("x{\\footnote note}"))
    for each in damaged(data, 7):
        assert outcome(each)
