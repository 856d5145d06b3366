"""Which models take a text from one language to another: one leg, or two over a third language.

Knows which checkpoints are there and what they cover; loads each once, when it is first needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from summarize.engines.load import load_engine
from summarize.engines.protocol import Engine
from summarize.errors import ModelError, UsageError
from summarize.models import cache, catalogue, choices
from summarize.models.checkpoints import Checkpoint, covers, directions
from summarize.request import Runtime
from summarize.text.language_table import LANGUAGES, NAMES
from summarize.text.languages import language


@dataclass(frozen=True)
class Hop:
    """One model taking one direction; ``engine`` gives it loaded."""

    source: str
    target: str
    model: str
    engine: Callable[[], Engine]


@dataclass(frozen=True)
class Route:
    """One hop, or two that meet in a third language."""

    hops: tuple[Hop, ...]

    def __str__(self) -> str:
        way = "→".join([self.hops[0].source, *(hop.target for hop in self.hops)])
        return f"{way}: {', '.join(hop.model for hop in self.hops)}"


Find = Callable[[str, str], Sequence[Route]]  # (source, target) → routes, best first, at least one


@dataclass
class Routes:
    """The models of a run and the ways they open.

    ``models`` are names (folders, hub ids, aliases), matched to directions by what their files say;
    without any, ``SUMMARIZE_MODEL``, the user's defaults and whatever is local are asked. ``way`` is a
    path the user wants, such as ``("en", "ru", "kk")``.
    """

    models: Sequence[str] = ()
    runtime: Runtime = field(default_factory=Runtime)
    way: tuple[str, ...] = ()
    load: Callable[[Checkpoint, Runtime], Engine] = load_engine
    _engines: dict[str, Engine] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[Route, ...]] = field(default_factory=dict)

    def find(self, source: str, target: str) -> Sequence[Route]:
        """Every way from source to target, best first: direct ones, then those over a third language.

        Raises:
            ModelError: there is none; the message says what to pull, and under which licence.
        """
        if (source, target) not in self._found:
            self._found[source, target] = tuple(self._ways(source, target))
        return self._found[source, target]

    def _ways(self, source: str, target: str) -> list[Route]:
        if self.way and (self.way[0], self.way[-1]) == (source, target):
            legs = list(zip(self.way, self.way[1:], strict=False))
            for leg in legs:
                if not self._covering(*leg):
                    raise ModelError(f"--route {'-'.join(self.way)}: {self._nobody(*leg)}")
            return [Route(tuple(self._hop(*leg, self._covering(*leg)[0]) for leg in legs))]
        ways = [Route((self._hop(source, target, found),)) for found in self._covering(source, target)]
        for middle in LANGUAGES:
            if middle not in (source, target):
                first, second = self._covering(source, middle), self._covering(middle, target)
                if first and second:
                    hops = (self._hop(source, middle, first[0]), self._hop(middle, target, second[0]))
                    ways.append(Route(hops))
        if not ways:
            raise ModelError(self._nobody(source, target))
        return ways

    def _named(self) -> list[str]:
        asked = os.environ.get("SUMMARIZE_MODEL")
        return list(self.models) or ([asked] if asked else [])

    def _covering(self, source: str, target: str) -> list[Checkpoint]:
        """The checkpoints that take this direction, best first; of unnamed ones no second restricted one."""
        named = self._named()
        if named:
            found = [self._sound(name) for name in named]
            fitting = [one for one in found if covers(one, "translation", source, target)]
            # Whoever names a pair beside a model of many languages means the pair for its direction.
            return sorted(fitting, key=lambda one: _aptness(one, source, target))
        remembered = choices.default("translation", source, target)
        first = self._sound(remembered) if remembered else None
        if first is None or not covers(first, "translation", source, target):
            first = choices.best("translation", source, target)
        if first is None:
            return []
        others = [
            one
            for one in cache.local()
            if one.path != first.path and not one.problems and not one.non_commercial
            if one.languages and (source, target) in directions(one)
        ]
        return [first, *others]

    def _sound(self, name: str) -> Checkpoint:
        found = cache.checkpoint(name)
        if found.problems:
            raise ModelError(f"{name} cannot be used: {found.problems[0]}")
        return found

    def _nobody(self, source: str, target: str) -> str:
        """One line: nobody covers this direction, and what to get, or to get to what is there already."""
        named = self._named()
        who = f"none of the models given ({', '.join(named)})" if named else "no model on this machine"
        said = f"{who} translates {NAMES[source]} to {NAMES[target]}"
        ways = [_command(source, target)]
        for middle in LANGUAGES:
            if middle in (source, target):
                continue
            if self._covering(source, middle):
                ways.append(f"{_command(middle, target)} to go by way of {NAMES[middle]}")
            elif self._covering(middle, target):
                ways.append(f"{_command(source, middle)} to go by way of {NAMES[middle]}")
        return f"{said}; get one with: {', or '.join(ways)}"

    def _hop(self, source: str, target: str, checkpoint: Checkpoint) -> Hop:
        def engine() -> Engine:
            key = str(checkpoint.path)
            if key not in self._engines:
                self._engines[key] = self.load(checkpoint, self.runtime)
            return self._engines[key]

        return Hop(source, target, checkpoint.name, engine)


def way(text: str) -> tuple[str, ...]:
    """The languages of ``--route en-ru-kk``.

    Raises:
        UsageError: it is no path of two or three different languages.
    """
    found = tuple(language(part) for part in text.replace("→", "-").split("-"))
    if not 2 <= len(found) <= 3 or len(set(found)) != len(found):
        raise UsageError(f"--route {text!r} is no way: give two or three different languages, as en-ru-kk")
    return found


def _aptness(checkpoint: Checkpoint, source: str, target: str) -> tuple[bool, int]:
    """The smaller, the better: whether its files leave the direction open, and how many they name."""
    found = directions(checkpoint)
    return (source, target) not in found, len(found)


def _command(source: str, target: str) -> str:
    row = catalogue.suggestion("translation", source, target)
    return catalogue.command(row.alias) if row else "summarize models pull ID"
