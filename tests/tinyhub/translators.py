"""The encoder-decoders that translate, by family."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import transformers as hf
from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES as M2M100_CODES

from tinyhub.parts import (
    SMALL,
    edit_json,
    old_tokenizer_config,
    pieces,
    save,
    to_bin,
    write_json,
    write_pieces,
)
from tinyhub.text import EVERYTHING

NLLB_CODES = [
    "ace_Arab",
    "deu_Latn",
    "eng_Latn",
    "fra_Latn",
    "kaz_Cyrl",
    "kir_Cyrl",
    "rus_Cyrl",
    "tur_Latn",
    "uzn_Latn",
    "zul_Latn",
]


def marian(
    folder: Path, tags: Sequence[str] = (), source: str = "en", target: str = "ru", binary: bool = True
) -> None:
    spm = [
        write_pieces(folder / f"{side}.spm", pieces(size))
        for side, size in (("source", 200), ("target", 300))
    ]
    vocab = {"</s>": 0, "<unk>": 1}
    for processor in spm:
        for index in range(processor.get_piece_size()):
            piece = processor.id_to_piece(index)
            if piece != "<s>":
                vocab.setdefault(piece, len(vocab))
    for tag in tags:
        vocab[f">>{tag}<<"] = len(vocab)
    pad = vocab["<pad>"] = len(vocab)
    write_json(folder / "vocab.json", vocab)
    write_json(folder / "tokenizer_config.json", {"target_lang": target, "source_lang": source})
    config = hf.MarianConfig(
        vocab_size=len(vocab),
        decoder_vocab_size=len(vocab),
        max_position_embeddings=512,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        bos_token_id=0,
        forced_eos_token_id=0,
        activation_function="swish",
        scale_embedding=True,
        static_position_embeddings=True,
        **SMALL,
    )
    settings = {"num_beams": 4, "max_length": 512, "bad_words_ids": [[pad]], "forced_eos_token_id": 0}
    save(hf.MarianMTModel(config), folder, settings)
    if binary:
        to_bin(folder)


def nllb(folder: Path, old: bool = True) -> None:
    write_pieces(folder / "sentencepiece.bpe.model", pieces(500, "bpe"))
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "NllbTokenizer", "additional_special_tokens": NLLB_CODES, "mask_token": "<mask>"},
    )
    tokenizer = hf.NllbTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    if old:  # 2022: the codes are in tokenizer.json and special_tokens_map.json, not in tokenizer_config.json
        edit_json(
            folder / "tokenizer_config.json",
            drop=(
                "added_tokens_decoder",
                "extra_special_tokens",
                "additional_special_tokens",
                "backend",
                "is_local",
            ),
            tokenizer_class="NllbTokenizer",
        )
        write_json(
            folder / "special_tokens_map.json",
            {
                "additional_special_tokens": NLLB_CODES,
                "bos_token": "<s>",
                "cls_token": "<s>",
                "eos_token": "</s>",
                "mask_token": {"content": "<mask>", "lstrip": True, "normalized": True, "rstrip": False},
                "pad_token": "<pad>",
                "sep_token": "</s>",
                "unk_token": "<unk>",
            },
        )
    config = hf.M2M100Config(
        vocab_size=len(tokenizer), max_position_embeddings=1024, scale_embedding=True, **SMALL
    )
    save(hf.M2M100ForConditionalGeneration(config), folder, {"max_length": 200})
    if not old:
        edit_json(
            folder / "config.json", drop=("torch_dtype",), dtype="float32", transformers_version="5.0.0"
        )


def m2m100(folder: Path, small100: bool = False) -> None:
    processor = write_pieces(folder / "sentencepiece.bpe.model", pieces(500, "bpe"))
    vocab = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    for index in range(3, processor.get_piece_size()):
        vocab[processor.id_to_piece(index)] = len(vocab)
    write_json(folder / "vocab.json", vocab)
    kind = "SMALL100Tokenizer" if small100 else "M2M100Tokenizer"
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": kind, "model_max_length": 1024})
    if not small100:
        codes = [f"__{code}__" for code in M2M100_CODES["m2m100"]]
        specials = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
        write_json(folder / "special_tokens_map.json", {**specials, "additional_special_tokens": codes})
    else:
        (folder / "tokenization_small100.py").write_text("raise SystemExit('repository code was run')\n")
    size = len(vocab) + 108  # 100 languages and 8 made-up words
    config = hf.M2M100Config(vocab_size=size, max_position_embeddings=1024, scale_embedding=True, **SMALL)
    save(hf.M2M100ForConditionalGeneration(config), folder, {"max_length": 200, "num_beams": 5})


def mbart50(folder: Path) -> None:
    """Sentencepiece only: no tokenizer.json."""
    write_pieces(folder / "sentencepiece.bpe.model", pieces(400))
    write_json(
        folder / "tokenizer_config.json", {"tokenizer_class": "MBart50Tokenizer", "language_codes": "ML50"}
    )
    size = len(hf.MBart50Tokenizer.from_pretrained(folder))
    config = hf.MBartConfig(vocab_size=size, max_position_embeddings=1024, scale_embedding=True, **SMALL)
    settings = {"max_length": 200, "num_beams": 5, "early_stopping": True, "forced_eos_token_id": 2}
    save(hf.MBartForConditionalGeneration(config), folder, {**settings, "decoder_start_token_id": 2})


def fsmt(folder: Path) -> None:
    """wmt19-en-ru: two vocabularies, merges in a format of its own, .bin weights."""
    words = sorted({word.strip(".,%") for line in EVERYTHING[:24] for word in line.split()})
    letters = sorted({letter for line in EVERYTHING for letter in line if not letter.isspace()})
    names = [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        *[w + "</w>" for w in words],
        *letters,
        *[c + "</w>" for c in letters],
    ]
    vocab = {name: index for index, name in enumerate(dict.fromkeys(names))}
    for side in ("src", "tgt"):
        write_json(folder / f"vocab-{side}.json", vocab)
    (folder / "merges.txt").write_text("T h 1\nl e 1\nа в 1\n", encoding="utf-8")
    write_json(
        folder / "tokenizer_config.json",
        {"langs": ["en", "ru"], "model_max_length": 1024, "special_tokens_map_file": None},
    )
    config = hf.FSMTConfig(
        langs=["en", "ru"],
        src_vocab_size=len(vocab),
        tgt_vocab_size=len(vocab),
        max_position_embeddings=1024,
        tie_word_embeddings=False,
        decoder={"vocab_size": len(vocab), "bos_token_id": 2},
        **SMALL,
    )
    save(hf.FSMTForConditionalGeneration(config), folder, {"num_beams": 5, "max_length": 200})
    to_bin(folder)


def seamless(folder: Path) -> None:
    """The text half of Seamless v2; `architectures` names the whole, as the real file does."""
    codes = ("eng", "fra", "kaz", "rus", "tur")
    write_pieces(folder / "sentencepiece.bpe.model", pieces(400, "bpe"))
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "SeamlessM4TTokenizer",
            "additional_special_tokens": [f"__{code}__" for code in codes],
            "src_lang": "eng",
            "tgt_lang": "fra",
        },
    )
    tokenizer = hf.SeamlessM4TTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    old_tokenizer_config(folder)
    config = hf.SeamlessM4Tv2Config(
        vocab_size=len(tokenizer),
        hidden_size=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=256,
        decoder_start_token_id=3,
    )
    table = {code: tokenizer.convert_tokens_to_ids(f"__{code}__") for code in codes}
    settings = {"num_beams": 1, "max_new_tokens": 256, "text_decoder_lang_to_code_id": table}
    save(hf.SeamlessM4Tv2ForTextToText(config), folder, settings)
    edit_json(folder / "config.json", architectures=["SeamlessM4Tv2Model"])
    edit_json(folder / "generation_config.json", drop=("_from_model_config",))
