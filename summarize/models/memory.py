"""Will a model fit: an estimate of what it needs against what this machine has free, before loading.

An estimate: parameters times their width, and a share for what is computed while it runs. Knows
nothing of runtimes; an engine that loads onto another device passes that device's free memory.
"""

from __future__ import annotations

from pathlib import Path

from summarize.models.checkpoints import Checkpoint
from summarize.models.weights import width

# The libraries themselves, once imported, before any weight (250–340 MB measured).
LIBRARIES = 350_000_000

# Hidden states, keys and values of one batch beside the weights.
_WORKING_SHARE = 0.2

# The limits of a container, where there is one (control groups version 2, then 1): most, used, details.
_CONTAINER = (
    ("/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"),
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def need(checkpoint: Checkpoint, precision: str = "auto") -> int | None:
    """Bytes that the model is likely to need while it runs; ``None`` where its size is not known.

    ``precision`` is one of ``Runtime``'s; ``auto`` counts float32, what a processor computes in.
    """
    if checkpoint.parameters is None:
        return None
    weights = checkpoint.parameters * width("float32" if precision == "auto" else precision)
    return int(weights * (1 + _WORKING_SHARE)) + LIBRARIES


def available() -> int:
    """Bytes that a process can have now: what the machine has free, or what its container leaves."""
    import psutil  # type: ignore[import-untyped]

    free = int(psutil.virtual_memory().available)
    for folder, most, used, cached in _CONTAINER:
        try:
            left = _number(folder, most) - _number(folder, used) + _detail(folder, cached)
        except (OSError, ValueError):
            continue
        return max(0, min(free, left))
    return free


def fits(checkpoint: Checkpoint, precision: str = "auto", free: int | None = None) -> str | None:
    """``None`` where the model fits, else one line with the numbers and what to do.

    ``free`` is the free memory of the device in bytes; this machine's where it is not given.
    """
    needed = need(checkpoint, precision)
    there = available() if free is None else free
    if needed is None or needed <= there:
        return None
    smaller = "" if width(precision) == 2 else "; --dtype bfloat16 halves it"
    return (
        f"{checkpoint.name} needs about {needed / 1e9:.1f} GB of memory and {there / 1e9:.1f} GB are free: "
        f"close other programs or choose a smaller model{smaller}"
    )


def _number(folder: str, name: str) -> int:
    return int((Path(folder) / name).read_text("ascii"))


def _detail(folder: str, name: str) -> int:
    """Pages of files (a model just downloaded is one) count as used, and are given back when needed."""
    lines = (Path(folder) / "memory.stat").read_text("ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name} ")), 0)
