"""Translation memories of synthetic sentences: what adding them from TMX and looking sentences up costs.

    python benchmarks/translation_memory.py --segments 100000

Words follow Zipf's law. Every query is a sentence of the memory in which a tenth of the words are others.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from time import process_time
from typing import Any

from summarize.translation.memory.store import opened
from summarize.translation.memory.tmx import units
from summarize.translation.memory.units import Unit
from summarize.translation.writers.tmx import exported

_SYLLABLES = ["ба", "ке", "ло", "ми", "ра", "со", "ту", "ны", "ғы", "ше", "да", "ле", "қо", "жа", "пы"]
_WORDS, _QUERIES, _LEAST = 60_000, 100, 0.85


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--segments", type=int, default=100_000)
    count = parser.parse_args().segments
    with tempfile.TemporaryDirectory() as folder:
        tmx, memory = Path(folder) / "m.tmx", str(Path(folder) / "m.sqlite")
        with tmx.open("w", encoding="utf-8") as file:
            file.writelines(exported(_made(count)))
        with opened(memory, write=True) as store:
            spent = _spent(lambda: store.add(units(str(tmx))))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        size = Path(memory).stat().st_size >> 20
        print(
            f"{count} segments added: {spent:.1f} s of processor time, {peak} MB at most, {size} MB on disk"
        )
        queries = _queries(count)
        with opened(memory) as store:
            for name, look in (
                ("similar", lambda text: store.similar(text, "ru", "kk", _LEAST)),
                ("exact", lambda text: store.exact(text, "ru", "kk")),
            ):
                times = sorted(1000 * _spent(lambda: look(text)) for text in queries)  # noqa: B023
                middle, late = times[len(times) // 2], times[len(times) * 95 // 100]
                print(f"{name}: median {middle:.3f} ms, 95 % in {late:.3f} ms, at most {times[-1]:.3f} ms")


def _spent(call: Callable[[], Any]) -> float:
    start = process_time()
    call()
    return process_time() - start


def _made(count: int) -> Iterator[Unit]:
    draw = random.Random(1)
    vocabulary = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(_WORDS)]
    weights = list(accumulate(1 / (rank + 2) for rank in range(_WORDS)))

    def sentence() -> str:
        found = draw.choices(vocabulary, cum_weights=weights, k=max(3, int(draw.gauss(14, 6))))
        return f"{' '.join(found).capitalize()}."

    for _ in range(count):
        yield Unit("ru", "kk", sentence(), sentence(), date="2026-01-01T12:00:00Z")


def _queries(count: int) -> list[str]:
    draw = random.Random(2)
    wanted = {draw.randrange(count) for _ in range(_QUERIES)}
    found = []
    for number, unit in enumerate(_made(count)):
        if number in wanted:
            words = unit.source.split()
            for _ in range(len(words) // 10):
                words[draw.randrange(len(words))] = "жаңа"
            found.append(" ".join(words))
    return found


if __name__ == "__main__":
    main()
