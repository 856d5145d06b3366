"""How long whole summaries take with a chat model: ours, the library's ``generate``, llama.cpp.

    python benchmarks/chat_summaries.py FOLDER [--gguf FILE] [--rounds 3] [--threads 2] [--words 300 10000]

Our time is that of a summary, from the text to the checked result. What it asked its model for is recorded,
and the others are asked for the same: the same prompts, and as many tokens for each. ``generate`` takes one
prompt at a time, in float32; llama.cpp takes as many at once as it has slots, and keeps nothing of a prompt
for the next, since every round asks for the same.
Wall-clock seconds, medians; models are loaded before, and one at a time: threads of an idle llama.cpp would
take time from the others.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import chats
import torch
import transformers as hf

from summarize.api.run import run
from summarize.engines import precision
from summarize.engines.decoder import engine as decoding
from summarize.engines.load import load_engine
from summarize.evaluation.suites import load_suite
from summarize.models.checkpoints import describe
from summarize.request import Length, Request, Runtime
from summarize.text.documents import Document, from_text

SLOTS, ROOM = 4, 8192  # of llama.cpp, and the tokens of each


@dataclass(frozen=True)
class Asked:
    """Prompts that were given to a model together, and how many tokens it wrote for each."""

    rows: Sequence[Sequence[int]]
    written: Sequence[int]


Replay = Callable[[Asked], None]


def text_of(words: int) -> Document:
    """Articles of the project, one after another, to the paragraph with the last of so many words."""
    task = next(one for one in load_suite("news-abstractive").tasks if one.id == "en")
    paragraphs: list[str] = []
    for paragraph in (each for sample in task.samples for each in sample.source.split("\n\n")):
        if sum(len(each.split()) for each in paragraphs) >= words:
            break
        paragraphs.append(paragraph)
    return from_text("\n\n".join(paragraphs), language="en")


def ours(folder: Path, kind: precision.Precision) -> Callable[[Document], list[Asked]]:
    """Summaries by our decoder, and what it was asked for."""
    engine = load_engine(describe(folder), Runtime(device="cpu", precision=kind))
    request = Request(task="abstractive", model=str(folder), length=Length("sentences", 3))
    inner = decoding.decode_parallel

    def summarise(document: Document) -> list[Asked]:
        asked: list[Asked] = []

        def noted(network: Any, rows: Any, *rest: Any) -> Any:
            found = inner(network, rows, *rest)
            asked.append(Asked(rows, [len(row.ids) for row in found]))
            return found

        decoding.decode_parallel = noted
        try:
            engine._network.forget()  # type: ignore[attr-defined]
            run(document, request, engine)
        finally:
            decoding.decode_parallel = inner
        return asked

    return summarise


def library(folder: Path) -> Replay:
    """``generate`` in float32."""
    engine = chats.library(folder)

    def replay(asked: Asked) -> None:
        for row, count in zip(asked.rows, asked.written, strict=True):
            engine([row], count, False)

    return replay


def llama(file: Path) -> Replay:
    """llama.cpp."""
    server = chats.llama_server(file, SLOTS, ROOM)

    def ask(row: Sequence[int], count: int) -> None:
        written = chats.completed(server, row, count, keep=False)
        if written != count:
            raise SystemExit(f"llama.cpp wrote {written} tokens of {count}")

    def replay(asked: Asked) -> None:
        with ThreadPoolExecutor(SLOTS) as pool:
            list(pool.map(ask, asked.rows, asked.written))

    return replay


def measure(given: argparse.Namespace, words: int) -> None:
    """Print the table of one text."""
    document, found = text_of(words), dict[str, list[float]]()
    asked: list[Asked] = []  # of int8, the last of ours

    def timed(name: str, work: Callable[[], object]) -> None:
        work()  # a warm-up
        for _ in range(given.rounds):
            start = time.perf_counter()
            work()
            found.setdefault(name, []).append(time.perf_counter() - start)

    def replayed(replay: Replay) -> Callable[[], object]:
        return lambda: [replay(one) for one in asked]

    for kind in precision.available():
        summarise = ours(given.folder, kind)
        timed(kind, partial(summarise, document))
        asked = summarise(document)
    timed("`generate`, float32", replayed(library(given.folder)))
    if given.gguf:
        timed("llama.cpp", replayed(llama(given.gguf)))
    prompts, read = sum(len(one.rows) for one in asked), sum(len(row) for one in asked for row in one.rows)
    written = sum(sum(one.written) for one in asked)
    print(f"\n## {words} words: {prompts} prompts, {read} tokens read, {written} written\n")
    print("| engine | seconds | × generate |\n|---|--:|--:|")
    base = statistics.median(found["`generate`, float32"])
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"| {name} | {middle:.1f} | {base / middle:.2f} |", flush=True)


def main() -> None:
    """Measure one model folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--words", type=int, nargs="*", default=[300, 10_000])
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    for words in given.words:
        measure(given, words)


if __name__ == "__main__":
    main()
