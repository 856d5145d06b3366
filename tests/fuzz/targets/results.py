"""Results and baselines: read, written, reported, compared, gated, and given scores from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fuzz.folders import pack, unpack
from fuzz.trial import HERE, corpus
from summarize.evaluation.comparison import compare
from summarize.evaluation.gate import falls, gate
from summarize.evaluation.reports.files import annotate, junit, write
from summarize.evaluation.reports.markdown import comparison_table
from summarize.evaluation.results import Results, as_baseline, import_scores, read_results, write_results

TOKENS = (
    b'"schema"', b'"summarize-evaluation/1"', b'"manifest"', b'"tasks"', b'"name"', b'"kind"',
    b'"source_language"', b'"metrics"', b'"limits"', b'"min_effect"', b'"severe_share"', b'"floors"',
    b'"checks"', b'"measures"', b'"score"', b'"low"', b'"high"', b'"better"', b'"lower"', b'"signature"',
    b'"yardsticks"', b'"samples"', b'"scores"', b'"counts"', b'"output"', b'"references"', b'"error"',
    b'"meta"', b'"imported"', b'"rougeL"', b'"chrf++"', b'"lead"', b"[]", b"{}", b"[1]", b"null", b"true",
    b'""', b"0", b"-1", b"1.5", b"1e999", b"-1e999", b"1e308", b"NaN", b"9" * 40, b"9" * 5000, b'"\\ud800"',
    b'"a\\nb"', b'"\\u0000"', b'"\\u001b[31m"', b'"<script>"', b"\xff", b"\n%%% scores.jsonl\n",
    b'{"id": "a01", "metric": "comet", "score": 1, "signature": "s"}\n',
)  # fmt: skip


def seeds() -> list[bytes]:
    return [pack({"results.json": content}) for content in corpus("results")]


@cache
def _honest() -> Results:
    return read_results(HERE / "corpus" / "results" / "small.json")


def attack(data: bytes, folder: Path) -> None:
    unpack(data, folder)
    found = read_results(folder)
    write_results(found, folder / "again.json")
    assert read_results(folder / "again.json") is not None
    if (folder / "scores.jsonl").is_file():
        found = import_scores(found, folder / "scores.jsonl")
    write_results(as_baseline(found), folder / "baseline.json")
    write(found, None, ["md", "json", "html"], folder / "reports")
    falls(_honest(), found)
    for other in (found, _honest()):
        comparison_table(compare(other, found))
    verdicts = gate(found, _honest())
    annotate(verdicts)
    junit(verdicts)
    write(found, verdicts, ["md", "json", "junit", "html"], folder / "reports", [_honest()])
