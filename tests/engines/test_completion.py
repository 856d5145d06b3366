"""Base models without a chat template continue examples; an answer ends with its line."""

from __future__ import annotations

from typing import Any

import pytest
import tinyhub
import torch
import transformers
from running import BASES, EN_RU, RUNTIME, loaded, plain
from tinyhub.text import ENGLISH

from summarize.engines import prompts
from summarize.engines.transformers import TransformersEngine
from summarize.models.checkpoints import describe
from summarize.request import Decoding

each_base = pytest.mark.parametrize("name", BASES)


def scripted(monkeypatch: pytest.MonkeyPatch, engine: TransformersEngine, written: str) -> list[Any]:
    """Make the library's ``generate`` write this text after the prompt; returns what it is given."""
    given: list[Any] = []
    ids = engine._tokenizer(written, add_special_tokens=False)["input_ids"]

    def generate(model: Any, input_ids: torch.Tensor, **arguments: Any) -> torch.Tensor:
        given.append(arguments | {"input_ids": input_ids})
        return torch.cat([input_ids, torch.tensor([ids] * len(input_ids))], 1)

    monkeypatch.setattr(transformers.GenerationMixin, "generate", generate)
    return given


@each_base
def test_a_base_model_is_sound_and_says_what_it_is(name: str) -> None:
    found = describe(tinyhub.folder(name))
    assert found.family.name == "completion"
    assert found.problems == ()
    assert "base model, no chat template: completion prompts" in found.notes


@each_base
def test_it_reads_the_raw_completion_prompt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, tokenizer = loaded(name), plain(name).tokenizer
    given = scripted(monkeypatch, engine, "Да.\n")
    engine.generate([ENGLISH[0]], EN_RU, Decoding())
    wanted = tokenizer(prompts.completion(ENGLISH[0], EN_RU))["input_ids"]
    assert given[0]["input_ids"].tolist() == [wanted]


@each_base
def test_an_answer_ends_with_its_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, loaded(name), " Нет.\nEnglish: Next.")
    [written] = loaded(name).generate([ENGLISH[0]], EN_RU, Decoding())
    assert written.text == "Нет."
    assert written.finished
    assert written.tokens < len(plain(name).tokenizer(" Нет.\nEnglish: Next.")["input_ids"])


@each_base
def test_every_token_with_a_line_feed_ends_generation(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = plain(name).tokenizer
    given = scripted(monkeypatch, loaded(name), " Нет.\n")
    loaded(name).generate([ENGLISH[0]], EN_RU, Decoding())
    ends = set(given[0]["eos_token_id"])
    assert {number for number in range(len(tokenizer)) if "\n" in tokenizer.decode([number])} <= ends
    own = plain(name).model.generation_config.eos_token_id
    own = set(own if isinstance(own, list) else [own])
    assert all("\n" in tokenizer.decode([number]) for number in ends - own)


def test_the_token_that_ends_the_line_keeps_its_full_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = TransformersEngine(describe(tinyhub.folder("qwen3-base")), RUNTIME)
    engine._tokenizer.add_tokens([".\n"])
    engine._tokens.__dict__.pop("line_ends", None)
    scripted(monkeypatch, engine, " Нет.\nEnglish: Next.")
    [written] = engine.generate([ENGLISH[0]], EN_RU, Decoding())
    assert written.text == "Нет."


@each_base
def test_a_whole_answer_is_the_librarys_own_up_to_the_line_end(name: str) -> None:
    library = plain(name)
    prompt = library.tokenizer(prompts.completion(ENGLISH[0], EN_RU), return_tensors="pt")
    with torch.inference_mode():
        output = library.model.generate(**prompt, max_new_tokens=12, do_sample=False, pad_token_id=0)
    text = library.tokenizer.decode(output[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
    [written] = loaded(name).generate([ENGLISH[0]], EN_RU, Decoding(max_new_tokens=12))
    assert text.strip().startswith(written.text)
