"""A sentence model tried out: loaded, given sentences in each of our languages, and measured.

Judges what can be judged without knowing what is like what: unit vectors that tell sentences
apart, do not depend on their neighbours, and come of a vocabulary that has the words.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from summarize.errors import SummarizeError
from summarize.models.checkpoints import LANGUAGES, Checkpoint
from summarize.models.trial import SENTENCES, peak_memory
from summarize.request import Runtime
from summarize.vectors import Floats

# Each sentence this many times, so that a batch is as full as one of a short document.
_TIMES = 10
# Rounding in bfloat16 stays below; an attention mask that is not obeyed does not.
_ROUNDING = 0.02
_SAME = 0.9999  # cosine of two different sentences from which nothing can be ranked
_UNKNOWN = 0.1  # share of unknown tokens above which sentences are read with holes


class Encoder(Protocol):
    """What is tried out; see ``summarize.encoders.SentenceEncoder``."""

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


def try_out(
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
    problems = list(_problems(vectors, alone))
    if claimed and unknown > _UNKNOWN:
        problems.append(f"its vocabulary does not have {unknown:.0%} of the tokens")
    return Reading(language, len(sentences) * _TIMES, seconds, unknown, tuple(problems) if claimed else ())


def _problems(vectors: Floats, alone: Floats) -> Iterator[str]:
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
