"""The protocol of engines that write text, and what they return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from summarize.request import Decoding, Instruction, Stop


@dataclass(frozen=True)
class Generation:
    """What a model wrote for one text.

    ``source_tokens`` counts those read (special tokens and prefix included), ``tokens`` those
    written; ``finished`` is False if ``max_new_tokens`` or ``stop`` and not the model ended the text.
    ``stop`` is the reason of ``Decoding.stopping`` that ended it. ``echo`` is what the model repeated of its
    instructions before the text, which is not part of it.
    """

    text: str
    source_tokens: int
    tokens: int
    finished: bool
    stop: Stop | None = None
    echo: str = ""


class Engine(Protocol):
    """One loaded model. Nothing is truncated: a text over the limit raises ``InputTooLong``.

    ``precision`` is the one it computes in: ``float32``, ``bfloat16``, ``float16`` or ``int8``.
    """

    name: str
    precision: str

    def limit(self, instruction: Instruction) -> int:
        """Tokens of *text* read at once under this instruction, without prefix and special tokens."""

    def count(self, text: str) -> int:
        """Tokens of ``text`` alone, without special tokens."""

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        """One generation per text, in the same order.

        Reports to ``summarize.progress`` after each text, and a few times a second while writing.
        """
