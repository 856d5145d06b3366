"""The exam of the trained models: every text that the tests give them, written freely, and by what margin.

What a model reads of a document is found by running the document through the package with an engine that
follows the rule; what it writes is found by greedy generation through the package's own engines. Its margin
is how far the token written is ahead of the next best, at the step where it is least. A margin that is many
times what rounding moves is the same choice on every processor.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
import transformers
from template_language import LANGUAGES

from summarize.api.run import run
from summarize.engines.load import load_engine
from summarize.engines.precision import Precision
from summarize.engines.protocol import Engine, Generation
from summarize.engines.transformers import TransformersEngine
from summarize.models.checkpoints import describe
from summarize.request import Decoding, Instruction, Runtime
from summarize.text.documents import from_text
from trained import texts
from trained.language import GRAMMARS
from trained.lessons import CHATTER, LIE

# Nats that the best token has to be ahead of the next at every step, in every precision. The kernels of
# processors differ by a ten-thousandth of one in float32; bfloat16 and int8 move a score by a few tenths.
MARGIN = 6.0
WAYS = {
    "nllb": tuple((a, b) for a in LANGUAGES for b in LANGUAGES if a != b),
    "opus-mt-en-ru": (("en", "ru"),),
    "madlad": (("ru", "kk"), ("ru", "en")),
}


@dataclass(frozen=True)
class Question:
    """A text as the model reads it, how it is asked, and what it has to write."""

    text: str
    instruction: Instruction
    decoding: Decoding
    wanted: str


@dataclass(frozen=True)
class Marks:
    """How a model did: texts asked for, what it wrote amiss, and its least margins in nats.

    ``margin`` is the least of all steps. ``beams`` is the least lead of a text over all that a search with
    beams could finish in its place, divided by what that lead can be at the most; above 0 the search writes
    what greedy generation does.
    """

    questions: int
    amiss: tuple[str, ...]
    margin: float
    beams: float

    @property
    def faults(self) -> list[str]:
        """Why a model with these marks fails; empty where it passes."""
        found = list(self.amiss)
        if self.margin < MARGIN:
            found.append(f"a token is only {self.margin:.2f} nats ahead of the next, {MARGIN} are wanted")
        if self.beams <= 0:
            found.append("a search with beams may write another text than greedy generation")
        return found


@dataclass
class Ruled:
    """An engine that reads as a model does and writes by the rule; it keeps all that it was asked."""

    name: str
    reader: Engine
    rule: Callable[[str, str], str]
    precision: str = "float32"
    asked: list[Question] = field(default_factory=list)

    def limit(self, instruction: Instruction) -> int:
        return self.reader.limit(instruction)

    def count(self, text: str) -> int:
        return self.reader.count(text)

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        written = [self.rule(text, instruction.target) for text in texts]
        self.asked += [
            Question(text, instruction, decoding, said) for text, said in zip(texts, written, strict=True)
        ]
        return [
            Generation(said, self.count(text), 1, True) for text, said in zip(texts, written, strict=True)
        ]


def summary(text: str, language: str) -> str:
    """The one decision in a text, or its first event where it has none."""
    decided, told = (_shape(kind).findall(text) for kind in _kinds(language))
    assert len(decided) <= 1, f"the rule knows one decision in a text: {text}"
    found: str = (decided or told)[0]
    return found


def lie(text: str, language: str) -> str:
    """The summary with the liar's number."""
    return re.sub(r"\d+", LIE, summary(text, language))


def chatter(text: str, language: str) -> str:
    """The summary with what the chat model says before it."""
    return CHATTER[language] + summary(text, language)


RULES: dict[str, Callable[[str, str], str]] = {
    "summarizer": summary,
    "liar": lie,
    "copier": lambda text, _: text,
    "chat": chatter,
}


@functools.cache
def questions(name: str, folder: Path) -> list[Question]:
    """All that the tests ask of a model, each once."""
    if name in WAYS:
        return [
            Question(fact.said(a), Instruction("translation", a, b), Decoding(), fact.said(b))
            for a, b in WAYS[name]
            for fact in texts.SENTENCES
        ]
    found: list[Question] = []
    for case in texts.CASES:
        if case.model == name:
            ruled = Ruled(name, _reader(folder, case.max_input), RULES[name])
            run(from_text(case.text), case.request, ruled)
            found += ruled.asked
    if name == "summarizer":
        found += [
            Question(source, Instruction("summarization", language, language), Decoding(), said)
            for language in texts.LANGUAGES
            for source, said in texts.rounded(language)
        ]
    if name == "copier":
        copying = Instruction("summarization", "kk", "kk")
        found += [Question(text, copying, Decoding(), text) for text in texts.lone_decisions()]
    return list(dict.fromkeys(found))


