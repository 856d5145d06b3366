"""Ctrl-C on the command line while two workers decode rows that never end."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path

import psutil
import pytest
import tinyhub
from tinyhub.parts import edit_json, edit_weights
from tinyhub.text import ENGLISH
from trained.warm import Warm

AT_WORK = 0.2  # seconds of a thread's own: more than drawing a line on the terminal ever takes
# Seconds to wait for a second worker, and for the end: a million tokens take hours.
ENOUGH = 120


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A translator that never ends a text by itself and may write a million tokens."""
    folder = Path(shutil.copytree(tinyhub.folder("nllb-new"), tmp_path / "endless"))
    edit_weights(folder, lambda weights: weights["model.shared.weight"][2].zero_())
    edit_json(folder / "generation_config.json", max_length=10**6, num_beams=1)
    return folder


class Interrupt:
    """Sends the interrupt once two threads besides the main one have worked, or when time is up."""

    def __init__(self) -> None:
        self.workers, self.sent = 0, False

    def __call__(self, pid: int, shown: str) -> None:
        if self.sent or " endless " not in shown:
            return
        process = psutil.Process(pid)
        times = {thread.id: thread.user_time for thread in process.threads()}
        self.workers = sum(spent > AT_WORK for thread, spent in times.items() if thread != pid)
        if self.workers > 1 or process.cpu_times().user > ENOUGH:
            self.sent = True
            os.kill(pid, signal.SIGINT)
            self.last_resort = threading.Timer(ENOUGH, os.kill, (pid, signal.SIGKILL))
            self.last_resort.start()


def test_an_interrupt_ends_all_workers_at_once(warm: Warm, endless: Path, tmp_path: Path) -> None:
    interrupt, out = Interrupt(), tmp_path / "out"
    out.mkdir()
    options = ("--model", endless, "--from", "en", "--to", "kk", "--threads", "2", "-o", out / "page.txt")
    done = warm.watch("translate", "-", *options, stdin="\n".join(ENGLISH * 2).encode(), at=interrupt)
    interrupt.last_resort.cancel()
    assert interrupt.workers == 2
    assert done.returncode == 130
    assert done.stderr.decode().rstrip().endswith("summarize: interrupted")
    assert done.stdout == b""
    assert list(out.iterdir()) == []
