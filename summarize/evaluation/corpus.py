"""chrF++, BLEU and TER of a whole set of segments, by sacrebleu, from statistics per segment.

sacrebleu tokenises and counts. The counts of each segment are kept, so that the score of any subset,
resample or exchange of segments is one sum and one formula (``Corpus.score``, vectorised here and
tested against sacrebleu). Shapes are checked here because sacrebleu does not: it would silently score
two hypotheses against one reference as 100. sacrebleu is imported at first use.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from summarize.errors import UsageError
from summarize.evaluation.tokens import FOLDED_SIGNATURE, SIGNATURE, fold, normalize

Counts = NDArray[np.float64]
_CHRF_ORDERS = 8  # six of characters, two of words
_BETA_SQUARED = 4.0


@dataclass(frozen=True)
class Corpus:
    """One corpus metric: how to count a segment (``width`` numbers) and how to score summed counts."""

    name: str
    better: Literal["higher", "lower"]
    score: Callable[[Counts], Counts]
    width: int
    counted: str = ""  # the name that sacrebleu knows, where ours differs
    prepare: Callable[[str], str] = normalize

    def count(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Counts:
        """One row of counts per segment: ``(segments, counts)``.

        ``references[i]`` are the references of ``hypotheses[i]``, one or more, none empty;
        anything else is a ``UsageError``.
        """
        streams = _reference_streams(hypotheses, references, self.prepare)
        texts = [self.prepare(text) for text in hypotheses]
        metric = _metric(self.counted or self.name)
        metric._ref_cache = _counted(self.counted or self.name, tuple(map(tuple, streams)))
        rows = metric._extract_corpus_statistics(texts, None)
        return np.asarray(rows, dtype=np.float64)

    def signature(self, references: Sequence[Sequence[str]], aggregate: str = "corpus") -> str:
        """How to get the same number elsewhere: our normalisation, then sacrebleu's own signature."""
        counts = {len(each) for each in references}
        metric = _metric(self.counted or self.name)
        metric.num_refs = counts.pop() if len(counts) == 1 else -1
        prepared = FOLDED_SIGNATURE if self.prepare is fold else SIGNATURE
        return f"{self.name}|{prepared}|agg:{aggregate}|{metric.get_signature()}"


@lru_cache(maxsize=4)  # a system and the yardsticks beside it have the same references
def _counted(name: str, streams: tuple[tuple[str | None, ...], ...]) -> Any:
    """What sacrebleu counts of the references alone."""
    return _metric(name)._cache_references(list(map(list, streams)))


def _reference_streams(
    hypotheses: Sequence[str], references: Sequence[Sequence[str]], prepare: Callable[[str], str]
) -> list[list[str | None]]:
    """References in sacrebleu's shape: one stream per reference, ``None`` where a segment has fewer."""
    if len(hypotheses) != len(references):
        raise UsageError(
            f"{len(hypotheses)} outputs but {len(references)} sets of references; one per output is needed"
        )
    for index, each in enumerate(references):
        if isinstance(each, str) or not each or not all(text.strip() for text in each):
            raise UsageError(f"segment {index} needs a list of non-empty references")
    widest = max((len(each) for each in references), default=0)
    return [
        [prepare(each[column]) if column < len(each) else None for each in references]
        for column in range(widest)
    ]


def spm_file() -> Path:
    """Where sacrebleu keeps the FLORES-200 sentencepiece model that spBLEU needs; it may be absent."""
    return Path(os.environ.get("SACREBLEU", Path.home() / ".sacrebleu")) / "models/flores200sacrebleuspm"


@cache
def _metric(name: str) -> Any:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    match name:
        case "chrf++":

            class Chrf(CHRF):  # type: ignore[misc]  # the same counts, over the shorter of the two texts
                _get_match_statistics = staticmethod(_matches)

            return Chrf(word_order=2)
        case "bleu-13a":
            return BLEU(tokenize="13a", force=True)
        case "bleu-intl":
            return BLEU(tokenize="intl", force=True)
        case "spbleu":
            if not spm_file().is_file():
                raise UsageError(f"spBLEU needs {spm_file()}, which does not exist; nothing is downloaded")
            return BLEU(tokenize="flores200", force=True)
        case "ter":
            return TER()
    raise ValueError(f"no metric of sacrebleu for {name!r}")


def _matches(ours: Mapping[str, int], theirs: Mapping[str, int]) -> list[int]:
    """How many n-grams a hypothesis and a reference have, and how many of them are the same."""
    few, many = (ours, theirs) if len(ours) < len(theirs) else (theirs, ours)
    same = sum(min(count, many[gram]) for gram, count in few.items() if gram in many)
    return [sum(ours.values()) if theirs else 0, sum(theirs.values()), same]


def _divide(above: Counts, below: Counts) -> Counts:
    """``above / below``, 0 where ``below`` is 0."""
    return np.divide(above, below, out=np.zeros_like(above, dtype=np.float64), where=below > 0)


def chrf_of(sums: Counts) -> Counts:
    """chrF++ × 100 of summed counts ``(..., 24)``: hypothesis, reference and matches of each order."""
    orders = sums.reshape(*sums.shape[:-1], _CHRF_ORDERS, 3)
    ours, theirs, matches = orders[..., 0], orders[..., 1], orders[..., 2]
    counted = ((ours > 0) & (theirs > 0)).astype(np.float64)
    effective = counted.sum(-1)
    precision = _divide((_divide(matches, ours) * counted).sum(-1), effective)
    recall = _divide((_divide(matches, theirs) * counted).sum(-1), effective)
    top = (1 + _BETA_SQUARED) * precision * recall
    return 100 * _divide(top, _BETA_SQUARED * precision + recall)


def bleu_of(sums: Counts) -> Counts:
    """BLEU × 100 of summed counts ``(..., 10)``: lengths, four matches, four totals; ``exp`` smoothing."""
    ours, theirs = sums[..., 0], sums[..., 1]
    matches, totals = sums[..., 2:6], sums[..., 6:10]
    missed = np.cumsum((matches == 0) & (totals > 0), axis=-1)
    smoothed = np.where(matches > 0, matches, 0.5**missed)
    with np.errstate(divide="ignore"):
        logs = np.log(_divide(smoothed, totals)).sum(-1) / 4
        brevity = np.minimum(0.0, 1 - np.divide(theirs, ours, out=np.full_like(ours, np.inf), where=ours > 0))
        score = 100 * np.exp(logs + brevity)
    return np.where(matches.sum(-1) > 0, np.minimum(score, 100.0), 0.0)


def ter_of(sums: Counts) -> Counts:
    """TER × 100 of summed counts ``(..., 2)``: edits and mean reference length; lower is better."""
    edits, length = sums[..., 0], sums[..., 1]
    return 100 * np.where(length > 0, _divide(edits, length), (edits > 0).astype(np.float64))


CHRF = Corpus("chrf++", "higher", chrf_of, 24)
BLEU_13A = Corpus("bleu-13a", "higher", bleu_of, 10)
BLEU_INTL = Corpus("bleu-intl", "higher", bleu_of, 10)
TER = Corpus("ter", "lower", ter_of, 2)
SPBLEU = Corpus("spbleu", "higher", bleu_of, 10)
CHRF_FOLDED = Corpus("chrf++-folded", "higher", chrf_of, 24, counted="chrf++", prepare=fold)


def corpus_metrics() -> tuple[Corpus, ...]:
    """The metrics of a translation, the primary one first; spBLEU where its file is on this machine."""
    found = (CHRF, BLEU_13A, BLEU_INTL, TER)
    return (*found, SPBLEU) if spm_file().is_file() else found


CORPUS_METRICS = {metric.name: metric for metric in (CHRF, BLEU_13A, BLEU_INTL, TER, SPBLEU, CHRF_FOLDED)}
