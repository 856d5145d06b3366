"""Edited documents paired with their sources again: paragraphs found, paired wrongly, and flagged if so.

    python benchmarks/paired_paragraphs.py

The translations of evals/documents stand for edited ones. Paragraphs are removed at random, or added from
any of the documents, and the pairs compared with the true ones; the checks look at those that are wrong.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from tag_suite import HALVES, LANGUAGES, Sentence, TaggedDocument, documents

from summarize.checks.verdict import check_translation
from summarize.text.blocks import Block
from summarize.translation.memory.block_alignment import certain_pairs

_TIMES, _EDITS = 3, (0, 1, 2, 4)
Edited = list[tuple[int | None, Sentence]]  # with the place that each had


def main() -> None:
    suite = documents()
    pool = [sentence for document in suite for sentence in document.sentences]
    print(
        "| half | edits | paragraphs paired | of the pairs wrong | of these flagged |\n|---|--:|--:|--:|--:|"
    )
    for half in HALVES:
        chosen = [document for document in suite if document.half == half]
        for edits in _EDITS:
            counts = sum(_counts(chosen, pool, edits), Counter[str]())
            pairs = counts["right"] + counts["wrong"]
            print(
                f"| {half} | {edits} | {counts['right'] / counts['all']:.1%} "
                f"| {counts['wrong'] / pairs:.1%} ({counts['wrong']}) | {counts['flagged']} |"
            )


def _counts(chosen: Sequence[TaggedDocument], pool: Sequence[Sentence], edits: int) -> Iterator[Counter[str]]:
    """What became of each edited document: its paragraphs that still are there, and the pairs."""
    rng = random.Random(7)
    for document in [*chosen] * _TIMES:
        for source, target in permutations(LANGUAGES, 2):
            edited = _edited(document.sentences, pool, edits, rng)
            ours = [Block(each.runs(source)) for each in document.sentences]
            pairs = certain_pairs(ours, [Block(each.runs(target)) for _, each in edited])
            wrong = [(i, j) for i, j in pairs if edited[j][0] != i]
            texts = [(edited[j][1].text(target), document.sentences[i].text(source)) for i, j in wrong]
            yield Counter(
                all=sum(place is not None for place, _ in edited),
                right=len(pairs) - len(wrong),
                wrong=len(wrong),
                flagged=sum(
                    bool(check_translation(*each, source_language=source, target_language=target))
                    for each in texts
                ),
            )


def _edited(
    sentences: Sequence[Sentence], pool: Sequence[Sentence], edits: int, rng: random.Random
) -> Edited:
    found: Edited = list(enumerate(sentences))
    for _ in range(edits):
        if rng.random() < 0.5:
            found.pop(rng.randrange(len(found)))
        else:
            found.insert(rng.randrange(len(found) + 1), (None, rng.choice(pool)))
    return found


if __name__ == "__main__":
    main()
