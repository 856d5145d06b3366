"""The network switch: shut for everything, opened by ``summarize models pull`` alone.

The hub's library reads its switches once, when it is imported, so ``offline`` is called before
anything else; where it was imported earlier (by a program that uses this package), its own copy of
the switch is turned as well. A switch that the user has set is never turned back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from summarize.errors import ModelError

# What no run needs: requests, usage statistics, a conversion robot, and a tokenizer warning on fork.
SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_SAFETENSORS_CONVERSION": "1",
    "TOKENIZERS_PARALLELISM": "false",
}

_YES = ("1", "on", "yes", "true")

# Whether the user, not we, shut the network: read once, before our own switch hides it.
_demanded: bool | None = None


def offline() -> None:
    """Shut the network for this process; harmless when called again."""
    global _demanded
    if _demanded is None:
        _demanded = _user_demands()
    os.environ.update(SWITCHES)
    _turn(shut=True)


@contextmanager
def online() -> Iterator[None]:
    """Open the network while the block runs.

    Raises ``ModelError`` where ``HF_HUB_OFFLINE`` or ``TRANSFORMERS_OFFLINE`` was set by the user.
    """
    if _user_demands() if _demanded is None else _demanded:
        raise ModelError("HF_HUB_OFFLINE is set, so nothing is downloaded; unset it to pull a model")
    before = os.environ.pop("HF_HUB_OFFLINE", None)
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import huggingface_hub.constants  # noqa: F401  imported here at the latest, so that it can be turned

    _turn(shut=False)
    try:
        yield
    finally:
        if before is not None:
            os.environ["HF_HUB_OFFLINE"] = before
        _turn(shut=True)


def _user_demands() -> bool:
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").lower() in _YES for name in names)


def _turn(*, shut: bool) -> None:
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is not None:
        constants.HF_HUB_OFFLINE = shut  # type: ignore[attr-defined]
