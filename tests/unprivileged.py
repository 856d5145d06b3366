"""Runs the command line in a process that file permissions hold for, even if root runs the tests."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

_DROP_CAPABILITY = 24  # PR_CAPBSET_DROP of Linux's prctl
_IGNORE_PERMISSIONS = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def run_unprivileged(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``summarize`` with empty standard input; output as text."""
    libc = ctypes.CDLL(None, use_errno=True)

    def drop() -> None:
        if os.geteuid() == 0:
            for capability in _IGNORE_PERMISSIONS:
                if libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
                    raise OSError(ctypes.get_errno(), "a capability cannot be dropped")

    return subprocess.run(
        [sys.executable, "-m", "summarize", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        preexec_fn=drop,
    )
