"""Devices, precision, memory, and weights that the library would load incorrectly."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
import tinyhub
import torch
from safetensors.torch import load_file, save_file
from tinyhub.parts import edit_json

from summarize.engines import loading
from summarize.engines.load import load_engine
from summarize.errors import ModelError, UsageError
from summarize.models import checkpoints, memory
from summarize.request import Decoding, Instruction, Runtime

RUNTIME = Runtime(device="cpu")
SUMMARY = Instruction("summarization", "en", "en")


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tinyhub.folder("bart-cnn"), tmp_path / "bart-cnn"))


def test_a_model_larger_than_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    claimed = 4 * psutil.virtual_memory().total // 64
    head = {"shared": {"dtype": "F32", "shape": [claimed, 16], "data_offsets": [0, claimed * 64]}}
    data = json.dumps(head).encode()
    with (folder / "model.safetensors").open("wb") as stream:
        stream.write(len(data).to_bytes(8, "little") + data)
        stream.truncate(8 + len(data) + claimed * 64)  # a sparse file, which takes no space
    with pytest.raises(ModelError) as caught:
        loading.load_model(checkpoints.describe(folder), RUNTIME)
    message = str(caught.value)
    assert f"{(claimed * 64 + memory.LIBRARIES) / 1e9:.1f} GB" in message
    assert "GB are free" in message


def test_bfloat16_is_chosen_where_only_that_fits(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    weights = {key: value.bfloat16() for key, value in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    checkpoint = checkpoints.describe(folder)
    cpu = torch.device("cpu")
    assert loading.choose_precision(checkpoint, RUNTIME, cpu) == torch.float32
    # As many parameters as fit in two bytes each, not in four.
    fields = {**vars(checkpoint), "parameters": psutil.virtual_memory().available // 3}
    assert loading.choose_precision(type(checkpoint)(**fields), RUNTIME, cpu) == torch.bfloat16


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "float16"])
def test_the_model_runs_in_the_requested_precision(precision: Any) -> None:
    loaded = loading.load_model(
        checkpoints.describe(tinyhub.folder("nllb-new")), Runtime(device="cpu", precision=precision)
    )
    assert str(loaded.model.dtype) == f"torch.{precision}"


def test_half_precision_weights_run_as_float32_on_the_processor(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    weights = {key: value.half() for key, value in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    edit_json(folder / "config.json", torch_dtype="float16")
    assert loading.load_model(checkpoints.describe(folder), RUNTIME).model.dtype == torch.float32


def test_a_device_that_this_machine_lacks_is_a_usage_error() -> None:
    checkpoint = checkpoints.describe(tinyhub.folder("bart-cnn"))
    missing = [
        name
        for name, there in (("cuda", torch.cuda.is_available()), ("mps", torch.backends.mps.is_available()))
        if not there
    ]
    for name in missing:
        with pytest.raises(UsageError, match=f"--device {name}"):
            load_engine(checkpoint, Runtime(device=name))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="--precision int8 is for the processor"):
        loading.choose_precision(checkpoint, Runtime(precision="int8"), torch.device("cuda"))


def test_the_number_of_threads_is_set() -> None:
    before = torch.get_num_threads()
    try:
        load_engine(checkpoints.describe(tinyhub.folder("bart-cnn")), Runtime(device="cpu", threads=2))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_umt5_logits_are_not_scaled() -> None:
    """For an untied checkpoint transformers before 5.24 multiplies them by d_model ** -0.5."""
    model = loading.load_model(checkpoints.describe(tinyhub.folder("umt5")), RUNTIME).model
    ids = torch.tensor([[5, 9, 1]])
    with torch.inference_mode():
        output = model(input_ids=ids, decoder_input_ids=ids, output_hidden_states=True)
        expected = model.lm_head(output.decoder_hidden_states[-1])
    assert torch.allclose(output.logits, expected)


def test_a_cap_on_attention_scores_is_kept() -> None:
    """transformers before 5.21 chooses a kernel without it for T5Gemma."""
    model = loading.load_model(checkpoints.describe(tinyhub.folder("t5gemma")), RUNTIME).model
    ids = torch.tensor([[5, 9, 1]])

    def logits(cap: float | None) -> torch.Tensor:
        for module in model.modules():
            if hasattr(module, "attn_logit_softcapping"):
                module.attn_logit_softcapping = cap
        with torch.inference_mode():
            return model(input_ids=ids, decoder_input_ids=ids).logits

    assert not torch.equal(logits(0.01), logits(None))


def test_madlads_encoder_shares_the_decoders_embeddings() -> None:
    model = loading.load_model(checkpoints.describe(tinyhub.folder("madlad")), RUNTIME).model
    stored = load_file(tinyhub.folder("madlad") / "model.safetensors")
    assert torch.equal(model.encoder.embed_tokens.weight, stored["decoder.embed_tokens.weight"])
    assert torch.equal(model.lm_head.weight, stored["lm_head.weight"])
    assert not torch.equal(model.lm_head.weight, model.encoder.embed_tokens.weight)


def test_importing_the_loader_imports_no_runtime() -> None:
    program = (
        "import sys; import summarize.engines.load; "
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'huggingface_hub')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_loading_and_generating_write_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    loaded = load_engine(checkpoints.describe(tinyhub.folder("bart-cnn")), RUNTIME)
    loaded.generate(["A bus leaves."], SUMMARY, Decoding(max_new_tokens=4))
    assert capfd.readouterr() == ("", "")
