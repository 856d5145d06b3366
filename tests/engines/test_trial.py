"""Trials of models: every direction that the files name, and the problems found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from layouts_by_hand import LAYOUTS, make

from summarize.engines.protocol import Generation
from summarize.engines.trial import SENTENCES, Trial, served, try_text
from summarize.errors import ModelError
from summarize.models.checkpoints import Checkpoint, describe
from summarize.request import Decoding, Instruction, Runtime

Answer = Callable[[str, Instruction], str]


class Answering:
    """An engine whose output the test decides."""

    name, precision = "answering", "float32"

    def __init__(self, answer: Answer, finished: bool = True) -> None:
        self.answer, self.finished = answer, finished

    def limit(self, instruction: Instruction) -> int:
        return 512

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        answers = [self.answer(text, instruction) for text in texts]
        return [Generation(answer, 9, len(answer.split()), self.finished) for answer in answers]


def right(text: str, instruction: Instruction) -> str:
    if instruction.task == "summarization":
        return SENTENCES[instruction.target][0]
    return SENTENCES[instruction.target][SENTENCES[instruction.source].index(text)]


@pytest.fixture
def nllb(tmp_path: Path) -> Checkpoint:
    return describe(make(tmp_path / "nllb", LAYOUTS["nllb"]))


def run(checkpoint: Checkpoint, answer: Answer, finished: bool = True, *only: Instruction) -> Trial:
    return try_text(checkpoint, lambda _, __: Answering(answer, finished), Runtime(), only)


def test_a_sound_model_has_no_problems(nllb: Checkpoint) -> None:
    trial = run(nllb, right)
    assert trial.problems == ()
    assert {(one.source, one.target) for one in trial.outcomes} == {
        (source, target) for source in SENTENCES for target in SENTENCES if source != target
    }
    for one in trial.outcomes:
        assert one.language == one.target
        assert one.script == ("Latn" if one.target == "en" else "Cyrl")
        assert one.tokens > 10
        assert one.tokens_per_second > 0
    assert trial.peak_memory > 10_000_000


TO_KAZAKH = Instruction("translation", "en", "kk")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (lambda text, _: "", "3 of 3 outputs are empty"),
        (lambda text, _: text, "the output is the source, untranslated"),
        (lambda text, _: "Duisenbi kuni kitapkhana ashyldy jane balalar keldi.", "script Latn, not Cyrl"),
        (lambda text, _: " ".join(SENTENCES["ru"]), "the output is in ru, not kk"),
    ],
)
def test_problems_name_their_direction(answer: Answer, problem: str, nllb: Checkpoint) -> None:
    problems = run(nllb, answer, True, TO_KAZAKH).problems
    assert any(line.startswith("translation en→kk: ") and problem in line for line in problems)


def test_a_model_that_does_not_stop(nllb: Checkpoint) -> None:
    [problem] = run(nllb, right, False, TO_KAZAKH).problems
    assert "did not stop within 128 tokens" in problem


def test_an_error_in_one_direction_does_not_stop_the_others(nllb: Checkpoint) -> None:
    def answer(text: str, instruction: Instruction) -> str:
        if instruction.target == "kk":
            raise ModelError("no such code")
        return right(text, instruction)

    trial = run(nllb, answer)
    assert trial.problems == ("translation en→kk: no such code", "translation ru→kk: no such code")
    assert len(trial.outcomes) == 6


@pytest.mark.parametrize(
    ("layout", "wanted"),
    [
        ("kazrush-ru-kk", [("translation", "ru", "kk")]),
        ("mbart-gazeta", [("summarization", "ru", "ru")]),
        ("bart-cnn", [("summarization", "en", "en")]),
        ("flan-t5", [("summarization", "en", "en")]),
        ("qwen3", [("summarization", "en", "en")]),
        ("e5-small", []),
    ],
)
def test_what_is_served(layout: str, wanted: list[tuple[str, str, str]], tmp_path: Path) -> None:
    found = served(describe(make(tmp_path / layout, LAYOUTS[layout])))
    assert [(one.task, one.source, one.target) for one in found] == wanted


def test_a_model_without_our_languages(tmp_path: Path) -> None:
    files = {**LAYOUTS["opus-mt-en-ru"], "tokenizer_config.json": {"source_lang": "de", "target_lang": "fr"}}
    [problem] = run(describe(make(tmp_path / "de-fr", files)), right).problems
    assert "nothing was tried" in problem
