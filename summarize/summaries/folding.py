"""Sentences → chunks → a model → one summary, folded until short enough, with an account of what was read.

Knows the ``Engine`` protocol and no model; knows nothing of files or of what is checked afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from summarize.engines.chunking import Chunk, Count, Piece, chunk
from summarize.engines.prompts import answer
from summarize.engines.protocol import Engine
from summarize.errors import InputTooLong
from summarize.request import Decoding, Instruction, Length
from summarize.result import ReadingAccount
from summarize.summaries.ranking import default_length, rank, select
from summarize.summaries.tfidf import tfidf
from summarize.text import sentences
from summarize.text.structure import Sentence

# A summary that is folded this often and is still too long will not get shorter by itself.
MOST_PASSES = 8
# Words of a summary tokenize into a few more tokens than the source's average, and a model needs room to end.
SPARE = 1.3
SPARE_TOKENS = 16
STANDS_IN = "the model wrote nothing for a part; the part's most central sentence stands in"


@dataclass(frozen=True)
class Abstract:
    """A generated summary, its sentences, and what a reader must know of how it came about."""

    sentences: tuple[str, ...]
    account: ReadingAccount
    notes: tuple[str, ...]


@dataclass
class _Writer:
    """One run over one document: the engine, and what it has read and written so far."""

    engine: Engine
    instruction: Instruction
    decoding: Decoding
    headings: frozenset[str]
    notes: list[str] = field(default_factory=list)
    tokens_read: int = 0
    tokens_written: int = 0
    passes: int = 0

    def write(self, texts: Sequence[str]) -> list[list[str]]:
        """The sentences of one summary for each text; what a model leaves unfinished or empty is mended."""
        generations = self.engine.generate(texts, self.instruction, self.decoding)
        self.passes += 1
        written = []
        for text, generation in zip(texts, generations, strict=True):
            if generation.source_tokens < self.engine.count(text):
                raise InputTooLong(f"{self.engine.name} cut a text; nothing of this summary is kept")
            self.tokens_read += generation.source_tokens
            self.tokens_written += generation.tokens
            written.append(self._mended(text, answer(generation.text), generation.finished))
        return written

    def _mended(self, text: str, written: str, finished: bool) -> list[str]:
        found = _split(written, self.instruction.target)
        if not finished and len(found) > 1:
            self.notes.append("the model reached its output limit; its unfinished last sentence was left out")
            return found[:-1]
        if not finished:
            self.notes.append("the model reached its output limit within its first sentence")
        if not found:
            self.notes.append(STANDS_IN)
            return self._central(text)
        return found

    def _central(self, text: str) -> list[str]:
        found = [said for said in _split(text, self.instruction.source) if said not in self.headings]
        ranking = rank(found, encoder=tfidf)
        return [found[i] for i in select(ranking, Length("sentences", 1))]


def summarise(
    source: Sequence[Sentence],
    engine: Engine,
    instruction: Instruction,
    decoding: Decoding,
    length: Length | None = None,
) -> Abstract:
    """Summarise sentences with a model, reading every one of them.

    The text is cut into even chunks the model can read, each is summarised, and the summaries are
    summarised again until they keep ``length`` or stop getting shorter; what is still too long is trimmed
    at a sentence.

    Args:
        source: all sentences of the document, in order; at least one.
        length: the budget: so many sentences or words; a ratio is of the source's sentences. Without
            one a single chunk's summary is as long as its model makes it, and parts are folded to what
            is usual for a text of this length.

    Raises:
        ModelError: the engine cannot do it, or did not read all it was given.
    """
    budget = in_units(length or default_length([s.text for s in source]), len(source))
    pieces = _pieces(source)
    writer = _Writer(
        engine,
        replace(instruction, length=length and budget),
        _bounded(decoding, budget, pieces, engine.count),
        frozenset(sentence.heading for sentence in source if sentence.heading),
    )
    limit = engine.limit(instruction)
    headings = _headings(source, engine.count, limit)
    chunks = chunk(pieces, engine.count, limit - headings)
    texts = [_headed(part, source) if headings else part.text for part in chunks]
    found = _folded(_flat(writer.write(texts)), len(chunks), writer, budget, limit)
    kept = trim(found, budget) if length else found
    if len(kept) < len(found):
        writer.notes.append(f"trimmed from {len(found)} sentences to {len(kept)} to keep the length")
    if length and not keeps(kept, budget):
        writer.notes.append(
            f"the shortest sentence has {_words(kept)} words, {budget.amount:g} were asked for; none is cut"
        )
    account = ReadingAccount(
        characters=_ink(piece.text for piece in pieces),
        characters_read=_ink(part.text for part in chunks),
        tokens_read=writer.tokens_read,
        tokens_written=writer.tokens_written,
        chunks=len(chunks),
        passes=writer.passes,
    )
    return Abstract(tuple(kept), account, tuple(dict.fromkeys(writer.notes)))


def _folded(found: list[str], parts: int, writer: _Writer, budget: Length, limit: int) -> list[str]:
    """Summaries of ``parts`` summarised again until they keep the budget, are of one, or get no shorter."""
    while parts > 1 and not keeps(found, budget) and writer.passes < MOST_PASSES:
        folded = chunk([Piece(text) for text in found], writer.engine.count, limit)
        shorter, parts = _flat(writer.write([part.text for part in folded])), len(folded)
        if _words(shorter) >= _words(found):
            break
        found = shorter
    return found


def in_units(length: Length, sentence_count: int) -> Length:
    """The same length in sentences or words: a ratio becomes so many of ``sentence_count`` sentences."""
    if length.unit != "ratio":
        return length
    return Length("sentences", max(1, math.floor(length.amount * sentence_count + 0.5)))


def keeps(sentences_: Sequence[str], budget: Length) -> bool:
    """Whether these sentences are within a budget of sentences or words."""
    return (_words(sentences_) if budget.unit == "words" else len(sentences_)) <= budget.amount


def trim(sentences_: Sequence[str], budget: Length) -> list[str]:
    """The first sentences that are within the budget together; the shortest where none is alone."""
    first = next((at for at, sentence in enumerate(sentences_) if keeps([sentence], budget)), None)
    if first is None:
        return sorted(sentences_, key=lambda sentence: len(sentence.split()))[:1]
    kept = [sentences_[first]]
    for sentence in sentences_[first + 1 :]:
        if not keeps([*kept, sentence], budget):
            break
        kept.append(sentence)
    return kept


def _bounded(decoding: Decoding, budget: Length, pieces: Sequence[Piece], count: Count) -> Decoding:
    """A budget of words also bounds the tokens, by what the source's own words cost in tokens."""
    if budget.unit != "words" or decoding.max_new_tokens is not None:
        return decoding
    sample = " ".join(piece.text for piece in pieces[:50])
    tokens_a_word = count(sample) / max(1, len(sample.split()))
    return replace(decoding, max_new_tokens=int(budget.amount * tokens_a_word * SPARE) + SPARE_TOKENS)


