"""Sentences as means of word vectors: model2vec's and StaticEmbedding's folders, with numpy alone.

No network is run: a tokenizer's ids pick rows of one matrix, which stays on disk and is mapped
into memory, so that only the rows of words that occur are read. Nothing is ever too long.
Knows nothing of other models, and no torch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from summarize.engines.vectors import Floats
from summarize.errors import ModelError
from summarize.models import sentence_modules, weights
from summarize.models.checkpoints import Checkpoint

_FOLDERS: Final = ("", "0_StaticEmbedding")
_MODEL2VEC, _EMBEDDING_BAG = "embeddings", "embedding.weight"
_DTYPES: Final = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I8": "i1",
    "I64": "<i8",
    "I32": "<i4",
    "BF16": "<u2",
}
# Texts tokenised together, and rows summed together: both bound memory, neither changes a result.
_BLOCK: Final = 1000
_ROWS: Final = 8192
_UNIGRAM_UNKNOWN: Final = re.compile(rb'(?<!\\)"unk_id"\s*:\s*(\d+)')

Tensor = NDArray[Any]


class StaticVectors:
    """One matrix of token vectors; calling it gives the mean over a text's tokens.

    ``dimension`` is the width of the vectors, ``prompt`` is put in front of every text. What
    the authors' libraries do is done: model2vec leaves unknown tokens out, StaticEmbedding has
    a row for them. Both cut texts or may be told to; here all of a text is read.
    """

    def __init__(self, checkpoint: Checkpoint, prompt: str | None = None) -> None:
        """Open the folder.

        Raises:
            ModelError: one line, whatever is wrong with the files.
        """
        if checkpoint.problems:
            raise ModelError(f"{checkpoint.name} cannot be used: {'; '.join(checkpoint.problems)}")
        self.name = checkpoint.name
        self.prompt = sentence_modules.prompt(checkpoint) if prompt is None else prompt
        folder = _folder(checkpoint)
        tensors = _tensors(checkpoint, folder / "model.safetensors")
        key = next((key for key in (_MODEL2VEC, _EMBEDDING_BAG) if key in tensors), None)
        if key is None or tensors[key].ndim != 2:
            found = ", ".join(sorted(tensors)[:5]) or "none"
            raise ModelError(f"{self.name}: its weights hold no matrix of word vectors (they are: {found})")
        self._rows, self._mapping, self._weights = (
            tensors[key],
            tensors.get("mapping"),
            tensors.get("weights"),
        )
        self._tokenizer = _tokenizer(checkpoint, folder / "tokenizer.json")
        self._refuse_strangers()
        self._unknown = _unknown(self._tokenizer, folder / "tokenizer.json")
        self._skipped = self._unknown if key == _MODEL2VEC else None
        self.dimension = int(self._rows.shape[1])

    def __call__(self, texts: Sequence[str]) -> Floats:
        """The mean vectors, [n, dimension]; zeros for a text without a known token."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, ids in enumerate(
            self._ids([self.prompt + text if text.strip() else "" for text in texts])
        ):
            known = ids[ids != self._skipped] if self._skipped is not None else ids
            if known.size:
                vectors[place] = self._sum(known) / known.size
        return vectors

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that its vocabulary does not have, 0 to 1."""
        ids = np.concatenate([np.zeros(0, np.int64), *self._ids(texts)])
        return float(np.mean(ids == self._unknown)) if self._unknown is not None and ids.size else 0.0

    def _ids(self, texts: Sequence[str]) -> Iterator[NDArray[np.int64]]:
        for start in range(0, len(texts), _BLOCK):
            block = list(texts[start : start + _BLOCK])
            for encoding in self._tokenizer.encode_batch_fast(block, add_special_tokens=False):
                yield np.array(encoding.ids, dtype=np.int64)

    def _sum(self, ids: NDArray[np.int64]) -> Floats:
        total = np.zeros(self.dimension, dtype=np.float32)
        for start in range(0, ids.size, _ROWS):
            some = ids[start : start + _ROWS]
            rows = _floats(self._rows[some if self._mapping is None else self._mapping[some]])
            total += rows.sum(axis=0) if self._weights is None else _floats(self._weights[some]) @ rows
        return total

    def _refuse_strangers(self) -> None:
        """Every id the tokenizer can write must have a row."""
        height, tokens = len(self._rows), self._tokenizer.get_vocab_size()
        if self._mapping is not None and self._mapping.size:
            height = (
                len(self._mapping) if int(self._mapping.max()) < height and self._mapping.min() >= 0 else 0
            )
        if self._weights is not None:
            height = min(height, len(self._weights))
        if tokens > height:
            raise ModelError(
                f"{self.name}: its tokenizer has {tokens:,} tokens and its weights {height:,}: "
                "the files are of two models"
            )


def _folder(checkpoint: Checkpoint) -> Path:
    """Where matrix and tokenizer lie together."""
    for name in _FOLDERS:
        folder = checkpoint.path / name
        if (folder / "model.safetensors").is_file() and (folder / "tokenizer.json").is_file():
            return folder
    raise ModelError(
        f"{checkpoint.name}: there is no model.safetensors beside a tokenizer.json; fetch the model again"
    )


def _tensors(checkpoint: Checkpoint, file: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file, each mapped into memory."""
    try:
        return {name: _mapped(file, tensor) for name, tensor in weights.read_header(file).tensors.items()}
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"{checkpoint.name}: {file.name} cannot be read: {error}; fetch the model again"
        ) from error


def _mapped(file: Path, tensor: weights.Stored) -> Tensor:
    if tensor.dtype not in _DTYPES:
        raise ValueError(f"tensors of type {tensor.dtype} are not supported")
    if 0 in tensor.shape:
        raise ValueError("it holds an empty tensor")
    return np.memmap(file, dtype=_DTYPES[tensor.dtype], mode="r", offset=tensor.start, shape=tensor.shape)


def _floats(values: Tensor) -> Floats:
    if values.dtype == np.uint16:  # bfloat16 is the upper half of a float32
        return (values.astype(np.uint32) << 16).view(np.float32)
    return np.asarray(values, dtype=np.float32)


def _tokenizer(checkpoint: Checkpoint, file: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing narrower
        raise ModelError(f"{checkpoint.name}: its tokenizer.json cannot be read: {error}") from error
    # Files keep the settings of whoever saved them, padding and cutting included.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # what a reader's text spells is text
    return tokenizer


def _unknown(tokenizer: Any, file: Path) -> int | None:
    """The id of the unknown token; a unigram model tells it in its file only."""
    if hasattr(tokenizer.model, "unk_token"):
        token = tokenizer.model.unk_token
        return None if token is None else tokenizer.token_to_id(token)
    found = _UNIGRAM_UNKNOWN.search(file.read_bytes())
    return int(found[1]) if found else None
