"""Whether a model fits in memory: an estimate of what it needs, compared with what is free, before loading.

The estimate follows what was measured on real models and on models of real size: the libraries with a text in
work, the tokenizer, and the parameters as the engine keeps them. An engine that loads onto another device
passes that device's free memory.
"""

from __future__ import annotations

import math
from pathlib import Path

from summarize.models.checkpoints import Checkpoint
from summarize.models.weights import width

# The imported libraries with a text in work, before any weight.
LIBRARIES = 420_000_000
# A tokenizer in memory, for each token of its vocabulary: 1.3 to 2.1 kB measured.
_TOKEN = 1_500
# A vocabulary that is larger is packed in parts (``summarize.engines.precision``); a smaller one as a whole.
_LARGEST_WHOLE = 1 << 16
# Bytes for each parameter of a layer in int8, measured where the processor has matrix instructions: a linear
# that sees both one row and many is then kept in two layouts. Elsewhere they need less.
_INT8 = {"seq2seq": 1.3, "causal": 2.0}

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
    ours = checkpoint.family.kind in _INT8 and checkpoint.weights != "gguf"
    weights = (_decoder if ours else _library)(checkpoint, parameters, wanted)
    return int(weights) + checkpoint.vocabulary * _TOKEN + LIBRARIES


def _decoder(checkpoint: Checkpoint, parameters: int, precision: str) -> float:
    """Bytes of the parameters in our own decoder.

    A table that words are only read from stays in the file, from which a row is read for each word.
    """
    table = checkpoint.words_table
    written = parameters if checkpoint.tied else parameters - table
    if precision == "int8":
        # A chat model scores the best words with the table itself.
        exact = width(checkpoint.dtype) if checkpoint.family.kind == "causal" else 0
        return max(written - table, 0) * _INT8[checkpoint.family.kind] + table * (1 + exact)
    widened = checkpoint.vocabulary <= _LARGEST_WHOLE and width(checkpoint.dtype) < width("float32")
    return written * width(precision) + (table * width("float32") if widened else 0)


def _library(checkpoint: Checkpoint, parameters: int, precision: str) -> float:
    """Bytes of the parameters in the library; while they are widened, the file's pages stay in memory."""
    stored = _stored_width(checkpoint)
    return parameters * (width(precision) + (stored if stored < width(precision) else 0))


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
