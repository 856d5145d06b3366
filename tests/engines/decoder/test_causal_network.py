"""Without an encoder the decoder writes what ``generate`` writes: every family and setting."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from causal_decoding import (
    CEILING,
    END,
    LAYOUTS,
    LENGTHS,
    SETTINGS,
    WORDS,
    model,
    network,
    ours,
    rows_of,
    theirs,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.engines import precision
from summarize.engines.decoder import causal_architecture, causal_network
from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.tensors import Tensors

pytestmark = pytest.mark.usefixtures("one_thread")
NAMES = ("llama", "mistral", "qwen2", "gemma2", "gemma3")


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("wanted", SETTINGS)
def test_tokens_and_scores_equal_those_of_generate(name: str, wanted: str) -> None:
    rows, options = rows_of(), SETTINGS[wanted]
    expected, found = theirs(name, rows, options), ours(name, rows, options, slots=8)
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    for row, (_, score) in zip(found, expected, strict=True):
        assert row.score == pytest.approx(score, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", LAYOUTS)
def test_scores_of_every_token_are_the_librarys(name: str) -> None:
    """However a row is divided between reading and writing."""
    [row], own = rows_of([30]), network(name)
    with torch.inference_mode():
        expected = model(name)(input_ids=torch.tensor([row])).logits[0]
        for begun in (1, 3, 12):
            slots = own.slots(1, 1)
            slots.admit(0, own.encode([row[:begun]])[0])
            for place in range(begun - 1, len(row)):
                found = own.step(torch.tensor([[row[place]]]), slots)
                slots.end_step(None)
                torch.testing.assert_close(found[0], expected[place], atol=1e-4, rtol=1e-4)


def test_the_tested_rows_end_at_many_lengths() -> None:
    for name in NAMES:
        lengths = {len(row.ids) for row in ours(name, rows_of(range(1, 40)), {})}
        assert CEILING in lengths
        assert len(lengths) > 3, name


def test_the_tested_settings_change_the_output() -> None:
    outputs = {
        tuple(tuple(row.ids) for row in ours("qwen2", rows_of(), options)) for options in SETTINGS.values()
    }
    assert len(outputs) == len(SETTINGS)


some_rows = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12)), max_size=9)


@settings(max_examples=25)
@given(some_rows, st.integers(1, 12), st.sampled_from([1, 3]), st.sampled_from(NAMES))
def test_rows_do_not_affect_each_other(
    drawn: list[tuple[int, int]], slots: int, beams: int, name: str
) -> None:
    rows, ceilings = rows_of([length for length, _ in drawn]), [ceiling for _, ceiling in drawn]
    together = ours(name, rows, {"num_beams": beams}, ceilings=ceilings, slots=slots)
    for row, ceiling, found in zip(rows, ceilings, together, strict=True):
        [alone] = ours(name, [row], {"num_beams": beams}, ceilings=[ceiling])
        assert alone.ids == found.ids
        assert len(found.ids) <= ceiling


@st.composite
def asked(draw: st.DrawFn) -> dict[str, Any]:
    words = st.integers(0, WORDS - 1)
    options = {
        "length_penalty": st.sampled_from([-1.0, 0.0, 0.3, 1.0, 2.0]),
        "early_stopping": st.sampled_from([True, False, "never"]),
        "no_repeat_ngram_size": st.integers(1, 4),
        "repetition_penalty": st.sampled_from([0.7, 1.1, 1.5]),
        "bad_words_ids": st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=4),
        "forced_eos_token_id": words,
        "min_new_tokens": st.integers(0, 8),
        "eos_token_id": st.lists(words, max_size=12).map(lambda more: sorted({END, *more})),
    }
    fixed = {"num_beams": st.integers(1, 4), "max_new_tokens": st.integers(1, 16)}
    return draw(st.fixed_dictionaries(fixed, optional=options))


@settings(max_examples=60)
@given(st.sampled_from(list(LAYOUTS)), asked(), st.integers(0, 99))
def test_any_settings_write_what_generate_writes(name: str, options: dict[str, Any], seed: int) -> None:
    rows = rows_of([11, 3, 26], seed)
    most = options["max_new_tokens"]
    found = ours(name, rows, options, ceilings=[most] * len(rows))
    for row, (ids, score) in zip(found, theirs(name, rows, options), strict=True):
        assert row.ids == ids
        assert row.score == pytest.approx(score, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", LAYOUTS)
def test_prompts_are_read_in_blocks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = ours(name, rows_of(), {})
    monkeypatch.setattr(causal_network, "_BLOCK", 5)
    assert ours(name, rows_of(), {}) == expected


def read(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The ids of each block that is read from now on."""
    blocks: list[list[int]] = []
    original = CausalNetwork._read_block

    def record(own: CausalNetwork, ids: torch.Tensor, *rest: Any) -> None:
        blocks.append(ids.tolist())
        original(own, ids, *rest)

    monkeypatch.setattr(CausalNetwork, "_read_block", record)
    return blocks


