"""The arguments of ``generate``: the checkpoint's, overridden by the task's, then by the user's."""

from __future__ import annotations

import math
from typing import Any

from summarize.models import checkpoints
from summarize.models.checkpoints import Checkpoint
from summarize.request import Decoding, Instruction

# If neither the files nor the user gives a limit: longer than most summaries, yet finite. Chat models need
# more tokens for a Kazakh word.
_UNSTATED = {"seq2seq": 256, "causal": 512}
# A translation may have more tokens than its source; beyond this it is a loop.
_GROWTH, _SLACK = 2, 32
# A chat model's translation: so many times the source's tokens times the pair's growth, plus a constant.
# It holds for all headlines and paragraphs of evals/news, 249 a pair, with three tokenizers.
_GENEROUS, _CONSTANT = 1.6, 16
_ROUNDED = 8  # to multiples of this, so that texts of similar length share a batch
# Fields of ``Decoding`` that are arguments of ``generate``; the number of tokens is set for each text.
_ASKED = (
    "num_beams", "min_new_tokens", "no_repeat_ngram_size", "length_penalty", "repetition_penalty",
    "early_stopping", "bad_words_ids", "forced_bos_token_id", "forced_eos_token_id",
)  # fmt: skip
UNKNOWN_GROWTH = 2.0  # for languages without sentences here

# The same sentences in each language: to try a model, and to measure how its tokenizer's counts differ.
SENTENCES = {
    "en": (
        "The library in our village opened a reading room for children on Monday.",
        "Forty pupils came on the first day, and each of them took a book home.",
        "The director says that the roof will be repaired before winter.",
    ),
    "ru": (
        "В понедельник библиотека нашего села открыла читальный зал для детей.",
        "В первый день пришли сорок школьников, и каждый взял книгу домой.",
        "Директор говорит, что крышу починят до зимы.",
    ),
    "kk": (
        "Дүйсенбі күні ауылымыздың кітапханасы балаларға арналған оқу залын ашты.",
        "Бірінші күні қырық оқушы келіп, әрқайсысы үйіне бір кітаптан алып кетті.",
        "Директордың айтуынша, шатыр қысқа дейін жөнделеді.",
    ),
}


def arguments(checkpoint: Checkpoint, instruction: Instruction, decoding: Decoding) -> dict[str, Any]:
    """All arguments except the number of tokens.

    Greedy or beam search, never sampling, so that the same input gives the same output. ``min_length``
    in the files is ignored (bart-large-cnn would invent 56 tokens even for a headline); the user's
    minimum is obeyed. ``max_length`` is unset in favour of ``max_new_tokens``.
    """
    own = checkpoints.settings(checkpoint, instruction.task, instruction.source, instruction.target)
    ours = {key: own[key] for key in _task_keys(checkpoint, instruction) if key in own}
    ours.update(max_length=None, min_length=0, do_sample=False)
    return ours | asked(decoding)


def asked(decoding: Decoding) -> dict[str, Any]:
    """The arguments that the user has set; of one that is ``None`` the checkpoint's own value holds."""
    users = {name: getattr(decoding, name) for name in _ASKED}
    if decoding.bad_words_ids is not None:
        users["bad_words_ids"] = [list(word) for word in decoding.bad_words_ids]
    return {name: value for name, value in users.items() if value is not None}


def beams(checkpoint: Checkpoint, instruction: Instruction, decoding: Decoding) -> int:
    """The number of beams in ``arguments``."""
    own = checkpoints.settings(checkpoint, instruction.task, instruction.source, instruction.target)
    return int(decoding.num_beams or own.get("num_beams") or 1)


def new_tokens(
    checkpoint: Checkpoint, instruction: Instruction, decoding: Decoding, length: int, growth: float = 1.0
) -> int:
    """How many tokens may be written for a text of ``length`` source tokens.

    The user's number, else that of the files (whose ``max_length`` counts the start token), else a
    default; a translation may always be longer than its source. That of a chat model is limited by its
    source alone: ``growth`` is how many times as many tokens the pair's target usually has. Never more than
    the decoder's position table holds.
    """
    wanted = decoding.max_new_tokens
    if wanted is None:
        wanted = _stated(checkpoint, instruction) or _UNSTATED[checkpoint.family.kind]
        if instruction.task == "translation" and checkpoint.family.kind == "causal":
            bound = math.ceil((_GENEROUS * growth * length + _CONSTANT) / _ROUNDED) * _ROUNDED
            wanted = min(_stated(checkpoint, instruction) or bound, bound)
        elif instruction.task == "translation":
            # In powers of two, so that texts of similar length share a batch.
            wanted = max(wanted, _GROWTH * (1 << max(length - 1, 1).bit_length()) + _SLACK)
    if checkpoint.max_output:
        # Two positions are for the start token and for a language or end token.
        wanted = min(wanted, checkpoint.max_output - 2)
    return max(wanted, 1)


def room(checkpoint: Checkpoint, instruction: Instruction, context: int, growth: float = 1.0) -> int:
    """The most tokens of text that leave room for the reply in a context of ``context`` tokens."""
    if instruction.task == "translation":
        return int((context - _CONSTANT - _ROUNDED) / (1 + max(_GROWTH, _GENEROUS * growth)))
    reply = _stated(checkpoint, instruction) or _UNSTATED[checkpoint.family.kind]
    return context - min(reply, context // 2)


def _stated(checkpoint: Checkpoint, instruction: Instruction) -> int | None:
    own = checkpoints.settings(checkpoint, instruction.task, instruction.source, instruction.target)
    if own.get("max_new_tokens"):
        return int(own["max_new_tokens"])
    # A decoder-only model's max_length counts the prompt too, so it does not limit the reply.
    if own.get("max_length") and checkpoint.family.kind == "seq2seq":
        return int(own["max_length"]) - 1
    return None


def _task_keys(checkpoint: Checkpoint, instruction: Instruction) -> set[str]:
    task = instruction.task
    names = (task, f"{task}_{instruction.source}_to_{instruction.target}")
    keys = {key for name in names for key in checkpoint.task_parameters.get(name, {})}
    return keys - {"prefix", "max_length", "min_length", "max_new_tokens"}
