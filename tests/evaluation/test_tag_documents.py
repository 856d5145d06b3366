"""The documents of evals/documents are as they say, can be measured, and become real files."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest
from docx_by_hand import docx, r
from editing import opened, set_again

from summarize.text.blocks import Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def _benchmarks() -> None:
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(str(ROOT / "benchmarks"))


@pytest.fixture
def suite() -> ModuleType:
    return importlib.import_module("tag_suite")


@pytest.fixture
def placing() -> ModuleType:
    return importlib.import_module("tag_placing")


def test_the_documents_have_no_faults(suite: ModuleType) -> None:
    assert [fault for document in suite.documents() for fault in suite.faults(document)] == []


def test_there_are_twelve_of_eight_formats_in_two_halves(suite: ModuleType) -> None:
    documents = suite.documents()
    assert len(documents) == 12
    assert {document.format for document in documents} == set(suite.FORMATS)
    assert [sum(each.half == half for each in documents) for half in suite.HALVES] == [6, 6]
    assert all(8 <= len(document.sentences) <= 15 for document in documents)


RIGHT = {
    "en": "A <b1>good</b1> day, 1,200.",
    "ru": "<b1>Добрый</b1> день, 1 200.",
    "kk": "<b1>Жақсы</b1> күн, 1 200.",
}


@pytest.mark.parametrize(
    ("russian", "fault"),
    [
        (RIGHT["ru"], None),
        ("Добрый день, 1 200.", "tags differ"),
        ("<b1>Добрый</b1> день, 1 300.", "numbers differ"),
        ("<b1>Добрый</b1> <b1>день</b1>, 1 200.", "ru: <b1> twice"),
        ("<b1>Добрый день, 1 200.", "ru: <b1> is not closed"),
        ("<b1><i2>Добрый</b1></i2> день, 1 200.", "ru: </b1> does not close what is open"),
        ("<b1>Добр</b1>ый день, 1 200.", "ru: <b1> within a word"),
        ("<b1></b1>Добрый день, 1 200.", "ru: a tag around nothing"),
        ("<b1>Добрый</b1>  день, 1 200.", "ru: white space"),
        ("<b1>Добрый</b1> <день>, 1 200.", "ru: no tag: "),
        ("<z1>Добрый</z1> день, 1 200.", "ru: unknown tag <z1>"),
        ("<b1/>Добрый день, 1 200.", "ru: unknown tag <b1>"),
    ],
)
def test_faults_are_found(suite: ModuleType, russian: str, fault: str | None) -> None:
    sentence = suite.Sentence("paragraph", RIGHT | {"ru": russian})
    found = list(suite.faults(suite.TaggedDocument("a", "A", "docx", "tune", (sentence,))))
    if fault is None:
        assert found == []
    else:
        assert any(fault in each for each in found), found


def test_texts_that_stay_are_the_same_everywhere(suite: ModuleType) -> None:
    said = {"en": "Hello, <p1>%s</p1>.", "ru": "<p1>%s</p1>, привет.", "kk": "Сәлем, <p1>%d</p1>."}
    document = suite.TaggedDocument("a", "A", "po", "tune", (suite.Sentence("entry", said),))
    assert list(suite.faults(document)) == ["a 1: texts that stay differ"]


def test_tags_are_compared_by_words_without_marks(placing: ModuleType) -> None:
    tags = placing.tags
    bold = tags([Run("A "), Run("good day", ("b",)), Run(", sir.")])
    assert bold == {("b", 1, 3)}
    assert tags([Run("A "), Run("good", ("b",)), Run(" "), Run("day,", ("b",)), Run(" sir.")]) == bold
    assert tags([Run("A", ("b",)), Run(" good "), Run("day", ("b",))]) == {("b", 0, 1), ("b", 2, 3)}
    before, after = (
        [Run("A day"), Run("", (), "n1"), Run(", sir.")],
        [Run("A day, "), Run("", (), "n1"), Run("sir.")],
    )
    assert tags(before) == tags(after) == {("n1", 2, 2)}


def test_f1_counts_what_is_set_and_what_should_be(placing: ModuleType) -> None:
    score = placing.Score()
    score.add(
        [Run("one", ("b",)), Run(" two "), Run("three", ("i",))],
        [Run("one", ("b",)), Run(" two three", ("i",))],
    )
    assert (score.right, score.found, score.wanted) == (1, 2, 2)
    assert score.f1 == 0.5
    assert (score.words_right, score.words_found, score.words_wanted) == (2, 2, 3)
    assert score.words_f1 == 0.8


@pytest.mark.parametrize("way", ["dropped", "proportional", "projected"])
def test_each_way_keeps_the_words_and_the_notes(suite: ModuleType, placing: ModuleType, way: str) -> None:
    for document in suite.documents():
        for sentence in document.sentences:
            done = getattr(placing, way)(sentence.runs("en"), sentence.text("kk"), (), ("en", "kk"))
            assert "".join(run.text for run in done) == sentence.text("kk")
            notes = [run.anchor for run in sentence.runs("en") if run.anchor and not run.text]
            assert [run.anchor for run in done if run.anchor and not run.text] == notes


def test_the_tool_is_ahead_of_what_is_simple_in_every_direction(
    suite: ModuleType, placing: ModuleType
) -> None:
    command = importlib.import_module("tags")
    ways = {name: command.measured(command.System(name, getattr(placing, name)))
            for name in ("dropped", "proportional", "projected")}  # fmt: skip
    for direction in command.DIRECTIONS:
        scores = {name: command.total(each, {direction}, set(suite.HALVES)) for name, each in ways.items()}
        assert scores["projected"].f1 > scores["proportional"].f1 + 0.1 > scores["dropped"].f1 + 0.1
        assert scores["projected"].words_f1 > scores["proportional"].words_f1 + 0.05


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_document_is_a_file_with_the_same_formatting(suite: ModuleType, language: str) -> None:
    """A DOCX with the formatting of the text; what the tool reads of it is what was written."""
    properties = {"b": "<w:b/>", "i": "<w:i/>", "u": '<w:u w:val="single"/>'}
    for document in suite.documents():
        made = []
        wanted = []
        for sentence in document.sentences:
            runs = [Run(run.text, tuple(name for name in run.style if name in properties))
                    for run in sentence.runs(language) if run.text]  # fmt: skip
            pieces = [
                (run.text.replace("<", "&lt;"), "".join(map(properties.__getitem__, run.style)))
                for run in runs
            ]
            made.append("".join(r(*piece) for piece in pieces))
            wanted.append([run.text for run in runs if run.style])
        data = docx("".join(f"<w:p>{runs}</w:p>" for runs in made))
        editable = opened(data, "docx")
        assert [[run.text for run in block.runs if run.style] for block in editable.blocks] == wanted
        set_again(editable, language)


def test_the_figures_in_the_readme_are_those_of_the_command(suite: ModuleType, placing: ModuleType) -> None:
    command = importlib.import_module("tags")
    readme = (suite.DOCUMENTS / "README.md").read_text("utf-8")
    results = {system.name: command.measured(system) for system in command.SIMPLE}
    for words in (False, True):
        for line in command.table(results, words):
            assert line in readme or line.startswith("|---"), line
    assert command.doubts() in re.sub(r"\n(?=\S)", " ", readme)
