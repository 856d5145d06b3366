"""The engine on transformers and torch: every family through one path, told by its row.

Texts are put between the row's tokens, packed into batches, generated, and put back in order.
Nothing is truncated, sampled or tried twice. Knows neither documents nor files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from summarize.engines import batching, chat, generation, loading, precision
from summarize.engines.failures import explained
from summarize.engines.progress import report
from summarize.engines.protocol import Generation
from summarize.engines.tokenization import Frame, Tokenization
from summarize.errors import InputTooLong, ModelError
from summarize.models.checkpoints import Checkpoint
from summarize.request import Decoding, Instruction, Runtime

# Where no file says how much a model reads.
UNSTATED_INPUT = 512
# Control characters are no text, and a terminal does what they say; tabs and ends of lines are layout.
_ORDERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class _Source:
    """One text on its way: its place among those given, the ids the model reads, and its ceiling."""

    place: int
    ids: list[int]
    ceiling: int


class TransformersEngine:
    """One loaded checkpoint; raises what ``loading.load`` raises.

    ``dress`` makes a chat model's messages of a text.
    """

    def __init__(self, checkpoint: Checkpoint, runtime: Runtime, dress: chat.Composer | None = None) -> None:
        self.name = checkpoint.name
        self.checkpoint = checkpoint
        loaded = loading.load(checkpoint, runtime)
        self._model, self._tokenizer, self._device = loaded.model, loaded.tokenizer, loaded.device
        self.precision = str(self._model.dtype).removeprefix("torch.")
        if self._device.type == "cpu":
            # The same model, its linears laid out as this processor reads them fastest.
            kernels = loading.choose_kernels(runtime, self._model.dtype)
            precision.swap(self._model, kernels)
            self.precision = kernels or self.precision
        self._tokens = Tokenization(self._tokenizer, checkpoint)
        self._chats = checkpoint.family.kind == "causal"
        self._dress = dress or chat.composer(checkpoint)
        self._reads = checkpoint.max_input or UNSTATED_INPUT
        # Block-sparse attention reads a row by the batch's length, so each text goes alone.
        self._embeddings = self._model.get_input_embeddings().num_embeddings
        self._alone = getattr(self._model.config, "attention_type", None) == "block_sparse"

    def limit(self, instruction: Instruction) -> int:
        """Tokens of text read at once; for a chat model what leaves place for the prompt and the reply."""
        with loading.quiet():
            if not self._chats:
                return max(self._reads - self._tokens.frame(instruction).size, 1)
            prompt = len(self._ask("", replace(instruction, terms=None)))
        return max(generation.room(self.checkpoint, instruction, self._reads - prompt), 1)

    def count(self, text: str) -> int:
        """Tokens of ``text`` alone, as the model will read it."""
        with loading.quiet():
            return len(self._tokens.ids(text))

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        """One generation for each text, in the same order; an empty text gives an empty one.

        Raises:
            InputTooLong: a text has more tokens than ``limit``; none is generated then.
            ModelError: the checkpoint does not know the languages, or memory ran out.
        """
        with loading.quiet(), explained(self.name, "cannot generate"), torch.inference_mode():
            frame = self._frame(instruction)
            sources = list(self._sources(texts, instruction, decoding, frame))
            done = {place: Generation("", 0, 0, True) for place in range(len(texts))}
            torch.manual_seed(decoding.seed)
            common = {
                **generation.arguments(self.checkpoint, instruction, decoding),
                **(frame.arguments if frame else {}),
            }
            beams = generation.beams(self.checkpoint, instruction, decoding)
            budget = 1 if self._alone else batching.TOKENS_PER_BATCH // beams
            lengths = [len(source.ids) for source in sources]
            finished = len(texts) - len(sources)
            report(self.name, finished, len(texts))
            for batch in batching.pack(lengths, [source.ceiling for source in sources], budget):
                chosen = [sources[index] for index in batch]
                for source, written in zip(chosen, self._batch(chosen, common), strict=True):
                    done[source.place] = written
                finished += len(chosen)
                report(self.name, finished, len(texts))
        return [done[place] for place in range(len(texts))]

    def _frame(self, instruction: Instruction) -> Frame | None:
        if self._chats:
            return None
        frame = self._tokens.frame(instruction)
        self._refuse_strangers(number for number in frame.arguments.values() if isinstance(number, int))
        return frame

    def _refuse_strangers(self, ids: Iterable[int]) -> None:
        if max(ids, default=0) >= self._embeddings:
            raise ModelError(f"{self.name}: its tokenizer writes ids that its weights do not have")

    def _ask(self, text: str, instruction: Instruction) -> list[int]:
        return chat.ids(self._tokenizer, self.name, self._dress(text, instruction))

    def _sources(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding, frame: Frame | None
    ) -> Iterator[_Source]:
        limit = self.limit(instruction)
        lead = frame.lead if frame else ""
        for place, text in enumerate(texts):
            if not text.strip():
                continue
            spelled = self._tokens.ids(lead + text)
            ceiling = generation.new_tokens(self.checkpoint, instruction, decoding, len(spelled))
            if frame:
                ids = [*frame.head, *spelled, *frame.tail]
            else:
                ids = self._ask(text, instruction)
                # Terms are advice: the text and its reply come first.
                if instruction.terms and ceiling > self._reads - len(ids):
                    ids = self._ask(text, replace(instruction, terms=None))
                ceiling = min(ceiling, self._reads - len(ids))
            if len(spelled) > limit + len(lead) or ceiling < 1:
                raise InputTooLong(
                    f"text {place + 1} has {len(spelled)} tokens and {self.name} reads {limit} at once"
                )
            self._refuse_strangers(ids)
            yield _Source(place, ids, ceiling)

    def _batch(self, sources: Sequence[_Source], common: dict[str, Any]) -> list[Generation]:
        filler = self._filler()
        side = "left" if self._chats else "right"
        rows, mask = batching.pad([source.ids for source in sources], filler, side)
        given = {"input_ids": self._tensor(rows), "attention_mask": self._tensor(mask)}
        if self.checkpoint.family.global_attention:
            attention = torch.zeros_like(given["input_ids"])
            attention[:, 0] = 1
            given["global_attention_mask"] = attention
        if self._alone:
            # The library leaves sparse attention for good at the first short text.
            self._model.get_encoder().set_attention_type("block_sparse")
        ceiling = sources[0].ceiling
        output = self._model.generate(**given, **common, max_new_tokens=ceiling, pad_token_id=filler)
        # A prompt, or the start token and the language that Seamless puts behind it.
        start = len(rows[0]) if self._chats else 1 + ("tgt_lang" in common)
        return [
            self._generation(source, row[start:])
            for source, row in zip(sources, output.tolist(), strict=True)
        ]

    def _generation(self, source: _Source, row: list[int]) -> Generation:
        ends = self._ends()
        length = next((at for at, token in enumerate(row) if token in ends), len(row))
        # forced_eos_token_id closes a cut text too: whoever wrote the last token there did not finish.
        forced = self._model.generation_config.forced_eos_token_id is not None
        finished = length < len(row) and not (forced and length >= source.ceiling - 1)
        written = row[:length]
        text = chat.reply(self._tokenizer, written) if self._chats else self._tokens.text(written)
        text = _ORDERS.sub("", text).strip()
        return Generation(text, len(source.ids), length, finished)

    def _ends(self) -> frozenset[int]:
        stated = self._model.generation_config.eos_token_id
        ends = stated if isinstance(stated, list) else [stated]
        return frozenset(int(end) for end in ends if end is not None)

    def _filler(self) -> int:
        """What pads rows; it is masked, so any id will do where the files name none."""
        named = (self._model.generation_config.pad_token_id, self._tokenizer.pad_token_id)
        return int(next((filler for filler in named if filler is not None), min(self._ends(), default=0)))

    def _tensor(self, rows: list[list[int]]) -> torch.Tensor:
        return torch.tensor(rows, dtype=torch.long, device=self._device)
