"""Trains the tokenizers of the trained models, for ``rebuild`` alone: the tests read the files it keeps."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sentencepiece
from template_language import LANGUAGES, SEEN
from tinyhub.parts import write_json
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from trained.language import everything
from trained.lessons import conversation_lines

BART_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
QWEN_SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>")
MADLAD_TARGETS = tuple(f"<2{code}>" for code in ("en", "ru", "kk", "de", "fr", "tr"))
MADLAD_IDS = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}


def write(folder: Path) -> None:
    """Every tokenizer's own files, each kind in a folder of its own below ``folder``."""
    for name in ("bart", "qwen3", "nllb", "marian", "madlad"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    state = whole_words(BART_SPECIALS, everything())
    write_json(folder / "bart" / "vocab.json", state["model"]["vocab"])
    merges = "\n".join(" ".join(merge) for merge in state["model"]["merges"])
    (folder / "bart" / "merges.txt").write_text(f"#version: 0.2\n{merges}\n", encoding="utf-8")
    write_json(folder / "qwen3" / "tokenizer.json", whole_words(QWEN_SPECIALS, conversation_lines()))
    (folder / "nllb" / "sentencepiece.bpe.model").write_bytes(pieces(LANGUAGES))
    for side, language in (("source", "en"), ("target", "ru")):
        (folder / "marian" / f"{side}.spm").write_bytes(pieces([language]))
    (folder / "madlad" / "spiece.model").write_bytes(pieces(LANGUAGES, MADLAD_TARGETS, **MADLAD_IDS))


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


def pieces(languages: Sequence[str], symbols: Sequence[str] = (), **options: Any) -> bytes:
    """A sentencepiece model whose pieces are mostly the words of ``template_language``."""
    model = io.BytesIO()
    letters = "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D Q X Z 0 1 2 3 4 5 6 7 8 9 , : ;"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*(fact.said(one) for fact in SEEN[:400] for one in languages), letters]),
        model_writer=model,
        vocab_size=600,
        model_type="bpe",
        character_coverage=1.0,
        hard_vocab_limit=False,
        user_defined_symbols=list(symbols),
        num_threads=1,
        minloglevel=2,
        **options,
    )
    return model.getvalue()
