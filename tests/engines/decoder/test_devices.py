"""The decoder on a device other than the processor: what it writes, what it waits for, and in which shapes.

There is no graphics card here; ``card`` stands in for one, and checks what a card would refuse.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

import causal_decoding
import decoding
import pytest
import tinyhub
import torch
from card import CARD, OnCard, card
from running import FAMILIES
from tinyhub.text import ENGLISH

from summarize.engines.decoder import architecture, causal_architecture, searches
from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.engine import DecoderEngine, take
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.searches import Written, search
from summarize.engines.decoder.tensors import PROCESSOR, Tensors
from summarize.engines.decoder.workers import Decodes, decode, decode_parallel
from summarize.engines.load import load_engine
from summarize.engines.precision import Precision
from summarize.models.checkpoints import Checkpoint, describe
from summarize.request import Decoding, Runtime

pytestmark = pytest.mark.usefixtures("one_thread")
LENGTHS = (5, 1, 40, 9)
META = torch.device("meta")
ALL = [*decoding.LAYOUTS, *causal_decoding.LAYOUTS]


def lacks_encoder(name: str) -> bool:
    return name in causal_decoding.LAYOUTS


@functools.cache
def network(name: str, device: torch.device, kind: Precision = "float32") -> Decodes:
    if lacks_encoder(name):
        given = causal_decoding.model(name)
        shape = causal_architecture.read(given.config)
        return CausalNetwork(shape, Tensors((), given.state_dict(), device), kind)
    files = [file for file in tinyhub.folder(name).iterdir() if file.suffix in (".safetensors", ".bin")]
    both_sides = architecture.read(decoding.model(name).config.to_dict())
    return Network(both_sides, Tensors(files, device=device), kind)


def rows_for(name: str) -> list[list[int]]:
    return causal_decoding.rows_of(LENGTHS) if lacks_encoder(name) else decoding.rows_for(name, LENGTHS)


def asked(name: str, options: dict[str, Any]) -> dict[str, Any]:
    if lacks_encoder(name):
        return {"eos_token_id": causal_decoding.END, "num_beams": 1} | options
    own: dict[str, Any] = decoding.model(name).generation_config.to_dict()
    return own | {"min_length": 0, "num_beams": 1} | options


def written(
    name: str, options: dict[str, Any], ceilings: Sequence[int] = (), device: torch.device = CARD
) -> list[Written]:
    rows = rows_for(name)
    usual = causal_decoding.CEILING if lacks_encoder(name) else decoding.CEILING
    own_rules = rules(asked(name, options))
    return decode(network(name, device), rows, ceilings or [usual] * len(rows), own_rules, slots=8)


SETTINGS = [
    *((name, "beams, long") for name in ALL),
    *(("nllb-new", wanted) for wanted in decoding.SETTINGS),
    *(("gemma3", wanted) for wanted in causal_decoding.SETTINGS),
]


@pytest.mark.parametrize(("name", "wanted"), dict.fromkeys(SETTINGS))
def test_tokens_and_scores_equal_those_of_generate(name: str, wanted: str) -> None:
    side = causal_decoding if lacks_encoder(name) else decoding
    options = side.SETTINGS[wanted]
    with card():
        found = written(name, options)
    expected = side.theirs(name, rows_for(name), options)
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    for row, (_, score) in zip(found, expected, strict=True):
        assert row.score == pytest.approx(score, rel=1e-4, abs=1e-4)


def test_the_best_tokens_of_a_large_vocabulary() -> None:
    scores = torch.randn(3, 5000, generator=torch.Generator().manual_seed(5))
    with card():
        there = scores.to(CARD)
        assert torch.equal(searches.largest(there).cpu(), scores.argmax(-1))
        values, ids = searches.top(there, 4)
        assert torch.equal(values.cpu(), scores.topk(4).values)
        assert torch.equal(ids.cpu(), scores.topk(4).indices)
        torch.testing.assert_close(searches.normalizer(there).cpu(), scores.logsumexp(-1, keepdim=True))


def test_a_card_has_one_worker() -> None:
    """A second one would be a thread without this card."""
    rows, own_rules = rows_for("llama") * 5, rules(asked("llama", {}))
    try:
        torch.set_num_threads(2)
        with card():
            found = decode_parallel(network("llama", CARD), rows, [3] * len(rows), own_rules)
    finally:
        torch.set_num_threads(1)
    assert found == decode(network("llama", PROCESSOR), rows, [3] * len(rows), own_rules)


@pytest.mark.parametrize("name", ["madlad", "gemma3"])
def test_caches_grow_and_shrink(name: str) -> None:
    options, ceilings = {"num_beams": 2, "min_new_tokens": 150}, [150, 3, 150, 9]
    with card():
        found = written(name, options, ceilings)
    assert [row.ids for row in found] == [row.ids for row in written(name, options, ceilings, PROCESSOR)]
    assert [len(row.ids) for row in found] == ceilings


def stepped(name: str, own: Decodes, beams: int, steps: int) -> Iterator[torch.Tensor]:
    """The scores of each step of three rows."""
    slots, rows = own.slots(3, beams), rows_for(name)[:3]
    own_rules = rules(asked(name, {"num_beams": beams, "eos_token_id": []}))
    searching = search(own_rules, len(rows))
    for slot, (row, memory) in enumerate(zip(rows, own.encode(rows), strict=True)):
        slots.admit(slot, memory)
        searching.begin(slot, row if lacks_encoder(name) else own_rules.first(row), steps + 1)
    for _ in range(steps):
        scores = own.step(searching.progress.last, slots)
        yield scores.clone()
        parents, _ = searching.choose(scores)
        slots.end_step(parents)


@pytest.mark.parametrize("beams", [1, 2])
@pytest.mark.parametrize("name", ["nllb-new", "madlad", "opus-mt-en-ru", "llama", "gemma2", "gemma3"])
def test_the_processor_waits_once_a_step_and_no_shape_changes(name: str, beams: int) -> None:
    """With beams it fetches two tensors, of which it waits for the first."""
    with card() as there:
        shapes = set[tuple[tuple[object, ...], ...]]()
        for _ in stepped(name, network(name, CARD), beams, 20):
            if there.computed[0] == ("begin",):
                assert there.read == ["cpu"] * beams
                shapes.add(tuple(there.computed))
            there.computed[:], there.read[:] = [("begin",)], []
    assert len(shapes) == 1


@pytest.mark.parametrize(
    "name", ["nllb-new", "madlad", "opus-mt-en-ru", "llama", "mistral", "gemma2", "gemma3"]
)
def test_scores_in_bfloat16_are_close(name: str) -> None:
    with torch.inference_mode():
        expected = next(stepped(name, network(name, PROCESSOR), 1, 1))
        with card():
            [found] = (each.cpu() for each in stepped(name, network(name, CARD, "bfloat16"), 1, 1))
    assert found.dtype == torch.float32
    assert not torch.equal(found, expected)
    assert torch.nn.functional.cosine_similarity(found, expected).min() > 0.98


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_computed_from_what_is_not_fetched(name: str) -> None:
    """Tensors on the device ``meta`` have shapes and dtypes, and no numbers."""
    own = network(name, META, "bfloat16")
    with torch.inference_mode():
        slots = own.slots(2, 3)
        for slot, memory in enumerate(own.encode([[5, 6, 7], [8, 9, 10, 11]])):
            slots.admit(slot, memory)
        for _ in range(2):
            scores = own.step(torch.tensor([[4, 5, 6], [7, 8, 9]]), slots)
            slots.end_step(torch.tensor([[0, 0, 1], [2, 1, 0]]))
            assert (scores.device, scores.dtype) == (META, torch.float32)
            assert scores.shape == (6, own.shape.vocabulary)


PARTS = [
    ("nllb-new", "_encoder"),
    ("nllb-new", "_encoder_layers"),
    ("nllb-new", "_decoder"),
    ("nllb-new", "_decoder_layers"),
    ("nllb-new", "_cross_keys_values"),
    ("nllb-new", "_project"),
    ("nllb-new", "_cache"),
    ("madlad", "_encoder"),
    ("madlad", "_decoder"),
    ("gemma3", "_layers"),
    ("gemma3", "_norm"),
    ("gemma3", "_rotaries"),
    ("gemma3", "_project"),
    ("gemma3", "_cache"),
    ("gemma3", "_embeddings"),
]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_a_part_on_another_device_is_an_error(name: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network(name, CARD), part, getattr(network(name, PROCESSOR), part))
    with card(), pytest.raises(RuntimeError, match="on two devices"):
        written(name, {"num_beams": 2})


@pytest.fixture
def with_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Torch finds a card, with room for a gigabyte."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (1 << 30, 1 << 30))
    with card():
        yield


ENGINES = ["nllb-new", "bart-cnn", "mt5-xlsum", "qwen3", "gemma3-base"]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.usefixtures("with_card")
def test_the_engine_on_a_card_writes_what_it_writes_on_the_processor(name: str) -> None:
    checkpoint, decoding_ = describe(tinyhub.folder(name)), Decoding(num_beams=2, max_new_tokens=8)
    engines = [
        load_engine(checkpoint, Runtime(device=device, precision="float32", shortlist=True))  # type: ignore[arg-type]
        for device in ("cpu", "cuda")
    ]
    first, second = (engine.generate(ENGLISH[:9], FAMILIES[name], decoding_) for engine in engines)
    assert first == second
    for engine, device in zip(engines, (PROCESSOR, CARD), strict=True):
        assert isinstance(engine, DecoderEngine)
        assert engine._network.device.type == device.type
    if name == "nllb-new":
        [one], [other] = (
            engine.align([("the red bus", "the old lake")], FAMILIES[name]) for engine in engines
        )
        assert one
        assert [link[:2] for link in one] == [link[:2] for link in other]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.usefixtures("with_card")
def test_a_card_computes_in_bfloat16_where_it_can(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = describe(tinyhub.folder(name))

    def computes_in(checkpoint: Checkpoint, **asked: Any) -> str | None:
        taken = take(checkpoint, Runtime(device="cuda", **asked))
        return taken and taken.precision

    assert computes_in(checkpoint) == computes_in(checkpoint, precision="bfloat16") == "bfloat16"
    assert computes_in(checkpoint, precision="float16") is None
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: False)
    assert computes_in(checkpoint) == "float32"
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (1000, 1000))
    assert computes_in(checkpoint) is None


def test_one_copy_for_all_that_use_a_tensor() -> None:
    own = network("gemma3", META)
    assert isinstance(own, CausalNetwork)
    assert own._project._weight is own._embeddings  # type: ignore[attr-defined]


def test_the_card_refuses_what_a_card_refuses() -> None:
    with card() as there:
        here, on_card = torch.ones(2, 3), torch.ones(2, 3, device="cuda")
        assert isinstance(here.to("cuda"), OnCard)
        for mixed in (
            lambda: here + on_card,
            lambda: torch.cat([on_card, here]),
            lambda: torch.nn.functional.linear(on_card, here),
            lambda: here[on_card[0].long()],
        ):
            with pytest.raises(RuntimeError, match="on two devices"):
                mixed()
        on_card[torch.tensor([0])] = 2
        there.read.clear()
        assert (on_card * torch.tensor(2.0)).cpu().sum() == 18
        assert there.read == ["cpu"]
    with pytest.raises(AssertionError, match="outside"):
        on_card + 1
