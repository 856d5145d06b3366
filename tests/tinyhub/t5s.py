"""The T5 family: one architecture under many layouts and tokenizers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import transformers as hf

from tinyhub.parts import (
    SMALL_T5,
    add_head,
    edit_json,
    edit_weights,
    old_tokenizer_config,
    pieces,
    save,
    write_json,
    write_merges,
    write_pieces,
)

T5_TASKS = {
    "summarization": {
        "early_stopping": True,
        "length_penalty": 2.0,
        "max_length": 200,
        "min_length": 30,
        "no_repeat_ngram_size": 3,
        "num_beams": 4,
        "prefix": "summarize: ",
    },
    "translation_en_to_de": {
        "early_stopping": True,
        "max_length": 300,
        "num_beams": 4,
        "prefix": "translate English to German: ",
    },
}


def t5(
    folder: Path,
    kind: str = "t5",
    *,
    extra_ids: int = 100,
    symbols: tuple[str, ...] = (),
    fast: bool = True,
    own_head: bool = False,
    generation_file: bool = True,
    generation: dict[str, Any] | None = None,
    **config: Any,
) -> None:
    """Any of T5, mT5, UMT5 and LongT5; `config` goes into config.json as the hub's file has it."""
    write_pieces(folder / "spiece.model", pieces(400, symbols=symbols, t5_ids=True))
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "T5Tokenizer",
            "extra_ids": extra_ids,
            "eos_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
        },
    )
    tokenizer = hf.T5Tokenizer.from_pretrained(folder)
    if fast:
        tokenizer.save_pretrained(folder)
        old_tokenizer_config(folder)
    classes = {
        "t5": (hf.T5Config, hf.T5ForConditionalGeneration),
        "mt5": (hf.MT5Config, hf.MT5ForConditionalGeneration),
        "umt5": (hf.UMT5Config, hf.UMT5ForConditionalGeneration),
        "longt5": (hf.LongT5Config, hf.LongT5ForConditionalGeneration),
    }
    config_class, model_class = classes[kind]
    size = (len(tokenizer) + 63) // 64 * 64  # the real tables are padded too
    feed_forward = "gated-gelu" if own_head or kind == "umt5" else "relu"
    model = model_class(config_class(vocab_size=size, feed_forward_proj=feed_forward, **SMALL_T5))
    save(model, folder, generation, generation_file=generation_file)
    # Here the library saves the original ``tie_word_embeddings``; the hub's files do not have this key.
    edit_json(folder / "config.json", drop=("scale_decoder_outputs",))
    if own_head:
        config["tie_word_embeddings"] = False
        edit_weights(folder, add_head)
    if config:
        edit_json(folder / "config.json", **config)


def madlad(folder: Path) -> None:
    """decoder.embed_tokens and lm_head, no shared: the layout of the real file."""
    symbols = tuple(f"<2{code}>" for code in ("en", "ru", "kk", "de", "fr", "tr"))
    t5(folder, extra_ids=0, symbols=symbols, own_head=True, n_positions=512)

    def relayout(weights: dict[str, torch.Tensor]) -> None:
        table = weights.pop("shared.weight")
        for key in [key for key in weights if "embed_tokens" in key]:
            del weights[key]
        weights["decoder.embed_tokens.weight"] = table.clone()

    edit_weights(folder, relayout)


def xlsum(folder: Path) -> None:
    """mT5 with sentencepiece only, and its generation keys in config.json."""
    settings = {"length_penalty": 0.6, "max_length": 84, "no_repeat_ngram_size": 2, "num_beams": 4}
    t5(folder, "mt5", extra_ids=0, fast=False, own_head=True, generation_file=False, **settings)


def kazrush(folder: Path) -> None:
    """A T5 that translates one pair without a prefix; only the card names the pair."""
    t5(folder, own_head=True)
    card = (
        "---\nlanguage:\n- ru\n- kk\nlicense: apache-2.0\npipeline_tag: translation\n---\n# kazRush-ru-kk\n"
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def fred_t5(folder: Path) -> None:
    """T5 weights with a GPT-2 tokenizer, which appends no end token."""
    size = write_merges(folder, ("<pad>", "<s>", "</s>", "<unk>", "<mask>"), 500)
    write_json(folder / "added_tokens.json", {"<LM>": size, "<SC1>": size + 1})
    write_json(
        folder / "special_tokens_map.json",
        {
            "bos_token": "<s>",
            "eos_token": "</s>",
            "mask_token": "<mask>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
    )
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "GPT2Tokenizer",
            "eos_token": "</s>",
            "bos_token": "<s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
        },
    )
    config = hf.T5Config(
        vocab_size=size + 64, feed_forward_proj="gated-gelu", eos_token_id=2, pad_token_id=0, **SMALL_T5
    )
    save(hf.T5ForConditionalGeneration(config), folder)
    edit_weights(folder, add_head)
    edit_json(folder / "config.json", drop=("scale_decoder_outputs",), tie_word_embeddings=False)
