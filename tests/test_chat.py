from __future__ import annotations

import pytest
import tinyhub
from transformers import AutoTokenizer

from summarize import checkpoints
from summarize.engines import chat
from summarize.errors import ModelError
from summarize.request import Instruction


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
def test_a_reply_is_without_its_thoughts(name: str, written: str, answer: str) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tinyhub.folder(name))
    assert chat.reply(tokenizer, tokenizer(written, add_special_tokens=False)["input_ids"]) == answer


def test_a_prompt_file_asks_chat_models_and_fields_ask_translategemma() -> None:
    instruction = Instruction("translation", "en", "kk")
    asked = chat.dresser(checkpoints.describe(tinyhub.folder("qwen3")))("A bus.", instruction)
    assert "Kazakh" in str(asked)
    assert "A bus." in asked[-1]["content"]
    [fields] = chat.dresser(checkpoints.describe(tinyhub.folder("translategemma")))("A bus.", instruction)
    assert fields["content"] == [
        {"type": "text", "source_lang_code": "en", "target_lang_code": "kk", "text": "A bus."}
    ]


def test_a_tokenizer_without_a_template_is_refused() -> None:
    tokenizer = AutoTokenizer.from_pretrained(tinyhub.folder("bart-cnn"))
    with pytest.raises(ModelError, match=r"^m: its chat template cannot be used: [^\n]*$"):
        chat.ids(tokenizer, "m", [{"role": "user", "content": "A bus."}])
