"""Where extractive summaries spend their time: processor seconds of each stage, by language.

    python benchmarks/extractive_stages.py [--megabytes 10] [--runs 5]

Prints a Markdown table of medians. The texts are those of ``throughput``; stages are run one after another in
one process, without start-up.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from throughput import long_text

from summarize.request import Length
from summarize.summaries.ranking import rank
from summarize.summaries.selection import select
from summarize.summaries.tfidf import tfidf
from summarize.summaries.tokens import Sentences
from summarize.text import layout, structure, utterances
from summarize.text.documents import read
from summarize.text.language_table import LANGUAGES
from summarize.text.languages import identify_paragraphs
from summarize.text.normalization import normalize

_T = TypeVar("_T")


class _Clock:
    """Processor seconds of the stages of one run, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, stage: str, work: Callable[[], _T]) -> _T:
        begun = time.process_time()
        result = work()
        self.seconds[stage] = time.process_time() - begun
        return result


def stages(path: str) -> dict[str, float]:
    """The seconds of each stage of one summary of five sentences."""
    clock = _Clock()
    document = clock.run("reading, decoding, language", lambda: read(path))
    text = clock.run("normal form", lambda: normalize(document.text)).text
    blocks = clock.run("lines and blocks", lambda: layout.blocks(text, document.language))
    prose = [text[block.start : block.end] for block in blocks if block.kind == "body"]
    clock.run("language of paragraphs", lambda: identify_paragraphs(prose, document.identification))
    outline = clock.run("sentences", lambda: structure.outline(document, utterances.MOST))
    parts = ("normal form", "lines and blocks", "language of paragraphs")
    clock.seconds["sentences"] -= sum(clock.seconds[part] for part in parts)  # ``outline`` does them, too
    texts = [sentence.text for sentence in outline.sentences]
    tokens = clock.run("tokens", lambda: Sentences(texts))
    clock.run("vectors", lambda: tfidf(tokens))
    headings = [sentence.heading for sentence in outline.sentences]
    ranking = clock.run("other features", lambda: rank(texts, encoder=tfidf, headings=headings))
    clock.seconds["other features"] -= clock.seconds["tokens"] + clock.seconds["vectors"]
    clock.run("selection", lambda: select(ranking, Length("sentences", 5)))
    return clock.seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    columns = []
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            path = Path(folder) / f"{language}.txt"
            path.write_text(long_text(language, options.megabytes * 1_000_000), "utf-8")
            runs = [stages(str(path)) for _ in range(options.runs)]
            columns.append({stage: statistics.median(run[stage] for run in runs) for stage in runs[0]})
    print(f"| stage, {options.megabytes} MB | {' | '.join(LANGUAGES)} |\n|---|{'---|' * len(LANGUAGES)}")
    for stage in columns[0]:
        print(f"| {stage} | {' | '.join(f'{column[stage]:.2f} s' for column in columns)} |")
    rates = (options.megabytes / sum(column.values()) for column in columns)
    print(f"| **all, MB/s** | {' | '.join(f'{rate:.1f}' for rate in rates)} |")


if __name__ == "__main__":
    main()
