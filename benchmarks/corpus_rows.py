"""Rows of a corpus for measurements: articles in three languages, of the words of those in ``seeds/``.

python benchmarks/corpus_rows.py 200000 rows.jsonl [--bytes 2000]
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from summarize.text.language_table import LANGUAGES

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def sentences(language: str) -> list[list[str]]:
    """The words of each sentence of the seed articles in a language."""
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob(f"*.{language}.txt"))]
    flat = " ".join(line for text in texts for line in text.split("\n\n")[2:]).replace("\n", " ")
    return [words for one in flat.split(". ") if len(words := one.split()) > 5]


def rows(count: int, size: int = 2000) -> Iterator[dict[str, str]]:
    """``count`` rows of about ``size`` bytes in UTF-8, the same in every run; no text occurs twice."""
    dice = random.Random(17)
    pools = {language: sentences(language) for language in LANGUAGES}
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        made, held = [f"{number}."], 0
        while held < size:
            words = list(dice.choice(pools[language]))
            inner = words[1:-1]
            dice.shuffle(inner)
            sentence = " ".join([words[0], *inner, words[-1]]).rstrip(".") + "."
            made.append(sentence + ("\n\n" if len(made) % 4 == 3 else " "))
            held += len(sentence.encode())
        yield {"id": f"doc-{number}", "lang": language, "text": "".join(made).strip()}


def write(path: Path, count: int, size: int = 2000) -> None:
    """Write JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(count, size):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--bytes", type=int, default=2000)
    asked = parser.parse_args()
    write(asked.path, asked.count, asked.bytes)
