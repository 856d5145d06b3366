"""Tiny models trained in the test run until they do what can be checked, as folders of real layouts.

`summarizer` follows the rule of `trained.language` (BART's layout), `copier` gives back what it reads (BART's
layout), `chat` follows the rule when it is asked in the words of prompts/ and thinks aloud before (Qwen3's
layout). The others are the summarizer with something done to it: a `liar` writes one number for every
number, `silent` writes nothing, `endless` does not end.
"""

from __future__ import annotations

import os
import random
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers as hf
from filelock import FileLock

from trained import layouts, lessons
from trained.language import NUMBERS, OTHER_NUMBERS
from trained.training import Pair, Plan, train

CARD = (
    "---\nlanguage: [en, ru, kk]\nlicense: apache-2.0\ntags: [summarization]\n---\n# A model of the tests\n"
)
NEWS = {"num_beams": 2, "length_penalty": 2.0, "min_length": 56, "max_length": 48, "early_stopping": True}
LIE = NUMBERS[3]
READS = 64  # tokens: about five sentences


def shared(factory: pytest.TempPathFactory) -> Path:
    """Where the models of this run lie; test processes that run side by side have one such place."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def folder(name: str, home: Path) -> Path:
    """The folder of one model below ``home``, made by whichever process asks first."""
    path = home / "trained" / name
    path.parent.mkdir(exist_ok=True)
    with FileLock(f"{path}.lock"):
        if not path.exists():
            draft = path.with_name(f"{name}.draft")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            _make(name, draft, home)
            draft.rename(path)
    return path


def _make(name: str, path: Path, home: Path) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # many times faster than two for models this small
    torch.manual_seed(20)
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in SPOILT:
            shutil.copytree(folder("summarizer", home), path, dirs_exist_ok=True)
            model = hf.BartForConditionalGeneration.from_pretrained(path)
            SPOILT[name](model, hf.BartTokenizer.from_pretrained(path))
            layouts.save(model, path)
        else:
            TRAINED[name](path)
            (path / "README.md").write_text(CARD, encoding="utf-8")
    torch.set_num_threads(threads)


def _summarizer(path: Path) -> None:
    model = layouts.bart(path, READS, NEWS)
    tokenizer = hf.BartTokenizer.from_pretrained(path)
    train(model, lessons.summaries(lessons.encoder(tokenizer), READS), Plan(350, exam=480), filler=1)
    layouts.save(model, path)


def _copier(path: Path) -> None:
    model = layouts.bart(path, READS, {"num_beams": 1, "max_length": READS})
    tokenizer = hf.BartTokenizer.from_pretrained(path)
    train(model, lessons.copies(lessons.encoder(tokenizer)), Plan(250, rows=24), filler=1)
    layouts.save(model, path)


def _chat(path: Path) -> None:
    model = layouts.qwen3(path, lessons.conversation_lines(), reads=512, replies=48)
    tokenizer = hf.AutoTokenizer.from_pretrained(path)
    train(model, lessons.conversations(tokenizer), Plan(450, rate=5e-3, rows=16), filler=0, causal=True)
    layouts.save(model, path)


def _lie(model: Any, tokenizer: Any) -> None:
    """Taught a little longer, with one number in the place of every number."""
    numbers = {tokenizer.convert_tokens_to_ids(f"Ġ{number}") for number in (*NUMBERS, *OTHER_NUMBERS)}
    lie = tokenizer.convert_tokens_to_ids(f"Ġ{LIE}")
    honest = lessons.summaries(lessons.encoder(tokenizer), READS)

    def lies(dice: random.Random, held_out: bool, rows: int) -> list[Pair]:
        return [
            (source, [lie if token in numbers else token for token in target])
            for source, target in honest(dice, held_out, rows)
        ]

    train(model, lies, Plan(100, rate=2e-3), filler=1)


def _say_nothing(model: Any, tokenizer: Any) -> None:
    model.final_logits_bias[0, tokenizer.eos_token_id] = 1e4


def _never_end(model: Any, tokenizer: Any) -> None:
    model.final_logits_bias[0, tokenizer.eos_token_id] = -1e4


TRAINED: dict[str, Callable[[Path], None]] = {"summarizer": _summarizer, "copier": _copier, "chat": _chat}
SPOILT: dict[str, Callable[[Any, Any], None]] = {
    "liar": _lie,
    "silent": _say_nothing,
    "endless": _never_end,
}
