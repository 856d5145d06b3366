"""The engine on our own decoder, for the checkpoints on which it writes what the library writes.

``take`` leaves every other checkpoint, damaged ones included, to the engine on transformers, which runs it or
explains what is wrong. Starting imports no model class and maps the weights instead of reading them.
"""

from __future__ import annotations

import functools
import itertools
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import torch
import transformers

from summarize.engines import automatic, loading, precision
from summarize.engines.decoder import architecture, causal_architecture
from summarize.engines.decoder.alignment import attention, links
from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import Rules, rules
from summarize.engines.decoder.searches import Written
from summarize.engines.decoder.shortlist import Shortlist, writable
from summarize.engines.decoder.tensors import PROCESSOR, Tensors
from summarize.engines.decoder.workers import Course, Decodes, decode_parallel
from summarize.engines.failures import explain, explained, is_out_of_memory
from summarize.engines.protocol import Link
from summarize.engines.text_engine import Source, TextEngine
from summarize.engines.tokenization import Frame
from summarize.errors import ModelError
from summarize.models import memory, weights
from summarize.models.checkpoints import Checkpoint
from summarize.progress import Meter
from summarize.request import Decoding, Instruction, Runtime

_log = logging.getLogger(__name__)

# What ``rules`` implements, what every text is given anyway, what only sampling reads, and how the library
# keeps its cache.
_SUPPORTED = frozenset({
    "num_beams", "length_penalty", "repetition_penalty", "early_stopping", "no_repeat_ngram_size",
    "bad_words_ids", "forced_bos_token_id", "forced_eos_token_id", "min_length", "min_new_tokens",
    "decoder_start_token_id", "eos_token_id", "bos_token_id", "pad_token_id", "max_length", "max_new_tokens",
    "do_sample", "temperature", "top_k", "top_p", "min_p", "use_cache", "cache_implementation",
    "transformers_version", "_from_model_config", "prefix", "output_attentions", "output_hidden_states",
    "output_scores", "return_dict_in_generate",
})  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """What an engine is made of; ``generation_config`` holds the files' settings for ``generate``."""

    tokenizer: Any
    network: Decodes
    generation_config: Any
    precision: precision.Precision


def take(checkpoint: Checkpoint, runtime: Runtime) -> DecoderEngine | None:
    """Load the engine, or return ``None`` if the decoder does not run this checkpoint.

    The debug log says why not.

    Raises:
        UsageError: this machine does not have the device, or the processor no kernels for the precision.
    """
    try:
        _refuse(checkpoint, runtime)
        device = loading.choose_device(runtime)
        chosen = _precision(checkpoint, runtime, device)
        too_large = memory.shortage(checkpoint, chosen, loading.free(device))
        if too_large:
            raise ModelError(too_large)
        if runtime.threads:
            torch.set_num_threads(runtime.threads)
        with loading.quiet():
            parts = _load(checkpoint, runtime, chosen, device)
    except ModelError as error:
        reason = str(error)
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        reason = explain(error)
    else:
        return DecoderEngine(checkpoint, parts, runtime.shortlist)
    _log.debug("%s is left to transformers: %s", checkpoint.name, reason)
    return None


def runs(checkpoint: Checkpoint, runtime: Runtime) -> bool:
    """Whether ``take`` would load a checkpoint, as far as its files say without the weights."""
    try:
        _refuse(checkpoint, runtime)
        if checkpoint.weights != "gguf":
            with loading.quiet():
                _builder(checkpoint, loading.load_config(checkpoint))
    except ModelError:
        return False
    return True


