"""The decoder writes what ``generate`` writes: every family, greedy and with beams, every setting."""

from __future__ import annotations

import pytest
import torch
from decoding import LAYOUTS, LENGTHS, SETTINGS, model, network, ours, rows_for, theirs
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.engines import batching, precision
from summarize.engines.decoder import architecture, searches
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import Progress, rules
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import Course, decode


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("wanted", SETTINGS)
def test_tokens_and_scores_equal_those_of_generate(name: str, wanted: str) -> None:
    rows, options = rows_for(name), SETTINGS[wanted]
    expected = theirs(name, rows, options)
    found = ours(name, rows, options, slots=8)
    assert [row.ids for row in found] == [ids for ids, _ in expected]
    for row, (_, score) in zip(found, expected, strict=True):
        # T5's unscaled attention magnifies rounding errors: ``generate`` itself is as far from float64,
        # 2e-5 with AVX2 kernels and 3.3e-5 with those that any processor has.
        assert row.score == pytest.approx(score, rel=1e-4, abs=1e-4)


def test_the_tested_settings_change_the_output() -> None:
    rows = rows_for("bart-cnn")
    outputs = {
        tuple(tuple(row.ids) for row in ours("bart-cnn", rows, options)) for options in SETTINGS.values()
    }
    assert len(outputs) >= 8  # some have no effect on bart, whose first token is forced anyway


@pytest.mark.parametrize("beams", [1, 2])
def test_no_end_before_min_new_tokens(beams: int) -> None:
    progress = Progress(3, beams)
    for slot in range(3):
        progress.begin(slot, (5,), 9)
    progress.written[:] = torch.tensor([0, 2, 3])
    scores = torch.zeros(3 * beams, 6)
    rules({"decoder_start_token_id": 5, "eos_token_id": [1, 4], "min_new_tokens": 3}).apply(scores, progress)
    forbidden = scores.isinf().view(3, beams, 6)
    assert forbidden[:2, :, [1, 4]].all()
    assert int(forbidden.sum()) == 2 * beams * 2


some_rows = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=9)


@settings(max_examples=25)
@given(some_rows, st.integers(1, 12), st.sampled_from([1, 3]), st.sampled_from(["nllb-new", "opus-mt-en-ru"]))
def test_rows_do_not_affect_each_other(
    drawn: list[tuple[int, int]], slots: int, beams: int, name: str
) -> None:
    """Continuous batching keeps the order; neither the number of slots nor other rows change a row."""
    rows = rows_for(name, [length for length, _ in drawn])
    ceilings = [ceiling for _, ceiling in drawn]
    options = {"num_beams": beams}
    together = ours(name, rows, options, ceilings=ceilings, slots=slots)
    alone = [
        ours(name, [row], options, ceilings=[ceiling])[0] for row, ceiling in zip(rows, ceilings, strict=True)
    ]
    assert [row.ids for row in together] == [row.ids for row in alone]
    assert all(len(row.ids) <= ceiling for row, ceiling in zip(together, ceilings, strict=True))


def test_threads_do_not_change_the_tokens() -> None:
    rows, before = rows_for("mbart50"), torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        one = ours("mbart50", rows, {"num_beams": 3})
        torch.set_num_threads(2)
        assert [row.ids for row in ours("mbart50", rows, {"num_beams": 3})] == [row.ids for row in one]
    finally:
        torch.set_num_threads(before)


def test_a_row_that_never_ends_stops_at_its_ceiling() -> None:
    """It outgrows the first capacity of every cache, while other rows come and go."""
    ends = model("nllb-new").config.eos_token_id
    rows = rows_for("nllb-new", (12, *[3] * 20))
    ceilings = [150, *[4] * 20]
    for beams in (1, 2):
        options = {"num_beams": beams, "min_new_tokens": 150}
        long, *short = ours("nllb-new", rows, options, ceilings=ceilings, slots=4)
        assert len(long.ids) == 150
        assert ends not in long.ids
        assert {len(row.ids) for row in short} == {4}


def test_on_done_is_called_once_per_row() -> None:
    done: list[int] = []
    ours("bart-cnn", rows_for("bart-cnn"), {"num_beams": 2}, course=Course(lambda: done.append(1)))
    assert len(done) == len(LENGTHS)
    assert ours("bart-cnn", [], {"num_beams": 2}) == []


@pytest.mark.parametrize("count", [5, 300, 1024, 5000])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_best_tokens_of_a_vocabulary(count: int, rows: int) -> None:
    generator = torch.Generator().manual_seed(count)
    for _ in range(5):
        scores = torch.randn(rows, count, generator=generator)
        assert torch.equal(searches.largest(scores), scores.argmax(-1))
        values, ids = searches.top(scores, 4)
        assert torch.equal(values, scores.topk(4, -1).values)
        assert torch.equal(scores.gather(1, ids), values)
        for wide in (scores, scores * 60):
            normalised = wide - searches.normalizer(wide)
            assert torch.allclose(normalised, wide.log_softmax(-1), atol=1e-4, rtol=1e-6)


@pytest.mark.parametrize("kind", precision.available())
@pytest.mark.parametrize("name", ["opus-mt-en-ru", "nllb-new", "bart-cnn"])
def test_first_tokens_agree_in_every_precision(name: str, kind: precision.Precision) -> None:
    """Random weights are the worst case: scores are close, so that rounding changes their order."""
    rows = rows_for(name, [8] * 40)
    own = rules(model(name).generation_config.to_dict() | {"num_beams": 1, "forced_bos_token_id": None})
    exact, found = (decode(network(name, each), rows, [1] * 40, own) for each in ("float32", kind))
    same = sum(one.ids == other.ids for one, other in zip(exact, found, strict=True))
    assert same >= (40 if kind == "float32" else 34)


def test_real_dimensions() -> None:
    """The width, heads and vocabulary of opus-mt, with fewer layers."""
    import transformers as hf

    torch.manual_seed(2)
    shape_of_one = {"encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048, "d_model": 512, "init_std": 0.3}
    heads = {"encoder_attention_heads": 8, "decoder_attention_heads": 8}
    ids_of = {"pad_token_id": 62517, "decoder_start_token_id": 62517, "eos_token_id": 0}
    layers = {
        "encoder_layers": 1,
        "decoder_layers": 2,
        "activation_function": "swish",
        "scale_embedding": True,
    }
    config = hf.MarianConfig(vocab_size=62518, **shape_of_one, **heads, **ids_of, **layers)
    given, shape = hf.MarianMTModel(config).eval(), architecture.read(config.to_dict())
    tensors = Tensors([])
    tensors._loaded = dict(given.state_dict())
    own = Network(shape, tensors, "float32")
    rows = [torch.randint(9, 60000, (length,)).tolist() for length in (12, 5, 30)]
    ids, mask = batching.pad(rows, 62517, "right")
    for beams in (1, 4):
        options = {"num_beams": beams, "max_new_tokens": 8, "forced_eos_token_id": None}
        expected = given.generate(
            input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask), max_length=None, **options
        )
        found = decode(own, rows, [8] * 3, rules(given.generation_config.to_dict() | options))
        assert [row.ids for row in found] == expected[:, 1:].tolist()
        assert len({token for row in found for token in row.ids}) > 8
