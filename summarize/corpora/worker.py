"""The program of a worker process: a job and tasks from its input, what it does to its output.

It is told of the job and of each task by pickles, and answers with lines of JSON. It ends with its input, so
that no worker outlives the process that started it.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from summarize.corpora.job import Job, tally_to_json
from summarize.corpora.rows import reason
from summarize.corpora.supervisor import OUT_OF_MEMORY
from summarize.errors import SummarizeError

Say = Callable[[dict[str, Any]], None]


def main() -> None:
    """Work until the input ends."""
    tasks, output = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer

    def say(value: dict[str, Any]) -> None:
        output.write(json.dumps(value).encode() + b"\n")

    _die_first()
    try:
        job: Job = pickle.load(tasks)  # from the process that started this one
        waiting = _reading(tasks)
        prepare(job)
        _limit(job.memory)
        say({"ready": True})
        while True:
            _work(waiting.get(), job, say)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # at once: what is held is not worth cleaning up
    except SummarizeError as error:
        say({"fatal": str(error), "exit": error.exit_code})
    except BaseException as error:
        say({"fatal": f"a worker failed: {type(error).__name__}: {reason(error)}", "exit": 1})


def _reading(tasks: BinaryIO) -> queue.SimpleQueue[Any]:
    """The tasks, read by a thread that ends the process with its input, whatever it is doing then."""
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def read() -> None:
        while True:
            try:
                waiting.put(pickle.load(tasks))
            except (EOFError, OSError, pickle.UnpicklingError):
                os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return waiting


def _work(task: Any, job: Job, say: Say) -> None:
    from summarize.corpora import work

    if task.only is not None:
        say({"begin": task.only, "size": 0})
        work.try_alone(task, job)
        say({"alone": task.only})
        return
    last = job.groups(task.shard.rows)

    def begin(group: int, size: int) -> None:
        say({"begin": group, "size": size, "last": group == last})

    tally = work.complete(task, job, begin)
    say({"done": tally_to_json(tally)})


def prepare(job: Job) -> None:
    """Load what every row needs, also the model that the request names.

    Raises:
        ModelError: it cannot be loaded.
    """
    from summarize.corpora import work  # noqa: F401
    from summarize.models.offline import offline

    offline()
    _warm_up(job.columns.source)
    request = job.request
    names = request.translators if request.task == "translation" else [request.model]
    if len(names) != 1 or names[0] is None:
        return
    from summarize.engines.loaded import LOADED
    from summarize.models.cache import checkpoint
    from summarize.models.checkpoints import capped

    found = checkpoint(names[0])
    if request.task == "extractive":
        LOADED.encoder(found, request.runtime)
    else:
        most = request.max_input if request.task == "abstractive" else None
        LOADED.engine(capped(found, most), request.runtime)


def _warm_up(language: str | None) -> None:
    """Load what is loaded with the first document in each language; limits on a row are not for that."""
    from summarize.api.run import run
    from summarize.request import Request
    from summarize.text.documents import from_text

    texts = {
        "en": "It is one. It is two. ",
        "ru": "Это раз. Это два. ",
        "kk": "Бұл бір. Бұл екі, әрине. ",
    }
    for known, text in texts.items():
        if language in (None, known):
            run(from_text(text * 3, language=language), Request())


def _die_first() -> None:
    """Where memory runs out, the system ends a worker rather than the process that accounts for all."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write("800")
    except OSError:
        pass


def _limit(memory: int | None) -> None:
    """Limit the memory from now on, in bytes beyond what is used already."""
    if memory is None or sys.platform != "linux":
        return
    import resource

    import psutil  # type: ignore[import-untyped]

    used = psutil.Process().memory_info().data
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = used + memory if hard == resource.RLIM_INFINITY else min(used + memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


if __name__ == "__main__":
    main()
