"""Reference systems: the lead, random sentences, the oracle and a plain copy.

A score means little until it is read beside them. LEAD-k and random-k show what no work at all scores,
the greedy oracle (which sees the reference) what the best choice of whole sentences could score, the
copy what returning the source scores. Sentences come from the tool's own splitter.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from summarize.evaluation.metrics import sentences_of
from summarize.evaluation.rouge import ngrams, shared
from summarize.evaluation.samples import Sample, digest
from summarize.evaluation.tokens import words

_SEED = 12345
_ORACLE_LIMIT = 120  # sentences searched; the oracle of a book would take hours


def lead(sentences: Sequence[str], k: int) -> str:
    """The first ``k`` sentences."""
    return "\n".join(sentences[:k])


def random_choice(sentences: Sequence[str], k: int, sample_id: str) -> str:
    """``k`` random sentences in their own order; the same sample id always gets the same ones."""
    generator = random.Random(digest([_SEED, sample_id]))
    chosen = sorted(generator.sample(range(len(sentences)), min(k, len(sentences))))
    return "\n".join(sentences[index] for index in chosen)


def oracle(sentences: Sequence[str], references: Sequence[str], k: int) -> str:
    """Up to ``k`` sentences chosen greedily by ROUGE-1 + ROUGE-2 F1 against the best reference.

    Stops early where no further sentence raises the score. Searches the first 120 sentences.
    """
    grams = [_grams(sentence) for sentence in sentences[:_ORACLE_LIMIT]]
    targets = [_grams(reference) for reference in references]
    chosen: list[int] = []
    best, total = 0.0, _grams("")
    while len(chosen) < k:
        known = [(target, [shared(*each) for each in zip(total, target, strict=True)]) for target in targets]
        gains = [
            (max(_f1(total, grams[i], *each) for each in known), -i)
            for i in range(len(grams))
            if i not in chosen
        ]
        if not gains or max(gains)[0] <= best:
            break
        best, negative = max(gains)
        chosen.append(-negative)
        total = _merge(total, grams[-negative])
    return "\n".join(sentences[index] for index in sorted(chosen))


_Grams = tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]


def _grams(text: str) -> _Grams:
    tokens = words(text)
    return ngrams(tokens, 1), ngrams(tokens, 2)


def _merge(left: _Grams, right: _Grams) -> _Grams:
    return left[0] + right[0], left[1] + right[1]


def _f1(chosen: _Grams, added: _Grams, reference: _Grams, known: Sequence[int]) -> float:
    """ROUGE-1 + ROUGE-2 F1 of the chosen sentences, which share ``known`` n-grams, with one more."""
    total = 0.0
    for left, more, right, hits in zip(chosen, added, reference, known, strict=True):
        size = left.total() + more.total() + right.total()
        for gram in more.keys() & right.keys():
            before = left.get(gram, 0)
            hits += min(right[gram], before + more[gram]) - min(right[gram], before)
        total += 2 * hits / size if size else 0.0
    return total


def reference_systems(samples: Sequence[Sample], kind: str, k: int) -> Mapping[str, list[str]]:
    """What each reference system would write: name → one text per sample.

    Translations have only the copy. There is no oracle where the summary is in another language than
    its source, since no sentence could match.
    """
    copies = {"copy": [sample.source for sample in samples]}
    if kind == "translation":
        return copies
    split = [sentences_of(sample.source, sample.source_language) for sample in samples]
    answers = {
        f"lead-{k}": [lead(sentences, k) for sentences in split],
        f"random-{k}": [
            random_choice(sentences, k, sample.id) for sentences, sample in zip(split, samples, strict=True)
        ],
    }
    if all(sample.source_language == sample.target_language for sample in samples):
        answers[f"oracle-{k}"] = [
            oracle(sentences, sample.references, k) for sentences, sample in zip(split, samples, strict=True)
        ]
    return answers | copies
