"""Several jobs at once with one model: the texts of all of them go to it together, in batches.

A job is any function that uses engines: it summarises a document, say. Each runs in a thread of its own, but
only one runs at a time, and only until it needs a generation; when every unfinished job waits for one, the
engines are given all their texts. So the code of a job need not know of the others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from summarize.engines.protocol import Engine, Generation
from summarize.errors import SummarizeError
from summarize.request import Decoding, Instruction

T = TypeVar("T")


def together(jobs: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each job returns or raises, in order. An interrupt ends all of them and is raised.

    A job that raises does not disturb the others.
    """
    callers = [_Caller(job) for job in jobs]
    running = list(callers)
    try:
        while running:
            for caller in running:
                caller.resume()
                if caller.error is not None and not isinstance(caller.error, Exception):
                    raise caller.error
            running = [caller for caller in running if caller.wanted]
            _answer(running)
    finally:
        for caller in running:
            caller.abandon()
    return [caller.result() for caller in callers]


def shared(engine: Engine) -> Engine:
    """The engine; within a job of ``together``, one that generates with the texts of the other jobs."""
    caller = _caller.get()
    return engine if caller is None else _Shared(engine, caller)


@dataclass(frozen=True)
class _Wanted:
    """A generation that a job waits for."""

    engine: Engine
    texts: Sequence[str]
    instruction: Instruction
    decoding: Decoding


class _Abandoned(BaseException):
    """Ends the thread of a job that nobody waits for any more."""


class _Caller(Generic[T]):
    """One job, and the generation that it waits for."""

    def __init__(self, job: Callable[[], T]) -> None:
        self.wanted: _Wanted | None = None
        self.error: BaseException | None = None
        self._job, self._abandoned = job, False
        self._answer: list[Generation] | Exception = []
        self._may_go, self._stopped = threading.Semaphore(0), threading.Semaphore(0)
        context = copy_context()
        self._thread = threading.Thread(target=context.run, args=(self._run,), daemon=True)

    def resume(self) -> None:
        """Run until the job is done or waits for a generation."""
        if self.wanted is None:
            self._thread.start()
        else:
            self.wanted = None
            self._may_go.release()
        self._stopped.acquire()

    def answer(self, answer: list[Generation] | Exception) -> None:
        """What the next ``resume`` gives to the job."""
        self._answer = answer

    def wait(self, wanted: _Wanted) -> list[Generation]:
        """Called by the job: the generations, once the others wait too."""
        self.wanted = wanted
        self._stopped.release()
        self._may_go.acquire()
        if self._abandoned:
            raise _Abandoned
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def abandon(self) -> None:
        """End the job where it waits."""
        self._abandoned = True
        self._may_go.release()

    def result(self) -> T | Exception:
        """What the job returned or raised."""
        return self.error if isinstance(self.error, Exception) else self._result

    def _run(self) -> None:
        _caller.set(self)
        try:
            self._result = self._job()
        except BaseException as error:
            self.error = error
        self._stopped.release()


_caller: ContextVar[_Caller[Any] | None] = ContextVar("caller", default=None)


class _Shared(Engine):
    """An engine as one job sees it."""

    def __init__(self, engine: Engine, caller: _Caller[Any]) -> None:
        self.name, self.precision = engine.name, engine.precision
        self._engine, self._caller = engine, caller

    def limit(self, instruction: Instruction) -> int:
        return self._engine.limit(instruction)

    def count(self, text: str) -> int:
        return self._engine.count(text)

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        return self._caller.wait(_Wanted(self._engine, texts, instruction, decoding))


def _answer(callers: Sequence[_Caller[T]]) -> None:
    """Give every caller its generations, those of one engine under one instruction in one call."""
    groups: list[list[tuple[_Caller[T], _Wanted]]] = []
    for caller in callers:
        if (wanted := caller.wanted) is None:
            continue
        fitting = next((group for group in groups if _alike(group[0][1], wanted)), None)
        if fitting is None:
            groups.append(fitting := [])
        fitting.append((caller, wanted))
    for group in groups:
        answers = _generate([wanted for _, wanted in group])
        for (caller, _), answer in zip(group, answers, strict=True):
            caller.answer(answer)


def _alike(one: _Wanted, other: _Wanted) -> bool:
    return (one.engine, one.instruction, one.decoding) == (other.engine, other.instruction, other.decoding)


def _generate(group: Sequence[_Wanted]) -> list[list[Generation] | Exception]:
    first = group[0]
    texts = [text for wanted in group for text in wanted.texts]
    try:
        found = iter(first.engine.generate(texts, first.instruction, first.decoding))
    except SummarizeError as error:
        # An error belongs to one of the texts, as a rule; the others are generated without it.
        return [error] if len(group) == 1 else [answer for wanted in group for answer in _generate([wanted])]
    return [[next(found) for _ in wanted.texts] for wanted in group]
