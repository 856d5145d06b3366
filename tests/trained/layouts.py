"""The folders of the trained models, as their families' real repositories have them.

Each layout finds the tokenizer's own files in a folder, writes the tokenizer's settings around them, and
says what the model is. ``write`` puts a model's other files beside them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sentencepiece
import torch
import transformers as hf
from safetensors.torch import load_file, save_file
from tinyhub.parts import edit_json, old_tokenizer_config, to_bin, write_json
from tinyhub.translators import NLLB_CODES

READS = 64  # tokens of a summariser: about five sentences
CHAT_READS, REPLY = 512, 48  # tokens of a chat model: with its prompt and reply, and of a reply
BART_IDS = {"forced_bos_token_id": 0, "forced_eos_token_id": 2, "decoder_start_token_id": 2}
# bart-large-cnn's own settings, in proportion: a least length that is over the greatest is not obeyed.
NEWS = {"num_beams": 2, "length_penalty": 2.0, "min_length": 56, "max_length": 48, "early_stopping": True}
# Qwen3's own, without its branch for enable_thinking: this one always thinks aloud.
CHATML = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}{%- endif %}"
)
# Without dropout: a few thousand steps on sentences that seldom repeat do not overfit.
CALM = {"dropout": 0.0, "attention_dropout": 0.0, "activation_dropout": 0.0}
TRANSLATOR = {
    "d_model": 96, "encoder_layers": 1, "decoder_layers": 2, "encoder_attention_heads": 4,
    "decoder_attention_heads": 4, "encoder_ffn_dim": 192, "decoder_ffn_dim": 192,
    "encoder_layerdrop": 0.0, "decoder_layerdrop": 0.0, **CALM,
}  # fmt: skip
T5 = {
    "d_model": 64, "d_kv": 16, "d_ff": 128, "num_layers": 2, "num_heads": 4,
    "dropout_rate": 0.0, "decoder_start_token_id": 0, "feed_forward_proj": "gated-gelu",
}  # fmt: skip
CARD = (
    "---\nlanguage: [en, ru, kk]\nlicense: apache-2.0\ntags: [summarization]\n---\n# A model of the tests\n"
)
Weights = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Model:
    """What a folder holds: a class of the library, its config, and settings for ``generate``."""

    kind: type[Any]
    config: Any
    generation: dict[str, Any]

    def untrained(self) -> Any:
        """The model with random weights."""
        return self.kind(self.config)


Layout = Callable[[Path], Model]
Write = Callable[[Path, Model, Weights], None]


def summarizer(folder: Path) -> Model:
    """bart-large-cnn's files."""
    return bart(folder, READS, NEWS)


def copier(folder: Path) -> Model:
    """The same files for a model that writes as much as it reads."""
    return bart(folder, READS, {"num_beams": 1, "max_length": READS})


def bart(folder: Path, reads: int, generation: dict[str, Any]) -> Model:
    """BART's files around vocab.json and merges.txt; the model reads ``reads`` tokens at once."""
    write_json(folder / "tokenizer_config.json", {"model_max_length": reads})
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    config = hf.BartConfig(
        vocab_size=len(json.loads((folder / "vocab.json").read_text(encoding="utf-8"))),
        d_model=48,
        encoder_layers=2,
        decoder_layers=1,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=96,
        decoder_ffn_dim=96,
        max_position_embeddings=reads,
        init_std=0.1,
        **CALM,
    )
    return Model(hf.BartForConditionalGeneration, config, BART_IDS | generation)


def chat(folder: Path) -> Model:
    """Qwen3's files."""
    return qwen3(folder, CHAT_READS, REPLY)


