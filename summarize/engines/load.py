"""Load a checkpoint: as an engine that writes text, or as an encoder that makes sentence vectors.

Importing this module is cheap. Runtimes are imported when a checkpoint needs them: torch never for
static vectors.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from summarize import progress
from summarize.errors import ModelError
from summarize.models.offline import offline

if TYPE_CHECKING:
    from summarize.engines.encoders import SentenceEncoder
    from summarize.engines.protocol import Engine
    from summarize.models.checkpoints import Checkpoint
    from summarize.request import Runtime

_log = logging.getLogger(__name__)


def load_engine(checkpoint: Checkpoint, runtime: Runtime) -> Engine:
    """Load the engine that runs a checkpoint; takes seconds and opens no connection.

    Raises:
        UsageError: this machine does not have the device or the precision.
        ModelError: the checkpoint is damaged, of an unknown family, or too large for this machine.
    """
    offline()
    progress.report(f"loading {checkpoint.name}", 0, 0)
    from summarize.engines.decoder.engine import take
    from summarize.engines.transformers import TransformersEngine

    began = time.monotonic()
    # The faster engine takes the checkpoints on which its output equals the library's.
    engine = take(checkpoint, runtime) or TransformersEngine(checkpoint, runtime)
    _log.info(
        "%s: %s in %s, loaded in %.1f s",
        checkpoint.name,
        type(engine).__name__,
        engine.precision,
        time.monotonic() - began,
    )
    return engine


def load_encoder(checkpoint: Checkpoint, runtime: Runtime, prompt: str | None = None) -> SentenceEncoder:
    """Load the encoder in a model folder; opens no connection.

    ``prompt`` replaces the prompt that the folder's files ask for.

    Raises:
        UsageError: this machine does not have the device or the precision.
        ModelError: the checkpoint makes no sentence vectors, is damaged, or is too large.
    """
    from summarize.engines.encoders import SentenceEncoder

    if checkpoint.family.kind == "static":
        from summarize.engines.static_vectors import StaticVectors

        return SentenceEncoder(StaticVectors(checkpoint, prompt))
    if checkpoint.family.kind == "encoder":
        offline()
        from summarize.engines.transformers_encoder import TransformersEncoder

        return SentenceEncoder(TransformersEncoder(checkpoint, runtime, prompt))
    if checkpoint.problems:
        raise ModelError(f"{checkpoint.name} cannot be used: {'; '.join(checkpoint.problems)}")
    raise ModelError(
        f"{checkpoint.name} makes no sentence vectors: it is a {checkpoint.family.name} model, "
        "which writes text; use it for abstractive summaries or translation"
    )
