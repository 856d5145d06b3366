"""Sentence models in the layouts of the hub: transformers followed by modules, and static vectors."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
import transformers as hf
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from tinyhub.parts import edit_json, pieces, save, write_json, write_pieces
from tinyhub.text import EVERYTHING

SHAPE = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 64,
}
FLAGS = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
E5_CARD = """---
language: [multilingual, en, ru, kk]
---
Each input begins with "query: " or "passage: ", for example
`'query: how deep is the lake'` and `'passage: The lake is nine metres deep.'`
"""


@functools.cache
def wordpiece(saved_length: int | None = None) -> str:
    """A BERT tokenizer as the text of a tokenizer.json; it pads and truncates to `saved_length`."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=SPECIALS, show_progress=False)
    tokenizer.train_from_iterator(EVERYTHING, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    if saved_length:
        tokenizer.enable_truncation(saved_length)
        tokenizer.enable_padding(length=saved_length)
    return tokenizer.to_str()


def write_wordpiece(folder: Path, saved_length: int | None = None) -> int:
    """Write tokenizer.json, vocab.txt and their settings as BERT has them; returns the vocabulary size."""
    text = wordpiece(saved_length)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    vocab = Tokenizer.from_str(text).get_vocab()
    (folder / "vocab.txt").write_text(
        "\n".join(sorted(vocab, key=vocab.__getitem__)) + "\n", encoding="utf-8"
    )
    names = dict(zip(("pad", "unk", "cls", "sep", "mask"), SPECIALS, strict=True))
    tokens = {f"{name}_token": token for name, token in names.items()}
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512, **tokens},
    )
    return len(vocab)


# The packages in sentence-transformers 6 of what was in sentence_transformers.models before.
SIX = {
    "Transformer": "sentence_transformers.base.modules.transformer.",
    "Pooling": "sentence_transformers.sentence_transformer.modules.pooling.",
    "Normalize": "sentence_transformers.base.modules.normalize.",
}


def write_modules(folder: Path, *kinds: str, packages: Mapping[str, str] = MappingProxyType({})) -> None:
    """Write modules.json: a transformer in the top folder, then each kind in a numbered folder."""
    listed = []
    for index, kind in enumerate(("Transformer", *kinds)):
        path = f"{index}_{kind}" if index else ""
        (folder / path).mkdir(exist_ok=True)
        package = packages.get(kind, "sentence_transformers.models.")
        listed.append({"idx": index, "name": str(index), "path": path, "type": package + kind})
    write_json(folder / "modules.json", listed)


def write_pooling(folder: Path, mode: str) -> None:
    """Write 1_Pooling as before 6.0: one flag per pooling mode."""
    flags = {f"pooling_mode_{flag}": flag == mode for flag in FLAGS}
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 16, **flags})


def write_dense(folder: Path, width: int = 12) -> None:
    """Write a linear layer followed by tanh, as LaBSE has."""
    generator = torch.Generator().manual_seed(7)
    weights = {
        "linear.weight": torch.randn((width, 16), generator=generator),
        "linear.bias": torch.randn(width, generator=generator),
    }
    save_file(weights, folder / "model.safetensors")
    tanh = "torch.nn.modules.activation.Tanh"
    write_json(
        folder / "config.json",
        {"in_features": 16, "out_features": width, "bias": True, "activation_function": tanh},
    )


def minilm(folder: Path) -> None:
    """all-MiniLM: mean, normalised, and a tokenizer.json that pads and truncates to 16 tokens."""
    size = write_wordpiece(folder, saved_length=16)
    save(hf.BertModel(hf.BertConfig(vocab_size=size, **SHAPE)), folder, generation_file=False)
    write_modules(folder, "Pooling", "Normalize")
    write_pooling(folder, "mean_tokens")
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 48, "do_lower_case": False})


def labse(folder: Path) -> None:
    """LaBSE: the first token, a linear layer, normalised."""
    size = write_wordpiece(folder)
    save(hf.BertModel(hf.BertConfig(vocab_size=size, **SHAPE)), folder, generation_file=False)
    write_modules(folder, "Pooling", "Dense", "Normalize")
    write_pooling(folder, "cls_token")
    write_dense(folder / "2_Dense")


def bge(folder: Path) -> None:
    """bge 1.5: the first token, normalised; a prompt for queries alone."""
    size = write_wordpiece(folder)
    save(hf.BertModel(hf.BertConfig(vocab_size=size, **SHAPE)), folder, generation_file=False)
    write_modules(folder, "Pooling", "Normalize")
    write_pooling(folder, "cls_token")
    prompts = {"query": "Search with this sentence: ", "passage": ""}
    write_json(
        folder / "config_sentence_transformers.json", {"prompts": prompts, "default_prompt_name": None}
    )


def bert(folder: Path) -> None:
    """A BERT for masked language modelling: no modules.json, no pooler weights."""
    size = write_wordpiece(folder)
    save(hf.BertForMaskedLM(hf.BertConfig(vocab_size=size, **SHAPE)), folder, generation_file=False)


