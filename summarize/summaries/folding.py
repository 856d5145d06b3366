"""Summarisation of texts of any length: chunk, summarise each chunk, fold the summaries into one.

All of the text is read, and an account says how much of it reached the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from summarize.engines.chunking import Chunk, Count, Piece, chunk
from summarize.engines.prompts import answer
from summarize.engines.protocol import Engine, Generation
from summarize.engines.stopping import phrase, split
from summarize.errors import InputTooLong
from summarize.request import Decoding, Instruction, Length, Stopping
from summarize.result.generated import ReadingAccount
from summarize.summaries.ranking import rank
from summarize.summaries.selection import default_length, select, sentences_wanted, shortest_sentence_warning
from summarize.summaries.tfidf import tfidf
from summarize.text.structure import Sentence

# A summary that is still too long after this many passes will not get shorter by folding.
MOST_PASSES = 8
# Words of a summary take a few more tokens than the source's on average, and a model needs room to end.
SPARE = 1.3
_NUMBER = re.compile(r"\d+")
SPARE_TOKENS = 16
STANDS_IN = "for a part of the text; that part's most central sentence stands in"
LOOP = "the model repeated itself and was stopped"


@dataclass(frozen=True)
class Abstract:
    """The sentences of a generated summary, the account of what was read, and notes for the reader.

    ``shortfalls`` are the notes that say that the summary is not what was asked; others only say that more
    was written than is kept. ``rejected`` is what the model wrote where the text's own sentence stands in,
    ``looped`` the phrase that it repeated, if it did.
    """

    sentences: tuple[str, ...]
    account: ReadingAccount
    notes: tuple[str, ...]
    shortfalls: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    looped: str | None = None


@dataclass
class _Writer:
    """An engine summarising one document, and what it has read and written so far."""

    engine: Engine
    instruction: Instruction
    decoding: Decoding
    headings: frozenset[str]
    notes: list[str] = field(default_factory=list)
    shortfalls: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    looped: str | None = None
    tokens_read: int = 0
    tokens_written: int = 0
    passes: int = 0

    def write(self, texts: Sequence[str], budget: Length | None) -> list[list[str]]:
        """The sentences of one summary for each text; unfinished and empty ones are repaired.

        Writing stops where ``budget`` is complete; a summary of a part, which is summarised again, has none.
        """
        alone = len(texts) == 1
        decoding = replace(self.decoding, stopping=Stopping(budget if alone else None, final=alone))
        generations = self.engine.generate(texts, self.instruction, decoding)
        self.passes += 1
        written = []
        for text, generation in zip(texts, generations, strict=True):
            if generation.source_tokens < self.engine.count(text):
                raise InputTooLong(f"{self.engine.name} truncated its input; the summary was discarded")
            self.tokens_read += generation.source_tokens
            self.tokens_written += generation.tokens
            found = self._repaired(split(answer(generation.text), self.instruction.target), generation)
            written.append(found or self._central(text, generation))
        return written

    def _repaired(self, found: list[str], generation: Generation) -> list[str]:
        """The whole sentences, each once if the model was caught in a loop."""
        if generation.stop == "complete":
            return found[:-1]
        if generation.stop == "loop":
            self.looped = phrase(generation.text) or (found[-1] if found else "")
            self.fall_short(LOOP)
            return _once(found[:-1])
        if not generation.finished and len(found) > 1:
            self.notes.append("the model reached its output limit; its unfinished last sentence was dropped")
            return found[:-1]
        if not generation.finished and found:
            self.fall_short("the model reached its output limit within its first sentence")
        return found

    def fall_short(self, note: str) -> None:
        """Note that the summary is not what was asked."""
        self.notes.append(note)
        self.shortfalls.append(note)

    def _central(self, text: str, generation: Generation) -> list[str]:
        """The most central sentence of a part for which the model wrote nothing that can be kept."""
        did = "wrote nothing"
        if generation.echo:
            did = "repeated its instructions and wrote nothing else"
        elif generation.stop == "loop":
            did = "only repeated itself"
        self.fall_short(f"the model {did} {STANDS_IN}")
        self.rejected.append(generation.text or generation.echo)
        found = [one for one in split(text, self.instruction.source) if one not in self.headings]
        ranking = rank(found, encoder=tfidf)
        return [found[i] for i in select(ranking, Length("sentences", 1))]


def summarise(
    source: Sequence[Sentence],
    engine: Engine,
    instruction: Instruction,
    decoding: Decoding,
    length: Length | None = None,
) -> Abstract:
    """Summarise sentences with a model that reads every one of them.

    The text is cut into even chunks that the model can read, each is summarised, and the summaries are
    summarised again until they fit ``length`` or stop getting shorter; a summary that is still too long is
    trimmed after a sentence.

    Args:
        source: all sentences of the document, in order; at least one.
        length: the budget in sentences or words, or as a ratio of the source's sentences. Without one, the
            summary of a single chunk is as long as the model makes it, and those of several are folded to
            the default length for the text.

    Raises:
        ModelError: the engine cannot summarise the text, or did not read all of it.
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
    asked = budget if length else None
    found = _folded(_flat(writer.write(texts, asked)), len(chunks), writer, budget, asked, limit)
    kept = _fitted(found, writer, budget) if length else found
    account = ReadingAccount(
        characters=_ink(piece.text for piece in pieces),
        characters_read=_ink(part.text for part in chunks),
        tokens_read=writer.tokens_read,
        tokens_written=writer.tokens_written,
        chunks=len(chunks),
        passes=writer.passes,
    )
    return Abstract(
        tuple(kept),
        account,
        tuple(dict.fromkeys(writer.notes)),
        tuple(dict.fromkeys(writer.shortfalls)),
        tuple(writer.rejected),
        writer.looped,
    )