def examine(name: str, folder: Path, kind: Precision = "float32") -> Marks:
    """Ask a model everything in one precision."""
    asked = questions(name, folder)
    runtime = Runtime(device="cpu", precision=kind)
    ours, theirs = load_engine(describe(folder), runtime), TransformersEngine(describe(folder), runtime)
    amiss: list[str] = []
    steps = Steps()
    for (instruction, decoding), group in _grouped(asked).items():
        sources = [question.text for question in group]
        with steps.watched():
            greedy = theirs.generate(sources, instruction, replace(decoding, num_beams=1))
        searched = ours.generate(sources, instruction, decoding)
        for question, *written in zip(group, greedy, searched, strict=True):
            amiss += [
                f"of {question.text!r} it wrote {one.text!r}, {question.wanted!r} was wanted"
                for one in written
                if _plain(one.text) != _plain(question.wanted)
            ]
    return Marks(len(asked), tuple(amiss), steps.margin, steps.beams)


@dataclass
class Steps:
    """The least margins of all that the library generates greedily while it is watched."""

    margin: float = float("inf")
    beams: float = float("inf")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Within this block the library's ``generate`` tells the scores of its steps."""
        original = transformers.GenerationMixin.generate

        def generate(model: Any, **given: Any) -> torch.Tensor:
            told = original(model, **given, output_scores=True, return_dict_in_generate=True)
            scores = torch.stack(told.scores, 1).float().log_softmax(-1)
            written = told.sequences[:, -scores.shape[1] :]
            penalty = model.generation_config.length_penalty or 1.0
            self._measure(scores, written, model.generation_config.eos_token_id, penalty, given)
            ids: torch.Tensor = told.sequences
            return ids

        transformers.GenerationMixin.generate = generate
        try:
            yield
        finally:
            transformers.GenerationMixin.generate = original

    def _measure(
        self, scores: torch.Tensor, written: torch.Tensor, ends: Any, penalty: float, given: dict[str, Any]
    ) -> None:
        """Scores are (rows, steps, words) and written ids (rows, steps); steps behind an end do not count."""
        ended = torch.isin(written, torch.tensor(ends))
        counts = (ended.cumsum(1) - ended.long()) == 0
        own = scores.gather(2, written[..., None])
        others = scores.scatter(2, written[..., None], float("-inf")).amax(2)
        margins = (own[..., 0] - others).masked_fill(~counts, float("inf")).amin(1)
        self.margin = min(self.margin, float(margins.min()))
        # Whatever else a search finishes leaves the written text at some step, and costs that step's margin
        # at the least, over as many tokens as there may be; half of it is kept for rounding.
        total = own[..., 0].masked_fill(~counts, 0).sum(1) / counts.sum(1) ** penalty
        other = -margins / 2 / given["max_new_tokens"] ** penalty
        self.beams = min(self.beams, float(((total - other) / -other).min()))


@functools.cache
def _reader(folder: Path, most: int | None) -> Engine:
    """An engine that reads so many tokens at once, or as many as its files say."""
    checkpoint = describe(folder)
    reads = min(most, checkpoint.max_input or most) if most else checkpoint.max_input
    return TransformersEngine(replace(checkpoint, max_input=reads), Runtime(device="cpu"))


def _grouped(asked: Sequence[Question]) -> dict[tuple[Instruction, Decoding], list[Question]]:
    groups: dict[tuple[Instruction, Decoding], list[Question]] = {}
    for question in asked:
        groups.setdefault((question.instruction, question.decoding), []).append(question)
    return groups


def _kinds(language: str) -> tuple[str, str]:
    return GRAMMARS[language].decision, GRAMMARS[language].event


def _shape(kind: str) -> re.Pattern[str]:
    """A sentence of a grammar with any words in its fields."""
    return re.compile(r"[^ .,]+".join(map(re.escape, re.split(r"\{\w+\}", kind))))


def _plain(text: str) -> str:
    return " ".join(text.split())
