"""Tiny models whose output can be checked, as folders in real layouts, made from committed weights.

In BART's layout `summarizer` follows the rule of `trained.language`, `copier` repeats what it reads, and
`liar` writes the same number for every number of a summary. `chat`, in Qwen3's layout, follows the rule when
asked in the words of prompts/, and thinks aloud first. `nllb`, `opus-mt-en-ru` and `madlad` translate the
sentences of `template_language`, each in its family's layout.

`silent` and `endless` are the summarizer with a bias on the end token: one writes nothing, the other never
ends. `long-bart` and `long-chat` have random weights and would write for minutes.

A test run trains nothing: `make weights` does, and `trained.exam` decides which weights are good enough.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import torch
import transformers as hf

from trained import layouts
from trained.layouts import Layout

KEPT = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class Kept:
    """A model with committed weights: the folder of its tokenizer, its layout, the writer of its files."""

    tokenizer: str
    layout: Layout
    write: layouts.Write = layouts.write


MODELS = {
    "summarizer": Kept("bart", layouts.summarizer),
    "copier": Kept("bart", layouts.copier),
    "liar": Kept("bart", layouts.summarizer),
    "chat": Kept("qwen3", layouts.chat),
    "nllb": Kept("nllb", layouts.nllb),
    "opus-mt-en-ru": Kept("marian", layouts.marian, layouts.write_pickled),
    "madlad": Kept("madlad", layouts.madlad, layouts.write_madlad),
}
_END_BIAS = {"silent": 1e4, "endless": -1e4}  # on the score of </s>


@functools.cache
def folder(name: str) -> Path:
    """The folder of one model, written on the first call; copy it before changing it."""
    path = _root() / name
    path.mkdir()
    if name in MODELS:
        build(name, path)
    elif name in _END_BIAS:
        weights = layouts.kept(KEPT / "summarizer.safetensors")
        weights["final_logits_bias"][0, layouts.BART_IDS["forced_eos_token_id"]] = _END_BIAS[name]
        place("bart", KEPT, path)
        layouts.write(path, layouts.summarizer(path), weights)
    else:
        _endless(name, path)
    return path


def build(name: str, path: Path, kept: Path = KEPT) -> None:
    """Write a model's files into an empty folder, from the weights and tokenizers below ``kept``."""
    model = MODELS[name]
    place(model.tokenizer, kept, path)
    model.write(path, outline(name, path), layouts.kept(kept / f"{name}.safetensors"))


def outline(name: str, path: Path) -> layouts.Model:
    """What a model is, its tokenizer's files being in ``path``; its settings are written beside them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        hf.logging.set_verbosity_error()
        return MODELS[name].layout(path)


def place(tokenizer: str, kept: Path, path: Path) -> None:
    """Copy the own files of a tokenizer from below ``kept``."""
    shutil.copytree(kept / "tokenizers" / tokenizer, path, dirs_exist_ok=True)


def _endless(name: str, path: Path) -> None:
    """Random weights and no end: ``long-bart`` is for our decoder, ``long-chat`` for the library's."""
    if name == "long-bart":
        place("bart", KEPT, path)
        model = layouts.bart(path, 20_000, {"num_beams": 1, "max_length": 20_000})
    else:
        place("qwen3", KEPT, path)
        model = layouts.qwen3(path, 100_000, 50_000)
        model.generation["eos_token_id"] = 3
    torch.manual_seed(20)
    weights = model.untrained().state_dict()
    if name == "long-bart":
        weights["final_logits_bias"][0, 2] = _END_BIAS["endless"]
    layouts.write(path, model, layouts.untied(weights))


@functools.cache
def _root() -> Path:
    root = tempfile.mkdtemp(prefix="trained-")
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return Path(root)
