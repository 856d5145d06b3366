"""The protocol of engines that write text, and what they return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

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


@runtime_checkable
class Instructed(Protocol):
    """An engine that is told in words what to do."""

    def keeps_tags(self, instruction: Instruction) -> bool:
        """Whether it can be told to keep numbered tags of a text, as ``instruction.tags`` asks."""


Link = tuple[tuple[int, int], tuple[int, int], float]


@runtime_checkable
class Aligner(Protocol):
    """An engine that can tell which parts of a text its translation comes from."""

    def align(self, pairs: Sequence[tuple[str, str]], instruction: Instruction) -> list[list[Link]]:
        """For each text and translation of it, its links; none where a text is too long to be read at once.

        A link has the characters of a piece of the text, those of a piece of the translation, and how much of
        what the model attends to at the latter is the former: from 0 to 1.
        """
