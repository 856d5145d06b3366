"""The engine on our own decoder: what it takes, what it leaves, and that its texts are the library's."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from _thread import interrupt_main
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tinyhub
import torch
from decoding import LAYOUTS, fast
from running import FAMILIES, RUNTIME, SUMMARY, loaded
from tinyhub.parts import edit_json, edit_weights
from tinyhub.text import ENGLISH, KAZAKH, NASTY, RUSSIAN
from transformers import AutoModelForSeq2SeqLM

from summarize.engines import loading, precision, progress
from summarize.engines.decoder.engine import DecoderEngine, take
from summarize.engines.load import load
from summarize.engines.protocol import Generation
from summarize.engines.transformers import TransformersEngine
from summarize.errors import InputTooLong, UsageError
from summarize.models import checkpoints
from summarize.request import Decoding, Runtime

TEXTS = (ENGLISH[0], " ".join(RUSSIAN[:6]), "", KAZAKH[2], NASTY[1], "a")
DECODINGS = (
    Decoding(max_new_tokens=20),
    Decoding(num_beams=1, max_new_tokens=12),
    Decoding(num_beams=3, max_new_tokens=30, no_repeat_ngram_size=2),
    Decoding(min_new_tokens=6, max_new_tokens=9, length_penalty=2.0),
)
each = pytest.mark.parametrize("name", LAYOUTS)


@each
def test_it_writes_what_the_library_writes(name: str) -> None:
    instruction = FAMILIES[name]
    assert fast(name).limit(instruction) == loaded(name).limit(instruction)
    for decoding in DECODINGS:
        expected = loaded(name).generate(TEXTS, instruction, decoding)
        assert fast(name).generate(TEXTS, instruction, decoding) == expected
        assert fast(name).generate(TEXTS[::-1], instruction, decoding) == expected[::-1]


@each
def test_nothing_and_empty_texts(name: str) -> None:
    assert fast(name).generate([], FAMILIES[name], Decoding()) == []
    nothing = Generation("", 0, 0, True)
    assert fast(name).generate(["", " \n"], FAMILIES[name], Decoding()) == [nothing, nothing]


def test_a_text_too_long_is_refused_before_anything_is_written() -> None:
    with pytest.raises(InputTooLong, match="text 2"):
        fast("bart-cnn").generate(["bus", "bus " * 3000], SUMMARY, Decoding())


def test_the_other_families_are_left_to_the_library() -> None:
    for name in set(FAMILIES) - set(LAYOUTS):
        assert take(checkpoints.describe(tinyhub.folder(name)), RUNTIME) is None, name


@pytest.mark.parametrize("name", ["t5-small", "flan-t5", "mt5-xlsum", "umt5"])
def test_a_model_saved_again_is_scaled_as_the_library_scales_it(name: str, tmp_path: Path) -> None:
    """What config.json says of it depends on the version of transformers that wrote the file."""
    folder = Path(shutil.copytree(tinyhub.folder(name), tmp_path / name))
    with loading.quiet():
        AutoModelForSeq2SeqLM.from_pretrained(folder).save_pretrained(folder)
    checkpoint, ids = checkpoints.describe(folder), torch.tensor([[5, 9, 1]])
    model, engine = loading.load(checkpoint, RUNTIME).model, load(checkpoint, RUNTIME)
    assert isinstance(engine, DecoderEngine)
    with torch.inference_mode():
        output = model(input_ids=ids, decoder_input_ids=ids, output_hidden_states=True)
        unscaled = model.lm_head(output.decoder_hidden_states[-1])
    assert torch.allclose(output.logits, unscaled * engine._parts.network.shape.output_scale)


def edit(**changes: Any) -> Callable[[Path], None]:
    return lambda folder: edit_json(folder / "config.json", **changes)


def setting(**changes: Any) -> Callable[[Path], None]:
    return lambda folder: edit_json(folder / "generation_config.json", **changes)


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: edit_weights(folder, lambda weights: weights.__delitem__(name))


def untied(folder: Path) -> None:
    edit_weights(
        folder, lambda weights: weights.update({"lm_head.weight": weights["model.shared.weight"] + 1})
    )


@pytest.mark.parametrize(
    "change",
    [
        setting(repetition_penalty=1.3),
        setting(encoder_no_repeat_ngram_size=3),
        setting(suppress_tokens=[5]),
        setting(decoder_start_token_id=None),
        edit(activation_function="tanh"),
        edit(encoder_ffn_dim=64),
        without("model.decoder.layers.0.fc1.weight"),
        untied,
        lambda folder: (folder / "model.safetensors").write_bytes(b"no weights"),
    ],
)
def test_what_it_does_not_do_exactly_it_leaves(change: Callable[[Path], None], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("bart-cnn"), tmp_path / "bart"))
    assert take(checkpoints.describe(folder), RUNTIME) is not None
    change(folder)
    assert take(checkpoints.describe(folder), RUNTIME) is None


def moved(weights: dict[str, Any], old: str, new: str) -> None:
    weights[new] = weights.pop(old)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("t5-small", lambda weights: moved(weights, "shared.weight", "encoder.embed_tokens.weight")),
        ("t5-small", lambda weights: moved(weights, "shared.weight", "lm_head.weight")),
        ("flan-t5", lambda weights: moved(weights, "shared.weight", "decoder.embed_tokens.weight")),
        (
            "flan-t5",
            lambda weights: weights.update({"decoder.embed_tokens.weight": 2 - weights["lm_head.weight"]}),
        ),
    ],
)
def test_t5s_tables_are_those_that_the_library_finds(
    name: str, change: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tinyhub.folder(name), tmp_path / "t5"))
    edit_weights(folder, change)
    checkpoint, decoding = checkpoints.describe(folder), Decoding(num_beams=2, max_new_tokens=12)
    ours = take(checkpoint, RUNTIME)
    assert ours is not None
    expected = TransformersEngine(checkpoint, RUNTIME).generate(TEXTS, SUMMARY, decoding)
    assert ours.generate(TEXTS, SUMMARY, decoding) == expected


def test_half_precision_on_the_disk_is_computed_in_float32(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tinyhub.folder("bart-cnn"), tmp_path / "half"))

    def halve(weights: dict[str, Any]) -> None:
        weights.update({name: weight.bfloat16() for name, weight in weights.items()})

    edit_weights(folder, halve)
    checkpoint, decoding = checkpoints.describe(folder), Decoding(max_new_tokens=20)
    ours = take(checkpoint, RUNTIME)
    assert ours is not None
    expected = TransformersEngine(checkpoint, RUNTIME).generate(TEXTS, SUMMARY, decoding)
    assert ours.generate(TEXTS, SUMMARY, decoding) == expected


@pytest.mark.parametrize("kind", precision.available())
@pytest.mark.parametrize("name", ["nllb-new", "bart-cnn", "flan-t5", "qwen3"])
def test_every_precision_runs_in_every_engine(name: str, kind: precision.Precision) -> None:
    found = load(checkpoints.describe(tinyhub.folder(name)), Runtime(device="cpu", precision=kind))
    results = found.generate(TEXTS, FAMILIES[name], Decoding(max_new_tokens=6))
    assert [result.source_tokens > 0 for result in results] == [text != "" for text in TEXTS]
    assert len({result.text for result in results}) > 3
    if isinstance(found, DecoderEngine):
        assert found.precision == kind


def test_a_precision_that_the_processor_lacks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "available", lambda: ("float32",))
    for name in ("bart-cnn", "flan-t5"):
        with pytest.raises(UsageError, match="--precision int8"):
            load(checkpoints.describe(tinyhub.folder(name)), Runtime(device="cpu", precision="int8"))


def test_progress_counts_every_text() -> None:
    model, steps = fast("nllb-new"), []
    with progress.heard(lambda *step: steps.append(step)):
        model.generate(TEXTS, FAMILIES["nllb-new"], Decoding(max_new_tokens=2))
    assert steps == [("nllb-new", done, len(TEXTS)) for done in range(1, len(TEXTS) + 1)]


def test_an_interrupt_ends_generation() -> None:
    """M2M100's positions have no end, so only the interrupt can end this."""
    long = Decoding(num_beams=1, max_new_tokens=10**6, min_new_tokens=10**6)
    timer = threading.Timer(0.3, interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        fast("nllb-new").generate([ENGLISH[0]], FAMILIES["nllb-new"], long)
    timer.join()
    assert fast("nllb-new").generate([ENGLISH[0]], FAMILIES["nllb-new"], Decoding(max_new_tokens=2))


def test_starting_imports_no_model_class(tmp_path: Path) -> None:
    program = (
        "import json, sys; from summarize.engine_load import load; from summarize.models import checkpoints\n"
        "from summarize.request import Decoding, Instruction, Runtime\n"
        "found = load(checkpoints.describe(sys.argv[1]), Runtime(device='cpu'))\n"
        "found.generate(['A bus leaves.'], Instruction('summarization', 'en', 'en'), Decoding())\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('transformers.model')]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tinyhub.folder("bart-cnn"))], check=True, capture_output=True
    )
    imported = json.loads(run.stdout)
    assert "transformers.models.bart.configuration_bart" in imported
    assert not {"transformers.modeling_utils", "transformers.models.bart.modeling_bart"} & set(imported)
