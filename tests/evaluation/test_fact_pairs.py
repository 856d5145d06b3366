"""The matcher of facts against labels: what a reader finds stated, contradicted or missing in a text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from summarize.evaluation.articles import read_articles
from summarize.evaluation.facts import find
from summarize.evaluation.samples import read_jsonl
from summarize.evaluation.suites import shipped

EVALS = shipped()["news-extractive"].parent
ARTICLES = {
    article.id: article
    for folder in ("news/articles", "news/judging", "seed/articles")
    for article in read_articles(EVALS / folder)
}


def outcomes(name: str, language: str) -> Counter[tuple[str, str]]:
    """(label, found) → pairs of one language."""
    found: Counter[tuple[str, str]] = Counter()
    for _, row in read_jsonl(EVALS / "facts" / name):
        facts = ARTICLES[row["article"]].key_facts(row["language"])
        assert facts is not None
        assert list(row["labels"]) == [fact.id for fact in facts.facts]
        if row["language"] == language:
            found.update((row["labels"][each.fact.id], each.state) for each in find(facts, row["text"]))
    return found


def test_facts_agree_better_than_rouge_with_ranks_given_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    import fact_ranks

    rows = [row for _, row in read_jsonl(EVALS / "facts" / "ranks.jsonl")]
    assert all(len({each["system"] for each in row["outputs"]}) == 6 for row in rows)
    assert sum(len(row["outputs"]) for row in rows) == 60
    taus = fact_ranks.agreements()
    assert sum(taus["facts"]) - sum(taus["rougeL"]) > 0.15 * len(rows)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_matcher_agrees_with_the_labels(language: str) -> None:
    found = outcomes("pairs.jsonl", language)
    assert found.total() >= 100
    agreed = sum(count for (label, state), count in found.items() if label == state)
    assert agreed / found.total() >= 0.95


@pytest.mark.parametrize("name", ["pairs.jsonl", "pairs-unseen.jsonl"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_the_matcher_finds_is_stated(name: str, language: str) -> None:
    found = outcomes(name, language)
    stated = {label: count for (label, state), count in found.items() if state == "stated"}
    assert stated["stated"] / sum(stated.values()) >= 0.98


@pytest.mark.parametrize(
    ("language", "agreement", "precision"), [("en", 0.9, 0.96), ("ru", 0.87, 0.97), ("kk", 0.96, 1.0)]
)
def test_the_matcher_on_texts_that_no_form_was_written_for(
    language: str, agreement: float, precision: float
) -> None:
    """The floors are what evals/CARD.md says, rounded down."""
    found = outcomes("pairs-unseen.jsonl", language) + outcomes("pairs-judging.jsonl", language)
    assert found.total() >= 70
    agreed = sum(count for (label, state), count in found.items() if label == state)
    assert agreed / found.total() >= agreement
    stated = sum(count for (_, state), count in found.items() if state == "stated")
    assert found["stated", "stated"] / stated >= precision
