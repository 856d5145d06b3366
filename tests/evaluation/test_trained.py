"""Models that know their work, from `eval run --model` to the gate: damage turns it red, repair does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from commands import Ended
from killing import run_and_kill
from tinyhub.parts import edit_weights
from trained import folder
from trained.language import LANGUAGES
from trained.lessons import LIE
from trained.texts import CASES, EACH, SENTENCES, Case, samples

from summarize.evaluation.results import read_results
from summarize.evaluation.systems import TOGETHER

DIRECTIONS = (("en", "kk"), ("ru", "kk"), ("kk", "ru"))
FRESH = SENTENCES[:EACH]


pytestmark = pytest.mark.usefixtures("one_thread")


def write_suite(place: Path, kind: str, rows: dict[str, list[dict[str, Any]]]) -> Path:
    """A suite with a file of samples for each direction such as ``kk`` or ``en-kk``."""
    tasks = []
    for name, given in rows.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given)
        (place / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        source, _, target = name.partition("-")
        data = {"format": "jsonl", "path": f"{name}.jsonl"}
        tasks.append({"id": name, "kind": kind, "source": source, "target": target or source, "data": data})
    path = place / "little.json"
    path.write_text(json.dumps({"name": "little", "tasks": tasks}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of parliament with what happened elsewhere; their summary is what parliament did."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for language in LANGUAGES:
        for number, (source, said) in enumerate(samples(language)):
            assert {Case(model, source, beams=1) for model in ("summarizer", "liar")} <= set(CASES)
            sample = {"id": f"{language}{number}", "source": source, "reference": said}
            rows.setdefault(language, []).append(sample)
    return write_suite(tmp_path_factory.mktemp("reports"), "abstractive", rows)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = {
        f"{source}-{target}": [
            {"id": str(number), "source": fact.said(source), "reference": fact.said(target)}
            for number, fact in enumerate(FRESH)
        ]
        for source, target in DIRECTIONS
    }
    return write_suite(tmp_path_factory.mktemp("sentences"), "translation", rows)


def evaluate(suite: Path, model: Path, out: Path, *more: str) -> Path:
    """The folder of a run of ``model``, made by the command that a user types."""
    ended = Ended("run", suite, "--model", model, "--beams", "1", "--out", out, *more)
    assert ended.code == 0, ended.said
    return out


def damaged(sound: Path, place: Path, damage: Callable[[dict[str, torch.Tensor]], None]) -> Path:
    """A copy of a model folder with something done to its weights."""
    copy = shutil.copytree(sound, place / f"damaged-{sound.name}")
    edit_weights(copy, damage)
    return copy


@pytest.fixture(scope="module")
def summaries(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Runs of the trained summariser, of a copy that knows one number only, and of one that is silent."""
    place = tmp_path_factory.mktemp("summaries")
    models = {"sound": "summarizer", "damaged": "liar", "silent": "silent"}
    return {run: evaluate(reports, folder(name), place / run) for run, name in models.items()}