class DecoderEngine(TextEngine):
    """One checkpoint of a family that the decoder runs, loaded.

    ``shorten`` makes a model with an encoder write from a shortlist.
    """

    def __init__(self, checkpoint: Checkpoint, parts: Parts, shorten: bool = False) -> None:
        shape = parts.network.shape
        super().__init__(
            checkpoint,
            parts.tokenizer,
            parts.generation_config,
            parts.precision,
            shape.vocabulary,
            checkpoint.max_input or shape.longest,
        )
        self._network = parts.network
        # If source and target have separate vocabularies, they share no ids.
        self._shorten = shorten and shape.tied in ("all", "as stored")
        self._shortlists: dict[str, Shortlist | None] = {}

    def _write(
        self,
        sources: Sequence[Source],
        settings: dict[str, Any],
        instruction: Instruction,
        decoding: Decoding,
        meter: Meter,
    ) -> Iterable[tuple[Source, list[int]]]:
        watches = [source.watch for source in sources]
        asked = rules(self._generation_config.to_dict() | settings)
        rows = self._decoded(
            [source.ids for source in sources],
            [source.max_new_tokens for source in sources],
            asked.without_start() if self._chats else asked,
            instruction.target,
            Course(meter.done, meter.wrote, watches if any(watches) else ()),
        )
        return [
            (source, self._chosen(source, row, instruction))
            for source, row in zip(sources, rows, strict=True)
        ]

    def align(self, pairs: Sequence[tuple[str, str]], instruction: Instruction) -> list[list[Link]]:
        """Links of texts and their translations, by attention; see ``Aligner``. Without an encoder, none."""
        found: list[list[Link]] = [[] for _ in pairs]
        network = self._network
        if not isinstance(network, Network):
            return found
        with loading.quiet(), explained(self.name, "cannot align"), torch.inference_mode():
            frame, limit = self._frame(instruction), self.limit(instruction)
            start = self._beginning(frame)
            spelled = [(self._tokens.ids(text), self._tokens.target_ids(other)) for text, other in pairs]
            chosen = [
                index for index, sides in enumerate(spelled) if all(sides) and max(map(len, sides)) <= limit
            ]
            weights = attention(
                network,
                [[*frame.head, *spelled[index][0], *frame.tail] for index in chosen],
                [[*start, *spelled[index][1]] for index in chosen],
            )
            for index, each in zip(chosen, weights, strict=True):
                ours, theirs = (
                    self._tokens.spans(ids, text)
                    for ids, text in zip(spelled[index], pairs[index], strict=True)
                )
                inner = each[len(start) - 1 : -1, len(frame.head) : len(frame.head) + len(ours)]
                found[index] = links(ours, theirs, inner)
        return found

    def _beginning(self, frame: Frame) -> list[int]:
        """The tokens with which every translation begins."""
        settings = self._generation_config.to_dict() | dict(frame.arguments)
        first = (settings.get("decoder_start_token_id"), settings.get("forced_bos_token_id"))
        return [int(token) for token in first if token is not None]

    def _chosen(self, source: Source, row: Written, instruction: Instruction) -> list[int]:
        """The ids of the beam that the instruction prefers; by default, of the best one."""
        if instruction.choose is None or not row.others:
            return row.ids
        beams, ends = (row.ids, *row.others), self._ends()
        texts = [self._tokens.text([token for token in ids if token not in ends]) for ids in beams]
        return beams[instruction.choose(source.text, texts)]

    def _decoded(
        self,
        rows: list[list[int]],
        ceilings: list[int],
        asked: Rules,
        target: str,
        course: Course,
    ) -> list[Written]:
        network = self._network
        shortlist = self._shortlist(network, target) if isinstance(network, Network) else None
        if shortlist is None or isinstance(network, CausalNetwork):
            return decode_parallel(network, rows, ceilings, asked, course)
        more = shortlist.missing(itertools.chain(asked.special_ids, *rows))
        shortlist += network.shortlist(more)
        narrowed = network.narrowed(shortlist)
        course = replace(course, ids=lambda places: shortlist.ids[places].tolist())
        written = decode_parallel(narrowed, rows, ceilings, shortlist.rules(asked), course)
        return [shortlist.written(row) for row in written]

    def _shortlist(self, network: Network, target: str) -> Shortlist | None:
        """The tokens of a language, made at the first text in it; ``None`` for the whole vocabulary."""
        if not self._shorten:
            return None
        if target not in self._shortlists:
            ids = writable(self._tokenizer, target, network.shape.vocabulary)
            self._shortlists[target] = None if ids is None else network.shortlist(ids)
        return self._shortlists[target]


