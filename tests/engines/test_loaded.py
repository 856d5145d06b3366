"""The cache of loaded models: each is loaded once; the least recently used leaves when memory is short."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import tinyhub
from running import RUNTIME

from summarize.api.run import run
from summarize.engines.loaded import LoadedModels
from summarize.models.checkpoints import Checkpoint, describe
from summarize.request import Length, Request
from summarize.text.documents import from_text
from summarize.translation.routes import Routes

NAMES = ("opus-mt-en-ru", "nllb-2022", "bart-cnn")


def checkpoint(name: str) -> Checkpoint:
    return describe(tinyhub.folder(name))


def free(monkeypatch: pytest.MonkeyPatch, *gigabytes: float) -> None:
    """Let the machine report this much free memory, one amount each time it is asked; the last one stays."""
    left = list(gigabytes)

    def report() -> SimpleNamespace:
        return SimpleNamespace(available=int(1e9 * (left.pop(0) if len(left) > 1 else left[0])))

    monkeypatch.setattr(psutil, "virtual_memory", report)


def test_a_model_is_loaded_once() -> None:
    models = LoadedModels()
    first = models.engine(checkpoint("bart-cnn"), RUNTIME)
    assert models.engine(checkpoint("nllb-2022"), RUNTIME) is not first
    assert models.engine(checkpoint("bart-cnn"), RUNTIME) is first


def test_the_least_recently_used_model_leaves_when_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    models = LoadedModels()
    first, second = (models.engine(checkpoint(name), RUNTIME) for name in NAMES[:2])
    assert models.engine(checkpoint(NAMES[0]), RUNTIME) is first  # the second is now the older one
    with monkeypatch.context() as context:
        free(context, 0.1, 16)
        models.engine(checkpoint(NAMES[2]), RUNTIME)
    assert models.engine(checkpoint(NAMES[0]), RUNTIME) is first
    assert models.engine(checkpoint(NAMES[1]), RUNTIME) is not second


def test_routes_share_the_model_and_load_it_when_it_is_needed() -> None:
    routes = Routes((str(tinyhub.folder("nllb-2022")),), RUNTIME)
    first, second = routes.find("en", "kk")[0], routes.find("ru", "kk")[0]
    assert first.hops[0].engine() is second.hops[0].engine()


def test_an_encoder_is_loaded_once_for_all_documents(tmp_path: Path) -> None:
    encoder = tmp_path / "encoder"
    shutil.copytree(tinyhub.folder("minilm"), encoder)
    request = Request(length=Length("sentences", 1), model=str(encoder), runtime=RUNTIME)
    texts = ("A bus left. It was late. People waited.", "The river rose. It fell again. Nobody was hurt.")
    first = run(from_text(texts[0], "a", "en"), request)
    for weights in encoder.glob("*.safetensors"):
        weights.unlink()  # a second load would fail
    again, second = (run(from_text(text, "b", "en"), request) for text in texts)
    assert again.text == first.text
    assert second.text in texts[1]
