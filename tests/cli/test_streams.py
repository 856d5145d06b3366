"""Standard streams that are closed or cannot be written: one line, the published exit code, no lost text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SEED = Path(__file__).resolve().parents[2] / "seeds" / "village-library.kk.txt"


def shell(redirection: str, *arguments: str | Path, cwd: Path) -> tuple[int, str, str]:
    """The exit code and what is on standard output and standard error."""
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", sys.executable, "-m", "summarize", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # as a shell has it: text is held back
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["models", "list", "--known"], ["eval", "list"], ["translate", "--help"]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("redirection", "said"),
    [(">/dev/full", "cannot be written: No space left on device"), (">&-", "is closed")],
    ids=["full", "closed"],
)
def test_output_that_cannot_be_written_is_1_and_one_line(
    arguments: list[str], redirection: str, said: str, tmp_path: Path
) -> None:
    code, out, errors = shell(redirection, *arguments, cwd=tmp_path)
    assert (code, out) == (1, "")
    assert errors == f"summarize: standard output {said}\n"


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_messages_that_cannot_be_written_change_nothing_else(redirection: str, tmp_path: Path) -> None:
    code, out, errors = shell(redirection, "missing.txt", SEED, "-s", "1", "-f", "jsonl", cwd=tmp_path)
    assert (code, errors) == (3, "")
    assert [line[:1] for line in out.splitlines()] == ["{", "{"]  # and no message among them
    code, out, errors = shell(redirection, "--sentences", "none", cwd=tmp_path)
    assert (code, out, errors) == (2, "", "")


def test_closed_input_is_one_line(tmp_path: Path) -> None:
    Path(os.environ["HF_HOME"], "hub", "models--nothing--here").mkdir(parents=True)
    for arguments, code, said in (
        (["-"], 1, "standard input is closed"),
        ([], 2, "nothing to read"),
        (["models", "remove", "nothing/here"], 2, "there is no terminal to ask on"),
        (["eval", "validate"], 2, ""),
    ):
        found, out, errors = shell("<&-", *arguments, cwd=tmp_path)
        assert (found, out) == (code, "")
        assert said in errors
        assert errors.count("\n") == 1


def test_a_file_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from summarize.cli import streams\n"
        "streams.prepare()\n"
        "with open('out', 'w') as file:\n"
        "    assert file.fileno() > 2\n"
        "    os.write(2, b'a library writes to standard error')\n"
        "    file.write('text')\n"
    )
    done = subprocess.run(
        ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program], cwd=tmp_path, timeout=300
    )
    assert done.returncode == 0
    assert (tmp_path / "out").read_text("utf-8") == "text"
