"""An engine whose model is a function given by the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarize.engines.protocol import Generation
from summarize.request import Decoding, Instruction
from summarize.translation.routes import Find, Hop, Route

Say = Callable[[str, Instruction, Decoding], str]


class Scripted:
    """An engine that counts words as tokens and reads at most ``reads`` of them at once."""

    name = "scripted"
    precision = "float32"

    def __init__(self, say: Say, reads: int = 60) -> None:
        self._say, self._reads = say, reads
        self.asked: list[str] = []

    def limit(self, instruction: Instruction) -> int:
        return self._reads

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        assert all(self.count(text) <= self._reads for text in texts)
        self.asked += texts
        return [
            Generation(self._say(text, instruction, decoding), self.count(text), 1, True) for text in texts
        ]


def echo(text: str, instruction: Instruction, decoding: Decoding) -> str:
    return text


def by(engine: Scripted, *others: Scripted) -> Find:
    """Routes of one hop in every direction, one per engine."""
    return lambda source, target: [
        Route((Hop(source, target, f"model-{number}", lambda engine=one: engine),))  # type: ignore[misc]
        for number, one in enumerate((engine, *others))
    ]