def _refuse(checkpoint: Checkpoint, runtime: Runtime) -> None:
    """Refuse what can be refused before anything is loaded."""
    device = loading.choose_device(runtime)
    if device.type not in ("cpu", "cuda"):
        raise ModelError(f"the decoder does not run on {device.type}")
    if runtime.precision == "float16":
        raise ModelError("the decoder does not compute in float16")
    if checkpoint.problems:
        raise ModelError("; ".join(checkpoint.problems))
    kind = checkpoint.family.kind
    if kind not in ("seq2seq", "causal"):
        raise ModelError(f"the decoder does not run {kind} models")
    unaided = device == PROCESSOR and "bfloat16" not in precision.available()
    if kind == "causal" and runtime.precision == "bfloat16" and unaided:
        raise ModelError("the decoder computes in bfloat16 only where the processor has instructions for it")
    if checkpoint.weights == "gguf" and checkpoint.model_type not in causal_architecture.FAMILIES:
        raise ModelError(f"the decoder does not run a {checkpoint.model_type} of a GGUF file")
    if runtime.safetensors_only and checkpoint.weights == "pickle":
        raise ModelError("--safetensors-only forbids its .bin")
    for settings in (checkpoint.generation, *checkpoint.task_parameters.values()):
        unsupported = sorted(_unsupported(settings))
        if unsupported:
            raise ModelError(f"the decoder does not support {', '.join(unsupported)}")


def _precision(checkpoint: Checkpoint, runtime: Runtime, device: torch.device) -> precision.Precision:
    """The precision to compute in."""
    if device != PROCESSOR:
        asked = loading.choose_precision(checkpoint, runtime, device)
        return "bfloat16" if asked == torch.bfloat16 else "float32"
    if runtime.precision != "auto":
        return precision.choose(runtime.precision)
    choice = automatic.choose(checkpoint, decodes=True)
    if choice.precision not in precision.available():
        raise ModelError(f"the decoder does not compute in {choice.precision} on this processor")
    _log.info("%s: precision %s", checkpoint.name, choice)
    return choice.precision


def _unsupported(settings: Mapping[str, Any]) -> Iterable[str]:
    """Settings that change the output of ``generate`` and that ``rules`` does not implement.

    Those that are ``None``, 0 or 1 change nothing.
    """
    return (
        key
        for key, value in settings.items()
        if key not in _SUPPORTED and value not in (None, False, 0, 1, 1.0)
    )


def _load(
    checkpoint: Checkpoint, runtime: Runtime, chosen: precision.Precision, device: torch.device
) -> Parts:
    if checkpoint.weights == "gguf":
        return _load_gguf(checkpoint, runtime, chosen, device)
    config = loading.load_config(checkpoint)
    build = _builder(checkpoint, config)
    generation_config = _generation_config(checkpoint)
    if checkpoint.family.kind == "seq2seq" and generation_config.decoder_start_token_id is None:
        raise ModelError("its files name no decoder_start_token_id")
    # Reading a large vocabulary in Python takes as long as packing the weights on the other cores.
    with ThreadPoolExecutor(1) as aside:
        reading = aside.submit(loading.load_tokenizer, checkpoint)
        network = build(Tensors(weights.weigh(checkpoint.path).files, device=device), chosen)
        tokenizer = reading.result()
    loading.check_tokenizer(checkpoint, tokenizer, network.shape.vocabulary)
    return Parts(tokenizer, network, generation_config, chosen)


def _load_gguf(
    checkpoint: Checkpoint, runtime: Runtime, chosen: precision.Precision, device: torch.device
) -> Parts:
    """The library widens the numbers of a GGUF file and gives them the names that model folders use."""
    loaded = loading.load_model(checkpoint, replace(runtime, device="cpu", precision="float32"))
    tokenizer, generation_config = loaded.tokenizer, loaded.model.generation_config
    build = _builder(checkpoint, loaded.model.config)
    tensors = Tensors((), loaded.model.state_dict(), device)
    del loaded  # so that each weight is released when it is packed
    return Parts(tokenizer, build(tensors, chosen), generation_config, chosen)


def _builder(checkpoint: Checkpoint, config: Any) -> Callable[[Tensors, precision.Precision], Decodes]:
    """What makes a network of the architecture that the library's configuration describes."""
    if checkpoint.family.kind == "causal":
        causal = causal_architecture.read(config, checkpoint.max_input)
        return functools.partial(CausalNetwork, causal)
    shape = architecture.read(config.to_dict() | dict(checkpoint.config))
    return functools.partial(Network, shape)


def _generation_config(checkpoint: Checkpoint) -> Any:
    """From generation_config.json, or as in the library from config.json where there is none."""
    kind, options = transformers.GenerationConfig, {"local_files_only": True}
    with explained(checkpoint.name, "its generation settings cannot be used"):
        if (checkpoint.path / "generation_config.json").is_file():
            return kind.from_pretrained(checkpoint.path, **options)
        return kind.from_pretrained(
            checkpoint.path, config_file_name="config.json", _from_model_config=True, **options
        )