def _pieces(source: Sequence[Sentence]) -> list[Piece]:
    """Sentences with the strength of the boundary before each; a section's first carries its heading."""
    pieces, previous = [], None
    for index, sentence in enumerate(source):
        opens = _opens_section(source, index)
        boundary = 2 if opens else int(previous is not None and sentence.paragraph != previous.paragraph)
        pieces.append(Piece(f"{sentence.heading}\n\n{sentence.text}" if opens else sentence.text, boundary))
        previous = sentence
    return pieces


def _opens_section(source: Sequence[Sentence], index: int) -> bool:
    heading = source[index].heading
    return heading is not None and (index == 0 or source[index - 1].heading != heading)


def _headings(source: Sequence[Sentence], count: Count, limit: int) -> int:
    """Tokens to keep free for the heading a chunk carries; 0 where headings are too long to be carried."""
    headings = {sentence.heading for sentence in source if sentence.heading}
    longest = max((count(heading) + 2 for heading in headings), default=0)
    return longest if longest <= limit // 4 else 0


def _headed(part: Chunk, source: Sequence[Sentence]) -> str:
    """The chunk under its section's heading, so that a model knows what it is reading of."""
    heading = source[part.first].heading
    return f"{heading}\n\n{part.text}" if heading and not _opens_section(source, part.first) else part.text


def _split(text: str, language: str) -> list[str]:
    return [
        " ".join(paragraph[start:end].split())
        for paragraph in text.splitlines()
        for start, end in sentences.split(paragraph, language)
    ]


def _flat(parts: Iterable[Iterable[str]]) -> list[str]:
    return [sentence for part in parts for sentence in part]


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _ink(texts: Iterable[str]) -> int:
    """Characters that are not white space."""
    return sum(len(text) - sum(map(str.isspace, text)) for text in texts)
