"""The arguments of ``generate``: the checkpoint's own, a task's over them, the user's over both.

Knows the library's defaults and the traps in the hub's files. Knows no texts and no ids.
"""

from __future__ import annotations

from typing import Any

from summarize.models import checkpoints
from summarize.models.checkpoints import Checkpoint
from summarize.request import Decoding, Instruction

# Where neither the files nor the user say: longer than most summaries, and still an end. Chat models
# spend more tokens on a Kazakh word.
_UNSTATED = {"seq2seq": 256, "causal": 512}
# A translation of n tokens may honestly take more; what goes on past this is a loop.
_GROWTH, _SLACK = 2, 32


def arguments(checkpoint: Checkpoint, instruction: Instruction, decoding: Decoding) -> dict[str, Any]:
    """Everything but the number of tokens.

    Greedy or beams, never sampled, so that one input has one output. ``min_length`` of the files is
    not obeyed (bart-large-cnn would have 56 tokens of a headline too, made up); the user's is.
    ``max_length`` of the files is taken back, since ``max_new_tokens`` says it.
    """
    own = checkpoints.settings(checkpoint, instruction.task, instruction.source, instruction.target)
    ours = {key: own[key] for key in _task_keys(checkpoint, instruction) if key in own}
    ours.update(max_length=None, min_length=0, do_sample=False)
    users = {
        "num_beams": decoding.num_beams,
        "min_new_tokens": decoding.min_new_tokens,
        "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
        "length_penalty": decoding.length_penalty,
    }
    ours.update({key: value for key, value in users.items() if value is not None})
    return ours


def beams(checkpoint: Checkpoint, instruction: Instruction, decoding: Decoding) -> int:
    """How many beams ``arguments`` amounts to."""
    own = checkpoints.settings(checkpoint, instruction.task, instruction.source, instruction.target)
    return int(decoding.num_beams or own.get("num_beams") or 1)


def new_tokens(checkpoint: Checkpoint, instruction: Instruction, decoding: Decoding, length: int) -> int:
    """How many tokens a text of ``length`` source tokens may get.

    The user's number, else the files' (whose ``max_length`` counts the start token), else a default;
    a translation may always be longer than its source. Never more than the decoder's table holds.
    """
    wanted = decoding.max_new_tokens
    if wanted is None:
        wanted = _stated(checkpoint, instruction) or _UNSTATED[checkpoint.family.kind]
        if instruction.task == "translation":
            # In steps of powers of two, so that texts of like length may still share a batch.
            wanted = max(wanted, _GROWTH * (1 << max(length - 1, 1).bit_length()) + _SLACK)
    if checkpoint.max_output:
        # Two places: the start token, and a language's or an end's.
        wanted = min(wanted, checkpoint.max_output - 2)
    return max(wanted, 1)


def room(checkpoint: Checkpoint, instruction: Instruction, context: int) -> int:
    """Tokens of text that leave place for the reply, where ``context`` tokens hold both."""
    if instruction.task == "translation":
        return (context - _SLACK) // (1 + _GROWTH)
    reply = _stated(checkpoint, instruction) or _UNSTATED[checkpoint.family.kind]
    return context - min(reply, context // 2)


def _stated(checkpoint: Checkpoint, instruction: Instruction) -> int | None:
    own = checkpoints.settings(checkpoint, instruction.task, instruction.source, instruction.target)
    if own.get("max_new_tokens"):
        return int(own["max_new_tokens"])
    # A decoder-only model's max_length counts the prompt too, so it says nothing of the reply.
    if own.get("max_length") and checkpoint.family.kind == "seq2seq":
        return int(own["max_length"]) - 1
    return None


def _task_keys(checkpoint: Checkpoint, instruction: Instruction) -> set[str]:
    task = instruction.task
    names = (task, f"{task}_{instruction.source}_to_{instruction.target}")
    keys = {key for name in names for key in checkpoint.task_parameters.get(name, {})}
    return keys - {"prefix", "max_length", "min_length", "max_new_tokens"}
