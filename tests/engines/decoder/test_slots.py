"""Unusual rows beside ordinary ones: endless, empty, of one token; and a thousand batches in a row.

Through the engine, with one worker and with two, on models that never end some rows and end others at once.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import psutil
import pytest
import torch
from decoding import fast, model, network, rows_for
from running import FAMILIES, SUMMARY, loaded
from tinyhub.text import ENGLISH, KAZAKH, RUSSIAN

from summarize.engines.decoder import workers
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.slots import Slots
from summarize.engines.decoder.workers import decode_parallel
from summarize.engines.protocol import Generation
from summarize.progress import listening
from summarize.request import Decoding

LAYOUTS = ("opus-mt-tc-bible-big-trk", "nllb-new", "bart-cnn", "mt5-xlsum")
ORDINARY = (*ENGLISH[:8], *RUSSIAN[:6], *KAZAKH[:6])
NOTHING = Generation("", 0, 0, True)
MANY = 40  # tokens; only a row that does not end gets so many


@pytest.fixture(autouse=True)
def one_thread_at_first() -> Iterator[None]:
    """For the library and for making the models; tests then choose another number."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def one_token(name: str) -> str:
    """A text that is a single token."""
    words = {word for line in ORDINARY for word in line.split()}
    return min(word for word in words if fast(name).count(word) == 1)


@pytest.mark.parametrize("beams", [1, 3])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_is_written_as_if_it_were_alone(layout: str, beams: int) -> None:
    name, instruction = f"ending {layout}", FAMILIES[layout]
    texts = ["", *ORDINARY[:9], one_token(name), " \n", *ORDINARY[9:], "9", "Қ", ""]
    decoding = Decoding(num_beams=beams, max_new_tokens=MANY)
    expected = loaded(name).generate(texts, instruction, decoding)
    assert [one == NOTHING for one in expected] == [not text.strip() for text in texts]
    assert {one.finished for one in expected} == {True, False}
    assert min(one.tokens for one in expected if one != NOTHING) <= 1
    for threads in (1, 2):
        torch.set_num_threads(threads)
        seen: set[int] = set()
        with listening(lambda *_, seen=seen: seen.add(threading.get_ident())):
            found = fast(name).generate(texts, instruction, decoding)
        assert found == expected
        assert len(seen - {threading.get_ident()}) == (threads if threads > 1 else 0)
        assert fast(name).generate(texts[::-1], instruction, decoding) == expected[::-1]


def test_a_thousand_batches_leak_nothing() -> None:
    """With two workers, some rows ended and some cut off: no tensor, thread or memory is left.

    The allocator keeps one or two megabytes for itself, more or less of them as threads meet. Whatever leaks
    outside of tensors (an arena or a stack of a thread, packed weights) is tens of kilobytes a batch, and
    over 32 MiB in a thousand of them.
    """
    name = "ending bart-cnn"
    own = rules(model(name).generation_config.to_dict() | {"min_length": 0, "num_beams": 1})
    weights, rows = network(name), rows_for(name, (2, 3))
    for batch in range(1_100):
        decode_parallel(weights, rows, [2, 1 + batch % 2], own, workers=2)
        if batch == 99:
            before = held()
    tensors, threads, memory = (now - then for now, then in zip(held(), before, strict=True))
    assert (tensors, threads) == (0, 0)
    assert memory < 32 << 20


def test_an_engine_keeps_no_tensors_of_its_texts() -> None:
    decoding, texts = Decoding(num_beams=4, max_new_tokens=2), ["a bus", "The lake"]
    for batch in range(120):
        fast("ending bart-cnn").generate(texts, SUMMARY, decoding)
        if batch == 19:
            before = held()
    assert held()[:2] == before[:2]


def held() -> tuple[int, int, int]:
    """Live tensors, live threads, and the process's resident memory in bytes."""
    gc.collect()
    tensors = sum(issubclass(type(thing), torch.Tensor) for thing in gc.get_objects())
    return tensors, threading.active_count(), psutil.Process().memory_info().rss


def test_fewer_long_rows_are_decoded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory for the sources is limited in tokens, not in rows; the output does not change."""
    rows, at_once = rows_for("nllb-new", [40, 38, 30, 21, 17, 3, 2, 1]), list[int]()
    asked = rules(model("nllb-new").generation_config.to_dict() | {"num_beams": 1})
    step = Network.step

    def counted(own: Network, tokens: torch.Tensor, slots: Slots) -> torch.Tensor:
        at_once.append(len(tokens))
        return step(own, tokens, slots)

    monkeypatch.setattr(Network, "step", counted)
    expected = workers.decode(network("nllb-new"), rows, [9] * len(rows), asked)
    assert max(at_once) == len(rows)
    at_once.clear()
    monkeypatch.setattr(workers, "_SOURCE_TOKENS", 3 * 41)  # with its end the longest row has 41
    assert workers.decode(network("nllb-new"), rows, [9] * len(rows), asked) == expected
    assert max(at_once) == 3


def test_more_beams_than_tokens() -> None:
    vocabulary = network("nllb-new").shape.vocabulary
    rows, few = rows_for("nllb-new", [3, 5]), torch.arange(12)
    shortlist = network("nllb-new").shortlist(few)
    own = model("nllb-new").generation_config.to_dict() | {"num_beams": 9}
    asked = shortlist.rules(rules(own | {"forced_bos_token_id": None}))
    for found in workers.decode(network("nllb-new").narrowed(shortlist), rows, [3, 3], asked):
        assert 0 < len(found.ids) <= 3
    many = rules(own | {"num_beams": vocabulary})
    assert len(workers.decode(network("nllb-new"), rows[:1], [2], many)) == 1


def test_min_new_tokens_overrides_min_length() -> None:
    """As in the library; a value of 0 overrides it, too."""
    start, length = {"decoder_start_token_id": 2, "eos_token_id": 2}, {"min_length": 5}
    assert rules(start).min_new_tokens == 0
    assert rules(start | length).min_new_tokens == 4
    for given in (0, 2, 7):
        assert rules(start | length | {"min_new_tokens": given}).min_new_tokens == given
