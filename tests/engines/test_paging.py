"""Weights that are mapped go from memory as they are packed, and are the same when they are read again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from summarize.engines import precision

LAYERS, SIDE = 12, 1536  # 113 MB of float32
PACKED = """
import sys, torch
from safetensors.torch import load_file
from summarize.engines import paging, precision

def kilobytes(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name))

def peak():
    return kilobytes("VmHWM")

torch.set_num_threads(1)
precision.swap(torch.nn.Sequential(torch.nn.Linear(64, 64)), "int8")
weights = load_file(sys.argv[1])
one = next(iter(weights.values()))
one.sum()
read = kilobytes("VmRSS")
paging.give_back(one)
print((read - kilobytes("VmRSS")) / (one.nbytes / 1024))
model = torch.nn.Sequential(*[torch.nn.Linear(1, 1, device="meta") for _ in weights])
for layer, weight in zip(model, weights.values()):
    layer.weight, layer.bias = torch.nn.Parameter(weight, requires_grad=False), None
before = peak()
precision.swap(model, "int8")
print((peak() - before) / sum(weight.nbytes / 1024 for weight in weights.values()))
"""


def test_a_model_that_is_packed_never_lies_in_memory_twice(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    save_file({f"{number:02}": torch.randn(SIDE, SIDE) for number in range(LAYERS)}, file)
    done = subprocess.run(
        [sys.executable, "-c", PACKED, str(file)], capture_output=True, text=True, check=True
    )
    given_back, grown = map(float, done.stdout.split())
    # A quarter is what the packed weights are, a little what is under way. Where files lie in memory, as in a
    # tmpfs, their pages stay.
    assert 0.2 < grown < (0.6 if given_back > 0.9 else 1.6)


def test_what_was_given_back_is_read_again(tmp_path: Path) -> None:
    wanted = {"mapped": torch.randn(700, 300)}
    save_file(wanted, tmp_path / "model.safetensors")
    mapped, own = load_file(tmp_path / "model.safetensors")["mapped"], torch.randn(700, 300)
    copy = own.clone()
    for weight in (mapped, own, own.t(), own[:0], own[3:5, :7]):
        precision.give_back(weight)
    assert torch.equal(mapped, wanted["mapped"])
    assert torch.equal(own, copy)
