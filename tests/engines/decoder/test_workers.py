"""Workers on one set of weights: any number gives the same tokens in the same order, and all of them end."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import torch
from decoding import SETTINGS, fast, model, network, rows_for
from hypothesis import given, settings
from hypothesis import strategies as st
from interrupting import interrupt_at
from running import FAMILIES
from tinyhub.text import ENGLISH

from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import Rules, rules
from summarize.engines.decoder.searches import Written
from summarize.engines.decoder.workers import Course, _Stopped, _Worker, decode, decode_parallel
from summarize.progress import listening
from summarize.request import Decoding

ENDLESS = 10**6


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    fast("nllb-new")  # making the tiny models leaves torch with one thread
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    assert torch.get_num_threads() == 2
    torch.set_num_threads(before)


def asked(name: str, **options: Any) -> Rules:
    return rules(model(name).generation_config.to_dict() | {"min_length": 0, "num_beams": 1} | options)


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread is not threading.main_thread()]


@pytest.mark.parametrize("name", ["nllb-new", "mt5-xlsum"])
@pytest.mark.parametrize("wanted", ["greedy", "beams"])
def test_neither_workers_nor_threads_change_the_tokens(name: str, wanted: str) -> None:
    rows = rows_for(name, [3, 41, 1, 9, 9, 0, 28, 17])
    own = asked(name, **SETTINGS[wanted])
    ceilings = [4 + 2 * place for place in range(len(rows))]
    alone = [row.ids for row in decode(network(name), rows, ceilings, own)]
    for count in (2, 3, 20):
        together = decode_parallel(network(name), rows, ceilings, own, workers=count)
        assert [row.ids for row in together] == alone
    torch.set_num_threads(1)
    assert [row.ids for row in decode_parallel(network(name), rows, ceilings, own, workers=2)] == alone
    torch.set_num_threads(2)


@settings(max_examples=6)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12),
    st.sampled_from([None, 1, 2, 4]),
    st.sampled_from([1, 3]),
)
def test_the_order_is_kept(drawn: list[tuple[int, int]], count: int | None, beams: int) -> None:
    """Each row has a ceiling of its own, by which rows that are otherwise equal can be told apart."""
    rows = rows_for("nllb-new", [length for length, _ in drawn])
    ceilings = [ceiling for _, ceiling in drawn]
    own = asked("nllb-new", num_beams=beams)
    done: list[int] = []
    together = decode_parallel(
        network("nllb-new"), rows, ceilings, own, Course(lambda: done.append(1)), count
    )
    alone = [
        decode(network("nllb-new"), [row], [ceiling], own)[0]
        for row, ceiling in zip(rows, ceilings, strict=True)
    ]
    assert [row.ids for row in together] == [row.ids for row in alone]
    assert len(done) == len(rows)


def test_an_error_in_one_worker_ends_all() -> None:
    """Only the error can end the other worker, whose rows never end by themselves."""
    rows = rows_for("nllb-new", [20, 20, 3, 3])
    before = workers()

    def fail() -> None:
        raise ValueError("stop here")

    own = asked("nllb-new", min_new_tokens=ENDLESS)
    with pytest.raises(ValueError, match="stop here"):
        decode_parallel(
            network("nllb-new"), rows, [ENDLESS, ENDLESS, ENDLESS, 2], own, Course(fail), workers=2
        )
    assert workers() == before


class Slow(queue.SimpleQueue[BaseException | None]):
    """Whoever puts something in waits until ``go`` is set, in many short steps."""

    def __init__(self) -> None:
        self.arrived, self.go = threading.Event(), threading.Event()

    def put(self, item: BaseException | None, block: bool = True, timeout: float | None = None) -> None:
        self.arrived.set()
        while not self.go.is_set():
            pass
        super().put(item)


def test_a_worker_that_has_ended_its_work_is_not_stopped() -> None:
    ended = Slow()
    worker = _Worker(lambda share: [], [0], ended)
    worker.start()
    ended.arrived.wait()
    worker.stop()
    ended.go.set()
    worker.join()
    assert ended.get_nowait() is None


def test_a_worker_that_is_stopped_before_it_begins_does_no_work() -> None:
    done: list[int] = []
    ended: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

    def work(share: Sequence[int]) -> list[Written]:
        done.extend(share)
        return []

    worker = _Worker(work, [0], ended)
    worker.stop()
    worker.start()
    worker.join()
    assert isinstance(ended.get_nowait(), _Stopped)
    assert done == []


def test_an_interrupt_ends_every_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    before, engine = workers(), fast("nllb-new")
    endless = Decoding(num_beams=1, max_new_tokens=ENDLESS, min_new_tokens=ENDLESS)
    interrupt_at(monkeypatch, Network, "step")
    with pytest.raises(KeyboardInterrupt):
        engine.generate([ENGLISH[0]] * 16, FAMILIES["nllb-new"], endless)
    assert workers() == before


def test_every_worker_reports_progress() -> None:
    steps: list[tuple[int, int]] = []
    texts = [ENGLISH[0]] * 17
    with listening(lambda _, done, total, tokens: steps.append((done, total))):
        fast("nllb-new").generate(texts, FAMILIES["nllb-new"], Decoding(max_new_tokens=2))
    assert list(dict.fromkeys(steps)) == [(done, 17) for done in range(18)]
