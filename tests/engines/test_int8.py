"""int8: each row is rounded on its own, products are exact, and a vocabulary's best tokens too."""

from __future__ import annotations

from typing import Any, Literal

import pytest
import tinyhub
import torch
from torch.nn import functional

from summarize.engines import precision
from summarize.engines.decoder.engine import DecoderEngine
from summarize.engines.load import load_engine
from summarize.engines.precision import ExactChoice, PackedLinear
from summarize.engines.transformers import TransformersEngine
from summarize.models.checkpoints import describe
from summarize.request import Runtime

VNNI = torch.cpu._is_vnni_supported()


@pytest.fixture(params=[True, False], ids=["matrices", "vectors"], autouse=True)
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both kernels of torch run on every processor that has one."""
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: request.param)


def outliers(rows: int) -> torch.Tensor:
    """Rows whose sizes differ by five orders of magnitude, one of them zero, each with one large value."""
    generator = torch.Generator().manual_seed(8)
    x = torch.randn(rows, 96, generator=generator) * torch.logspace(-2, 3, rows)[:, None]
    x[:, 7] *= 40
    x[rows // 2] = 0
    return x


@pytest.mark.parametrize("digits", [1, 2])
@pytest.mark.parametrize("biased", [True, False])
def test_a_row_gets_the_same_alone_and_among_others(digits: Literal[1, 2], biased: bool) -> None:
    generator = torch.Generator().manual_seed(7)
    bias = torch.randn(50, generator=generator) if biased else None
    linear = PackedLinear(torch.randn(50, 96, generator=generator), bias, "int8", digits=digits)
    x = outliers(64)
    together, order = linear(x), torch.randperm(64, generator=generator)
    assert torch.equal(torch.cat([linear(row[None]) for row in x]), together)
    assert torch.equal(linear(x[order]), together[order])
    assert torch.equal(linear(x[:3]), together[:3])
    assert together.isfinite().all()


@pytest.mark.parametrize("vnni", [True, False])
def test_int8_is_exact_arithmetic_on_rounded_rows(vnni: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_vnni_supported", lambda: vnni)
    weight, x = torch.randn(50, 96, generator=torch.Generator().manual_seed(9)), outliers(64)
    largest = 127 if vnni else 63
    ends = x.abs().amax(1).clamp_min(1e-30)[:, None]
    rounded = (x * (largest / ends)).round()
    assert rounded.abs().max() == largest
    ints, scales = precision.quantize(weight)
    sums = rounded.long() @ ints.long().T
    assert torch.equal(PackedLinear(weight, None, "int8")(x), sums.float() * (scales / largest) * ends)


@pytest.mark.parametrize("vnni", [True, False])
def test_both_int8_kernels_of_torch_give_the_same_bits(vnni: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "_is_vnni_supported", lambda: vnni and VNNI)
    weight, bias = torch.randn(50, 96, generator=torch.Generator().manual_seed(9)), torch.arange(50.0)
    for digits in (1, 2):
        found = []
        for matrices in (True, False):
            monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda matrices=matrices: matrices)
            found.append(PackedLinear(weight, bias, "int8", digits=digits)(outliers(64)))
        assert torch.equal(*found)


def test_two_digits_leave_only_the_rounding_of_the_weights() -> None:
    weight = torch.randint(-127, 128, (50, 96), generator=torch.Generator().manual_seed(10)).float()
    weight[:, 0] = 127  # so that rounding these weights loses nothing
    x = outliers(64)
    expected = functional.linear(x.double(), weight.double())
    one, two = (PackedLinear(weight, None, "int8", digits=digits)(x) - expected for digits in (1, 2))
    assert (two.norm(dim=1) <= one.norm(dim=1) / 50).all()
    assert one.norm() > 0


def test_the_best_tokens_are_scored_exactly() -> None:
    generator = torch.Generator().manual_seed(11)
    weight, bias = torch.randn(3000, 96, generator=generator), torch.randn(3000, generator=generator)
    # Two tokens that eight bits cannot tell apart.
    weight[5] = weight[4] + 1e-4
    x = torch.randn(40, 96, generator=generator)
    x[0] = weight[5] * 3
    for given in (bias, None):
        exact, found = functional.linear(x, weight, given), ExactChoice(weight, given)(x)
        assert torch.equal(found.argmax(-1), exact.argmax(-1))
        assert torch.allclose(found.topk(10).values, exact.topk(10).values, rtol=1e-5, atol=1e-4)
        assert not torch.allclose(found, exact, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "engine", "digits", "exact"),
    [
        ("qwen3", DecoderEngine, 2, True),
        ("qwen3", TransformersEngine, 2, True),
        ("pegasus-x", TransformersEngine, 1, False),
        ("nllb-new", DecoderEngine, 1, False),
    ],
)
def test_models_that_only_decode_keep_their_text(
    name: str, engine: type, digits: int, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    build = PackedLinear.__init__

    def counted(self: PackedLinear, *arguments: Any, **named: Any) -> None:
        made.append([*arguments, named.get("digits", 1)][4 if len(arguments) > 4 else -1])
        build(self, *arguments, **named)

    monkeypatch.setattr(PackedLinear, "__init__", counted)
    checkpoint, runtime = describe(tinyhub.folder(name)), Runtime(device="cpu", precision="int8")
    found = load_engine(checkpoint, runtime)
    if not isinstance(found, engine):
        made.clear()
        found = engine(checkpoint, runtime)
    if isinstance(found, DecoderEngine):
        chooses = found._network._project
    else:
        assert isinstance(found, TransformersEngine)
        chooses = found._model.get_output_embeddings()
    assert isinstance(chooses, ExactChoice) == exact
    # The choice itself is rounded once, to find the candidates.
    assert sorted(made) == [1] * exact + [digits] * (len(made) - exact)
