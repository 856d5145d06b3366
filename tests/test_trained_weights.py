"""The committed weights pass their exam on this processor: every text of the tests, by a wide margin."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from tinyhub.parts import edit_weights
from trained import MODELS, folder
from trained.exam import MARGIN, examine, questions

from summarize.engines.precision import Precision, available

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize("kind", available())
@pytest.mark.parametrize("name", MODELS)
def test_the_exam_is_passed(name: str, kind: Precision) -> None:
    marks = examine(name, folder(name), kind)
    assert marks.faults == [], "`make weights` trains the models anew"


def test_the_exam_asks_for_every_language_and_shape() -> None:
    """Every position of a decision, parts and folds of long documents, prompts and prefixes."""
    asked = questions("summarizer", folder("summarizer"))
    assert {question.instruction.target for question in asked} == {"en", "ru", "kk"}
    assert {question.decoding.num_beams for question in asked} == {None, 1, 3}
    assert len(asked) > 400
    talks = questions("chat", folder("chat"))
    assert len(talks) == 3 * (1 + 8) + 1


def test_a_worse_model_fails_it(tmp_path: Path) -> None:
    """The margin is lost long before the text changes: with half the scores the output is the same."""
    worse = shutil.copytree(folder("copier"), tmp_path / "copier")

    def doubt(weights: dict[str, torch.Tensor]) -> None:
        weights["model.decoder.layers.0.final_layer_norm.weight"] *= 0.5
        weights["model.decoder.layers.0.final_layer_norm.bias"] *= 0.5

    edit_weights(worse, doubt)
    marks = examine("copier", worse)
    assert marks.amiss == ()
    assert marks.margin < MARGIN
    assert len(marks.faults) == 1
