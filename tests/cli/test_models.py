"""``summarize models``: what each verb prints, asks and returns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tinyhub
from fakehub import FakeHub, Repository, serve
from layouts_by_hand import LAYOUTS, card, make
from safetensors.numpy import save
from typer.testing import CliRunner, Result

from summarize.cli.models import app
from summarize.engines.precision import available
from summarize.errors import ModelError, UsageError
from summarize.models import cache, catalogue, choices, offline
from summarize.models.model_report import aligned

NAME = "village/steppe-ru-kk"


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=answer)


def read(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def steppe() -> Path:
    """A pair model in the cache."""
    repository = cache.storage(NAME)
    readme = card("language: [ru, kk]", "license: cc-by-nc-4.0", "pipeline_tag: translation")
    folder = make(repository / "snapshots" / "main", {**LAYOUTS["kazrush-ru-kk"], "README.md": readme})
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("main")
    return folder


@pytest.fixture
def hub(loopback: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(offline, "_demanded", False)
    files = {name: json.dumps(content).encode() if isinstance(content, dict) else content
             for name, content in LAYOUTS["flan-t5"].items()}  # fmt: skip
    weights = save({"shared.weight": np.zeros((8, 4), np.float32)})
    with serve({NAME: Repository({**files, "model.safetensors": weights})}) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def test_a_row_is_one_line_whatever_its_cells_say() -> None:
    text = aligned([("a\n::error::b", "c\x1b[2J"), ("d", "e")], ("NAME", "LICENCE"))
    assert text.splitlines()[1] == r"a\n::error::b  c\x1b[2J"
    assert len(text.splitlines()) == 3


class TestList:
    def test_a_line_for_each_model(self, steppe: Path) -> None:
        header, line = run("list").stdout.splitlines()
        assert header.split() == ["NAME", "TASK", "LANGUAGES", "SIZE", "LICENCE", "STATUS"]
        assert line.split()[:3] == [NAME, "translation", "ru→kk"]
        assert "cc-by-nc-4.0 (NC)" in line
        assert line.endswith("complete")
        assert header.index("STATUS") == line.index("complete")

    def test_partial(self, steppe: Path) -> None:
        (steppe / "model.safetensors").unlink()
        blobs = cache.storage(NAME) / "blobs"
        blobs.mkdir()
        (blobs / "0.incomplete").write_bytes(b"x")
        assert run("list").stdout.rstrip().endswith("partial")
        [one] = read("list")
        assert one["status"] == "partial"
        assert one["missing"]

    def test_none(self) -> None:
        done = run("list")
        assert (done.exit_code, done.stdout) == (0, "")
        assert "see summarize models list --known" in done.stderr
        assert read("list") == []

    def test_the_catalogue(self) -> None:
        lines = run("list", "--known").stdout.splitlines()
        assert any(
            line.split()[:4] == ["kazrush-ru-kk", "deepvk/kazRush-ru-kk", "translation", "ru→kk"]
            for line in lines
        )
        assert any(line.startswith("xlsum ") and line.endswith("(NC)") for line in lines)
        assert any(line.startswith("mbart50 ") and line.endswith("licence not stated") for line in lines)
        assert any(line.startswith("small100 ") and line.endswith("not verified") for line in lines)
        assert all(row["disk"] for row in read("list", "--known"))
        assert {row["alias"] for row in read("list", "--known")} == set(catalogue.rows())


class TestShow:
    def test_facts(self, steppe: Path) -> None:
        lines = dict(line.split(maxsplit=1) for line in run("show", NAME).stdout.splitlines())
        assert lines["family"] == "t5 (t5)"
        assert lines["languages"] == "ru→kk"
        assert lines["licence"].endswith("not for commercial use")
        assert lines["note"].startswith("the languages are taken from")

    def test_what_its_files_do_not_say(self) -> None:
        folder = str(tinyhub.folder("qwen3"))
        lines = dict(line.split(maxsplit=1) for line in run("show", folder).stdout.splitlines())
        assert lines["languages"] == "not stated"
        assert lines["auto"].startswith("float32, which")
        assert read("show", folder)["directions"] == []

    def test_the_prompt_of_an_encoder(self) -> None:
        lines = dict(
            line.split(maxsplit=1)
            for line in run("show", str(tinyhub.folder("e5-multilingual"))).stdout.splitlines()
        )
        assert lines["prompt"] == "'query: '"
        assert "prefix" not in lines

    def test_json(self, steppe: Path) -> None:
        shown = read("show", NAME)
        assert shown["schema"] == "summarize.model/1"
        assert shown["directions"] == ["ru-kk"]
        assert shown["non_commercial"] is True
        assert shown["parameters"] == 32
        assert shown["path"] == str(steppe)

    def test_a_broken_folder_is_shown(self, tmp_path: Path) -> None:
        done = run("show", str(make(tmp_path / "broken", {}, weights="")))
        assert done.exit_code == 0
        assert "config.json is missing" in done.stdout

    def test_absent(self) -> None:
        done = run("show", "village/none")
        assert isinstance(done.exception, ModelError)


class TestPull:
    def test_yes(self, hub: FakeHub) -> None:
        done = run("pull", NAME, "--yes")
        assert done.exit_code == 0
        assert done.stdout == f"{NAME}  {cache.snapshot(NAME)}\n"
        assert f"{NAME}: 5 files, " in done.stderr
        assert "; mit" in done.stderr

    def test_json(self, hub: FakeHub) -> None:
        assert read("pull", NAME, "--yes")["status"] == "complete"

    def test_without_a_terminal_nobody_can_agree(self, hub: FakeHub) -> None:
        done = run("pull", NAME, answer="y\n")
        assert isinstance(done.exception, UsageError)
        assert "--yes" in str(done.exception)
        assert hub.fetched() == []

    def test_what_is_here_is_not_asked_for(self, hub: FakeHub) -> None:
        run("pull", NAME, "--yes")
        assert run("pull", NAME).exit_code == 0


class TestRemove:
    def test_yes(self, steppe: Path) -> None:
        assert run("remove", NAME, "--yes").stdout.startswith(f"removed {NAME}, ")
        assert not steppe.exists()

    def test_json(self, steppe: Path) -> None:
        assert read("remove", NAME, "--yes")["removed"] == NAME

    def test_without_a_terminal_nobody_can_agree(self, steppe: Path) -> None:
        assert isinstance(run("remove", NAME).exception, UsageError)
        assert steppe.exists()

    def test_absent(self) -> None:
        assert "nothing to remove" in str(run("remove", "village/none", "--yes").exception)


class TestDefault:
    def test_set_show_forget(self, steppe: Path) -> None:
        assert run("default", "translation:ru-kk", NAME).stdout == f"translation:ru-kk  {NAME}\n"
        assert choices.default("translation", "ru", "kk") == NAME
        assert read("default") == {"translation:ru-kk": NAME}
        assert read("default", "translation") == {}
        run("default", "translation:ru-kk", "--forget")
        assert read("default") == {}
        assert "no default is set" in run("default").stderr

    @pytest.mark.parametrize("arguments", [("--forget",), ("translation", NAME, "--forget"), ("dance", NAME)])
    def test_misuse(self, arguments: tuple[str, ...], steppe: Path) -> None:
        assert isinstance(run("default", *arguments).exception, UsageError)


class TestCheck:
    def test_a_tiny_model_is_loaded_and_run(self) -> None:
        done = run(
            "check",
            str(tinyhub.folder("nllb-2022")),
            "--from",
            "ru",
            "--to",
            "kk",
            "--threads",
            "1",
            "--json",
        )
        report = json.loads(done.stdout)
        [outcome] = report["outcomes"]
        assert (outcome["task"], outcome["source"], outcome["target"]) == ("translation", "ru", "kk")
        assert len(outcome["texts"]) == 3
        assert outcome["seconds"] > 0
        assert report["load_seconds"] > 0
        assert report["peak_memory"] > 10_000_000
        # Random weights write nonsense, and a check that finds nothing wrong with it is none.
        assert report["problems"]
        assert done.exit_code == 1

    def test_a_table(self) -> None:
        done = run("check", str(tinyhub.folder("kazrush-ru-kk")), "--threads", "1")
        assert "loaded in" in done.stdout
        assert "computes in float32" in done.stdout
        assert "ru→kk" in done.stdout
        for kind in available():  # what was chosen is said of a causal model, too
            done = run("check", str(tinyhub.folder("qwen3")), "--precision", kind, "--threads", "1", "--json")
            assert json.loads(done.stdout)["precision"] == kind

    def test_a_model_that_names_no_language_is_tried_in_english(self) -> None:
        folder = str(tinyhub.folder("qwen3"))
        report = json.loads(run("check", folder, "--threads", "1", "--json").stdout)
        assert [(one["task"], one["source"]) for one in report["outcomes"]] == [("summarization", "en")]
        assert any("--languages en,ru,kk" in line for line in report["advice"])
        done = run("check", folder, "--languages", "ru,kk", "--threads", "1", "--json")
        tried = [(one["task"], one["source"], one["target"]) for one in json.loads(done.stdout)["outcomes"]]
        summaries = [("summarization", "ru", "ru"), ("summarization", "kk", "kk")]
        assert tried == [*summaries, ("translation", "kk", "ru"), ("translation", "ru", "kk")]
        assert "'de' is not one of" in str(run("check", folder, "--languages", "ru,de").exception)

    def test_a_language_that_is_not_ours(self, steppe: Path) -> None:
        assert "'de' is not one of en, ru, kk" in str(run("check", NAME, "--to", "de").exception)


def test_importing_the_commands_is_cheap() -> None:
    code = (
        "import sys, summarize.cli.models;"
        "heavy = {'torch', 'transformers', 'huggingface_hub', 'numpy', 'rich.progress'};"
        "heavy.add('summarize.models.pull');"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
