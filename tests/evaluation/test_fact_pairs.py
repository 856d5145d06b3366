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
    assert sum(len(row["outputs"]) for row in rows) == 120
    for languages in (["en", "ru"], ["kk"]):
        taus = fact_ranks.agreements(languages)
        assert len(taus["facts"]) == 10
        assert sum(taus["facts"]) - sum(taus["rougeL"]) > 0.15 * 10


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_matcher_agrees_with_the_labels(language: str) -> None:
    found = outcomes("pairs.jsonl", language)
    assert found.total() >= 100
    agreed = sum(count for (label, state), count in found.items() if label == state)
    assert agreed / found.total() >= 0.95


@pytest.mark.parametrize(
    "name", ["pairs.jsonl", "pairs-unseen.jsonl", "pairs-later.jsonl", "pairs-last.jsonl"]
)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_the_matcher_finds_is_stated(name: str, language: str) -> None:
    found = outcomes(name, language)
    stated = {label: count for (label, state), count in found.items() if state == "stated"}
    assert stated["stated"] / sum(stated.values()) >= 0.98


@pytest.mark.parametrize(
    ("language", "agreement", "precision"), [("en", 0.92, 0.98), ("ru", 0.92, 1.0), ("kk", 0.96, 1.0)]
)
def test_the_matcher_on_texts_that_no_form_was_written_for(
    language: str, agreement: float, precision: float
) -> None:
    """The floors are what evals/CARD.md says, rounded down."""
    found = Counter[tuple[str, str]]()
    for name in ("unseen", "judging", "later", "last"):
        found += outcomes(f"pairs-{name}.jsonl", language)
    assert found.total() >= 150
    agreed = sum(count for (label, state), count in found.items() if label == state)
    assert agreed / found.total() >= agreement
    stated = sum(count for (_, state), count in found.items() if state == "stated")
    assert found["stated", "stated"] / stated >= precision


def test_a_reference_states_what_it_is_marked_for_and_contradicts_nothing() -> None:
    """Two thousand pairs of a reference and a fact that writers marked: loose reading adds very little."""
    found: Counter[str] = Counter()
    for article in list(ARTICLES.values())[::4]:
        for language, version in article.versions.items():
            facts = article.key_facts(language)
            for number, summary in enumerate(version.summaries, start=1):
                for each in find(facts, summary) if facts else ():
                    marked = number in each.fact.references
                    found[each.state if each.state == "contradicted" else f"{marked} {each.state}"] += 1
    assert found.total() > 1800
    assert found["contradicted"] == 0
    assert found["True missed"] == 0
    assert found["False stated"] < 0.003 * found["True stated"]
