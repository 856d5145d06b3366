"""Load a checkpoint as a complete tokenizer and model of the library, or say in one line why that fails.

No code of a repository is run, no pickle of anything but tensors is read, no missing weight is initialised,
and a model that does not fit in memory is refused before it is read.
"""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, normalizers
from transformers import modeling_gguf_pytorch_utils

from summarize.engines import precision
from summarize.engines.failures import explained
from summarize.errors import ModelError, UsageError
from summarize.models import memory
from summarize.models.checkpoints import Checkpoint
from summarize.models.families import Kind
from summarize.request import Runtime

# A tokenizer with fewer tokens is broken: where files are missing the library makes an empty one.
_FEWEST_TOKENS = 32
_CLASSES = {"seq2seq": "AutoModelForSeq2SeqLM", "causal": "AutoModelForCausalLM", "encoder": "AutoModel"}
# BERT's head for sentence pairs: many encoders were saved without it, and nothing here uses it.
_UNUSED = "pooler."
_GGUF_PACKAGES = ("gguf", "accelerate")


@dataclass(frozen=True)
class Loaded:
    """A tokenizer and a model, on the device that the model runs on."""

    tokenizer: Any
    model: Any
    device: torch.device


def _silent(items: Any, **_: Any) -> Any:
    """In place of the library's bar over the tensors of a GGUF file, which knows no setting."""
    return items


@contextmanager
def quiet() -> Iterator[None]:
    """Silence library logging and warnings within this block; what matters in them is checked here."""
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    modeling_gguf_pytorch_utils.tqdm = _silent
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def load_model(
    checkpoint: Checkpoint, runtime: Runtime, kinds: tuple[Kind, ...] = ("seq2seq", "causal")
) -> Loaded:
    """Load a checkpoint of one of these kinds; by default of those that write text.

    Raises:
        UsageError: this machine does not have the device, or the device lacks the precision.
        ModelError: the files are damaged or incomplete, or do not fit in memory.
    """
    os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")
    _refuse(checkpoint, runtime, kinds)
    device = choose_device(runtime)
    dtype = choose_precision(checkpoint, runtime, device)
    too_large = memory.shortage(checkpoint, str(dtype).removeprefix("torch."), free(device))
    if too_large:
        raise ModelError(too_large)
    if runtime.threads:
        torch.set_num_threads(runtime.threads)
    with quiet():
        config = load_config(checkpoint)
        tokenizer = load_tokenizer(checkpoint)
        model = _load_weights(checkpoint, config, runtime, dtype, device)
    check_tokenizer(checkpoint, tokenizer, model.config.get_text_config().vocab_size)
    return Loaded(tokenizer, model, device)


def choose_device(runtime: Runtime) -> torch.device:
    """The requested device; ``auto`` is CUDA, else MPS, else the processor.

    Raises:
        UsageError: this machine does not have the device.
    """
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if runtime.device == "auto":
        return torch.device(next(name for name, found in available.items() if found))
    if not available[runtime.device]:
        raise UsageError(f"--device {runtime.device}: not available on this machine; use --device cpu")
    return torch.device(runtime.device)


