"""Journals of evaluation runs, and outputs that were made elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from parallel_articles import EXTRACTIVE, write_suite

from fuzz.folders import pack, unpack
from fuzz.trial import corpus
from summarize.evaluation.results import to_json
from summarize.evaluation.runs import JOURNAL, Predictions, read_journal, read_predictions, run_suite
from summarize.evaluation.scoring import score_run
from summarize.evaluation.suites import Suite, load_suite
from summarize.evaluation.systems import System

TOKENS = (
    b'"task"', b'"id"', b'"input_sha256"', b'"system"', b'"output"', b'"error"', b'"seconds"',
    b'"source_tokens"', b'"tokens"', b'"truncated"', b'"extract"', b'"small/en"', b'"a01"', b"null",
    b"true", b"[]", b"{}", b"0", b"-1", b"1.5", b"1e999", b"NaN", b"9" * 5000, b'""', b'"\\ud800"',
    b'"a\\nb"', b'"\\u001b[31m"', b"\xff", b"\x00", b"\n", b"\r", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"\n%%% predictions.jsonl\n", b"\n%%% outputs.jsonl\n", b"\n%%% outputs.txt\n", b"\x1f\x8b\x08\x00",
)  # fmt: skip


@cache
def _suite() -> Suite:
    with TemporaryDirectory() as name:
        return load_suite(str(write_suite(Path(name) / "data", EXTRACTIVE[:1])))


def _system() -> System:
    return System("first sentence", "f1", lambda task, sample: sample.source.split(". ")[0] + ".")


def seeds() -> list[bytes]:
    with TemporaryDirectory() as name:
        run_suite(_suite(), _system(), Path(name))
        journal = (Path(name) / JOURNAL).read_bytes()
    outputs = [{"id": sample.id, "output": sample.references[0]} for sample in _suite().tasks[0].samples]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in outputs)
    plain = "".join(row["output"] + "\n" for row in outputs)
    given = [{JOURNAL: journal}, {"outputs.jsonl": lines}, {"outputs.txt": plain}]
    return [*map(pack, given), *corpus("journals")]


def attack(data: bytes, folder: Path) -> None:
    unpack(data, folder)
    for name in ("outputs.jsonl", "outputs.txt"):
        if (folder / name).is_file():
            _score(read_predictions(_suite(), folder / name, "elsewhere"))
    for prediction in read_journal(folder / JOURNAL).values():
        hash(prediction)
        json.dumps(asdict(prediction), ensure_ascii=False).encode()
    _score(run_suite(_suite(), _system(), folder))


def _score(predictions: Predictions) -> None:
    json.dumps(to_json(score_run([_suite()], _system(), predictions)), ensure_ascii=False).encode()