def xlm_roberta(folder: Path) -> None:
    """multilingual-e5: sentencepiece, the mean, normalised; only the card names the prompt."""
    write_pieces(folder / "sentencepiece.bpe.model", pieces(300))
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": 512},
    )
    tokenizer = hf.XLMRobertaTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    edit_json(folder / "tokenizer_config.json", model_max_length=512)
    config = hf.XLMRobertaConfig(vocab_size=len(tokenizer), pad_token_id=1, **SHAPE)
    save(hf.XLMRobertaModel(config), folder, generation_file=False)
    write_modules(folder, "Pooling", "Normalize")
    write_pooling(folder, "mean_tokens")
    (folder / "README.md").write_text(E5_CARD, encoding="utf-8")


def six(folder: Path) -> None:
    """The format of sentence-transformers 6: module names, pooling mode as a word, prompts as settings."""
    size = write_wordpiece(folder)
    save(hf.BertModel(hf.BertConfig(vocab_size=size, **SHAPE)), folder, generation_file=False)
    write_modules(folder, "Pooling", "Normalize", packages=SIX)
    write_json(
        folder / "1_Pooling" / "config.json",
        {"embedding_dimension": 16, "pooling_mode": ["cls", "mean"], "include_prompt": False},
    )
    prompts = {"query": "find: ", "document": "text: ", "STS": "alike: "}
    write_json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": prompts, "default_prompt_name": None},
    )


def t5_encoder(folder: Path) -> None:
    """sentence-t5 with the prompts of FRIDA: the encoder of a T5, the mean, normalised."""
    write_pieces(folder / "spiece.model", pieces(300, t5_ids=True))
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "model_max_length": 512})
    config = hf.T5Config(vocab_size=512, d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2)
    save(hf.T5EncoderModel(config), folder, generation_file=False)
    write_modules(folder, "Pooling", "Normalize")
    write_pooling(folder, "mean_tokens")
    prompts = {"search_query": "search_query: ", "paraphrase": "paraphrase: "}
    write_json(folder / "config_sentence_transformers.json", {"prompts": prompts})


def rows(height: int, width: int = 8) -> Any:
    """Random vectors, one per token."""
    return np.random.default_rng(5).normal(size=(height, width))


def model2vec(folder: Path, dtype: str = "float32") -> None:
    """potion: one matrix, a tokenizer, and a config.json that names no transformer."""
    (folder / "tokenizer.json").write_text(wordpiece(8), encoding="utf-8")
    size = Tokenizer.from_str(wordpiece()).get_vocab_size()
    matrix = rows(size) * (40 if dtype == "int8" else 1)
    save_arrays({"embeddings": matrix.astype(dtype)}, folder / "model.safetensors")
    settings = {"model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True}
    write_json(folder / "config.json", {**settings, "embedding_dtype": dtype, "max_length": 512})
    kind = "sentence_transformers.models.StaticEmbedding"
    write_json(folder / "modules.json", [{"idx": 0, "name": "0", "path": ".", "type": kind}])


def quantized(folder: Path) -> None:
    """A quantised model2vec: fewer rows than tokens; each token has the index of a row and a weight."""
    model2vec(folder)
    size = Tokenizer.from_str(wordpiece()).get_vocab_size()
    chance = np.random.default_rng(6)
    tensors = {
        "embeddings": rows(40),
        "mapping": chance.integers(0, 40, size),
        "weights": chance.uniform(0.1, 1, size).astype("float32"),
    }
    save_arrays(tensors, folder / "model.safetensors")


def static_embedding(folder: Path) -> None:
    """StaticEmbedding of sentence-transformers: in its own folder, unigram pieces, an unknown token."""
    inside = folder / "0_StaticEmbedding"
    inside.mkdir()
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=300, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(EVERYTHING, trainer)
    tokenizer.save(str(inside / "tokenizer.json"))
    matrix = torch.tensor(rows(tokenizer.get_vocab_size()), dtype=torch.bfloat16)
    save_file({"embedding.weight": matrix}, inside / "model.safetensors")
    package = "sentence_transformers.models"
    listed = [("0_StaticEmbedding", "StaticEmbedding"), ("1_Normalize", "Normalize")]
    write_json(
        folder / "modules.json",
        [
            {"idx": index, "name": str(index), "path": path, "type": f"{package}.{kind}"}
            for index, (path, kind) in enumerate(listed)
        ],
    )
    write_json(folder / "config_sentence_transformers.json", {"prompts": {"query": "", "document": ""}})


TRANSFORMERS: dict[str, Callable[[Path], None]] = {
    "minilm": minilm,
    "labse": labse,
    "bge": bge,
    "bert-bare": bert,
    "e5-multilingual": xlm_roberta,
    "sentence-transformers-6": six,
    "sentence-t5": t5_encoder,
}
STATIC: dict[str, Callable[[Path], None]] = {
    "potion": model2vec,
    "potion-float16": lambda folder: model2vec(folder, "float16"),
    "potion-int8": lambda folder: model2vec(folder, "int8"),
    "potion-quantized": quantized,
    "static-embedding": static_embedding,
}
