"""What rounding costs real weights: perplexity, the next word, and the vectors of sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from torch.nn import functional

from summarize.engines import precision
from summarize.engines.load import load_encoder
from summarize.engines.precision import Precision
from summarize.evaluation.suites import load_suite
from summarize.models.checkpoints import describe
from summarize.request import Runtime

ARTICLES, TOKENS = 2, 400
# Perplexity at most so many times that of float32, and at least this share of the next words the same.
BOUNDS = {"bfloat16": (1.01, 0.95), "int8": (1.03, 0.93)}
ROUNDED = [kind for kind in precision.available() if kind != "float32"]


def articles(language: str) -> list[str]:
    task = next(one for one in load_suite("news-abstractive").tasks if one.id == language)
    return [sample.source for sample in task.samples[:ARTICLES]]


def lines(language: str) -> list[str]:
    return [line for text in articles(language) for line in text.splitlines() if line]


def scores(folder: Path, kind: Precision, rows: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """What the model says of each next token, with its linears in this precision."""
    model: Any = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    precision.swap(model, kind, chooses=model.get_output_embeddings())
    with torch.inference_mode():
        return [model(row).logits[0, :-1] for row in rows]


@pytest.mark.parametrize("kind", ROUNDED)
def test_a_chat_model_keeps_its_text(kind: Precision, smollm2: Path) -> None:
    tokenizer: Any = transformers.AutoTokenizer.from_pretrained(smollm2)
    rows = [tokenizer(text, return_tensors="pt").input_ids[:, :TOKENS] for text in articles("en")]
    right = torch.cat([row[0, 1:] for row in rows])
    kinds: tuple[Precision, Precision] = ("float32", kind)
    exact, rounded = (torch.cat(scores(smollm2, each, rows)) for each in kinds)
    worse = functional.cross_entropy(rounded, right) - functional.cross_entropy(exact, right)
    most, least = BOUNDS[kind]
    assert math.exp(worse) <= most
    assert (rounded.argmax(-1) == exact.argmax(-1)).float().mean() >= least


def test_an_encoder_keeps_its_vectors(e5: Path) -> None:
    sentences = [line for language in ("en", "ru", "kk") for line in lines(language)]
    kinds: tuple[Precision, Precision] = ("float32", "int8")
    exact, rounded = (
        load_encoder(describe(e5), Runtime(device="cpu", precision=kind))(sentences) for kind in kinds
    )
    assert (exact * rounded).sum(1).min() >= 0.999
