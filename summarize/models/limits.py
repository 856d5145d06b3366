"""What no library may be given of a model folder, because it would wait, or fill the memory or the time.

Libraries act on the numbers of a config as they read it, before any weight is loaded.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from summarize.models import files
from summarize.models.families import Family
from summarize.models.layouts import Layout, configs, whole

# Far above any model, far below what does harm.
_MOST = {
    10_000: (
        "encoder_layers", "decoder_layers", "num_layers", "num_hidden_layers", "num_decoder_layers",
        "num_encoder_layers", "n_layer", "n_layers", "num_attention_heads", "encoder_attention_heads",
        "decoder_attention_heads", "num_heads", "num_key_value_heads", "n_head", "n_heads",
        "num_experts", "num_local_experts", "n_routed_experts",
    ),
    1_000: (
        "num_beams", "num_beam_groups", "num_return_sequences", "no_repeat_ngram_size",
        "encoder_no_repeat_ngram_size",
    ),
    100_000: ("num_labels",),
    1_000_000: (
        "hidden_size", "d_model", "d_ff", "d_kv", "n_embd", "n_inner", "head_dim", "intermediate_size",
        "moe_intermediate_size", "encoder_ffn_dim", "decoder_ffn_dim", "embedding_size",
    ),
    10_000_000: ("vocab_size", "src_vocab_size", "tgt_vocab_size"),
    50_000_000: (
        "max_position_embeddings", "max_encoder_position_embeddings", "max_decoder_position_embeddings",
        "n_positions",
    ),
}  # fmt: skip
_LIMITS = {name: most for most, names in _MOST.items() for name in names}
# Attention within blocks pads every text to whole blocks, and compares all positions of a block. Other models
# use these names for other things.
_BLOCKS = dict.fromkeys(("attention_window", "block_size", "local_radius"), 2_000)
# Tokens that tokenizers of T5 and Pegasus make up.
_MADE_UP = dict.fromkeys(("extra_ids", "offset", "num_madeup_words"), 10_000)


def unusable(folder: Path) -> Iterator[str]:
    """What is in the folder that would keep a reader waiting or fill its memory: a line each."""
    for entry in sorted(folder.iterdir()):
        try:
            status = entry.stat()
        except OSError:  # a link to a file that is not there: missing, as if there were no link
            continue
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            yield f"{entry.name} is not a regular file"
        elif entry.suffix in (".json", ".jinja", ".txt", ".model", ".spm") and status.st_size > files.LARGE:
            yield f"{entry.name} has {status.st_size:,} bytes; at most {files.LARGE:,} are read"


def excesses(layout: Layout, family: Family) -> Iterator[str]:
    """The numbers of the JSON files that no model can have, a line each."""
    own = _LIMITS if family.kind == "causal" else _LIMITS | _BLOCKS
    for file, settings, limits in (
        ("config.json", [*_parts(layout.config)], own),
        ("generation_config.json", [*_parts(layout.generation)], _LIMITS),
        ("tokenizer_config.json", [layout.tokenizer], _MADE_UP),
    ):
        for part in settings:
            for name in sorted(limits.keys() & part.keys()):
                listed = part[name] if isinstance(part[name], list) else [part[name]]
                for value in listed:
                    if isinstance(value, (int, float)) and not -limits[name] <= value <= limits[name]:
                        yield f"{file} has {name} = {value:.6g}; at most {limits[name]:,} is possible"
                        break


def _parts(settings: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The settings, then those of parts of the model and of single tasks."""
    yield settings
    for nested in settings.values():
        if isinstance(nested, dict):
            yield from _parts(nested)


def fewest_parameters(layout: Layout, family: Family) -> int:
    """The parameters that a model of this ``config.json`` has at the least, whatever the weight files hold.

    Embeddings, tables of positions, and of each layer one projection of the attention, the feed-forward part
    and one matrix of each expert (some models have experts in every second layer only).
    """
    total = 0
    for config in (*configs(layout.config), *_others(layout.config)):
        width = _first(config, "d_model", "hidden_size", "n_embd")
        layers = _first(config, "encoder_layers", "num_hidden_layers", "num_layers", "n_layer")
        layers += _first(config, "decoder_layers", "num_decoder_layers")
        inner = _first(config, "encoder_ffn_dim", "intermediate_size", "d_ff", "n_inner")
        # ALBERT uses one layer many times.
        layers = min(layers, _first(config, "num_hidden_groups") or layers)
        heads = _first(config, "num_attention_heads", "encoder_attention_heads", "num_heads")
        attention = max(width, heads * _first(config, "head_dim", "d_kv"))
        experts = _first(config, "num_experts", "num_local_experts", "n_routed_experts")
        experts *= _first(config, "moe_intermediate_size") or inner
        positions = 0
        # Chat models compute theirs.
        if family.positions == "hard" or (family.positions == "soft" and family.kind != "causal"):
            positions = _first(config, "max_position_embeddings", "max_encoder_position_embeddings")
        embedded = _first(config, "embedding_size") or width
        total += _first(config, "vocab_size") * embedded + positions * width
        total += layers * width * (attention + 2 * inner + experts)
    return total


def vocabulary(layout: Layout) -> int:
    """The tokens that a model of this ``config.json`` knows; 0 where it does not say."""
    return max((_first(config, "vocab_size") for config in configs(layout.config)), default=0)


def words_table(layout: Layout) -> int:
    """The parameters of one table of the vocabulary's words; 0 where ``config.json`` does not say."""
    names = ("d_model", "hidden_size", "n_embd")
    width = max((_first(config, *names) for config in configs(layout.config)), default=0)
    return vocabulary(layout) * width


def tied(layout: Layout, family: Family) -> bool:
    """Whether the table that words are read from is also the one that they are written with."""
    usual = family.kind != "causal" or layout.model_type.startswith("gemma")
    return layout.config.get("tie_word_embeddings", usual) is True


def _others(config: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The parts of a model beside those that ``configs`` gives."""
    for name in ("decoder", "vision_config"):
        if isinstance(config.get(name), dict):
            yield config[name]


def _first(config: Mapping[str, Any], *names: str) -> int:
    """The first of these numbers that the config has, as a whole number; 0 without one."""
    return next((size for name in names if (size := whole(config.get(name)))), 0)
