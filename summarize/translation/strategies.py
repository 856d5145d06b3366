"""Strategies: which sentences are tried again and how often, and which of the attempts at one is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from summarize.checks.findings import Finding
from summarize.result.segments import Attempt

FORCED = "glossary"  # the strategy that puts terms in
_ALIKE = 0.5  # share of a translation that must stay as it was when terms are put in
_CLAUSE = re.compile(r"(?<=[;:,])\s+|\s+(?=[–—]\s)")
JUDGED = 20  # sentences by which a model is judged: if it fails most of them, the rest is not tried again
_ALLOWED = 100  # tokens a sentence that all attempts at all sentences may write together
_SPLITTABLE = 8  # fewest words of a sentence that is worth splitting

# How bad each kind of flag is; a kind not listed weighs 2. Only the order matters, worst first: no text,
# then text that is not a translation, then a lost part, then what may be a false alarm.
_WEIGHTS = {
    "empty": 1000, "residue": 200, "script": 200, "language": 150, "loop": 120, "copy": 120, "chatter": 80,
    "meaning": 70, "omission": 8,
    "note": 80, "unfinished": 60, "url": 40, "email": 40, "placeholder": 40, "untranslated": 30, "number": 20,
    "percent": 20, "date": 20, "money": 20, "unit": 20, "ordinal": 12, "direction": 12, "glossary": 10,
    "length": 8, "negation": 8, "order": 6, "quotation": 6, "name": 4, "abbreviation": 3, "lookalike": 1,
}  # fmt: skip
_DOUBTED = 2  # how many doubts weigh as much as one error of their kind

Translate = Callable[[Sequence[str]], list[Attempt]]


@dataclass(frozen=True)
class Strategy:
    """One way to translate sentences: one attempt for each, in order.

    ``applies`` says, given a sentence and its flags, whether this strategy can improve on them.
    """

    name: str
    translate: Translate
    applies: Callable[[str, Sequence[Finding]], bool] = lambda _sentence, _flags: True


def try_strategies(sentences: Sequence[str], strategies: Sequence[Strategy]) -> list[tuple[Attempt, ...]]:
    """The attempts made at each sentence, in order; the first attempt without flags is the last.

    The first strategy gets all sentences in one call, each later one those that need it. If most of the first
    ``JUDGED`` sentences stay flagged, the rest is not tried again. All attempts together may write
    ``_ALLOWED`` tokens a sentence; where most first attempts passed, retries may also write half as much as
    those did.
    """
    if not sentences:
        return []
    first, *later = strategies
    attempts = [[attempt] for attempt in first.translate(sentences)]
    written = sum(made[0].tokens for made in attempts)
    allowed = _ALLOWED * len(sentences) - written
    if 2 * sum(bool(made[0].flags) for made in attempts) <= len(sentences):
        allowed = max(allowed, written // 2)
    allowed = _retry(sentences, attempts, later, range(min(JUDGED, len(sentences))), allowed)
    hopeless = sum(bool(best(made).flags) for made in attempts[:JUDGED])
    if 2 * hopeless <= JUDGED < len(sentences):
        _retry(sentences, attempts, later, range(JUDGED, len(sentences)), allowed)
    return [tuple(made) for made in attempts]


def _retry(
    sentences: Sequence[str],
    attempts: Sequence[list[Attempt]],
    strategies: Sequence[Strategy],
    places: Sequence[int],
    allowed: int,
) -> int:
    """Add attempts at the sentences in these ``places`` that are flagged; return what is left of ``allowed``.

    An attempt is expected to write as many tokens as the longest of all first ones.
    """
    longest = max((made[0].tokens for made in attempts), default=0)
    for strategy in strategies:
        pending, expected = [], 0
        for place in places:
            flags = best(attempts[place]).flags
            if not flags or not strategy.applies(sentences[place], flags):
                continue
            expected += longest
            if expected > allowed:
                break
            pending.append(place)
        done = strategy.translate([sentences[place] for place in pending]) if pending else []
        for place, attempt in zip(pending, done, strict=True):
            attempts[place].append(attempt)
            allowed -= attempt.tokens
    return allowed


def best(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt with the least severe flags; of equals, the first.

    One in which terms were put in counts only if it says the rest as the best one before it does.
    """
    chosen = attempts[0]
    for attempt in attempts[1:]:
        if severity(attempt.flags) < severity(chosen.flags) and (
            attempt.strategy != FORCED or _keeps(attempt, chosen)
        ):
            chosen = attempt
    return chosen


def _keeps(forced: Attempt, before: Attempt) -> bool:
    """Whether an attempt with terms put in has no flag that the one before lacks, and most of its words."""
    ours, theirs = (
        Counter(flag.kind for flag in attempt.flags if flag.kind != "glossary")
        for attempt in (forced, before)
    )
    if ours - theirs:
        return False
    words = before.text.casefold().split(), forced.text.casefold().split()
    return SequenceMatcher(None, *words, autojunk=False).ratio() >= _ALIKE


def severity(flags: Sequence[Finding]) -> int:
    """How bad these flags are together; 0 for none."""
    return sum(_WEIGHTS.get(flag.kind, 2) * (_DOUBTED if flag.certain else 1) for flag in flags)


def clauses(sentence: str) -> list[str]:
    """A sentence cut into clauses of at least three words; one part if it is short or has no clauses."""
    if len(sentence.split()) < _SPLITTABLE:
        return [sentence]
    parts: list[list[str]] = []
    lengths: list[int] = []  # of the parts, in words
    for clause in _CLAUSE.split(sentence):
        words = len(clause.split())
        if parts and (words < 3 or lengths[-1] < 3):
            parts[-1].append(clause)
            lengths[-1] += words
        else:
            parts.append([clause])
            lengths.append(words)
    return [" ".join(part) for part in parts]


def misses_term(_: str, flags: Sequence[Finding]) -> bool:
    """Whether a term of the glossary is missing."""
    return any(flag.kind == "glossary" for flag in flags)


def misses_more(_: str, flags: Sequence[Finding]) -> bool:
    """Whether there is another flag than that of a term, which fewer repetitions do not bring."""
    return any(flag.kind != "glossary" for flag in flags)


def has_clauses(sentence: str, flags: Sequence[Finding]) -> bool:
    """Whether a sentence has clauses that can be translated one by one, and a flag that this may remove."""
    return misses_more(sentence, flags) and len(clauses(sentence)) > 1
