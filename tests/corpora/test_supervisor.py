"""Workers that are killed, held up, or run out of memory: the row is found, tried once more, and recorded."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import corpus_rows
from held_documents import Held, workers
from trained import folder

from summarize.corpora.job import Job, Tally
from summarize.corpora.rows import Columns
from summarize.corpora.shards import Plan, Shard
from summarize.corpora.sources import scanned, sources
from summarize.corpora.supervisor import Stopped, Supervisor
from summarize.errors import ModelError, SummarizeError
from summarize.request import Request, Runtime

NEVER = 3600.0  # seconds: no document is stopped for its time


def documents(path: Path) -> tuple[Shard, Held]:
    """A shard of five documents, of which the third is held."""
    pipe = Held(path / "c.md", corpus_rows.text(2))
    for number, name in enumerate("abde"):
        (path / f"{name}.md").write_text(corpus_rows.text(number), "utf-8")
    names = [str(path / f"{name}.md") for name in "abcde"]
    plan = Plan(scanned(sources(names), Columns(), 10, None, lambda name, rows: None))
    return plan.shard(0), pipe


def job(tmp_path: Path) -> Job:
    return Job(Request(), str(tmp_path / "out"))


class Running:
    """A supervisor that works on a shard in a thread."""

    def __init__(self, supervisor: Supervisor, shard: Shard) -> None:
        self._answer: Tally | Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(supervisor, shard), daemon=True)
        self._thread.start()

    def _run(self, supervisor: Supervisor, shard: Shard) -> None:
        try:
            self._answer = supervisor.run(shard)
        except (SummarizeError, Stopped) as error:
            self._answer = error

    def answer(self) -> Tally | Exception:
        self._thread.join(60)
        assert self._answer is not None, "it hangs"
        return self._answer


def parts(tmp_path: Path, kind: str = "part") -> list[dict[str, object]]:
    return corpus_rows.read(tmp_path / "out", kind)


def undisturbed(tmp_path: Path, shard: Shard, pipe: Held) -> dict[str, bytes]:
    """The results of the shard where nobody ends a worker."""
    supervisor = Supervisor(Job(Request(), str(tmp_path / "whole")), NEVER)
    running = Running(supervisor, shard)
    pipe.feed()
    assert running.answer() == Tally(5)
    supervisor.close()
    return corpus_rows.results(tmp_path / "whole")


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    expected = undisturbed(tmp_path, shard, pipe)
    supervisor = Supervisor(job(tmp_path), NEVER)
    running = Running(supervisor, shard)
    pipe.end_reader()
    pipe.feed()  # alone, to see whether it was the document
    pipe.feed()  # and in its place
    assert running.answer() == Tally(5)
    supervisor.close()
    assert corpus_rows.results(tmp_path / "out") == expected


def test_a_document_that_kills_its_worker_twice_is_recorded_and_the_others_are_not_lost(
    tmp_path: Path,
) -> None:
    shard, pipe = documents(tmp_path)
    supervisor = Supervisor(job(tmp_path), NEVER)
    running = Running(supervisor, shard)
    for _ in range(2):
        pipe.end_reader()
    answer = running.answer()
    supervisor.close()
    assert isinstance(answer, Tally)
    assert (answer.rows, answer.failed) == (5, {"crash": 1})
    rows = parts(tmp_path)
    assert [Path(str(row["id"])).stem for row in rows] == list("abcde")
    assert [row["text"] is None for row in rows] == [False, False, True, False, False]
    (error,) = parts(tmp_path, "errors")
    assert error == {
        "id": str(pipe.path),
        "kind": "crash",
        "message": "its process was ended by SIGKILL; memory may have run out",
    }


def test_a_document_that_never_ends_is_ended(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    supervisor = Supervisor(job(tmp_path), 3.0)
    answer = Running(supervisor, shard).answer()
    supervisor.close()
    assert isinstance(answer, Tally)
    assert (answer.rows, answer.failed) == (5, {"timeout": 1})
    (error,) = parts(tmp_path, "errors")
    assert error == {"id": str(pipe.path), "kind": "timeout", "message": "took more than 3 seconds"}


def test_a_document_that_exhausts_memory_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    huge = {"id": "huge", "text": "Слова. " * 600_000}
    every = [*corpus_rows.rows(2), huge, *corpus_rows.rows(2)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in every), "utf-8")
    plan = Plan(scanned(sources([str(path)]), Columns(), 10, None, lambda name, rows: None))
    supervisor = Supervisor(Job(Request(), str(tmp_path / "out"), memory=64 << 20), NEVER)
    found = [Running(supervisor, plan.shard(number)).answer() for number in range(len(plan))]
    supervisor.close()
    assert all(isinstance(each, Tally) for each in found)
    rows = parts(tmp_path)
    assert [row["id"] for row in rows if row["text"] is None] == ["huge"]
    (error,) = parts(tmp_path, "errors")
    assert error["kind"] == "memory"


def test_a_supervisor_that_is_stopped_leaves_nothing_unfinished(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    supervisor = Supervisor(job(tmp_path), NEVER)
    running = Running(supervisor, shard)
    pipe.reached()
    supervisor.stop()
    assert isinstance(running.answer(), Stopped)
    supervisor.close()
    assert corpus_rows.results(tmp_path / "out") == {}
    assert workers() == []


def test_a_worker_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    supervisor = Supervisor(job(tmp_path), NEVER)
    running = Running(supervisor, shard)
    pipe.reached()
    assert len(workers()) == 1
    assert supervisor._worker is not None
    supervisor._stopped = True
    pipe_in = supervisor._worker._process.stdin
    assert pipe_in is not None
    pipe_in.close()  # as the system does when a process ends
    assert isinstance(running.answer(), Stopped)
    assert workers() == []


def test_a_model_that_does_not_load_ends_the_run(tmp_path: Path) -> None:
    shard, _ = documents(tmp_path)
    broken = tmp_path / "model"
    broken.mkdir()
    (broken / "config.json").write_text(
        '{"model_type": "bart", "architectures": ["BartForConditionalGeneration"]}'
    )
    asked = Request(task="abstractive", model=str(broken))
    supervisor = Supervisor(Job(asked, str(tmp_path / "out")), NEVER)
    assert isinstance(Running(supervisor, shard).answer(), ModelError)


def test_a_folder_that_cannot_be_written_ends_the_run(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    supervisor = Supervisor(job(tmp_path), NEVER)
    (tmp_path / "out" / "part-00000.jsonl").mkdir()
    running = Running(supervisor, shard)
    pipe.feed()
    answer = running.answer()
    supervisor.close()
    assert isinstance(answer, SummarizeError)
    assert str(answer).endswith("part-00000.jsonl cannot be written: Is a directory")


def test_a_group_of_a_model_loses_only_the_document_that_kills_it(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    asked = Request(task="abstractive", model=str(folder("summarizer")), runtime=Runtime(threads=1))
    supervisor = Supervisor(Job(asked, str(tmp_path / "out")), NEVER)
    running = Running(supervisor, shard)
    for _ in range(3):  # in its group, in its group again, alone
        pipe.end_reader()
    answer = running.answer()
    supervisor.close()
    assert isinstance(answer, Tally)
    assert (answer.rows, answer.failed) == (5, {"crash": 1})
    assert [row["text"] is None for row in parts(tmp_path)] == [False, False, True, False, False]


def test_the_signal_that_ended_a_worker_is_named(tmp_path: Path) -> None:
    shard, pipe = documents(tmp_path)
    supervisor = Supervisor(job(tmp_path), NEVER)
    running = Running(supervisor, shard)
    for _ in range(2):
        pipe.end_reader(signal.SIGSEGV)
    running.answer()
    supervisor.close()
    assert parts(tmp_path, "errors")[0]["message"] == "its process was ended by SIGSEGV"
