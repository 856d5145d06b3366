"""The journal of a run: one JSON line a sample, appended and forced to disk as it is made.

A run that is killed loses at most the sample in flight: a torn last line is cut off at the next
start, a torn line anywhere else is an error. A line belongs to a sample only while the task, the
id, the input and the system are the same. Knows nothing of scores.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from summarize.errors import UsageError

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Prediction:
    """What a system wrote for one sample.

    ``error`` is its message where it failed (``output`` is then empty); ``seconds`` is wall time;
    token counts, ``truncated`` and ``extract`` (the text's own sentences stand in for a model's) are
    None where the system does not tell.
    """

    task: str
    id: str
    input_sha256: str
    system: str
    output: str
    error: str | None = None
    seconds: float | None = None
    source_tokens: int | None = None
    tokens: int | None = None
    truncated: bool | None = None
    extract: bool | None = None

    @property
    def key(self) -> Key:
        return (self.task, self.id, self.input_sha256, self.system)


def read_journal(path: Path) -> dict[Key, Prediction]:
    """The last finished prediction for each key; errors are left out, so that they are tried again."""
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line:
            prediction = _parse(line, f"{path}:{number}")
            found[prediction.key] = prediction
    return found


def _parse(line: bytes, place: str) -> Prediction:
    try:
        value: dict[str, Any] = json.loads(line)
        known = {each.name for each in fields(Prediction)}
        return Prediction(**{name: value[name] for name in value if name in known})
    except (ValueError, TypeError) as error:
        raise UsageError(f"{place}: not a line of a run's journal: {error}") from error


def mend(path: Path) -> int:
    """Cut off a last line that was not finished; the number of bytes that were lost."""
    if not path.exists():
        return 0
    content = path.read_bytes()
    kept = content[: content.rfind(b"\n") + 1]
    if len(kept) < len(content):
        with path.open("r+b") as file:
            file.truncate(len(kept))
            os.fsync(file.fileno())
    return len(content) - len(kept)


@contextmanager
def appending(path: Path) -> Iterator[TextIO]:
    """The journal open for ``append``, its folder made, a torn tail cut off."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mend(path)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        yield file


def append(file: TextIO, prediction: Prediction) -> None:
    """Write one line and wait until it is on disk."""
    file.write(json.dumps(asdict(prediction), ensure_ascii=False, sort_keys=True) + "\n")
    file.flush()
    os.fsync(file.fileno())
