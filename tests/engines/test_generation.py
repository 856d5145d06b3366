"""How a checkpoint's own settings reach `generate`, those that transformers 5 ignores included."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import tinyhub
import torch
from running import (
    EN_KK,
    FAMILIES,
    RUNTIME,
    RUSSIAN_SUMMARY,
    SUMMARY,
    Recorder,
    asked,
    loaded,
    plain,
)
from tinyhub.parts import edit_json, edit_weights
from tinyhub.text import ENGLISH, RUSSIAN

from summarize.engines.load import load_engine
from summarize.engines.transformers import TransformersEngine
from summarize.models import checkpoints
from summarize.request import Decoding, Instruction


def test_sampling_in_the_file_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    model = loaded("qwen3")
    results = [model.generate([ENGLISH[0]], SUMMARY, Decoding(max_new_tokens=8, seed=n)) for n in (0, 1, 2)]
    assert results[0] == results[1] == results[2]
    given = plain("qwen3")
    expected = given.model.generate(
        recorder.calls[0]["input_ids"], max_new_tokens=8, max_length=None, do_sample=False, pad_token_id=0
    )
    assert torch.equal(recorder.outputs[0], expected)


def test_a_tasks_own_settings_are_applied() -> None:
    """task_specific_params, which transformers 5 ignores; the user's settings override them."""
    given, source = plain("t5-small"), " ".join(ENGLISH[:4])
    encoded = given.tokenizer(["summarize: " + source], return_tensors="pt")
    own = {"num_beams": 4, "length_penalty": 2.0, "no_repeat_ngram_size": 3, "early_stopping": True}

    def expected(**settings: Any) -> str:
        with torch.inference_mode():
            output = given.model.generate(**encoded, max_new_tokens=24, max_length=None, **settings)
        text: str = given.tokenizer.decode(output[0], skip_special_tokens=True)
        return text

    def ours(**decoding: Any) -> str:
        return loaded("t5-small").generate([source], SUMMARY, Decoding(max_new_tokens=24, **decoding))[0].text

    assert expected(**own) != expected()
    assert ours() == expected(**own)
    assert ours(no_repeat_ngram_size=2) == expected(**{**own, "no_repeat_ngram_size": 2})
    assert ours(num_beams=1, no_repeat_ngram_size=0) == expected()


