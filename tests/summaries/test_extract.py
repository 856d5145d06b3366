"""Extractive summaries: what a sentence encoder is asked to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tinyhub

from summarize.errors import UsageError
from summarize.request import SIZES, Length, Request, Runtime
from summarize.result import Result
from summarize.summaries.extract import extract
from summarize.text.documents import from_text

TEXT = "Библиотека открыла зал. Пришли сорок школьников. Крышу починят до зимы."


def test_an_encoder_that_does_not_name_the_language_warns(tmp_path: Path) -> None:
    folder = shutil.copytree(tinyhub.folder("e5-multilingual"), tmp_path / "e5")
    request = Request(model=str(folder), runtime=Runtime(device="cpu", threads=1))
    for language, warned in (("en", True), ("ru", False)):
        card = (folder / "README.md").read_text("utf-8") if (folder / "README.md").is_file() else ""
        body = card.split("---\n", 2)[-1]
        (folder / "README.md").write_text(f"---\nlanguage: {language}\n---\n{body}", "utf-8")
        found = extract(from_text(TEXT, language="ru"), request)
        assert any("does not name Russian" in line for line in found.warnings) is warned


# Shapes


PAGE = """\
# Works of the town

Introduction of the works. The town has repaired two roads; it will repair three more in the summer.

## Roads

The road to the station was closed in May. The road to the market opened in June. Buses use both roads again.

## Water

The well in the square is dry. The town has ordered a new pump for the well. A pump costs 900 euros.
"""


def made(shape: str = "sentences", text: str = PAGE, **request: object) -> Result:
    return extract(from_text(text, language="en"), Request(shape=shape, **request))  # type: ignore[arg-type]


def test_bullets_have_one_fact_each() -> None:
    found = made("bullets", length=Length("ratio", 1))
    lines = found.text.split("\n")
    assert all(line.startswith("- ") for line in lines)
    assert "- The town has repaired two roads" in lines
    assert "- it will repair three more in the summer." in lines
    assert len(lines) == found.source_sentences + 1
    assert found.to_json()["as"] == "bullets"


def test_the_lead_is_the_first_sentences_that_fit() -> None:
    assert len(made("lead", length=Length("sentences", 2)).sentences) == 2
    assert made("lead", length=Length("sentences", 2)).text.startswith("Introduction of the works.")
    assert made("lead", length=Length("words", 17)).text.count(".") == 1
    assert made("lead", length=Length("words", 18)).text.count(".") == 2
    assert len(made("lead", length=Length("words", 1)).sentences) == 1
    assert len(made("lead", length=Length("sentences", 99)).sentences) == 8


def test_a_headline_is_the_texts_own_or_made_of_a_sentence() -> None:
    own = made("headline")
    assert own.text == "Works of the town"
    assert own.warnings == ("the headline is the text's own",)
    body = "The road to the market (of 1901) opened in June, the agency reported. Rain fell in the hills."
    shortened = made("headline", body)
    assert shortened.text == "The road to the market opened in June"
    assert shortened.sentences[0].text in body
    about = made("headline", about=("the pump",))
    assert "pump" in about.text


def test_each_section_has_its_summary_under_its_heading() -> None:
    found = made(by_section=True, length=Length("sentences", 1))
    assert [section.heading for section in found.sections] == [None, "Roads", "Water"]
    assert [len(section.sentences) for section in found.sections] == [1, 1, 1]
    assert found.text.split("\n\n")[1].startswith("Roads\nThe road")
    for section in found.sections:
        assert all(found.sentences[index].text in section.text for index in section.sentences)
    assert found.to_json()["sections"][1]["heading"] == "Roads"  # type: ignore[index]
    bullets = made("bullets", by_section=True, length=Length("sentences", 1))
    assert bullets.text.split("\n\n")[2].startswith("Water\n- The")
    about = made(by_section=True, about=("pump",))
    assert [section.heading for section in about.sections] == ["Water"]


def test_a_text_without_headings_is_one_section() -> None:
    found = made(by_section=True, text=TEXT)
    assert found.sections[0].heading is None
    assert found.warnings == ("the text has no headings; it was summarised as one section",)


def test_sizes_are_half_and_twice_the_length_that_suits() -> None:
    text = " ".join(f"The council of town {n} opened a school in the month of May." for n in range(15))
    lengths = [len(made(text=text, length=SIZES[size]).sentences) for size in ("short", "medium", "long")]
    assert lengths == [2, 3, 6]
    assert len(made(text=text).sentences) == 3
    with pytest.raises(UsageError):
        Length("scale", 0)


def test_a_headline_is_rather_made_of_a_short_sentence_than_of_the_best_one() -> None:
    short = "The council opens the new bridge and the road past the school."
    best = (
        "The council of the town decided on a new bridge over the river and on a road that leads from "
        "the town square past the school."
    )
    assert made(text=f"{best} {short}", length=Length("sentences", 1)).text == best
    assert made("headline", f"{best} {short}").text == short[:-1]


def test_what_only_an_encoder_finds_is_said() -> None:
    model = str(tinyhub.folder("e5-multilingual"))
    runtime = Runtime(device="cpu", threads=1)
    for query, said in (("railways", True), ("bridge", False)):
        page = from_text("The bridge is old. A well was dug. It rained in May.", language="en")
        found = extract(page, Request(model=model, runtime=runtime, about=(query,)))
        assert found.text
        assert any("nearest in meaning" in line for line in found.warnings) is said


PAPER = """# Deep wells of the steppe

## Abstract

Deep wells keep their water through dry summers, and shallow wells of the steppe lose all of it by July.

## Methods

The wells of forty villages were measured in three summers, and the depth of all wells was written down.
The wells were measured by the same two people, who used a rope of fifty metres and a bucket for each well.

## References

Omarov B. S. Deep wells and shallow wells of the steppe and their water in dry summers. Almaty, 2020.
"""


def test_the_texts_own_abstract_is_used_and_said() -> None:
    found = made(text=PAPER, length=Length("sentences", 1))
    assert found.text.startswith("Deep wells keep their water")
    assert "1 sentence of the summary from the text's own abstract" in found.warnings
    assert not any("own abstract" in line for line in made(text=PAPER, by_section=True).warnings)


def test_sources_are_not_chosen() -> None:
    found = made(text=PAPER, length=Length("sentences", 3))
    assert "Omarov" not in found.text
