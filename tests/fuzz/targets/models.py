"""Model folders: configs, cards, lists of modules, and everything that describes them."""

from __future__ import annotations

import json
from pathlib import Path

from layouts_by_hand import LAYOUTS

from fuzz.folders import pack, unpack
from fuzz.trial import check_lines, corpus
from summarize.models import cards, checkpoints, model_report, sentence_modules
from summarize.models.checkpoints import describe

TOKENS = (
    b'"model_type"', b'"architectures"', b'"is_encoder_decoder"', b'"max_position_embeddings"',
    b'"model_max_length"', b'"vocab_size"', b'"d_model"', b'"encoder_layers"', b'"text_config"',
    b'"encoder"', b'"task_specific_params"', b'"translation_en_to_ru"', b'"summarization"', b'"prefix"',
    b'"langs"', b'"source_lang"', b'"target_lang"', b'"auto_map"', b'"chat_template"', b'"pad_token_id"',
    b'"num_beams"', b'"text_decoder_lang_to_code_id"', b'"marian"', b'"t5"', b'"m2m_100"', b'"BertModel"',
    b'"dtype"', b'">>kaz_Cyrl<<"', b'"__kk__"', b'"<2kk>"', b'"kaz_Cyrl"', b'"kk_KZ"', b"null", b"true",
    b"false", b"[]", b"{}", b"[[1]]", b'""', b"0", b"-1", b"1.5", b"1e999", b"-1e999", b"NaN", b"1e30",
    b"9" * 50, b"9" * 5000, b'"\\ud800"', b'"\\u0000"', b'"a\\nb"', b'"\\u001b[31m"', b"\xff",
    b"\xef\xbb\xbf", b"language:", b"license:", b"\n---\n", b"- ", b"&a ", b"*a", b"!!python/none ", b"? ",
    b": ", b"2024-02-30", b"0x", b"no", b"1:1", b"\n%%% tokenizer_config.json\n",
    b"\n%%% generation_config.json\n", b"\n%%% README.md\n---\n", b"\n%%% modules.json\n",
    b"\n%%% 1_Pooling/config.json\n", b"\n%%% adapter_config.json\n", b"\n%%% model.safetensors\n",
    b"\n%%% pytorch_model.bin\n", b"\n%%% vocab.json\n", b"\n%%% config_sentence_transformers.json\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    return [*(pack(files) for files in LAYOUTS.values()), *corpus("models")]


def attack(data: bytes, folder: Path) -> None:
    root = folder / "model"
    root.mkdir()
    unpack(data, root)
    found = describe(root)
    check_lines([*found.problems, *found.notes], folder)
    assert len(repr(cards.read(root))) < 10 * len(data) + 1000, "a card grows when it is read"
    assert _depth(model_report.to_json(found, "float32")) < 110
    json.dumps(model_report.to_json(found, "float32"), ensure_ascii=False).encode()
    checkpoints.directions(found)
    for task in found.tasks:
        checkpoints.settings(found, task, "en", "kk")
        checkpoints.prefix(found, task, "en", "kk")
    if "embedding" in found.tasks:
        sentence_modules.prompt(found)
        sentence_modules.recipe(found)
    checkpoints.code(found, "kk")


def _depth(value: object) -> int:
    """The levels of a JSON value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, parts), default=0)
