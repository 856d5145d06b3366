"""What README and guides show is true: outputs, options, paths, links, figures."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from trained import folder

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")
FOLDERS = (ROOT, ROOT / "docs", ROOT / "evals", ROOT / "evals" / "checks")
GUIDES = sorted(path for folder in FOLDERS for path in folder.glob("*.md") if path.name != "CHANGELOG.md")


def output(*arguments: str, cwd: Path = ROOT, text: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=300,
        env={**os.environ, "COLUMNS": "100", "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tree() -> list[str]:
    """The paths of the tree in docs/design.md, folders with a slash at the end."""
    paths, folders = [], []
    for line in DESIGN.split("```", 2)[1].splitlines():
        found = re.match(r"((?:    )*)([\w./-]+)  ", line)
        if not found:
            continue
        depth, name = len(found[1]) // 4, found[2]
        folders[depth:] = [name]
        paths.append("".join(folders))
    return paths


def options(*command: str) -> set[str]:
    """The long options in the help of a command."""
    return set(re.findall(r"--[a-z][\w-]*", output(*command, "--help")))


def test_every_option_in_the_guides_exists() -> None:
    known = {
        word: options(*word.split())
        for word in ("", "translate", "batch", "models check", "models list", "models pull", "models default",
                     "eval run", "eval score", "eval gate", "eval report", "eval baseline accept",
                     "eval contrast", "eval export", "eval edits",
                     "memory add", "memory search", "memory export")
    }  # fmt: skip
    every = set().union(*known.values())
    for guide in GUIDES:
        for call in re.findall(r"summarize(?: [\w./*<>\-]+)*", guide.read_text("utf-8")):
            assert set(re.findall(r"--[a-z][\w-]*", call)) <= every, f"{guide.name}: {call}"


def test_paths_in_the_design_exist() -> None:
    for path in re.findall(r"`((?:summarize|tests|benchmarks)/[\w./]+)`", DESIGN):
        assert (ROOT / path).exists(), path


def test_everything_in_the_tree_is_there() -> None:
    assert [path for path in tree() if not (ROOT / path).exists()] == []


def test_everything_there_is_in_the_tree() -> None:
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True)
    names = tracked.stdout.splitlines()
    top = {name.split("/")[0] + ("/" if "/" in name else "") for name in names}
    package = {
        "summarize/" + name.split("/")[1] + ("/" if name.count("/") > 1 else "")
        for name in names
        if name.startswith("summarize/")
    }
    quiet = {
        name for name in top | package if Path(name).name.startswith((".", "_")) or name.endswith("py.typed")
    }
    assert sorted((top | package) - quiet - set(tree())) == []


CONSOLE = re.findall(r"```console\n\$ (.*?)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_the_outputs_shown_are_those_of_the_commands(command: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "nllb").symlink_to(folder("nllb"))  # a translator that runs anywhere
    said, _, call = command.rpartition(" | ")
    text = said.removeprefix('echo "').removesuffix('"') + "\n" if said else None
    assert output(*shlex.split(call)[1:], cwd=tmp_path, text=text) == shown


def test_the_first_screen_has_three_calls() -> None:
    assert len(CONSOLE) == 3


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(guide: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)\)", guide.read_text("utf-8")):
        assert link.startswith("http") or (guide.parent / link).exists(), link


def test_the_figures_are_those_that_were_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    kept, report = map(importlib.import_module, ("decoding_results", "decoding_report"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(README, "utf-8")
    report.write(kept.load(), tmp_path)
    for name in ("README.md", "docs/decoding.md", "docs/decoding.svg"):
        assert (tmp_path / name).read_text("utf-8") == (ROOT / name).read_text("utf-8"), "make bench"
