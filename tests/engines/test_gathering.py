"""Jobs that run together: one call of the engine for all, each job's own result, nothing left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from scripted_engine import Scripted

from summarize.engines.gathering import shared, together
from summarize.engines.protocol import Generation
from summarize.errors import InputTooLong, ModelError
from summarize.request import Decoding, Instruction

SUMMARY = Instruction("summarization", "en", "en")
EN_RU = Instruction("translation", "en", "ru")


class Counting(Scripted):
    """Keeps the texts of each call; refuses those with the word ``long``."""

    def __init__(self) -> None:
        super().__init__(lambda text, *_: text.upper())
        self.calls: list[list[str]] = []

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        self.calls.append(list(texts))
        if any("long" in text for text in texts):
            raise InputTooLong("too long")
        return super().generate(texts, instruction, decoding)


def job(engine: Counting, *rounds: Sequence[str], instruction: Instruction = SUMMARY) -> Callable[[], str]:
    """Generates for the texts of each round in turn, and returns all that was written."""

    def write() -> str:
        found = [
            generation.text
            for texts in rounds
            for generation in shared(engine).generate(texts, instruction, Decoding())
        ]
        return " ".join(found)

    return write


def test_alone_an_engine_is_itself() -> None:
    engine = Counting()
    assert shared(engine) is engine


def test_all_jobs_share_one_call_and_each_gets_its_own_texts() -> None:
    engine = Counting()
    jobs = [job(engine, ["a", "b"], ["c"]), job(engine, ["d"]), job(engine), job(engine, ["e"], ["f"], ["g"])]
    assert together(jobs) == ["A B C", "D", "", "E F G"]
    assert engine.calls == [["a", "b", "d", "e"], ["c", "f"], ["g"]]


def test_other_instructions_and_other_engines_are_called_apart() -> None:
    engine, other = Counting(), Counting()
    jobs = [job(engine, ["a"]), job(engine, ["b"], instruction=EN_RU), job(other, ["c"]), job(engine, ["d"])]
    assert together(jobs) == ["A", "B", "C", "D"]
    assert engine.calls == [["a", "d"], ["b"]]
    assert other.calls == [["c"]]


def test_an_error_stays_with_its_job() -> None:
    engine = Counting()

    def fail() -> str:
        raise ModelError("own")

    def careful() -> str:
        try:
            return job(engine, ["long"])()
        except InputTooLong:
            return job(engine, ["short"])()

    first, second, third, fourth = together([job(engine, ["a"]), job(engine, ["long"]), fail, careful])
    assert first == "A"
    assert isinstance(second, InputTooLong)
    assert isinstance(third, ModelError)
    assert fourth == "SHORT"


def test_only_one_job_runs_at_a_time() -> None:
    engine, running, seen = Counting(), [0], []

    def watched() -> str:
        running[0] += 1
        seen.append(running[0])
        running[0] -= 1
        return job(engine, ["a"], ["b"])()

    assert together([watched] * 8) == ["A B"] * 8
    assert seen == [1] * 8


@pytest.mark.parametrize("interrupted", ["job", "engine"])
def test_an_interrupt_ends_every_job(interrupted: str) -> None:
    engine = Counting()

    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    broken = Counting()
    if interrupted == "engine":
        broken._say = stop
    middle = stop if interrupted == "job" else job(broken, ["c"])
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        together([job(engine, ["a"], ["b"]), middle, job(engine, ["d"])])
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive()
