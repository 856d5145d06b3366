"""Validation as writers run it: a complete article passes, and each kind of damage has its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.evaluation.article_shape import shape_problems
from summarize.evaluation.article_validation import is_article, validate_files
from summarize.evaluation.articles import article_of, read_articles
from summarize.evaluation.suites import shipped

NEWS = shipped()["news-extractive"].parent / "news"
EXAMPLE = NEWS / "judging" / "b01-kettle-recall.json"

Article = dict[str, Any]
Damage = Callable[[Article], object]


def problems(folder: Path, damage: Damage) -> list[str]:
    """What is found in the example after it was damaged."""
    article = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    damage(article)
    path = folder / EXAMPLE.name
    path.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    return [str(problem) for problem in validate_files(path)]


def edit(language: str, field: str, old: str, new: str) -> Damage:
    """Replace a text in a field, which may be a list."""

    def damage(article: Article) -> None:
        text = json.dumps(article[language][field], ensure_ascii=False)
        assert old in text
        article[language][field] = json.loads(text.replace(old, new))

    return damage


def fact(index: int, **changes: Any) -> Damage:
    return lambda article: article["facts"][index].update(changes)


def forms(index: int, language: str, *forms: str) -> Damage:
    return lambda article: article["facts"][index][language].update(forms=list(forms))


def reverse_facts(article: Article) -> None:
    article["facts"].reverse()


@pytest.mark.parametrize("folder", ["articles", "judging"])
def test_the_shipped_articles_have_no_problem(folder: str) -> None:
    assert [str(problem) for problem in validate_files(NEWS / folder)] == []


def test_the_splits_do_not_mix() -> None:
    assert {article.split for article in read_articles(NEWS / "articles")} == {"tuning"}
    assert {article.split for article in read_articles(NEWS / "judging")} == {"judging"}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda a: a.pop("kk"), "b01-kettle-recall.json: kk is missing or has the wrong type"),
        (lambda a: a.update(colour=1), "the article has an unknown field 'colour'"),
        (lambda a: a.update(genre="poem"), "no genre 'poem'; choose from news,"),
        (lambda a: a.update(id="b02"), "the id is 'b02', not the name of the file"),
        (lambda a: a.update(domain="gossip"), "no domain 'gossip'"),
        (lambda a: a["en"].pop("lead"), "a lead is missing in some of the versions"),
        (lambda a: a["kk"]["paragraphs"].pop(), "number of paragraphs (en 5, ru 5, kk 4)"),
        (lambda a: a["ru"]["summaries"].pop(), "number of summaries (en 2, ru 1, kk 2)"),
        (lambda a: a["facts"].clear(), "0 facts, not 6–12"),
        (lambda a: a.update(length="long"), "not 1500–3000 (length long)"),
        (fact(0, weight="most"), "fact recall: no weight 'most'; choose from must, should, nice"),
        (fact(0, id="Recall!"), "fact 1: the id must be small Latin letters"),
        (fact(0, id="burns"), "fact burns: the id occurs twice"),
        (fact(0, paragraphs=[6]), "paragraphs must be a list of numbers from 1 to 5"),
        (fact(0, paragraphs=[]), "paragraphs must not be empty"),
        (fact(0, references=[3]), "references must be a list of numbers from 1 to 2"),
        (fact(0, references=[2, 1]), "references must be in order"),
        (fact(0, ru=None), "fact recall: ru is missing or has the wrong type"),
        (forms(0, "kk"), "fact recall: kk.forms must be a list"),
        (forms(0, "en", "#14,300"), "fact recall: en form '#14,300' '#14,300' is no word, number"),
        (reverse_facts, "facts must be in the order must, should, nice"),
        (edit("kk", "summaries", "шәйнектерд", "шәйнeктерд"), "mixes Latin and Cyrillic"),
        (edit("en", "lead", "Tulpar is", "It is so. Tulpar is"), "en lead: 2 sentences, not 1"),
        (edit("ru", "paragraphs", "96 млн", "69 млн"), "paragraph 3: en and ru differ: amount"),
        (edit("ru", "paragraphs", "96 млн", "69 млн"), "ru fact cost: its forms are not found in"),
        (edit("kk", "summaries", "96 млн", "69 млн"), "kk summary 2: amount “69 млн” is not in the source"),
        (edit("kk", "summaries", "96 млн", "69 млн"), "seems to contradict fact cost with '69 млн"),
        (edit("en", "summaries", "in Pavlodar", "in Kostanay"), "place “Kostanay” is not in the source"),
        (edit("en", "headline", "Pavlodar", "Kostanay"), "en headline: place “Kostanay”"),
        (edit("en", "lead", "three people", "50 people"), "lead: number “50” is not in the source"),
        (forms(7, "en", "tenge"), "found in paragraph 4: add it to paragraphs, or be more exact"),
        (forms(7, "en", "#96m dollar"), "do not find its own statement"),
        (forms(7, "en", "#96m dollar"), "('#96m dollar' lacks 'dollar' in the nearest sentence)"),
        (fact(7, references=[1]), "marked for summary 1, but not found there"),
        (fact(7, references=[1]), "found in summary 2, for which it is not marked"),
        (forms(0, "en", "handle loose", "#14300"), "also found in the statement of handle"),
    ],
)  # fmt: skip
def test_damage_has_its_line(tmp_path: Path, damage: Damage, message: str) -> None:
    found = problems(tmp_path, damage)
    assert any(message in each for each in found), found
    assert all("\n" not in each for each in found)


def test_a_summary_of_the_wrong_length(tmp_path: Path) -> None:
    def shorten(article: Article) -> None:
        article["en"]["summaries"].reverse()

    found = problems(tmp_path, shorten)
    assert any("en summary 1: 4 sentences, not 2 or 3" in each for each in found)
    assert any("en summary 2: 46 words, not 50–70" in each for each in found)


def test_a_fact_that_another_article_states_too(tmp_path: Path) -> None:
    other = json.loads(EXAMPLE.read_text(encoding="utf-8")) | {"id": "b02-other", "facts": []}
    (tmp_path / "b02-other.json").write_text(json.dumps(other, ensure_ascii=False), encoding="utf-8")
    found = problems(tmp_path, lambda article: None)
    assert any("kk fact cost: its forms are also found in a reference of b02-other" in each for each in found)
    assert any("b01-kettle-recall en headline: the same text as b02-other en headline" in e for e in found)
    assert not any(each.startswith(("error: b02-other", "warning: b02-other")) for each in found)


def test_a_folder_lists_the_problems_of_every_file(tmp_path: Path) -> None:
    assert [str(each) for each in validate_files(tmp_path)] == [f"error: {tmp_path}: no articles found"]
    (tmp_path / "b02.json").write_text("{", encoding="utf-8")
    problems(tmp_path, lambda article: article.pop("kk"))
    found = [str(each) for each in validate_files(tmp_path)]
    assert len(found) == 2
    assert "b02.json:1: not JSON" in found[1]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value within a JSON value."""
    yield place
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*place, key))


EXAMPLE_VALUE = json.loads(EXAMPLE.read_text(encoding="utf-8"))
PLACES = list(places(EXAMPLE_VALUE))


@given(place=st.sampled_from(PLACES), value=_JSON)
@settings(max_examples=300, deadline=None)
def test_any_value_anywhere_is_a_problem_or_can_be_read(place: tuple[Any, ...], value: Any) -> None:
    article = deepcopy(EXAMPLE_VALUE)
    if place:
        inner = article
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
    else:
        article = value
    found = list(shape_problems(article))
    assert all("\n" not in each for each in found)
    if not found:
        article_of(article)


def test_what_is_an_article(tmp_path: Path) -> None:
    assert is_article(tmp_path)
    assert is_article(EXAMPLE)
    assert not is_article(shipped()["seed"])
    assert not is_article(tmp_path / "missing.json")
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    assert [str(each) for each in validate_files(tmp_path / "list.json")] == [
        "error: list.json: an article is a JSON object"
    ]
