"""The ways of generating that are compared: each takes rows of ids and gives rows of ids, in order.

The library one row at a time and in length-sorted batches; the same with packed linears; our decoder in
each precision; CTranslate2 where it is installed and its converter knows the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from summarize.engines import batching, precision
from summarize.engines.decoder import architecture
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode_together

Rows = Sequence[Sequence[int]]
# Rows, beams, the most tokens, and whether every row gets exactly so many → ids written.
Engine = Callable[[Rows, int, int, bool], list[list[int]]]

LENGTH_PENALTY = 0.0  # else beams prefer a longer countdown to the right one
BUDGET = 1024  # padded source tokens in one batch of the library's, beams counted
CT2_BATCHES = {"tokens": 1024, "examples": 64}  # two sizes of batch; the better is compared with


def library(model: Any, batched: bool) -> Engine:
    """``generate``, one row at a time or in batches."""
    ends = model.config.get_text_config().eos_token_id
    causal = not model.config.is_encoder_decoder

    def run(rows: Rows, beams: int, most: int, fixed: bool) -> list[list[int]]:
        lengths = [len(row) for row in rows]
        batches = (
            batching.pack(lengths, [most] * len(rows), BUDGET // beams)
            if batched
            else [[n] for n in range(len(rows))]
        )
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
        return found

    return run


def ours(model: Any, files: Sequence[Path], kind: precision.Precision, workers: int = 1) -> Engine:
    """The decoder of this project, on the files as they lie."""
    shape = architecture.read(model.config.to_dict())
    assert shape is not None
    network = Network(shape, Tensors(files), kind)
    settings = model.generation_config.to_dict()

    def run(rows: Rows, beams: int, most: int, fixed: bool) -> list[list[int]]:
        written = decode_together(
            network,
            rows,
            [most] * len(rows),
            rules(
                {
                    **settings,
                    "num_beams": beams,
                    "length_penalty": LENGTH_PENALTY,
                    "min_new_tokens": most if fixed else 0,
                }
            ),
            workers=workers,
        )
        return [row.ids for row in written]

    return run


class _Words:
    """What the converter asks of a tokenizer: a name for every id."""

    def __init__(self, model: Any) -> None:
        config = model.config
        self._count = config.vocab_size
        self._padding = config.pad_token_id if config.model_type == "marian" else None
        self.eos_token, self.bos_token = f"t{config.eos_token_id}", f"t{config.bos_token_id}"
        self.unk_token, self.pad_token = "t3", f"t{config.pad_token_id}"
        self.unk_token_id, self.bos_token_id = 3, config.bos_token_id
        self.special_tokens_map: dict[str, str] = {}
        self.additional_special_tokens: list[str] = []
        self.num_madeup_words = 0

    def get_vocab(self) -> dict[str, int]:
        return {"<pad>" if n == self._padding else f"t{n}": n for n in range(self._count)}

    def __len__(self) -> int:
        return self._count

    def convert_ids_to_tokens(self, number: int) -> str:
        return f"t{number}"


def ctranslate2(
    build: Callable[[], Any], folder: Path, kind: str, unit: str, crew: tuple[int, int]
) -> Engine:
    """CTranslate2 by a crew (workers, threads of each), batches filled by ``unit``.

    The model is built and converted where the folder has none.

    Raises whatever its converter raises for a model that it does not know.
    """
    import ctranslate2 as ct2
    from ctranslate2.converters import transformers as converters

    if not (folder / "model.bin").is_file():
        model = build()  # the converter takes it apart
        words = _Words(model)

        class Converter(converters.TransformersConverter):
            def _load(self) -> Any:
                with torch.no_grad():
                    return converters._MODEL_LOADERS[type(model.config).__name__](model, words)

        Converter("").convert(str(folder), quantization=kind, force=True)
    translator = ct2.Translator(str(folder), compute_type=kind, inter_threads=crew[0], intra_threads=crew[1])

    def run(rows: Rows, beams: int, most: int, fixed: bool) -> list[list[int]]:
        tokens = [[f"t{n}" for n in row] for row in rows]
        results = translator.translate_batch(
            tokens,
            beam_size=beams,
            length_penalty=LENGTH_PENALTY,
            max_decoding_length=most,
            min_decoding_length=most if fixed else 1,
            batch_type=unit,
            max_batch_size=CT2_BATCHES[unit] // (beams if unit == "tokens" else 1),
        )
        return [[int(word[1:]) for word in result.hypotheses[0]] for result in results]

    return run
