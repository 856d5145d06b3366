"""How fast each format is read, and how much of the text comes back: ``python benchmarks/reading.py``.

The files are made by the tests' own writers from the seed articles, so that what was written is known. Printed
are medians of processor seconds, formats in turns, for about 20,000 words in each language.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from article import WRITTEN, Article  # noqa: E402

from summarize.documents.files import from_bytes  # noqa: E402
from summarize.text.documents import Document  # noqa: E402

WORDS = 20_000
_COMPARED = 2000  # words whose order is compared; more take minutes
_TEXT = ("body", "list")


def article(language: str) -> Article:
    """The paragraphs of the seed articles in a language, again and again, each time with another number."""
    paragraphs: list[str] = []
    for seed in sorted((ROOT / "seeds").glob(f"*.{language}.txt")):
        paragraphs += [
            " ".join(each.split()) for each in seed.read_text("utf-8").split("\n\n") if len(each) > 80
        ]
    found: list[tuple[str, ...]] = []
    words = 0
    while words < WORDS:
        text = f"{escape(paragraphs[len(found) % len(paragraphs)], quote=False)} ({len(found)}.)"
        found.append((text,))
        words += len(text.split())
    return Article("The headline of all this", tuple(found))


def shown(document: Document) -> list[str]:
    """The words of the running text."""
    texts = [document.text[each.start : each.end] for each in document.parts if each.role in _TEXT]
    return " ".join(texts or [document.text]).split()


def main() -> None:
    """Print one row for each format and language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    print(
        "| format | language | KB | recall | order | seconds | words per second |\n|---|---|--:|--:|--:|--:|--:|"
    )
    for language in ("en", "ru", "kk"):
        source = article(language)
        files = {name: write(source) for name, write in WRITTEN.items()}
        spent: dict[str, list[float]] = {name: [] for name in files}
        read: dict[str, Document] = {}
        for _ in range(runs + 1):  # the first one imports what is needed
            for name, data in files.items():
                begun = time.process_time()
                read[name] = from_bytes(data, name, language=language)
                spent[name].append(time.process_time() - begun)
        wanted = from_bytes(files["text"], "a", language=language).text.split("\n\n", 1)[1].split()
        for name, data in files.items():
            found, seconds = shown(read[name]), statistics.median(spent[name][1:])
            recall = (Counter(wanted) & Counter(found)).total() / len(wanted)
            order = SequenceMatcher(None, wanted[:_COMPARED], found[:_COMPARED], autojunk=False).ratio()
            print(
                f"| {name} | {language} | {len(data) / 1000:.0f} | {recall:.4f} | {order:.3f} "
                f"| {seconds:.3f} | {len(wanted) / seconds:,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
