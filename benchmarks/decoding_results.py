"""The measurements in docs/decoding.json, each of which can be measured again by itself.

Needs neither torch nor a model.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from decoding_sizes import SIZES

FILE = Path(__file__).resolve().parent.parent / "docs" / "decoding.json"


@dataclass(frozen=True)
class Result:
    """One engine on one case: ``speed`` is tokens written per second, the median of the rounds.

    ``of_peak`` and ``of_bandwidth`` are shares of the machine's limits, from 0 to 1.
    """

    size: str
    rows: int
    beams: int
    engine: str
    speed: float
    of_peak: float | None = None
    of_bandwidth: float | None = None


@dataclass(frozen=True)
class Machine:
    """Operations per second in each precision, and bytes read per second, with ``threads`` threads."""

    threads: int
    wall: bool
    torch: str
    peak: dict[str, float]
    bandwidth: float

    @property
    def key(self) -> str:
        """Results with the same key can be compared."""
        return f"{'wall' if self.wall else 'processor'} {self.threads}"


@dataclass(frozen=True)
class Memory:
    """One process: seconds from its start to the first token, and its peak resident memory."""

    size: str
    engine: str
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Growth:
    """Processor seconds for an input, and for ten times that input."""

    what: str
    once: float
    tenfold: float


@dataclass
class Kept:
    """Everything measured so far; ``speeds`` and ``machines`` by ``Machine.key``."""

    speeds: dict[str, list[Result]] = field(default_factory=dict)
    machines: dict[str, Machine] = field(default_factory=dict)
    memory: list[Memory] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)

    def add_speeds(self, machine: Machine, results: Sequence[Result]) -> None:
        """Replace older results; engines stay in the order in which they were first measured."""
        old = self.speeds.get(machine.key, [])
        merged = {(one.size, one.rows, one.beams, one.engine): one for one in (*old, *results)}
        order = list(SIZES)
        self.speeds[machine.key] = sorted(
            merged.values(), key=lambda one: (order.index(one.size), one.rows, one.beams)
        )
        self.machines[machine.key] = machine

    def add_memory(self, results: Sequence[Memory]) -> None:
        """Replace older results."""
        order = list(SIZES)
        merged = {(one.size, one.engine): one for one in (*self.memory, *results)}
        self.memory = sorted(merged.values(), key=lambda one: order.index(one.size))

    def save(self, file: Path = FILE) -> None:
        """Write everything as JSON."""
        made: dict[str, Any] = {
            "speeds": {key: [asdict(one) for one in results] for key, results in self.speeds.items()},
            "machines": {key: asdict(machine) for key, machine in self.machines.items()},
            "memory": [asdict(one) for one in self.memory],
            "growth": [asdict(one) for one in self.growth],
        }
        file.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def load(file: Path = FILE) -> Kept:
    """Read what ``Kept.save`` has written; empty if there is no file."""
    if not file.is_file():
        return Kept()
    found = json.loads(file.read_text(encoding="utf-8"))
    return Kept(
        {key: [Result(**one) for one in results] for key, results in found["speeds"].items()},
        {key: Machine(**machine) for key, machine in found["machines"].items()},
        [Memory(**one) for one in found["memory"]],
        [Growth(**one) for one in found["growth"]],
    )


def clock(wall: bool) -> Callable[[], float]:
    """Wall-clock seconds, or processor seconds of this process."""
    return time.perf_counter if wall else time.process_time


def precision(engine: str) -> str:
    """The precision an engine computes in, by its name."""
    return next((kind for kind in ("bfloat16", "int8") if kind in engine), "float32")
