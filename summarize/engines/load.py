"""Choose and load the engine that runs a checkpoint.

Engines are imported when one is chosen, so importing this module costs nothing.
"""

from __future__ import annotations

from summarize.engines.progress import tell
from summarize.engines.protocol import Engine
from summarize.models.checkpoints import Checkpoint
from summarize.models.offline import offline
from summarize.request import Runtime


def load(checkpoint: Checkpoint, runtime: Runtime) -> Engine:
    """The engine that runs a checkpoint on this machine, loaded; seconds pass, no socket is opened.

    Raises:
        UsageError: the device or the precision is not to be had here.
        ModelError: the checkpoint is damaged, of no known family, or too large for this machine.
    """
    offline()
    tell(f"loading {checkpoint.name}", 0, 0)
    from summarize.engines.decoder.engine import take
    from summarize.engines.transformers import TransformersEngine

    # The faster engine takes what it does exactly as the library does it, and leaves the rest.
    return take(checkpoint, runtime) or TransformersEngine(checkpoint, runtime)
