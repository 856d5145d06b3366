"""The Engine protocol: what every text engine does, and what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from summarize.request import Decoding, Instruction


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

        ``summarize.engines.progress`` is told of every text, or every batch of them, that is done.
        """
