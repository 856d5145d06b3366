"""Documents that hold whoever reads them until a test lets them go: named pipes.

With them a test knows which document a worker has begun, and can end the worker there, without a clock.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import psutil


class Held:
    """A document that is a pipe. Reading it waits for ``feed``."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self._text = path, text
        os.mkfifo(path)

    def reached(self) -> int:
        """Wait until a worker reads the document; the descriptor to give to ``feed`` or ``end_reader``."""
        return os.open(self.path, os.O_WRONLY)

    def feed(self, handle: int | None = None) -> None:
        """Let one reader have the text."""
        handle = self.reached() if handle is None else handle
        try:
            os.write(handle, self._text.encode())
        finally:
            os.close(handle)

    def feed_all(self) -> None:
        """Let every reader have the text from now on, until the test process ends."""

        def feed() -> None:
            while True:
                try:
                    self.feed()
                except OSError:  # the reader has gone: the next one
                    continue

        threading.Thread(target=feed, daemon=True).start()


def workers(parent: int | None = None) -> list[psutil.Process]:
    """The worker processes below a process; by default below this one."""
    found = []
    for process in psutil.Process(parent).children(recursive=True):
        try:
            if "summarize.corpora.worker" in process.cmdline():
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


def end_workers(parent: int | None = None) -> None:
    """End the workers as the system does when memory has run out."""
    for process in workers(parent):
        process.send_signal(signal.SIGKILL)
