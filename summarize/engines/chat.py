"""Chat models: messages to ids through the checkpoint's own template, and the answer from the reply.

The messages come from ``summarize.engines.prompts`` or from the caller. Text in them never becomes a control
token; only the template's own tokens do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from summarize.engines import chat_templates, prompts
from summarize.engines.chat_templates import Failed, Refused
from summarize.errors import ModelError
from summarize.models import checkpoints
from summarize.models.checkpoints import Checkpoint
from summarize.request import Instruction

Message = Mapping[str, Any]
Composer = Callable[[str, Instruction], Sequence[Message]]

_THINKING = ("<think>", "</think>")
_OPENED = 16  # tokens at the end of a prompt in which a template opens the thinking


def composer(checkpoint: Checkpoint) -> Composer:
    """What makes this checkpoint's messages: a prompt file, or the fields of one message."""
    if checkpoint.family.scheme != "message":
        return prompts.messages

    def fields(text: str, instruction: Instruction) -> list[Message]:
        item = {
            "type": "text",
            "source_lang_code": checkpoints.code(checkpoint, instruction.source),
            "target_lang_code": checkpoints.code(checkpoint, instruction.target),
            "text": text,
        }
        return [{"role": "user", "content": [item]}]

    return fields


def ids(tokenizer: Any, name: str, messages: Sequence[Message]) -> list[int]:
    """The ids of a conversation up to the beginning of the reply.

    Raises:
        ModelError: there is no template, it refuses the messages, or it cannot be rendered.
    """
    try:
        return _rendered(tokenizer, messages)
    except Failed as failure:
        raise ModelError(f"{name}: its chat template cannot be used: {failure}") from failure
    except Refused as refusal:
        if len(messages) < 2 or messages[0]["role"] != "system":
            raise ModelError(f"{name}: its chat template refuses the messages: {refusal}") from refusal
    except ValueError as error:
        raise ModelError(f"{name}: its chat template cannot be used: {str(error).splitlines()[0]}") from error
    # Some templates, Gemma's among them, have no system message: it is put before the user's instead.
    system, user, *rest = messages
    joined = {**user, "content": f"{system['content']}\n\n{user['content']}"}
    return ids(tokenizer, name, [joined, *rest])


def reply(tokenizer: Any, generated: Sequence[int]) -> str:
    """The text of a reply without its thinking; unfinished thinking leaves nothing."""
    opening, closing = (_single(tokenizer, mark) for mark in _THINKING)
    kept = list(generated)
    if closing in kept:
        kept = kept[len(kept) - kept[::-1].index(closing) :]
    elif opening in kept:
        kept = kept[: kept.index(opening)]
    text: str = tokenizer.decode(kept, skip_special_tokens=True)
    return _without_thinking(text).strip()


def is_thinking(tokenizer: Any, prompt: Sequence[int]) -> bool:
    """Whether a prompt ends within thinking, which the template has opened."""
    text: str = tokenizer.decode(list(prompt[-_OPENED:]), skip_special_tokens=False)
    opening, closing = _THINKING
    return text.rfind(opening) > text.rfind(closing)


def has_thought(tokenizer: Any, written: Sequence[int]) -> bool:
    """Whether the end of thinking is among the ids written."""
    return _THINKING[1] in tokenizer.decode(list(written), skip_special_tokens=False)


def _rendered(tokenizer: Any, messages: Sequence[Message]) -> list[int]:
    if tokenizer.chat_control_tokens is None:
        # The library would compile the template to find them.
        template = tokenizer.get_chat_template()
        added = [token.content for token in tokenizer.added_tokens_decoder.values()]
        tokenizer.chat_control_tokens = [each for each in added if each in template and not each.isspace()]
    with chat_templates.elsewhere():
        encoded = tokenizer.apply_chat_template(
            list(messages),
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            sanitize_control_tokens=True,
            enable_thinking=False,
        )
    return list(encoded["input_ids"])


def _single(tokenizer: Any, token: str) -> int | None:
    found = tokenizer.convert_tokens_to_ids(token)
    return None if found is None or found == tokenizer.unk_token_id else int(found)


def _without_thinking(text: str) -> str:
    """For tokenizers that spell out the marks of thinking."""
    opening, closing = _THINKING
    if closing in text:
        return text.rpartition(closing)[2]
    return text.partition(opening)[0]
