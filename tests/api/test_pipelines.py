"""Arguments of transformers 4's pipelines: honoured, harmless, or refused by name."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
import tinyhub
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

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
        (
            {"repetition_penalty": 1.5, "early_stopping": True, "forced_bos_token_id": 7},
            Decoding(repetition_penalty=1.5, early_stopping=True, forced_bos_token_id=7),
        ),
        ({"bad_words_ids": [[5], [6, 7]]}, Decoding(bad_words_ids=((5,), (6, 7)))),
        ({"generate_kwargs": {"num_beams": 3}}, Decoding(num_beams=3)),
        ({"temperature": 0.7, "top_k": 50}, Decoding()),
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
        ("summarization", {"num_beam_groups": 2}, "num_beam_groups"),
        ("summarization", {"repetition_penalty": 0}, "repetition_penalty"),
        ("summarization", {"repetition_penalty": "much"}, "repetition_penalty"),
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


def loaded_tokenizer(folder: str) -> Any:
    """The library's tokenizer, without its advice on packages."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return AutoTokenizer.from_pretrained(folder)


def generated(folder: str, text: str, **settings: Any) -> str:
    """What the library itself generates, as version 4's text2text-generation did."""
    tokenizer = loaded_tokenizer(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)
    ids = model.generate(**tokenizer(text, return_tensors="pt"), **settings)
    return str(tokenizer.decode(ids[0], skip_special_tokens=True)).strip()


@pytest.mark.parametrize(
    "settings",
    [
        {"max_new_tokens": 12},
        {"max_new_tokens": 12, "num_beams": 1},
        {"max_new_tokens": 12, "num_beams": 1, "repetition_penalty": 1.7},
        {"max_new_tokens": 12, "num_beams": 3, "early_stopping": True, "repetition_penalty": 1.3},
    ],
)
def test_text_to_text_is_what_the_library_generates(settings: dict[str, Any]) -> None:
    folder = str(tinyhub.folder("opus-mt-en-ru"))
    made = pipeline("text2text-generation", model=folder, device="cpu", dtype="float32")
    text = "A bus leaves the station every twenty minutes."
    assert made(text, **settings) == [{"generated_text": generated(folder, text, **settings)}]


def test_a_penalty_and_forbidden_words_change_what_is_written() -> None:
    folder = str(tinyhub.folder("opus-mt-en-ru"))
    made = pipeline("text2text-generation", model=folder, device="cpu", max_new_tokens=12, num_beams=1)
    (plain,) = made("A bus.")
    ids = [[number] for number in made.tokenizer(text_target=plain["generated_text"])["input_ids"][:-1]]
    assert made("A bus.", repetition_penalty=2.5) != [plain]
    assert made("A bus.", bad_words_ids=ids) != [plain]


@pytest.mark.parametrize(
    ("task", "name"), [("translation_en_to_ru", "opus-mt-en-ru"), ("summarization", "bart-cnn")]
)
def test_a_pipeline_has_its_tokenizer(task: str, name: str) -> None:
    folder = str(tinyhub.folder(name))
    made = pipeline(task, model=folder, device="cpu")
    text = "A bus leaves the station."
    assert made.tokenizer(text)["input_ids"] == loaded_tokenizer(folder)(text)["input_ids"]


def test_the_callers_language_token_holds() -> None:
    made = pipeline("text2text-generation", model=str(tinyhub.folder("nllb-2022")), device="cpu")
    kazakh = made.tokenizer.convert_tokens_to_ids("kaz_Cyrl")
    settings = {"num_beams": 1, "max_new_tokens": 8}
    asked = made("A bus.", forced_bos_token_id=kazakh, **settings)
    assert asked == made("A bus.", src_lang="en", tgt_lang="kk", **settings)
    assert asked != made("A bus.", **settings)