def choose_precision(checkpoint: Checkpoint, runtime: Runtime, device: torch.device) -> torch.dtype:
    """The dtype to load a model in. ``auto`` is never float16, in which T5 overflows.

    ``auto`` is bfloat16 on a CUDA device that supports it, and float32 elsewhere; but it is bfloat16 for
    weights that are stored in half precision and fit in memory only that way.

    Raises:
        UsageError: the device does not compute in the requested precision.
    """
    if runtime.precision == "int8" and device.type != "cpu":
        raise UsageError("--precision int8 is for the processor; use auto, float32, bfloat16 or float16")
    if runtime.precision == "int8":
        # Weights are loaded in float32 and rounded when they are packed; see ``choose_kernels``.
        precision.choose("int8")
        return torch.float32
    if runtime.precision != "auto":
        return {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[
            runtime.precision
        ]
    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.bfloat16
    return torch.bfloat16 if memory.halved(checkpoint, free(device)) else torch.float32


def choose_kernels(runtime: Runtime, dtype: torch.dtype) -> precision.Precision | None:
    """The precision in which to pack the linears of a model loaded in ``dtype``; ``None`` leaves them."""
    if runtime.precision == "int8":
        return precision.choose("int8")
    if dtype == torch.float32:
        return "float32"
    return "bfloat16" if dtype == torch.bfloat16 and "bfloat16" in precision.available() else None


def load_config(checkpoint: Checkpoint) -> Any:
    """The library's configuration of a checkpoint, its defaults filled in.

    Raises:
        ModelError: config.json cannot be used.
    """
    with explained(checkpoint.name, "its config.json cannot be used"):
        return transformers.AutoConfig.from_pretrained(
            **_place(checkpoint), local_files_only=True, trust_remote_code=False
        )


def load_tokenizer(checkpoint: Checkpoint) -> Any:
    """The tokenizer, of the class that the family's row names, with the normaliser of its files.

    Raises:
        ModelError: its files are missing or damaged, or need a library that is not installed.
    """
    kind = checkpoint.family.tokenizer or "AutoTokenizer"
    with explained(checkpoint.name, "its tokenizer cannot be loaded"):
        tokenizer = getattr(transformers, kind).from_pretrained(
            **_place(checkpoint), local_files_only=True, trust_remote_code=False
        )
        backend = getattr(tokenizer, "backend_tokenizer", None)
        # MBartTokenizer of transformers 5 loses it, and "…" and "№" become unknown tokens.
        if backend is not None and backend.normalizer is None and checkpoint.family.normalise:
            backend.normalizer = _normaliser(checkpoint.path) or normalizers.NFKC()
    return tokenizer


def check_tokenizer(checkpoint: Checkpoint, tokenizer: Any, vocabulary: int) -> None:
    """Refuse a tokenizer that does not belong to weights with ``vocabulary`` tokens.

    Raises:
        ModelError: the tokenizer has less than half of them.
    """
    if len(tokenizer) < max(_FEWEST_TOKENS, vocabulary // 2):
        raise ModelError(
            f"{checkpoint.name}: its tokenizer has {len(tokenizer)} tokens and its weights {vocabulary}; "
            "tokenizer files are missing or of another model: fetch the model again"
        )


def _place(checkpoint: Checkpoint) -> dict[str, Any]:
    """Where the library finds a checkpoint: a folder, or a GGUF file in one."""
    if checkpoint.weights == "gguf":
        return {
            "pretrained_model_name_or_path": checkpoint.path.parent,
            "gguf_file": checkpoint.path.name,
        }
    return {"pretrained_model_name_or_path": checkpoint.path}


def free(device: torch.device) -> int:
    """Free memory of the device, in bytes."""
    return int(torch.cuda.mem_get_info(device)[0]) if device.type == "cuda" else memory.available()


def _normaliser(folder: Path) -> Any:
    """The normaliser in the tokenizer's files, or ``None``."""
    if (folder / "tokenizer.json").is_file():
        return Tokenizer.from_file(str(folder / "tokenizer.json")).normalizer
    pieces = sentencepiece_model_pb2.ModelProto()
    pieces.ParseFromString((folder / "sentencepiece.bpe.model").read_bytes())
    table = pieces.normalizer_spec.precompiled_charsmap
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    return normalizers.Sequence([normalizers.Precompiled(table), spaces]) if table else None


def _load_weights(
    checkpoint: Checkpoint, config: Any, runtime: Runtime, dtype: torch.dtype, device: torch.device
) -> Any:
    own_config = {}
    if checkpoint.weights == "gguf":
        for key, value in checkpoint.config.items():
            setattr(config, key, value)
        own_config = {"config": config}
    # The encoder of an encoder-decoder (T5EncoderModel) has a class of its own; AutoModel never chooses it.
    kind, own = checkpoint.family.kind, checkpoint.architecture
    name = own if kind == "encoder" and own.endswith("EncoderModel") else _CLASSES[kind]
    with explained(checkpoint.name, "its weights cannot be loaded"):
        model, report = getattr(transformers, name).from_pretrained(
            **_place(checkpoint),
            **own_config,
            dtype=dtype,
            local_files_only=True,
            trust_remote_code=False,
            weights_only=True,
            use_safetensors=True if runtime.safetensors_only and checkpoint.weights != "gguf" else None,
            output_loading_info=True,
        )
    missing = (key for key in report["missing_keys"] if not key.startswith(_UNUSED))
    lost = sorted({*missing, *(str(key) for key in report["mismatched_keys"])})
    if lost:
        shown = ", ".join(lost[:3]) + (" …" if len(lost) > 3 else "")
        raise ModelError(
            f"{checkpoint.name}: {len(lost)} weights are not in its files: {shown}; fetch the model again"
        )
    for key, value in checkpoint.config.items():
        setattr(model.config, key, value)
    if checkpoint.weights == "gguf":
        # Beside the end of the text, the end of a chat's turn, which the library does not read.
        model.generation_config.update(**checkpoint.generation)
    # transformers before 5.21 ignores this cap on attention scores (Gemma 2, T5Gemma) in every other kernel.
    if getattr(model.config.get_text_config(decoder=True), "attn_logit_softcapping", None):
        model.set_attn_implementation("eager")
    with explained(checkpoint.name, f"cannot be moved to {device.type}"):
        return model.eval().to(device)


def _refuse(checkpoint: Checkpoint, runtime: Runtime, kinds: tuple[Kind, ...]) -> None:
    if checkpoint.problems:
        raise ModelError(f"{checkpoint.name} cannot be used: {'; '.join(checkpoint.problems)}")
    if checkpoint.family.kind not in kinds:
        raise ModelError(
            f"{checkpoint.name} writes no text: it is a {checkpoint.family.name} model; choose another"
        )
    if checkpoint.weights == "gguf":
        lacking = [name for name in _GGUF_PACKAGES if importlib.util.find_spec(name) is None]
        if lacking:
            raise ModelError(
                f"{checkpoint.name} is a GGUF file, which needs {' and '.join(lacking)}: "
                "pip install 'summarize[gguf]'"
            )
    elif runtime.safetensors_only and checkpoint.weights != "safetensors":
        raise ModelError(
            f"{checkpoint.name} has no .safetensors weights, and --safetensors-only forbids its .bin"
        )
