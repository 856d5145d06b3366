"""The engines that are compared: each takes rows of ids and returns rows of ids, in order.

The library one row at a time and in length-sorted batches; the same with packed linears; our decoder in each
precision; CTranslate2 if it is installed and converts the model. Each also counts the steps of its decoder,
one for all rows of a batch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers as hf

from summarize.engines import batching, precision
from summarize.engines.decoder import architecture, causal_architecture
from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode_parallel

Rows = Sequence[Sequence[int]]
LENGTH_PENALTY = 0.0  # otherwise beams would prefer a longer countdown to the right one
BUDGET = 1024  # padded source tokens in a batch, times beams


@dataclass(frozen=True)
class Texts:
    """The ids written for each row, with the end, and the number of decoder steps that took."""

    rows: list[list[int]]
    steps: int


# Rows, beams, the most tokens, and whether every row gets exactly this many.
Engine = Callable[[Rows, int, int, bool], Texts]


def library(model: Any, batched: bool) -> Engine:
    """``generate``, one row at a time or in batches."""
    ends = model.config.get_text_config().eos_token_id
    causal = not model.config.is_encoder_decoder

    def run(rows: Rows, beams: int, most: int, fixed: bool) -> Texts:
        lengths = [len(row) for row in rows]
        batches = [[n] for n in range(len(rows))]
        if batched:
            batches = list(batching.pack(lengths, [most] * len(rows), BUDGET // beams))
        found: list[list[int]] = [[] for _ in rows]
        limits = {"min_new_tokens": most} if fixed else {}
        for batch in batches:
            ids, mask = batching.pad([rows[n] for n in batch], 0, "left" if causal else "right")
            with torch.inference_mode():
                output = model.generate(
                    input_ids=torch.tensor(ids),
                    attention_mask=torch.tensor(mask),
                    num_beams=beams,
                    **({"length_penalty": LENGTH_PENALTY} if beams > 1 else {}),
                    do_sample=False,
                    max_new_tokens=most,
                    max_length=None,
                    pad_token_id=0,
                    **limits,
                )
            for place, row in zip(batch, output[:, len(ids[0]) if causal else 1 :].tolist(), strict=True):
                found[place] = row[: row.index(ends) + 1] if ends in row else row
        return Texts(found, _steps(found, batches))

    return run


def ours(
    folder: Path, kind: precision.Precision, workers: int = 1, listed: torch.Tensor | None = None
) -> Engine:
    """Our decoder on a checkpoint folder, with the whole vocabulary or with the tokens ``listed``.

    Raises ``ModelError`` for a family that it does not run.
    """
    config, tensors = hf.AutoConfig.from_pretrained(folder), Tensors(sorted(folder.glob("*.safetensors")))
    writer: Any  # a network that counts
    shortlist = None
    if config.is_encoder_decoder:
        network = writer = _Counted(architecture.read(config.to_dict()), tensors, kind)
        if listed is not None:
            shortlist = network.shortlist(listed)
            writer = network.narrowed(shortlist)
    else:
        writer = _CountedCausal(causal_architecture.read(config), tensors, kind)
    settings = hf.GenerationConfig.from_pretrained(folder).to_dict()

    def run(rows: Rows, beams: int, most: int, fixed: bool) -> Texts:
        writer.steps = 0
        if isinstance(writer, CausalNetwork):
            writer.forget()
        asked = rules(
            {
                **settings,
                "num_beams": beams,
                "length_penalty": LENGTH_PENALTY,
                "min_new_tokens": most if fixed else 0,
            }
        )
        asked = shortlist.rules(asked) if shortlist else asked
        written = decode_parallel(writer, rows, [most] * len(rows), asked, workers=workers)
        return Texts([(shortlist.written(row) if shortlist else row).ids for row in written], writer.steps)

    return run


class _Counting:
    steps: int = 0

    def step(self, *arguments: Any, **named: Any) -> Any:
        self.steps += 1
        return super().step(*arguments, **named)  # type: ignore[misc]


class _Counted(_Counting, Network):
    """A model with an encoder, whose steps are counted."""


class _CountedCausal(_Counting, CausalNetwork):
    """A model without an encoder, whose steps are counted."""


def _steps(written: Rows, batches: Iterable[Sequence[int]]) -> int:
    """Steps where every batch lasts until its last row has ended."""
    return sum(max(len(written[n]) for n in batch) for batch in batches)


class _Words:
    """What the converter needs of a tokenizer: a name for every id."""

    def __init__(self, model: Any) -> None:
        config = model.config
        begins = getattr(config, "bos_token_id", None)
        self._count: int = config.vocab_size
        self._padding = config.pad_token_id if config.model_type == "marian" else None
        self.eos_token, self.bos_token = f"t{config.eos_token_id}", f"t{begins}"
        self.unk_token, self.pad_token = "t3", f"t{config.pad_token_id}"
        self.unk_token_id, self.bos_token_id = 3, begins
        self.special_tokens_map: dict[str, str] = {}
        self.additional_special_tokens: list[str] = []
        self.num_madeup_words = 0

    def get_vocab(self) -> dict[str, int]:
        return {"<pad>" if n == self._padding else f"t{n}": n for n in range(self._count)}

    def __len__(self) -> int:
        return self._count

    def convert_ids_to_tokens(self, number: int) -> str:
        return f"t{number}"


def ctranslate2(folder: Path, kind: str, batch: int | None, crew: tuple[int, int]) -> Engine:
    """CTranslate2 in batches of ``batch`` rows, or of 1,024 tokens; ``crew`` is (workers, threads of each).

    ``folder`` is what ``convert`` has written.
    """
    translator = _translator(folder, kind, crew)

    def run(rows: Rows, beams: int, most: int, fixed: bool) -> Texts:
        results = translator.translate_batch(
            [[f"t{n}" for n in row] for row in rows],
            beam_size=beams,
            length_penalty=LENGTH_PENALTY,
            max_decoding_length=most,
            min_decoding_length=most if fixed else 1,
            return_end_token=True,  # counted for every engine
            batch_type="examples" if batch else "tokens",
            max_batch_size=batch or BUDGET // beams,
        )
        written = [[int(word[1:]) for word in result.hypotheses[0]] for result in results]
        lengths = [len(row) for row in rows]
        order = sorted(range(len(rows)), key=lambda n: -lengths[n])
        batches = (
            [order[n : n + batch] for n in range(0, len(rows), batch)]
            if batch
            else batching.pack(lengths, [most] * len(rows), BUDGET // beams)
        )
        return Texts(written, _steps(written, batches))

    return run


@functools.lru_cache(maxsize=1)
def _translator(folder: Path, kind: str, crew: tuple[int, int]) -> Any:
    """One for all batch sizes."""
    import ctranslate2 as ct2

    return ct2.Translator(str(folder), compute_type=kind, inter_threads=crew[0], intra_threads=crew[1])


def convert(model: Any, folder: Path) -> None:
    """Convert the model to CTranslate2's format, in float32; ``model`` is unusable afterwards.

    Raises whatever the converter raises for a model that it does not know.
    """
    from ctranslate2.converters import transformers as converters

    words = _Words(model)

    class Converter(converters.TransformersConverter):  # type: ignore[misc]
        def _load(self) -> Any:
            with torch.no_grad():
                return converters._MODEL_LOADERS[type(model.config).__name__](model, words)

    Converter("").convert(str(folder), force=True)
