"""A model tried out: loaded, given a few sentences in each direction it serves, and measured.

Judges only what can be judged without knowing the right answer: that something came, in the
language and script asked for, and how fast.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from summarize.engines.protocol import Engine
from summarize.engines.vectors import Floats
from summarize.errors import SummarizeError
from summarize.models.checkpoints import LANGUAGES, Checkpoint, directions
from summarize.request import Decoding, Instruction, Runtime

if TYPE_CHECKING:
    pass


SENTENCES = {
    "en": (
        "The library in our village opened a reading room for children on Monday.",
        "Forty pupils came on the first day, and each of them took a book home.",
        "The director says that the roof will be repaired before winter.",
    ),
    "ru": (
        "В понедельник библиотека нашего села открыла читальный зал для детей.",
        "В первый день пришли сорок школьников, и каждый взял книгу домой.",
        "Директор говорит, что крышу починят до зимы.",
    ),
    "kk": (
        "Дүйсенбі күні ауылымыздың кітапханасы балаларға арналған оқу залын ашты.",
        "Бірінші күні қырық оқушы келіп, әрқайсысы үйіне бір кітаптан алып кетті.",
        "Директордың айтуынша, шатыр қысқа дейін жөнделеді.",
    ),
}

# Enough for a sentence of any of the three languages, and an end to a model that does not stop.
_LONGEST = 128


@dataclass(frozen=True)
class Outcome:
    """One direction: what came, in how many seconds, and what is wrong with it.

    ``tokens`` were written; ``language`` (ISO 639-1) and ``script`` (ISO 15924) are the output's.
    """

    task: str
    source: str
    target: str
    texts: tuple[str, ...] = ()
    seconds: float = 0.0
    tokens: int = 0
    language: str | None = None
    script: str | None = None
    problems: tuple[str, ...] = ()

    @property
    def tokens_per_second(self) -> float:
        """Tokens written in a second; 0 where nothing came."""
        return self.tokens / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Trial:
    """All outcomes of one model; ``peak_memory`` in bytes is the process's own, libraries included.

    ``precision`` is what it computed in, asked for or chosen.
    """

    name: str
    load_seconds: float
    peak_memory: int
    precision: str
    outcomes: tuple[Outcome, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything found wrong, with the direction it was found in."""
        if not self.outcomes:
            return (
                "nothing was tried: its files name no direction among en, ru and kk; give --from and --to",
            )
        return tuple(
            f"{one.task} {one.source}→{one.target}: {problem}"
            for one in self.outcomes
            for problem in one.problems
        )

    @property
    def facts(self) -> str:
        """What a person wants to know beside time, memory and the table."""
        return f"computes in {self.precision}"

    def table(self) -> list[tuple[str, ...]]:
        """Headers, then a row for each outcome."""
        headers = ("TASK", "DIRECTION", "SECONDS", "TOKENS/S", "LANGUAGE", "SCRIPT")
        rows = [
            (one.task, f"{one.source}→{one.target}", f"{one.seconds:.2f}", f"{one.tokens_per_second:.0f}",
             one.language or "?", one.script or "?")
            for one in self.outcomes
        ]  # fmt: skip
        return [headers, *rows]

    def to_json(self) -> dict[str, Any]:
        """One JSON object: seconds, bytes, tokens, and each outcome with its texts and problems."""
        outcomes = [{**asdict(one), "tokens_per_second": one.tokens_per_second} for one in self.outcomes]
        return {**asdict(self), "outcomes": outcomes, "problems": list(self.problems)}


def try_text(
    checkpoint: Checkpoint,
    load: Callable[[Checkpoint, Runtime], Engine],
    runtime: Runtime,
    instructions: tuple[Instruction, ...] = (),
) -> Trial:
    """Load a checkpoint and run every instruction, or all that its files say it serves.

    Raises ``ModelError`` where it cannot be loaded; what goes wrong in one direction is that
    outcome's problem.
    """
    start = time.perf_counter()
    engine = load(checkpoint, runtime)
    loaded = time.perf_counter() - start
    outcomes = tuple(_run(engine, one) for one in instructions or tuple(served(checkpoint)))
    return Trial(checkpoint.name, loaded, peak_memory(), engine.precision, outcomes)


