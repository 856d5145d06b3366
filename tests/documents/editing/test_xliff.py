"""XLIFF in: targets are filled in, every inline code is there exactly once, all else stays."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_engine import Scripted, by

from summarize.documents.editing.formats import faults, lost
from summarize.documents.editing.xliff import edit
from summarize.documents.files import from_bytes
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.result import Translation
from summarize.text.blocks import Run
from summarize.translation.direction import Options
from summarize.translation.document import translate_document

ONE = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<!-- kept -->
<file original="a.html" source-language="en-US" target-language="ru-RU" datatype="html"><body><group id="g">
{}
</group></body></file></xliff>"""
TWO = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"{}>
<file id="f"><unit id="u"><notes><note>kept</note></notes>
{}
</unit></file></xliff>"""
SAID = {
    "The committee met in the old town hall.": "Комитет собрался в старой ратуше.",
    "Press OK now.": "Нажмите OK сейчас.",
    "The files are ready.": "Файлы готовы.",
}
OPTIONS = ReadingOptions(editing=Editing())


def say(text: str, *_: object) -> str:
    return SAID.get(text, text.replace("There are", "Осталось").replace("files left", "файлов"))


def translated(xml: str, target: str = "ru", **editing: bool) -> Translation:
    options = ReadingOptions(editing=Editing(**editing))
    document = from_bytes(xml.encode(), "a.xlf", options=options)
    return translate_document(document, target, by(Scripted(say)), Options(mend=False))


def filled(xml: str, target: str = "ru", **editing: bool) -> str:
    file = translated(xml, target, **editing).file
    assert file is not None
    return file.data.decode()


def unit(source: str, after: str = "", attributes: str = "") -> str:
    return f'<trans-unit id="1"{attributes}><source>{source}</source>{after}</trans-unit>'


def test_targets_are_filled_in_and_all_else_stays() -> None:
    kept = unit("Close", '<target state="translated">Закрыть</target><note>a button</note>')
    fixed = unit("Press OK now.", attributes=' translate="no"')
    before = ONE.format("\n".join([unit("The files are ready."), kept, fixed]))
    target = '<target state="translated" state-qualifier="leveraged-mt">Файлы готовы.</target>'
    after = filled(before)
    assert etree.canonicalize(after, with_comments=True) == etree.canonicalize(
        before.replace("ready.</source>", f"ready.</source>{target}"), with_comments=True
    )


CODED = {
    'The committee met <g id="1">in the <x id="2"/>old town</g> hall.': 'Комитет собрался <g id="1">в '
    '<x id="2"/>старой ратуше</g>.',
    'Press <bpt id="1">&lt;b&gt;</bpt>OK<ept id="1">&lt;/b&gt;</ept> now.': 'Нажмите '
    '<bpt id="1">&lt;b&gt;</bpt>OK<ept id="1">&lt;/b&gt;</ept> сейчас.',
    'There are <ph id="1">%d</ph> files left.': 'Осталось <ph id="1">%d</ph> файлов.',
}  # fmt: skip


@pytest.mark.parametrize("source", CODED)
def test_inline_codes_of_1_2_are_at_their_words(source: str) -> None:
    assert f">{CODED[source]}</target>" in filled(ONE.format(unit(source)))


def test_inline_codes_of_2_0_are_at_their_words() -> None:
    source = 'The committee met <pc id="1">in the <ph id="2"/>old town</pc> hall.'
    after = filled(TWO.format("", f"<segment><source>{source}</source></segment>"))
    target = 'Комитет собрался <pc id="1">в <ph id="2"/>старой ратуше</pc>.'
    assert f"<source>{source}</source><target>{target}</target>" in after
    assert '<segment state="translated" subState="summarize:machine">' in after
    assert 'trgLang="ru"' in after


def test_a_doubtful_translation_needs_review() -> None:
    SAID["The 5 files are ready."] = "Файлы готовы."
    assert 'state="needs-review-translation"' in filled(ONE.format(unit("The 5 files are ready.")))
    segment = "<segment><source>The 5 files are ready.</source></segment>"
    assert 'subState="summarize:review"' in filled(TWO.format("", segment))


def test_an_empty_or_unfinished_target_is_filled_in() -> None:
    for target in (
        "<target/>",
        '<target state="needs-translation">old</target>',
        '<target state="new">x</target>',
    ):
        after = filled(ONE.format(unit("The files are ready.", target)))
        assert after.count("<target") == 1
        assert ">Файлы готовы.</target>" in after


def test_again_translates_what_has_a_translation_as_well() -> None:
    xml = ONE.format(unit("The files are ready.", "<target>Старое.</target>"))
    with pytest.raises(DocumentError, match="nothing to translate; texts with a translation left"):
        filled(xml)
    assert ">Файлы готовы.</target>" in filled(xml, again=True)


def test_the_target_comes_after_the_segmented_source() -> None:
    xml = ONE.format(
        unit("The files are ready.", '<seg-source><mrk mid="1" mtype="seg">x</mrk></seg-source>')
    )
    assert "</seg-source><target" in filled(xml)


def test_the_language_is_that_of_the_file() -> None:
    assert translated(ONE.format(unit("OK"))).document.language == "en"


def test_a_file_for_another_language_is_refused() -> None:
    with pytest.raises(DocumentError, match="into ru-RU, not into kk"):
        filled(ONE.format(unit("The files are ready.")), "kk")
    assert 'trgLang="kk-KZ"' in filled(
        TWO.format(' trgLang="kk-KZ"', "<segment><source>The files are ready.</source></segment>"), "kk"
    )


@pytest.mark.parametrize("data", [b"", b"<xliff", b"<xliff/>", b'<xliff version="0.1"/>', b"<a/>"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        edit(data, "a.xlf", OPTIONS)


@st.composite
def contents(draw: st.DrawFn) -> str:
    """Text with inline codes in it, some around text, some in pairs, some alone, each with its own id."""
    numbers = count(1)

    def made(depth: int) -> str:
        parts = []
        for _ in range(draw(st.integers(0, 4))):
            parts.append(escape(draw(st.text("ab %<&", max_size=4))))
            kind, name = draw(st.sampled_from(["g", "mrk", "x", "ph", "pair", "none"])), next(numbers)
            if kind in ("g", "mrk") and depth:
                parts.append(f'<{kind} id="{name}">{made(depth - 1)}</{kind}>')
            elif kind == "pair":
                inside = escape(draw(st.text("cd ", max_size=3)))
                parts.append(f'<bpt id="{name}">[</bpt>{inside}<ept id="{name}">]</ept>')
            elif kind in ("x", "ph"):
                parts.append(f'<{kind} id="{name}"/>')
        return "".join(parts)

    return made(2)


def codes(element: etree.Element) -> Counter[tuple[str, str | None]]:
    return Counter((each.tag, each.get("id")) for each in element.iter()) - Counter([(element.tag, None)])


@settings(max_examples=200, deadline=None)
@given(st.lists(contents(), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_every_code_is_in_the_target_once_or_there_is_none(sources: list[str], random: object) -> None:
    xml = ONE.format("".join(unit(f"a{source}") for source in sources)).encode()
    editable = edit(xml, "a.xlf", OPTIONS)
    texts: dict[int, Sequence[Run]] = {}
    for number, block in enumerate(editable.blocks):
        runs = list(block.runs)
        random.shuffle(runs)  # type: ignore[attr-defined]
        if not lost(block, runs):
            texts[number] = runs
    written = editable.written(texts, "ru").data
    wrong, problems = faults(editable, texts, written)
    assert problems == []
    name = "{urn:oasis:names:tc:xliff:document:1.2}"
    for number, element in enumerate(etree.fromstring(written).iter(f"{name}trans-unit")):
        source, target = element.find(f"{name}source"), element.find(f"{name}target")
        assert source is not None
        assert (target is None) == (number not in texts or number in wrong)
        assert target is None or codes(target) == codes(source)


@settings(max_examples=100, deadline=None)
@given(st.lists(contents(), min_size=1, max_size=3))
def test_the_source_as_its_own_target_is_equal_to_it(sources: list[str]) -> None:
    xml = ONE.format("".join(unit(f"a{source}") for source in sources)).encode()
    editable = edit(xml, "a.xlf", OPTIONS)
    texts = {number: block.runs for number, block in enumerate(editable.blocks)}
    written = editable.written(texts, "ru").data
    assert faults(editable, texts, written) == ([], [])
    for element in etree.fromstring(written).iter("{urn:oasis:names:tc:xliff:document:1.2}trans-unit"):
        sides = [etree.tostring(side).partition(b">")[2].rpartition(b"</")[0] for side in element]
        assert sides[0] == sides[1]


@pytest.mark.parametrize("mark", ['mid="1" mtype="protected"', 'id="1" translate="no"'])
def test_what_a_mark_protects_stays(mark: str) -> None:
    protected = f"<mrk {mark}>Big files</mrk>"
    made = filled(ONE.format(unit(f"There are {protected} files left.")))
    assert f">Осталось {protected} файлов.</target>" in made


def test_a_target_of_empty_marks_is_no_translation() -> None:
    empty = '<target><mrk mtype="seg" mid="0"/> <mrk mtype="seg" mid="1"/></target>'
    assert ">Файлы готовы.</target>" in filled(ONE.format(unit("The files are ready.", empty)))
