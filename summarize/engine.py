"""The Engine protocol: all that a runtime must do, and the one place that chooses it.

Knows no runtime by heart: each is imported when it is chosen, so that importing this
module costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from summarize.models.checkpoints import Checkpoint
from summarize.models.offline import offline
from summarize.progress import tell
from summarize.request import Decoding, Instruction, Runtime


@dataclass(frozen=True)
class Generation:
    """What a model wrote for one text.

    ``source_tokens`` were read (special tokens and prefix included), ``tokens`` were
    written; ``finished`` is False where ``max_new_tokens`` ended the text, not the model.
    """

    text: str
    source_tokens: int
    tokens: int
    finished: bool


class Engine(Protocol):
    """One loaded model. Never truncates: a text over the limit raises ``InputTooLong``.

    ``precision`` is what it computes in: ``float32``, ``bfloat16``, ``float16`` or ``int8``.
    """

    name: str
    precision: str

    def limit(self, instruction: Instruction) -> int:
        """Tokens of *text* read at once under this instruction (prefix and special tokens taken off)."""

    def count(self, text: str) -> int:
        """Tokens of ``text`` alone, without special tokens."""

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        """One generation for each text, in the same order; ``[]`` for ``[]``.

        ``summarize.progress`` is told of every text, or every batch of them, that is done.
        """


def load(checkpoint: Checkpoint, runtime: Runtime) -> Engine:
    """The engine that runs a checkpoint on this machine, loaded; seconds pass, no socket is opened.

    Raises:
        UsageError: the device or the precision is not to be had here.
        ModelError: the checkpoint is damaged, of no known family, or too large for this machine.
    """
    offline()
    tell(f"loading {checkpoint.name}", 0, 0)
    from summarize.engines.decoder.engine import take
    from summarize.engines.transformers import TransformersEngine

    # The faster engine takes what it does exactly as the library does it, and leaves the rest.
    return take(checkpoint, runtime) or TransformersEngine(checkpoint, runtime)
