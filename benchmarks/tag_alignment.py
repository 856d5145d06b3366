"""Words of a sentence and its translation linked by a model that reads both, one after the other.

The translation is given, not searched for. A model without an encoder attends, at each piece of the
translation, to pieces of the sentence before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summarize.engines.protocol import Link

NAMES = {"en": "English", "ru": "Russian", "kk": "Kazakh"}
_LEAST = 0.02  # of the attention of a piece; less is not a link


class Reader:
    """A causal model that links sentences with their translations by its attention in one pass."""

    def __init__(self, path: str) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.set_num_threads(1)
        self._tokenizer: Any = AutoTokenizer.from_pretrained(path, local_files_only=True)
        self._model: Any = AutoModelForCausalLM.from_pretrained(
            path, local_files_only=True, attn_implementation="eager", dtype=torch.float32
        ).eval()

    def links(self, source: str, target: str, languages: tuple[str, str]) -> list[Link]:
        """The links of one pair: the mean of all layers and heads, made to add up to 1 for each piece."""
        import torch

        head = f"{NAMES[languages[0]]}: "
        middle = f"\n{NAMES[languages[1]]}: "
        text = f"{head}{source}{middle}{target}"
        read = self._tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
        spans = [tuple(span) for span in read.pop("offset_mapping")[0].tolist()]
        with torch.inference_mode():
            seen = self._model(**read, output_attentions=True).attentions
        weights = torch.stack([layer[0].mean(0) for layer in seen]).mean(0)
        ours = _within(spans, len(head), len(source))
        theirs = _within(spans, len(head) + len(source) + len(middle), len(target))
        return self._linked(weights, ours, theirs)

    def _linked(
        self, weights: Any, ours: Sequence[tuple[int, int, int]], theirs: Sequence[tuple[int, int, int]]
    ) -> list[Link]:
        found: list[Link] = []
        for row, low, high in theirs:
            shares = [float(weights[row, column]) for column, _, _ in ours]
            total = sum(shares) or 1.0
            found += [
                ((start, end), (low, high), share / total)
                for (_, start, end), share in zip(ours, shares, strict=True)
                if share / total >= _LEAST
            ]
        return found


def _within(spans: Sequence[tuple[int, ...]], start: int, size: int) -> list[tuple[int, int, int]]:
    """The pieces that are in a part of the text: their index, and their span in that part."""
    return [
        (index, max(low - start, 0), high - start)
        for index, (low, high) in enumerate(spans)
        if low < high and high > start and low < start + size and high <= start + size
    ]
