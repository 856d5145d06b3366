"""Packed linears: correct results in every precision, alone and inside any model."""

from __future__ import annotations

import pytest
import tinyhub
import torch
from torch.nn import functional

from summarize.engines import loading, precision
from summarize.engines.precision import PackedLinear
from summarize.errors import UsageError
from summarize.models import checkpoints
from summarize.request import Runtime

# Relative error of a product of random matrices, rounded to 24, 8 and 7 bits.
TOLERANCE = {"float32": 1e-6, "bfloat16": 6e-3, "int8": 2e-2}
each = pytest.mark.parametrize("kind", precision.available())


@each
@pytest.mark.parametrize("shape", [(1, 48), (7, 48), (2, 3, 48), (300, 48)])
@pytest.mark.parametrize("biased", [True, False])
def test_a_packed_linear_computes_a_linear(
    kind: precision.Precision, shape: tuple[int, ...], biased: bool
) -> None:
    generator = torch.Generator().manual_seed(5)
    weight, x = torch.randn(70, 48, generator=generator), torch.randn(shape, generator=generator)
    bias = torch.randn(70, generator=generator) if biased else None
    expected = functional.linear(x, weight, bias)
    found = PackedLinear(weight, bias, kind)(x)
    assert found.shape == expected.shape
    assert found.dtype == x.dtype
    assert (found - expected).norm() <= TOLERANCE[kind] * expected.norm()


@each
def test_the_result_has_the_callers_dtype(kind: precision.Precision) -> None:
    linear = PackedLinear(torch.eye(8).bfloat16(), None, kind)
    x = torch.arange(8.0)[None].bfloat16()
    assert linear(x).dtype == torch.bfloat16
    assert torch.allclose(linear(x).float(), x.float(), atol=0.05)


@each
def test_a_vocabulary_packed_in_parts_is_complete(kind: precision.Precision) -> None:
    generator = torch.Generator().manual_seed(6)
    weight, bias = torch.randn(70_000, 8, generator=generator), torch.randn(70_000, generator=generator)
    x = torch.randn(3, 8, generator=generator)
    found, expected = PackedLinear(weight, bias, kind)(x), functional.linear(x, weight, bias)
    assert (found - expected).norm() <= TOLERANCE[kind] * expected.norm()


@each
def test_a_packed_linear_does_not_keep_its_weight(kind: precision.Precision) -> None:
    weight, x = torch.eye(16), torch.ones(1, 16)
    linear = PackedLinear(weight, None, kind)
    before = linear(x)
    weight.zero_()
    assert torch.equal(linear(x), before)


def test_each_output_has_its_own_scale() -> None:
    weight = torch.tensor([[1.0, -0.5], [1000.0, 10.0], [0.0, 0.0]])
    ints, scales = precision.quantize(weight)
    assert ints.dtype == torch.int8
    assert ints.abs().amax(1).tolist() == [127, 127, 0]
    assert torch.allclose(ints * scales[:, None], weight, atol=4.0)
    assert torch.allclose((ints * scales[:, None])[0], weight[0], atol=0.004)


def test_quantising_in_parts_equals_quantising_at_once() -> None:
    weight = torch.randn(1000, 700, generator=torch.Generator().manual_seed(1))
    ints, scales = precision.quantize(weight)
    assert torch.equal(scales, weight.abs().amax(1) / 127)
    assert ((ints * scales[:, None] - weight).abs() <= scales[:, None] * 0.501).all()


def test_only_what_the_processor_has_is_chosen() -> None:
    assert all(precision.choose(kind) == kind for kind in precision.available())
    with pytest.raises(UsageError, match="--precision float16: this processor"):
        precision.choose("float16")


def test_a_precision_without_instructions_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    assert "bfloat16" not in precision.available()
    with pytest.raises(UsageError, match="use auto or one of float32"):
        precision.choose("bfloat16")


def test_without_onednn_torchs_own_linear_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    weight, x = torch.randn(5, 4), torch.randn(3, 4)
    assert torch.equal(PackedLinear(weight, None, "float32")(x), functional.linear(x, weight))


SWAPPED = (
    "opus-mt-en-ru",
    "nllb-new",
    "bart-cnn",
    "pegasus-x",
    "flan-t5",
    "t5-small",
    "qwen3",
    "gemma3",
    "led",
)


@pytest.mark.parametrize("name", SWAPPED)
def test_packing_does_not_change_the_tokens_of_any_model(name: str) -> None:
    checkpoint = checkpoints.describe(tinyhub.folder(name))
    model = loading.load_model(checkpoint, Runtime(device="cpu")).model
    ids = torch.randint(8, 200, (3, 40), generator=torch.Generator().manual_seed(3))
    settings = {"max_new_tokens": 12, "max_length": None, "do_sample": False, "num_beams": 2, "min_length": 0}
    with torch.inference_mode():
        expected = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), **settings)
        linears = sum(type(module) is torch.nn.Linear for module in model.modules())
        assert precision.swap(model, "float32") == linears > 0
        found = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), **settings)
    assert torch.equal(found, expected)


@each
@pytest.mark.parametrize("name", ["flan-t5", "nllb-new", "qwen3"])
def test_logits_in_every_precision_are_close(name: str, kind: precision.Precision) -> None:
    checkpoint = checkpoints.describe(tinyhub.folder(name))
    model = loading.load_model(checkpoint, Runtime(device="cpu")).model
    ids = torch.randint(8, 200, (2, 10), generator=torch.Generator().manual_seed(3))
    given = {"input_ids": ids} | ({"decoder_input_ids": ids} if model.config.is_encoder_decoder else {})
    with torch.inference_mode():
        expected = model(**given).logits
        precision.swap(model, kind)
        found = model(**given).logits
    assert functional.cosine_similarity(found, expected, dim=-1).mean() > 0.97


@pytest.mark.parametrize("matrices", [True, False])
def test_a_float32_linear_is_packed_by_the_first_call_that_gains_by_it(
    matrices: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: matrices)
    packed: list[torch.Tensor] = []
    reorder = torch.ops.mkldnn._reorder_linear_weight

    def counted(weight: torch.Tensor, rows: int) -> torch.Tensor:
        packed.append(weight)
        return reorder(weight, rows)

    monkeypatch.setattr(torch.ops.mkldnn, "_reorder_linear_weight", counted)
    generator = torch.Generator().manual_seed(12)
    weight, bias = torch.randn(70, 48, generator=generator), torch.randn(70, generator=generator)
    linear, counts = PackedLinear(weight, bias, "float32"), []
    for shape in [(1, 48), (2, 48), (300, 48), (3, 48), (1, 2, 48), (2, 4, 48), (300, 48)]:
        x = torch.randn(shape, generator=generator)
        found, expected = linear(x), functional.linear(x, weight, bias)
        assert (found - expected).norm() <= TOLERANCE["float32"] * expected.norm()
        counts.append(len(packed))
    assert counts == ([0, 0, 0, 1, 1, 1, 1] if matrices else [1] * 7)
