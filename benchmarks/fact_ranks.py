"""How well metrics agree with a reader's ranks of summaries.

``python benchmarks/fact_ranks.py`` reads ``evals/facts/ranks.jsonl``: for each article, the outputs of six
systems and the rank that a reader gave them without knowing which system wrote what (1 is best, ties share).
It prints Kendall's tau-b between each metric and the ranks, the mean over articles, with 95 % bootstrap
intervals, and the difference from ROUGE-L: of all articles, and of those in one language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from summarize.evaluation.articles import read_articles, samples_for
from summarize.evaluation.metrics import Scoring, score
from summarize.evaluation.samples import read_jsonl
from summarize.text.language_table import LANGUAGES

EVALS = Path(__file__).resolve().parents[1] / "evals"
METRICS: Mapping[str, Callable[[Mapping[str, float]], float]] = {
    "rougeL": lambda scores: scores["rougeL"],
    "rouge1": lambda scores: scores["rouge1"],
    "chrf++": lambda scores: scores["chrf++"],
    "facts": lambda scores: scores["facts"],
    "facts - contradicted": lambda scores: scores["facts"] - scores["contradicted"],
}


def tau(left: Sequence[float], right: Sequence[float]) -> float:
    """Kendall's tau-b; 0 where one side does not order anything."""
    signs = [
        (np.sign(left[i] - left[j]), np.sign(right[i] - right[j]))
        for i, j in combinations(range(len(left)), 2)
    ]
    together = sum(one * other for one, other in signs)
    ours, theirs = (sum(each[side] != 0 for each in signs) for side in (0, 1))
    return float(together / np.sqrt(ours * theirs)) if ours and theirs else 0.0


def agreements(languages: Sequence[str] = LANGUAGES) -> dict[str, list[float]]:
    """Metric → tau of each article that was ranked in one of the languages."""
    folders = (EVALS / "news" / name for name in ("articles", "judging"))
    articles = {article.id: article for folder in folders for article in read_articles(folder)}
    found: dict[str, list[float]] = {name: [] for name in METRICS}
    for _, row in read_jsonl(EVALS / "facts" / "ranks.jsonl"):
        language, outputs = row["language"], row["outputs"]
        if language not in languages:
            continue
        (sample,) = samples_for("abstractive", language, language, [articles[row["article"]]])
        scored = [score([sample], [each["text"]], "abstractive", Scoring()).samples[0] for each in outputs]
        for name, value in METRICS.items():
            found[name].append(tau([value(each) for each in scored], [-each["rank"] for each in outputs]))
    return found


def interval(values: Sequence[float]) -> str:
    """The mean with its 95 % bootstrap interval."""
    random, every = np.random.default_rng(12345), np.asarray(values)
    means = every[random.integers(0, len(every), (10_000, len(every)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{every.mean():.2f} ({low:.2f} … {high:.2f})"


def main() -> None:
    for languages in (["en", "ru"], ["kk"], LANGUAGES):
        print(", ".join(languages))
        table(agreements(languages))


def table(found: Mapping[str, Sequence[float]]) -> None:
    """Print a row for each metric."""
    print(f"| metric | tau-b, {len(found['rougeL'])} articles | above ROUGE-L |\n|---|---:|---:|")
    for name, values in found.items():
        above = np.asarray(values) - np.asarray(found["rougeL"])
        print(f"| {name} | {interval(values)} | {interval(above)} |")


if __name__ == "__main__":
    main()
