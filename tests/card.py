"""A graphics card that is not there: its tensors say that they are on one, and the processor computes them.

As on a real card, an operation on tensors of two devices fails, and nothing moves unless it is told to:
``to`` and ``cpu`` move numbers, and so does assignment to a part of a tensor of the card. What is on the card
may be indexed by what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

CARD = torch.device("cuda", 0)
_MOVES = ("to", "cpu")
_INDEXES = ("__getitem__", "__setitem__")
# What the processor waits for.
_READS = ("cpu", "item", "tolist", "__int__", "__float__", "__bool__", "__index__", "nonzero")


class OnCard(torch.Tensor):
    """A tensor of the card."""

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Reached only where there is no card."""
        raise AssertionError(f"{func} outside of the card")


class _Card(TorchFunctionMode):
    """``computed`` is what the card was asked for, by name and shapes; ``read`` what was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.computed: list[tuple[object, ...]] = []
        self.read: list[str] = []

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """``func`` of these arguments, as a card would compute it, or refuse to."""
        if func is torch.device:
            return func(*args, **kwargs or {})
        leaves = list(_leaves((*args, *(kwargs or {}).values())))
        devices = [torch.device(leaf) for leaf in leaves if _is_device(leaf)]
        if any(isinstance(leaf, OnCard) for leaf in leaves):
            if getattr(func, "__self__", None) is torch.Tensor.device:
                return CARD
            name = func.__name__
            tensors = [leaf for leaf in leaves if isinstance(leaf, torch.Tensor)]
            self._note(name, [_here(tensor) for tensor in tensors], devices)
            if name not in _MOVES and not (name in _INDEXES and isinstance(args[0], OnCard)):
                _refuse_strangers(name, tensors)
            on_card = devices[0].type == "cuda" if devices else name != "cpu"
        else:
            on_card = bool(devices) and devices[0].type == "cuda"
        made = func(*_map(_here, args), **_map(_here, kwargs or {}))
        return _map(_there, made) if on_card else made

    def _note(self, name: str, tensors: Sequence[torch.Tensor], devices: Sequence[torch.device]) -> None:
        if name != "__get__":
            self.computed.append((name, *(tuple(tensor.shape) for tensor in tensors)))
        if name in _READS or (devices and devices[0].type != "cuda"):
            self.read.append(name)


@contextmanager
def card() -> Iterator[_Card]:
    """Within this block there is a card."""
    with _Card() as made:
        yield made


def _refuse_strangers(name: str, tensors: Sequence[torch.Tensor]) -> None:
    """As on a real card, a single number may come from the processor."""
    if any(not isinstance(tensor, OnCard) and tensor.dim() for tensor in tensors):
        raise RuntimeError(f"{name}: tensors are on two devices")


def _is_device(leaf: object) -> bool:
    return isinstance(leaf, torch.device) or (isinstance(leaf, str) and leaf in ("cpu", "cuda"))


def _leaves(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _leaves(value)
        else:
            yield value


def _map(change: Callable[[Any], Any], value: Any) -> Any:
    """The same with its leaves changed, in lists and tuples of any depth."""
    if isinstance(value, torch.Size):
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(_map(change, each) for each in value)
    if isinstance(value, dict):
        return {key: _map(change, each) for key, each in value.items()}
    return change(value)


def _here(leaf: Any) -> Any:
    """The same numbers as a tensor of the processor, and the processor instead of the card."""
    if isinstance(leaf, OnCard):
        with torch._C.DisableTorchFunction():
            return leaf.as_subclass(torch.Tensor)
    return torch.device("cpu") if _is_device(leaf) and torch.device(leaf).type == "cuda" else leaf


def _there(made: Any) -> Any:
    return made.as_subclass(OnCard) if isinstance(made, torch.Tensor) else made
