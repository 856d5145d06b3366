"""Our decoder and the library's side by side: the same rows through both, for every layout we decode."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import tinyhub
import torch
from running import RUNTIME

from summarize.engines import batching, loading, precision
from summarize.engines.decoder import architecture
from summarize.engines.decoder.engine import DecoderEngine
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.searches import Written
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode
from summarize.engines.load import load_engine
from summarize.models import checkpoints
from summarize.request import Runtime

LAYOUTS = (
    "opus-mt-en-ru", "opus-mt-tc-bible-big-trk", "m2m100", "small100", "nllb-2022", "nllb-new", "mbart50",
    "mbart-gazeta", "bart-cnn", "distilbart", "pegasus", "t5-small", "flan-t5", "madlad", "mt5-xlsum", "umt5",
    "kazrush-ru-kk", "fred-t5",
)  # fmt: skip
CAUSAL = ("qwen3", "llama3", "gemma3", "translategemma", "qwen3-base", "gemma3-base")
LENGTHS = (5, 1, 17, 0, 40, 9)
CEILING = 14
SETTINGS: dict[str, dict[str, Any]] = {
    "greedy": {"num_beams": 1},
    "greedy, no repeats": {"num_beams": 1, "no_repeat_ngram_size": 2, "min_new_tokens": 5},
    "greedy, forced": {"num_beams": 1, "forced_bos_token_id": 9, "forced_eos_token_id": 2},
    # M2M100 gives its padding token no position, not even where it is written.
    "greedy, padding": {"num_beams": 1, "forced_bos_token_id": 1},
    "greedy, bad words": {"num_beams": 1, "bad_words_ids": [[7], [8, 9], [3, 4, 5], [0], [1], [2]]},
    "beams": {"num_beams": 4},
    "beams, long": {"num_beams": 3, "length_penalty": 2.0, "early_stopping": True, "no_repeat_ngram_size": 3},
    "beams, never": {"num_beams": 4, "length_penalty": 0.3, "early_stopping": "never"},
    "beams, short": {"num_beams": 2, "length_penalty": -1.0, "bad_words_ids": [[7], [8, 9], [3, 4]]},
    "beams, free": {"num_beams": 4, "length_penalty": 0.0, "early_stopping": False},
    "beams, at least": {"num_beams": 4, "early_stopping": True, "min_length": 7, "forced_bos_token_id": 9},
    "beams, forced end": {"num_beams": 5, "forced_eos_token_id": 2, "no_repeat_ngram_size": 1},
}


@functools.cache
def model(name: str) -> Any:
    """The library's model."""
    return loading.load_model(checkpoints.describe(tinyhub.folder(name)), Runtime(device="cpu")).model


@functools.cache
def network(name: str, kind: precision.Precision = "float32") -> Network:
    shape = architecture.read(model(name).config.to_dict())
    files = [file for file in tinyhub.folder(name).iterdir() if file.suffix in (".safetensors", ".bin")]
    return Network(shape, Tensors(files), kind)


def rows_for(name: str, lengths: Sequence[int] = LENGTHS, seed: int = 3) -> list[list[int]]:
    config, generator = model(name).config, torch.Generator().manual_seed(seed)
    words = [torch.randint(4, config.vocab_size - 4, (length,), generator=generator) for length in lengths]
    return [[*row.tolist(), config.eos_token_id] for row in words]


def ours(name: str, rows: Sequence[Sequence[int]], options: dict[str, Any], **how: Any) -> list[Written]:
    own = model(name).generation_config.to_dict() | {"min_length": 0, "num_beams": 1} | options
    return decode(network(name), rows, how.pop("ceilings", [CEILING] * len(rows)), rules(own), **how)


def theirs(
    name: str, rows: Sequence[Sequence[int]], options: dict[str, Any]
) -> list[tuple[list[int], float]]:
    """The tokens of ``generate`` up to the first end, and its scores."""
    ids, mask = batching.pad(rows, model(name).config.pad_token_id, "right")
    with torch.inference_mode(), loading.quiet():
        output = model(name).generate(
            input_ids=torch.tensor(ids),
            attention_mask=torch.tensor(mask),
            max_length=None,
            do_sample=False,
            return_dict_in_generate=True,
            output_scores=True,
            **({"min_length": 0, "num_beams": 1, "max_new_tokens": CEILING} | options),
        )
    ends = options.get("eos_token_id", [model(name).generation_config.eos_token_id])
    scores = output.sequences_scores.tolist() if options["num_beams"] > 1 else [0.0] * len(rows)
    found = []
    for row in output.sequences[:, 1:].tolist():
        stops = [place for place, token in enumerate(row) if token in ends]
        found.append(row[: stops[0] + 1] if stops else row)
    return list(zip(found, scores, strict=True))


@functools.cache
def fast(name: str) -> DecoderEngine:
    found = load_engine(checkpoints.describe(tinyhub.folder(name)), RUNTIME)
    assert isinstance(found, DecoderEngine)
    return found