def served(checkpoint: Checkpoint) -> Iterator[Instruction]:
    """The tasks and directions that the files name, or leave open, among English, Russian and Kazakh."""
    if "summarization" in checkpoint.tasks or not checkpoint.tasks:
        for language in LANGUAGES:
            if language in checkpoint.languages or not checkpoint.languages:
                yield Instruction("summarization", language, language)
    for source, target in sorted(directions(checkpoint)):
        yield Instruction("translation", source, target)


def _run(engine: Engine, instruction: Instruction) -> Outcome:
    sentences = SENTENCES[instruction.source]
    texts = sentences if instruction.task == "translation" else (" ".join(sentences),)
    place = (instruction.task, instruction.source, instruction.target)
    start = time.perf_counter()
    try:
        written = engine.generate(texts, instruction, Decoding(max_new_tokens=_LONGEST))
    except SummarizeError as error:
        return Outcome(*place, problems=(str(error),))
    seconds = time.perf_counter() - start
    came = tuple(generation.text.strip() for generation in written)
    language, script = _spoken(" ".join(came))
    tokens = sum(generation.tokens for generation in written)
    problems = tuple(_problems(instruction, texts, came, language, script))
    if any(not generation.finished for generation in written):
        problems = (*problems, f"the model did not stop within {_LONGEST} tokens")
    return Outcome(*place, came, seconds, tokens, language, script, problems)


def _problems(
    instruction: Instruction, texts: tuple[str, ...], came: tuple[str, ...], language: str | None, script: str
) -> Iterator[str]:
    from summarize.text.languages import SCRIPTS

    wanted = SCRIPTS[instruction.target]
    if not all(came):
        yield f"{sum(not text for text in came)} of {len(came)} outputs are empty"
    if any(came) and script != wanted:
        yield f"the output is in the script {script}, not {wanted}"
    elif any(came) and language != instruction.target:
        yield f"the output is in {language or 'no language that can be told'}, not {instruction.target}"
    if instruction.task == "translation" and came == texts:
        yield "the output is the source, untranslated"


def _spoken(text: str) -> tuple[str | None, str]:
    from summarize.text.languages import identify
    from summarize.text.scripts import script

    if not text.strip():
        return None, script(text)
    found = identify(text)
    return found.suspect or found.language, script(text)


