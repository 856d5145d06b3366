"""SIGTERM and SIGHUP end a run as Ctrl-C does."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

# The process sends itself the signal while the second of two documents is being read.
PROGRAM = """
import os, sys
from summarize.__main__ import main
from summarize.text import documents

number, contents = int(sys.argv.pop(1)), documents.contents

def contents_and_signal(path):
    if path == "b.txt":
        os.kill(os.getpid(), number)
    return contents(path)

documents.contents = contents_and_signal
main()
"""
ENDS = [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "interrupted by SIGTERM")]
ENDS += [(signal.SIGHUP, "interrupted by SIGHUP")]


def run(number: int, *arguments: str, cwd: Path, ignored: bool = False) -> subprocess.CompletedProcess[str]:
    for name in ("a.txt", "b.txt"):
        (cwd / name).write_text("The council chose a mayor. The mayor thanked everyone.", "utf-8")
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(int(number)), "a.txt", "b.txt", "-s", "1", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        preexec_fn=lambda: (
            signal.signal(number, signal.SIG_IGN if ignored else signal.default_int_handler)
            if ignored or number == signal.SIGINT
            else None
        ),
    )


@pytest.mark.parametrize(("number", "said"), ENDS, ids=lambda value: getattr(value, "name", None))
def test_a_signal_is_one_line_and_leaves_no_partial_file(number: int, said: str, tmp_path: Path) -> None:
    done = run(number, "-o", "out.txt", cwd=tmp_path)
    assert done.returncode == 128 + number
    assert done.stderr == f"summarize: {said}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert run(number, "-o", "out/", cwd=tmp_path).returncode == 128 + number
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.summary.txt"]


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    done = run(signal.SIGHUP, cwd=tmp_path, ignored=True)  # as under nohup
    assert done.returncode == 0, done.stderr


def test_a_signal_during_the_imports_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("import os\nos.kill(os.getpid(), 15)\n", "utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from summarize.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert done.returncode == 143
    assert done.stderr == "summarize: interrupted by SIGTERM\n"
