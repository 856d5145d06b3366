"""Model folders in the layouts of real repositories, written by hand: JSON, a few bytes, one tensor.

They suffice for a description; none can be loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

MBART_CODES = ("ar_AR", "cs_CZ", "de_DE", "en_XX", "kk_KZ", "ru_RU", "tr_TR")
NLLB_CODES = ("eng_Latn", "kaz_Cyrl", "rus_Cyrl", "tur_Latn", "kir_Cyrl")
SUMMARIZATION = {"num_beams": 4, "length_penalty": 2.0, "min_length": 30, "max_length": 200}


def make(folder: Path, files: Mapping[str, Any], weights: str = "safetensors") -> Path:
    """Write ``files`` (values other than text and bytes as JSON) and one small tensor; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_text(text, "utf-8")
    if weights == "safetensors":
        save_file({"shared.weight": np.zeros((8, 4), np.float32)}, folder / "model.safetensors")
    elif weights == "pickle":
        (folder / "pytorch_model.bin").write_bytes(b"PK\x03\x04" + bytes(124))
    return folder


def config(model_type: str, architecture: str = "", **more: Any) -> dict[str, Any]:
    """A config.json of an encoder-decoder unless ``more`` says otherwise."""
    return {
        "model_type": model_type,
        "architectures": [architecture or f"{model_type.title()}ForConditionalGeneration"],
        "is_encoder_decoder": True,
        **more,
    }


def card(*lines: str) -> str:
    """A README with this front matter."""
    return "\n".join(["---", *lines, "---", "# A model", ""])


def _marian(**tokenizer: str) -> dict[str, Any]:
    return {
        "config.json": config("marian", "MarianMTModel", max_position_embeddings=512),
        "tokenizer_config.json": tokenizer,
        "source.spm": b"s",
        "target.spm": b"t",
        "vocab.json": {"</s>": 0, "<unk>": 1, "▁a": 2, "<pad>": 3},
        "generation_config.json": {"num_beams": 4, "max_length": 512, "bad_words_ids": [[3]]},
    }


def _m2m(**more: Any) -> dict[str, Any]:
    return {
        "config.json": config(
            "m2m_100", "M2M100ForConditionalGeneration", max_position_embeddings=1024, **more
        ),
        "vocab.json": {"<s>": 0, "▁a": 4},
        "sentencepiece.bpe.model": b"bpe",
        "tokenizer_config.json": {"tokenizer_class": "M2M100Tokenizer", "model_max_length": 1024},
        "special_tokens_map.json": {"additional_special_tokens": ["__en__", "__ru__", "__kk__", "__de__"]},
    }


def _nllb() -> dict[str, Any]:
    return {
        "config.json": config("m2m_100", "M2M100ForConditionalGeneration", max_position_embeddings=1024),
        "tokenizer.json": {"added_tokens": [{"content": code} for code in NLLB_CODES]},
        "tokenizer_config.json": {"tokenizer_class": "NllbTokenizer", "model_max_length": 1024},
        "generation_config.json": {"max_length": 200},
    }


def _mbart(tokenizer_class: str | None, vocabulary: int, **more: Any) -> dict[str, Any]:
    return {
        "config.json": config(
            "mbart",
            "MBartForConditionalGeneration",
            max_position_embeddings=1024,
            vocab_size=vocabulary,
            **more,
        ),
        "sentencepiece.bpe.model": b"unigram",
        "tokenizer_config.json": {"tokenizer_class": tokenizer_class} if tokenizer_class else {},
    }


def _t5(model_type: str = "t5", tokenizer: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "config.json": config(model_type, n_positions=512, **more),
        "spiece.model": b"unigram",
        "tokenizer.json": {"model": {"vocab": [["▁a", -1.0]]}},
        "tokenizer_config.json": {"tokenizer_class": "T5Tokenizer", **(tokenizer or {})},
    }


def _bart(model_type: str, **more: Any) -> dict[str, Any]:
    return {
        "config.json": config(model_type, **more),
        "vocab.json": {"a": 0},
        "merges.txt": "#version\n",
        "tokenizer_config.json": {},
    }


def _chat(model_type: str, architecture: str, template: str | None, **more: Any) -> dict[str, Any]:
    files = {
        "config.json": config(model_type, architecture, is_encoder_decoder=False, **more),
        "tokenizer.json": {},
        "tokenizer_config.json": {"tokenizer_class": "Qwen2Tokenizer", "model_max_length": 131072},
    }
    return files if template is None else {**files, "chat_template.jinja": template}


