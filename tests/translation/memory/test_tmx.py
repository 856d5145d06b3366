"""TMX into a memory: languages, codes, contexts, dates, what is left out, and files that are none."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import UsageError
from summarize.translation.memory.tmx import units
from summarize.translation.memory.units import Unit, context_of
from summarize.translation.writers.tmx import clean, exported

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
adminlang="en" srclang="{}" datatype="plaintext"/><body>{}</body></tmx>"""


def found(folder: Path, body: str, source: str = "en-US") -> list[Unit]:
    path = folder / "m.tmx"
    path.write_text(HEAD.format(source, body), "utf-8")
    return list(units(str(path)))


def test_a_unit_is_a_segment_from_its_source_language(tmp_path: Path) -> None:
    body = """<tu changedate="20260507T120000Z" changeid="A"><tuv xml:lang="en-GB"><seg>The  law</seg></tuv>
<tuv xml:lang="RU"><seg>закон</seg></tuv><tuv xml:lang="kk"><seg>заң</seg></tuv>
<tuv xml:lang="de"><seg>Gesetz</seg></tuv></tu>"""
    assert found(tmp_path, body) == [
        Unit("en", "ru", "The law", "закон", None, "2026-05-07T12:00:00Z", "m.tmx"),
        Unit("en", "kk", "The law", "заң", None, "2026-05-07T12:00:00Z", "m.tmx"),
    ]


def test_a_unit_of_all_languages_is_one_in_every_direction(tmp_path: Path) -> None:
    body = """<tu><tuv xml:lang="en"><seg>law</seg></tuv><tuv xml:lang="ru"><seg>закон</seg></tuv></tu>"""
    assert [(each.source, each.target) for each in found(tmp_path, body, "*all*")] == [
        ("law", "закон"),
        ("закон", "law"),
    ]


def test_codes_of_a_format_are_no_text(tmp_path: Path) -> None:
    body = """<tu><tuv xml:lang="en"><seg>a <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept>
<ph x="1">%s</ph> <hi>word</hi><?pi x?></seg></tuv><tuv xml:lang="ru"><seg>слово</seg></tuv></tu>"""
    assert found(tmp_path, body)[0].source == "a bold word"


def test_contexts_are_those_of_omegat_and_ours(tmp_path: Path) -> None:
    texts = '<tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ru"><seg>б</seg></tuv>'
    omegat = f'<tu><prop type="prev">Before.</prop><prop type="next">After.</prop>{texts}</tu>'
    ours = f'<tu><prop type="context">-42</prop>{texts}</tu>'
    wrong = f'<tu><prop type="context">9999999999999999999</prop>{texts}</tu>'
    contexts = [each.context for each in found(tmp_path, omegat + ours + wrong)]
    assert contexts == [context_of("Before.", "After."), -42, None]


def test_what_we_flagged_is_left_out_and_what_nobody_saw_is_not_approved(tmp_path: Path) -> None:
    texts = '<tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ru"><seg>б</seg></tuv>'
    body = "".join(
        f'<tu><prop type="document">a.txt</prop><prop type="status">{status}</prop>{texts}</tu>'
        for status in ("passed", "flagged", "approved")
    )
    assert [(each.approved, each.origin) for each in found(tmp_path, body)] == [
        (False, "a.txt, m.tmx"),
        (True, "a.txt, m.tmx"),
    ]


def test_kazakh_in_latin_letters_and_empty_segments_are_left_out(tmp_path: Path) -> None:
    body = """<tu><tuv xml:lang="en"><seg>law</seg></tuv><tuv xml:lang="kk-Latn"><seg>zań</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg> </seg></tuv><tuv xml:lang="kk"><seg>заң</seg></tuv></tu><tu/>"""
    assert found(tmp_path, body) == []


WRONG = {
    "broken": ("<tmx><header/><body><tu>", "damaged"),
    "xliff": ("<xliff version='1.2'/>", "no TMX"),
    "empty": ("", "damaged"),
    "binary": ("\x00\x01", "damaged"),
}


@pytest.mark.parametrize("name", WRONG)
def test_anything_else_is_refused(name: str, tmp_path: Path) -> None:
    text, message = WRONG[name]
    path = tmp_path / "m.tmx"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        list(units(str(path)))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.tmx", tmp_path):
        with pytest.raises(UsageError, match="cannot read"):
            list(units(str(path)))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    lines = '<!DOCTYPE tmx [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    body = '<tu><tuv xml:lang="en"><seg>x &a;&b;</seg></tuv><tuv xml:lang="ru"><seg>y</seg></tuv></tu>'
    path.write_text(f'{lines}<tmx><header srclang="en"/><body>{body}</body></tmx>', "utf-8")
    assert [each.source for each in units(str(path))] == ["x &a;&b;"]


TEXTS = st.text(min_size=1, max_size=20).map(lambda text: f"a {' '.join(clean(text).split())}".strip())
UNITS = st.builds(
    Unit,
    st.sampled_from(["en", "ru"]),
    st.just("kk"),
    TEXTS,
    TEXTS,
    st.one_of(st.none(), st.integers(-(2**63) + 1, 2**63 - 1)),
    st.sampled_from(["", "2026-05-07T12:00:00Z"]),
    TEXTS,
    st.booleans(),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(UNITS, max_size=4))
def test_an_exported_memory_is_read_again_as_it_was(made: list[Unit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.tmx"
        path.write_text("".join(exported(made)), "utf-8")
        assert list(units(str(path))) == made
