"""Documents that hold whoever reads them until a test lets them go: named pipes.

With them a test knows which document a worker has begun, and can end the worker there, without a clock.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil


class Held:
    """A document that is a pipe. Reading it waits for ``feed``."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self._text = path, text
        os.mkfifo(path)

    def reached(self) -> int:
        """Wait until a worker reads the document; the descriptor to close, or to give to ``feed``.

        The next reader gets a pipe of its own, so that what is written is for this one alone.
        """
        handle = os.open(self.path, os.O_WRONLY)
        self.path.unlink()
        os.mkfifo(self.path)
        return handle

    def feed(self, handle: int | None = None) -> None:
        """Let one reader have the text."""
        handle = self.reached() if handle is None else handle
        try:
            os.write(handle, self._text.encode())
        finally:
            os.close(handle)

    def end_reader(self, number: int = signal.SIGKILL) -> None:
        """Wait until a worker reads the document, and end it, as the system does when memory has run out."""
        handle = self.reached()
        end_workers(number)
        os.close(handle)

    def feed_all(self) -> None:
        """Let every reader have the text from now on, until the test process ends."""

        def feed() -> None:
            while True:
                with suppress(OSError):  # the reader has gone: the next one
                    self.feed()

        threading.Thread(target=feed, daemon=True).start()


def workers(parent: int | None = None) -> list[psutil.Process]:
    """The worker processes below a process; by default below this one."""
    found = []
    for process in psutil.Process(parent).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "summarize.corpora.worker" in process.cmdline():
                found.append(process)
    return found


def end_workers(number: int = signal.SIGKILL, parent: int | None = None) -> None:
    """End the workers, and wait until they are gone."""
    for process in workers(parent):
        process.send_signal(number)
        while _is_alive(process):
            time.sleep(0.01)


def _is_alive(process: psutil.Process) -> bool:
    """Whether a process runs. It is not waited for: that is for the one that started it."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
