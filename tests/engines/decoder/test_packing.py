"""A vocabulary read and packed in parts: the same rows, and the same scores as in one piece."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from summarize.engines.decoder.packing import Concatenated, Packer
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.precision import LARGEST_WHOLE, PackedLinear, available


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("ending", ["safetensors", "bin"])
def test_rows_are_those_of_the_whole_tensor(dtype: torch.dtype, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"model.{ending}"
    weights = {"before": torch.randn(3, 5).to(dtype), "table": torch.randn(10, 7).to(dtype)}
    if ending == "bin":
        torch.save(weights, file)
    else:
        save_file(weights, file)
    tensors = Tensors([file])
    found = [tensors.rows("table", first, 4) for first in (0, 4, 8)]
    assert [len(rows) for rows in found] == [4, 4, 2]
    assert torch.equal(torch.cat(found), weights["table"])


def test_parts_give_the_scores_of_the_whole(tmp_path: Path) -> None:
    vocabulary, width = LARGEST_WHOLE + 20_000, 16
    weight, bias, x = torch.randn(vocabulary, width), torch.randn(vocabulary), torch.randn(3, width)
    save_file({"table": weight}, tmp_path / "model.safetensors")
    for kind in available():
        packer = Packer(Tensors([tmp_path / "model.safetensors"]), kind)
        for own in (None, bias):
            assert torch.equal(
                packer.projection("table", vocabulary, own)(x), PackedLinear(weight, own, kind)(x)
            )


def test_each_thread_has_its_own_memory_for_scores() -> None:
    weight = torch.randn(50, 16)
    together = Concatenated([PackedLinear(part, None, "float32") for part in weight.split(20)])
    inputs = [torch.randn(rows, 16) for rows in (2, 5, 3)]
    first = together(inputs[0])
    wanted = first.clone()
    with ThreadPoolExecutor(1) as other:
        others = other.submit(lambda: together(inputs[0] * 2)).result()
    assert torch.equal(first, wanted)
    torch.testing.assert_close(others, inputs[0] * 2 @ weight.T)
    for x in inputs:
        found = together(x)
        torch.testing.assert_close(found, x @ weight.T)
    assert together(inputs[1]).data_ptr() == found.data_ptr()
