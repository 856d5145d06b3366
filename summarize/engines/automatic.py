"""What ``--precision auto`` takes on the processor, and why.

Bfloat16 where it was measured to keep the text nearly as it is: models without an encoder that our decoder
runs, whose weights are stored in bfloat16, on a processor with instructions for it. Bfloat16 also where only
that fits in memory. Float32 everywhere else: it loses nothing, and texts are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarize.models import memory
from summarize.models.checkpoints import Checkpoint

# Models that write no text, whatever the processor.
_FIXED = {
    "static": "read with numpy, without torch",
    "encoder": "since rounding could decide between nearly equal sentences",
}


@dataclass(frozen=True)
class Choice:
    """A precision, and why ``auto`` takes it: a clause that follows its name."""

    precision: Literal["float32", "bfloat16"]
    reason: str

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.precision}, {self.reason}"


def choose(checkpoint: Checkpoint, decodes: bool, free: int | None = None) -> Choice:
    """What ``auto`` takes for a checkpoint.

    ``decodes`` says whether our decoder runs it; ``free`` is the free memory in bytes, by default this
    machine's. Torch is imported only if the choice depends on the processor.
    """
    if checkpoint.family.kind in _FIXED:
        return Choice("float32", _FIXED[checkpoint.family.kind])
    measured = decodes and is_kept(checkpoint)
    if measured and _has_instructions():
        return Choice("bfloat16", "as its weights are stored; this processor has instructions for it")
    free = memory.available() if free is None else free
    if memory.halved(checkpoint, free):
        return Choice("bfloat16", f"since float32 does not fit in the {free / 1e9:.1f} GB that are free")
    if memory.shortage(checkpoint, "float32", free):
        return Choice("float32", f"which does not fit in the {free / 1e9:.1f} GB that are free")
    if measured:
        return Choice("float32", "since this processor has no instructions for bfloat16")
    return Choice("float32", "which loses nothing and fits; --dtype int8 is faster")


def is_kept(checkpoint: Checkpoint) -> bool:
    """Whether bfloat16 keeps the weights as they are, and was measured to keep the text, of such a model.

    What a pickle stores is only claimed, so it does not count. Float16 has more digits than bfloat16.
    """
    stored = checkpoint.dtype == "bfloat16" and checkpoint.weights == "safetensors"
    return stored and checkpoint.family.kind == "causal"


def _has_instructions() -> bool:
    from summarize.engines import precision

    return "bfloat16" in precision.available()
