"""A sentence that fails its checks is tried again, a step higher each time; the best attempt is kept.

Knows what an attempt and a flag are, and how bad each kind of flag is; not how a rung translates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarize.checks.findings import Finding
from summarize.translation.record import Attempt

# How much worse than nothing a flag makes an attempt; what is not listed weighs 2. Only the order matters:
# no text, then text that is not a translation, then a part that is lost, then what may be a false alarm.
_WEIGHTS = {
    "empty": 1000, "residue": 200, "script": 200, "language": 150, "loop": 120, "copy": 120, "chatter": 80,
    "unfinished": 60, "url": 40, "email": 40, "placeholder": 40, "number": 20, "date": 20, "money": 20,
    "glossary": 10, "length": 8, "quotation": 6, "name": 4, "abbreviation": 3, "lookalike": 1,
}  # fmt: skip


Translate = Callable[[Sequence[str]], list[Attempt]]  # one attempt for each sentence, in order


@dataclass(frozen=True)
class Rung:
    """One way to translate sentences; ``suits`` says for which it can make a difference."""

    name: str
    translate: Translate
    suits: Callable[[str, Sequence[Finding]], bool] = lambda _sentence, _flags: True


def climb(sentences: Sequence[str], rungs: Sequence[Rung]) -> list[tuple[Attempt, ...]]:
    """The attempts made at each sentence, in order; a sentence without flags is left alone.

    Each rung is climbed with all the sentences that need it at once.
    """
    attempts: list[list[Attempt]] = [[] for _ in sentences]
    for rung in rungs:
        open_ = [
            index
            for index, made in enumerate(attempts)
            if not made or ((flags := best(made).flags) and rung.suits(sentences[index], flags))
        ]
        done = rung.translate([sentences[index] for index in open_]) if open_ else []
        for index, attempt in zip(open_, done, strict=True):
            attempts[index].append(attempt)
    return [tuple(made) for made in attempts]


def best(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt with the least that is wrong; of equals the first."""
    return min(attempts, key=lambda attempt: severity(attempt.flags))


def severity(flags: Sequence[Finding]) -> int:
    """How bad these flags are together; 0 for none."""
    return sum(_WEIGHTS.get(flag.kind, 2) for flag in flags)
