"""The one cache of loaded models: engines and sentence encoders, for every task of a process.

A model stays until memory is needed for another; the least recently used is dropped first.
"""

from __future__ import annotations

import gc
import sys
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from summarize.engines.encoders import SentenceEncoder
from summarize.engines.gathering import shared
from summarize.engines.load import choose_precision, load_encoder, load_engine
from summarize.engines.protocol import Engine
from summarize.models import memory
from summarize.models.checkpoints import Checkpoint
from summarize.request import Runtime

# Kind, folder, input limit, runtime, prompt.
_Key = tuple[str, str, int | None, Runtime, str | None]


class LoadedModels:
    """Models by folder, input limit, runtime and prompt; each is loaded when it is first needed.

    Before a model is loaded, others are dropped until ``memory.shortage`` finds none. A model on an
    accelerator is loaded alone, because only the libraries know how much of its memory is free.

    Errors are those of ``load_engine`` and ``load_encoder``.
    """

    def __init__(self) -> None:
        self._models: OrderedDict[_Key, Any] = OrderedDict()

    def engine(self, checkpoint: Checkpoint, runtime: Runtime) -> Engine:
        """The engine of a checkpoint that writes text; ``gathering.together`` shares it among its jobs."""
        key = ("engine", str(checkpoint.path), checkpoint.max_input, runtime, None)
        found: Engine = self._find(key, checkpoint, lambda: load_engine(checkpoint, runtime))
        return shared(found)

    def encoder(self, checkpoint: Checkpoint, runtime: Runtime, prompt: str | None = None) -> SentenceEncoder:
        """The encoder of a checkpoint that makes vectors of sentences."""
        key = ("encoder", str(checkpoint.path), None, runtime, prompt)
        found: SentenceEncoder = self._find(
            key, checkpoint, lambda: load_encoder(checkpoint, runtime, prompt)
        )
        return found

    def clear(self) -> None:
        """Drop every model."""
        self._models.clear()
        gc.collect()

    def _find(self, key: _Key, checkpoint: Checkpoint, load: Callable[[], Any]) -> Any:
        if key not in self._models:
            self._make_room(checkpoint, key[3])
            self._models[key] = load()
        self._models.move_to_end(key)
        return self._models[key]

    def _make_room(self, checkpoint: Checkpoint, runtime: Runtime) -> None:
        if runtime.device in ("cuda", "mps"):
            self.clear()
        while self._models and memory.shortage(checkpoint, _wanted(checkpoint, runtime)):
            self._models.popitem(last=False)
            gc.collect()


def _wanted(checkpoint: Checkpoint, runtime: Runtime) -> str:
    """The precision that a model has if there is enough memory."""
    if runtime.precision != "auto":
        return runtime.precision
    return choose_precision(checkpoint, free=sys.maxsize).precision


LOADED = LoadedModels()
