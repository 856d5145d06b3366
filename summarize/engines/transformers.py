"""The engine on transformers and torch: one path for all families, guided by the table of families."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from transformers import StoppingCriteria, StoppingCriteriaList

from summarize.engines import batching, chat, generation, loading, precision
from summarize.engines.text_engine import Source, TextEngine
from summarize.models.checkpoints import Checkpoint
from summarize.progress import Meter
from summarize.request import Decoding, Instruction, Runtime


class TransformersEngine(TextEngine):
    """One checkpoint, loaded as a model of the library; ``dress`` is as in ``TextEngine``.

    Raises what ``loading.load_model`` raises.
    """

    def __init__(self, checkpoint: Checkpoint, runtime: Runtime, dress: chat.Composer | None = None) -> None:
        loaded = loading.load_model(checkpoint, runtime)
        model, self._device = loaded.model, loaded.device
        computes_in = str(model.dtype).removeprefix("torch.")
        if self._device.type == "cpu":
            # The same model, its linears laid out as this processor reads them fastest.
            kernels = loading.choose_kernels(runtime, model.dtype)
            chooses = None if model.config.is_encoder_decoder else model.get_output_embeddings()
            precision.swap(model, kernels, chooses=chooses)
            computes_in = kernels or computes_in
        self._model = model
        # Block-sparse attention depends on the length of the batch, so each text is a batch of its own.
        self._block_sparse = getattr(model.config, "attention_type", None) == "block_sparse"
        super().__init__(
            checkpoint,
            loaded.tokenizer,
            model.generation_config,
            computes_in,
            model.get_input_embeddings().num_embeddings,
            checkpoint.max_input,
            dress,
        )

    def _write(
        self,
        sources: Sequence[Source],
        settings: dict[str, Any],
        instruction: Instruction,
        decoding: Decoding,
        meter: Meter,
    ) -> Iterator[tuple[Source, list[int]]]:
        torch.manual_seed(decoding.seed)
        beams = generation.beams(self.checkpoint, instruction, decoding)
        budget = 1 if self._block_sparse else batching.TOKENS_PER_BATCH // beams
        lengths = [len(source.ids) for source in sources]
        for batch in batching.pack(lengths, [source.max_new_tokens for source in sources], budget):
            chosen = [sources[index] for index in batch]
            for pair in zip(chosen, self._batch(chosen, settings, meter), strict=True):
                meter.done()
                yield pair

    def _batch(self, sources: Sequence[Source], settings: dict[str, Any], meter: Meter) -> list[list[int]]:
        """The ids written for sources that share one limit on the output."""
        filler = self._filler()
        side = "left" if self._chats else "right"
        rows, mask = batching.pad([source.ids for source in sources], filler, side)
        inputs = {"input_ids": self._tensor(rows), "attention_mask": self._tensor(mask)}
        if self.checkpoint.family.global_attention:
            attention = torch.zeros_like(inputs["input_ids"])
            attention[:, 0] = 1
            inputs["global_attention_mask"] = attention
        if self._block_sparse:
            # After one short text the library would not return to sparse attention.
            self._model.get_encoder().set_attention_type("block_sparse")
        # After the prompt, or after the start token and the language that Seamless puts behind it.
        start = len(rows[0]) if self._chats else 1 + ("tgt_lang" in settings)
        output = self._model.generate(
            **inputs,
            **settings,
            max_new_tokens=sources[0].max_new_tokens,
            pad_token_id=filler,
            stopping_criteria=StoppingCriteriaList([_Ending(sources, start, self._ends(), meter)]),
        )
        written: list[list[int]] = output[:, start:].tolist()
        return written

    def _filler(self) -> int:
        """The id that pads rows. It is masked, so any will do where the files name none."""
        named = (self._model.generation_config.pad_token_id, self._tokenizer.pad_token_id)
        return int(next((filler for filler in named if filler is not None), min(self._ends(), default=0)))

    def _tensor(self, rows: list[list[int]]) -> torch.Tensor:
        return torch.tensor(rows, dtype=torch.long, device=self._device)


class _Ending(StoppingCriteria):  # type: ignore[misc]
    """Ends the rows of a batch whose watches say so, and counts the tokens of those that go on.

    Called by ``generate`` after every step; ``start`` is where the written ids begin.
    """

    def __init__(self, sources: Sequence[Source], start: int, ends: frozenset[int], meter: Meter) -> None:
        self._sources, self._start, self._ends, self._meter = sources, start, ends, meter
        self._going = list(range(len(sources)))

    def __deepcopy__(self, _: object) -> _Ending:
        """The library copies criteria; the watches of the sources must stay these."""
        return self

    def __call__(
        self, input_ids: torch.LongTensor, scores: torch.FloatTensor | None, **_: Any
    ) -> torch.BoolTensor:
        """(rows * beams, length) → which rows are done; beams are never ended here."""
        done = torch.zeros(len(input_ids), dtype=torch.bool, device=input_ids.device)
        if len(input_ids) != len(self._sources):
            self._meter.wrote(len(self._sources))
            return done  # type: ignore[return-value]
        self._meter.wrote(len(self._going))
        last = input_ids[:, -1].tolist()
        self._going = [index for index in self._going if last[index] not in self._ends]
        for index in self._going:
            watch = self._sources[index].watch
            if watch and watch.is_due(input_ids.shape[1] - self._start):
                done[index] = watch.ends(input_ids[index, self._start :].tolist())
        self._going = [index for index in self._going if not self._is_stopped(index)]
        return done  # type: ignore[return-value]

    def _is_stopped(self, index: int) -> bool:
        watch = self._sources[index].watch
        return watch is not None and watch.stop is not None