def fresh(name: str) -> CausalNetwork:
    """A network that has read nothing."""
    shape = causal_architecture.read(model(name).config)
    return CausalNetwork(shape, Tensors((), model(name).state_dict()), "float32")


@pytest.mark.parametrize("name", NAMES)
def test_what_prompts_share_is_read_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, *tails = rows_of([20, 6, 9, 4])
    rows = [[*begun, 3 + place, *tail] for place, tail in enumerate(tails)]
    expected, own = theirs(name, rows, {}), fresh(name)
    blocks = read(monkeypatch)
    for row, wanted in zip(rows, expected, strict=True):
        assert ours(name, [row], {}, network=own)[0].ids == wanted[0]
    # Without the last token, which is the first that a step is taken from.
    assert blocks == [rows[0][:-1], *(row[20:-1] for row in rows[1:])]
    blocks.clear()
    found = ours(name, rows, {}, network=fresh(name))
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    assert [sorted(block) for block in blocks] == [
        sorted(begun),
        sorted(token for row in rows for token in row[20:-1]),
    ]


def test_only_the_beginning_of_a_prompt_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    own, [row] = fresh("llama"), rows_of([50])
    monkeypatch.setattr(causal_network, "_KEPT", 30)
    blocks = read(monkeypatch)
    first, again = (ours("llama", [row], {}, network=own) for _ in range(2))
    assert first == again
    assert [len(block) for block in blocks] == [30, 19, 19]
    assert own._begun.memory is not None
    assert own._begun.memory.length == 30


@pytest.mark.parametrize("kind", precision.available())
@pytest.mark.parametrize("name", NAMES)
def test_scores_in_every_precision_are_close(name: str, kind: precision.Precision) -> None:
    [row], own = rows_of([40]), network(name, kind)
    with torch.inference_mode():
        expected = model(name)(input_ids=torch.tensor([row])).logits[0, -1]
        slots = own.slots(1, 1)
        slots.admit(0, own.encode([row])[0])
        found = own.step(torch.tensor([row[-1:]]), slots)[0]
    assert torch.nn.functional.cosine_similarity(found, expected, dim=0) > (
        0.9999 if kind == "float32" else 0.98
    )


def changed(name: str, **changes: Any) -> Any:
    config = LAYOUTS[name]()
    for key, value in changes.items():
        setattr(config, key, value)
    return config


REFUSED = [
    ("gemma3", {"use_bidirectional_attention": True}, None, "in both directions"),
    ("qwen2", {"layer_types": ["chunked_attention"] * 3}, None, "does not compute chunked_attention"),
    ("qwen2", {"sliding_window": None}, None, "windows of no size"),
    ("llama", {"num_attention_heads": 3}, None, "heads that differ"),
    ("llama", {"num_hidden_layers": 0}, None, "without layers"),
    ("llama", {"hidden_act": "tanh"}, None, "does not compute the activation tanh"),
    ("llama, dynamic", {}, 300, "of type dynamic up to 256 tokens, and 300 may be read"),
    ("phi3, longrope", {}, 257, "of type longrope up to 256 tokens"),
    (
        "llama",
        {"rope_parameters": {"rope_type": "spiral", "rope_theta": 1.0}},
        None,
        "rotary positions of type spiral",
    ),
]


@pytest.mark.parametrize(("name", "changes", "longest", "why"), REFUSED)
def test_what_is_not_computed_is_refused(
    name: str, changes: dict[str, Any], longest: int | None, why: str
) -> None:
    causal_architecture.read(LAYOUTS[name](), 200)
    with pytest.raises(causal_architecture.ModelError, match=why):
        causal_architecture.read(changed(name, **changes), longest)


def test_no_rows_and_endless_rows() -> None:
    assert ours("llama", [], {}) == []
    for beams in (1, 2):
        options = {"num_beams": beams, "min_new_tokens": 150}
        long, *short = ours("gemma2", rows_of((12, *[3] * 20)), options, ceilings=[150, *[4] * 20], slots=4)
        assert len(long.ids) == 150
        assert {len(row.ids) for row in short} == {4}
    assert len(LENGTHS) == len(ours("llama", rows_of(), {}))
