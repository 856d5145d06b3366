"""The engine whose model is our own decoder: text in and out as ever, other arithmetic between.

It takes a checkpoint only where it does everything that the files ask for; the rest, damaged files
among it, goes to the engine on transformers, which does or says what is to be done. Start-up imports
no model class and maps the weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import torch
import transformers

from summarize.engines import chat, generation, loading, precision
from summarize.engines.decoder import architecture
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import Rules, rules
from summarize.engines.decoder.searches import Written
from summarize.engines.decoder.shortlist import Shortlist, pieces
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode_together
from summarize.engines.failures import explained
from summarize.engines.progress import report
from summarize.engines.protocol import Generation
from summarize.engines.tokenization import Tokenization
from summarize.engines.transformers import UNSTATED_INPUT, TransformersEngine
from summarize.models import memory, weights
from summarize.models.checkpoints import Checkpoint
from summarize.request import Decoding, Instruction, Runtime

# What ``rules`` obeys, what every text is given anyway, and what only sampling would ask for.
_OBEYED = frozenset({
    "num_beams", "length_penalty", "early_stopping", "no_repeat_ngram_size", "bad_words_ids",
    "forced_bos_token_id", "forced_eos_token_id", "min_length", "min_new_tokens",
    "decoder_start_token_id", "eos_token_id", "bos_token_id", "pad_token_id",
    "max_length", "max_new_tokens", "do_sample", "temperature", "top_k", "top_p",
    "use_cache", "transformers_version", "_from_model_config", "prefix",
    "output_attentions", "output_hidden_states", "output_scores", "return_dict_in_generate",
})  # fmt: skip
_FEWEST_TOKENS = 32


@dataclass(frozen=True)
class Parts:
    """What an engine is made of: a tokenizer, a network and the files' settings for ``generate``."""

    tokenizer: Any
    network: Network
    generation_config: Any
    precision: precision.Precision


def take(checkpoint: Checkpoint, runtime: Runtime) -> DecoderEngine | None:
    """The engine, loaded, where it does all that the checkpoint and the runtime ask for.

    Raises:
        UsageError: the processor has no kernels for the precision.
    """
    if runtime.precision == "float16" or loading.choose_device(runtime).type != "cpu":
        return None
    if checkpoint.problems or (runtime.safetensors_only and checkpoint.weights != "safetensors"):
        return None
    if any(
        not _obeys(settings) for settings in (checkpoint.generation, *checkpoint.task_parameters.values())
    ):
        return None
    chosen = precision.choose(runtime.precision)
    if memory.fits(checkpoint, chosen):
        return None
    if runtime.threads:
        torch.set_num_threads(runtime.threads)
    with loading.quiet():
        try:
            parts = _load(checkpoint, chosen)
        except Exception:
            # Damaged files raise anything; the library's path is tried next, and says what is wrong.
            return None
    return None if parts is None else DecoderEngine(checkpoint, parts, runtime.shortlist)


class DecoderEngine(TransformersEngine):
    """One loaded checkpoint of a family like BART or T5. ``precision`` says what it computes in."""

    def __init__(self, checkpoint: Checkpoint, parts: Parts, shortens: bool = False) -> None:
        self.name = checkpoint.name
        self.checkpoint = checkpoint
        self.precision = parts.precision
        self._parts = self._model = parts
        self._tokenizer, self._tokens = parts.tokenizer, Tokenization(parts.tokenizer, checkpoint)
        self._chats = False
        self._dress = chat.composer(checkpoint)
        self._embeddings = parts.network.shape.vocabulary
        # A source and a target with words of their own share no ids.
        self._shortens = shortens and parts.network.shape.tables in ("one", "as stored")
        self._shortlists: dict[str, Shortlist | None] = {}
        self._reads = checkpoint.max_input or parts.network.shape.longest or UNSTATED_INPUT

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
            done = [Generation("", 0, 0, True) for _ in texts]
            common = generation.arguments(self.checkpoint, instruction, decoding)
            own = self._parts.generation_config.to_dict()
            rows = self._decoded(
                [source.ids for source in sources],
                [source.ceiling for source in sources],
                rules({**own, **common, **(frame.arguments if frame else {})}),
                instruction.target,
                self._counter(len(texts) - len(sources), len(texts)),
            )
            for source, row in zip(sources, rows, strict=True):
                done[source.place] = self._generation(source, row.ids)
        return done

    def _decoded(
        self,
        rows: list[list[int]],
        ceilings: list[int],
        asked: Rules,
        target: str,
        on_done: Callable[[], None],
    ) -> list[Written]:
        network, shortlist = self._parts.network, self._shortlist(target)
        if shortlist is None:
            return decode_together(network, rows, ceilings, asked, on_done)
        more = shortlist.lacking(itertools.chain(asked.asked_for, *rows))
        shortlist += network.shortlist(more)
        narrowed = network.narrowed(shortlist)
        written = decode_together(narrowed, rows, ceilings, shortlist.rules(asked), on_done)
        return [shortlist.written(row) for row in written]

    def _shortlist(self, target: str) -> Shortlist | None:
        """What scores the pieces that a language is written in, made at the first text in it."""
        if not self._shortens:
            return None
        if target not in self._shortlists:
            network = self._parts.network
            found = pieces(self._tokenizer, target, network.shape.vocabulary)
            self._shortlists[target] = None if found is None else network.shortlist(found)
        return self._shortlists[target]

    def _counter(self, finished: int, total: int) -> Callable[[], None]:
        """Tells of every row that is done."""
        done = itertools.count(finished)

        def count() -> None:
            report(self.name, next(done), total)

        count()
        return count


def _obeys(given: Mapping[str, Any]) -> bool:
    """Whether nothing is asked for that ``rules`` does not know; ``None``, 0 and 1 ask for nothing there."""
    return all(key in _OBEYED or value in (None, False, 0, 1, 1.0) for key, value in given.items())


def _load(checkpoint: Checkpoint, chosen: precision.Precision) -> Parts | None:
    config = transformers.AutoConfig.from_pretrained(
        checkpoint.path, local_files_only=True, trust_remote_code=False
    )
    shape = architecture.read(config.to_dict() | dict(checkpoint.config))
    if shape is None:
        return None
    config = _generation_config(checkpoint)
    if config.decoder_start_token_id is None:
        return None
    # A large vocabulary takes Python as long to read as packing takes the other cores.
    with ThreadPoolExecutor(1) as aside:
        reading = aside.submit(loading.load_tokenizer, checkpoint)
        network = Network(shape, Tensors(weights.weigh(checkpoint.path).files), chosen)
        tokenizer = reading.result()
    if len(tokenizer) < max(_FEWEST_TOKENS, shape.vocabulary // 2):
        return None
    return Parts(tokenizer, network, config, chosen)


def _generation_config(checkpoint: Checkpoint) -> Any:
    """As the library does: generation_config.json, or config.json where there is none."""
    kind, options = transformers.GenerationConfig, {"local_files_only": True}
    if (checkpoint.path / "generation_config.json").is_file():
        return kind.from_pretrained(checkpoint.path, **options)
    return kind.from_pretrained(
        checkpoint.path, config_file_name="config.json", _from_model_config=True, **options
    )
