"""The samples of a task as the page shows them: texts side by side, with the words that differ marked.

Words are compared regardless of case; everything else is kept as it is. A pair too large to be aligned
in reasonable time is shown unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from summarize.evaluation.fact_atoms import Span
from summarize.evaluation.facts import FactResult
from summarize.evaluation.results import Scores, TaskResult

Run = tuple[str, bool]  # a piece of a text, and whether its words differ
Marked = tuple[str, bool, str, str]  # a run, what became of the fact it belongs to, and that fact
Others = Sequence[tuple[str, Scores]]  # what other systems, by name, wrote for a sample

_WORD = re.compile(r"(\w+)")
_LARGEST = 4_000_000  # words of one text times words of the other


@dataclass(frozen=True)
class Written:
    """What another system wrote, with its score on the metric that reports show."""

    system: str
    score: float | None
    output: Sequence[Run]


@dataclass(frozen=True)
class Sample:
    """A sample as it is shown: ``output`` is marked against the reference closest to it.

    The facts are marked in the source and in the output, too.
    """

    scores: Scores
    anchor: str
    score: float | None
    source: Sequence[Marked]
    output: Sequence[Marked]
    references: Sequence[Sequence[Run]]
    others: Sequence[Written]

    @property
    def has_texts(self) -> bool:
        """False for a sample of a baseline."""
        return bool(self.scores.source or self.scores.output or self.scores.references)


def browse(task: TaskResult, beside: Mapping[str, Others]) -> list[Sample]:
    """Every sample of a task; ``beside`` has other systems' outputs by sample id."""
    return [_sample(task, scores, beside.get(scores.id, ())) for scores in task.samples]


def _sample(task: TaskResult, scores: Scores, others: Others) -> Sample:
    metric, references = task.metrics[0], scores.references
    pairs = [differences(scores.output, reference) for reference in references]
    return Sample(
        scores,
        anchor(task.name, scores.id),
        scores.scores.get(metric),
        mark_facts([(scores.source, False)], [(span, f) for f in scores.facts for span in f.source]),
        mark_facts(
            pairs[closest(scores.output, references)][0] if pairs else [(scores.output, False)],
            [(span, fact) for fact in scores.facts for span in fact.output],
        ),
        [reference for _, reference in pairs],
        [
            Written(name, each.scores.get(metric), _beside_closest(each.output, references))
            for name, each in others
            if each.source
        ],
    )


def _beside_closest(output: str, references: Sequence[str]) -> list[Run]:
    return differences(output, references[closest(output, references)] if references else "")[0]


def differences(left: str, right: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs: which words of the left one the right one lacks, and the other way round.

    "Lacks" is by alignment: a word that is elsewhere in the other text differs, too.
    """
    ours, theirs = _WORD.split(left), _WORD.split(right)  # words at the odd places
    left_keys, right_keys = ([word.casefold() for word in pieces[1::2]] for pieces in (ours, theirs))
    if len(left_keys) * len(right_keys) > _LARGEST:
        return [(left, False)], [(right, False)]
    blocks = SequenceMatcher(None, left_keys, right_keys, autojunk=False).get_matching_blocks()
    kept_left = {block.a + i for block in blocks for i in range(block.size)}
    kept_right = {block.b + i for block in blocks for i in range(block.size)}
    return _runs(ours, kept_left), _runs(theirs, kept_right)


def _runs(pieces: Sequence[str], kept: set[int]) -> list[Run]:
    """The pieces joined; what is between two words that differ belongs to them."""
    differs = [word not in kept for word in range(len(pieces) // 2)]
    marks = [False] * len(pieces)
    marks[1::2] = differs
    marks[2:-1:2] = [left and right for left, right in pairwise(differs)]
    marked = zip(pieces, marks, strict=True)
    runs = (
        (mark, "".join(text for text, _ in run)) for mark, run in groupby(marked, key=lambda each: each[1])
    )
    return [(text, mark) for mark, text in runs if text]


def mark_facts(runs: Sequence[Run], spans: Sequence[tuple[Span, FactResult]]) -> list[Marked]:
    """The runs of a text, cut where a fact begins or ends; of two facts in one place the first is marked."""
    found: list[Marked] = []
    start = 0
    for text, differs in runs:
        end = start + len(text)
        edges = {edge for span, _ in spans for edge in span if start < edge < end}
        for left, right in pairwise(sorted({start, end, *edges})):
            fact = next((fact for (a, b), fact in spans if a <= left and right <= b), None)
            state, statement = (fact.state, fact.statement) if fact else ("", "")
            found.append((text[left - start : right - start], differs, state, statement))
        start = end
    return found


def closest(text: str, others: Sequence[str]) -> int:
    """The index of the text among ``others`` that shares most words with ``text``; 0 for none."""
    words = _vocabulary(text)
    shares = [len(words & _vocabulary(other)) for other in others]
    return shares.index(max(shares)) if shares else 0


def _vocabulary(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def anchor(task: str, sample: str = "") -> str:
    """The page's id of a task or sample: letters, digits and hyphens only."""
    name = f"{task} {sample}".strip()
    return "".join(character if character.isalnum() else f"-{ord(character):x}-" for character in name)
