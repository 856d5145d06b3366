"""Tiny models in the on-disk layouts of the hub's real repositories: same files, same keys, random weights.

`folder(name)` returns the path of one, built on the first call and shared by the whole test session:
copy it before you change it. `NAMES` lists the models that write text; `encoders` has the sentence encoders,
`variants` modified models. Weights are random from a fixed seed and wide enough that a model's output
depends on its input. The package gets nothing but the folder.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import torch
import transformers as hf

from tinyhub import encoders, variants
from tinyhub.chats import gemma3, llama3, qwen3, t5gemma, translategemma
from tinyhub.summarizers import bart, led, mbart_gazeta, pegasus, prophetnet
from tinyhub.t5s import T5_TASKS, fred_t5, kazrush, madlad, t5, xlsum
from tinyhub.translators import fsmt, m2m100, marian, mbart50, nllb, seamless

LAYOUTS: dict[str, Callable[[Path], None]] = {
    "opus-mt-en-ru": marian,
    "opus-mt-tc-bible-big-trk": lambda folder: marian(
        folder, ("eng", "rus", "kaz_Cyrl", "kaz_Latn", "tur"), "trk", "trk", binary=False
    ),
    "m2m100": m2m100,
    "small100": lambda folder: m2m100(folder, small100=True),
    "nllb-2022": nllb,
    "nllb-new": lambda folder: nllb(folder, old=False),
    "mbart50": mbart50,
    "mbart-gazeta": mbart_gazeta,
    "t5-small": lambda folder: t5(folder, n_positions=512, task_specific_params=T5_TASKS),
    "flan-t5": lambda folder: t5(folder, own_head=True, n_positions=512),
    "madlad": madlad,
    "mt5-xlsum": xlsum,
    "umt5": lambda folder: t5(folder, "umt5", own_head=True),
    "kazrush-ru-kk": kazrush,
    "fred-t5": fred_t5,
    "long-t5": lambda folder: t5(
        folder, "longt5", own_head=True, n_positions=4096, encoder_attention_type="local"
    ),
    "bart-cnn": bart,
    "distilbart": lambda folder: bart(folder, binary=True),
    "pegasus": pegasus,
    "pegasus-x": lambda folder: pegasus(folder, "pegasus-x"),
    "bigbird-pegasus": lambda folder: pegasus(folder, "bigbird-pegasus"),
    "led": led,
    "prophetnet": prophetnet,
    "wmt19-en-ru": fsmt,
    "seamless-v2": seamless,
    "t5gemma": t5gemma,
    "qwen3": qwen3,
    "llama3": llama3,
    "gemma3": gemma3,
    "qwen3-base": lambda folder: qwen3(folder, None),
    "gemma3-base": lambda folder: gemma3(folder, None),
    "translategemma": translategemma,
}
NAMES = tuple(LAYOUTS)


@functools.cache
def _root() -> Path:
    root = tempfile.mkdtemp(prefix="tinyhub-")
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return Path(root)


@functools.cache
def folder(name: str) -> Path:
    """The folder of one tiny model, written on the first call."""
    kind, _, layout = name.rpartition(" ")
    builders = LAYOUTS | encoders.TRANSFORMERS | encoders.STATIC
    build = functools.partial(variants.write, kind, folder(layout)) if kind else builders[name]
    torch.set_num_threads(1)  # many times faster than two threads for models this small
    torch.manual_seed(20)
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    path = _root() / name
    path.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        build(path)
    return path
