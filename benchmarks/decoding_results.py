"""What was measured, kept in docs/decoding.json, so that one case can be measured again by itself.

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
    """One engine on one case: ``speed`` is tokens written a second, the median of the rounds.

    ``of_peak`` and ``of_bandwidth`` are what it used of what the machine can do, from 0 to 1.
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
    """Operations in each precision and bytes read, a second, by ``threads`` threads."""

    threads: int
    wall: bool
    torch: str
    peak: dict[str, float]
    bandwidth: float

    @property
    def key(self) -> str:
        """Results with the same are compared with one another."""
        return f"{'wall' if self.wall else 'processor'} {self.threads}"


@dataclass(frozen=True)
class Memory:
    """A process of its own: seconds from its start to the first token, and the largest resident set."""

    size: str
    engine: str
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Growth:
    """What ten times the input costs; processor seconds."""

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
        """New ones in place of older; engines stay in the order in which they were first measured."""
        old = self.speeds.get(machine.key, [])
        merged = {(one.size, one.rows, one.beams, one.engine): one for one in (*old, *results)}
        order = list(SIZES)
        self.speeds[machine.key] = sorted(
            merged.values(), key=lambda one: (order.index(one.size), one.rows, one.beams)
        )
        self.machines[machine.key] = machine

    def add_memory(self, results: Sequence[Memory]) -> None:
        """New ones in place of older."""
        order = list(SIZES)
        merged = {(one.size, one.engine): one for one in (*self.memory, *results)}
        self.memory = sorted(merged.values(), key=lambda one: order.index(one.size))

    def save(self, file: Path = FILE) -> None:
        """Written as JSON."""
        made: dict[str, Any] = {
            "speeds": {key: [asdict(one) for one in results] for key, results in self.speeds.items()},
            "machines": {key: asdict(machine) for key, machine in self.machines.items()},
            "memory": [asdict(one) for one in self.memory],
            "growth": [asdict(one) for one in self.growth],
        }
        file.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def load(file: Path = FILE) -> Kept:
    """What ``Kept.save`` has written; nothing where nothing was."""
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
    """Seconds, of the wall's clock or of this process's work."""
    return time.perf_counter if wall else time.process_time


def precision(engine: str) -> str:
    """The precision an engine computes in, by its name."""
    return next((kind for kind in ("bfloat16", "int8") if kind in engine), "float32")
