"""XLIFF 1.2 and 2.0: what is written, and that what is read again is the same."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.documents.xliff import segments
from summarize.errors import DocumentError, UsageError
from summarize.result import Translation
from summarize.text.documents import from_text
from summarize.translation.bilingual import Entry, read
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.memory.recall import Recall
from summarize.translation.memory.store import temporary
from summarize.translation.memory.units import Unit
from summarize.translation.writers.formats import Style, written
from summarize.translation.writers.tmx import clean

GOOD = "The minister opened 5 schools in Almaty on 7 May."
WRONG = "The company bought 30 buses in Taraz on 26 May."
MEMORY = "The council approved the budget of the city museum."
KEPT = "Мэр поблагодарил всех жителей города за терпение."
SAID = {GOOD: "Министр открыл 5 школ в Алматы 7 мая.", WRONG: "Компания купила 80 автобусов в Таразе 26 мая."}
STYLES: tuple[Style, ...] = ("xliff", "xliff2")
TWO = "{urn:oasis:names:tc:xliff:document:2.0}"
MATCHES = "{urn:oasis:names:tc:xliff:matches:2.0}"
ONE = "{urn:oasis:names:tc:xliff:document:1.2}"


@pytest.fixture(scope="module")
def done() -> Translation:
    with temporary("office.sqlite") as store:
        similar = MEMORY.replace("museum", "library")
        store.add([Unit("en", "ru", similar, "Совет утвердил бюджет городской библиотеки.", origin="A. S.")])
        document = from_text("\n\n".join([GOOD, WRONG, MEMORY, KEPT]), "report <1>.txt", "en")
        engine = Scripted(lambda text, *_: SAID[text])
        options = Options(mend=False, known=Recall(store))
        made = translate_document(document, "ru", by(engine), options)
    assert [segment.status for segment in made.segments] == ["passed", "flagged", "flagged", "kept"]
    return made


def test_xliff_1_2_has_states_and_findings(done: Translation) -> None:
    root = etree.fromstring(written([done], "xliff"))
    [file] = root.findall(f"{ONE}file")
    assert (root.get("version"), file.get("original")) == ("1.2", "report <1>.txt")
    assert (file.get("source-language"), file.get("target-language")) == ("en", "ru")
    units = list(file.iter(f"{ONE}trans-unit"))
    targets = list(file.iterfind(f"{ONE}body/{ONE}trans-unit/{ONE}target"))
    assert [(each.get("state"), each.get("state-qualifier")) for each in targets] == [
        ("translated", "leveraged-mt"),
        ("needs-review-translation", "leveraged-mt"),
        ("needs-review-translation", "fuzzy-match"),
        ("final", "exact-match"),
    ]
    assert [unit.get("translate") for unit in units] == [None, None, None, "no"]
    notes = [(note.get("from"), note.text) for note in units[1].findall(f"{ONE}note")]
    assert notes == [("summarize number", flag.labelled("en")) for flag in done.segments[1].flags]
    assert len(notes) == 2
    match = units[2].find(f"{ONE}alt-trans")
    assert match is not None
    assert (match.get("match-quality"), match.get("origin")) == ("89%", "office.sqlite")
    assert match.findtext(f"{ONE}source") == MEMORY.replace("museum", "library")


def test_xliff_2_0_has_states_and_findings(done: Translation) -> None:
    root = etree.fromstring(written([done], "xliff2"))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.0", "en", "ru")
    parts = list(root.iter(f"{TWO}segment"))
    assert [(part.get("state"), part.get("subState")) for part in parts] == [
        ("translated", "summarize:machine"),
        ("translated", "summarize:review"),
        ("translated", "summarize:review"),
        ("final", None),
    ]
    notes = [note.get("category") for note in root.iter(f"{TWO}note")]
    assert notes == ["number", "number", "memory", "from-memory"]
    [match] = root.iter(f"{MATCHES}match")
    assert (match.get("matchQuality"), match.get("type")) == ("88.9", "tm")
    order = [child.tag.rpartition("}")[2] for child in next(root.iter(f"{TWO}file"))[2]]
    assert order == ["matches", "notes", "segment"]  # that of the schema


@pytest.mark.parametrize("style", STYLES)
def test_findings_are_in_the_language_of_the_reader(done: Translation, style: Style) -> None:
    assert "перевод похожего предложения" in written([done], style, reader="ru")


@pytest.mark.parametrize("style", STYLES)
def test_what_is_read_again_is_the_same(done: Translation, style: Style, tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    file.write_text(written([done], style), "utf-8")
    found = read(str(file))
    assert [entry.source for entry in found] == [GOOD, WRONG, MEMORY, KEPT]
    assert [entry.target for entry in found] == [segment.hypothesis for segment in done.segments]
    assert [entry.state for entry in found] == ["draft", "flagged", "flagged", "kept"]
    assert [entry.kinds for entry in found] == [(), ("number",), ("memory",), ()]
    assert {(entry.document, entry.source_language, entry.target_language) for entry in found} in (
        {("report <1>.txt", "en", "ru"), ("report <1>.txt", "ru", "ru")},
        {("report <1>.txt", "en", "ru")},
    )


@pytest.mark.parametrize("style", ["json", "jsonl", "tsv"])
def test_json_and_tables_are_read_as_well(done: Translation, style: Style, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(written([done], style), "utf-8")
    found = read(str(file))
    assert [(entry.id, entry.source, entry.target, entry.state, entry.kinds) for entry in found] == [
        ("1", GOOD, SAID[GOOD], "draft", ()),
        ("2", WRONG, SAID[WRONG], "flagged", ("number",)),
        ("3", MEMORY, "Совет утвердил бюджет городской библиотеки.", "flagged", ("memory",)),
        ("4", KEPT, KEPT, "kept", ()),
    ]


TEXTS = st.text(min_size=1, max_size=30).map(lambda text: " ".join(f"a{text}".split()))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.sampled_from(STYLES))
def test_any_text_comes_back(
    pairs: list[tuple[str, str]],
    style: Style,
) -> None:
    made = _with_texts(pairs)
    found = segments(written([made], style).encode("utf-8", "surrogatepass"), "a.xlf")
    assert [(each.source, each.target) for each in found] == [
        tuple(" ".join(clean(side).split()) for side in pair) for pair in pairs
    ]


def _with_texts(pairs: list[tuple[str, str]]) -> Translation:
    document = from_text(GOOD, "a.txt", "en")
    base = translate_document(document, "ru", by(Scripted(lambda text, *_: SAID[text])), Options(mend=False))
    [segment] = base.segments
    return replace(
        base,
        segments=tuple(replace(segment, source=source, hypothesis=target) for source, target in pairs),
    )


def test_what_no_model_translated_has_no_target(done: Translation) -> None:
    bare = replace(done, segments=(replace(done.segments[1], legs=(), hypothesis=WRONG),))
    for style in STYLES:
        [segment] = segments(written([bare], style).encode(), "a.xlf")
        assert segment.target is None
    assert 'state="initial"' in written([bare], "xliff2")


def test_one_file_of_version_2_has_one_pair_of_languages(done: Translation) -> None:
    other = replace(done, target="kk")
    assert written([done, done], "xliff2").count("<file ") == 2
    with pytest.raises(UsageError, match="one pair of languages, not en→ru, en→kk"):
        written([done, other], "xliff2")
    assert written([done, other], "xliff").count("<file ") == 2


BY_OTHERS = """\
<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.html" source-language="en-US" target-language="ru-RU" datatype="html"><body><group id="g">
<trans-unit id="a" approved="yes"><source>Open <g id="1">the <x id="2"/>file</g></source>
<target>Откройте <g id="1"><x id="2"/>файл</g></target></trans-unit>
<trans-unit id="b"><source>Press <bpt id="1">&lt;b&gt;</bpt>OK<ept id="1">&lt;/b&gt;</ept></source>
<target state="needs-translation"/></trans-unit>
<trans-unit id="c" approved="no"><source>Close</source>
<target state="translated">Закрыть</target></trans-unit>
<trans-unit id="d"><source>Save</source><target>Сохранить</target><note>a button</note></trans-unit>
</group></body></file></xliff>
"""


def test_files_of_other_programs_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    file.write_text(BY_OTHERS, "utf-8")
    assert [(each.id, each.source, each.target, each.state) for each in read(str(file))] == [
        ("a", "Open the file", "Откройте файл", "approved"),
        ("b", "Press OK", "", "untranslated"),
        ("c", "Close", "Закрыть", "draft"),
        ("d", "Save", "Сохранить", "approved"),
    ]
    assert read(str(file))[0] == Entry(
        "a", "a.html", "en", "ru", "Open the file", "Откройте файл", "approved", ()
    )


BAD = {
    "empty": b"",
    "broken": b"<xliff version='1.2'><file>",
    "other": b"<html><body/></html>",
    "old": b"<xliff version='0.9'/>",
    "bare": b"<xliff version='1.2'/>",
    "json": b'{"a": 1}',
    "cut": b'{"schema": ',
    "deep": b"[" * 100_000,
    "segment": b'{"schema": "summarize/translation/1", "segments": [1]}',
    "table": b"a\tb\n1\t2\n",
    "bytes": b"\x80\x81\x82",
    "bomb": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><xliff version="1.2"><file original="&a;"/></xliff>',
}


@pytest.mark.parametrize("name", BAD)
def test_anything_else_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(BAD[name])
    with pytest.raises(UsageError) as caught:
        read(str(file))
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.xlf", tmp_path):
        with pytest.raises(UsageError, match="cannot read"):
            read(str(path))


def test_no_entity_is_expanded() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="1.2"><file><body><trans-unit \
id="1"><source>&a;x</source></trans-unit></body></file></xliff>'
    )
    try:
        [segment] = segments(bomb, "a.xlf")
    except DocumentError:
        return
    assert "root" not in segment.source
