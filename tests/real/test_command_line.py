"""Real models from the command line, end to end: what must hold whatever words they write."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from trained.warm import Warm

from summarize.engines import prompts
from summarize.engines.load import load_encoder
from summarize.engines.transformers import TransformersEngine
from summarize.evaluation.suites import SuiteTask, load_suite
from summarize.models.checkpoints import describe
from summarize.request import Decoding, Instruction, Length, Runtime
from summarize.result.summary import SCHEMA
from summarize.text.languages import identify
from summarize.translation.meaning import Meaning

SENTENCES = 2
IN_TWO = Instruction("summarization", "en", "en", Length("sentences", SENTENCES))
TASKS = {task.id: task for task in load_suite("news-abstractive").tasks}


def articles(folder: Path, task: SuiteTask, count: int) -> list[Path]:
    """The first articles of a task as text files."""
    paths = []
    for sample in task.samples[:count]:
        paths.append(folder / f"{sample.id}.txt")
        paths[-1].write_text(sample.source, "utf-8")
    return paths


@pytest.fixture(scope="module")
def summaries(warm: Warm, smollm2: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The JSON of three articles' summaries."""
    files = articles(tmp_path_factory.mktemp("articles"), TASKS["en"], 3)
    asked = ("--sentences", str(SENTENCES), "--max-new-tokens", "64", "--format", "jsonl")
    done = warm.run("--model", smollm2, *asked, *files)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_they_have_the_published_schema_and_name_the_model(
    summaries: list[dict[str, Any]], smollm2: Path
) -> None:
    assert [each["schema"] for each in summaries] == [SCHEMA] * 3
    assert {each["model"] for each in summaries} == {smollm2.name}


def test_the_length_is_kept(summaries: list[dict[str, Any]]) -> None:
    assert all(1 <= len(each["support"]) <= SENTENCES for each in summaries)


def test_nothing_of_the_prompt_is_repeated(summaries: list[dict[str, Any]]) -> None:
    [asked] = prompts.messages("", IN_TWO)
    lines = [line.strip().rstrip(".").casefold() for line in asked["content"].splitlines() if line.strip()]
    for each in summaries:
        assert not any(line in each["text"].casefold() for line in lines)


def test_no_special_token_is_shown(summaries: list[dict[str, Any]]) -> None:
    assert not any(re.search(r"<\|?\w+\|?>|</?document", each["text"]) for each in summaries)


def test_the_language_is_that_of_the_text(summaries: list[dict[str, Any]]) -> None:
    assert [identify(each["text"]).language for each in summaries] == ["en"] * 3


def test_all_of_the_text_was_read(summaries: list[dict[str, Any]]) -> None:
    for each in summaries:
        account = each["account"]
        assert account["characters_read"] == account["characters"] > 0
        assert 0 < account["tokens_written"] <= 64 * account["passes"]


def test_every_sentence_rests_on_the_text_or_is_flagged(summaries: list[dict[str, Any]]) -> None:
    for each in summaries:
        flagged = bool(each["checks"])
        assert all(one["sentences"] or flagged for one in each["support"])


