"""Whether a model fits in memory: an estimate of what it needs, compared with what is free, before loading.

The estimate is what was measured on real models: the libraries, the tokenizer, the parameters times their
width, and the file, if its numbers have to be widened. An engine that loads onto another device passes that
device's free memory.
"""

from __future__ import annotations

import math
from pathlib import Path

from summarize.models.checkpoints import Checkpoint
from summarize.models.weights import width

# The imported libraries with a batch in work, before any weight.
LIBRARIES = 450_000_000
# A tokenizer in memory, for each token of its vocabulary: 1.3 to 2.1 kB measured.
_TOKEN = 1_500

# The limits of a container (control groups version 2, then 1): limit, usage, cached pages of files.
_CONTAINER = (
    ("/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"),
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def need(checkpoint: Checkpoint, precision: str = "auto") -> int | None:
    """Bytes that the model is likely to need while it runs; ``None`` if its size is unknown.

    What config.json describes is made before the weights are read, so it counts if it is larger.

    ``precision`` is one of ``Runtime``'s; ``auto`` counts as float32, the default on a processor.
    """
    parameters = max(checkpoint.parameters or 0, checkpoint.fewest_parameters)
    if not parameters:
        return None
    wanted = "float32" if precision == "auto" else precision
    kept = (parameters + checkpoint.twice) * width(wanted)
    # While numbers are widened, the pages of the file that they come from stay in memory.
    stored = _stored_width(checkpoint)
    widened = parameters * stored if stored < width(wanted) else 0
    return int(kept + widened) + checkpoint.vocabulary * _TOKEN + LIBRARIES


def _stored_width(checkpoint: Checkpoint) -> float:
    """Bytes per parameter on disk."""
    if checkpoint.weights == "gguf" and checkpoint.parameters:
        return checkpoint.size / checkpoint.parameters
    return width(checkpoint.dtype)


def halved(checkpoint: Checkpoint, free: int | None = None) -> bool:
    """Whether ``auto`` takes bfloat16 on a processor: weights stored in less than float32 fit only so."""
    in_less = checkpoint.dtype not in (None, "float32", "F32")
    return in_less and shortage(checkpoint, "float32", free) is not None


def available() -> int:
    """Bytes free for a process now: those of the machine, or those that its container leaves."""
    import psutil  # type: ignore[import-untyped]

    free = int(psutil.virtual_memory().available)
    for folder, most, used, cached in _CONTAINER:
        try:
            left = _number(folder, most) - _number(folder, used) + _detail(folder, cached)
        except (OSError, ValueError):
            continue
        free = min(free, left)
        break
    return int(max(0, min(free, _limit_left())))


def _limit_left() -> float:
    """Bytes of address space that ``ulimit -v`` leaves this process."""
    import psutil

    try:
        limit = psutil.Process().rlimit(psutil.RLIMIT_AS)[0]
    except (AttributeError, psutil.Error):  # not on this system
        return math.inf
    return math.inf if limit == psutil.RLIM_INFINITY else limit - psutil.Process().memory_info().vms


def exhausted(size: int | None = None) -> str:
    """What to say when memory ran out over a document (of ``size`` bytes) that has been dropped since."""
    document = f"the document has {size / 1e6:.1f} MB, and " if size else ""
    return (
        f"memory ran out ({document}{available() / 1e6:.0f} MB are free without it); "
        "close other programs, or divide the text"
    )


def shortage(checkpoint: Checkpoint, precision: str = "auto", free: int | None = None) -> str | None:
    """``None`` if the model fits, else one line with the numbers and what to do.

    ``free`` is the free memory of the device in bytes, by default this machine's.
    """
    needed = need(checkpoint, precision)
    there = available() if free is None else free
    if needed is None or needed <= there:
        return None
    smaller = ""
    if precision in ("auto", "float32"):
        # The project's own decoder rounds as it reads; the library first needs the whole model.
        smaller = (
            "; --dtype int8 needs a quarter" if checkpoint.family.kind == "seq2seq"
            else "; --dtype bfloat16 needs half"
        )  # fmt: skip
    return (
        f"{checkpoint.name} needs about {needed / 1e9:.1f} GB of memory, but {there / 1e9:.1f} GB are free: "
        f"close other programs or choose a smaller model{smaller}"
    )


def _number(folder: str, name: str) -> int:
    return int((Path(folder) / name).read_text("ascii"))


def _detail(folder: str, name: str) -> int:
    """Bytes of cached files, such as a model just downloaded: counted as used, but freed when needed."""
    lines = (Path(folder) / "memory.stat").read_text("ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name} ")), 0)
