"""The folders of the trained models, as their families' real repositories have them, still without sense."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import transformers as hf
from tinyhub.parts import edit_json, write_json
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from trained.language import everything

BART_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
QWEN_SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>")
BART_IDS = {"forced_bos_token_id": 0, "forced_eos_token_id": 2, "decoder_start_token_id": 2}
# Qwen3's own, without its branch for enable_thinking: this one always thinks aloud.
CHATML = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}{%- endif %}"
)
# Without dropout: a few hundred steps on sentences that never repeat do not overfit.
_CALM = {"dropout": 0.0, "attention_dropout": 0.0, "activation_dropout": 0.0}


def whole_words(specials: tuple[str, ...], lines: list[str]) -> dict[str, Any]:
    """A byte-level BPE tokenizer.json in which every word of these lines is one token, with its space."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=4000,
        special_tokens=list(specials),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    state: dict[str, Any] = json.loads(tokenizer.to_str())
    return state


def bart(folder: Path, reads: int, generation: dict[str, Any]) -> Any:
    """bart-large-cnn's files; gives the model, to be trained and saved."""
    state = whole_words(BART_SPECIALS, everything())
    write_json(folder / "vocab.json", state["model"]["vocab"])
    merges = "\n".join(" ".join(merge) for merge in state["model"]["merges"])
    (folder / "merges.txt").write_text(f"#version: 0.2\n{merges}\n", encoding="utf-8")
    write_json(folder / "tokenizer_config.json", {"model_max_length": reads})
    config = hf.BartConfig(
        vocab_size=len(state["model"]["vocab"]),
        d_model=48,
        encoder_layers=2,
        decoder_layers=1,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=96,
        decoder_ffn_dim=96,
        max_position_embeddings=reads,
        init_std=0.1,
        **_CALM,
    )
    model = hf.BartForConditionalGeneration(config)
    for key, value in {**BART_IDS, **generation}.items():
        setattr(model.generation_config, key, value)
    return model


def save(model: Any, folder: Path) -> None:
    """Weights, config and generation settings, as the v4 era stamped them."""
    model.save_pretrained(folder)
    edit_json(folder / "config.json", drop=("dtype",), torch_dtype="float32", transformers_version="4.38.0")
    edit_json(folder / "generation_config.json", transformers_version="4.38.0")


def qwen3(folder: Path, lines: list[str], reads: int, replies: int) -> Any:
    """Qwen3's files, its chat template beside them; gives the model, to be trained and saved."""
    state = whole_words(QWEN_SPECIALS, lines)
    write_json(folder / "tokenizer.json", state)
    settings = {"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
    write_json(folder / "tokenizer_config.json", {**settings, "model_max_length": 131072})
    (folder / "chat_template.jinja").write_text(CHATML, encoding="utf-8")
    config = hf.Qwen3Config(
        vocab_size=len(state["model"]["vocab"]),
        hidden_size=64,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=16,
        max_position_embeddings=reads,
        initializer_range=0.1,
        eos_token_id=2,
        pad_token_id=0,
        bos_token_id=None,
        tie_word_embeddings=True,
    )
    model = hf.Qwen3ForCausalLM(config)
    sampling = {"do_sample": True, "temperature": 0.6, "top_k": 20, "top_p": 0.95, "eos_token_id": [2, 0]}
    for key, value in {**sampling, "max_new_tokens": replies}.items():
        setattr(model.generation_config, key, value)
    return model
