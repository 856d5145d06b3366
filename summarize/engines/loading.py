"""A folder of files → a tokenizer and a model that are whole, or one line that says why not.

No code of a repository is run, no pickle of more than tensors is read, no weight is made up, and
nothing is begun that memory cannot hold. Knows nothing of texts.
"""

from __future__ import annotations

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

from summarize.engines import precision
from summarize.engines.failures import explained
from summarize.errors import ModelError, UsageError
from summarize.models import memory
from summarize.models.checkpoints import Checkpoint
from summarize.models.families import Kind
from summarize.request import Runtime

# The smallest tokenizer that reads anything; the library makes an empty one where files are missing.
_FEWEST_TOKENS = 32
_CLASSES = {"seq2seq": "AutoModelForSeq2SeqLM", "causal": "AutoModelForCausalLM", "encoder": "AutoModel"}
# BERT's head for sentence pairs, which many encoders were saved without and nothing here asks for.
_UNUSED = "pooler."


@dataclass(frozen=True)
class Loaded:
    """What a folder held, ready to run."""

    tokenizer: Any
    model: Any
    device: torch.device


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing of the libraries' own on stderr: what matters of it is checked and said by us."""
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def load(checkpoint: Checkpoint, runtime: Runtime, kinds: tuple[Kind, ...] = ("seq2seq", "causal")) -> Loaded:
    """Load a checkpoint of one of these kinds: by default those that write text.

    Raises:
        UsageError: the device is not on this machine, or the precision is not this runtime's.
        ModelError: one line, whatever is wrong with the files, or that they do not fit in memory.
    """
    os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")
    _refuse(checkpoint, runtime, kinds)
    device = choose_device(runtime)
    precision = choose_precision(checkpoint, runtime, device)
    too_large = memory.fits(checkpoint, str(precision).removeprefix("torch."), _free(device))
    if too_large:
        raise ModelError(too_large)
    if runtime.threads:
        torch.set_num_threads(runtime.threads)
    with quiet():
        with explained(checkpoint.name, "its config.json cannot be used"):
            transformers.AutoConfig.from_pretrained(
                checkpoint.path, local_files_only=True, trust_remote_code=False
            )
        tokenizer = load_tokenizer(checkpoint)
        model = _load_model(checkpoint, runtime, precision, device)
    table = model.config.get_text_config().vocab_size
    if len(tokenizer) < max(_FEWEST_TOKENS, table // 2):
        raise ModelError(
            f"{checkpoint.name}: its tokenizer knows {len(tokenizer)} tokens and its weights {table}: "
            "tokenizer files are missing or of another model"
        )
    return Loaded(tokenizer, model, device)


def choose_device(runtime: Runtime) -> torch.device:
    """The device asked for; ``auto`` is CUDA, else MPS, else the processor."""
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if runtime.device == "auto":
        return torch.device(next(name for name, found in there.items() if found))
    if not there[runtime.device]:
        raise UsageError(f"--device {runtime.device}: this machine has none that works; use --device cpu")
    return torch.device(runtime.device)


def choose_precision(checkpoint: Checkpoint, runtime: Runtime, device: torch.device) -> torch.dtype:
    """The precision to run in. ``auto`` never means float16, in which T5 overflows.

    It is bfloat16 on a CUDA device that has it; on the processor float32, unless only the bfloat16
    that the weights are stored in fits in memory.
    """
    if runtime.precision == "int8" and device.type != "cpu":
        raise UsageError("--precision int8 is for the processor; use auto, float32, bfloat16 or float16")
    if runtime.precision == "int8":
        # Weights are read as they are stored and rounded as they are packed (``choose_kernels``).
        precision.choose("int8")
        return torch.float32
    if runtime.precision != "auto":
        return {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[
            runtime.precision
        ]
    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.bfloat16
    stored_in_half = checkpoint.dtype in ("bfloat16", "float16")
    if stored_in_half and memory.fits(checkpoint, "float32", _free(device)):
        return torch.bfloat16
    return torch.float32


def choose_kernels(runtime: Runtime, dtype: torch.dtype) -> precision.Precision | None:
    """What the linears of a model that was loaded in ``dtype`` are packed in; ``None`` leaves them."""
    if runtime.precision == "int8":
        return precision.choose("int8")
    if dtype == torch.float32:
        return "float32"
    return "bfloat16" if dtype == torch.bfloat16 and "bfloat16" in precision.available() else None


def _free(device: torch.device) -> int:
    """Memory that a model may take on the device, in bytes."""
    return int(torch.cuda.mem_get_info(device)[0]) if device.type == "cuda" else memory.available()


def load_tokenizer(checkpoint: Checkpoint) -> Any:
    """The tokenizer, of the class its row names, with the normaliser its files give it."""
    kind = checkpoint.family.tokenizer or "AutoTokenizer"
    with explained(checkpoint.name, "its tokenizer cannot be loaded"):
        tokenizer = getattr(transformers, kind).from_pretrained(
            checkpoint.path, local_files_only=True, trust_remote_code=False
        )
        backend = getattr(tokenizer, "backend_tokenizer", None)
        # MBartTokenizer of transformers 5 drops it, and "…" and "№" become unknown.
        if backend is not None and backend.normalizer is None and checkpoint.family.normalise:
            backend.normalizer = _normaliser(checkpoint.path) or normalizers.NFKC()
    return tokenizer


def _normaliser(folder: Path) -> Any:
    """The normaliser that the tokenizer's files hold, or ``None``."""
    if (folder / "tokenizer.json").is_file():
        return Tokenizer.from_file(str(folder / "tokenizer.json")).normalizer
    pieces = sentencepiece_model_pb2.ModelProto()
    pieces.ParseFromString((folder / "sentencepiece.bpe.model").read_bytes())
    table = pieces.normalizer_spec.precompiled_charsmap
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    return normalizers.Sequence([normalizers.Precompiled(table), spaces]) if table else None


def _load_model(
    checkpoint: Checkpoint, runtime: Runtime, precision: torch.dtype, device: torch.device
) -> Any:
    # Half of an encoder-decoder (T5EncoderModel) has a class of its own, which no automatic one chooses.
    kind, own = checkpoint.family.kind, checkpoint.architecture
    name = own if kind == "encoder" and own.endswith("EncoderModel") else _CLASSES[kind]
    with explained(checkpoint.name, "its weights cannot be loaded"):
        model, report = getattr(transformers, name).from_pretrained(
            checkpoint.path,
            dtype=precision,
            local_files_only=True,
            trust_remote_code=False,
            weights_only=True,
            use_safetensors=True if runtime.safetensors_only else None,
            output_loading_info=True,
        )
    missing = (key for key in report["missing_keys"] if not key.startswith(_UNUSED))
    lost = sorted({*missing, *(str(key) for key in report["mismatched_keys"])})
    if lost:
        shown = ", ".join(lost[:3]) + (" …" if len(lost) > 3 else "")
        raise ModelError(
            f"{checkpoint.name}: {len(lost)} weights are not in its files: {shown}; fetch it again"
        )
    for key, value in checkpoint.config.items():
        setattr(model.config, key, value)
    with explained(checkpoint.name, f"cannot be put on {device.type}"):
        return model.eval().to(device)


def _refuse(checkpoint: Checkpoint, runtime: Runtime, kinds: tuple[Kind, ...]) -> None:
    if checkpoint.problems:
        raise ModelError(f"{checkpoint.name} cannot be used: {'; '.join(checkpoint.problems)}")
    if checkpoint.family.kind not in kinds:
        raise ModelError(f"{checkpoint.name} writes no text: it is a {checkpoint.family.name} model")
    if runtime.safetensors_only and checkpoint.weights != "safetensors":
        raise ModelError(
            f"{checkpoint.name} has no .safetensors weights, and --safetensors-only forbids its .bin"
        )
