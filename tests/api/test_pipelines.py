"""Arguments of transformers 4's pipelines: honoured, harmless, or refused by name."""

from __future__ import annotations

from typing import Any

import pytest
import tinyhub
import torch

from summarize.api.pipelines import pipeline
from summarize.errors import UsageError
from summarize.request import Decoding, Runtime

TEXT = (
    "The library on Lake Street lends 4200 books a year. A bus leaves the station every twenty minutes. "
    "The mayor opened a school for 350 children on Monday."
)


@pytest.mark.parametrize(
    ("arguments", "decoding"),
    [
        ({"max_length": 60}, Decoding(max_new_tokens=59)),
        ({"min_length": 5}, Decoding(min_new_tokens=4)),
        ({"min_length": 0}, Decoding()),
        ({"max_new_tokens": 60, "num_beams": 2}, Decoding(max_new_tokens=60, num_beams=2)),
        (
            {"length_penalty": 0.8, "no_repeat_ngram_size": 2},
            Decoding(length_penalty=0.8, no_repeat_ngram_size=2),
        ),
        ({"truncation": True, "batch_size": 4, "do_sample": False, "num_return_sequences": 1}, Decoding()),
    ],
)
def test_settings_are_those_of_generate(arguments: dict[str, Any], decoding: Decoding) -> None:
    assert pipeline("summarization", **arguments).settings.decoding == decoding


@pytest.mark.parametrize(
    ("arguments", "runtime"),
    [
        ({"device": -1}, Runtime("cpu")),
        ({"device": 0}, Runtime("cuda")),
        ({"device": "cuda:1"}, Runtime("cuda")),
        ({"device": torch.device("cpu")}, Runtime("cpu")),
        ({"torch_dtype": torch.bfloat16}, Runtime(precision="bfloat16")),
        ({"dtype": "float16", "device": None}, Runtime(precision="float16")),
    ],
)
def test_devices_and_types(arguments: dict[str, Any], runtime: Runtime) -> None:
    assert pipeline("translation_en_to_kk", **arguments).settings.runtime == runtime


@pytest.mark.parametrize("code", ["kk", "kaz_Cyrl", "kk_KZ", "__kk__", "kaz"])
def test_languages_in_any_models_code(code: str) -> None:
    assert pipeline("translation", tgt_lang=code).settings.target == "kk"
    assert pipeline(f"translation_en_to_{code.strip('_')}").settings.target == "kk"


@pytest.mark.parametrize(
    ("task", "arguments", "named"),
    [
        ("fill-mask", {}, "fill-mask"),
        ("translation", {"num_return_sequences": 3}, "num_return_sequences"),
        ("translation", {"do_sample": True}, "do_sample"),
        ("summarization", {"return_tensors": True}, "return_tensors"),
        ("summarization", {"temperature": 0.7}, "temperature"),
        ("translation", {"device": "tpu"}, "tpu"),
        ("translation", {"torch_dtype": "int4"}, "int4"),
        ("translation", {"tgt_lang": "deu_Latn"}, "deu"),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_name(task: str, arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        pipeline(task, **arguments)


def test_a_translation_needs_a_target() -> None:
    with pytest.raises(UsageError, match="tgt_lang"):
        pipeline("translation", model=str(tinyhub.folder("nllb-2022")))(TEXT)
    with pytest.raises(UsageError, match="not int"):
        pipeline("translation_en_to_kk")([5])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="not int"):
        pipeline("translation_en_to_kk")(5)  # type: ignore[arg-type]


def test_summaries_have_their_shape() -> None:
    summarizer = pipeline("summarization", model=str(tinyhub.folder("bart-cnn")), device="cpu", max_length=12)
    (one,) = summarizer(TEXT)
    assert list(one) == ["summary_text"]
    assert one["summary_text"]
    assert summarizer([TEXT, ""])[1] == {"summary_text": ""}
