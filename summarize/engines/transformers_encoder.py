"""Sentence encoders on transformers and torch: token vectors, pooled into one vector per sentence.

Follows ``sentence_modules.Recipe``. A sentence longer than the model reads is encoded in parts, so nothing
is truncated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional

from summarize.engines import batching, loading
from summarize.engines.encoders import Span
from summarize.engines.failures import explained
from summarize.engines.vectors import Floats
from summarize.errors import ModelError
from summarize.models import sentence_modules, weights
from summarize.models.checkpoints import Checkpoint
from summarize.models.sentence_modules import Dense
from summarize.request import Runtime

Step = Callable[[torch.Tensor], torch.Tensor]

# For a model whose files name no limit.
_UNSTATED_INPUT = 512
# Texts tokenised together, to bound memory.
_BLOCK = 1000
# Padded tokens per batch on a processor: 1.4 times as fast as with eight times as many (MiniLM, one thread),
# because the output of one layer is still in the cache when the next begins.
_TOKENS_PER_CPU_BATCH = 1024


@dataclass(frozen=True)
class _Part:
    """A text, or part of one that is too long: index of the text, ids, number of ids that are its own."""

    place: int
    ids: list[int]
    own: int


class TransformersEncoder:
    """One loaded sentence encoder, a ``SentenceModel``."""

    def __init__(self, checkpoint: Checkpoint, runtime: Runtime, prompt: str | None = None) -> None:
        """Load the model; ``prompt`` replaces the prompt that its files ask for.

        Raises:
            UsageError: this machine does not have the device or the precision.
            ModelError: something is wrong with the files, or the model does not fit in memory.
        """
        self.name = checkpoint.name
        self.prompt = sentence_modules.prompt(checkpoint) if prompt is None else prompt
        self._recipe = sentence_modules.recipe(checkpoint)
        # Rounding to bfloat16 could decide between nearly equal sentences, so it must be asked for.
        exact = replace(runtime, precision="float32") if runtime.precision == "auto" else runtime
        loaded = loading.load_model(checkpoint, exact, kinds=("encoder",))
        self._model, self._tokenizer, self._device = loaded.model, loaded.tokenizer, loaded.device
        with loading.quiet(), explained(self.name, "the layers after its encoder cannot be loaded"):
            self._steps = [_step(step, runtime, self._device) for step in self._recipe.steps]
        self._limit = checkpoint.max_input or _UNSTATED_INPUT
        with loading.quiet(), explained(self.name, "cannot encode"), torch.inference_mode():
            # The space at the end of a prompt belongs to the first word after it.
            prompted = self._ids([self.prompt.rstrip()])[0]
            ends = prompted[-1:] and prompted[-1] in self._tokenizer.all_special_ids
            self._frame, self._lead = len(prompted), len(prompted) - bool(ends)
            self.dimension = int(self._batch([self._ids([self.prompt + "a"])[0]]).shape[1])

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors [n, dimension]; zeros for a text without a token.

        Raises:
            ModelError: memory ran out, or the files belong to two models.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        with loading.quiet(), explained(self.name, "cannot encode"), torch.inference_mode():
            parts = list(self._parts(texts))
            whole = np.zeros(len(texts), dtype=np.float32)
            np.add.at(whole, [part.place for part in parts], [part.own for part in parts])
            lengths = [len(part.ids) for part in parts]
            budget = _TOKENS_PER_CPU_BATCH if self._device.type == "cpu" else batching.TOKENS_PER_BATCH
            for batch in batching.pack(lengths, [0] * len(parts), budget):
                rows = self._batch([parts[index].ids for index in batch])
                for index, row in zip(batch, rows, strict=True):
                    part = parts[index]
                    vectors[part.place] += part.own / whole[part.place] * row
        return vectors

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that are not in the vocabulary, 0 to 1."""
        with loading.quiet(), explained(self.name, "cannot encode"):
            ids = [token for text in texts for token in self._ids([text], special=False)[0]]
        return ids.count(self._tokenizer.unk_token_id) / len(ids) if ids else 0.0

    def words(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Floats] | None:
        """The mean of each word's tokens after two thirds of the layers; see ``SentenceEncoder.words``.

        ``None`` if the tokenizer does not say where its tokens are.

        Raises:
            ModelError: memory ran out, or the files belong to two models.
        """
        if not self._tokenizer.is_fast:
            return None
        found: list[Floats] = [np.zeros((0, 0), np.float32)] * len(texts)
        with loading.quiet(), explained(self.name, "cannot encode"), torch.inference_mode():
            rows = self._ids([self.prompt + text for text in texts]) if texts else []
            read = [place for place, ids in enumerate(rows) if len(ids) <= self._limit and spans[place]]
            lengths = [len(rows[place]) for place in read]
            for batch in batching.pack(lengths, [0] * len(read), _TOKENS_PER_CPU_BATCH):
                places = [read[index] for index in batch]
                hidden = self._hidden([rows[place] for place in places])
                for place, states in zip(places, hidden, strict=True):
                    found[place] = self._pooled(states, self.prompt + texts[place], spans[place])
        return found

    def _hidden(self, rows: Sequence[list[int]]) -> Floats:
        """The states [rows, tokens, width] after two thirds of the layers."""
        ids, mask = (self._tensor(part) for part in batching.pad(rows, self._filler(), "right"))
        layers = self._model(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        return np.asarray(layers[(len(layers) - 1) * 2 // 3].float().cpu().numpy(), dtype=np.float32)

    def _pooled(self, states: Floats, text: str, spans: Sequence[Span]) -> Floats:
        """The mean of the tokens of each word; ``text`` begins with the prompt, ``spans`` after it."""
        tokens = self._tokenizer(text, return_offsets_mapping=True, split_special_tokens=True)[
            "offset_mapping"
        ]
        starts, ends = (np.array(side) - len(self.prompt) for side in zip(*tokens, strict=True))
        own = [(starts < end) & (ends > start) & (ends > starts) for start, end in spans]
        return np.stack(
            [states[: len(tokens)][mask].mean(axis=0) if mask.any() else 0 * states[0] for mask in own]
        )

    def _ids(self, texts: Sequence[str], special: bool = True) -> list[list[int]]:
        """The ids of each text; special tokens written in it are ordinary text."""
        spelled = self._tokenizer(list(texts), add_special_tokens=special, split_special_tokens=True)
        ids: list[list[int]] = spelled["input_ids"]
        return ids

    def _parts(self, texts: Sequence[str]) -> Iterator[_Part]:
        for start in range(0, len(texts), _BLOCK):
            block = texts[start : start + _BLOCK]
            rows = self._ids([self.prompt + text for text in block])
            for place, (text, ids) in enumerate(zip(block, rows, strict=True), start):
                for own_ids in [ids] if len(ids) <= self._limit else self._cut(text):
                    own = len(own_ids) - self._frame
                    if own > 0 and text.strip():
                        yield _Part(place, own_ids, own)

    def _cut(self, text: str) -> Iterator[list[int]]:
        """The ids of a text's halves, halved again until each can be read."""
        ids = self._ids([self.prompt + text])[0]
        if len(ids) <= self._limit:
            yield ids
        elif len(text) < 2:
            raise ModelError(f"{self.name} reads {self._limit} tokens, too few for its prompt and one letter")
        else:
            for half in _halves(text):
                yield from self._cut(half)

    def _batch(self, rows: Sequence[list[int]]) -> Floats:
        """The vectors of one batch, [rows, dimension]."""
        known = self._model.get_input_embeddings().num_embeddings
        if max(map(max, rows)) >= known:
            raise ModelError(f"{self.name}: its tokenizer writes ids that its weights do not have")
        ids, mask = (self._tensor(part) for part in batching.pad(rows, self._filler(), "right"))
        hidden = self._model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        if not self._recipe.prompt_counts:
            mask[:, : self._lead] = 0
        pooled = torch.cat([_POOLINGS[name](hidden, mask) for name in self._recipe.pooling], dim=-1)
        for step in self._steps:
            pooled = step(pooled)
        return np.asarray(pooled.cpu().numpy(), dtype=np.float32)

    def _filler(self) -> int:
        """The id that pads rows. RoBERTa derives positions from it, so the model's own comes first."""
        named = (self._model.config.get_text_config().pad_token_id, self._tokenizer.pad_token_id, 0)
        return int(next(filler for filler in named if filler is not None))

    def _tensor(self, rows: list[list[int]]) -> torch.Tensor:
        return torch.tensor(rows, dtype=torch.long, device=self._device)


def _halves(text: str) -> tuple[str, str]:
    """Cut at the last space before the middle, or in the middle if there is none nearby."""
    middle = len(text) // 2
    space = text.rfind(" ", 1, middle + 1)
    cut = space if space > len(text) // 4 else middle
    return text[:cut], text[cut:]


def _step(step: Dense | str, runtime: Runtime, device: torch.device) -> Step:
    if not isinstance(step, Dense):
        return lambda rows: functional.normalize(rows, dim=-1)
    tensors = _tensors(step, runtime)
    weight = tensors["linear.weight"].to(device, torch.float32)
    bias = tensors["linear.bias"].to(device, torch.float32) if step.bias else None
    activation = getattr(torch.nn, step.activation)()
    return lambda rows: activation(functional.linear(rows, weight, bias))


def _tensors(step: Dense, runtime: Runtime) -> dict[str, torch.Tensor]:
    """The weights of a layer, from plain tensors only; raises ``ModelError`` if some are missing."""
    files = [step.folder / "model.safetensors"]
    if not runtime.safetensors_only:
        files.append(step.folder / "pytorch_model.bin")
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        raise ModelError(f"{step.folder} has no {' or '.join(f.name for f in files)}; fetch the model again")
    safe = file.suffix == ".safetensors"
    if not safe and (problem := weights.damage(file)):
        raise ModelError(f"{step.folder}: {problem}; fetch the model again")
    tensors = load_file(file) if safe else torch.load(file, map_location="cpu", weights_only=True)
    wanted = {"linear.weight", "linear.bias"} if step.bias else {"linear.weight"}
    if lost := wanted - tensors.keys():
        raise ModelError(f"{file} does not hold {', '.join(sorted(lost))}; fetch the model again")
    return dict(tensors)


def _first(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return _at(hidden, mask.argmax(dim=1))


def _last(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return _at(hidden, mask.shape[1] - 1 - mask.flip(1).argmax(dim=1))


def _at(hidden: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return hidden[torch.arange(len(hidden), device=hidden.device), places]


def _weighted(hidden: torch.Tensor, weights: torch.Tensor, root: float = 1.0) -> torch.Tensor:
    total = weights.sum(dim=1, keepdim=True).clamp(min=1) ** root
    return (hidden * weights.unsqueeze(-1)).sum(dim=1) / total


def _highest(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return hidden.masked_fill(mask.unsqueeze(-1) == 0, -torch.inf).amax(dim=1)


# The vectors of tokens [texts, tokens, width] and a mask, 1 for each token that counts → [texts, width].
_POOLINGS: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "cls": _first,
    "max": _highest,
    "mean": _weighted,
    "mean_sqrt_len_tokens": lambda hidden, mask: _weighted(hidden, mask, 0.5),
    "weightedmean": lambda hidden, mask: _weighted(hidden, mask * _positions(mask)),
    "lasttoken": _last,
}


def _positions(mask: torch.Tensor) -> torch.Tensor:
    return torch.arange(1, mask.shape[1] + 1, device=mask.device)
