"""GGUF files with the weights of tiny models, laid out as llama.cpp's converter does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
import transformers as hf
from safetensors.torch import load_file

# Model type: GGUF's architecture, the kind of tokenizer, and what its words are split by.
_ARCHITECTURES = {
    "llama": ("llama", "gpt2", "llama-bpe"),
    "qwen3": ("qwen3", "gpt2", "qwen2"),
    "gemma3_text": ("gemma3", "llama", "default"),
    "t5": ("t5", "t5", "default"),
}
_CONTROL, _NORMAL = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL


def write(
    folder: Path, file: Path, kind: str = "F32", change: Callable[[gguf.GGUFWriter], None] | None = None
) -> Path:
    """Write the model of a folder to ``file``, its matrices as ``kind``: F32, F16 or Q8_0.

    ``change`` may add settings.
    """
    config = hf.AutoConfig.from_pretrained(folder)
    architecture, tokenizer, split = _ARCHITECTURES[config.model_type]
    writer = gguf.GGUFWriter(file, architecture)
    writer.add_name(folder.name)
    _numbers(writer, config)
    _words(writer, folder, tokenizer, split, config)
    if change:
        change(writer)
    names = gguf.get_tensor_name_map(_architecture(architecture), config.num_hidden_layers)
    weights = load_file(folder / "model.safetensors")
    for name, weight in weights.items():
        stored = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if stored is None:
            continue
        writer.add_tensor(stored, *_converted(name, weight.float(), config, kind))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def _architecture(name: str) -> Any:
    return next(key for key, value in gguf.MODEL_ARCH_NAMES.items() if value == name)


def _numbers(writer: gguf.GGUFWriter, config: Any) -> None:
    if config.model_type == "t5":
        writer.add_context_length(512)
        writer.add_embedding_length(config.d_model)
        writer.add_feed_forward_length(config.d_ff)
        writer.add_block_count(config.num_layers)
        writer.add_head_count(config.num_heads)
        writer.add_key_length(config.d_kv)
        writer.add_value_length(config.d_kv)
        writer.add_layer_norm_eps(config.layer_norm_epsilon)
        writer.add_relative_attn_buckets_count(config.relative_attention_num_buckets)
        writer.add_decoder_start_token_id(config.decoder_start_token_id)
    else:
        writer.add_context_length(config.max_position_embeddings)
        writer.add_embedding_length(config.hidden_size)
        writer.add_feed_forward_length(config.intermediate_size)
        writer.add_block_count(config.num_hidden_layers)
        writer.add_head_count(config.num_attention_heads)
        writer.add_head_count_kv(config.num_key_value_heads)
        writer.add_layer_norm_rms_eps(config.rms_norm_eps)
        rope = config.rope_parameters
        writer.add_rope_freq_base(float(rope.get("full_attention", rope)["rope_theta"]))
        writer.add_rope_dimension_count(config.head_dim)
        writer.add_key_length(config.head_dim)
        writer.add_value_length(config.head_dim)
        if config.model_type == "gemma3_text":
            writer.add_sliding_window(config.sliding_window)
    writer.add_vocab_size(config.vocab_size)


def _words(writer: gguf.GGUFWriter, folder: Path, kind: str, split: str, config: Any) -> None:
    content = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    model = content["model"]
    added = {entry["id"]: entry["content"] for entry in content["added_tokens"]}
    if model["type"] == "Unigram":
        words = {number: (word, score) for number, (word, score) in enumerate(model["vocab"])}
    else:
        words = {number: (word, -float(number)) for word, number in model["vocab"].items()}
    words |= {number: (word, 0.0) for number, word in added.items()}
    tokens = [words.get(number, (f"[PAD{number}]", -1000.0)) for number in range(config.vocab_size)]
    writer.add_tokenizer_model(kind)
    writer.add_tokenizer_pre(split)
    writer.add_token_list([word for word, _ in tokens])
    writer.add_token_scores([score for _, score in tokens])
    writer.add_token_types([_CONTROL if number in added else _NORMAL for number in range(config.vocab_size)])
    if model["type"] == "BPE" and kind == "gpt2":
        pairs = model["merges"]
        writer.add_token_merges([" ".join(pair) if isinstance(pair, list) else pair for pair in pairs])
    _specials(writer, folder, added)


def _specials(writer: gguf.GGUFWriter, folder: Path, added: dict[int, str]) -> None:
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    ids = {word: number for number, word in added.items()}
    adders = {"bos": writer.add_bos_token_id, "eos": writer.add_eos_token_id,
              "unk": writer.add_unk_token_id, "pad": writer.add_pad_token_id}  # fmt: skip
    for name, add in adders.items():
        if settings.get(f"{name}_token") in ids:
            add(ids[settings[f"{name}_token"]])
    writer.add_add_bos_token(settings["tokenizer_class"] == "GemmaTokenizer")
    template = folder / "chat_template.jinja"
    text = template.read_text("utf-8") if template.is_file() else settings.get("chat_template")
    if text:
        writer.add_chat_template(text)


def _converted(name: str, weight: torch.Tensor, config: Any, kind: str) -> tuple[np.ndarray, Any, Any]:
    """The numbers, their shape for the header, and their type; changed as the converter does."""
    if config.model_type == "llama" and name.endswith(("q_proj.weight", "k_proj.weight")):
        heads = config.num_attention_heads if "q_proj" in name else config.num_key_value_heads
        weight = weight.reshape(heads, 2, -1, weight.shape[-1]).swapaxes(1, 2).reshape(weight.shape)
    if config.model_type == "gemma3_text" and name.endswith("norm.weight"):
        weight = weight + 1
    values = weight.numpy()
    rounded = gguf.GGMLQuantizationType[kind]
    if values.ndim < 2 or "relative_attention_bias" in name or (kind == "Q8_0" and values.shape[-1] % 32):
        return values, None, gguf.GGMLQuantizationType.F32
    return gguf.quants.quantize(values, rounded), None, rounded
