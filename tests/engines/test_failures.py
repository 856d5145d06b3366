"""Folders broken in every known way: each is reported on one line, and none of their code is run."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tinyhub
import torch
from safetensors.torch import load_file, save_file

from summarize.engines import failures
from summarize.engines.load import load_engine
from summarize.errors import ModelError
from summarize.models import checkpoints
from summarize.request import Runtime

RUNTIME = Runtime(device="cpu")


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a tiny model, to damage."""
    return lambda name: Path(shutil.copytree(tinyhub.folder(name), tmp_path / name))


def refusal(folder: Path, runtime: Runtime = RUNTIME) -> str:
    """The one line of the error that loading the folder raises."""
    with pytest.raises(ModelError) as caught:
        load_engine(checkpoints.describe(folder), runtime)
    message = str(caught.value)
    assert "\n" not in message
    assert folder.name in message
    assert caught.value.exit_code == 4
    return message


def write(name: str, content: bytes | str) -> Callable[[Path], None]:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data) and None


def remove(*names: str) -> Callable[[Path], None]:
    return lambda folder: [(folder / name).unlink() for name in names] and None


def configure(**changes: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    return change


def cut(name: str, keep: float) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: int(len(data) * keep)])

    return change


def drop_tensor(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["model.encoder.layers.0.fc1.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def lose_a_shard(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    shards = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    save_file(weights, folder / shards[0], metadata={"format": "pt"})
    table = {name: shards[position % 2] for position, name in enumerate(weights)}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": table}))


encode = configure(model_type="bert", is_encoder_decoder=False, architectures=["BertModel"])
LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0011\nsize 1625\n"
BROKEN = [
    ("no config", "bart-cnn", remove("config.json"), "config.json"),
    ("config is not JSON", "bart-cnn", write("config.json", "{'a': "), "config.json"),
    ("config is a list", "bart-cnn", write("config.json", "[]"), "config.json"),
    ("config is empty", "bart-cnn", write("config.json", "{}"), "config.json"),
    ("unknown type", "bart-cnn", configure(model_type="brandnew", auto_map={"AutoModel": "x.Y"}), "brandnew"),
    ("wrong architecture", "bart-cnn", configure(model_type="bert"), "bert"),
    ("an encoder", "bart-cnn", encode, "writes no text"),
    ("config of wrong types", "bart-cnn", configure(d_model="sixteen"), "config.json cannot be used"),
    ("no weights", "bart-cnn", remove("model.safetensors"), "no weights"),
    ("a shard is missing", "bart-cnn", lose_a_shard, "model-00002-of-00002.safetensors"),
    ("weights cut short", "bart-cnn", cut("model.safetensors", 0.5), "model.safetensors"),
    ("weights are garbage", "bart-cnn", write("model.safetensors", b"\x07" * 999), "model.safetensors"),
    ("weights are empty", "bart-cnn", write("model.safetensors", b""), "empty"),
    ("weights are a pointer", "bart-cnn", write("model.safetensors", LFS), "git-lfs"),
    (".bin is a pointer", "distilbart", write("pytorch_model.bin", LFS), "git-lfs"),
    (".bin is garbage", "distilbart", write("pytorch_model.bin", b"\x07" * 999), "damaged"),
    (".bin is cut short", "distilbart", cut("pytorch_model.bin", 0.5), "weights cannot be loaded"),
    ("other shapes", "bart-cnn", configure(encoder_ffn_dim=64), "other shapes"),
    ("more layers", "bart-cnn", configure(encoder_layers=2), "weights are not in its files"),
    ("a tensor is missing", "bart-cnn", drop_tensor, "model.encoder.layers.0.fc1.weight"),
    ("no tokenizer", "t5-small", remove("tokenizer.json", "spiece.model"), "tokenizer"),
    ("no target.spm", "opus-mt-en-ru", remove("target.spm"), "tokenizer"),
    ("no vocabulary", "m2m100", remove("vocab.json"), "tokenizer"),
    ("tokenizer.json is empty", "qwen3", write("tokenizer.json", "{}"), "tokenizer"),
    ("tokenizer.json is garbage", "nllb-new", write("tokenizer.json", b"\x00\xff"), "tokenizer"),
    ("tokenizer.json is cut", "qwen3", cut("tokenizer.json", 0.5), "tokenizer"),
    ("sentencepiece model is garbage", "mt5-xlsum", write("spiece.model", b"\x07" * 99), "tokenizer"),
    ("sentencepiece model is empty", "m2m100", write("sentencepiece.bpe.model", b""), "tokenizer"),
    ("no codes of NLLB", "nllb-2022", remove("tokenizer.json", "special_tokens_map.json"), "language codes"),
    ("a library is missing", "wmt19-en-ru", write("extra", "x"), "pip install sacremoses"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "damage", "reason"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_folder_is_reported_on_one_line(
    name: str, damage: Callable[[Path], None], reason: str, copied: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = copied(name)
    damage(folder)
    assert reason in refusal(folder)
    assert capfd.readouterr() == ("", "")


def test_a_tokenizer_of_another_model_is_refused(copied: Any) -> None:
    folder = copied("bart-cnn")
    vocab = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    (folder / "vocab.json").write_text(json.dumps(dict(list(vocab.items())[:40])), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n")
    assert "of another model" in refusal(folder)


class Evil:
    """A pickle that creates a file when it is loaded."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.marker,)


@pytest.mark.parametrize("how", ["zip", "plain"])
def test_a_malicious_pickle_does_not_run(how: str, copied: Any, tmp_path: Path) -> None:
    folder, marker = copied("distilbart"), tmp_path / "was-run"
    weights = torch.load(folder / "pytorch_model.bin", weights_only=True)
    if how == "zip":
        torch.save({**weights, "evil": Evil(marker)}, folder / "pytorch_model.bin")
    else:
        (folder / "pytorch_model.bin").write_bytes(pickle.dumps({"evil": Evil(marker)}))
    assert "none of its code was run" in refusal(folder)
    assert not marker.exists()
    pickle.loads(pickle.dumps(Evil(marker)))
    assert marker.exists()  # opened without precautions, it does run


def test_repository_code_is_never_run(copied: Any, tmp_path: Path) -> None:
    folder, marker = copied("bart-cnn"), tmp_path / "was-run"
    (folder / "own.py").write_text(f"import pathlib; pathlib.Path({str(marker)!r}).touch()\nclass Own: ...\n")
    configure(auto_map={"AutoConfig": "own.Own", "AutoModelForSeq2SeqLM": "own.Own"})(folder)
    load_engine(checkpoints.describe(folder), RUNTIME)
    configure(model_type="own")(folder)
    refusal(folder)
    assert not marker.exists()


def test_safetensors_only_refuses_a_pickle(copied: Any) -> None:
    folder = copied("distilbart")
    assert "--safetensors-only" in refusal(folder, Runtime(device="cpu", safetensors_only=True))
    load_engine(
        checkpoints.describe(tinyhub.folder("bart-cnn")), Runtime(device="cpu", safetensors_only=True)
    )


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.\nGPU 0 has a total of …"),
    ],
)
def test_out_of_memory_has_a_plain_message(error: Exception) -> None:
    with (
        pytest.raises(ModelError, match=r"^m: cannot generate: memory ran out; [^\n]*$"),
        failures.explained("m", "cannot generate"),
    ):
        raise error


def test_out_of_memory_on_the_processor_has_a_plain_message() -> None:
    with (
        pytest.raises(ModelError, match=r"memory ran out \(4503599627 MB more were wanted\)"),
        failures.explained("m", "cannot generate"),
    ):
        torch.empty(2**50)


def test_interrupts_pass_through() -> None:
    with pytest.raises(KeyboardInterrupt), failures.explained("m", "cannot generate"):
        raise KeyboardInterrupt


def test_a_library_error_keeps_its_type_and_message_on_one_line() -> None:
    assert failures.explain(ValueError("\n  one\n  two")) == "ValueError: one two"
    assert len(failures.explain(ValueError("key " * 999))) < 300
    assert failures.explain(ZeroDivisionError()) == "ZeroDivisionError"
