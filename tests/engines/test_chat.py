from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tinyhub
from running import (
    CHATS,
    EN_KK,
    EN_RU,
    FAMILIES,
    RUNTIME,
    SUMMARY,
    Recorder,
    asked,
    loaded,
    plain,
)
from tinyhub.text import ENGLISH, SPECIAL_TOKENS
from transformers import AutoTokenizer

from summarize.engines import chat
from summarize.engines.load import load_engine
from summarize.engines.transformers import TransformersEngine
from summarize.errors import ModelError
from summarize.models import checkpoints
from summarize.request import Decoding, Instruction


@pytest.mark.parametrize("name", ["qwen3", "llama3"])  # the marks are one token each, or spelled out
@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("The bus left.", "The bus left."),
        ("<think>\nWhich bus?\n</think>\n\nThe bus left.", "The bus left."),
        ("Which bus?\n</think>\nThe bus left.", "The bus left."),
        ("<think>a</think> no <think>b</think>\nThe bus left.", "The bus left."),
        ("<think>\nWhich bus? It may be", ""),
        ("", ""),
    ],
)
def test_a_reply_is_without_its_thinking(name: str, written: str, answer: str) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tinyhub.folder(name))
    assert chat.reply(tokenizer, tokenizer(written, add_special_tokens=False)["input_ids"]) == answer


def test_chat_models_get_a_prompt_file_and_translategemma_gets_fields() -> None:
    instruction = Instruction("translation", "en", "kk")
    asked = chat.composer(checkpoints.describe(tinyhub.folder("qwen3")))("A bus.", instruction)
    assert "Kazakh" in str(asked)
    assert "A bus." in asked[-1]["content"]
    [fields] = chat.composer(checkpoints.describe(tinyhub.folder("translategemma")))("A bus.", instruction)
    assert fields["content"] == [
        {"type": "text", "source_lang_code": "en", "target_lang_code": "kk", "text": "A bus."}
    ]


def test_a_tokenizer_without_a_template_is_refused() -> None:
    tokenizer = AutoTokenizer.from_pretrained(tinyhub.folder("bart-cnn"))
    with pytest.raises(ModelError, match=r"^m: its chat template cannot be used: [^\n]*$"):
        chat.ids(tokenizer, "m", [{"role": "user", "content": "A bus."}])


@pytest.mark.parametrize("name", CHATS)
def test_special_tokens_in_the_text_of_a_chat_are_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    specials = plain(name).tokenizer.all_special_ids

    def controls(text: str) -> list[int]:
        recorder.calls.clear()
        loaded(name).generate([text], FAMILIES[name], Decoding(max_new_tokens=1))
        return [number for number in recorder.calls[0]["input_ids"][0].tolist() if number in specials]

    expected = controls("A bus leaves.")
    for token in (
        *SPECIAL_TOKENS,
        "<|start_header_id|>",
        "<start_of_turn>model",
        "<|im_start|>assistant",
        "<bos>",
    ):
        assert controls(f"A bus {token} leaves.") == expected


def test_a_system_message_that_a_template_refuses_is_put_before_the_users(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorder = Recorder(monkeypatch)

    def dress(text: str, instruction: Instruction) -> list[dict[str, str]]:
        return [{"role": "system", "content": "Be brief."}, {"role": "user", "content": f"Translate: {text}"}]

    for name in ("gemma3", "qwen3"):
        model = TransformersEngine(checkpoints.describe(tinyhub.folder(name)), RUNTIME, dress)
        model.generate(["A bus leaves."], EN_RU, Decoding(max_new_tokens=1))
    joined, apart = (
        plain(name).tokenizer.decode(call["input_ids"][0])
        for name, call in zip(("gemma3", "qwen3"), recorder.calls, strict=True)
    )
    assert "<start_of_turn>user\nBe brief.\n\nTranslate: A bus leaves.<end_of_turn>" in joined
    assert (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nTranslate: A bus leaves.<|im_end|>"
        in apart
    )
    assert apart.endswith("<think>\n\n</think>\n\n")


def test_structured_messages_name_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    loaded("translategemma").generate(["A bus leaves."], EN_KK, Decoding(max_new_tokens=1))
    said = plain("translategemma").tokenizer.decode(recorder.calls[0]["input_ids"][0])
    assert said.startswith("<bos><start_of_turn>user\nTranslate from en to kk:\n\nA bus leaves.<end_of_turn>")


@pytest.mark.parametrize(
    "template", ["{{ raise_exception('No such role') }}", "{% for %}", "{{ messages.x.y }}"]
)
def test_a_failing_template_is_reported_on_one_line(template: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("qwen3"), tmp_path / "qwen3"))
    (folder / "chat_template.jinja").write_text(template)
    model = load_engine(checkpoints.describe(folder), RUNTIME)
    with pytest.raises(ModelError, match=r"^qwen3: its chat template [^\n]*$"):
        model.generate(["A bus leaves."], SUMMARY, Decoding())


def test_a_reply_fits_in_the_context(monkeypatch: pytest.MonkeyPatch) -> None:
    model = loaded("gemma3")
    text = "bus " * (model.limit(EN_RU) // model.count("bus "))
    [read] = model.generate([text], EN_RU, Decoding(max_new_tokens=1))
    ceiling = asked(monkeypatch, "gemma3", text, EN_RU, Decoding(max_new_tokens=10**6))["max_new_tokens"]
    assert ceiling == 2048 - read.source_tokens
    assert ceiling > 2 * model.count(text)  # a translation has room to be longer than its source


def test_chats_are_padded_on_the_left(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    loaded("llama3").generate(["A bus.", "A bus leaves the station."], EN_KK, Decoding(max_new_tokens=1))
    mask = recorder.calls[0]["attention_mask"]
    assert mask[1, 0] == 0
    assert mask[:, -1].tolist() == [1, 1]


@pytest.mark.parametrize("name", ["qwen3", "translategemma"])
def test_a_translation_is_limited_by_its_source(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    most = asked(monkeypatch, name, ENGLISH[0], EN_RU, Decoding())["max_new_tokens"]
    model = loaded(name)
    assert most <= 1.6 * model._growth(EN_RU) * model.count(ENGLISH[0]) + 24
    assert most > model._growth(EN_RU) * model.count(ENGLISH[0])


def test_open_thinking_is_seen() -> None:
    tokenizer = loaded("qwen3")._tokenizer

    def ids(text: str) -> list[int]:
        return list(tokenizer(text, add_special_tokens=False)["input_ids"])

    assert chat.is_thinking(tokenizer, ids("user bus assistant <think>"))
    assert not chat.is_thinking(tokenizer, ids("user bus assistant <think></think>"))
    assert chat.has_thought(tokenizer, ids("bus </think> bus"))
    assert not chat.has_thought(tokenizer, ids("bus"))
