"""Word overlap: ROUGE of a summary with a reference, and how a summary uses its source's words.

ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum take texts that are already split into words. The arithmetic is that
of the rouge-score package 0.1.2 (clipped n-gram counts, union LCS with clipped hits, F1) and is tested
against it to 1e-9. The longest common subsequence is bit-parallel, so texts of ten thousand words take
a fraction of a second.

``describe`` measures copying, compression, novelty and repetition. Coverage and density follow Grusky,
Naaman and Artzi (2018, "Newsroom"): greedy longest shared fragments. None of these says whether a
summary is good; together they say what kind of summary it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Words = Sequence[str]

_FEW = 2  # common words below which they are the longest common subsequence

ROUGE = ("rouge1", "rouge2", "rougeL", "rougeLsum")
DESCRIPTIONS = ("coverage", "density", "compression", "novel_bigrams", "repetition", "words")


@dataclass(frozen=True)
class Overlap:
    """Precision, recall and F1, each from 0 to 1; all 0 where either side has no words."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _overlap(hits: int, hypothesis_size: int, reference_size: int) -> Overlap:
    if not hypothesis_size or not reference_size:
        return Overlap(0.0, 0.0)
    return Overlap(hits / hypothesis_size, hits / reference_size)


def ngrams(words: Words, n: int) -> Counter[tuple[str, ...]]:
    """Every sequence of ``n`` words, with its count."""
    return Counter(zip(*(words[start:] for start in range(n)), strict=False))


def shared(left: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> int:
    """How many n-grams two texts share, each counted at most as often as in either."""
    few, many = (left, right) if len(left) < len(right) else (right, left)
    return sum(min(count, many[gram]) for gram, count in few.items() if gram in many)


def rouge_n(hypothesis: Words, reference: Words, n: int) -> Overlap:
    """ROUGE-N: shared n-grams, each counted at most as often as it occurs on either side."""
    ours, theirs = ngrams(hypothesis, n), ngrams(reference, n)
    return _overlap(shared(ours, theirs), ours.total(), theirs.total())


def _lcs_rows(rows: Words, columns: Words) -> list[int]:
    """The LCS table by rows: one bit per column, 0 where the length grows at that column.

    Row ``i`` belongs to ``rows[:i]``; entry (i, j) of the table is the number of zeros among the low
    ``j`` bits. Hyyrö's bit-vector recurrence.
    """
    full = (1 << len(columns)) - 1
    positions: dict[str, int] = {}
    for column, word in enumerate(columns):
        positions[word] = positions.get(word, 0) | 1 << column
    row, table = full, [full]
    for word in rows:
        matches = row & positions.get(word, 0)
        row = ((row + matches) | (row - matches)) & full
        table.append(row)
    return table


def lcs_length(left: Words, right: Words) -> int:
    """Length of the longest common subsequence of two word sequences."""
    return len(right) - _lcs_rows(left, right)[-1].bit_count()


def rouge_l(hypothesis: Words, reference: Words) -> Overlap:
    """ROUGE-L: the longest common subsequence of the two texts as a whole."""
    return _overlap(lcs_length(reference, hypothesis), len(hypothesis), len(reference))


def _lcs_positions(reference: Words, hypothesis: Words) -> set[int]:
    """Positions in ``reference`` of one longest common subsequence.

    Of several, the one that the rouge-score package finds: working back from the end, a match is
    taken; otherwise the reference is shortened, unless shortening the hypothesis keeps more.
    """
    found: set[int] = set()
    table = _lcs_rows(reference, hypothesis)
    i, j = len(reference), len(hypothesis)
    while i and j:
        if reference[i - 1] == hypothesis[j - 1]:
            i, j = i - 1, j - 1
            found.add(i)
            continue
        shorter_hypothesis = j - 1 - (table[i] & ((1 << (j - 1)) - 1)).bit_count()
        shorter_reference = j - (table[i - 1] & ((1 << j) - 1)).bit_count()
        if shorter_hypothesis > shorter_reference:
            j -= 1
        else:
            i -= 1
    return found


def rouge_lsum(hypothesis: Sequence[Words], reference: Sequence[Words]) -> Overlap:
    """ROUGE-Lsum over sentences: each reference sentence's union LCS with all hypothesis sentences.

    A word is a hit at most as often as it occurs in either text, as in ROUGE-1.5.5.
    """
    ours = Counter(word for sentence in hypothesis for word in sentence)
    theirs = Counter(word for sentence in reference for word in sentence)
    sizes = ours.total(), theirs.total()
    known = [frozenset(sentence) for sentence in hypothesis]
    hits = 0
    for sentence in reference:
        union: set[int] = set()
        for other, its_words in zip(hypothesis, known, strict=True):
            common = [position for position, word in enumerate(sentence) if word in its_words]
            union.update(common if len(common) < _FEW else _lcs_positions(sentence, other))
        for position in sorted(union):
            word = sentence[position]
            if ours[word] > 0 and theirs[word] > 0:
                hits += 1
                ours[word] -= 1
                theirs[word] -= 1
    return _overlap(hits, *sizes)


def fragments(source: Words, summary: Words) -> list[int]:
    """Lengths in words of the fragments that ``summary`` shares with ``source``, found greedily."""
    if source == summary:  # the copy, which every task has as a yardstick
        return [len(source)] if source else []
    places: dict[str, list[int]] = {}
    for index, word in enumerate(source):
        places.setdefault(word, []).append(index)
    lengths: list[int] = []
    at = 0
    while at < len(summary):
        longest = 0
        for place in places.get(summary[at], ()):
            length = _shared_run(source, place, summary, at)
            if length > longest:
                longest = length
            if at + longest == len(summary):
                break
        if longest:
            lengths.append(longest)
        at += max(longest, 1)
    return lengths


def _shared_run(source: Words, place: int, summary: Words, at: int) -> int:
    limit = min(len(source) - place, len(summary) - at)
    for length in range(limit):
        if source[place + length] != summary[at + length]:
            return length
    return limit


def describe(source: Words, summary: Words) -> dict[str, float]:
    """What kind of summary this is; every value is 0 where the summary has no words.

    ``coverage`` (0–1): share of the summary's words in shared fragments. ``density`` (words): mean
    length of the fragment that a word is in. ``compression``: source words per summary word.
    ``novel_bigrams`` (0–1): share of the summary's bigrams that the source lacks. ``repetition`` (0–1):
    share of the summary's trigrams that occurred before in it. ``words``: the summary's length.
    """
    if not summary:
        return dict.fromkeys(DESCRIPTIONS, 0.0)
    lengths = fragments(source, summary)
    pairs, known = ngrams(summary, 2), ngrams(source, 2)
    triples = ngrams(summary, 3)
    novel = sum(count for pair, count in pairs.items() if pair not in known)
    values = (
        sum(lengths) / len(summary),
        sum(length * length for length in lengths) / len(summary),
        len(source) / len(summary),
        novel / pairs.total() if pairs else 0.0,
        1 - len(triples) / triples.total() if triples else 0.0,
        float(len(summary)),
    )
    return dict(zip(DESCRIPTIONS, values, strict=True))
