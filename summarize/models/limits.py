"""How much a checkpoint reads and writes at once, in tokens, from its files.

The number a model was *trained* on is often only in its card's prose, so a flag overrides
what is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from summarize.models.families import Family
from summarize.models.layouts import Layout

# Where no limit was set transformers writes 1e30; no model has a table of this length.
_NO_LIMIT = 100_000_000

_INPUT_TABLES = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions", "n_ctx")

# Their position ids begin after the padding id, so the table holds two fewer than it says.
_SHIFTED_TYPES = ("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet")


def longest_input(layout: Layout, family: Family) -> int | None:
    """Tokens read at once, special tokens included; ``None`` where nothing says."""
    stated = _whole(layout.tokenizer.get("model_max_length"))
    table = _table(layout, *_INPUT_TABLES)
    if family.positions == "none":
        # Relative positions have no table: n_positions is nominal, the tokenizer's word is the author's.
        return stated or table or family.input_limit
    if table and layout.model_type in _SHIFTED_TYPES:
        padding = layout.config.get("pad_token_id", 1)
        table -= padding + 1 if isinstance(padding, int) else 2
    known = [stated, table, _whole(layout.sentence.get("max_seq_length")), family.input_limit]
    return min((limit for limit in known if limit), default=None)


def longest_output(layout: Layout, family: Family) -> int | None:
    """Tokens a decoder can write; ``None`` where it has no table or grows it."""
    if family.kind != "seq2seq" or family.positions != "hard":
        return None
    return _table(layout, "max_decoder_position_embeddings", "max_position_embeddings")


def _table(layout: Layout, *names: str) -> int | None:
    for config in _configs(layout.config):
        for name in names:
            if size := _whole(config.get(name)):
                return size
    return None


def _configs(config: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The config itself, then those nested in it (multimodal chat models, T5Gemma)."""
    yield config
    for name in ("text_config", "encoder"):
        nested = config.get(name)
        if isinstance(nested, dict):
            yield from _configs(nested)


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 < value < _NO_LIMIT else None
