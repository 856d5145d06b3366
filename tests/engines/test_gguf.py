"""GGUF files write what the same weights write from a model folder."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tinyhub
import torch
from running import RUNTIME, SUMMARY
from tinyhub import gguf_files
from tinyhub.parts import edit_weights

from summarize.engines import loading
from summarize.engines.decoder.engine import DecoderEngine
from summarize.engines.load import load_engine
from summarize.errors import ModelError
from summarize.models.checkpoints import describe
from summarize.request import Decoding

NAMES = ("llama3", "qwen3", "gemma3", "flan-t5")
TEXTS = ["A night bus between the districts.", "Ночной автобус 123", "Түнгі автобус"]


def halves(weights: dict[str, torch.Tensor]) -> None:
    for name, weight in weights.items():
        weights[name] = weight.half().float()


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A model whose weights are exact in half precision."""
    copy: Path = shutil.copytree(tinyhub.folder(request.param), tmp_path / request.param)
    edit_weights(copy, halves)
    return copy


def written(path: Path) -> list[str]:
    checkpoint = describe(path)
    engine = load_engine(checkpoint, RUNTIME)
    assert isinstance(engine, DecoderEngine) == (checkpoint.model_type != "t5" or path.is_dir())
    texts = [one.text for one in engine.generate(TEXTS, SUMMARY, Decoding(max_new_tokens=12))]
    # What the format calls rows of the vocabulary that stand for no token; trained models never write them.
    return [re.sub(r"\[PAD\d+\]", "", text) for text in texts]


def test_text_is_equal(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    expected = written(folder)
    assert any(expected)
    assert written(gguf_files.write(folder, tmp_path / "m-F32.gguf")) == expected
    assert written(gguf_files.write(folder, tmp_path / "m-F16.gguf", "F16")) == expected
    assert capfd.readouterr() == ("", "")


def test_eight_bits_are_near(folder: Path, tmp_path: Path) -> None:
    file = gguf_files.write(folder, tmp_path / "m-Q8_0.gguf", "Q8_0")
    assert describe(file).parameters == describe(folder).parameters
    exact, rounded = (loading.load_model(describe(path), RUNTIME).model for path in (folder, file))
    weights = dict(rounded.named_parameters())
    for name, weight in exact.named_parameters():
        # Each block of 32 is rounded to 127ths of its largest.
        assert (weight - weights[name]).abs().max() <= weight.abs().max() / 127 + 1e-6


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = gguf_files.write(tinyhub.folder("qwen3"), tmp_path / "m.gguf")
    find: Callable[..., Any] = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "gguf" else find(name, *rest)
    )
    with pytest.raises(ModelError, match=r"needs gguf: pip install 'summarize\[gguf\]'$"):
        load_engine(describe(file), RUNTIME)
