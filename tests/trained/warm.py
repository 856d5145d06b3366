"""Runs the command line in processes of its own, each forked from one that has imported torch already.

From ``main()`` on everything is as when a person types it: arguments, environment, folder, standard streams
as bytes, signals and the exit code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SERVER = """
import json, os, sys
import torch, transformers
from transformers import BartForConditionalGeneration, Qwen3ForCausalLM
import summarize.abstraction, summarize.engines.transformers
from summarize.text.languages import identify
from summarize.cli import main
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
        sys.argv = ["summarize", *order["arguments"]]
        try:
            main()
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code or 0)
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
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("in", "out", "err")]
            files[0].write_bytes(stdin)
            writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            order: dict[str, Any] = {
                "arguments": [str(argument) for argument in arguments],
                "environment": {**os.environ, **environment},
                "cwd": str(cwd or Path.cwd()),
                "streams": [(str(files[0]), os.O_RDONLY), (str(files[1]), writing), (str(files[2]), writing)],
            }
            assert self._server.stdin is not None
            assert self._server.stdout is not None
            self._server.stdin.write(json.dumps(order) + "\n")
            self._server.stdin.flush()
            code = int(self._server.stdout.readline())
            return subprocess.CompletedProcess(
                order["arguments"], code, files[1].read_bytes(), files[2].read_bytes()
            )

    def close(self) -> None:
        """End the process."""
        self._server.communicate()
