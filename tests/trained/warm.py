"""Runs the command line in processes of its own, each forked from one that has imported torch already.

From ``main()`` on everything is as when a person types it: arguments, environment, folder, standard streams
as bytes, signals and the exit code.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

SERVER = """
import json, os, sys
import torch, transformers
from transformers import BartForConditionalGeneration, Qwen3ForCausalLM
import summarize.summaries.abstract, summarize.engines.decoder.engine
from summarize.text.languages import identify
from summarize.cli.main import main
torch.set_num_threads(1)
identify('A line that loads what tells languages apart.')
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        for number, (path, flags) in enumerate(order["streams"]):
            os.dup2(os.open(path, flags), number)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["cwd"])
        sys.stdin = open(0, encoding="utf-8")
        sys.stdout, sys.stderr = (open(number, "w", 1, encoding="utf-8") for number in (1, 2))
        sys.argv = ["summarize", *order["arguments"]]
        try:
            main()
        except SystemExit as end:
            sys.stdout.flush(), sys.stderr.flush()
            os._exit(end.code or 0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Warm:
    """One process that has the libraries loaded; ``run`` is like ``subprocess.run``."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(
        self, *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """From the command line to the exit code."""
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            self._start(arguments, [_input(folder, stdin), _written(out), _written(err)], cwd, environment)
            return subprocess.CompletedProcess(arguments, self._end(), out.read_bytes(), err.read_bytes())

    def watch(
        self,
        *arguments: str | Path,
        stdin: bytes = b"",
        at: Callable[[int, str], None] | None = None,
        both: bool = False,
    ) -> subprocess.CompletedProcess[bytes]:
        """The same with a terminal for standard error, and with ``both`` for standard output too.

        ``at`` is called with the process's id and all that the terminal has shown, each time it shows more.
        """
        terminal, end = os.openpty()
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            out.touch()
            screen = (os.ttyname(end), os.O_WRONLY | os.O_NOCTTY)
            streams = [_input(folder, stdin), screen if both else _written(out), screen]
            pid = self._start(arguments, streams, None, {"TERM": "xterm", "COLUMNS": "100"})
            shown = b""
            while select.select([terminal, self._server.stdout], [], [])[0] != [self._server.stdout]:
                shown += os.read(terminal, 4096)
                if at:
                    at(pid, shown.decode(errors="replace"))
            os.close(end)
            os.close(terminal)
            return subprocess.CompletedProcess(arguments, self._end(), out.read_bytes(), shown)

    def close(self) -> None:
        """End the process."""
        self._server.communicate()

    def _start(
        self,
        arguments: Sequence[str | Path],
        streams: Sequence[tuple[str, int]],
        cwd: Path | None,
        environment: Mapping[str, str],
    ) -> int:
        order: dict[str, Any] = {
            "arguments": [str(argument) for argument in arguments],
            "environment": {**os.environ, **environment},
            "cwd": str(cwd or Path.cwd()),
            "streams": streams,
        }
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return self._end()

    def _end(self) -> int:
        """The next number that the server says: of a process, then of its end."""
        assert self._server.stdout is not None
        return int(self._server.stdout.readline())


@functools.cache
def warm() -> Warm:
    """The server of this test process, started on the first call and closed with the process."""
    server = Warm()
    atexit.register(server.close)
    return server


def run_warm(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``summarize`` with empty standard input; output as text."""
    done = warm().run(*arguments, **environment)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _input(folder: str, data: bytes) -> tuple[str, int]:
    path = Path(folder, "in")
    path.write_bytes(data)
    return str(path), os.O_RDONLY


def _written(path: Path) -> tuple[str, int]:
    return str(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC
