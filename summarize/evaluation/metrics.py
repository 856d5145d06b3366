"""What is measured of each output: the metrics of a task, and the scores of each sample.

The metrics of a summary are means of per-sample scores; those of a translation are corpus scores,
whose per-sample parts are kept only for pairing and for finding the samples that fell. An empty output
scores 0 and is counted, never skipped. ROUGE and chrF++ are ×100; the best of several references
counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from summarize.evaluation import corpus
from summarize.evaluation.corpus import Counts
from summarize.evaluation.embedding import EMBEDDING, SentenceScorer
from summarize.evaluation.facts import CONTRADICTED, SIGNATURES
from summarize.evaluation.facts import scores as fact_scores
from summarize.evaluation.rouge import DESCRIPTIONS, ROUGE, Overlap, describe, rouge_l, rouge_lsum, rouge_n
from summarize.evaluation.samples import Sample
from summarize.evaluation.tokens import SIGNATURE, Profile, normalize, profile

Better = Literal["higher", "lower", "neither"]

_DECIMALS = 4
_LONGEST_FOR_TER = 400  # words; its time is cubic in a segment's length, 1000 words take half a minute


@dataclass(frozen=True)
class Scored:
    """The scores of one system on one task.

    ``samples[i]`` are the scores of output *i*; ``counts`` are rows for corpus metrics
    ``(samples, k)``; ``signatures`` say how each metric was computed.
    """

    samples: list[dict[str, float]]
    counts: Mapping[str, Counts]
    signatures: Mapping[str, str]


@dataclass(frozen=True)
class Scoring:
    """How outputs are scored: the token profile of ROUGE, and a sentence encoder if there is one.

    ``brief``, used for reference systems, leaves out what is slow and tells little: TER and the folded
    chrF++.
    """

    profile: str = "unicode"
    brief: bool = False
    encoder: SentenceScorer | None = None


def better(name: str) -> Better:
    """Which way a metric improves; most descriptions of a summary are neither good nor bad."""
    if name in DESCRIPTIONS:
        return "lower" if name == "repetition" else "neither"
    if name == CONTRADICTED:
        return "lower"
    return corpus.CORPUS_METRICS[name].better if name in corpus.CORPUS_METRICS else "higher"


@lru_cache(maxsize=2048)  # references and sources are read again for each yardstick
def sentences_of(text: str, language: str) -> tuple[str, ...]:
    """The sentences of a text: each line split by the tool's own splitter."""
    from summarize.text.sentences import split

    lines = [normalize(line) for line in text.splitlines()]
    return tuple(line[start:end] for line in lines if line for start, end in split(line, language))


def score(samples: Sequence[Sample], outputs: Sequence[str], kind: str, scoring: Scoring) -> Scored:
    """Score ``outputs[i]`` against ``samples[i]`` with the metrics of ``kind``."""
    by_letters = _score_translations if kind == "translation" else _score_summaries
    scored = by_letters(samples, outputs, scoring)
    return _with_meaning(scored, samples, outputs, scoring.encoder) if scoring.encoder else scored


def _with_meaning(
    scored: Scored, samples: Sequence[Sample], outputs: Sequence[str], encoder: SentenceScorer
) -> Scored:
    """The same scores with the embedding score added."""
    pairs = list(zip(samples, outputs, strict=True))
    found = encoder.scores(
        [sentences_of(output, sample.target_language) for sample, output in pairs],
        [[sentences_of(each, s.target_language) for each in s.references] for s in samples],
        [sample.target_language for sample in samples],
    )
    rows = [{**row, EMBEDDING: value} for row, value in zip(scored.samples, found, strict=True)]
    return Scored(rows, scored.counts, {**scored.signatures, EMBEDDING: encoder.signature})


def _score_translations(samples: Sequence[Sample], outputs: Sequence[str], scoring: Scoring) -> Scored:
    references = [sample.references for sample in samples]
    metrics = [*corpus.corpus_metrics(), corpus.CHRF_FOLDED]
    if scoring.brief:
        metrics = [metric for metric in metrics if metric not in (corpus.TER, corpus.CHRF_FOLDED)]
    elif max(len(text.split()) for text in chain(outputs, *references)) > _LONGEST_FOR_TER:
        metrics.remove(corpus.TER)
    counts = {metric.name: metric.count(outputs, references) for metric in metrics}
    columns = {
        metric.name: metric.score(counts[metric.name])
        for metric in (corpus.CHRF, corpus.TER)
        if metric in metrics
    }
    return Scored(
        [{name: _round(column[i]) for name, column in columns.items()} for i in range(len(samples))],
        counts,
        {metric.name: metric.signature(references) for metric in metrics},
    )


def _score_summaries(samples: Sequence[Sample], outputs: Sequence[str], scoring: Scoring) -> Scored:
    references = [sample.references for sample in samples]
    language = samples[0].target_language
    cut = profile(scoring.profile, language)
    rows = [_summary_scores(s, output, cut) for s, output in zip(samples, outputs, strict=True)]
    for metric in (corpus.CHRF,) if scoring.brief else (corpus.CHRF, corpus.CHRF_FOLDED):
        for row, value in zip(rows, metric.score(metric.count(outputs, references)), strict=True):
            row[metric.name] = _round(float(value))
    signatures = _summary_signatures(cut, references, scoring)
    known = sum(sample.facts is not None for sample in samples)
    if known:
        # Where some articles have no facts, the score is that of the others.
        some = f"|samples:{known}" if known < len(samples) else ""
        signatures |= {name: f"{signature}{some}" for name, signature in SIGNATURES.items()}
    return Scored(rows, {}, signatures)


def _summary_scores(sample: Sample, output: str, cut: Profile) -> dict[str, float]:
    hypothesis = sentences_of(output, sample.target_language)
    references = [sentences_of(reference, sample.target_language) for reference in sample.references]
    scores = rouge_scores(hypothesis, references, cut)
    if sample.source_language == sample.target_language:
        scores |= describe(_words(sample.source, cut), _words(output, cut))
    else:
        scores["words"] = float(len(_words(output, cut)))
    if sample.facts is not None:
        scores |= fact_scores(sample.facts, output)
    return {name: _round(value) for name, value in scores.items()}


@lru_cache(maxsize=2048)
def _words(text: str, cut: Profile) -> Sequence[str]:
    return cut.tokenize(normalize(text))


def rouge_scores(
    hypothesis: Sequence[str], references: Sequence[Sequence[str]], cut: Profile
) -> dict[str, float]:
    """ROUGE-1/2/L/Lsum F1 ×100 of sentences against the best of one or more references."""
    ours = [_words(sentence, cut) for sentence in hypothesis]
    best = dict.fromkeys(ROUGE, 0.0)
    for reference in references:
        theirs = [_words(sentence, cut) for sentence in reference]
        for name, overlap in zip(ROUGE, _rouge(ours, theirs), strict=True):
            best[name] = max(best[name], 100 * overlap.f1)
    return best


def _rouge(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> tuple[Overlap, ...]:
    left, right = list(chain.from_iterable(ours)), list(chain.from_iterable(theirs))
    grams = (rouge_n(left, right, n) for n in (1, 2))
    return *grams, rouge_l(left, right), rouge_lsum(ours, theirs)


def _summary_signatures(
    cut: Profile, references: Sequence[Sequence[str]], scoring: Scoring
) -> dict[str, str]:
    counts = {len(each) for each in references}
    nrefs = str(counts.pop()) if len(counts) == 1 else "var"
    tail = f"{cut.signature}|{SIGNATURE}|nrefs:{nrefs}|refs:max|agg:mean|impl:summarize1"
    signatures = {name: f"{name}|f1|{tail}" for name in ROUGE}
    for metric in (corpus.CHRF,) if scoring.brief else (corpus.CHRF, corpus.CHRF_FOLDED):
        signatures[metric.name] = metric.signature(references, aggregate="mean")
    described = f"{cut.signature}|{SIGNATURE}|agg:mean|impl:summarize1"
    signatures |= {name: f"{name}|{described}" for name in DESCRIPTIONS}
    return signatures  # only metrics with a signature are reported


def _round(value: float) -> float:
    """Fixed decimals, so that score files do not depend on the last bits of a machine's arithmetic."""
    return round(float(value), _DECIMALS) + 0.0