def _fitted(found: list[str], writer: _Writer, budget: Length) -> list[str]:
    """The sentences that fit the budget; what is trimmed or missing is noted."""
    kept = trim(found, budget)
    if len(kept) < len(found):
        writer.notes.append(f"trimmed from {len(found)} sentences to {len(kept)} to fit the length")
    if not keeps(kept, budget):
        writer.fall_short(shortest_sentence_warning(_words(kept), budget))
    if budget.unit == "sentences" and len(kept) < budget.amount:
        writer.fall_short(f"{budget.amount:g} sentences were asked for, the model wrote {len(kept)}")
    return kept


def _folded(
    found: list[str], parts: int, writer: _Writer, budget: Length, asked: Length | None, limit: int
) -> list[str]:
    """Summarise the summaries of ``parts`` until they fit the budget, are one part, or get no shorter.

    ``asked`` is the budget if the user gave it; the summary of one part is then judged by what is kept of it.
    """
    while parts > 1 and not keeps(found, budget) and writer.passes < MOST_PASSES:
        folded = chunk([Piece(text) for text in found], writer.engine.count, limit)
        shorter, parts = _flat(writer.write([part.text for part in folded], asked)), len(folded)
        if asked and parts == 1:
            shorter = trim(shorter, budget)
        if _words(shorter) >= _words(found):
            break
        found = shorter
    return found


def in_units(length: Length, sentence_count: int) -> Length:
    """The length in sentences or words: a ratio or scale becomes a number of the ``sentence_count``."""
    if length.unit in ("sentences", "words"):
        return length
    return Length("sentences", sentences_wanted(length, sentence_count))


def keeps(sentences_: Sequence[str], budget: Length) -> bool:
    """Whether these sentences fit a budget of sentences or words."""
    return (_words(sentences_) if budget.unit == "words" else len(sentences_)) <= budget.amount


def trim(sentences_: Sequence[str], budget: Length) -> list[str]:
    """The first run of sentences that fits the budget; the shortest sentence if none fits."""
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
    """With a budget of words, limit the new tokens by the source's average of tokens per word."""
    if budget.unit != "words" or decoding.max_new_tokens is not None:
        return decoding
    sample = " ".join(piece.text for piece in pieces[:50])
    tokens_a_word = count(sample) / max(1, len(sample.split()))
    return replace(decoding, max_new_tokens=int(budget.amount * tokens_a_word * SPARE) + SPARE_TOKENS)


def _pieces(source: Sequence[Sentence]) -> list[Piece]:
    """Sentences with the strength of the boundary before each; the first of a section has its heading."""
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
    """Tokens reserved for the heading of a chunk; 0 if headings are too long to be added to chunks."""
    headings = {sentence.heading for sentence in source if sentence.heading}
    longest = max((count(heading) + 2 for heading in headings), default=0)
    return longest if longest <= limit // 4 else 0


def _headed(part: Chunk, source: Sequence[Sentence]) -> str:
    """The chunk under its section's heading, so that a model knows the topic."""
    heading = source[part.first].heading
    return f"{heading}\n\n{part.text}" if heading and not _opens_section(source, part.first) else part.text


def _once(found: Sequence[str]) -> list[str]:
    """Each sentence once; those that differ only in numbers are one."""
    first: dict[str, str] = {}
    for sentence in found:
        first.setdefault(_NUMBER.sub("0", sentence.casefold()), sentence)
    return list(first.values())


def _flat(parts: Iterable[Iterable[str]]) -> list[str]:
    return [sentence for part in parts for sentence in part]


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _ink(texts: Iterable[str]) -> int:
    """Characters that are not white space."""
    return sum(len(text) - sum(map(str.isspace, text)) for text in texts)
