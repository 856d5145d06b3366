"""Decoder-only chat models and the one encoder-decoder that shares their tokenizer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import transformers as hf
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

from tinyhub.parts import byte_level, gemma_tokenizer, save, write_json

SMALL_CAUSAL = {
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 8,
}
CHATML = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}"
    "{{- '<think>\n\n</think>\n\n' }}{%- endif %}"
    "{%- endif %}"
)
LLAMA_TEMPLATE = (
    "{{- '<|begin_of_text|>' }}{%- for message in messages %}"
    "{{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}"
    "{{- message['content'] | trim + '<|eot_id|>' }}"
    "{%- endfor %}{%- if add_generation_prompt %}"
    "{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{%- endif %}"
)
GEMMA_TEMPLATE = (
    "{{ bos_token }}{%- for message in messages %}"
    "{%- if message['role'] == 'system' %}{{ raise_exception('System role not supported') }}{%- endif %}"
    "{%- set role = 'model' if message['role'] == 'assistant' else message['role'] %}"
    "{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}"
    "{%- endfor %}{%- if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{%- endif %}"
)
TRANSLATEGEMMA_TEMPLATE = (
    "{{ bos_token }}{%- for message in messages %}"
    "{%- if message['content'] is string or message['content'] | length != 1 %}"
    "{{ raise_exception('User content must be a list of one item') }}{%- endif %}"
    "{%- set item = message['content'][0] %}"
    "{{ '<start_of_turn>user\nTranslate from ' + item['source_lang_code'] + ' to ' + item['target_lang_code']"
    " + ':\n\n' + item['text'] | trim + '<end_of_turn>\n' }}"
    "{%- endfor %}{%- if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{%- endif %}"
)


def write_gemma(folder: Path, template: str | None) -> None:
    (folder / "tokenizer.json").write_text(gemma_tokenizer(), encoding="utf-8")
    config: dict[str, Any] = {"tokenizer_class": "GemmaTokenizer", "bos_token": "<bos>", "eos_token": "<eos>"}
    write_json(folder / "tokenizer_config.json", {**config, "pad_token": "<pad>", "unk_token": "<unk>"})
    if template:
        (folder / "chat_template.jinja").write_text(template, encoding="utf-8")


def qwen3(folder: Path, template: str | None = CHATML) -> None:
    specials = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>")
    (folder / "tokenizer.json").write_text(byte_level(500, specials, PRETOKENIZE_REGEX), encoding="utf-8")
    settings = {"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
    write_json(folder / "tokenizer_config.json", {**settings, "model_max_length": 131072})
    if template:
        (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    config = hf.Qwen3Config(
        vocab_size=500 + 64,
        max_position_embeddings=4096,
        eos_token_id=2,
        pad_token_id=0,
        bos_token_id=None,
        **SMALL_CAUSAL,
    )
    sampling = {"do_sample": True, "temperature": 0.6, "top_k": 20, "top_p": 0.95, "eos_token_id": [2, 0]}
    save(hf.Qwen3ForCausalLM(config), folder, sampling)


def llama3(folder: Path) -> None:
    """Llama 3's layout: the template is in tokenizer_config.json and there is no padding token."""
    specials = (
        "<|begin_of_text|>",
        "<|end_of_text|>",
        "<|start_header_id|>",
        "<|end_header_id|>",
        "<|eot_id|>",
    )
    (folder / "tokenizer.json").write_text(byte_level(500, specials), encoding="utf-8")
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<|begin_of_text|>",
            "eos_token": "<|eot_id|>",
            "chat_template": LLAMA_TEMPLATE,
            "model_max_length": 131072,
        },
    )
    config = hf.LlamaConfig(
        vocab_size=512, max_position_embeddings=2048, bos_token_id=0, eos_token_id=[1, 4], **SMALL_CAUSAL
    )
    save(hf.LlamaForCausalLM(config), folder, {"do_sample": True, "temperature": 0.6, "top_p": 0.9})


def gemma3(folder: Path, template: str | None = GEMMA_TEMPLATE) -> None:
    """A text-only Gemma 3: its template refuses a system message."""
    write_gemma(folder, template)
    size = len(json.loads(gemma_tokenizer())["model"]["vocab"])
    config = hf.Gemma3TextConfig(
        vocab_size=size, max_position_embeddings=2048, query_pre_attn_scalar=8, **SMALL_CAUSAL
    )
    save(hf.Gemma3ForCausalLM(config), folder, {"do_sample": True, "top_k": 64, "eos_token_id": [1, 6]})


def translategemma(folder: Path) -> None:
    """A multimodal Gemma 3 whose template takes one structured message."""
    write_gemma(folder, TRANSLATEGEMMA_TEMPLATE)
    size = len(json.loads(gemma_tokenizer())["model"]["vocab"])
    text = {**SMALL_CAUSAL, "vocab_size": size, "max_position_embeddings": 2048, "query_pre_attn_scalar": 8}
    vision = {
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "image_size": 28,
        "patch_size": 14,
    }
    config = hf.Gemma3Config(text_config=text, vision_config=vision, mm_tokens_per_image=4)
    save(hf.Gemma3ForConditionalGeneration(config), folder, {"eos_token_id": [1, 6], "do_sample": True})


def t5gemma(folder: Path) -> None:
    write_gemma(folder, None)
    size = len(json.loads(gemma_tokenizer())["model"]["vocab"])
    half = {**SMALL_CAUSAL, "vocab_size": size, "max_position_embeddings": 2048, "query_pre_attn_scalar": 8}
    config = hf.T5GemmaConfig(encoder=dict(half), decoder=dict(half), vocab_size=size)
    save(
        hf.T5GemmaForConditionalGeneration(config),
        folder,
        {"eos_token_id": 1, "pad_token_id": 0, "bos_token_id": 2},
    )
