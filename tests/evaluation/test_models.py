"""An evaluation of a model folder from end to end: tiny weights, the real pipeline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tinyhub
from parallel_articles import write_suite

from summarize.engines.decoder import engine
from summarize.errors import UsageError
from summarize.evaluation.results import Results, to_json
from summarize.evaluation.runs import run_suite
from summarize.evaluation.scoring import score_run
from summarize.evaluation.suites import load_suite
from summarize.evaluation.systems import System, library_system, request_for
from summarize.request import Decoding, Request, Runtime

ABSTRACTIVE = [{"id": "ru", "kind": "abstractive", "source": "ru", "target": "ru", "length": {"words": 30}}]
SHORT = Decoding(num_beams=1, max_new_tokens=12)
ON_CPU = Runtime(device="cpu", threads=1)


@pytest.fixture(scope="module")
def suite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_suite(tmp_path_factory.mktemp("suite") / "data", ABSTRACTIVE)


def evaluate(suite_file: Path, system: System, folder: Path) -> Results:
    suite = load_suite(str(suite_file))
    return score_run([suite], system, run_suite(suite, system, folder))


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[list[list[int]]]:
    """The prompts of each call of our decoder, as ids."""
    calls: list[list[list[int]]] = []
    original = engine.decode_parallel

    def decode(network: Any, rows: list[list[int]], *rest: Any) -> Any:
        calls.append(rows)
        return original(network, rows, *rest)

    monkeypatch.setattr(engine, "decode_parallel", decode)
    return calls


def test_a_model_is_run_scored_and_documented(suite_file: Path, tmp_path: Path) -> None:
    system = library_system(str(tinyhub.folder("mt5-xlsum")), SHORT, ON_CPU)
    results = evaluate(suite_file, system, tmp_path / "run")
    task = results.tasks["small/ru"]
    assert [sample.error for sample in task.samples] == [None, None]
    assert results.manifest["source_tokens"] > results.manifest["tokens"] > 0
    assert results.manifest["system"]["settings"]["decoding"]["max_new_tokens"] == 12
    assert len(results.manifest["system"]["settings"]["model"]) == 64


def test_the_same_model_scores_the_same_twice(suite_file: Path, tmp_path: Path) -> None:
    folder = str(tinyhub.folder("mt5-xlsum"))
    first, second = (
        evaluate(suite_file, library_system(folder, SHORT, ON_CPU), tmp_path / name) for name in "ab"
    )
    assert to_json(first)["tasks"] == to_json(second)["tasks"]


def test_a_model_is_given_the_samples_in_batches(
    suite_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = recorded(monkeypatch)
    system = library_system(str(tinyhub.folder("qwen3")), SHORT, ON_CPU)
    evaluate(suite_file, system, tmp_path / "run")
    assert [len(rows) for rows in decoded] == [2]


def test_batches_write_what_single_samples_do(suite_file: Path, tmp_path: Path) -> None:
    system = library_system(str(tinyhub.folder("mt5-xlsum")), SHORT, ON_CPU)
    batch = evaluate(suite_file, system, tmp_path / "batch")
    single = evaluate(suite_file, replace(system, together=1), tmp_path / "single")
    assert to_json(batch)["tasks"] == to_json(single)["tasks"]


def test_a_prompt_and_an_input_limit_are_part_of_the_system(suite_file: Path, tmp_path: Path) -> None:
    folder = str(tinyhub.folder("qwen3"))
    own = tmp_path / "own.toml"
    own.write_text('user = "$text"', "utf-8")
    first = library_system(folder, SHORT, ON_CPU, prompt=str(own))
    assert first.name == "qwen3 own"
    results = evaluate(suite_file, first, tmp_path / "run")
    assert results.manifest["source_tokens"] < 1000
    other = tmp_path / "other" / "own.toml"
    other.parent.mkdir()
    other.write_text('user = "Summarise: $text"', "utf-8")
    fingerprints = {
        library_system(folder, SHORT, ON_CPU).fingerprint,
        first.fingerprint,
        library_system(folder, SHORT, ON_CPU, prompt=str(other)).fingerprint,
        library_system(folder, SHORT, ON_CPU, max_input=64).fingerprint,
    }
    assert len(fingerprints) == 4
    other.write_bytes(own.read_bytes())
    assert library_system(folder, SHORT, ON_CPU, prompt=str(other)).fingerprint == first.fingerprint


def test_an_input_limit_is_kept(suite_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = recorded(monkeypatch)
    system = library_system(str(tinyhub.folder("qwen3")), SHORT, ON_CPU, max_input=640)
    evaluate(suite_file, system, tmp_path / "run")
    assert 320 < max(len(row) for rows in decoded for row in rows) <= 640


def test_an_invalid_prompt_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    own = tmp_path / "broken.toml"
    own.write_text('user = "Say it"', "utf-8")
    with pytest.raises(UsageError, match=r"has no \$text"):
        library_system(str(tinyhub.folder("qwen3")), SHORT, ON_CPU, prompt=str(own))


def test_another_decoding_is_another_system() -> None:
    folder = str(tinyhub.folder("mt5-xlsum"))
    fingerprints = {
        library_system(folder, SHORT, ON_CPU).fingerprint,
        library_system(folder, Decoding(num_beams=2), ON_CPU).fingerprint,
        library_system(folder, SHORT, Runtime(device="cpu", threads=1, precision="bfloat16")).fingerprint,
        library_system(str(tinyhub.folder("t5-small")), SHORT, ON_CPU).fingerprint,
    }
    assert len(fingerprints) == 4


def test_an_encoder_chooses_the_sentences_itself(tmp_path: Path) -> None:
    extractive = [
        {"id": "ru", "kind": "extractive", "source": "ru", "target": "ru", "length": {"sentences": 1}}
    ]
    suite = load_suite(str(write_suite(tmp_path / "data", extractive)))
    [task] = suite.tasks
    encoder = str(tinyhub.folder("e5-multilingual"))
    asked = Request(decoding=SHORT, runtime=ON_CPU)
    assert request_for(task, encoder, asked).model == encoder
    assert request_for(task, str(tinyhub.folder("mt5-xlsum")), asked).model is None
