"""How well razdel, sentencex and this project split text into sentences, on your own gold sentences.

    python benchmarks/sentences.py GOLD.txt --language ru

GOLD.txt is UTF-8 text with one gold sentence per line; blank lines are skipped. From a treebank in CoNLL-U,
`grep '^# text = ' FILE.conllu | cut -c 10-` makes one.

Ten consecutive sentences (``--group``) are joined with single spaces into a paragraph, and the sentence ends
that a splitter finds are compared with the nine true ones inside; the end of the paragraph is not counted.
``--half 0`` and ``--half 1`` use every other group, to tune on one half and report on the other. ``--errors``
prints the boundaries this project got wrong: superfluous ones as "+", missed ones as "-".

Prints one line per splitter: precision, recall and F1 in per cent, and the speed in MB of UTF-8 per second.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from summarize.text.language_table import LANGUAGES
from summarize.text.sentences import split

Splitter = Callable[[str], set[int]]  # a paragraph → the offsets at which its sentences end


def by_razdel(language: str) -> Splitter:
    """razdel, whose rules are the same for every language."""
    from razdel import sentenize

    return lambda text: {sentence.stop for sentence in sentenize(text)}


def by_sentencex(language: str) -> Splitter:
    """sentencex, without the white space that it leaves at the end of a sentence."""
    from sentencex import segment

    def ends(text: str) -> set[int]:
        found, end = set(), 0
        for piece in segment(language, text):
            start = text.index(piece, end)
            end = start + len(piece)
            found.add(start + len(piece.rstrip()))
        return found

    return ends


def by_this_project(language: str) -> Splitter:
    """The sentences of `summarize`."""
    return lambda text: {end for _, end in split(text, language)}


SPLITTERS = {"razdel": by_razdel, "sentencex": by_sentencex, "summarize": by_this_project}


def paragraphs(sentences: list[str], group: int) -> Iterator[tuple[str, set[int]]]:
    """Each group of gold sentences as one text, with the offsets of all sentence ends but the last."""
    for first in range(0, len(sentences), group):
        members = sentences[first : first + group]
        ends, at = set(), -1
        for sentence in members[:-1]:
            at += 1 + len(sentence)
            ends.add(at)
        yield " ".join(members), ends


def measure(ends: Splitter, gold: list[tuple[str, set[int]]]) -> dict[str, float]:
    """Precision, recall and F1 in per cent, and MB/s, of `ends` on the paragraphs of `gold`."""
    begun = time.perf_counter()
    guesses = [ends(text) - {len(text)} for text, _ in gold]
    seconds = time.perf_counter() - begun
    hits = sum(len(guess & truth) for guess, (_, truth) in zip(guesses, gold, strict=True))
    guessed, true = sum(map(len, guesses)), sum(len(truth) for _, truth in gold)
    size = sum(len(text.encode()) for text, _ in gold)
    return {
        "precision": 100 * hits / max(1, guessed),
        "recall": 100 * hits / max(1, true),
        "F1": 200 * hits / max(1, guessed + true),
        "MB/s": size / seconds / 1e6,
    }


def errors(ends: Splitter, gold: list[tuple[str, set[int]]]) -> Iterator[str]:
    """Every wrong or missing boundary, with the text around it."""
    for text, truth in gold:
        for at in sorted((ends(text) - {len(text)}) ^ truth):
            yield f"{'-' if at in truth else '+'} {text[max(0, at - 60) : at]} ‖ {text[at : at + 60]}"


def main() -> None:
    """Read the gold sentences and print one line per splitter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, help="UTF-8 text, one gold sentence a line")
    parser.add_argument("--language", choices=LANGUAGES, required=True)
    parser.add_argument("--group", type=int, default=10, help="sentences joined into one paragraph")
    parser.add_argument("--half", type=int, choices=(0, 1), help="use every other group only")
    parser.add_argument("--errors", action="store_true", help="print what this project got wrong")
    options = parser.parse_args()
    lines = [line.strip() for line in options.gold.read_text(encoding="utf-8").splitlines()]
    gold = list(paragraphs([line for line in lines if line], options.group))
    if options.half is not None:
        gold = gold[options.half :: 2]
    for name, splitter in SPLITTERS.items():
        ends = splitter(options.language)
        ends("Warm. Up.")  # imports and tables do not count
        figures = "  ".join(f"{key} {value:6.2f}" for key, value in measure(ends, gold).items())
        print(f"{name:<10} {figures}")
    if options.errors:
        print(*errors(by_this_project(options.language), gold), sep="\n")


if __name__ == "__main__":
    main()
