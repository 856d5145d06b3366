"""A trial of a model: load it, run a few sentences, and measure time and memory.

A model that writes is tried in each direction it serves. Without a reference, a trial can judge only
that there is output, that it is in the right language and script, and how fast it came. An encoder is
tried in each language: its vectors must have length one, differ between sentences, and not depend on
the other sentences of the batch, and its vocabulary must have the words.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from summarize.engines.encoders import SentenceModel
from summarize.engines.generation import SENTENCES
from summarize.engines.load import load_encoder, load_engine
from summarize.engines.protocol import Engine
from summarize.engines.vectors import Floats
from summarize.errors import SummarizeError
from summarize.models.checkpoints import Checkpoint, claimed, directions
from summarize.request import Decoding, Instruction, Runtime
from summarize.text.language_table import LANGUAGES, SCRIPTS


def try_out(
    checkpoint: Checkpoint, runtime: Runtime, instructions: tuple[Instruction, ...] = ()
) -> Trial | EncoderTrial:
    """Load a checkpoint and run each instruction, by default everything that its files say it serves.

    For an encoder, the sources of the instructions name the languages. Raises ``UsageError`` or
    ``ModelError`` where the checkpoint cannot be loaded.
    """
    if checkpoint.family.kind in ("encoder", "static"):
        languages = list(dict.fromkeys(one.source for one in instructions)) or [
            language for language in LANGUAGES if language in checkpoint.languages
        ]
        languages = languages or list(LANGUAGES)
        return try_encoder(checkpoint, load_encoder, runtime, languages)
    return try_text(checkpoint, load_engine, runtime, instructions)


def peak_memory() -> int:
    """The most memory that this process has used so far, in bytes."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    # Kilobytes on Linux, bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


# ---- Models that write text

# Enough for one sentence in any of the three languages; stops a model that would not stop by itself.
_LONGEST = 128


@dataclass(frozen=True)
class Outcome:
    """One direction: the output, the time it took, and what is wrong with it.

    ``tokens`` counts those written; ``language`` (ISO 639-1) and ``script`` (ISO 15924) are the output's.
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
        """Tokens written per second; 0 without output."""
        return self.tokens / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Trial:
    """All outcomes of one model.

    ``peak_memory`` is that of the whole process in bytes, libraries included; ``precision`` is the one
    it computed in. ``advice`` is what this machine can do better, a line each.
    """

    name: str
    load_seconds: float
    peak_memory: int
    precision: str
    outcomes: tuple[Outcome, ...]
    advice: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Every problem, with its direction."""
        if not self.outcomes:
            return (
                "nothing was tried: its files name no direction between en, ru and kk; give --from and --to",
            )
        return tuple(
            f"{one.task} {one.source}→{one.target}: {problem}"
            for one in self.outcomes
            for problem in one.problems
        )

    @property
    def facts(self) -> str:
        """What to print besides time, memory and the table."""
        return f"computes in {self.precision}"

    def table(self) -> list[tuple[str, ...]]:
        """The headers, then one row per outcome."""
        headers = ("TASK", "DIRECTION", "SECONDS", "TOKENS/S", "LANGUAGE", "SCRIPT")
        rows = [
            (one.task, f"{one.source}→{one.target}", f"{one.seconds:.2f}", f"{one.tokens_per_second:.0f}",
             one.language or "?", one.script or "?")
            for one in self.outcomes
        ]  # fmt: skip
        return [headers, *rows]

    def to_json(self) -> dict[str, Any]:
        """A JSON object: seconds, bytes, tokens, and each outcome with its texts and problems."""
        outcomes = [{**asdict(one), "tokens_per_second": one.tokens_per_second} for one in self.outcomes]
        return {**asdict(self), "outcomes": outcomes, "problems": list(self.problems)}


def try_text(
    checkpoint: Checkpoint,
    load: Callable[[Checkpoint, Runtime], Engine],
    runtime: Runtime,
    instructions: tuple[Instruction, ...] = (),
) -> Trial:
    """Load a checkpoint and run each instruction, by default everything that its files say it serves.

    Raises ``ModelError`` where it cannot be loaded; an error in one direction becomes a problem of that
    outcome.
    """
    start = time.perf_counter()
    engine = load(checkpoint, runtime)
    loaded = time.perf_counter() - start
    outcomes = tuple(_run(engine, one) for one in instructions or tuple(served(checkpoint)))
    return Trial(
        checkpoint.name,
        loaded,
        peak_memory(),
        engine.precision,
        outcomes,
        _advice(checkpoint, engine.precision),
    )


def _advice(checkpoint: Checkpoint, computed_in: str) -> tuple[str, ...]:
    from summarize.engines.precision import available

    lines = []
    there = available()
    if computed_in not in there:
        better = "int8" if "int8" in there else "float32"
        lines.append(f"this processor has no instructions for {computed_in}; --dtype {better} is faster")
    elif computed_in == "float32" and "int8" in there:
        lines.append("--dtype int8 is faster on this processor")
    if not checkpoint.languages and checkpoint.family.kind == "causal":
        lines.append(f"its files name no language; --languages {','.join(LANGUAGES)} tries these")
    return tuple(lines)


def served(checkpoint: Checkpoint) -> Iterator[Instruction]:
    """The tasks and directions between our languages that the files name.

    Of a model that names no language, summaries in English.
    """
    if "summarization" in checkpoint.tasks or not checkpoint.tasks:
        for language in LANGUAGES:
            if language in (checkpoint.languages or LANGUAGES[:1]):
                yield Instruction("summarization", language, language)
    for source, target in sorted(claimed(checkpoint)):
        yield Instruction("translation", source, target)


