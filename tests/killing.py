"""Runs the command line until part of its work is done, and kills it there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

# The process kills itself when a text is reported after enough was done: a check from outside would come
# earlier or later, depending on the speed of the machine.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from summarize.__main__ import main
from summarize.progress import listening

path, least = Path(sys.argv.pop(1)), int(sys.argv.pop(1))

def done():
    if path.is_file():
        return path.read_bytes().count(b"\\n")
    return len(list(path.glob("*.txt")))

def kill_when_enough_is_done(*_):
    if done() >= least:
        os.kill(os.getpid(), signal.SIGKILL)

with listening(kill_when_enough_is_done):
    main()
"""
HANGS = 600  # seconds after which a process that was not killed counts as hanging


def run_and_kill(*arguments: str | Path, path: Path, least: int) -> None:
    """Run ``summarize`` and kill it once ``path`` has so many lines, or as a folder so many .txt files."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(least), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        timeout=HANGS,
    )
    assert done.returncode == -signal.SIGKILL
