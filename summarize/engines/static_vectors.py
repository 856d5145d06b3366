"""Sentence vectors as means of token vectors: folders of model2vec and StaticEmbedding, with numpy alone.

The ids of a tokenizer select rows of one matrix. It is mapped into memory, so that only the rows in use are
read. There is no limit on the length of a text.
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
from summarize.models.files import LARGE, Damaged, read_bytes

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
# Texts tokenised together, and rows summed together: both bound memory and do not change the result.
_BLOCK: Final = 1000
_ROWS: Final = 8192
_UNIGRAM_UNKNOWN: Final = re.compile(rb'(?<!\\)"unk_id"\s*:\s*(\d+)')

Tensor = NDArray[Any]


class StaticVectors:
    """A matrix of token vectors as a ``SentenceModel``: the vector of a text is the mean over its tokens.

    As in the authors' libraries, model2vec skips unknown tokens and StaticEmbedding has a row for them.
    Those libraries may truncate texts; here every text is read in full.
    """

    def __init__(self, checkpoint: Checkpoint, prompt: str | None = None) -> None:
        """Open the folder; raises ``ModelError`` if anything is wrong with its files."""
        if checkpoint.problems:
            raise ModelError(f"{checkpoint.name} cannot be used: {'; '.join(checkpoint.problems)}")
        self.name = checkpoint.name
        self.prompt = sentence_modules.prompt(checkpoint) if prompt is None else prompt
        folder = _folder(checkpoint)
        tensors = _tensors(checkpoint, folder / "model.safetensors")
        key = next((key for key in (_MODEL2VEC, _EMBEDDING_BAG) if key in tensors), None)
        if key is None or tensors[key].ndim != 2:
            found = ", ".join(sorted(tensors)[:5]) or "none"
            raise ModelError(f"{self.name}: its weights hold no matrix of token vectors (tensors: {found})")
        self._rows, self._mapping, self._weights = (
            tensors[key],
            tensors.get("mapping"),
            tensors.get("weights"),
        )
        self._tokenizer = _tokenizer(checkpoint, folder / "tokenizer.json")
        self._check_ids()
        self._unknown = _unknown(self._tokenizer, folder / "tokenizer.json")
        self._skipped = self._unknown if key == _MODEL2VEC else None
        self.dimension = int(self._rows.shape[1])

    def __call__(self, texts: Sequence[str]) -> Floats:
        """The mean vectors [n, dimension]; zeros for a text without a known token."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, ids in enumerate(
            self._ids([self.prompt + text if text.strip() else "" for text in texts])
        ):
            known = ids[ids != self._skipped] if self._skipped is not None else ids
            if known.size:
                vectors[place] = self._sum(known) / known.size
        return vectors

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that are not in the vocabulary, 0 to 1."""
        ids = np.concatenate([np.zeros(0, np.int64), *self._ids(texts)])
        return float(np.mean(ids == self._unknown)) if self._unknown is not None and ids.size else 0.0

    def words(self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> None:
        """Nothing: the vector of a word does not depend on its sentence."""

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

    def _check_ids(self) -> None:
        """Refuse a folder whose tokenizer can produce an id without a row."""
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
                "the files belong to two models"
            )


def _folder(checkpoint: Checkpoint) -> Path:
    """The folder that holds both the matrix and the tokenizer."""
    for name in _FOLDERS:
        folder = checkpoint.path / name
        if (folder / "model.safetensors").is_file() and (folder / "tokenizer.json").is_file():
            return folder
    raise ModelError(
        f"{checkpoint.name}: no folder holds both model.safetensors and tokenizer.json; fetch the model again"
    )


def _tensors(checkpoint: Checkpoint, file: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file, each mapped into memory."""
    try:
        return {name: _mapped(file, tensor) for name, tensor in weights.read_header(file).tensors.items()}
    except Damaged as error:
        raise ModelError(f"{checkpoint.name}: {error}; fetch the model again") from error
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
    # The file keeps the settings of whoever saved it, padding and truncation included.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # a special token written in a text is text
    return tokenizer


def _unknown(tokenizer: Any, file: Path) -> int | None:
    """The id of the unknown token; for a unigram model, only the file has it."""
    if hasattr(tokenizer.model, "unk_token"):
        token = tokenizer.model.unk_token
        return None if token is None else tokenizer.token_to_id(token)
    found = _UNIGRAM_UNKNOWN.search(read_bytes(file, LARGE))
    return int(found[1]) if found else None
