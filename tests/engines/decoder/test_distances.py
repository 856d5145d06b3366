"""Positions by distance, compared with the library's: buckets and numbers, for rows of any length."""

from __future__ import annotations

import pytest
import torch
from decoding import model, network, ours, rows_for
from hypothesis import given
from hypothesis import strategies as st
from transformers.models.t5.modeling_t5 import T5Attention

from summarize.engines import batching
from summarize.engines.decoder import architecture
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.positions import Distances, bucket
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode


@pytest.mark.parametrize("both_ways", [True, False])
@pytest.mark.parametrize(("count", "farthest"), [(32, 128), (32, 1000), (8, 20)])
def test_buckets_are_the_librarys(both_ways: bool, count: int, farthest: int) -> None:
    distances = torch.arange(-3000, 3000)
    expected = T5Attention._relative_position_bucket(distances, both_ways, count, farthest)
    assert torch.equal(bucket(distances, count, farthest, both_ways), expected)
    # Looking ahead, no token is at distance 0, so one bucket stays empty.
    assert len(set(expected.tolist())) == count - both_ways


@given(st.integers(0, 400), st.sampled_from(["t5-small", "umt5"]))
def test_the_bucket_of_a_distance_does_not_depend_on_the_others(distance: int, name: str) -> None:
    alone = bucket(torch.tensor([-distance]), 32, 128, False)
    assert int(alone) == int(bucket(torch.arange(-400, 1), 32, 128, False)[400 - distance])


@pytest.mark.parametrize("name", ["madlad", "umt5"])
def test_attention_adds_what_the_library_adds(name: str) -> None:
    own = network(name)
    sides = (own._encoder.distances, model(name).encoder), (own._decoder.distances, model(name).decoder)
    (reading, encoder), (writing, decoder) = sides
    assert reading is not None
    assert writing is not None
    for layer, values in enumerate(reading.among(200)):
        attention = encoder.block[layer].layer[0].SelfAttention
        assert torch.equal(values, attention.compute_bias(200, 200)[0])
    times = torch.tensor([0, 5, 299, 40])
    found = writing.behind(times, 2)
    for layer in range(writing.sets):
        attention = decoder.block[layer].layer[0].SelfAttention
        for row, time in enumerate(times.tolist()):
            expected = attention.compute_bias(1, time + 1, past_seen_tokens=time)[0, :, 0]
            assert torch.equal(found[layer, :, row, : 2 * (time + 1) : 2], expected)
            assert torch.equal(found[layer, :, row, 1 : 2 * (time + 1) : 2], expected)


def test_umt5_has_a_set_of_numbers_per_layer() -> None:
    shape = network("umt5").shape
    layers = {
        f"decoder.block.{layer}.layer.0.SelfAttention.relative_attention_bias.weight": torch.randn(32, 2)
        for layer in range(3)
    }
    tensors = Tensors([])
    tensors._loaded = layers
    three = architecture.Architecture(**{**vars(shape), "layers": (1, 3)})
    own = Distances(three, tensors, 1)
    assert own.sets == 3
    values = own.behind(torch.tensor([0]), 1)
    assert [values[layer, :, 0, 0].tolist() for layer in range(3)] == [
        table[0].tolist() for table in layers.values()
    ]


def test_rows_longer_than_the_first_capacity() -> None:
    """A row keeps its own distances while longer and shorter rows share the batch."""
    rows = rows_for("umt5", (12, *[3] * 12))
    ceilings = [300, *[7] * 12]
    for beams in (1, 2):
        options = {"num_beams": beams, "min_new_tokens": 300}
        together = ours("umt5", rows, options, ceilings=ceilings, slots=3 * beams)
        alone = [
            ours("umt5", [row], options, ceilings=[ceiling])[0]
            for row, ceiling in zip(rows, ceilings, strict=True)
        ]
        assert [row.ids for row in together] == [row.ids for row in alone]
        assert len(together[0].ids) == 300


@pytest.mark.parametrize("kind", ["t5", "mt5", "umt5"])
def test_real_dimensions(kind: str) -> None:
    """The width, heads and feed-forward network of mT5-small, with fewer layers and tokens."""
    import transformers as hf

    torch.manual_seed(4)
    config_of, model_of = {
        "t5": (hf.T5Config, hf.T5ForConditionalGeneration),
        "mt5": (hf.MT5Config, hf.MT5ForConditionalGeneration),
        "umt5": (hf.UMT5Config, hf.UMT5ForConditionalGeneration),
    }[kind]
    size = {"d_model": 512, "d_kv": 64, "d_ff": 1024, "num_heads": 6, "vocab_size": 4000}
    layers = {"num_layers": 3, "num_decoder_layers": 2, "decoder_start_token_id": 0}
    config = config_of(**size, **layers, feed_forward_proj="relu" if kind == "t5" else "gated-gelu")
    given = model_of(config).eval()
    torch.nn.init.normal_(given.shared.weight, std=0.5)
    shape = architecture.read(config.to_dict())
    tensors = Tensors([])
    tensors._loaded = dict(given.state_dict())
    own = Network(shape, tensors, "float32")
    rows = [torch.randint(9, 4000, (length,)).tolist() for length in (12, 5, 150)]
    ids, mask = batching.pad(rows, 0, "right")
    for beams in (1, 4):
        options = {"num_beams": beams, "min_new_tokens": 12, "max_new_tokens": 12, "no_repeat_ngram_size": 2}
        expected = given.generate(
            input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask), max_length=None, **options
        )
        found = decode(own, rows, [12] * 3, rules(given.generation_config.to_dict() | options))
        assert [row.ids for row in found] == expected[:, 1:].tolist()
        assert len({token for row in found for token in row.ids}) > 8
