"""Numbers and files that would exhaust a library are problems of a model; the others stay usable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from layouts_by_hand import LAYOUTS, make

from summarize.models import cache, memory
from summarize.models.checkpoints import describe

EXCESSES: dict[str, tuple[str, dict[str, Any], str]] = {
    "labels": ("config.json", {"num_labels": 10**10}, "num_labels = 1e+10; at most 100,000"),
    "layers": ("config.json", {"encoder_layers": 10**7}, "encoder_layers = 1e+07; at most 10,000"),
    "beams": ("generation_config.json", {"num_beams": 10**6}, "num_beams = 1e+06; at most 1,000"),
    "beams in the config": ("config.json", {"num_beams": -(10**6)}, "num_beams = -1e+06; at most 1,000"),
    "nested": (
        "config.json",
        {"text_config": {"vocab_size": 1e30}},
        "vocab_size = 1e+30; at most 10,000,000",
    ),
    "experts": ("config.json", {"num_local_experts": 10**9}, "num_local_experts = 1e+09; at most 10,000"),
    "layers of one side": (
        "config.json",
        {"num_encoder_layers": 10**9},
        "num_encoder_layers = 1e+09; at most 10,000",
    ),
    "a part of no name": (
        "config.json",
        {"decoder": {"vision": {"num_hidden_layers": 10**7}}},
        "num_hidden_layers = 1e+07; at most 10,000",
    ),
    "positions": (
        "config.json",
        {"max_position_embeddings": 10**9},
        "max_position_embeddings = 1e+09; at most 50,000,000",
    ),
    "a block": ("config.json", {"local_radius": 10**9}, "local_radius = 1e+09; at most 2,000"),
    "windows of layers": (
        "config.json",
        {"attention_window": [64, 10**9]},
        "attention_window = 1e+09; at most 2,000",
    ),
    "beams of a task": (
        "config.json",
        {"task_specific_params": {"summarization": {"num_beams": 10**6}}},
        "num_beams = 1e+06; at most 1,000",
    ),
    "repeated tokens": (
        "generation_config.json",
        {"encoder_no_repeat_ngram_size": 10**9},
        "encoder_no_repeat_ngram_size = 1e+09; at most 1,000",
    ),
    "tokens made up": ("tokenizer_config.json", {"extra_ids": 10**9}, "extra_ids = 1e+09; at most 10,000"),
    "tokens of Pegasus": ("tokenizer_config.json", {"offset": 10**9}, "offset = 1e+09; at most 10,000"),
    "not finite": ("config.json", {"d_model": float("inf")}, "d_model = inf; at most 1,000,000"),
    "not a number": ("config.json", {"d_model": float("nan")}, "d_model = nan; at most 1,000,000"),
}


@pytest.mark.parametrize("case", EXCESSES)
def test_a_number_that_no_model_has_is_a_problem(case: str, tmp_path: Path) -> None:
    file, numbers, problem = EXCESSES[case]
    files = dict(LAYOUTS["bart-cnn"])
    files[file] = {**files.get(file, {}), **numbers}
    (found,) = describe(make(tmp_path / "model", files)).problems
    assert found == f"{file} has {problem} is possible"


def test_a_number_that_other_models_use_otherwise_is_no_problem(tmp_path: Path) -> None:
    chat = LAYOUTS["qwen3"]
    config = {**chat["config.json"], "block_size": 32_768, "sliding_window": 131_072, "rope_theta": 1e7}
    tokenizer = {**chat["tokenizer_config.json"], "model_max_length": 10**30}
    files = {**chat, "config.json": config, "tokenizer_config.json": tokenizer}
    assert describe(make(tmp_path / "model", files)).problems == ()


DAMAGED: dict[str, tuple[str, Any, str]] = {
    "deep modules": ("modules.json", "[" * 100_000, "modules.json is nested too deeply"),
    "modules of numbers": ("modules.json", [1, 2], "modules.json is not a list of modules"),
    "modules that are a number": ("modules.json", 7, "modules.json is not a list of modules"),
    "deep config": ("config.json", "[" * 100_000, "config.json is nested too deeply"),
    "deep tokenizer": (
        "tokenizer_config.json",
        '{"a":' * 50_000,
        "tokenizer_config.json is nested too deeply",
    ),
    "long number": ("generation_config.json", '{"a":' + "9" * 4001 + "}", "has a number of 4001 digits"),
    "long template": ("chat_template.jinja", "x" * 1_000_001, "chat_template.jinja has 1,000,001 bytes"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_file_is_a_problem_with_its_reason(case: str, tmp_path: Path) -> None:
    file, content, problem = DAMAGED[case]
    files = {**LAYOUTS["bart-cnn"], file: content}
    assert any(problem in line for line in describe(make(tmp_path / "model", files)).problems)


def test_a_card_with_aliases_is_not_read(tmp_path: Path) -> None:
    bomb = "---\na: &a [x, x, x]\nb: &b [*a, *a, *a]\ntags: [*b, *b, *b]\nlicense: mit\n---\n"
    found = describe(make(tmp_path / "model", {**LAYOUTS["bart-cnn"], "README.md": bomb}))
    assert (found.problems, found.licence) == ((), None)


def test_a_hostile_model_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    for name in ("good", "bad", "worse"):
        folder = make(tmp_path / f"models--org--{name}" / "snapshots" / "1", LAYOUTS["bart-cnn"])
    (folder / "modules.json").write_text("[" * 100_000)
    bad = tmp_path / "models--org--bad"
    (bad / "snapshots" / "1" / "model.safetensors").write_bytes(b"\x90\x01" + bytes(6) + b"[" * 400)
    (bad / "trees").mkdir()
    (bad / "trees" / "1.json").write_text("[" * 100_000)
    found = {checkpoint.name: checkpoint.problems for checkpoint in cache.local()}
    assert found.pop("org/good") == ()
    assert found == {
        "org/bad": ("model.safetensors is not a safetensors file: its header cannot be read",),
        "org/worse": ("modules.json is nested too deeply",),
    }


def test_memory_is_that_of_what_the_config_describes(tmp_path: Path) -> None:
    files = dict(LAYOUTS["bart-cnn"])
    small = describe(make(tmp_path / "small", files))
    sizes = {"d_model": 4096, "encoder_layers": 40, "encoder_ffn_dim": 16384, "vocab_size": 250_000}
    large = describe(make(tmp_path / "large", {**files, "config.json": {**files["config.json"], **sizes}}))
    assert small.parameters == large.parameters == 32
    # 250,000 × 4,096 embeddings and 40 × 4,096 × (4,096 + 2 × 16,384) of the layers
    assert large.fewest_parameters >= 1_024_000_000 + 6_039_797_760
    assert (memory.need(large) or 0) > 4 * 7_063_797_760
    assert "needs about 29" in (memory.shortage(large, free=10**9) or "")


def fewest(folder: Path, layout: str, **numbers: Any) -> int:
    files = dict(LAYOUTS[layout])
    return describe(
        make(folder, {**files, "config.json": {**files["config.json"], **numbers}})
    ).fewest_parameters


def test_experts_wide_attention_and_positions_count(tmp_path: Path) -> None:
    sizes = {"hidden_size": 1000, "num_hidden_layers": 10, "intermediate_size": 2000, "vocab_size": 100}
    plain = fewest(tmp_path / "plain", "qwen3", **sizes)
    assert plain == 100 * 1000 + 10 * 1000 * (1000 + 2 * 2000)
    experts = fewest(tmp_path / "experts", "qwen3", **sizes, num_experts=64, moe_intermediate_size=500)
    assert experts == plain + 10 * 1000 * 64 * 500
    assert fewest(tmp_path / "mixed", "qwen3", **sizes, num_local_experts=8) == plain + 10 * 1000 * 8 * 2000
    wide = fewest(tmp_path / "wide", "qwen3", **sizes, num_attention_heads=32, head_dim=128)
    assert wide == plain + 10 * 1000 * (32 * 128 - 1000)
    # Chat models compute their positions; M2M100 makes a table of them.
    assert fewest(tmp_path / "far", "qwen3", **sizes, max_position_embeddings=10**7) == plain
    sizes = {"d_model": 1000, "max_position_embeddings": 10**7}
    assert fewest(tmp_path / "table", "m2m100", **sizes) >= 10**10
    towers = {"decoder": {"hidden_size": 10**5, "vocab_size": 10**6}, "vision_config": {"hidden_size": 10**4}}
    towers["vision_config"] |= {"num_hidden_layers": 100}
    assert fewest(tmp_path / "towers", "qwen3", **towers) >= 10**11 + 10**10
