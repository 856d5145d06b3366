"""What every engine that writes text does around its model: sources in, one generation per text out.

Each text is put between the tokens that the checkpoint's family asks for, given a limit on its output and
passed to ``_write``, which every engine implements; what that returns is decoded and cleaned. No text is
truncated or generated twice, and nothing is sampled. A row may end early: see ``summarize.engines.stopping``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from summarize.engines import chat, generation, loading, prompts
from summarize.engines.failures import explained
from summarize.engines.protocol import Engine, Generation
from summarize.engines.stopping import Watch
from summarize.engines.tokenization import Frame, Tokenization
from summarize.errors import InputTooLong, ModelError
from summarize.models.checkpoints import Checkpoint
from summarize.progress import Meter, follower
from summarize.request import Decoding, Instruction
from summarize.text.characters import CONTROLS

# Tokens read at once where the files do not say.
_UNSTATED_INPUT = 512
_CONTROL = re.compile(f"[{CONTROLS}]")


@dataclass(frozen=True)
class Source:
    """One text as the model reads it.

    ``index`` is its position among the given texts, ``max_new_tokens`` the limit on its output. ``outside``
    are the messages of a chat model without the text. ``watch`` says when the output may end early; ``text``
    is the text itself.
    """

    index: int
    ids: list[int]
    max_new_tokens: int
    outside: tuple[str, ...] = ()
    watch: Watch | None = None
    text: str = ""


class TextEngine(Engine, ABC):
    """One loaded checkpoint.

    ``generation_config`` is the library's, ``precision`` what the model computes in. ``vocabulary`` is the
    number of ids that the weights know, ``max_input`` the number of tokens read at once where that is known.
    ``dress`` turns a text into the messages of a chat model. A base model without a chat template continues
    a text of examples instead, and its answer ends with the line.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        tokenizer: Any,
        generation_config: Any,
        precision: str,
        vocabulary: int,
        max_input: int | None,
        dress: chat.Composer | None = None,
    ) -> None:
        self.name = checkpoint.name
        self.checkpoint = checkpoint
        self.precision = precision
        self._tokenizer, self._tokens = tokenizer, Tokenization(tokenizer, checkpoint)
        self._generation_config = generation_config
        self._vocabulary = vocabulary
        self._max_input = max_input or _UNSTATED_INPUT
        self._chats = checkpoint.family.kind == "causal"
        self._completes = checkpoint.family.name == "completion" and dress is None
        self._dress = dress or chat.composer(checkpoint)
        self._is_asked = self._chats and not self._completes and self._dress is prompts.messages
        self._growths: dict[tuple[str, str], float] = {}

    @property
    def tokenizer(self) -> Any:
        """The library's tokenizer."""
        return self._tokenizer

    def limit(self, instruction: Instruction) -> int:
        """Tokens of text read at once; for a chat model, what the prompt and the reply leave."""
        with loading.quiet():
            if not self._chats:
                return max(self._max_input - self._tokens.frame(instruction).size, 1)
            prompt = len(self._prompt("", replace(instruction, terms=None)))
            growth = self._growth(instruction)
        return max(generation.room(self.checkpoint, instruction, self._max_input - prompt, growth), 1)

    def count(self, text: str) -> int:
        """Tokens of ``text`` alone, as the model will read it."""
        with loading.quiet():
            return len(self._tokens.ids(text))

    def keeps_tags(self, instruction: Instruction) -> bool:
        """Whether this is a chat model whose prompt says what to do with numbered tags."""
        return self._is_asked and prompts.asks_for_tags(instruction)

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        """One generation per text, in the same order; an empty text gives an empty one.

        Raises:
            InputTooLong: a text has more tokens than ``limit``; nothing is generated then.
            ModelError: the checkpoint does not know the languages, or memory ran out.
        """
        with loading.quiet(), explained(self.name, "cannot generate"), torch.inference_mode():
            frame = None if self._chats else self._frame(instruction)
            sources = list(self._sources(texts, instruction, decoding, frame))
            settings = generation.arguments(self.checkpoint, instruction, decoding)
            settings |= frame.arguments if frame else {}
            settings |= generation.asked(decoding)  # forced_bos_token_id may be the user's
            if self._completes:
                settings["eos_token_id"] = sorted(self._ends())
            meter = Meter(self.name, len(texts) - len(sources), len(texts))
            found = [Generation("", 0, 0, True) for _ in texts]
            for source, row in self._write(sources, settings, instruction, decoding, meter):
                found[source.index] = self._generation(source, texts[source.index], row)
        return found

    @abstractmethod
    def _write(
        self,
        sources: Sequence[Source],
        settings: dict[str, Any],
        instruction: Instruction,
        decoding: Decoding,
        meter: Meter,
    ) -> Iterable[tuple[Source, list[int]]]:
        """Each source once, in any order, with the ids written for it, which the meter counts.

        ``settings`` are the arguments of ``generate`` that hold for all sources. A source's watch is asked
        after every step, unless several beams are searched.
        """

    def _frame(self, instruction: Instruction) -> Frame:
        frame = self._tokens.frame(instruction)
        self._check_ids(number for number in frame.arguments.values() if isinstance(number, int))
        return frame

    def _check_ids(self, ids: Iterable[int]) -> None:
        if max(ids, default=0) >= self._vocabulary:
            raise ModelError(
                f"{self.name}: its tokenizer writes ids that its weights do not have; fetch the model again"
            )

    def _prompt(self, text: str, instruction: Instruction) -> list[int]:
        if self._completes:
            return self._tokens.completion(prompts.completion(text, instruction))
        return chat.ids(self._tokenizer, self.name, self._dress(text, instruction))

    def _sources(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding, frame: Frame | None
    ) -> Iterator[Source]:
        """The texts that are not empty; ``frame`` is ``None`` for a chat model."""
        limit = self.limit(instruction)
        lead = frame.lead if frame else ""
        for index, text in enumerate(texts):
            if not text.strip():
                continue
            spelled = self._tokens.ids(lead + text)
            growth = self._growth(instruction)
            most = generation.new_tokens(self.checkpoint, instruction, decoding, len(spelled), growth)
            outside: tuple[str, ...] = ()
            if frame:
                ids = [*frame.head, *spelled, *frame.tail]
            else:
                ids = self._prompt(text, instruction)
                outside = self._outside(text, instruction)
                # Terms are advice: the text and its reply come first.
                if instruction.terms and most > self._max_input - len(ids):
                    ids = self._prompt(text, replace(instruction, terms=None))
                most = min(most, self._max_input - len(ids))
            if len(spelled) > limit + len(lead) or most < 1:
                raise InputTooLong(
                    f"text {index + 1} has {len(spelled)} tokens and {self.name} reads {limit} at once"
                )
            self._check_ids(ids)
            source = Source(index, ids, most, outside, text=text)
            yield replace(source, watch=self._watch(source, text, instruction, decoding))

    def _watch(self, source: Source, text: str, instruction: Instruction, decoding: Decoding) -> Watch | None:
        if decoding.stopping is None or generation.beams(self.checkpoint, instruction, decoding) > 1:
            return None
        thinking = self._chats and chat.is_thinking(self._tokenizer, source.ids)

        def read(row: Sequence[int]) -> str:
            if thinking and not chat.has_thought(self._tokenizer, row):
                return ""
            return prompts.answer(self._text(source, text, row)[0])

        show = follower() if self._chats and decoding.stopping.final else None
        return Watch(decoding.stopping, instruction.target, text, read, show)

    def _growth(self, instruction: Instruction) -> float:
        """How many times as many tokens as the source a translation has, measured on parallel sentences."""
        if instruction.task != "translation":
            return 1.0
        pair = (instruction.source, instruction.target)
        if pair not in self._growths:
            ours, theirs = (
                sum(len(self._tokens.ids(sentence)) for sentence in generation.SENTENCES.get(language, ()))
                for language in pair
            )
            self._growths[pair] = theirs / ours if ours and theirs else generation.UNKNOWN_GROWTH
        return self._growths[pair]

    def _outside(self, text: str, instruction: Instruction) -> tuple[str, ...]:
        """What the prompt says besides the text: the instructions that a model may repeat.

        An example of a translation is none: a text may have the same sentence.
        """
        if self._completes:
            return () if instruction.task == "translation" else (prompts.completion("", instruction),)
        found = instruction.terms(text) if instruction.terms else ()
        bare = replace(instruction, terms=(lambda _: found) if found else None)
        said = [message["content"] for message in self._dress("", bare)]
        return tuple(content for content in said if isinstance(content, str))

    def _text(self, source: Source, text: str, row: Sequence[int]) -> tuple[str, str]:
        """The text of a row without ends, and what it repeated of the instructions before."""
        if not self._chats:
            written, echo = self._tokens.text(row), ""
        else:
            said = chat.reply(self._tokenizer, row)
            if self._completes:
                said = said.partition("\n")[0]
            written, echo = prompts.without_echo(said, source.outside, text)
        return _CONTROL.sub("", written).strip(), _CONTROL.sub("", echo).strip()

    def _generation(self, source: Source, text: str, row: list[int]) -> Generation:
        stop = source.watch.stop if source.watch else None
        if source.watch and stop:
            row = row[: source.watch.length]
        ends = self._ends()
        length = next((at for at, token in enumerate(row) if token in ends), len(row))
        # forced_eos_token_id also ends a text that was cut off: an end in the last place proves nothing.
        forced = self._generation_config.forced_eos_token_id is not None
        finished = length < len(row) and not (forced and length >= source.max_new_tokens - 1)
        # The token that ends a line may have the last full stop.
        written, echo = self._text(source, text, row[: length + 1] if self._completes else row[:length])
        return Generation(written, len(source.ids), length, finished, stop, echo)

    def _ends(self) -> frozenset[int]:
        stated = self._generation_config.eos_token_id
        ends = frozenset(
            int(end) for end in (stated if isinstance(stated, list) else [stated]) if end is not None
        )
        return ends | self._tokens.line_ends if self._completes else ends
