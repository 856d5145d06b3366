"""The encoder-decoders that summarise, by family."""

from __future__ import annotations

from pathlib import Path

import transformers as hf

from tinyhub.parts import (
    SMALL,
    edit_json,
    old_tokenizer_config,
    pieces,
    save,
    to_bin,
    write_json,
    write_merges,
    write_pieces,
)
from tinyhub.text import EVERYTHING

NEWS_SUMMARY = {
    "early_stopping": True,
    "length_penalty": 2.0,
    "max_length": 142,
    "min_length": 56,
    "no_repeat_ngram_size": 3,
    "num_beams": 4,
}
BART_IDS = {"forced_bos_token_id": 0, "forced_eos_token_id": 2, "decoder_start_token_id": 2}


def bart(folder: Path, binary: bool = False) -> None:
    """bart-large-cnn; with `binary`, the older layout of distilbart: .bin, no generation_config.json."""
    size = write_merges(folder, ("<s>", "<pad>", "</s>", "<unk>", "<mask>"))
    write_json(folder / "tokenizer_config.json", {"model_max_length": 1024})
    model = hf.BartForConditionalGeneration(
        hf.BartConfig(vocab_size=size, max_position_embeddings=1024, **SMALL)
    )
    save(model, folder, {**NEWS_SUMMARY, **BART_IDS}, generation_file=not binary)
    in_config = {**NEWS_SUMMARY, **BART_IDS} if binary else {}
    edit_json(folder / "config.json", task_specific_params={"summarization": NEWS_SUMMARY}, **in_config)
    if binary:
        to_bin(folder)


def pegasus(folder: Path, kind: str = "pegasus") -> None:
    """Pegasus has sentencepiece only; Pegasus-X and BigBird-Pegasus ship a tokenizer.json too."""
    write_pieces(folder / "spiece.model", pieces(400, symbols=("<n>",), t5_ids=True))
    write_json(
        folder / "tokenizer_config.json", {"tokenizer_class": "PegasusTokenizer", "model_max_length": 512}
    )
    tokenizer = hf.PegasusTokenizer.from_pretrained(folder)
    if kind != "pegasus":
        tokenizer.save_pretrained(folder)
        old_tokenizer_config(folder)
        edit_json(folder / "tokenizer_config.json", model_max_length=4096)
    shape = {**SMALL, "vocab_size": len(tokenizer), "decoder_start_token_id": 0, "scale_embedding": True}
    settings = {"num_beams": 8, "length_penalty": 0.8, "max_length": 128, "forced_eos_token_id": 1}
    if kind == "pegasus":
        config = hf.PegasusConfig(max_position_embeddings=512, pad_token_id=0, eos_token_id=1, **shape)
        save(hf.PegasusForConditionalGeneration(config), folder, {**settings, "min_length": 32})
    elif kind == "pegasus-x":
        config = hf.PegasusXConfig(max_position_embeddings=16384, block_size=16, num_global_tokens=4, **shape)
        save(hf.PegasusXForConditionalGeneration(config), folder, settings)
    else:
        config = hf.BigBirdPegasusConfig(
            max_position_embeddings=4096,
            block_size=16,
            num_random_blocks=1,
            pad_token_id=0,
            eos_token_id=1,
            **shape,
        )
        save(hf.BigBirdPegasusForConditionalGeneration(config), folder, {**settings, "num_beams": 5})


def led(folder: Path) -> None:
    size = write_merges(folder, ("<s>", "<pad>", "</s>", "<unk>", "<mask>"))
    write_json(
        folder / "tokenizer_config.json", {"tokenizer_class": "LEDTokenizer", "model_max_length": 16384}
    )
    config = hf.LEDConfig(
        vocab_size=size,
        max_encoder_position_embeddings=1024,
        max_decoder_position_embeddings=256,
        attention_window=[16],
        decoder_start_token_id=2,
        **SMALL,
    )
    settings = {"max_length": 130, "num_beams": 2, "no_repeat_ngram_size": 3}
    save(hf.LEDForConditionalGeneration(config), folder, settings)


def prophetnet(folder: Path) -> None:
    letters = sorted({letter for line in EVERYTHING for letter in line.lower() if not letter.isspace()})
    words = sorted(
        {word.strip(".,%").lower() for line in EVERYTHING[:12] for word in line.split()} - set(letters)
    )
    specials = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[X_SEP]"]
    vocab = specials + letters + ["##" + letter for letter in letters] + words
    (folder / "prophetnet.tokenizer").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    write_json(
        folder / "tokenizer_config.json", {"tokenizer_class": "ProphetNetTokenizer", "do_lower_case": True}
    )
    config = hf.ProphetNetConfig(
        vocab_size=len(vocab),
        hidden_size=16,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        num_encoder_layers=1,
        num_decoder_layers=1,
        num_encoder_attention_heads=2,
        num_decoder_attention_heads=2,
        max_position_embeddings=512,
        pad_token_id=0,
        bos_token_id=4,
        eos_token_id=4,
        decoder_start_token_id=4,
    )
    save(hf.ProphetNetForConditionalGeneration(config), folder, {"num_beams": 4, "max_length": 512})


def mbart_gazeta(folder: Path, fast: bool = False) -> None:
    """mBART cc25 fine-tuned on Russian news: generation keys in config.json, no generation_config.json."""
    write_pieces(folder / "sentencepiece.bpe.model", pieces(400))
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "MBartTokenizer", "src_lang": "ru_RU", "tgt_lang": "ru_RU"},
    )
    tokenizer = hf.MBartTokenizer.from_pretrained(folder)
    config = hf.MBartConfig(
        vocab_size=len(tokenizer), max_position_embeddings=1024, scale_embedding=True, **SMALL
    )
    save(hf.MBartForConditionalGeneration(config), folder, generation_file=False)
    edit_json(
        folder / "config.json",
        decoder_start_token_id=tokenizer.convert_tokens_to_ids("ru_RU"),
        early_stopping=True,
        forced_eos_token_id=2,
        max_length=200,
        no_repeat_ngram_size=4,
        num_beams=5,
    )
    (folder / "README.md").write_text(
        "---\nlanguage: ru\ntags: [summarization, mbart]\nlicense: apache-2.0\n---\n"
    )
