"""Contrastive pairs: how they are made of items, who prefers what, and the shipped items."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.contrastive import (
    KINDS,
    Preference,
    as_json,
    by_checks,
    by_encoder,
    by_length,
    by_scores,
    named,
    preference_table,
    preferences,
    read_pairs,
    shipped_items,
)
from summarize.evaluation.data_problems import text_problems
from summarize.evaluation.embedding import Matrix, SentenceScorer

TRAIN = {
    "id": "time-01",
    "kind": "time",
    "en": "The train leaves at {6:40|16:40}.",
    "ru": "Поезд отправляется в {6:40|16:40}.",
    "kk": "Пойыз {6:40-та|16:40-та} жүреді.",
}
CROSSING = {
    "id": "untranslated-01",
    "kind": "untranslated",
    "en": "Parents want {a crossing|@} near {the school|@}.",
    "ru": "Родители хотят {переход|@} возле {школы|@}.",
    "kk": "Ата-аналар {мектеп|@} жанынан {өткел|@} сұрайды.",
}


def items(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "items.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_an_item_is_a_pair_in_each_direction(tmp_path: Path) -> None:
    pairs = {pair.direction: pair for pair in read_pairs(items(tmp_path, TRAIN))}
    assert set(pairs) == {"en-ru", "en-kk", "ru-en", "ru-kk", "kk-en", "kk-ru"}
    pair = pairs["ru-kk"]
    assert pair.source == "Поезд отправляется в 6:40."
    assert (pair.right, pair.wrong) == ("Пойыз 6:40-та жүреді.", "Пойыз 16:40-та жүреді.")
    assert pair.id == "time-01/ru-kk"


def test_what_is_left_untranslated_is_in_the_source_language(tmp_path: Path) -> None:
    pairs = {pair.direction: pair for pair in read_pairs(items(tmp_path, CROSSING))}
    assert pairs["ru-en"].wrong == "Parents want переход near школы."
    assert pairs["en-ru"].wrong == "Родители хотят a crossing возле the school."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kk": ""}, "kk is missing"),
        ({"kind": "style"}, "no kind 'style'; choose from negation"),
        ({"en": "The train leaves."}, r"a text has no \{right\|wrong\}"),
        ({"en": "The {train|bus leaves."}, "has no"),
        ({"en": "The {train|bus} leaves at {6:40."}, "do not match"),
        ({"ru": "Поезд {в|в} 6:40."}, "right and wrong are the same in ru"),
    ],
)
def test_a_malformed_item_is_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_pairs(items(tmp_path, {**TRAIN, **change}))


def test_an_id_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"items\.jsonl:2: the id 'time-01' occurs twice"):
        read_pairs(items(tmp_path, TRAIN, TRAIN))


def test_checks_prefer_the_right_number_and_length_does_not(tmp_path: Path) -> None:
    row = {
        **TRAIN,
        "en": "It has {340|430} books.",
        "ru": "В ней {340|430} книг.",
        "kk": "Онда {340|430} кітап бар.",
    }
    pairs = read_pairs(items(tmp_path, row))
    assert preferences(pairs, by_checks)["all", "all"] == Preference(6, 6, 0)
    assert preferences(pairs, by_length)["all", "all"] == Preference(6, 0, 6)
    assert preferences(pairs, by_length)["time", "kk-ru"].share == 0.5


def test_scores_of_another_program_are_a_judge(tmp_path: Path) -> None:
    pairs = read_pairs(items(tmp_path, TRAIN))
    path = tmp_path / "scores.jsonl"
    rows = [{"id": pair.id, "right": -1.5, "wrong": -2 if pair.direction != "en-ru" else 0} for pair in pairs]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = preferences(pairs, by_scores(path, pairs))
    assert found["all", "all"] == Preference(6, 5, 0)
    assert found["all", "en-ru"].share == 0
    path.write_text(json.dumps(rows[0]), encoding="utf-8")
    with pytest.raises(MeasurementError, match="lacks 5 pairs: time-01/"):
        by_scores(path, pairs)
    path.write_text('{"id": "x", "right": true, "wrong": 1}', encoding="utf-8")
    with pytest.raises(UsageError, match="finite numbers"):
        by_scores(path, pairs)


def test_a_sentence_encoder_is_a_judge(tmp_path: Path) -> None:
    """Vectors of the hours that a text names: the right translation is as near as can be."""

    def encode(texts: Sequence[str]) -> Matrix:
        return np.array([[0.0, 1.0] if "16" in text else [1.0, 0.0] for text in texts])

    pairs = read_pairs(items(tmp_path, TRAIN))
    judge = by_encoder(SentenceScorer(encode, "hours", "0"), pairs)
    assert preferences(pairs, judge)["all", "all"] == Preference(6, 6, 0)


def test_wilson_intervals() -> None:
    low, high = Preference(30, 24, 0).interval  # 80 % of 30; the values of the usual tables
    assert (round(low, 3), round(high, 3)) == (0.627, 0.905)
    assert Preference(10, 10, 0).interval == pytest.approx((0.722, 1.0), abs=0.001)


def test_nothing_to_measure_is_an_error() -> None:
    with pytest.raises(MeasurementError):
        preferences([], by_checks)
    with pytest.raises(UsageError, match="no judge named 'taste'; choose from checks, length"):
        named("taste")


def test_the_table_has_a_row_for_each_kind(tmp_path: Path) -> None:
    text = preference_table(preferences(read_pairs(items(tmp_path, TRAIN, CROSSING)), by_length))
    lines = text.splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| time", "| untranslated", "| all"]
    assert "| all | 12 |" in text


def test_the_shipped_items_are_as_many_as_the_card_says() -> None:
    pairs = read_pairs(shipped_items())
    counts = Counter((pair.kind, pair.direction) for pair in pairs)
    assert set(counts) == {(kind, way) for kind in KINDS for way in {pair.direction for pair in pairs}}
    assert min(counts.values()) >= 40


def test_the_shipped_items_have_sound_texts() -> None:
    texts = {(pair.target_language, pair.right): pair.id for pair in read_pairs(shipped_items())}
    found = [
        str(p) for (language, text), place in texts.items() for p in text_problems(text, language, place)
    ]
    assert [problem for problem in found if "the language looks like" not in problem] == []


def test_checks_raise_few_alarms_on_the_right_ones() -> None:
    """Prefers the wrong one in no more than one pair of a hundred: an error must not look better."""
    pairs = read_pairs(shipped_items())
    found = preferences(pairs, by_checks)["all", "all"]
    assert found.n - found.preferred - found.ties <= len(pairs) / 100
    assert found.share > 0.55


def test_pairs_are_written_for_other_programs(tmp_path: Path) -> None:
    (pair, *_) = read_pairs(items(tmp_path, TRAIN))
    assert as_json(pair) == {
        "id": "time-01/en-ru",
        "kind": "time",
        "source_language": "en",
        "target_language": "ru",
        "source": "The train leaves at 6:40.",
        "right": "Поезд отправляется в 6:40.",
        "wrong": "Поезд отправляется в 16:40.",
    }
