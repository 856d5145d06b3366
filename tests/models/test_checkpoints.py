"""Model folders described from their files: families, languages, limits, settings, licences and damage."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts_by_hand import LAYOUTS, card, config, make
from safetensors.numpy import save_file

from summarize.errors import ModelError
from summarize.models.checkpoints import Checkpoint, code, covers, describe, directions, prefix, settings

ALL = {("en", "ru"), ("en", "kk"), ("ru", "en"), ("ru", "kk"), ("kk", "en"), ("kk", "ru")}


@dataclass(frozen=True)
class Known:
    """What is expected of the description of a layout."""

    family: str
    ways: frozenset[tuple[str, str]] = frozenset()
    reads: int | None = None
    kazakh: tuple[str, ...] | None = None


def known(family: str, ways: Any = (), reads: int | None = None, kazakh: Any = None) -> Known:
    return Known(family, frozenset(ways), reads, kazakh)


EXPECTED = {
    "opus-mt-en-ru": known("marian", {("en", "ru")}, 512),
    "opus-mt-ru-en": known("marian", {("ru", "en")}, 512),
    "opus-mt-zle-en": known("marian", {("ru", "en")}, 512),
    "opus-mt-en-trk": known("marian-multi", {("en", "kk")}, 512, ("kaz_Cyrl",)),
    "opus-mt-trk-many": known("marian-multi", {("kk", "en")}, 512),
    "m2m100": known("m2m100", ALL, 512, ("kk",)),
    "m2m100-spm": known("m2m100", ALL, 512, ("kk",)),
    "small100-by-file": known("small100", ALL, 512, ("kk",)),
    "small100-by-layers": known("small100", ALL, 512, ("kk",)),
    "nllb": known("nllb", ALL, 512, ("kaz_Cyrl",)),
    "nllb-2022": known("nllb", ALL, 512, ("kaz_Cyrl",)),
    "nllb-spm": known("nllb", ALL, 512),
    "nllb-tuned": known("nllb", {("ru", "kk"), ("kk", "ru")}, 512, ("kaz_Cyrl",)),
    "mbart50": known("mbart50", ALL, 1024, ("kk_KZ",)),
    "mbart50-by-size": known("mbart50", ALL, 1024, ("kk_KZ",)),
    "mbart-cc25": known("mbart", (), 1024, ("kk_KZ",)),
    "mbart-gazeta": known("mbart", (), 1024),
    "t5-small": known("t5", (), 512),
    "flan-t5": known("t5", (), 512),
    "kazrush-ru-kk": known("t5", {("ru", "kk")}, 512, ()),
    "mt5-xlsum": known("t5", (), 512),
    "umt5": known("umt5", (), 512),
    "umt5-tied": known("umt5", (), 512),
    "madlad": known("madlad", ALL, 512, ("kk",)),
    "madlad-spm": known("madlad", ALL, 512, ("kk",)),
    "fred-t5": known("t5-bpe", (), 512),
    "longt5": known("longt5", (), 16384),
    "t5gemma": known("t5gemma", (), 8192),
    "bart-cnn": known("bart", (), 1024),
    "pegasus": known("pegasus", (), 512),
    "pegasus-x": known("pegasus-x", (), 16384),
    "bigbird-pegasus": known("bigbird-pegasus", (), 4096),
    "led": known("led", (), 16384),
    "prophetnet": known("prophetnet", (), 512),
    "wmt19-en-ru": known("fsmt", {("en", "ru")}, 1024),
    "seamless": known("seamless", ALL, 4096, ("kaz",)),
    "qwen3": known("chat", ALL, 40960),
    "llama-template-in-config": known("chat", ALL, 8192),
    "gemma3": known("chat", ALL, 131072),
    "translategemma": known("translategemma", ALL, 131072, ("kk",)),
    "gpt2": known("completion", ALL, 1024),
    "e5-small": known("sentence-encoder", (), 256, ()),
    "xlm-r": known("sentence-encoder", (), 510),
    "potion": known("static"),
    "static-st": known("static"),
    "whisper": known("unknown"),
    "qwen-vl": known("unknown", (), 131072),
}


@pytest.fixture
def described(tmp_path: Path) -> Any:
    """Write a layout by name and describe it."""

    def make_and_describe(name: str, weights: str = "safetensors") -> Checkpoint:
        return describe(make(tmp_path / name, LAYOUTS[name], weights))

    return make_and_describe


def test_every_layout_has_an_expectation() -> None:
    assert LAYOUTS.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_layout(name: str, described: Any) -> None:
    found, wanted = described(name), EXPECTED[name]
    assert found.name == name
    assert found.family.name == wanted.family
    assert directions(found) == wanted.ways
    assert found.max_input == wanted.reads
    assert found.languages.get("kk") == wanted.kazakh


SOUND = EXPECTED.keys() - {"nllb-spm", "whisper", "qwen-vl", "static-st"}


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_valid_layout_has_no_problems(name: str, described: Any) -> None:
    found = described(name)
    assert found.problems == ()
    assert found.parameters == 32
    assert found.dtype == "float32"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nllb-spm", "no language codes"),
        ("whisper", "an unsupported kind of model (whisper)"),
        ("qwen-vl", "an unsupported kind of model (qwen3_vl)"),
        ("static-st", "no weights"),
    ],
)
def test_an_invalid_layout_has_a_problem(name: str, problem: str, described: Any) -> None:
    assert any(problem in line for line in described(name).problems)


def test_hard_limits_are_those_of_tables(described: Any) -> None:
    hard = {name for name in EXPECTED if described(name).hard_limit}
    assert {"opus-mt-en-ru", "mbart50", "bart-cnn", "pegasus", "led", "bigbird-pegasus"} <= hard
    assert not hard & {"t5-small", "nllb", "m2m100", "longt5", "madlad", "wmt19-en-ru", "qwen3"}
    assert described("led").max_output == 1024
    assert described("nllb").max_output is None


def test_languages_from_the_name_alone_are_a_hint(described: Any) -> None:
    assert described("kazrush-ru-kk").pair_hinted
    assert any("--from and --to" in note for note in described("kazrush-ru-kk").notes)
    assert described("opus-mt-ru-en").pair_hinted
    assert not described("opus-mt-en-ru").pair_hinted


def test_the_name_never_decides_the_family(tmp_path: Path) -> None:
    found = describe(make(tmp_path / "facebook-nllb-200", LAYOUTS["bart-cnn"]))
    assert found.family.name == "bart"


def test_a_cache_snapshot_is_named_after_its_hub_id(tmp_path: Path) -> None:
    folder = tmp_path / "models--village--steppe-ru-kk" / "snapshots" / "abc"
    found = describe(make(folder, LAYOUTS["kazrush-ru-kk"]))
    assert found.name == "village/steppe-ru-kk"
    assert directions(found) == {("ru", "kk")}


def test_settings_that_the_library_does_not_apply(described: Any) -> None:
    assert described("umt5").config == {"tie_word_embeddings": False}
    assert described("umt5-tied").config == {}
    assert described("flan-t5").config == {}
    assert described("mbart-gazeta").family.normalise == "NFKC"
    assert described("mbart50").family.normalise is None
    assert described("led").family.global_attention


def test_prefixes(described: Any, tmp_path: Path) -> None:
    t5 = described("t5-small")
    assert prefix(t5, "summarization", "en", "en") == "summarize: "
    assert prefix(t5, "translation", "en", "de") == "translate English to German: "
    assert prefix(t5, "translation", "en", "ru") == ""
    assert prefix(described("flan-t5"), "summarization", "en", "en") == ""
    fred = described("fred-t5")
    assert prefix(fred, "summarization", "ru", "ru") == prefix(fred, "translation", "en", "ru") == "<LM>"
    without = {name: content for name, content in LAYOUTS["fred-t5"].items() if name != "added_tokens.json"}
    assert describe(make(tmp_path / "no-lm", without)).prefix == ""


def test_settings_of_the_task_override_those_of_the_files(described: Any) -> None:
    bart = described("bart-cnn")
    merged = settings(bart, "summarization", "en", "en")
    assert merged["forced_bos_token_id"] == 0
    assert merged["min_length"] == 30
    assert settings(bart, "translation", "en", "ru")["min_length"] == 56
    t5 = described("t5-small")
    assert settings(t5, "translation", "en", "de") == {"num_beams": 4}
    assert "prefix" not in settings(t5, "summarization", "en", "en")


def test_settings_of_files_older_than_generation_config(described: Any) -> None:
    assert described("mbart-gazeta").generation == {
        "num_beams": 5,
        "no_repeat_ngram_size": 4,
        "max_length": 200,
    }
    assert described("mt5-xlsum").generation["length_penalty"] == 0.6
    assert "model_type" not in described("mt5-xlsum").generation


def test_tasks(described: Any) -> None:
    assert described("bart-cnn").tasks == ("summarization",)
    assert described("mbart-gazeta").tasks == ("summarization",)
    assert described("mbart-cc25").tasks == ()
    assert described("t5-small").tasks == ("summarization", "translation")
    assert described("kazrush-ru-kk").tasks == ("translation",)
    assert described("qwen3").tasks == ("summarization", "translation")
    assert described("e5-small").tasks == ("embedding",)


def test_covers_is_false_only_if_the_files_exclude_it(described: Any) -> None:
    pair = described("kazrush-ru-kk")
    assert covers(pair, "translation", "ru", "kk")
    assert not covers(pair, "translation", "kk", "ru")
    assert not covers(pair, "summarization", "ru", "ru")
    gazeta = described("mbart-gazeta")
    assert covers(gazeta, "summarization", "ru", "ru")
    assert not covers(gazeta, "summarization", "kk", "kk")
    open_ended = described("flan-t5")
    assert covers(open_ended, "summarization", "kk", "kk")
    assert covers(open_ended, "translation", "en", "kk")
    assert not covers(described("e5-small"), "summarization", "en", "en")


def test_directions_named_by_tasks_are_the_only_ones(described: Any) -> None:
    t5 = described("t5-small")
    assert covers(t5, "summarization", "en", "en")
    assert not covers(t5, "translation", "en", "ru")


def test_codes(described: Any) -> None:
    nllb = described("nllb")
    assert code(nllb, "kk") == "kaz_Cyrl"
    assert code(nllb, "kaz_Cyrl") == "kaz_Cyrl"
    with pytest.raises(
        ModelError, match=r"nllb has no code for the language 'de'; it has: en, kk, ky, ru, tr"
    ):
        code(nllb, "de")
    assert "kk" not in described("madlad").languages["kk"][1:]


def test_licences(described: Any) -> None:
    assert described("bart-cnn").licence == "mit"
    assert not described("bart-cnn").non_commercial
    assert described("mt5-xlsum").non_commercial
    assert described("nllb").licence is None


def test_a_model_made_from_a_restricted_model_is_restricted(tmp_path: Path) -> None:
    tuned = card("license: apache-2.0", "base_model: issai/tilmash")
    assert describe(make(tmp_path / "tuned", {**LAYOUTS["nllb"], "README.md": tuned})).non_commercial
    free = card("license: apache-2.0", "base_model: [deepvk/kazRush-ru-kk]")
    assert not describe(make(tmp_path / "free", {**LAYOUTS["nllb"], "README.md": free})).non_commercial


def test_the_yaml_word_no_is_norwegian(described: Any) -> None:
    assert "no" in described("mt5-xlsum").languages


def test_pickles_and_remote_code_are_noted(described: Any, tmp_path: Path) -> None:
    pickled = described("bart-cnn", "pickle")
    assert pickled.weights == "pickle"
    assert pickled.parameters == 32
    assert pickled.problems == ()
    assert any("pickle" in note for note in pickled.notes)
    files = {**LAYOUTS["bart-cnn"], "config.json": config("bart", auto_map={"AutoModel": "x.Y"})}
    assert any("run its own code" in note for note in describe(make(tmp_path / "remote", files)).notes)


def test_shards(tmp_path: Path) -> None:
    folder = make(tmp_path / "shards", LAYOUTS["bart-cnn"], weights="")
    names = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    index = {"weight_map": {"a": names[0], "b": names[1]}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    save_file({"a": np.zeros(5, np.float16)}, folder / names[0])
    assert describe(folder).problems == (f"missing weight files: {names[1]}",)
    save_file({"b": np.zeros(7, np.float16)}, folder / names[1])
    found = describe(folder)
    assert found.problems == ()
    assert (found.parameters, found.dtype) == (12, "float16")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "is a git-lfs pointer"),
        (b"", "is empty"),
        (b"garbage", "is not a safetensors file, or cut short"),
        (b"\xff" * 64, "is not a safetensors file, or cut short"),
        (b"\x05\0\0\0\0\0\0\0hello", "its header cannot be read"),
        *[
            (len(header).to_bytes(8, "little") + header, "its header cannot be read")
            for header in (
                b"[1, 2]",
                b'{"a": 1}',
                b'{"a": {"dtype": "F32", "shape": ["x"], "data_offsets": [0, 4]}}',
                b'{"a": {"dtype": "F32", "shape": [Infinity], "data_offsets": [0, 4]}}',
                b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0]}}',
                b"[" * 5000,
            )
        ],
    ],
)
def test_damaged_weights(content: bytes, problem: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "damaged", LAYOUTS["bart-cnn"])
    (folder / "model.safetensors").write_bytes(content)
    assert any(problem in line for line in describe(folder).problems)


def test_weights_cut_short(tmp_path: Path) -> None:
    folder = make(tmp_path / "cut", LAYOUTS["bart-cnn"])
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1])
    [problem] = describe(folder).problems
    assert "model.safetensors is damaged" in problem


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "config.json is missing"),
        ({"config.json": "{broken"}, "config.json is not JSON"),
        ({"config.json": []}, "config.json is not a JSON object"),
        ({"config.json": {}, "tokenizer.json": {}}, "config.json is empty"),
        ({"config.json": {"a": 1}, "tokenizer.json": {}}, "an unsupported kind of model (no model_type)"),
        ({"config.json": config("bart")}, "no tokenizer files"),
        ({"adapter_config.json": {}}, "an adapter, not a model"),
    ],
)
def test_broken_folders_are_described_too(files: dict[str, Any], problem: str, tmp_path: Path) -> None:
    found = describe(make(tmp_path / "broken", files))
    assert any(problem in line for line in found.problems)
    assert all("\n" not in line for line in found.problems)


def test_a_shard_outside_the_folder_is_missing(tmp_path: Path) -> None:
    folder = make(tmp_path / "outside", LAYOUTS["bart-cnn"], weights="")
    elsewhere = "../" * 3 + "x" * 300
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": elsewhere}}))
    assert describe(folder).problems == (f"missing weight files: {elsewhere[:79]}…",)


def test_no_weights(tmp_path: Path) -> None:
    assert any(
        "no weights" in line for line in describe(make(tmp_path / "x", LAYOUTS["bart-cnn"], "")).problems
    )


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a folder"):
        describe(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# no head",
        "---\nlanguage: ru\nno end",
        card("language: {"),
        card("- a list"),
        card("language: 2026-01-01"),
    ],
)
def test_cards_without_front_matter(text: str, tmp_path: Path) -> None:
    found = describe(make(tmp_path / "card", {**LAYOUTS["flan-t5"], "README.md": text}))
    assert (found.languages, found.licence) == ({}, None)


def test_a_custom_licence_name(tmp_path: Path) -> None:
    text = card("license: other", "license_name: steppe-community")
    assert (
        describe(make(tmp_path / "own", {**LAYOUTS["flan-t5"], "README.md": text})).licence
        == "steppe-community"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "model_type",
        "architectures",
        "is_encoder_decoder",
        "task_specific_params",
        "langs",
        "text_config",
        "tokenizer_class",
        "chat_template",
        "max_position_embeddings",
        "n_positions",
        "model_max_length",
        "pad_token_id",
        "source_lang",
        "text_decoder_lang_to_code_id",
        "auto_map",
        "dtype",
        "weight_map",
        "encoder_layers",
    ]
)
TYPES = st.fixed_dictionaries(
    {"model_type": st.sampled_from(["t5", "marian", "mbart", "m2m_100", "fsmt", "xlm-roberta", "led"])}
)


@given(
    st.dictionaries(FIELDS, JSON, max_size=4),
    st.dictionaries(FIELDS, JSON, max_size=4),
    st.dictionaries(FIELDS, JSON, max_size=2),
    TYPES | st.just({}),
)
def test_any_json_is_described_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, first: Any, second: Any, third: Any, typed: Any
) -> None:
    folder = tmp_path_factory.mktemp("any")
    files = {
        "config.json": {**first, **typed},
        "tokenizer_config.json": second,
        "generation_config.json": third,
    }
    found = describe(make(folder, {**files, "modules.json": first, "model.safetensors.index.json": second}))
    assert isinstance(found, Checkpoint)
    directions(found)
    settings(found, "summarization", "ru", "ru")


def test_neither_torch_nor_transformers_is_imported(tmp_path: Path) -> None:
    folder = make(tmp_path / "bart-cnn", LAYOUTS["bart-cnn"])
    code_ = (
        "import sys; from summarize.models.checkpoints import describe;"
        "from summarize.models import cache, choices, memory;"
        f"describe({str(folder)!r}); cache.local();"
        "heavy = {'torch', 'transformers', 'huggingface_hub', 'numpy', 'tokenizers', 'sentencepiece'};"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code_], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