def among(checkpoint: Checkpoint, languages: Sequence[str]) -> Iterator[Instruction]:
    """The tasks of a checkpoint in these languages, whether its files name them or not."""
    if checkpoint.family.kind in ("encoder", "static") or "".join(checkpoint.tasks) != "translation":
        for language in languages:
            yield Instruction("summarization", language, language)
    for source, target in sorted(directions(checkpoint)):
        if source in languages and target in languages:
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
    outputs = tuple(generation.text.strip() for generation in written)
    language, script = _identified(" ".join(outputs))
    tokens = sum(generation.tokens for generation in written)
    problems = tuple(_problems(instruction, texts, outputs, language, script))
    if any(not generation.finished for generation in written):
        problems = (*problems, f"the model did not stop within {_LONGEST} tokens")
    return Outcome(*place, outputs, seconds, tokens, language, script, problems)


def _problems(
    instruction: Instruction,
    texts: tuple[str, ...],
    outputs: tuple[str, ...],
    language: str | None,
    script: str,
) -> Iterator[str]:
    wanted = SCRIPTS[instruction.target]
    if not all(outputs):
        yield f"{sum(not text for text in outputs)} of {len(outputs)} outputs are empty"
    if any(outputs) and script != wanted:
        yield f"the output is in the script {script}, not {wanted}"
    elif any(outputs) and language != instruction.target:
        yield f"the output is in {language or 'an unknown language'}, not {instruction.target}"
    if instruction.task == "translation" and outputs == texts:
        yield "the output is the source, untranslated"


def _identified(text: str) -> tuple[str | None, str]:
    from summarize.text.languages import identify
    from summarize.text.scripts import script

    if not text.strip():
        return None, script(text)
    found = identify(text)
    return found.suspect or found.language, script(text)


# ---- Sentence encoders

# Each sentence this many times, so that a batch is as full as that of a short document.
_TIMES = 10
# Rounding in bfloat16 stays below this; an attention mask that is ignored does not.
_ROUNDING = 0.02
_SAME = 0.9999  # cosine of two different sentences above which they cannot be ranked
_UNKNOWN = 0.1  # share of unknown tokens above which too much of a sentence is lost


@dataclass(frozen=True)
class Reading:
    """One language: number of sentences, seconds, share of unknown tokens, and problems."""

    language: str
    sentences: int = 0
    seconds: float = 0.0
    unknown: float = 0.0
    problems: tuple[str, ...] = ()

    @property
    def sentences_per_second(self) -> float:
        """0 without output."""
        return self.sentences / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class EncoderTrial:
    """All languages of one encoder; ``peak_memory`` is that of the whole process in bytes."""

    name: str
    load_seconds: float
    peak_memory: int
    dimension: int
    prompt: str
    readings: tuple[Reading, ...]
    advice: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Every problem, with its language."""
        return tuple(f"{one.language}: {problem}" for one in self.readings for problem in one.problems)

    @property
    def facts(self) -> str:
        """What to print besides time, memory and the table."""
        asked = f"prompt {self.prompt!r}" if self.prompt else "no prompt"
        return f"vectors of {self.dimension} numbers, {asked}"

    def table(self) -> list[tuple[str, ...]]:
        """The headers, then one row per language."""
        headers = ("LANGUAGE", "SECONDS", "SENTENCES/S", "UNKNOWN TOKENS")
        rows = [
            (one.language, f"{one.seconds:.2f}", f"{one.sentences_per_second:.0f}", f"{one.unknown:.0%}")
            for one in self.readings
        ]
        return [headers, *rows]

    def to_json(self) -> dict[str, Any]:
        """A JSON object: seconds, bytes, the dimension, and each language with its problems."""
        readings = [
            {**asdict(one), "sentences_per_second": one.sentences_per_second} for one in self.readings
        ]
        return {**asdict(self), "readings": readings, "problems": list(self.problems)}


def try_encoder(
    checkpoint: Checkpoint,
    load: Callable[[Checkpoint, Runtime], SentenceModel],
    runtime: Runtime,
    languages: Sequence[str] = LANGUAGES,
) -> EncoderTrial:
    """Load a checkpoint and encode sentences of each language.

    Raises ``ModelError`` where it cannot be loaded; an error in one language becomes a problem of that
    reading. A language that the files do not name is measured, but nothing is a problem there.
    """
    start = time.perf_counter()
    encoder = load(checkpoint, runtime)
    loaded = time.perf_counter() - start
    claimed = [language for language in LANGUAGES if language in checkpoint.languages] or LANGUAGES
    readings = tuple(_read(encoder, language, language in claimed) for language in languages)
    return EncoderTrial(checkpoint.name, loaded, peak_memory(), encoder.dimension, encoder.prompt, readings)


def _read(encoder: SentenceModel, language: str, claimed: bool) -> Reading:
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
        problems.append(f"its vocabulary lacks {unknown:.0%} of the tokens")
    return Reading(language, len(sentences) * _TIMES, seconds, unknown, tuple(problems) if claimed else ())


def _encoder_problems(vectors: Floats, alone: Floats) -> Iterator[str]:
    lengths = np.linalg.norm(vectors, axis=1)
    empty = int((lengths == 0).sum())
    if empty:
        yield f"{empty} of {len(vectors)} sentences have no vector"
    elif np.abs(lengths - 1).max() > _ROUNDING:
        yield "its vectors do not have length one"
    if np.abs(vectors - alone).max() > _ROUNDING:
        yield "the vector of a sentence depends on the other sentences of the batch"
    units = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)[:, None]
    likeness = np.triu(units @ units.T, k=1)
    if likeness.max() > _SAME:
        yield "different sentences have the same vector"
