"""What ``--precision auto`` takes: the same on every processor, except where bfloat16 was measured."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tinyhub
from safetensors.torch import load_file, save_file
from tinyhub.parts import edit_json

from summarize.engines import automatic, precision
from summarize.engines.decoder.engine import DecoderEngine
from summarize.engines.load import choose_precision, computes_in, load_engine
from summarize.engines.transformers import TransformersEngine
from summarize.models import checkpoints, memory
from summarize.models.checkpoints import Checkpoint
from summarize.request import Runtime

RUNTIME = Runtime(device="cpu")
PLENTY, SCARCE = 10**15, 0
# Every list that ``available`` can return.
WITH = [("float32", "bfloat16"), ("float32", "bfloat16", "int8")]
WITHOUT = [("float32",), ("float32", "int8")]


def stored_as(dtype: str, name: str, folder: Path) -> Checkpoint:
    """A tiny model, its weights stored in another precision."""
    import torch

    copy = Path(shutil.copytree(tinyhub.folder(name), folder / f"{name}-{dtype}"))
    weights = load_file(copy / "model.safetensors")
    kept = {key: value.to(getattr(torch, dtype)) for key, value in weights.items()}
    save_file(kept, copy / "model.safetensors", metadata={"format": "pt"})
    return checkpoints.describe(copy)


def given(monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...]) -> None:
    monkeypatch.setattr(precision, "available", lambda: kinds)


@pytest.mark.parametrize("kinds", WITH)
@pytest.mark.parametrize("name", ["qwen3", "gemma3"])
def test_a_chat_model_stored_in_bfloat16_computes_in_it(
    name: str, kinds: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, kinds)
    choice = choose_precision(stored_as("bfloat16", name, tmp_path), PLENTY)
    assert str(choice) == "bfloat16, as its weights are stored; this processor has instructions for it"


@pytest.mark.parametrize("kinds", WITHOUT)
def test_without_instructions_it_computes_in_float32(
    kinds: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, kinds)
    choice = choose_precision(stored_as("bfloat16", "qwen3", tmp_path), PLENTY)
    assert str(choice) == "float32, since this processor has no instructions for bfloat16"


@pytest.mark.parametrize("kinds", WITH + WITHOUT)
@pytest.mark.parametrize(
    ("name", "dtype"),
    [("qwen3", "float32"), ("qwen3", "float16"), ("bart-cnn", "float16"), ("bart-cnn", "bfloat16")],
)
def test_every_other_model_computes_in_float32_on_every_processor(
    name: str, dtype: str, kinds: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, kinds)
    choice = choose_precision(stored_as(dtype, name, tmp_path), PLENTY)
    assert str(choice) == "float32, which loses nothing and fits; --dtype int8 is faster"


@pytest.mark.parametrize("kinds", WITH + WITHOUT)
def test_where_only_bfloat16_fits_it_is_taken(
    kinds: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, kinds)
    half, full = stored_as("bfloat16", "bart-cnn", tmp_path), stored_as("float32", "bart-cnn", tmp_path)
    assert choose_precision(half, SCARCE).precision == "bfloat16"
    assert str(choose_precision(full, SCARCE)) == "float32, which does not fit in the 0.0 GB that are free"


@pytest.mark.parametrize("name", ["e5-multilingual", "potion-float16"])
def test_vectors_are_made_in_float32(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, WITH[1])
    assert choose_precision(checkpoints.describe(tinyhub.folder(name)), SCARCE).precision == "float32"


def test_what_a_pickle_stores_is_only_claimed(tmp_path: Path) -> None:
    found = stored_as("bfloat16", "qwen3", tmp_path)
    assert automatic.is_kept(found)
    assert not automatic.is_kept(Checkpoint(**vars(found) | {"weights": "pickle"}))


def both(checkpoint: Checkpoint, kind: Any) -> tuple[str, str]:
    """What was said before loading, and what the engine computes in."""
    engine = load_engine(checkpoint, RUNTIME)
    assert isinstance(engine, kind)
    return computes_in(checkpoint, RUNTIME), engine.precision


def test_what_is_said_is_what_the_engine_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chat = stored_as("bfloat16", "qwen3", tmp_path)
    given(monkeypatch, WITHOUT[1])
    assert both(chat, DecoderEngine) == ("float32", "float32")
    given(monkeypatch, WITH[1])
    with caplog.at_level(logging.INFO, "summarize"):
        assert both(chat, DecoderEngine) == ("bfloat16", "bfloat16")
    assert f"{chat.name}: precision bfloat16, as its weights are stored" in caplog.text


def test_a_model_that_our_decoder_does_not_run_stays_in_float32(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, WITH[1])
    chat = stored_as("bfloat16", "qwen3", tmp_path)
    edit_json(chat.path / "generation_config.json", typical_p=0.5)
    assert both(checkpoints.describe(chat.path), TransformersEngine) == ("float32", "float32")


@pytest.mark.parametrize("kind", ["float32", "bfloat16", "int8"])
def test_a_precision_that_was_asked_for_is_kept(kind: Any, tmp_path: Path) -> None:
    chat = stored_as("bfloat16", "qwen3", tmp_path)
    assert computes_in(chat, Runtime(device="cpu", precision=kind)) == kind


def test_memory_follows_the_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, WITH[1])
    chat = stored_as("bfloat16", "qwen3", tmp_path)
    large = Checkpoint(**vars(chat) | {"parameters": 10**9})
    four, two = memory.need(large, "float32") or 0, memory.need(large, choose_precision(large).precision) or 0
    assert 1.9 * 10**9 < four - two < 2.1 * 10**9


@pytest.mark.parametrize("name", ["opus-mt-en-ru", "qwen3", "e5-multilingual"])
def test_torch_is_imported_only_where_the_processor_decides(name: str) -> None:
    code = (
        "import sys; from summarize.engines.load import choose_precision;"
        "from summarize.models.checkpoints import describe;"
        f"choose_precision(describe(__import__('pathlib').Path({str(tinyhub.folder(name))!r})));"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
