"""What the README prints is what is there: the help, the tree, the commands."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(after: str) -> str:
    """The first fenced block after a heading."""
    section = README.split(f"\n## {after}\n", 1)[1]
    return section.split("```", 2)[1].strip("\n")


def output(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        env={**os.environ, "COLUMNS": "100"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tree() -> list[str]:
    """The paths of the README's tree, folders with a slash at the end."""
    paths, folders = [], []
    for line in blocks("Where things are").splitlines():
        found = re.match(r"((?:    )*)([\w./-]+)  ", line)
        if not found:
            continue
        depth, name = len(found[1]) // 4, found[2]
        folders[depth:] = [name]
        paths.append("".join(folders))
    return paths


def test_the_help_is_the_programs_help() -> None:
    assert blocks("Options").strip() == output("--help").strip()


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


def test_the_summary_shown_is_the_summary_made() -> None:
    command, _, shown = README.split("```console\n$ ", 1)[1].split("```", 1)[0].partition("\n")
    assert output(*command.split()[1:]).strip() == shown.strip()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_links_lead_somewhere(link: str) -> None:
    assert link.startswith("http") or (ROOT / link).exists()


def test_the_figures_are_those_that_were_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    kept, report = map(importlib.import_module, ("decoding_results", "decoding_report"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(README, "utf-8")
    report.write(kept.load(), tmp_path)
    for name in ("README.md", "docs/decoding.md", "docs/decoding.svg"):
        assert (tmp_path / name).read_text("utf-8") == (ROOT / name).read_text("utf-8"), "make bench"