@pytest.fixture(scope="module")
def translations(sentences: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Runs of the trained translator and of a copy that sees nothing of what it reads."""
    place = tmp_path_factory.mktemp("translations")

    def blind(weights: dict[str, torch.Tensor]) -> None:
        for layer in range(2):
            weights[f"model.decoder.layers.{layer}.encoder_attn.out_proj.weight"].zero_()

    models = {"sound": folder("nllb"), "damaged": damaged(folder("nllb"), place, blind)}
    return {name: evaluate(sentences, model, place / name) for name, model in models.items()}


def accepted(run: Path, baseline: Path) -> Path:
    ended = Ended("baseline", "accept", run, "--baseline", baseline)
    assert ended.code == 0, ended.said
    return baseline


def test_a_trained_summariser_is_scored_by_what_it_was_taught(summaries: dict[str, Path]) -> None:
    results = read_results(summaries["sound"])
    assert set(results.tasks) == {"little/en", "little/ru", "little/kk"}
    for task in results.tasks.values():
        assert task.measures["rougeL"].score > 99
        assert task.measures["chrf++"].score > 99
        assert task.yardsticks["lead-3"]["rougeL"] < 80 < 99 < task.yardsticks["oracle-3"]["rougeL"]
        assert not task.checks
    assert results.manifest["tokens"] > 0
    assert results.manifest["system"]["settings"]["decoding"]["num_beams"] == 1


def test_the_gate_is_green_for_the_same_model_and_red_for_a_damaged_one(
    summaries: dict[str, Path], tmp_path: Path
) -> None:
    baseline = accepted(summaries["sound"], tmp_path / "baseline.json")
    assert Ended("gate", summaries["sound"], "--baseline", baseline).code == 0
    wrong = Ended("gate", summaries["damaged"], "--baseline", baseline)
    assert wrong.code == 1
    for language in LANGUAGES:
        assert f"FAIL little/{language} rougeL: dropped by at least 0.5" in wrong.said
        assert f"WARN little/{language} check number: " in wrong.said
    silent = Ended("gate", summaries["silent"], "--baseline", baseline)
    assert silent.code == 1
    assert f"FAIL little/kk check extract: {EACH} of {EACH} samples (limit 0, baseline 0)" in silent.said


def test_an_improvement_is_green_and_becomes_the_baseline_without_a_word(
    summaries: dict[str, Path], tmp_path: Path
) -> None:
    baseline = accepted(summaries["damaged"], tmp_path / "baseline.json")
    better = Ended("gate", summaries["sound"], "--baseline", baseline)
    assert (better.code, "FAIL" in better.said) == (0, False)
    before = baseline.read_bytes()
    accepted(summaries["sound"], baseline)
    assert baseline.read_bytes() != before
    back = Ended("baseline", "accept", summaries["damaged"], "--baseline", baseline)
    assert (back.code, "worse: little/ru rougeL: " in back.said) == (1, True)


def test_models_are_compared_and_reported(summaries: dict[str, Path], tmp_path: Path) -> None:
    said = Ended("compare", summaries["sound"], summaries["damaged"]).said
    for language in LANGUAGES:
        assert f"| little/{language} | rougeL |" in said
    forms = ("--format", "md,html,json,junit", "--output", tmp_path)
    baseline = ("--baseline", summaries["sound"])
    assert Ended("report", summaries["damaged"], *baseline, *forms).code == 0
    assert "❌ FAIL" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f'<mark class="ours">{LIE}</mark>' in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_trained_translator_is_gated_too(translations: dict[str, Path], tmp_path: Path) -> None:
    sound, damaged = (read_results(translations[name]).tasks for name in ("sound", "damaged"))
    for task in sound.values():
        assert task.measures["chrf++"].score > 99
        assert task.measures["ter"].score < 1
        assert damaged[task.name].measures["chrf++"].score < 99
    manifest = read_results(translations["sound"]).manifest
    assert manifest["samples"] == EACH * len(DIRECTIONS) < manifest["tokens"]
    assert manifest["samples"] < manifest["source_tokens"]
    spent = read_results(translations["damaged"]).manifest
    assert spent["tokens"] > manifest["tokens"]  # what was flagged was tried again
    baseline = accepted(translations["sound"], tmp_path / "baseline.json")
    assert Ended("gate", translations["sound"], "--baseline", baseline).code == 0
    red = Ended("gate", translations["damaged"], "--baseline", baseline)
    assert (red.code, "FAIL little/ru-kk chrf++: dropped" in red.said) == (1, True)
    assert Ended("gate", translations["sound"], "--baseline", translations["damaged"]).code == 0


def test_a_run_killed_in_the_middle_ends_with_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    run, journal = tmp_path / "run", tmp_path / "run" / "predictions.jsonl"
    command = ("eval", "run", reports, "--beams", "1", "--model", folder("summarizer"), "--out", run)
    run_and_kill(*command, path=journal, least=TOGETHER)
    killed = journal.read_bytes()
    assert killed.count(b"\n") == TOGETHER
    assert not (run / "results.json").exists()
    evaluate(reports, folder("summarizer"), run)
    assert journal.read_bytes().startswith(killed[: killed.rfind(b"\n") + 1])
    assert journal.read_bytes().count(b"\n") == EACH * len(LANGUAGES)
    whole = evaluate(reports, folder("summarizer"), tmp_path / "whole")
    baselines = [accepted(each, tmp_path / f"{each.name}.json").read_bytes() for each in (run, whole)]
    assert baselines[0] == baselines[1]
    texts = [(each / "results.json").read_text(encoding="utf-8") for each in (run, whole)]
    scores = [text[text.index(' "tasks": {') :] for text in texts]
    assert scores[0] == scores[1]
