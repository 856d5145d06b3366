"""Trials of sentence encoders: what is measured, and the problems found."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tinyhub
from layouts_by_hand import LAYOUTS, make
from tinyhub import encoders as builders
from typer.testing import CliRunner, Result

from summarize.cli.models import app
from summarize.engines.trial import SENTENCES, EncoderTrial, try_encoder
from summarize.engines.vectors import Floats
from summarize.errors import ModelError
from summarize.models.checkpoints import Checkpoint, describe
from summarize.request import Runtime

Encode = Callable[[Sequence[str]], Floats]


class Fixed:
    """An encoder whose vectors the test decides."""

    name, dimension, prompt = "fixed", 3, ""

    def __init__(self, encode: Encode, unknown: float) -> None:
        self.encode, self.share = encode, unknown

    def __call__(self, texts: Sequence[str]) -> Floats:
        return self.encode(texts)

    def unknown(self, texts: Sequence[str]) -> float:
        return self.share


def sound(texts: Sequence[str]) -> Floats:
    """Orthogonal vectors for the three sentences of a language."""
    places = [next(place for row in SENTENCES.values() for place, one in enumerate(row) if one == text)
              for text in texts]  # fmt: skip
    return np.eye(3, dtype=np.float32)[places]


@pytest.fixture
def e5(tmp_path: Path) -> Checkpoint:
    """Its card names all three languages."""
    return describe(make(tmp_path / "e5", LAYOUTS["e5-small"]))


def trial(checkpoint: Checkpoint, encode: Encode, unknown: float = 0.0) -> EncoderTrial:
    return try_encoder(checkpoint, lambda *_: Fixed(encode, unknown), Runtime())


def test_a_sound_encoder_has_no_problems(e5: Checkpoint) -> None:
    found = trial(e5, sound)
    assert found.problems == ()
    assert [one.language for one in found.readings] == ["en", "ru", "kk"]
    assert all(one.sentences_per_second > 0 and one.sentences == 30 for one in found.readings)
    assert found.dimension == 3
    assert found.peak_memory > 10_000_000


@pytest.mark.parametrize(
    ("encode", "problem"),
    [
        (lambda texts: sound(texts) * 2, "its vectors do not have length one"),
        (lambda texts: sound(texts) * (sound(texts)[:, :1] == 0), "1 of 3 sentences have no vector"),
        (lambda texts: sound(texts)[:, [0, 0, 0]] * 0 + np.eye(3, dtype=np.float32)[0], "the same vector"),
        (lambda texts: np.roll(sound(texts), len(texts), axis=1), "depends on the other sentences"),
    ],
)
def test_problems_name_their_language(encode: Encode, problem: str, e5: Checkpoint) -> None:
    problems = trial(e5, encode).problems
    assert [line.split(":")[0] for line in problems] == ["en", "ru", "kk"]
    assert all(problem in line for line in problems)


def test_unknown_tokens_are_a_problem_only_in_languages_that_the_files_name(e5: Checkpoint) -> None:
    assert trial(e5, sound, 0.38).problems[2] == "kk: its vocabulary lacks 38% of the tokens"
    english = replace(e5, languages={"en": ()})
    found = trial(english, sound, 0.38)
    assert found.problems == ("en: its vocabulary lacks 38% of the tokens",)
    assert [one.unknown for one in found.readings] == [0.38, 0.38, 0.38]


def test_an_error_in_one_language_does_not_stop_the_others(e5: Checkpoint) -> None:
    def encode(texts: Sequence[str]) -> Floats:
        if texts[0] in SENTENCES["kk"]:
            raise ModelError("memory ran out")
        return sound(texts)

    found = trial(e5, encode)
    assert found.problems == ("kk: memory ran out",)
    assert len(found.readings) == 3


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments])


@pytest.mark.parametrize("name", [*builders.TRANSFORMERS, *builders.STATIC])
def test_every_layout_can_be_tried_out(name: str) -> None:
    done = run(str(tinyhub.folder(name)), "--device", "cpu", "--json")
    report = json.loads(done.stdout)
    assert [one["language"] for one in report["readings"]] == ["en", "ru", "kk"]
    assert report["dimension"] in (8, 12, 16, 32)
    assert done.exit_code == (1 if report["problems"] else 0)
    for problem in report["problems"]:
        # Tiny vocabularies lack letters, which a trial must find.
        assert problem.endswith("of the tokens")


def test_one_language_in_a_table() -> None:
    done = run(str(tinyhub.folder("e5-multilingual")), "--from", "kk", "--device", "cpu")
    head, columns, row = done.stdout.splitlines()
    assert head.startswith("e5-multilingual: loaded in ")
    assert head.endswith("vectors of 16 numbers, prompt 'query: '")
    assert columns.split() == ["LANGUAGE", "SECONDS", "SENTENCES/S", "UNKNOWN", "TOKENS"]
    assert row.split()[0] == "kk"


def test_a_folder_that_cannot_be_loaded(tmp_path: Path) -> None:
    folder = make(tmp_path / "half", LAYOUTS["static-st"])
    assert isinstance(run(str(folder)).exception, ModelError)
