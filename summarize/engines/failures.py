"""Errors of the runtimes as one line for people; the libraries' own messages are for developers.

An error of a known cause gets its own sentence; any other keeps its type and message.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from safetensors import SafetensorError

from summarize.errors import ModelError, SummarizeError

_OUT_OF_MEMORY = ("can't allocate memory", "out of memory", "not enough memory")
_LONGEST = 240  # characters of a library's message; some list every key of a model
_FETCH = "fetch the model again"
_ALLOCATED = re.compile(r"allocate (\d+) bytes")  # torch, on a processor
_WANTED = re.compile(r"(?:pip |need to )install (\w[\w.-]*)")


@contextmanager
def explained(name: str, doing: str) -> Iterator[None]:
    """Turn any exception within this block into a ``ModelError`` of one line; interrupts pass through."""
    try:
        yield
    except SummarizeError:
        raise
    except Exception as error:
        raise ModelError(f"{name}: {doing}: {explain(error)}") from error


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, on the processor or an accelerator."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error).lower() for sign in _OUT_OF_MEMORY)


def explain(error: BaseException) -> str:
    """What is wrong and what to do, on one line."""
    words = _one_line(error)
    if is_out_of_memory(error):
        wanted = _ALLOCATED.search(words)
        numbers = f" ({int(wanted[1]) / 1e6:.0f} MB more were wanted)" if wanted else ""
        return f"memory ran out{numbers}; choose a smaller model, fewer beams, or --dtype bfloat16"
    if isinstance(error, pickle.UnpicklingError):
        return (
            f"the .bin file is damaged or holds more than plain tensors; none of its code was run; {_FETCH}"
        )
    if isinstance(error, SafetensorError):
        return f"a .safetensors file is damaged ({words}); {_FETCH}"
    if isinstance(error, ImportError):
        missing = _WANTED.search(str(error))
        return (
            f"it needs a library: pip install {missing[1]}" if missing else f"a library is missing: {words}"
        )
    if "ignore_mismatched_sizes" in str(error):
        return "the weights have other shapes than config.json says; the files belong to two models"
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _one_line(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + " …"
