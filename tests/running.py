"""Loaded engines, shared by the test session, and the arguments that they pass to the library."""

from __future__ import annotations

import ast
import functools
from typing import Any

import pytest
import tinyhub
import torch
import transformers

from summarize.engines import loading
from summarize.engines.transformers import TransformersEngine
from summarize.errors import ModelError
from summarize.models import checkpoints
from summarize.request import Decoding, Instruction, Runtime

RUNTIME = Runtime(device="cpu")
SUMMARY = Instruction("summarization", "en", "en")
RUSSIAN_SUMMARY = Instruction("summarization", "ru", "ru")
EN_RU = Instruction("translation", "en", "ru")
EN_KK = Instruction("translation", "en", "kk")
RU_KK = Instruction("translation", "ru", "kk")
FAMILIES: dict[str, Instruction] = {
    "opus-mt-en-ru": EN_RU,
    "opus-mt-tc-bible-big-trk": EN_KK,
    "m2m100": RU_KK,
    "small100": RU_KK,
    "nllb-2022": EN_KK,
    "nllb-new": RU_KK,
    "mbart50": EN_KK,
    "mbart-gazeta": RUSSIAN_SUMMARY,
    "t5-small": SUMMARY,
    "flan-t5": SUMMARY,
    "madlad": EN_KK,
    "mt5-xlsum": RUSSIAN_SUMMARY,
    "umt5": SUMMARY,
    "kazrush-ru-kk": RU_KK,
    "fred-t5": RUSSIAN_SUMMARY,
    "long-t5": SUMMARY,
    "bart-cnn": SUMMARY,
    "distilbart": SUMMARY,
    "pegasus": SUMMARY,
    "pegasus-x": SUMMARY,
    "bigbird-pegasus": SUMMARY,
    "led": SUMMARY,
    "prophetnet": SUMMARY,
    "seamless-v2": EN_KK,
    "t5gemma": SUMMARY,
    "qwen3": SUMMARY,
    "llama3": EN_KK,
    "gemma3": EN_RU,
    "translategemma": EN_KK,
    "qwen3-base": EN_RU,
    "gemma3-base": SUMMARY,
}
CHATS = ("qwen3", "llama3", "gemma3", "translategemma")
BASES = ("qwen3-base", "gemma3-base")


@functools.cache
def loaded(name: str) -> TransformersEngine:
    return TransformersEngine(checkpoints.describe(tinyhub.folder(name)), RUNTIME)


@functools.cache
def plain(name: str) -> loading.Loaded:
    """The library's own model and tokenizer, for comparison."""
    return loading.load_model(checkpoints.describe(tinyhub.folder(name)), RUNTIME)


class Recorder:
    """Records the arguments and the output of each call of ``generate``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[dict[str, Any]] = []
        self.outputs: list[torch.Tensor] = []
        original = transformers.GenerationMixin.generate

        def generate(model: Any, *args: Any, **kwargs: Any) -> torch.Tensor:
            output = original(model, *args, **kwargs)
            self.calls.append(kwargs | ({"input_ids": args[0]} if args else {}))
            self.outputs.append(output)
            return output

        monkeypatch.setattr(transformers.GenerationMixin, "generate", generate)


def asked(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, instruction: Instruction, decoding: Decoding
) -> dict[str, Any]:
    """The length arguments that ``generate`` is called with; nothing is generated."""

    def stop(model: Any, **kwargs: Any) -> None:
        raise RuntimeError(repr({key: kwargs[key] for key in ("max_new_tokens", "max_length", "do_sample")}))

    model = loaded(name)
    monkeypatch.setattr(transformers.GenerationMixin, "generate", stop)
    with pytest.raises(ModelError) as caught:
        model.generate([text], instruction, decoding)
    arguments: dict[str, Any] = ast.literal_eval(str(caught.value).partition("RuntimeError: ")[2])
    return arguments
