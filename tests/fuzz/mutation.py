"""Damaged copies of seeds: bytes and tokens flipped, cut, swapped, repeated, and mixed with others.

A token is a quoted string, a number, a word, a run of white space, or any other single byte.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

LONGEST = 20_000  # bytes of an input, so that one takes milliseconds
_CHANGES_MADE = (1, 1, 1, 2, 3, 6)  # to one input
_TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[-+]?\d[\d.eE+-]*|[A-Za-z_\x80-\xff]+|\s+|.', re.DOTALL)
_TIMES = (2, 3, 10, 100, 1000)


def damaged(seeds: Sequence[bytes], tokens: Sequence[bytes], seed: int, number: int) -> bytes:
    """The input with this number in the series that ``seed`` begins; the same on every machine."""
    chance = random.Random(f"{seed}/{number}")
    data = chance.choice(seeds)
    for _ in range(chance.choice(_CHANGES_MADE)):
        data = chance.choice(_CHANGES)(data, seeds, tokens, chance)[:LONGEST]
    return data


def _flip(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """One bit, or one byte by any other."""
    if not data:
        return data
    place = chance.randrange(len(data))
    byte = chance.choice((data[place] ^ (1 << chance.randrange(8)), chance.randrange(256)))
    return data[:place] + bytes([byte]) + data[place + 1 :]


def _truncate(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """Without what follows, or precedes, some place."""
    place = chance.randint(0, len(data))
    return data[:place] if chance.random() < 0.7 else data[place:]


def _splice(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """The beginning of this and the end of another seed."""
    other = chance.choice(seeds)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _insert(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """A token of the target's own, between two others."""
    parts = _TOKEN.findall(data)
    parts.insert(chance.randint(0, len(parts)), chance.choice(tokens))
    return b"".join(parts)


def _replace(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """A token by one of the target's own, which often changes a value's type."""
    parts = _TOKEN.findall(data)
    if parts:
        place = chance.randrange(len(parts))
        parts[place] = chance.choice(tokens)
    return b"".join(parts)


def _swap(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """Two tokens change places."""
    parts = _TOKEN.findall(data)
    if parts:
        one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        parts[one], parts[other] = parts[other], parts[one]
    return b"".join(parts)


def _drop(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """A few tokens in a row are left out."""
    parts = _TOKEN.findall(data)
    place = chance.randint(0, len(parts))
    return b"".join(parts[:place] + parts[place + chance.randint(1, 8) :])


def _repeat(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """A few tokens in a row, many times: brackets nest, numbers grow, lines get long."""
    parts = _TOKEN.findall(data)
    start = chance.randint(0, len(parts))
    end = start + chance.randint(1, 4)
    return b"".join(parts[:start] + parts[start:end] * chance.choice(_TIMES) + parts[end:])


def _nest(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random) -> bytes:
    """A token inside many lists."""
    parts = _TOKEN.findall(data)
    if parts:
        place, depth = chance.randrange(len(parts)), chance.choice(_TIMES)
        parts[place] = b"[" * depth + parts[place] + b"]" * depth
    return b"".join(parts)


_CHANGES: tuple[Callable[[bytes, Sequence[bytes], Sequence[bytes], random.Random], bytes], ...] = (
    _flip,
    _truncate,
    _splice,
    _insert,
    _replace,
    _replace,
    _swap,
    _drop,
    _repeat,
    _nest,
)
