"""Trying a model out for what it is for: text that it writes, or sentences that it compares.

Only chooses; what is measured stands in ``summarize.models.trial`` and ``summarize.models.encoder_trial``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.models.checkpoints import LANGUAGES, Checkpoint
from summarize.request import Instruction, Runtime

if TYPE_CHECKING:
    from summarize.models.encoder_trial import EncoderTrial
    from summarize.models.trial import Trial


def try_out(
    checkpoint: Checkpoint, runtime: Runtime, instructions: tuple[Instruction, ...] = ()
) -> Trial | EncoderTrial:
    """Load a checkpoint and run every instruction, or all that its files say it serves.

    Of a sentence model the instructions only name languages, by their sources. Raises ``UsageError``
    or ``ModelError`` where it cannot be loaded.
    """
    if checkpoint.family.kind in ("encoder", "static"):
        from summarize import encoders
        from summarize.models import encoder_trial

        languages = [instruction.source for instruction in instructions] or LANGUAGES
        return encoder_trial.try_out(checkpoint, encoders.load, runtime, languages)
    from summarize import engine
    from summarize.models import trial

    return trial.try_out(checkpoint, engine.load, runtime, instructions)
