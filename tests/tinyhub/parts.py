"""Parts of the folders: JSON files, tokenizers trained on the test sentences, random weights."""

from __future__ import annotations

import functools
import io
import json
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from tinyhub.text import EVERYTHING

SMALL = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
}
SMALL_T5 = {
    "d_model": 16,
    "d_kv": 8,
    "d_ff": 32,
    "num_layers": 1,
    "num_heads": 2,
    "decoder_start_token_id": 0,
}


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")


def edit_json(path: Path, drop: Iterable[str] = (), **changes: object) -> None:
    """Change keys of a JSON file in place."""
    value = json.loads(path.read_text(encoding="utf-8"))
    value.update(changes)
    for key in drop:
        value.pop(key, None)
    write_json(path, value)


@functools.cache
def pieces(
    vocab_size: int, kind: str = "unigram", symbols: tuple[str, ...] = (), t5_ids: bool = False
) -> bytes:
    """A sentencepiece model trained on the three languages; cached, since many folders share one."""
    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1} if t5_ids else {}
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(EVERYTHING * 3),
        model_writer=model,
        vocab_size=vocab_size,
        model_type=kind,
        character_coverage=1.0,
        hard_vocab_limit=False,
        user_defined_symbols=list(symbols),
        num_threads=1,
        minloglevel=2,
        **ids,
    )
    return model.getvalue()


def write_pieces(path: Path, model: bytes) -> sentencepiece.SentencePieceProcessor:
    path.write_bytes(model)
    return sentencepiece.SentencePieceProcessor(model_proto=model)


@functools.cache
def byte_level(vocab_size: int, specials: tuple[str, ...], words: str = "") -> str:
    """A byte-level BPE tokenizer as the text of a tokenizer.json.

    `words` is the pattern that Qwen's splits words with (and normalises to NFC before); without it
    GPT-2's own.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    if words:
        tokenizer.normalizer = normalizers.NFC()
        split = pre_tokenizers.Split(Regex(words), "isolated")
        ending = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, ending])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=list(specials),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(EVERYTHING, trainer)
    return tokenizer.to_str()


def write_merges(folder: Path, specials: tuple[str, ...], vocab_size: int = 400) -> int:
    """Write vocab.json and merges.txt as GPT-2 and BART have them; returns the vocabulary size."""
    model = json.loads(byte_level(vocab_size, specials))["model"]
    write_json(folder / "vocab.json", model["vocab"])
    lines = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return len(model["vocab"])


@functools.cache
def gemma_tokenizer(vocab_size: int = 600) -> str:
    """A tokenizer.json as Gemma's: BPE with byte fallback, spaces as ▁ and no prefix space."""
    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<start_of_turn>", "<end_of_turn>"]
    bytes_ = [f"<0x{value:02X}>" for value in range(256)]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size, special_tokens=specials + bytes_, show_progress=False
    )
    tokenizer.train_from_iterator([line + "\n" for line in EVERYTHING], trainer)
    state = json.loads(tokenizer.to_str())
    # Bytes are pieces of the vocabulary, not added tokens.
    state["added_tokens"] = [token for token in state["added_tokens"] if token["content"] in specials]
    begin = {"SpecialToken": {"id": "<bos>", "type_id": 0}}
    state["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [begin, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [begin, {"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {"<bos>": {"id": "<bos>", "ids": [2], "tokens": ["<bos>"]}},
    }
    return json.dumps(state, ensure_ascii=False)


def stir(model: Any) -> None:
    """Widen the weights so that the output depends on the input; tied weights stay tied."""
    tables = {id(module.weight) for module in model.modules() if isinstance(module, torch.nn.Embedding)}
    for weight in model.parameters():
        if weight.dim() > 1:
            torch.nn.init.normal_(weight, std=0.3 if id(weight) in tables else 0.8)


def save(
    model: Any, folder: Path, generation: dict[str, Any] | None = None, generation_file: bool = True
) -> None:
    """Write config and weights as transformers 4 did: `torch_dtype`, an old version number."""
    stir(model)
    for key, value in (generation or {}).items():
        setattr(model.generation_config, key, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.save_pretrained(folder)
    edit_json(folder / "config.json", drop=("dtype",), torch_dtype="float32", transformers_version="4.38.0")
    if generation_file:
        edit_json(folder / "generation_config.json", transformers_version="4.38.0")
    else:
        (folder / "generation_config.json").unlink(missing_ok=True)


def edit_weights(folder: Path, change: Callable[[dict[str, torch.Tensor]], None]) -> None:
    """Change the tensors of model.safetensors."""
    weights = load_file(folder / "model.safetensors")
    change(weights)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def to_bin(folder: Path) -> None:
    """Replace safetensors by pytorch_model.bin, as in most opus-mt repositories."""
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def add_head(weights: dict[str, torch.Tensor]) -> None:
    """Add an untied lm_head, as in the files of T5 1.1, FLAN, mT5 and UMT5."""
    generator = torch.Generator().manual_seed(1)
    weights["lm_head.weight"] = torch.randn(weights["shared.weight"].shape, generator=generator)


def old_tokenizer_config(folder: Path) -> None:
    """Rename extra_special_tokens of transformers 5 to additional_special_tokens, as in the hub's files."""
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    extra = config.pop("extra_special_tokens", None)
    for key in ("backend", "is_local"):
        config.pop(key, None)
    if extra:
        config["additional_special_tokens"] = extra
    write_json(path, config)
