"""Routes between languages: one model, or two by way of a third language.

Models are matched to directions by their files, and each is loaded once, when it is first needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from summarize.engines.loaded import LOADED
from summarize.engines.protocol import Engine
from summarize.errors import ModelError, UsageError
from summarize.models import cache, catalogue, choices
from summarize.models.checkpoints import Checkpoint, covers, directions
from summarize.request import Runtime
from summarize.text.language_table import LANGUAGES, NAMES
from summarize.text.languages import language


@dataclass(frozen=True)
class Hop:
    """One model translating in one direction; ``engine`` loads it or returns it loaded."""

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
    """The models of a run and the routes they offer.

    ``models`` are names (folders, hub ids, aliases). Without any, ``SUMMARIZE_MODEL`` is used, else the
    user's default for a direction and the local models. ``way`` is the path the user asked for, such as
    ``("en", "ru", "kk")``.
    """

    models: Sequence[str] = ()
    runtime: Runtime = field(default_factory=Runtime)
    way: tuple[str, ...] = ()
    _found: dict[tuple[str, str], tuple[Route, ...]] = field(default_factory=dict)

    def find(self, source: str, target: str) -> Sequence[Route]:
        """Every route from source to target, best first: direct ones, then those via a third language.

        Raises:
            ModelError: there is none; the message says which model to pull, and its licence.
        """
        if (source, target) not in self._found:
            self._found[source, target] = tuple(self._routes(source, target))
        return self._found[source, target]

    def _routes(self, source: str, target: str) -> list[Route]:
        if self.way and (self.way[0], self.way[-1]) == (source, target):
            legs = list(zip(self.way, self.way[1:], strict=False))
            for leg in legs:
                if not self._covering(*leg):
                    raise ModelError(f"--route {'-'.join(self.way)}: {self._missing(*leg)}")
            return [Route(tuple(self._hop(*leg, self._covering(*leg)[0]) for leg in legs))]
        routes = [Route((self._hop(source, target, found),)) for found in self._covering(source, target)]
        for middle in LANGUAGES:
            if middle not in (source, target):
                first, second = self._covering(source, middle), self._covering(middle, target)
                if first and second:
                    hops = (self._hop(source, middle, first[0]), self._hop(middle, target, second[0]))
                    routes.append(Route(hops))
        if not routes:
            raise ModelError(self._missing(source, target))
        return routes

    def _named(self) -> list[str]:
        asked = os.environ.get("SUMMARIZE_MODEL")
        return list(self.models) or ([asked] if asked else [])

    def _covering(self, source: str, target: str) -> list[Checkpoint]:
        """The checkpoints for this direction, best first.

        If no model was named, only the first may be non-commercial.
        """
        named = self._named()
        if named:
            found = [self._usable(name) for name in named]
            fitting = [one for one in found if covers(one, "translation", source, target)]
            # A model of one pair, named with a multilingual one, is meant for its own direction.
            return sorted(fitting, key=lambda one: _aptness(one, source, target))
        remembered = choices.default("translation", source, target)
        first = self._usable(remembered) if remembered else None
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

    def _usable(self, name: str) -> Checkpoint:
        found = cache.checkpoint(name)
        if found.problems:
            raise ModelError(f"{name} cannot be used: {found.problems[0]}")
        return found

    def _missing(self, source: str, target: str) -> str:
        """One line: no model covers this direction, and what to pull, for it or for a detour."""
        named = self._named()
        who = f"none of the models given ({', '.join(named)})" if named else "no model on this machine"
        commands = [_command(source, target)]
        for middle in LANGUAGES:
            if middle in (source, target):
                continue
            if self._covering(source, middle):
                commands.append(f"{_command(middle, target)} to go via {NAMES[middle]}")
            elif self._covering(middle, target):
                commands.append(f"{_command(source, middle)} to go via {NAMES[middle]}")
        return f"{who} translates {NAMES[source]} to {NAMES[target]}; get one with: {', or '.join(commands)}"

    def _hop(self, source: str, target: str, checkpoint: Checkpoint) -> Hop:
        return Hop(source, target, checkpoint.name, lambda: LOADED.engine(checkpoint, self.runtime))


def way(text: str) -> tuple[str, ...]:
    """The languages of ``--route en-ru-kk``.

    Raises:
        UsageError: it is not a path of two or three different languages.
    """
    found = tuple(language(part) for part in text.replace("→", "-").split("-"))
    if not 2 <= len(found) <= 3 or len(set(found)) != len(found):
        raise UsageError(
            f"--route {text!r} is not a valid route: give two or three different languages, such as en-ru-kk"
        )
    return found


def _aptness(checkpoint: Checkpoint, source: str, target: str) -> tuple[bool, int]:
    """A sort key, best first: models whose files name the direction, then those that name fewest."""
    found = directions(checkpoint)
    return (source, target) not in found, len(found)


def _command(source: str, target: str) -> str:
    row = catalogue.suggestion("translation", source, target)
    return catalogue.command(row.alias) if row else "summarize models pull ID"
