"""How many tags are on the right words in the translations of evals/documents, by direction.

    python benchmarks/tags.py                           without a model
    python benchmarks/tags.py --model gemma=FOLDER …    also by the attention of causal models
    python benchmarks/tags.py --first 2 …               of the first two sentences of each document
    python benchmarks/tags.py --misses                  also what is wrong in the half for tuning

Prints the tables of evals/documents/README.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from tag_alignment import Reader
from tag_placing import Score, Way, as_the_tool, dropped, projected, proportional, tags
from tag_suite import HALVES, LANGUAGES, Sentence, documents

from summarize.engines.protocol import Link
from summarize.text.blocks import Run

DIRECTIONS = tuple(permutations(LANGUAGES, 2))


@dataclass(frozen=True)
class System:
    """A way to set tags again, with the model that it asks for links, if any."""

    name: str
    way: Way
    reader: Reader | None = None

    def runs(self, sentence: Sentence, source: str, target: str) -> Sequence[Run]:
        """The human translation with the tags as this system sets them."""
        links: list[Link] = []
        if self.reader:
            links = self.reader.links(sentence.text(source), sentence.text(target), (source, target))
        return self.way(sentence.runs(source), sentence.text(target), links, (source, target))


SIMPLE = (
    System("tags dropped", dropped),
    System("in proportion", proportional),
    System("anchors, else position", projected),
)


def measured(system: System, first: int | None = None) -> dict[tuple[str, str, str], Score]:
    """Scores by half and direction, of the first so many sentences of each document or of all."""
    found: dict[tuple[str, str, str], Score] = {}
    for document in documents():
        for source, target in DIRECTIONS:
            score = found.setdefault((document.half, source, target), Score())
            for sentence in document.sentences[:first]:
                score.add(system.runs(sentence, source, target), sentence.runs(target))
    return found


def table(results: dict[str, dict[tuple[str, str, str], Score]], words: bool) -> Iterator[str]:
    """F1 by direction, and of each half."""
    heads = [f"{source}→{target}" for source, target in DIRECTIONS]
    yield f"| {'words' if words else 'tags'} | {' | '.join(heads)} | all | for tuning | held back |"
    yield "|---|" + "--:|" * (len(heads) + 3)
    for name, scores in results.items():
        cells = [total(scores, {each}, set(HALVES)) for each in DIRECTIONS]
        cells.append(total(scores, set(DIRECTIONS), set(HALVES)))
        cells += [total(scores, set(DIRECTIONS), {half}) for half in HALVES]
        figures = [f"{each.words_f1 if words else each.f1:.3f}" for each in cells]
        yield f"| {name} | {' | '.join(figures)} |"


def total(
    scores: dict[tuple[str, str, str], Score], directions: set[tuple[str, str]], halves: set[str]
) -> Score:
    """The sum of the scores of these directions and halves."""
    found = Score()
    for (half, *direction), score in scores.items():
        if half in halves and tuple(direction) in directions:
            for name, count in vars(score).items():
                setattr(found, name, getattr(found, name) + count)
    return found


def doubts() -> str:
    """How often what the tool says of its own placing is true, without a model."""
    counts: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for document in documents():
        for source, target in DIRECTIONS:
            for sentence in document.sentences:
                done = as_the_tool(sentence.runs(source), sentence.text(target), (), (source, target))
                right = tags(done.runs) == tags(sentence.runs(target))
                counts[bool(done.doubted)][0] += right
                counts[bool(done.doubted)][1] += 1
    sure, doubted = counts[False], counts[True]
    return (
        f"Sentences without a finding: {sure[1]}, all tags right in {sure[0]} ({sure[0] / sure[1]:.3f}); "
        f"with one: {doubted[1]}, all tags right in {doubted[0]} ({doubted[0] / doubted[1]:.3f})."
    )


def misses(system: System) -> Iterator[str]:
    """Sentences of the half for tuning whose tags are not right."""
    for document in documents():
        for source, target in DIRECTIONS if document.half == "tune" else ():
            for sentence in document.sentences:
                found = system.runs(sentence, source, target)
                if tags(found) != tags(sentence.runs(target)):
                    yield f"{document.name} {source}→{target}\n  {sentence.said[source]}\n  {_shown(found)}"


def _shown(runs: Sequence[Run]) -> str:
    return "".join(
        f"<{' '.join(run.style) or run.anchor}>{run.text}</>" if run.style or run.anchor else run.text
        for run in runs
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--first", type=int, metavar="N", help="only so many sentences of each document")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    systems = list(SIMPLE)
    for name, folder in (each.split("=", 1) for each in asked.model):
        systems.append(System(f"anchors, then attention of {name}", projected, Reader(folder)))
    results = {system.name: measured(system, asked.first) for system in systems}
    for words in (False, True):
        print(*table(results, words), "", sep="\n")
    if asked.first is None:
        print(doubts())
    if asked.misses:
        print(*misses(systems[-1]), sep="\n")


if __name__ == "__main__":
    main()