def peak_memory() -> int:
    """The most memory that this process has had, in bytes."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    # Kilobytes on Linux, bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


# Each sentence this many times, so that a batch is as full as one of a short document.
_TIMES = 10
# Rounding in bfloat16 stays below; an attention mask that is not obeyed does not.
_ROUNDING = 0.02
_SAME = 0.9999  # cosine of two different sentences from which nothing can be ranked
_UNKNOWN = 0.1  # share of unknown tokens above which sentences are read with holes


class Encoder(Protocol):
    """What is tried out; see ``summarize.engines.encoders.SentenceEncoder``."""

    dimension: int
    prompt: str

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Unit vectors [n, dimension]."""

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of tokens that its vocabulary does not have."""


@dataclass(frozen=True)
class Reading:
    """One language: how many sentences in how many seconds, the share of unknown tokens, what is wrong."""

    language: str
    sentences: int = 0
    seconds: float = 0.0
    unknown: float = 0.0
    problems: tuple[str, ...] = ()

    @property
    def sentences_per_second(self) -> float:
        """0 where nothing came."""
        return self.sentences / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class EncoderTrial:
    """All languages of one model; ``peak_memory`` in bytes is the process's own, libraries included."""

    name: str
    load_seconds: float
    peak_memory: int
    dimension: int
    prompt: str
    readings: tuple[Reading, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything found wrong, with the language it was found in."""
        return tuple(f"{one.language}: {problem}" for one in self.readings for problem in one.problems)

    @property
    def facts(self) -> str:
        """What a person wants to know beside time and memory."""
        asked = f"prompt {self.prompt!r}" if self.prompt else "no prompt"
        return f"vectors of {self.dimension} numbers, {asked}"

    def table(self) -> list[tuple[str, ...]]:
        """Headers, then a row for each language."""
        headers = ("LANGUAGE", "SECONDS", "SENTENCES/S", "UNKNOWN TOKENS")
        rows = [
            (one.language, f"{one.seconds:.2f}", f"{one.sentences_per_second:.0f}", f"{one.unknown:.0%}")
            for one in self.readings
        ]
        return [headers, *rows]

    def to_json(self) -> dict[str, Any]:
        """One JSON object: seconds, bytes, the vectors' width, and each language with its problems."""
        readings = [
            {**asdict(one), "sentences_per_second": one.sentences_per_second} for one in self.readings
        ]
        return {**asdict(self), "readings": readings, "problems": list(self.problems)}


def try_encoder(
    checkpoint: Checkpoint,
    load: Callable[[Checkpoint, Runtime], Encoder],
    runtime: Runtime,
    languages: Sequence[str] = LANGUAGES,
) -> EncoderTrial:
    """Load a checkpoint and encode sentences of each language.

    Raises ``ModelError`` where it cannot be loaded; what goes wrong in one language is that
    reading's problem. A language that the files do not name is measured and not complained of.
    """
    start = time.perf_counter()
    encoder = load(checkpoint, runtime)
    loaded = time.perf_counter() - start
    claimed = [language for language in LANGUAGES if language in checkpoint.languages] or LANGUAGES
    readings = tuple(_read(encoder, language, language in claimed) for language in languages)
    return EncoderTrial(checkpoint.name, loaded, peak_memory(), encoder.dimension, encoder.prompt, readings)


def _read(encoder: Encoder, language: str, claimed: bool) -> Reading:
    sentences = SENTENCES[language]
    start = time.perf_counter()
    try:
        vectors = encoder(sentences * _TIMES)[: len(sentences)]
        seconds = time.perf_counter() - start
        alone = np.concatenate([encoder([sentence]) for sentence in sentences])
        unknown = encoder.unknown(sentences)
    except SummarizeError as error:
        return Reading(language, problems=(str(error),))
    problems = list(_encoder_problems(vectors, alone))
    if claimed and unknown > _UNKNOWN:
        problems.append(f"its vocabulary does not have {unknown:.0%} of the tokens")
    return Reading(language, len(sentences) * _TIMES, seconds, unknown, tuple(problems) if claimed else ())


def _encoder_problems(vectors: Floats, alone: Floats) -> Iterator[str]:
    lengths = np.linalg.norm(vectors, axis=1)
    empty = int((lengths == 0).sum())
    if empty:
        yield f"{empty} of {len(vectors)} sentences have no vector"
    elif np.abs(lengths - 1).max() > _ROUNDING:
        yield "its vectors are not of length one"
    if np.abs(vectors - alone).max() > _ROUNDING:
        yield "a sentence's vector depends on the sentences beside it"
    units = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)[:, None]
    likeness = np.triu(units @ units.T, k=1)
    if likeness.max() > _SAME:
        yield "different sentences have the same vector"


def try_out(
    checkpoint: Checkpoint, runtime: Runtime, instructions: tuple[Instruction, ...] = ()
) -> Trial | EncoderTrial:
    """Load a checkpoint and run every instruction, or all that its files say it serves.

    Of a sentence model the instructions only name languages, by their sources. Raises ``UsageError``
    or ``ModelError`` where it cannot be loaded.
    """
    if checkpoint.family.kind in ("encoder", "static"):
        from summarize.engines import encoders

        languages = [instruction.source for instruction in instructions] or LANGUAGES
        return try_encoder(checkpoint, encoders.load, runtime, languages)
    from summarize.engines.load import load

    return try_text(checkpoint, load, runtime, instructions)
