"""Documents that repeat an earlier one: the same text, or nearly the same by MinHash (rensa).

Every text is read once before the run, in the order of the inputs, so that the first of several is kept
whatever the engine and the number of workers. Memory grows with the number of different documents: about
100 bytes each for ``exact``, 1.5 KB for ``near``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from summarize.corpora.rows import Columns, LeftOut
from summarize.corpora.shards import Plan
from summarize.corpora.sources import close, reader
from summarize.corpora.storage import needed
from summarize.errors import SummarizeError
from summarize.text.normalization import normalize

Dedup = Literal["exact", "near"]
SIMILAR = 0.8  # the share of word sequences in common (Jaccard) from which a document is a near duplicate
_PERMUTATIONS, _BANDS, _SHINGLE, _SEED = 128, 32, 5, 42


def duplicates(plan: Plan, columns: Columns, kind: Dedup, progress: Callable[[int], None]) -> dict[int, str]:
    """The rows that repeat an earlier one, counted over all sources, each with the id of that row.

    A document that cannot be read repeats nothing. ``progress`` is told the rows compared so far.

    Raises:
        UsageError: rensa is not installed.
    """
    found: dict[int, str] = {}
    index: Any = _Near() if kind == "near" else _Exact()
    names: dict[int, str] = {}
    for number, (identifier, text) in enumerate(_texts(plan, columns)):
        if number % 1000 == 0:
            progress(number)
        if text is None:
            continue
        first = index.first(number, text)
        if first is None:
            names[number] = identifier
        else:
            found[number] = names[first]
    return found


def _texts(plan: Plan, columns: Columns) -> Iterator[tuple[str, str | None]]:
    """The id and text of every row, in order; None for the text of a row that cannot be read."""
    try:
        for number in range(len(plan)):
            shard = plan.shard(number)
            for row in reader(shard.source.kind).read(shard, columns):
                try:
                    yield row.id, " ".join(normalize(row.document().text).text.split())
                except (SummarizeError, LeftOut):
                    yield row.id, None
    finally:
        close()


class _Exact:
    """Texts by their hash; white space makes no difference."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}

    def first(self, number: int, text: str) -> int | None:
        """The number of the first row with this text; None if it is this one."""
        digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        known = self._known.setdefault(digest, number)
        return None if known == number else known


class _Near:
    """Texts by the MinHash of their sequences of five words."""

    def __init__(self) -> None:
        self._library = needed("rensa", "--dedup near")
        self._index = self._library.RMinHashLSH(SIMILAR, _PERMUTATIONS, _BANDS)
        self._known: dict[int, Any] = {}

    def first(self, number: int, text: str) -> int | None:
        """The number of the first row that is similar enough; None if there is none."""
        sketch = self._library.RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(_shingles(text))
        for known in sorted(self._index.query(sketch)):
            if self._known[known].jaccard(sketch) >= SIMILAR:
                return int(known)
        self._index.insert(number, sketch)
        self._known[number] = sketch
        return None


def _shingles(text: str) -> Sequence[str]:
    words = text.casefold().split()
    if len(words) <= _SHINGLE:
        return [" ".join(words)]
    return [" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)]