def qwen3(folder: Path, reads: int, reply: int) -> Model:
    """Qwen3's files around tokenizer.json, its chat template beside them."""
    settings = {"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
    write_json(folder / "tokenizer_config.json", {**settings, "model_max_length": 131072})
    (folder / "chat_template.jinja").write_text(CHATML, encoding="utf-8")
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    state = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
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
    sampling = {"do_sample": True, "temperature": 0.6, "top_k": 20, "top_p": 0.95, "eos_token_id": [2, 0]}
    return Model(hf.Qwen3ForCausalLM, config, {**sampling, "max_new_tokens": reply})


def nllb(folder: Path) -> Model:
    """NLLB's files around its sentencepiece model: directions are told apart by language codes only."""
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "NllbTokenizer", "additional_special_tokens": NLLB_CODES, "mask_token": "<mask>"},
    )
    tokenizer = hf.NllbTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    config = hf.M2M100Config(
        vocab_size=len(tokenizer), max_position_embeddings=128, scale_embedding=True, **TRANSLATOR
    )
    return Model(hf.M2M100ForConditionalGeneration, config, {"max_length": 200})


def marian(folder: Path) -> Model:
    """A Marian pair, English to Russian: two sentencepiece models and one vocabulary of both."""
    vocab = {"</s>": 0, "<unk>": 1}
    for side in ("source", "target"):
        processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
        for index in range(3, processor.get_piece_size()):
            vocab.setdefault(processor.id_to_piece(index), len(vocab))
    pad = vocab["<pad>"] = len(vocab)
    write_json(folder / "vocab.json", vocab)
    write_json(folder / "tokenizer_config.json", {"source_lang": "en", "target_lang": "ru"})
    config = hf.MarianConfig(
        vocab_size=len(vocab),
        decoder_vocab_size=len(vocab),
        max_position_embeddings=128,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        bos_token_id=0,
        forced_eos_token_id=0,
        activation_function="swish",
        scale_embedding=True,
        static_position_embeddings=True,
        **TRANSLATOR,
    )
    generation = {"num_beams": 4, "max_length": 128, "bad_words_ids": [[pad]]}
    return Model(hf.MarianMTModel, config, generation)


def madlad(folder: Path) -> Model:
    """MADLAD's files around its sentencepiece model: the target is a token before the text."""
    settings = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "extra_ids": 0}
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", **settings})
    tokenizer = hf.T5Tokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    old_tokenizer_config(folder)
    config = hf.T5Config(vocab_size=len(tokenizer), tie_word_embeddings=False, **T5)
    return Model(hf.T5ForConditionalGeneration, config, {"max_length": 128})


def write(folder: Path, model: Model, weights: Weights) -> None:
    """Config, settings for ``generate`` and model.safetensors, as the v4 era stamped them."""
    model.config.architectures = [model.kind.__name__]
    model.config.save_pretrained(folder)
    generation = hf.GenerationConfig.from_model_config(model.config)
    for key, value in model.generation.items():
        setattr(generation, key, value)
    generation.save_pretrained(folder)
    edit_json(folder / "config.json", drop=("dtype",), torch_dtype="float32", transformers_version="4.38.0")
    edit_json(folder / "generation_config.json", transformers_version="4.38.0")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def write_pickled(folder: Path, model: Model, weights: Weights) -> None:
    """The same with pytorch_model.bin, as most opus-mt repositories have it."""
    write(folder, model, weights)
    to_bin(folder)


def write_madlad(folder: Path, model: Model, weights: Weights) -> None:
    """The same with MADLAD's keys: ``decoder.embed_tokens`` and no ``shared``."""
    table = weights["shared.weight"]
    others = {key: value for key, value in weights.items() if key != "shared.weight"}
    write(folder, model, {**others, "decoder.embed_tokens.weight": table})


def untied(weights: Weights) -> Weights:
    """One tensor of those that share their memory, as in files; the library ties the others to it again."""
    kept: dict[int, str] = {}
    for key, value in weights.items():
        kept.setdefault(value.data_ptr(), key)
    return {key: weights[key].clone().contiguous() for key in kept.values()}


def keep(model: Any, path: Path) -> None:
    """Write a model's weights in half precision: the exam is of what is read from there."""
    halves = {key: value.half() for key, value in untied(model.state_dict()).items()}
    save_file(halves, path, metadata={"format": "pt"})


def kept(path: Path) -> Weights:
    """Weights that ``keep`` wrote, in float32."""
    return {key: value.float() for key, value in load_file(path).items()}