def test_the_files_settings_are_applied_without_a_generation_config(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    loaded("mt5-xlsum").generate([RUSSIAN[0]], RUSSIAN_SUMMARY, Decoding())
    given = plain("mt5-xlsum")
    own = {"num_beams": 4, "length_penalty": 0.6, "no_repeat_ngram_size": 2, "max_new_tokens": 83}
    encoded = given.tokenizer([RUSSIAN[0]], return_tensors="pt")
    assert torch.equal(recorder.outputs[0], given.model.generate(**encoded, max_length=None, **own))


def test_leds_first_token_attends_to_everything() -> None:
    given, source = plain("led"), " ".join(ENGLISH)
    encoded = given.tokenizer([source], return_tensors="pt")
    attention = torch.zeros_like(encoded["input_ids"])
    attention[:, 0] = 1
    results = [
        given.model.generate(**encoded, **extra, max_new_tokens=12, max_length=None)[0]
        for extra in ({"global_attention_mask": attention}, {})
    ]
    wanted, without = (given.tokenizer.decode(ids, skip_special_tokens=True).strip() for ids in results)
    assert wanted != without
    assert loaded("led").generate([source], SUMMARY, Decoding(max_new_tokens=12))[0].text == wanted


def test_block_sparse_attention_survives_a_short_text() -> None:
    """The library turns it off permanently at the first one."""
    source, decoding = " ".join(ENGLISH), Decoding(num_beams=1, max_new_tokens=8)
    fresh = load_engine(checkpoints.describe(tinyhub.folder("bigbird-pegasus")), RUNTIME)
    expected = fresh.generate([source], SUMMARY, decoding)
    fresh.generate(["A bus."], SUMMARY, decoding)
    assert fresh.generate([source], SUMMARY, decoding) == expected


@pytest.fixture
def hasty(tmp_path: Path) -> TransformersEngine:
    """A bart-large-cnn that always ends at once."""
    folder = Path(shutil.copytree(tinyhub.folder("bart-cnn"), tmp_path / "hasty"))

    def end(weights: dict[str, torch.Tensor]) -> None:
        weights["final_logits_bias"][0, 2] = 1e4

    edit_weights(folder, end)
    return TransformersEngine(checkpoints.describe(folder), RUNTIME)


def test_no_length_is_forced_on_a_short_summary(hasty: TransformersEngine) -> None:
    """The file's min_length is 56: most of a summary of one sentence would be invented."""
    [ended] = hasty.generate([ENGLISH[0]], SUMMARY, Decoding())
    assert (ended.text, ended.tokens, ended.finished) == ("", 1, True)
    [longer] = hasty.generate([ENGLISH[0]], SUMMARY, Decoding(min_new_tokens=9, max_new_tokens=20))
    assert longer.tokens == 9


@pytest.mark.parametrize(
    "name", ["bart-cnn", "opus-mt-en-ru", "mbart50", "pegasus", "nllb-2022", "flan-t5", "qwen3"]
)
def test_a_truncated_output_is_not_finished(name: str) -> None:
    """bart, mBART, Marian and Pegasus end a truncated text with </s> too."""
    [cut] = loaded(name).generate([ENGLISH[0]], FAMILIES[name], Decoding(num_beams=1, max_new_tokens=4))
    assert not cut.finished


@pytest.mark.parametrize(
    ("name", "text", "instruction", "wanted", "given"),
    [
        ("flan-t5", ENGLISH[0], SUMMARY, None, 256),  # no file says
        ("nllb-2022", ENGLISH[0], EN_KK, None, 199),  # the file's max_length counts the start token
        ("nllb-2022", " ".join(ENGLISH), EN_KK, None, 1056),  # a source longer than that
        ("bart-cnn", ENGLISH[0], SUMMARY, None, 141),
        ("bart-cnn", ENGLISH[0], SUMMARY, 5000, 1022),  # 1024 positions
        ("t5-small", ENGLISH[0], SUMMARY, None, 199),  # the task's
        ("mt5-xlsum", RUSSIAN[0], RUSSIAN_SUMMARY, None, 83),  # is in config.json
        ("qwen3", ENGLISH[0], SUMMARY, None, 512),
        ("qwen3", ENGLISH[0], SUMMARY, 7, 7),
    ],
)
def test_the_number_of_new_tokens_is_always_given(
    name: str,
    text: str,
    instruction: Instruction,
    wanted: int | None,
    given: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = asked(monkeypatch, name, text, instruction, Decoding(max_new_tokens=wanted))
    assert settings == {"max_new_tokens": given, "max_length": None, "do_sample": False}


@pytest.mark.parametrize("name", ["opus-mt-en-ru", "pegasus", "led"])
def test_output_stops_at_the_decoders_last_position(name: str) -> None:
    [full] = loaded(name).generate([ENGLISH[0]], FAMILIES[name], Decoding(num_beams=1, max_new_tokens=10**6))
    assert full.tokens > 200


@pytest.mark.parametrize("name", ["bart-cnn", "qwen3"])  # whose pieces are bytes, any byte
def test_control_characters_are_removed_from_the_output(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder(name), tmp_path / name))
    tokenizer = plain(name).tokenizer
    controls = [tokenizer.convert_tokens_to_ids(tokenizer.tokenize(sign))[-1] for sign in "\x1b\x05\x9b\a"]
    # The model can write nothing else.
    edit_json(
        folder / "generation_config.json",
        bad_words_ids=[[token] for token in range(len(tokenizer)) if token not in controls],
        forced_bos_token_id=None,
        forced_eos_token_id=None,
        min_length=0,
    )
    found = load_engine(checkpoints.describe(folder), RUNTIME)
    (one,) = found.generate([ENGLISH[0]], SUMMARY, Decoding(num_beams=1, max_new_tokens=6))
    assert one.tokens == 6
    assert not any(unicodedata.category(sign) == "Cc" for sign in one.text)
