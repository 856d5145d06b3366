"""Chat templates, rendered in a process of their own: they are code from whoever published the model.

transformers renders templates in a sandbox that keeps them from files and from Python itself, but not from
using all memory or never ending.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
from transformers import tokenization_utils_base

# Processor time for one conversation, and real time on a machine that has other work. Templates take
# milliseconds.
SECONDS, PATIENCE = 10, 120


class Refused(Exception):
    """The template refuses the messages, or cannot be understood; the message says why, on one line."""


class Failed(Exception):
    """The template could not be rendered within the limits; the message says why, on one line."""


class _Renderer:
    """The process, started when it is needed and again when a template has ended it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._owner = os.getpid()

    def render(self, template: str, data: Mapping[str, Any], seconds: int | None = None) -> str:
        """The text of a conversation; ``seconds`` of processor time are ``SECONDS`` by default.

        Raises:
            Refused, Failed: see there.
        """
        seconds = SECONDS if seconds is None else seconds
        request = {"template": template, "data": data, "seconds": seconds}
        line = json.dumps(request, default=lambda value: f"<{type(value).__name__}>")
        with self._lock:
            answer = self._ask(line)
        if answer is None:
            raise Failed(f"it does not end within {seconds} seconds, or needs too much memory")
        if "refused" in answer:
            raise Refused(answer["refused"])
        if "failed" in answer:
            raise Failed(answer["failed"])
        return answer["text"]

    def close(self) -> None:
        """End the process."""
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, line: str) -> dict[str, str] | None:
        """The answer; ``None`` if the process has ended instead."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(PATIENCE, process.kill)
        watch.daemon = True
        watch.start()
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer: dict[str, str] = json.loads(process.stdout.readline())
            return answer
        except (OSError, ValueError):
            self.close()
            return None
        except BaseException:  # an interrupt: what the process answers later would belong to nobody
            self.close()
            raise
        finally:
            watch.cancel()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._owner != os.getpid():
            self._owner = os.getpid()
            program = Path(__file__).with_name("template_process.py")
            folders = {str(Path(str(package.__file__)).parents[1]) for package in (jinja2, markupsafe)}
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(program), *sorted(folders)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        return self._process


_renderer = _Renderer()
atexit.register(_renderer.close)


def _render(
    conversations: Sequence[Sequence[Mapping[str, Any]]], chat_template: str, **data: Any
) -> tuple[list[str], list[Any]]:
    """As ``transformers.utils.chat_template_utils.render_jinja_template``, for what tokenizers pass to it."""
    ignored = ("return_assistant_tokens_mask", "continue_final_message")
    given = {key: value for key, value in data.items() if key not in ignored}
    return [
        _renderer.render(chat_template, {**given, "messages": messages}) for messages in conversations
    ], []


_exchange = threading.RLock()


@contextmanager
def elsewhere() -> Iterator[None]:
    """Within this block tokenizers render their templates in the other process.

    The library has no seam for it, and marking control tokens in the text of messages is part of the function
    that renders them, so the renderer itself is exchanged. Threads that render meanwhile get the same texts.

    Raises:
        Refused, Failed: see there.
    """
    with _exchange:
        library = tokenization_utils_base.render_jinja_template
        tokenization_utils_base.render_jinja_template = _render
        try:
            yield
        finally:
            tokenization_utils_base.render_jinja_template = library
