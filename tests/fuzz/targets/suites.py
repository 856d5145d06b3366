"""Suites of evaluations, with the articles and data files that they name."""

from __future__ import annotations

from pathlib import Path

from parallel_articles import ARTICLES, EXTRACTIVE, TRANSLATION

from fuzz.folders import pack, unpack
from fuzz.trial import corpus
from summarize.evaluation.suites import DataFiles, load_suite, open_suites
from summarize.evaluation.validation import validate

TOKENS = (
    b'"name"', b'"description"', b'"data"', b'"format"', b'"path"', b'"articles"', b'"jsonl"', b'"lines"',
    b'"xlsum"', b'"scitldr"', b'"tasks"', b'"id"', b'"kind"', b'"extractive"', b'"translation"',
    b'"headline"', b'"source"', b'"target"', b'"length"', b'{"words": 0}', b'{"ratio": 2}',
    b'{"sentences": "2"}', b'"gate"', b'{"metrics": "a", "min_effect": "b"}',
    b'{"floors": [], "checks": 1}', b'"metrics"', b'"floors"', b'"checks"', b'"severe_share"', b'"sha256"',
    b'"en"', b'"kk"', b'"de"', b'"paragraphs"', b'"summaries"', b'"references"', b'"source_language"',
    b'"meta"', b"[]", b"{}", b"null", b"true", b"0", b"-1", b"1.5", b"1e999", b"NaN", b"9" * 5000, b'""',
    b'"\\ud800"', b'"a\\nb"', b'"\\u0000"', b'"\\u001b[31m"', b"\xff", b"\xef\xbb\xbf", b"\x1f\x8b\x08\x00",
    b"\n%%% articles/a02.json\n", b"\n%%% data.jsonl\n", b"\n%%% data.txt\n", b"\n%%% suite.json\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    suite = {
        "name": "small",
        "data": {"format": "articles", "path": "articles"},
        "tasks": [*EXTRACTIVE, *TRANSLATION],
        "gate": {"min_effect": 1, "floors": {"rougeL": 10}, "checks": {"empty": 0}},
    }
    return [pack({"suite.json": suite, "articles/a01.json": ARTICLES[0]}), *corpus("suites")]


def attack(data: bytes, folder: Path) -> None:
    unpack(data, folder)
    lines, plain = folder / "data.jsonl", folder / "data.txt"
    if plain.is_file():
        files = DataFiles(form="lines", languages="kk", references=[plain])
        assert all(len(suite.sha256) == 64 for suite in open_suites([str(plain)], files))
    elif lines.is_file():
        assert all(len(suite.sha256) == 64 for suite in open_suites([str(lines)], DataFiles(languages="kk")))
    suite = load_suite(str(folder / "suite.json"))
    assert len(suite.sha256) == 64
    for task in suite.tasks:
        assert all(metric.strip() for metric in task.metrics)
        float(task.limits.min_effect + task.limits.severe_drop + task.limits.severe_share)
        sum(task.limits.floors.values()), sum(task.limits.checks.values())
    list(validate(suite))
