"""Output formats: tables, JSON, a translation memory, and the review page in a real browser."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from browsing import browser, source_hash
from hostile_markup import ATTACKS
from scripted_engine import Scripted, by

from summarize.checks.findings import Finding
from summarize.errors import DocumentError
from summarize.result import Translation
from summarize.result.segments import Leg
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.writers.formats import Failed, written
from summarize.translation.writers.page import changes

SAID = {
    "The minister opened 5 schools in Almaty on 7 May.": "Министр открыл 5 школ в Алматы 7 мая.",
    "The company bought 30 buses in Taraz on 26 May.": "Компания купила 80 автобусов в Таразе 26 мая.",
    "Tom & Ann said <hello> | \"goodbye\".": "Том & Энн сказали <hello> | \"пока\".",
}  # fmt: skip
TEXT = "\n\n".join([*SAID, "Мектепте үш жүз бала оқиды деп жоспарланып отыр, дейді мұғалімдер."])


@pytest.fixture(scope="module")
def done() -> Translation:
    def say(text: str, *_: object) -> str:
        for english, russian in SAID.items():
            text = text.replace(english, russian)
        return text.replace("Tom & Ann said ZX1", "Том & Энн сказали ZX1").replace("goodbye", "пока")

    document = from_text(TEXT, "report <1>.txt", "en")
    found = translate_document(document, "ru", by(Scripted(say)), Options(mend=False))
    assert [segment.status for segment in found.segments][:2] == ["passed", "flagged"]
    return found


def test_text_is_the_document_alone(done: Translation) -> None:
    assert written([done], "text") == done.text
    assert written([done, done], "text", many=True).count("==> report <1>.txt (ru) <==\n") == 2


def test_a_mended_sentence_is_shown_with_what_was_changed() -> None:
    wrong, right = "Министр открыл 6 школ в Алматы 7 мая.", "Министр открыл 5 школ в Алматы 7 мая."
    mended = translate_document(
        from_text(next(iter(SAID)), "a.txt", "en"),
        "ru",
        by(Scripted(lambda _text, _instruction, decoding: right if decoding.num_beams else wrong)),
    )
    assert mended.segments[0].status == "mended"
    page = written([mended], "html")
    assert "<b>mended (beams)</b> " in page
    assert "Министр открыл <del>6</del><ins>5</ins> школ в Алматы 7 мая." in page
    assert f"<note>mended (beams); first attempt: {wrong}</note>" in written([mended], "tmx")
    assert list(changes("a b", "a b")) == [("a b", "same")]


def test_tsv_has_one_line_per_sentence(done: Translation) -> None:
    rows = list(csv.DictReader(written([done], "tsv").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["source"] for row in rows] == [segment.source for segment in done.segments]
    assert [row["hypothesis"] for row in rows] == [segment.hypothesis for segment in done.segments]
    assert rows[1]["status"] == "flagged"
    assert rows[1]["flags"].startswith("number: “")  # without the kind a second time


FORMULAS = (
    "=1+1",
    "+7 701",
    "-5",
    "- Сәлем! - деді ол.",
    "@SUM(A1)",
    '"=HYPERLINK(1)"',
    '" =1"',
    "＝1",
    "－1",
)
PLAIN = ("— Сәлем! — деді ол.", "– Да.", "5 - 3 = 2", "«=1»", "'Tis", "a=b", "", '"Yes"')


def with_texts(translation: Translation, texts: tuple[str, ...]) -> Translation:
    """The translation with these texts as document name, sources, hypotheses and flags, a segment each."""
    segment = next(segment for segment in translation.segments if segment.flags)
    segments = tuple(
        replace(segment, source=text, hypothesis=text, flags=(replace(segment.flags[0], kind=text),))
        for text in texts
    )
    return replace(translation, segments=segments, document=replace(translation.document, name=texts[0]))


@pytest.mark.parametrize(("texts", "mark"), [(FORMULAS, "'"), (PLAIN, "")])
def test_a_cell_of_tsv_is_no_formula(done: Translation, texts: tuple[str, ...], mark: str) -> None:
    changed = with_texts(done, texts)
    for guard, before in ((True, mark), (False, "")):
        text = written([changed], "tsv", guard_formulas=guard)
        rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
        for column in ("source", "hypothesis"):
            assert [row[column] for row in rows] == [before + cell for cell in texts]
        assert all(row["document"] == before + texts[0] for row in rows)
        for row, cell in zip(rows, texts, strict=True):
            assert row["flags"].startswith(before + cell)
    assert written([changed], "tsv") == written([changed], "tsv", guard_formulas=True)


def test_markdown_is_a_table_of_both_languages(done: Translation) -> None:
    text = written([done], "md")
    rows = [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) == len(done.segments)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


def test_json_and_json_lines_are_equal(done: Translation) -> None:
    failed = Failed("absent.txt", "kk", DocumentError("absent.txt does not exist", code="document-missing"))
    assert json.loads(written([done], "json"))["text"] == done.text
    both = json.loads(written([done, failed], "json", many=True))
    assert both == [json.loads(line) for line in written([done, failed], "jsonl").splitlines()]
    assert both[1]["error"] == {"code": "document-missing", "message": "absent.txt does not exist"}


def test_the_translation_memory_is_valid_tmx(done: Translation) -> None:
    text = written([done], "tmx")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
    root = etree.fromstring(text.encode())
    assert (root.tag, root.attrib) == ("tmx", {"version": "1.4"})
    header = root.find("header")
    assert header is not None
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required <= set(header.attrib)
    assert header.get("segtype") in ("block", "paragraph", "sentence", "phrase")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    units = [
        {variant.get(lang): variant.findtext("seg") for variant in unit.findall("tuv")}
        for unit in root.iter("tu")
    ]
    translated = [segment for segment in done.segments if segment.legs]
    assert units == [{s.language: s.source, s.target: s.hypothesis} for s in translated]
    # the content model of tu: notes and props first, then variants
    for unit in root.iter("tu"):
        tags = [child.tag for child in unit]
        assert tags == sorted(tags, key=["note", "prop", "tuv"].index)
    assert any("number" in (note.text or "") for note in root.iter("note"))


def test_a_translation_memory_has_no_control_characters() -> None:
    said = by(Scripted(lambda *_: "Кот\x02 спит \ufffe дома."))
    found = translate_document(from_text("The cat\x01 sleeps at home."), "ru", said, Options(mend=False))
    etree.fromstring(written([found], "tmx").encode())


def test_a_translation_memory_keeps_carriage_returns() -> None:
    document, said = from_text("The cat sleeps.", "a\r.txt"), by(Scripted(lambda *_: "Кот\rспит."))
    found = translate_document(document, "ru", said)
    root = etree.fromstring(written([found], "tmx").encode())
    assert [seg.text for seg in root.iter("seg")][1] == found.segments[0].hypothesis
    assert root.findtext(".//prop[@type='document']") == "a\r.txt"


# Added to a copy of the page: it measures what a reader sees and writes it where --dump-dom shows it.
PROBE = """
const visible = () => [...document.querySelectorAll(".row")].filter(row => row.offsetParent !== null);
const seen = visible();
const click = location.hash === "#click";
if (click) document.getElementById("only-flagged").click();
const report = {
  before: seen.length,
  after: visible().map(row => row.className),
  wide: document.documentElement.scrollWidth > innerWidth,
  left: document.querySelector(".source").getBoundingClientRect().right,
  right: document.querySelector(".hypothesis").getBoundingClientRect().left,
  paper: getComputedStyle(document.body).backgroundColor,
  hash: location.hash,
};
document.title = JSON.stringify(report);
"""


def probed(done: Translation, tmp_path: Path, *arguments: str, fragment: str = "") -> dict[str, object]:
    page = tmp_path / "page.html"
    text = written([done], "html").replace("</body>", f"<script>{PROBE}</script></body>")
    page.write_text(text.replace("script-src ", f"script-src {source_hash(PROBE)} "), "utf-8")
    dom = browser(page, tmp_path / "profile", "--dump-dom", *arguments, fragment=fragment)
    title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert title
    report: dict[str, object] = json.loads(unescape(title[1]))
    return report


def test_columns_are_side_by_side_and_the_filter_works(done: Translation, tmp_path: Path) -> None:
    report = probed(done, tmp_path, "--window-size=1200,900", fragment="#click")
    assert report["before"] == len(done.segments)
    flagged = sum(segment.status == "flagged" for segment in done.segments)
    assert report["after"] == ["row flagged"] * flagged
    assert report["hash"] == "#flagged"
    assert report["left"] <= report["right"]  # type: ignore[operator]
    assert not report["wide"]


def test_a_fragment_opens_the_page_filtered(done: Translation, tmp_path: Path) -> None:
    report = probed(done, tmp_path, fragment="#flagged")
    assert set(report["after"]) == {"row flagged"}  # type: ignore[call-overload]


def test_the_page_has_a_dark_theme_and_fits_a_phone(done: Translation, tmp_path: Path) -> None:
    light = probed(done, tmp_path, "--window-size=500,900")
    (tmp_path / "dark").mkdir()
    dark = probed(done, tmp_path / "dark", "--blink-settings=preferredColorScheme=0")
    assert light["paper"] != dark["paper"]
    assert not light["wide"]
    assert light["left"] > light["right"]  # type: ignore[operator]  (one below the other)


def test_the_page_shows_flags_and_loads_nothing(done: Translation, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(written([done], "html"), "utf-8")
    dom = browser(page, tmp_path / "profile", "--dump-dom")
    row = re.search(r'<div class="row flagged".*?</div>', dom, re.DOTALL)
    assert row
    assert "Компания купила <mark>80</mark> автобусов" in row[0]
    assert '<li class="error" lang="en"><b lang="en">number</b>' in row[0]
    assert "report &lt;1&gt;.txt" in dom
    assert dom.count(str(done.account)) == 1
    assert not re.search(r"(?:src|href)=|url\(|@import|https?://", dom)


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(
    done: Translation, tmp_path: Path
) -> None:
    text = written([done], "html")
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    style, script = (re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script"))
    assert found
    assert unescape(found[1]).split("; ") == [
        "default-src 'none'",
        f"style-src {source_hash(style[0])}",
        f"script-src {source_hash(script[0])}",
        "form-action 'none'",
        "base-uri 'none'",
    ]
    assert (len(style), len(script)) == (1, 1)
    page = tmp_path / "page.html"
    page.write_text(text.replace("</body>", "<script>document.title = 'run'</script></body>"), "utf-8")
    assert "<title>run</title>" not in browser(page, tmp_path / "profile", "--dump-dom")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_run_is_markup_of_the_page(done: Translation, tmp_path: Path, attack: str) -> None:
    """In the browser, with the attack as every text that a document, a model or a glossary can bring."""
    segment = replace(
        done.segments[0],
        source=attack,
        hypothesis=attack,
        status="flagged",
        flags=(Finding("number", attack, attack, 0, len(attack)), Finding(attack, attack, "x", 0, 1)),
        legs=(Leg("en", "kk", attack, attack), Leg("kk", "ru", attack, attack)),
    )
    hostile = replace(
        done,
        document=replace(done.document, name=attack),
        segments=(segment,),
        warnings=(attack,),
        routes=(attack,),
    )
    page = tmp_path / "page.html"
    page.write_text(written([hostile], "html"), "utf-8")
    honest = written([replace(done, segments=done.segments[:1])], "html")
    dom = browser(page, tmp_path / "profile", "--dump-dom")
    assert "<title>obeyed" not in dom
    assert set(re.findall(r"<([a-z0-9]+)", dom)) <= set(re.findall(r"<([a-z0-9]+)", honest)) | {
        "mark",
        "ul",
        "li",
        "b",
    }
    assert unescape(dom).count(attack) >= 8


def test_the_page_can_be_printed(done: Translation, tmp_path: Path) -> None:
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(written([done], "html"), "utf-8")
    browser(page, tmp_path / "profile", f"--print-to-pdf={paper}")
    assert paper.read_bytes().startswith(b"%PDF")
