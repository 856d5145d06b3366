"""``summarize eval``: every command and every exit code, as a shell would see them."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from commands import Ended
from parallel_articles import ARTICLES, EXTRACTIVE, TRANSLATION, write_suite

from summarize.cli.eval import app
from summarize.evaluation.runs import sole_writer
from summarize.evaluation.suites import shipped


def summaries(path: Path, *, spoilt: int = 0) -> Path:
    """Outputs for the extractive suite: the references themselves, the first ``spoilt`` of them wrong."""
    rows = [
        {"task": code, "id": article["id"], "output": article[code]["summaries"][0]}
        for code in ("en", "ru", "kk")
        for article in ARTICLES
    ]
    for row in rows[:spoilt]:
        row["output"] = ""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return write_suite(tmp_path / "data", EXTRACTIVE)


@pytest.fixture
def run(suite: Path, tmp_path: Path) -> Path:
    ended = Ended("score", suite, "--predictions", summaries(tmp_path / "p.jsonl"), "--out", tmp_path / "run")
    assert ended.code == 0
    return tmp_path / "run"


@pytest.fixture
def worse(suite: Path, tmp_path: Path) -> Path:
    outputs = summaries(tmp_path / "w.jsonl", spoilt=2)
    assert Ended("score", suite, "--predictions", outputs, "--out", tmp_path / "worse").code == 0
    return tmp_path / "worse"


@pytest.fixture
def baseline(run: Path, tmp_path: Path) -> Path:
    assert Ended("baseline", "accept", run, "--baseline", tmp_path / "baseline.json").code == 0
    return tmp_path / "baseline.json"


def test_scores_are_printed_and_kept(suite: Path, tmp_path: Path) -> None:
    ended = Ended("score", suite, "--predictions", summaries(tmp_path / "p.jsonl"), "--out", tmp_path / "r")
    assert "| small/kk | rougeL | 2 | 100.00 |" in ended.said
    assert "oracle-2" in ended.said
    assert (tmp_path / "r" / "results.json").exists()


def test_run_writes_scores_and_resumes(suite: Path, tmp_path: Path) -> None:
    first = Ended("run", suite, "--out", tmp_path / "run", "--task", "kk", "--task", "ru")
    kept = (tmp_path / "run" / "predictions.jsonl").read_bytes()
    second = Ended("run", suite, "--out", tmp_path / "run", "--task", "kk", "--task", "ru")
    assert first.code == second.code == 0
    assert first.said == second.said
    assert (tmp_path / "run" / "predictions.jsonl").read_bytes() == kept
    assert "small/en" not in first.said


def test_the_gate_passes_what_did_not_change(run: Path, baseline: Path) -> None:
    ended = Ended("gate", run, "--baseline", baseline)
    assert (ended.code, "PASS: " in ended.said) == (0, True)


def test_the_gate_fails_a_regression(worse: Path, baseline: Path, tmp_path: Path) -> None:
    ended = Ended(
        "gate", worse, "--baseline", baseline, "--format", "junit,md,html,json", "--output", tmp_path / "out"
    )
    assert ended.code == 1
    assert "FAIL small/en check empty: 2 of 2 samples" in ended.said
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "junit.xml", "report.md", "report.html", "report.json",
    }  # fmt: skip


def test_the_gate_passes_an_improvement(run: Path, worse: Path) -> None:
    assert Ended("gate", run, "--baseline", worse).code == 0


def test_the_gate_cannot_measure_against_nothing(run: Path, tmp_path: Path) -> None:
    ended = Ended(
        "gate", run, "--baseline", tmp_path / "none", "--format", "junit,github", "--output", tmp_path / "out"
    )
    assert ended.code == 3
    assert "::error title=cannot measure::" in ended.said
    assert "<error" in (tmp_path / "out" / "junit.xml").read_text(encoding="utf-8")


def renamed(run: Path, name: str) -> Path:
    """The run with its English task under another name."""
    path = run / "results.json"
    value = json.loads(path.read_text("utf-8"))
    value["tasks"][name] = {**value["tasks"].pop("small/en"), "name": name}
    value["manifest"]["system"]["name"] = name
    path.write_text(json.dumps(value), "utf-8")
    return path


@pytest.mark.parametrize("form", ["md", "json", "junit", "html", "github"])
def test_a_name_begins_no_line_of_what_the_gate_says(
    form: str, run: Path, worse: Path, tmp_path: Path
) -> None:
    name = "::stop-commands::y ##[debug]z"  # one with line feeds is refused when it is read
    old, new = renamed(run, name), renamed(worse, name)
    folder = tmp_path / "out\n::error::o"
    ended = Ended("gate", new, "--baseline", old, "--format", form, "--output", folder)
    shown = Ended("report", new, "--baseline", old, "--format", form, "--beside", old)
    compared = Ended("compare", old, new)
    assert (ended.code, shown.code, compared.code) == (1, 0, 0)
    said = ended.said + compared.said + shown.said * (form != "html")  # a page is shown as its file has it
    lines = said.replace("\r", "\n").split("\n")
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert all(re.match("::(?:error|warning) title=", line) for line in commands)
    assert bool(commands) == (form == "github")
    assert "\x1b" not in "".join(lines)


def test_the_gate_cannot_measure_other_data(run: Path, baseline: Path, suite: Path, tmp_path: Path) -> None:
    article = suite.parent / "articles" / "a01.json"
    article.write_text(article.read_text(encoding="utf-8").replace("36 балок", "37 балок"), encoding="utf-8")
    outputs = summaries(tmp_path / "p.jsonl")
    assert Ended("score", suite, "--predictions", outputs, "--out", tmp_path / "other").code == 0
    ended = Ended("gate", tmp_path / "other", "--baseline", baseline)
    assert (ended.code, "the data changed" in ended.said) == (3, True)


def test_a_gate_that_cannot_see_is_3_only_when_strict(suite: Path, baseline: Path, tmp_path: Path) -> None:
    outputs = summaries(tmp_path / "p.jsonl")
    text = outputs.read_text(encoding="utf-8").replace("снова", "опять").replace("along with", "besides")
    outputs.write_text(text, encoding="utf-8")
    changed = tmp_path / "changed"
    assert Ended("score", suite, "--predictions", outputs, "--out", changed).code == 0
    back = Ended("gate", tmp_path / "run", "--baseline", changed)
    assert (back.code, "INCONCLUSIVE" in back.said) == (0, True)
    assert Ended("gate", tmp_path / "run", "--baseline", changed, "--strict").code == 3


def test_missing_outputs_cannot_be_measured(suite: Path, tmp_path: Path) -> None:
    outputs = summaries(tmp_path / "p.jsonl")
    outputs.write_text("".join(outputs.read_text(encoding="utf-8").splitlines(True)[:-1]), encoding="utf-8")
    ended = Ended("score", suite, "--predictions", outputs, "--out", tmp_path / "run")
    assert (ended.code, "1 samples have no output: small/kk a02" in ended.said) == (3, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "no-such-suite"),
        ("run",),
        ("frobnicate",),
        ("score", "SUITE", "--predictions", "none.jsonl"),
        ("score", "SUITE", "SUITE", "--predictions", "none.jsonl"),
        ("run", "TRANSLATION"),
        ("run", "SUITE", "--task", "xx"),
        ("score", "SUITE", "--predictions", "OUTPUTS", "--profile", "ascii"),
        ("gate", "RUN", "--baseline", "RUN", "--format", "md"),
        ("gate", "RUN", "--baseline", "RUN", "--format", "pdf", "--output", "x"),
        ("report", "RUN", "--format", "md,json"),
        ("report", "RUN", "--format", "junit"),
        ("import-scores", "RUN", "none.jsonl"),
    ],
)
def test_mistakes_on_the_command_line_are_2(
    arguments: tuple[str, ...], suite: Path, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = {
        "SUITE": str(suite),
        "TRANSLATION": str(write_suite(tmp_path / "translation", TRANSLATION)),
        "OUTPUTS": str(tmp_path / "p.jsonl"),
        "RUN": str(run),
    }
    assert Ended(*(names.get(each, each) for each in arguments)).code == 2


def test_a_model_that_is_not_there_is_4(suite: Path, tmp_path: Path) -> None:
    assert Ended("run", suite, "--model", "/no/such/folder", "--out", tmp_path / "run").code == 4


@pytest.mark.parametrize("command", ["report", "compare", "gate", "baseline accept", "import-scores"])
def test_no_run_is_3(command: str, tmp_path: Path) -> None:
    more = {
        "compare": [tmp_path],
        "gate": ["--baseline", tmp_path],
        "baseline accept": ["--baseline", tmp_path / "b.json"],
        "import-scores": [tmp_path / "s.jsonl"],
    }
    assert Ended(*command.split(), tmp_path / "none", *more.get(command, [])).code == 3


def test_a_baseline_is_lowered_only_with_lower_and_yes(baseline: Path, worse: Path) -> None:
    before = baseline.read_bytes()
    refused = Ended("baseline", "accept", worse, "--baseline", baseline)
    assert (refused.code, baseline.read_bytes()) == (1, before)
    assert "worse: small/en rougeL: 100.00 → 0.00" in refused.said
    nobody = Ended("baseline", "accept", worse, "--baseline", baseline, "--lower")
    assert (nobody.code, baseline.read_bytes()) == (2, before)
    assert Ended("baseline", "accept", worse, "--baseline", baseline, "--lower", "--yes").code == 0
    assert baseline.read_bytes() != before
    assert Ended("gate", worse, "--baseline", baseline).code == 0


def test_a_baseline_may_rise_without_a_word(worse: Path, run: Path, tmp_path: Path) -> None:
    low = tmp_path / "low.json"
    assert Ended("baseline", "accept", worse, "--baseline", low).code == 0
    assert Ended("baseline", "accept", run, "--baseline", low).code == 0


def test_two_runs_are_compared(run: Path, worse: Path) -> None:
    ended = Ended("compare", run, worse)
    assert ended.code == 0
    assert "| small/en | rougeL | 100.00 | 0.00 | -100.00 |" in ended.said


def test_imported_scores_are_kept(run: Path, tmp_path: Path) -> None:
    rows = [
        {"task": f"small/{code}", "id": article["id"], "metric": "comet", "score": 0.8, "signature": "c"}
        for code in ("en", "ru", "kk")
        for article in ARTICLES
    ]
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert "small/kk comet: 0.8000" in Ended("import-scores", run, path).said
    assert "| comet |" in Ended("report", run).said


def test_one_report_goes_to_stdout_and_several_into_a_folder(
    run: Path, baseline: Path, tmp_path: Path
) -> None:
    assert Ended("report", run).said.startswith("# Evaluation")
    assert json.loads(Ended("report", run, "--format", "json").said)["gate"] is None
    assert Ended("report", run, "--format", "junit", "--baseline", baseline).said.startswith("<?xml")
    ended = Ended("report", run, "--format", "md,html", "--output", tmp_path / "out")
    assert (ended.code, len(list((tmp_path / "out").iterdir()))) == (0, 2)


def test_github_gets_annotations_and_a_summary(
    worse: Path, baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    ended = Ended("gate", worse, "--baseline", baseline, "--format", "github")
    assert (ended.code, "::error title=small/en check empty::" in ended.said) == (1, True)
    assert "❌ FAIL" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [0, 1])
def test_a_summary_that_cannot_be_written_hides_no_report(
    run: Path, worse: Path, baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none" / "summary.md"))
    forms = ["--format", "github,junit", "--output", tmp_path / "out"]
    ended = Ended("gate", worse if code else run, "--baseline", baseline, *forms)
    assert ended.code == 1
    assert ended.said.endswith("summary.md cannot be written: No such file or directory")
    assert (tmp_path / "out" / "junit.xml").exists()


def test_reports_that_cannot_be_written_are_1(run: Path, baseline: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for output in (tmp_path / "file", tmp_path / "file" / "deep", tmp_path / ("n" * 256)):
        for command in (["report", run], ["gate", run, "--baseline", baseline]):
            ended = Ended(*command, "--format", "html", "--output", output)
            assert ended.code == 1
            assert "report.html cannot be written: " in ended.said
    (tmp_path / "loop").symlink_to("loop")
    ended = Ended("baseline", "accept", run, "--baseline", tmp_path / "loop")
    assert (ended.code, "loop cannot be written" in ended.said) == (1, True)


def test_what_cannot_be_measured_is_3_even_if_its_report_cannot_be_written(run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    forms = ["--format", "junit", "--output", tmp_path / "file"]
    ended = Ended("gate", run, "--baseline", tmp_path / "none", *forms)
    assert ended.code == 3
    assert "none does not exist: nothing to measure; " in ended.said
    assert "junit.xml cannot be written" in ended.said


def test_a_run_that_cannot_be_written_is_1(suite: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "predictions.jsonl").symlink_to("/dev/full")
    for name, said in (
        ("file", "File exists"),
        ("file/deep", "Not a directory"),
        ("loop", "File exists"),
        ("n" * 256, "File name too long"),
        ("full", "No space left on device"),
    ):
        ended = Ended("run", suite, "--task", "kk", "--out", tmp_path / name)
        assert (ended.code, ended.said.endswith(f"cannot be written: {said}")) == (1, True), ended.said


def test_a_second_run_into_one_folder_is_refused(suite: Path, tmp_path: Path) -> None:
    arguments = ["run", suite, "--task", "kk", "--out", tmp_path / "run"]
    with sole_writer(tmp_path / "run"):
        ended = Ended(*arguments)
        assert ended.code == 1
        assert "another process is writing into" in ended.said
        assert (tmp_path / "run" / "predictions.jsonl").read_bytes() == b""
    assert Ended(*arguments).code == 0


@pytest.mark.parametrize("command", ["report", "gate", "compare", "import-scores", "score"])
def test_a_name_that_is_too_long_is_one_line(command: str, suite: Path, tmp_path: Path) -> None:
    name = "n" * 256
    arguments = {
        "report": [name],
        "gate": [name, "--baseline", name],
        "compare": [name, name],
        "import-scores": [name, name],
        "score": [str(suite), "--predictions", name],
    }[command]
    ended = subprocess.run(
        [sys.executable, "-m", "summarize", "eval", command, *arguments], capture_output=True, text=True
    )
    assert ended.returncode == (1 if command == "score" else 3)
    assert ended.stderr.startswith(f"summarize: {name}")
    assert ended.stderr.count("\n") == 1


def test_sound_data_is_valid_and_spoilt_data_is_not(suite: Path) -> None:
    assert Ended("validate", suite).code == 0
    article = suite.parent / "articles" / "a01.json"
    article.write_text(article.read_text(encoding="utf-8").replace("старый", "стaрый"), encoding="utf-8")
    ended = Ended("validate", suite)
    assert ended.code == 1
    assert "error: a01 ru headline: 'стaрый' mixes Latin and Cyrillic letters" in ended.said


def test_an_article_is_validated_by_itself_and_a_folder_as_a_whole(tmp_path: Path) -> None:
    example = shipped()["seed"].parent / "news" / "judging" / "b01-kettle-recall.json"
    ended = Ended("validate", example)
    assert (ended.code, ended.said) == (0, f"{example}: no problems\n")
    spoilt = tmp_path / example.name
    spoilt.write_text(example.read_text(encoding="utf-8").replace("96 млн теңге", "69 млн теңге"), "utf-8")
    for path in (spoilt, tmp_path):
        ended = Ended("validate", path)
        assert ended.code == 1
        assert "error: b01-kettle-recall kk fact cost: its forms are not found in paragraph 3" in ended.said
        assert f"{path}: 11 problems" in ended.said
    spoilt.write_text("{", encoding="utf-8")
    ended = Ended("validate", tmp_path)
    assert ended.code == 1
    assert "not JSON" in ended.said


def test_pairs_are_judged_and_written(tmp_path: Path) -> None:
    ended = Ended("contrast")
    assert ended.code == 0
    assert "| number | " in ended.said
    pairs = tmp_path / "pairs.jsonl"
    assert Ended("contrast", "--pairs", pairs).code == 0
    rows = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    scores = tmp_path / "scores.jsonl"
    scores.write_text(
        "".join(json.dumps({"id": r["id"], "right": 1, "wrong": 0}) + "\n" for r in rows), "utf-8"
    )
    assert "100.0 (" in Ended("contrast", "--scores", scores).said
    scores.write_text("", encoding="utf-8")
    assert Ended("contrast", "--scores", scores).code == 3
    assert Ended("contrast", "--judge", "taste").code == 2
    assert Ended("contrast", tmp_path / "missing.jsonl").code == 2


def test_the_data_is_exported(tmp_path: Path) -> None:
    ended = Ended("export", tmp_path / "out", "--format", "jsonl")
    assert ended.code == 0
    assert f"{tmp_path / 'out' / 'summaries' / 'kk' / 'validation.jsonl'}: 42 rows" in ended.said
    assert Ended("export", tmp_path / "out", "--format", "csv").code == 2


def test_data_files_are_scored_without_a_suite(tmp_path: Path) -> None:
    (tmp_path / "t.ru").write_text("Мост открыт.\nДом стоит.\n", encoding="utf-8")
    (tmp_path / "t.kk").write_text("Көпір ашық.\nҮй тұр.\n", encoding="utf-8")
    (tmp_path / "out.txt").write_text("Көпір ашық.\nҮй бар.\n", encoding="utf-8")
    ended = Ended(
        "score", tmp_path / "t.ru", "--data", "lines", "--references", tmp_path / "t.kk",
        "--languages", "ru-kk", "--predictions", tmp_path / "out.txt", "--out", tmp_path / "run",
    )  # fmt: skip
    assert ended.code == 0
    assert "| t/translation | chrf++ | 2 |" in ended.said


def test_the_commands_are_cheap_to_import() -> None:
    heavy = "numpy torch transformers sacrebleu rich.progress summarize.evaluation.metrics"
    code = f"import sys, summarize.cli.eval; print([n for n in '{heavy}'.split() if n in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_scoring_imports_no_runtime(suite: Path, tmp_path: Path) -> None:
    outputs = summaries(tmp_path / "p.jsonl")
    code = (
        "import sys\nfrom summarize.cli.eval import app\n"
        f"app(['score', {str(suite)!r}, '--predictions', {str(outputs)!r}, '--out', {str(tmp_path / 'r')!r}],"
        " standalone_mode=False)\n"
        "print([n for n in ('torch', 'transformers', 'rouge_score') if n in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


def documented(root: Path) -> list[list[str]]:
    """Every command of the guide, as words; a continued line of YAML is one command."""
    text = (
        (root / "docs" / "evaluation.md")
        .read_text(encoding="utf-8")
        .replace("\n          --format", " --format")
    )
    found = re.findall(r"^\s*(?:- run: )?(summarize eval [^#\n]+)", text, re.MULTILINE)
    return [shlex.split(command)[2:] for command in found + re.findall(r"`(summarize eval [^`…]+)`", text)]


def test_every_documented_command_and_option_exists(root: Path) -> None:
    commands = documented(root)
    assert len(commands) > 15
    for words in commands:
        command: Any = typer.main.get_command(app)
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, words


def test_the_documented_suite_is_one(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "evaluation.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (tmp_path / "s.json").write_text(block, encoding="utf-8")
    line = {"id": "1", "source": "Көпір ашылды.", "references": ["Ашылды."]}
    (tmp_path / "our-news.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert Ended("validate", tmp_path / "s.json").said.count("our-news: 1 tasks") == 1


def test_progress_with_an_estimate_is_shown_on_a_terminal_only(suite: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "summarize", "eval", "run", str(suite), "--out"]
    plain = subprocess.run([*command, str(tmp_path / "plain")], capture_output=True, check=True)
    assert plain.stderr == b""
    ours, theirs = pty.openpty()
    subprocess.run(
        [*command, str(tmp_path / "shown")],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # how Linux says that a terminal was closed
        while chunk := os.read(ours, 4096):
            seen += chunk
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert re.search(r"small .* 6/6 \d:\d\d:\d\d", text), text


def test_the_suites_are_listed_with_their_tasks() -> None:
    ended = Ended("list")
    assert ended.code == 0
    for name in shipped():
        assert f"{name}: " in ended.said
    assert "  ru-kk  translation, ru to kk, 207 samples" in ended.said


@pytest.mark.parametrize(
    ("run_name", "baseline_name", "code", "said"),
    [
        ("run", "run", 0, b"PASS: "),
        ("worse", "run", 1, b"FAIL small/en check empty"),
        ("run", "", 2, b"--baseline"),
        ("run", "none", 3, b"none does not exist: nothing to measure"),
    ],
)
def test_a_shell_sees_every_exit_code(
    run: Path, worse: Path, run_name: str, baseline_name: str, code: int, said: bytes
) -> None:
    against = ["--baseline", str(run.parent / baseline_name)] if baseline_name else []
    ended = subprocess.run(
        [sys.executable, "-m", "summarize", "eval", "gate", str(run.parent / run_name), *against],
        capture_output=True,
    )
    assert ended.returncode == code
    assert said in (ended.stdout if code < 2 else ended.stderr)
    assert b"Traceback" not in ended.stderr


def test_workers_write_what_one_process_does(suite: Path, tmp_path: Path) -> None:
    here = Ended("run", suite, "--task", "kk", "--out", tmp_path / "here")
    there = Ended(
        "run", suite, "--task", "kk", "--out", tmp_path / "there", "--engine", "local", "--workers", 2
    )
    assert here.code == there.code == 0
    tasks = [
        json.loads((tmp_path / name / "results.json").read_bytes())["tasks"] for name in ("here", "there")
    ]
    assert tasks[0] == tasks[1]
    assert len(list((tmp_path / "there" / "batches").glob("small-kk-*/part-00000.jsonl"))) == 1


@pytest.mark.parametrize("option", [("--workers", 2), ("--ray-address", "127.0.0.1:1"), ("--timeout", 5)])
def test_options_of_workers_need_an_engine(suite: Path, tmp_path: Path, option: tuple[str, Any]) -> None:
    ended = Ended("run", suite, "--out", tmp_path / "run", *option)
    assert ended.code == 2
    assert f"{option[0]} needs --engine: local or ray" in ended.said
