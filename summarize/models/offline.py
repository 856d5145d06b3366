"""The network switch: off for everything, on only for ``summarize models pull``.

The hub's library reads its environment variables once, at import, so ``offline`` is called before
anything else; if the library is already imported (by a program that uses this package), its own copy of
the setting is changed too. A setting made by the user is never reverted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from summarize.errors import ModelError

# Off: requests, usage statistics, the conversion service, and a warning about tokenizers after a fork.
SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_SAFETENSORS_CONVERSION": "1",
    "TOKENIZERS_PARALLELISM": "false",
}

_YES = ("1", "on", "yes", "true")

# Whether the user turned the network off: read once, before our own setting hides it.
_demanded: bool | None = None


def offline() -> None:
    """Turn the network off for this process; may be called repeatedly."""
    global _demanded
    if _demanded is None:
        _demanded = _user_demands()
    os.environ.update(SWITCHES)
    _switch(off=True)


@contextmanager
def online() -> Iterator[None]:
    """Turn the network on within this block.

    Raises ``ModelError`` if the user set ``HF_HUB_OFFLINE`` or ``TRANSFORMERS_OFFLINE``.
    """
    if _user_demands() if _demanded is None else _demanded:
        raise ModelError("HF_HUB_OFFLINE is set, so nothing is downloaded; unset it to pull a model")
    before = os.environ.pop("HF_HUB_OFFLINE", None)
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import huggingface_hub.constants  # noqa: F401  must be imported to be changed

    _switch(off=False)
    try:
        yield
    finally:
        if before is not None:
            os.environ["HF_HUB_OFFLINE"] = before
        _switch(off=True)


def _user_demands() -> bool:
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").lower() in _YES for name in names)


def _switch(*, off: bool) -> None:
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is not None:
        constants.HF_HUB_OFFLINE = off  # type: ignore[attr-defined]