def test_float32_writes_what_the_library_writes(smollm2: Path) -> None:
    text = TASKS["en"].samples[0].source
    engine = TransformersEngine(describe(smollm2), Runtime(device="cpu", precision="float32"))
    [ours] = engine.generate([text], IN_TWO, Decoding(max_new_tokens=24))
    tokenizer = transformers.AutoTokenizer.from_pretrained(smollm2)
    model = transformers.AutoModelForCausalLM.from_pretrained(smollm2, dtype=torch.float32)
    asked = tokenizer.apply_chat_template(
        prompts.messages(text, IN_TWO), add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    with torch.inference_mode():
        written = model.generate(**asked, max_new_tokens=24, do_sample=False)
    theirs = tokenizer.decode(written[0, asked["input_ids"].shape[1] :], skip_special_tokens=True).strip()
    assert ours.text
    assert theirs.startswith(ours.text)


def test_a_gguf_file_is_a_model_like_any_other(
    warm: Warm, smollm2: Path, smollm2_gguf: Path, tmp_path: Path
) -> None:
    shown = warm.run("models", "show", smollm2_gguf, "--json")
    facts, folder = json.loads(shown.stdout), json.loads(warm.run("models", "show", smollm2, "--json").stdout)
    for same in ("family", "parameters", "max_input", "licence"):
        assert facts[same] == folder[same]
    [article] = articles(tmp_path, TASKS["en"], 1)
    asked = ("--sentences", str(SENTENCES), "--max-new-tokens", "48", "--format", "json")
    done = warm.run("--model", smollm2_gguf, *asked, article)
    assert done.returncode == 0, done.stderr.decode()
    made = json.loads(done.stdout)
    assert made["account"]["characters_read"] == made["account"]["characters"] > 0
    assert identify(made["text"]).language == "en"
    assert 1 <= len(made["support"]) <= SENTENCES


def test_progress_is_shown_and_an_interrupt_ends_it_at_once(
    warm: Warm, smollm2: Path, tmp_path: Path
) -> None:
    text = tmp_path / "long.txt"
    text.write_text("\n\n".join(sample.source for sample in TASKS["en"].samples[:8]), "utf-8")
    interrupted: list[int] = []

    def interrupt(pid: int, shown: str) -> None:
        if smollm2.name in shown and "0/" in shown and not interrupted:
            interrupted.append(pid)
            os.kill(pid, signal.SIGINT)

    done = warm.watch("--model", smollm2, "--max-input", "2048", text, at=interrupt)
    assert interrupted
    assert done.returncode == 130
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_an_encoder_chooses_sentences_of_the_text(
    warm: Warm, e5: Path, tmp_path: Path, language: str
) -> None:
    [path] = articles(tmp_path, TASKS[language], 1)
    done = warm.run("--model", e5, "--sentences", "3", "--format", "json", path)
    assert done.returncode == 0, done.stderr.decode()
    found, text = json.loads(done.stdout), path.read_text("utf-8")
    assert found["model"] == e5.name
    assert len(found["sentences"]) == 3
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found["sentences"])


@pytest.mark.parametrize("target", ["ru", "kk"])
def test_translations_of_other_sentences_are_found(e5: Path, target: str) -> None:
    encoder = load_encoder(describe(e5), Runtime(device="cpu", precision="float32"))
    samples = load_suite("news-translation").tasks
    pairs = next(task for task in samples if task.id == f"en-{target}").samples[:8]
    sources, right = [one.source for one in pairs], [one.references[0] for one in pairs]
    meaning = Meaning(encoder, sources, "en", target)
    found = meaning.findings(list(zip(sources, right, strict=True)))
    assert "meaning" not in {one.kind for row in found for one in row}
    others = list(zip(sources, [*right[1:], right[0]], strict=True))
    assert [[one.kind for one in row] for row in meaning.findings(others)] == [["meaning"]] * 8


def test_an_encoder_scores_outputs_by_meaning(warm: Warm, e5: Path, tmp_path: Path) -> None:
    data, outputs = tmp_path / "data.jsonl", tmp_path / "outputs.jsonl"
    samples = TASKS["ru"].samples[:4]
    rows = [{"id": one.id, "source": one.source, "references": list(one.references)} for one in samples]
    written = [
        samples[0].references[0],
        samples[1].references[0],
        samples[0].references[0],
        samples[1].source,
    ]
    data.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    outputs.write_text(
        "".join(
            json.dumps({"id": one.id, "output": text}, ensure_ascii=False) + "\n"
            for one, text in zip(samples, written, strict=True)
        ),
        "utf-8",
    )
    asked = ("eval", "score", data, "--data", "jsonl", "--languages", "ru", "--kind", "abstractive")
    done = warm.run(*asked, "--predictions", outputs, "--encoder", e5, "--out", tmp_path / "run")
    assert done.returncode == 0, done.stderr.decode()
    results = json.loads((tmp_path / "run" / "results.json").read_text("utf-8"))
    [task] = results["tasks"].values()
    own, _, foreign, _ = [sample["scores"]["embedding"] for sample in task["samples"]]
    assert own > foreign