def _encoder(model_type: str, architecture: str, **more: Any) -> dict[str, Any]:
    return {
        "config.json": config(model_type, architecture, is_encoder_decoder=False, **more),
        "tokenizer.json": {},
        "tokenizer_config.json": {"model_max_length": 512},
    }


_MODULES = [
    {"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]

LAYOUTS: dict[str, dict[str, Any]] = {
    "opus-mt-en-ru": _marian(source_lang="en", target_lang="ru"),
    "opus-mt-ru-en": _marian(),
    "opus-mt-zle-en": _marian(source_lang="zle", target_lang="en"),
    "opus-mt-en-trk": {
        **_marian(source_lang="en", target_lang="trk"),
        "vocab.json": {"</s>": 0, ">>kaz_Latn<<": 5, ">>kaz_Cyrl<<": 4, ">>tur<<": 6},
    },
    "opus-mt-trk-many": {
        **_marian(source_lang="trk", target_lang="deu_eng_fra"),
        "vocab.json": {"</s>": 0, ">>deu<<": 4, ">>eng<<": 5, ">>fra<<": 6},
    },
    "m2m100": _m2m(encoder_layers=12, decoder_layers=12),
    "m2m100-spm": {k: v for k, v in _m2m().items() if k != "special_tokens_map.json"},
    "small100-by-file": {**_m2m(), "tokenization_small100.py": "# not run\n"},
    "small100-by-layers": _m2m(encoder_layers=12, decoder_layers=3),
    "nllb": _nllb(),
    "nllb-2022": {
        **_nllb(),
        "tokenizer.json": {"added_tokens": []},
        "special_tokens_map.json": {"additional_special_tokens": list(NLLB_CODES)},
        "tokenizer_config.json": {},
    },
    "nllb-spm": {
        "config.json": _nllb()["config.json"],
        "sentencepiece.bpe.model": b"bpe",
        "tokenizer_config.json": {"tokenizer_class": "NllbTokenizer"},
    },
    "nllb-tuned": {**_nllb(), "README.md": card("language: [kk, ru]", "pipeline_tag: translation")},
    "mbart50": _mbart("MBart50Tokenizer", 250054),
    "mbart50-by-size": {
        **_mbart(None, 250054),
        "tokenizer.json": {"added_tokens": [{"content": code} for code in MBART_CODES]},
    },
    "mbart-cc25": _mbart("MBartTokenizer", 250027, decoder_start_token_id=250021),
    "mbart-gazeta": {
        **_mbart("MBartTokenizer", 250027, num_beams=5, no_repeat_ngram_size=4, max_length=200),
        "README.md": card("language:", "- ru", "license: apache-2.0", "tags: [summarization, mbart]"),
    },
    "t5-small": _t5(
        tokenizer={"model_max_length": 512},
        task_specific_params={
            "summarization": {**SUMMARIZATION, "prefix": "summarize: "},
            "translation_en_to_de": {"prefix": "translate English to German: ", "num_beams": 4},
        },
    ),
    "flan-t5": _t5(feed_forward_proj="gated-gelu", tie_word_embeddings=False),
    "kazrush-ru-kk": {
        **_t5(),
        "README.md": card("language: [ru, kk]", "license: apache-2.0", "pipeline_tag: translation"),
    },
    "mt5-xlsum": {
        "config.json": config(
            "mt5", "MT5ForConditionalGeneration", num_beams=4, length_penalty=0.6, max_length=84
        ),
        "spiece.model": b"unigram",
        "tokenizer_config.json": {"model_max_length": 1e30},
        "README.md": card("language: [ru, en, no]", "license: cc-by-nc-sa-4.0", "tags: [summarization, mT5]"),
    },
    "umt5": _t5("umt5", tie_word_embeddings=False),
    "umt5-tied": _t5("umt5", tie_word_embeddings=True),
    "madlad": {
        **_t5(),
        "tokenizer.json": {
            "model": {"vocab": [["<2en>", 0.0], ["<2ru>", 0.0], ["<2kk>", 0.0], ["<2kk_Latn>", 0]]}
        },
    },
    "madlad-spm": {
        "config.json": config("t5", n_positions=512),
        "spiece.model": b"\x0a\x05<2en>\x0a\x05<2ru>\x0a\x05<2kk>",
        "tokenizer_config.json": {},
    },
    "fred-t5": {
        "config.json": config("t5"),
        "vocab.json": {"a": 0},
        "merges.txt": "#version\n",
        "added_tokens.json": {"<LM>": 50000},
        "tokenizer_config.json": {"tokenizer_class": "GPT2Tokenizer"},
    },
    "longt5": _t5("longt5", tokenizer={"model_max_length": 16384}),
    "t5gemma": {
        "config.json": {
            "model_type": "t5gemma",
            "architectures": ["T5GemmaForConditionalGeneration"],
            "encoder": {"max_position_embeddings": 8192},
            "decoder": {"max_position_embeddings": 8192},
        },
        "tokenizer.json": {},
    },
    "bart-cnn": {
        **_bart("bart", max_position_embeddings=1024, task_specific_params={"summarization": SUMMARIZATION}),
        "generation_config.json": {**SUMMARIZATION, "min_length": 56, "forced_bos_token_id": 0},
        "README.md": card("language:", "- en", "license: mit", "pipeline_tag: summarization"),
    },
    "pegasus": {
        "config.json": config("pegasus", max_position_embeddings=512),
        "spiece.model": b"unigram",
    },
    "pegasus-x": {
        "config.json": config("pegasus_x", max_position_embeddings=16384),
        "tokenizer.json": {},
    },
    "bigbird-pegasus": {
        "config.json": config("bigbird_pegasus", max_position_embeddings=4096),
        "tokenizer.json": {},
    },
    "led": _bart("led", max_encoder_position_embeddings=16384, max_decoder_position_embeddings=1024),
    "prophetnet": {
        "config.json": config("prophetnet", max_position_embeddings=512),
        "prophetnet.tokenizer": "[PAD]\n",
    },
    "wmt19-en-ru": {
        "config.json": config(
            "fsmt", "FSMTForConditionalGeneration", langs=["en", "ru"], max_position_embeddings=1024
        ),
        "vocab-src.json": {"a": 0},
        "vocab-tgt.json": {"a": 0},
        "merges.txt": "",
    },
    "seamless": {
        "config.json": {
            "model_type": "seamless_m4t_v2",
            "architectures": ["SeamlessM4Tv2Model"],
            "max_position_embeddings": 4096,
        },
        "sentencepiece.bpe.model": b"bpe",
        "generation_config.json": {"text_decoder_lang_to_code_id": {"eng": 1, "rus": 2, "kaz": 3, "cmn": 4}},
    },
    "qwen3": {
        **_chat("qwen3", "Qwen3ForCausalLM", "{{ messages }}", max_position_embeddings=40960),
        "generation_config.json": {"do_sample": True, "temperature": 0.6},
    },
    "llama-template-in-config": {
        **_chat("llama", "LlamaForCausalLM", None, max_position_embeddings=8192),
        "tokenizer_config.json": {"chat_template": [{"name": "default", "template": "{{ messages }}"}]},
    },
    "gemma3": _chat(
        "gemma3",
        "Gemma3ForConditionalGeneration",
        "{{ messages }}",
        text_config={"max_position_embeddings": 131072},
    ),
    "translategemma": _chat(
        "gemma3", "Gemma3ForConditionalGeneration", "{{ m.target_lang_code }}", text_config={}
    ),
    "gpt2": _chat("gpt2", "GPT2LMHeadModel", None, n_positions=1024),
    "e5-small": {
        **_encoder("bert", "BertModel", max_position_embeddings=512),
        "modules.json": _MODULES,
        "1_Pooling/config.json": {"pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": 256},
        "README.md": card("language: [multilingual, en, ru, kk]", "license: mit"),
    },
    "xlm-r": _encoder("xlm-roberta", "XLMRobertaModel", max_position_embeddings=512, pad_token_id=1),
    "potion": {
        "config.json": {"model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True},
        "tokenizer.json": {},
    },
    "static-st": {
        "modules.json": [
            {"idx": 0, "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"}
        ],
        "0_StaticEmbedding/tokenizer.json": {},
    },
    "whisper": {"config.json": config("whisper"), "tokenizer.json": {}},
    "qwen-vl": _chat("qwen3_vl", "Qwen3VLForConditionalGeneration", "{{ messages }}"),
}
