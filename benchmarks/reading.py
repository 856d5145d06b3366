"""How fast each format is read, and how much of the text comes back: ``python benchmarks/reading.py``.

The files are made by the tests' own writers from the seed articles, so that what was written is known. The
speed is that of the median of a few runs, in processor time, formats in turns; recall and order are the least
of the three languages.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from article import WRITTEN, Article  # noqa: E402

from summarize.documents.files import from_bytes  # noqa: E402
from summarize.text.documents import Document  # noqa: E402
from summarize.text.language_table import LANGUAGES  # noqa: E402

WORDS = 20_000
_COMPARED = 2000  # words whose order is compared; more take minutes
_TEXT = ("body", "list")


def article(language: str) -> Article:
    """The paragraphs of the seed articles in a language, again and again, with their words shuffled."""
    texts = [seed.read_text("utf-8") for seed in sorted((ROOT / "seeds").glob(f"*.{language}.txt"))]
    paragraphs = [" ".join(each.split()) for each in "\n\n".join(texts).split("\n\n") if len(each) > 80]
    found: list[tuple[str, ...]] = []
    words = 0
    dice = random.Random(0)
    while words < WORDS:
        text = paragraphs[len(found) % len(paragraphs)].split()
        dice.shuffle(text)
        found.append((escape(" ".join(text), quote=False),))
        words += len(text)
    return Article("The headline of all this", tuple(found))


def shown(document: Document) -> list[str]:
    """The words of the running text."""
    texts = [document.text[each.start : each.end] for each in document.parts if each.role in _TEXT]
    return " ".join(texts or [document.text]).split()


def processor_seconds() -> float:
    """What this process has used so far, and the one that reads PDFs."""
    children = (each.cpu_times() for each in psutil.Process().children())
    return time.process_time() + sum(each.user + each.system for each in children)


def main() -> None:
    """Print one row for each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    rows = {name: [1.0, 1.0, *[0.0] * len(LANGUAGES)] for name in WRITTEN}
    for column, language in enumerate(LANGUAGES, 2):
        source = article(language)
        files = {name: write(source) for name, write in WRITTEN.items()}
        wanted = " ".join(source.texts).replace("&lt;", "<").replace("&amp;", "&").split()
        spent: dict[str, list[float]] = {name: [] for name in files}
        for _ in range(runs + 1):  # the first one imports what is needed
            for name, data in files.items():
                begun = processor_seconds()
                document = from_bytes(data, name, language=language)
                spent[name].append(processor_seconds() - begun)
                if len(spent[name]) == 1:
                    found = shown(document)
                    recall = (Counter(wanted) & Counter(found)).total() / len(wanted)
                    order = SequenceMatcher(
                        None, wanted[:_COMPARED], found[:_COMPARED], autojunk=False
                    ).ratio()
                    rows[name][:2] = min(rows[name][0], recall), min(rows[name][1], order)
        for name, seconds in spent.items():
            rows[name][column] = len(wanted) / statistics.median(seconds[1:])
    print(
        f"| format | recall | order | words per second, {' | '.join(LANGUAGES)} |\n|---|--:|--:|--:|--:|--:|"
    )
    for name, (recall, order, *speeds) in rows.items():
        print(f"| {name} | {recall:.4f} | {order:.3f} | {' | '.join(f'{each:,.0f}' for each in speeds)} |")


if __name__ == "__main__":
    main()
