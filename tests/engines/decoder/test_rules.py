"""Any combination of settings: the decoder's tokens and scores equal those of ``generate``.

The models end their texts at many lengths. With random weights hardly a row ends before its ceiling, so
that the rules for stopping a search would not be tested.
"""

from __future__ import annotations

import copy
import functools
from typing import Any

import pytest
import tinyhub
import torch
from decoding import model, ours, rows_for, theirs
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("one_thread")
NAMES = tuple(f"ending {layout}" for layout in ("bart-cnn", "m2m100", "mt5-xlsum"))
ENDINGS = tuple(f"ending {layout}" for layout in tinyhub.variants.ENDINGS)
LENGTHS = (5, 1, 17, 0, 40, 9, 3, 12, 25, 7)


@functools.cache
def freely(name: str) -> list[list[int]]:
    """What the model writes for each row without settings: rules about these tokens have an effect."""
    return [row.ids for row in ours(name, rows_for(name, LENGTHS), {"num_beams": 1})]


def likelihood(name: str, row: list[int], ids: list[int]) -> float:
    """The log-likelihood of a text, in double precision."""
    start = model(name).generation_config.decoder_start_token_id
    exact, written = copy.deepcopy(model(name)).double(), torch.tensor([[start, *ids]])
    with torch.inference_mode():
        logits = exact(input_ids=torch.tensor([row]), decoder_input_ids=written[:, :-1]).logits[0]
    return float(logits.log_softmax(-1).gather(1, written[0, 1:, None]).sum())


@st.composite
def asked(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Settings of ``generate``; those that name tokens name some that the model tends to write."""
    written = freely(name)
    liked = st.sampled_from(sorted({token for row in written for token in row}))
    spans = st.builds(
        lambda row, start, length: row[start : start + length] or row[:1],
        st.sampled_from(written), st.integers(0, 8), st.integers(1, 3),
    )  # fmt: skip
    end = model(name).config.eos_token_id
    fixed = {"num_beams": st.integers(1, 5), "max_new_tokens": st.integers(1, 16)}
    options = {
        "length_penalty": st.sampled_from([-1.0, 0.0, 0.3, 1.0, 2.0]),
        "early_stopping": st.sampled_from([True, False, "never"]),
        "no_repeat_ngram_size": st.integers(1, 4),
        "repetition_penalty": st.sampled_from([0.7, 1.1, 1.5]),
        "bad_words_ids": st.lists(spans, min_size=1, max_size=4),
        "forced_bos_token_id": liked,
        # Of several forced ends each would have probability one: a tie, which no rule decides.
        "forced_eos_token_id": liked | liked.map(lambda token: [token]),
        "min_length": st.integers(0, 10),
        "eos_token_id": st.lists(liked, max_size=2).map(lambda more: sorted({end, *more})),
    }
    drawn = draw(st.fixed_dictionaries(fixed, optional=options))
    # In ``generate`` each overrides the other, and the user's is always ``min_new_tokens``.
    if "min_length" not in drawn:
        drawn |= draw(st.fixed_dictionaries({}, optional={"min_new_tokens": st.integers(0, 8)}))
    return drawn


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30)
@given(st.data())
def test_any_settings(name: str, data: st.DataObject) -> None:
    options = data.draw(asked(name), "settings")
    places = data.draw(st.lists(st.integers(0, len(LENGTHS) - 1), min_size=1, max_size=5), "rows")
    slots = data.draw(st.integers(1, 8), "slots")
    rows = [rows_for(name, LENGTHS)[place] for place in places]
    expected = theirs(name, rows, options)
    ceilings = [options["max_new_tokens"]] * len(rows)
    found = ours(name, rows, options, ceilings=ceilings, slots=slots)
    for row, one, (ids, score) in zip(rows, found, expected, strict=True):
        assert one.score == pytest.approx(score, rel=2e-5, abs=1e-4)
        # A few of thousands of settings lead to two texts whose likelihoods agree in eight digits.
        same = one.ids == ids or likelihood(name, row, one.ids) == pytest.approx(
            likelihood(name, row, ids), 1e-7
        )
        assert same, (one.ids, ids)


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("stopping", [False, "never"])
def test_a_search_stops_where_the_library_stops(name: str, stopping: bool | str) -> None:
    """With room to continue, and a length penalty that prefers longer texts."""
    rows = rows_for(name, LENGTHS)
    options = {"num_beams": 2, "length_penalty": 2.0, "early_stopping": stopping, "max_new_tokens": 24}
    expected, found = theirs(name, rows, options), ours(name, rows, options, ceilings=[24] * len(rows))
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    for row, (_, score) in zip(found, expected, strict=True):
        assert row.score == pytest.approx(score, rel=2e-5, abs=1e-4)


def test_the_models_end_at_many_lengths() -> None:
    for name in ENDINGS:
        free = [row.ids for row in ours(name, rows_for(name, LENGTHS), {"num_beams": 3})]
        assert len({len(ids) for ids in free}) >= 2, name
        assert len({token for ids in free for token in ids}) >= 5, name
