"""PDF, read in a process of its own, under limits of memory and time.

PDFium is native code: a small file can make it use all memory, never end, or end the process that runs it.
The process is started when it is needed, and again when a file has ended it.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, BinaryIO

from summarize import progress
from summarize.documents.builder import Reading
from summarize.documents.pdf import reader
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.parts import Part, Place

_PATIENCE, _PATIENCE_OCR = 180, 600  # seconds without a sign: a page takes a tenth of one, and by OCR ten
_MEMORY = 2 * 2**30  # bytes of addresses, of which Python and the libraries take a quarter
_COPIES = 4  # of the file, in memory
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from summarize.documents.pdf.process import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)


def read(data: bytes, name: str, options: ReadingOptions) -> Reading:
    """As ``reader.read``, which does the work in the other process.

    Raises:
        DocumentError: as there; or it needs more memory or time than any PDF.
    """
    with _process.lock:
        for answer in _process.ask(data, name, options):
            if "done" in answer:
                progress.report(answer["work"], answer["done"], answer["total"])
            elif "error" in answer:
                raise DocumentError(answer["error"])
            elif "bug" in answer:
                raise RuntimeError(answer["bug"])
            else:
                return _reading(answer)
    raise DocumentError(
        f"{name} is a PDF that is damaged, or needs more memory or time than any other; not read"
    )


class _Process:
    """The other process; ``lock`` is held while it reads a file."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def ask(self, data: bytes, name: str, options: ReadingOptions) -> Iterator[dict[str, Any]]:
        """What the process says of a file, up to the result; nothing more once the process has ended."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        patience = _PATIENCE_OCR if options.ocr else _PATIENCE
        path = os.environ.get("PATH", os.defpath)  # where tesseract is now, not when the process began
        memory = _MEMORY + _COPIES * len(data)
        plain = asdict(replace(options, editing=None))  # a PDF is read in one way, whatever it becomes
        head = {"size": len(data), "name": name, "options": plain, "path": path, "memory": memory}
        ended = False
        try:
            with suppress(OSError):  # it has ended while it was given the file
                process.stdin.write(json.dumps(head).encode() + b"\n" + data)
                process.stdin.flush()
            while line := _line(process, patience):
                answer: dict[str, Any] = json.loads(line)
                ended = "done" not in answer
                yield answer
        finally:
            if not ended:  # also after an interrupt: what it says later would belong to nobody
                self.close()

    def close(self) -> None:
        """End the process."""
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _PROGRAM, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def _line(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """The next line that the process writes; empty once it has ended, which it does after ``seconds``."""
    assert process.stdout is not None
    watch = threading.Timer(seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        return process.stdout.readline()
    finally:
        watch.cancel()


_process = _Process()
atexit.register(_process.close)


def _reading(answer: dict[str, Any]) -> Reading:
    return Reading(
        answer["text"],
        tuple(Part(*part) for part in answer["parts"]),
        tuple(Place(*place) for place in answer["places"]),
        answer["encoding"],
        answer["pages"],
        tuple(answer["warnings"]),
    )


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Read files until there are no more, in the other process."""

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()

    def hear(work: str, done: int, total: int, tokens: int) -> None:
        say({"work": work, "done": done, "total": total})

    while line := requests.readline():
        head = json.loads(line)
        os.environ["PATH"] = head["path"]
        _limit(head["memory"])
        data = requests.read(head["size"])
        with progress.listening(hear):
            say(_answer(data, head["name"], ReadingOptions(**head["options"])))


def _answer(data: bytes, name: str, options: ReadingOptions) -> dict[str, Any]:
    try:
        found = reader.read(data, name, options)
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": f"{name} is a PDF that needs more memory than any other; not read"}
    except Exception:
        return {"bug": traceback.format_exc()}
    return {
        "text": found.text,
        "parts": [(part.start, part.end, part.role, part.level) for part in found.parts],
        "places": [(place.start, place.label, place.page) for place in found.places],
        "encoding": found.encoding,
        "pages": found.pages,
        "warnings": found.warnings,
    }


def _limit(memory: int) -> None:
    """Limit the addresses that this process may use, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
