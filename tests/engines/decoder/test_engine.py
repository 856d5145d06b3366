"""The engine on our own decoder: its texts equal the library's, and what it does not run it leaves."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import tinyhub
import torch
from decoding import CAUSAL, LAYOUTS, fast
from interrupting import interrupt_at
from running import FAMILIES, RUNTIME, SUMMARY, loaded
from tinyhub.parts import edit_json, edit_weights
from tinyhub.text import ENGLISH, KAZAKH, NASTY, RUSSIAN
from transformers import AutoModelForSeq2SeqLM

from summarize import progress
from summarize.engines import loading, precision
from summarize.engines.decoder.engine import DecoderEngine, take
from summarize.engines.decoder.network import Network
from summarize.engines.load import load_engine
from summarize.engines.protocol import Generation
from summarize.engines.transformers import TransformersEngine
from summarize.errors import InputTooLong, UsageError
from summarize.models import checkpoints
from summarize.request import Decoding, Runtime, Stopping

TEXTS = (ENGLISH[0], " ".join(RUSSIAN[:6]), "", KAZAKH[2], NASTY[1], "a")
DECODINGS = (
    Decoding(max_new_tokens=20),
    Decoding(num_beams=1, max_new_tokens=12),
    Decoding(num_beams=3, max_new_tokens=30, no_repeat_ngram_size=2),
    Decoding(min_new_tokens=6, max_new_tokens=9, length_penalty=2.0),
)
each = pytest.mark.parametrize("name", LAYOUTS + CAUSAL)


@each
def test_it_writes_what_the_library_writes(name: str) -> None:
    instruction = FAMILIES[name]
    assert fast(name).limit(instruction) == loaded(name).limit(instruction)
    for decoding in DECODINGS:
        expected = loaded(name).generate(TEXTS, instruction, decoding)
        assert fast(name).generate(TEXTS, instruction, decoding) == expected
        assert fast(name).generate(TEXTS[::-1], instruction, decoding) == expected[::-1]


def test_of_several_finished_beams_the_preferred_one_is_written() -> None:
    asked: dict[str, list[str]] = {}

    def last(text: str, hypotheses: Sequence[str]) -> int:
        asked[text] = list(hypotheses)
        return len(hypotheses) - 1

    decoding, texts = Decoding(num_beams=4, max_new_tokens=12), [ENGLISH[0], RUSSIAN[1]]
    plain = fast("nllb-2022").generate(texts, FAMILIES["nllb-2022"], decoding)
    chosen = fast("nllb-2022").generate(texts, replace(FAMILIES["nllb-2022"], choose=last), decoding)
    assert set(asked) == set(texts)
    for text, one, other in zip(texts, plain, chosen, strict=True):
        assert len(set(asked[text])) > 1
        assert (one.text, other.text) == (asked[text][0], asked[text][-1])


@each
def test_no_texts_and_empty_texts(name: str) -> None:
    assert fast(name).generate([], FAMILIES[name], Decoding()) == []
    nothing = Generation("", 0, 0, True)
    assert fast(name).generate(["", " \n"], FAMILIES[name], Decoding()) == [nothing, nothing]


def test_a_text_that_is_too_long_is_refused_before_anything_is_written() -> None:
    with pytest.raises(InputTooLong, match="text 2"):
        fast("bart-cnn").generate(["bus", "bus " * 3000], SUMMARY, Decoding())


def test_the_other_families_are_left_to_transformers() -> None:
    for name in set(FAMILIES) - set(LAYOUTS + CAUSAL):
        assert take(checkpoints.describe(tinyhub.folder(name)), RUNTIME) is None, name


@pytest.mark.parametrize("name", ["t5-small", "flan-t5", "mt5-xlsum", "umt5"])
def test_a_model_saved_again_is_scaled_as_the_library_scales_it(name: str, tmp_path: Path) -> None:
    """What config.json says of it depends on the version of transformers that wrote the file."""
    folder = Path(shutil.copytree(tinyhub.folder(name), tmp_path / name))
    with loading.quiet():
        AutoModelForSeq2SeqLM.from_pretrained(folder).save_pretrained(folder)
    checkpoint, ids = checkpoints.describe(folder), torch.tensor([[5, 9, 1]])
    model, engine = loading.load_model(checkpoint, RUNTIME).model, load_engine(checkpoint, RUNTIME)
    assert isinstance(engine, DecoderEngine)
    with torch.inference_mode():
        output = model(input_ids=ids, decoder_input_ids=ids, output_hidden_states=True)
        unscaled = model.lm_head(output.decoder_hidden_states[-1])
    assert torch.allclose(output.logits, unscaled * engine._network.shape.output_scale)


def configure(**changes: Any) -> Callable[[Path], None]:
    return lambda folder: edit_json(folder / "config.json", **changes)


def setting(**changes: Any) -> Callable[[Path], None]:
    return lambda folder: edit_json(folder / "generation_config.json", **changes)


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: edit_weights(folder, lambda weights: weights.__delitem__(name))


def cut(name: str) -> Callable[[Path], None]:
    """Drop the last row of a tensor."""
    return lambda folder: edit_weights(folder, lambda weights: weights.update({name: weights[name][:-1]}))


def untied(folder: Path) -> None:
    edit_weights(
        folder, lambda weights: weights.update({"lm_head.weight": weights["model.shared.weight"] + 1})
    )


def reason(folder: Path, runtime: Runtime, caplog: pytest.LogCaptureFixture) -> str:
    """Why the decoder leaves a checkpoint to transformers, as the debug log has it."""
    with caplog.at_level(logging.DEBUG, "summarize.engines.decoder.engine"):
        assert take(checkpoints.describe(folder), runtime) is None
    [record] = [each for each in caplog.records if each.levelno == logging.DEBUG]
    name, _, why = record.getMessage().partition(" is left to transformers: ")
    assert name == folder.name
    assert why
    assert "\n" not in why
    return why


def written(name: str, content: bytes) -> Callable[[Path], Any]:
    return lambda folder: (folder / name).write_bytes(content)


UP = "model.decoder.layers.0.fc1.weight"
PLACES = "model.encoder.embed_positions.weight"
SHIFT = "model.decoder.layernorm_embedding.bias"
DISTANCES = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"
LEFT: list[tuple[str, Callable[[Path], Any], str]] = [
    ("bart-cnn", setting(diversity_penalty=1.3), "does not support diversity_penalty"),
    ("bart-cnn", setting(encoder_no_repeat_ngram_size=3), "does not support encoder_no_repeat_ngram_size"),
    ("bart-cnn", setting(suppress_tokens=[5]), "does not support suppress_tokens"),
    ("bart-cnn", setting(decoder_start_token_id=None), "decoder_start_token_id"),
    ("bart-cnn", written("generation_config.json", b"{"), "generation_config.json is not JSON"),
    (
        "bart-cnn",
        written("generation_config.json", b'{"watermarking_config": 1}'),
        "generation settings cannot be used",
    ),
    ("bart-cnn", configure(activation_function="tanh"), "does not compute the activation tanh"),
    ("bart-cnn", configure(d_model="sixteen"), "config.json cannot be used"),
    ("bart-cnn", configure(encoder_attention_heads=0), "0 and 2 heads"),
    ("bart-cnn", configure(decoder_layers=0), "without layers"),
    ("bart-cnn", configure(encoder_ffn_dim=64), "has the shape (32, 16); config.json says (64, 16)"),
    ("bart-cnn", configure(max_position_embeddings=7), "config.json says (9, 16)"),
    ("bart-cnn", without(UP), f"{UP} is not in the files"),
    ("bart-cnn", without(PLACES), f"{PLACES} is not in the files"),
    ("bart-cnn", without("model.shared.weight"), "model.shared.weight is not in the files"),
    ("bart-cnn", cut(SHIFT), f"{SHIFT} has the shape (15,); config.json says (16,)"),
    ("bart-cnn", cut("model.shared.weight"), "model.shared.weight has another shape"),
    ("bart-cnn", untied, "lm_head.weight differs from model.shared.weight"),
    ("bart-cnn", written("model.safetensors", b"no weights"), "model.safetensors"),
    ("bart-cnn", written("vocab.json", b"{"), "tokenizer cannot be loaded"),
    ("distilbart", written("pytorch_model.bin", b"\7" * 99), "pytorch_model.bin: its weights cannot be read"),
    ("distilbart", lambda folder: torch.save([1], folder / "pytorch_model.bin"), "weights by name"),
    ("flan-t5", configure(relative_attention_num_buckets=2), "2 buckets"),
    ("flan-t5", configure(d_model=0), "without width"),
    ("m2m100", configure(max_position_embeddings=-1), "tokens or positions"),
    ("umt5", without(DISTANCES), f"{DISTANCES} is not in the files"),
    ("pegasus-x", lambda folder: None, "does not run the family pegasus_x"),
    ("qwen3", configure(model_type="starcoder2"), "does not run the family starcoder2"),
    ("qwen3", configure(hidden_act="tanh"), "does not compute the activation tanh"),
    ("qwen3", configure(intermediate_size=64), "has the shape (32, 16); config.json says (64, 16)"),
    ("qwen3", without("model.norm.weight"), "model.norm.weight is not in the files"),
    ("qwen3", without("model.layers.1.self_attn.k_norm.weight"), "k_norm.weight is not in the files"),
    ("qwen3", setting(penalty_alpha=0.6), "does not support penalty_alpha"),
    ("llama3", without("lm_head.weight"), "lm_head.weight is not in the files"),
    ("gemma3", without("model.embed_tokens.weight"), "model.embed_tokens.weight is not in the files"),
    ("gemma3", cut("model.embed_tokens.weight"), "model.embed_tokens.weight has another shape"),
    ("gemma3", configure(use_bidirectional_attention=True), "attention in both directions"),
]


@pytest.mark.parametrize(("name", "change", "why"), LEFT)
def test_the_debug_log_says_why_a_checkpoint_is_left_to_transformers(
    name: str, change: Callable[[Path], Any], why: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Path(shutil.copytree(tinyhub.folder(name), tmp_path / "model"))
    if name in LAYOUTS + CAUSAL:
        assert take(checkpoints.describe(folder), RUNTIME) is not None
    change(folder)
    assert why in reason(folder, RUNTIME, caplog)


@pytest.mark.parametrize(
    ("runtime", "why"),
    [
        (Runtime(device="cpu", precision="float16"), "does not compute in float16"),
        (Runtime(device="cpu", safetensors_only=True), "--safetensors-only"),
    ],
)
def test_what_the_runtime_asks_for_is_a_reason_too(
    runtime: Runtime, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert why in reason(tinyhub.folder("distilbart"), runtime, caplog)


def test_a_model_larger_than_memory_is_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    memory = psutil.virtual_memory()
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory._replace(available=1000))
    assert "0.0 GB are free" in reason(tinyhub.folder("bart-cnn"), RUNTIME, caplog)


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried …")]
)
def test_memory_that_runs_out_while_packing_is_a_reason(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(torch, "cat", raising(error))
    assert "memory ran out" in reason(tinyhub.folder("bart-cnn"), RUNTIME, caplog)


@pytest.mark.parametrize("error", [RuntimeError, TypeError, KeyError, ValueError, IndexError, AttributeError])
def test_a_bug_is_not_taken_for_a_reason(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other error while a network is built has its traceback, and transformers does not hide it."""
    monkeypatch.setattr(torch, "cat", raising(error("a bug")))
    with pytest.raises(error, match="a bug"):
        load_engine(checkpoints.describe(tinyhub.folder("bart-cnn")), RUNTIME)


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


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
def test_t5s_embedding_matrices_are_those_that_the_library_finds(
    name: str, change: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tinyhub.folder(name), tmp_path / "t5"))
    edit_weights(folder, change)
    checkpoint, decoding = checkpoints.describe(folder), Decoding(num_beams=2, max_new_tokens=12)
    ours = take(checkpoint, RUNTIME)
    assert ours is not None
    expected = TransformersEngine(checkpoint, RUNTIME).generate(TEXTS, SUMMARY, decoding)
    assert ours.generate(TEXTS, SUMMARY, decoding) == expected


@pytest.mark.parametrize(
    ("decoder", "output"),
    [
        ("language_model.model.", "language_model.lm_head."),
        ("model.language_model.", "lm_head."),
    ],
)
def test_the_decoder_of_a_model_that_sees_images_is_found(decoder: str, output: str, tmp_path: Path) -> None:
    """Under its names in old files and in new ones, tied or with a projection of its own."""
    folder = Path(shutil.copytree(tinyhub.folder("translategemma"), tmp_path / "gemma"))

    def rename(weights: dict[str, Any]) -> None:
        for name in list(weights):
            _, found, rest = name.partition("language_model.")
            if found:
                weights[decoder + rest.removeprefix("model.")] = weights.pop(name)
        weights[f"{output}weight"] = weights[f"{decoder}embed_tokens.weight"].clone()

    edit_weights(folder, rename)
    ours = take(checkpoints.describe(folder), RUNTIME)
    assert ours is not None
    instruction, decoding = FAMILIES["translategemma"], Decoding(max_new_tokens=12)
    expected = loaded("translategemma").generate(TEXTS, instruction, decoding)
    assert ours.generate(TEXTS, instruction, decoding) == expected


def test_weights_stored_in_half_precision_are_computed_in_float32(tmp_path: Path) -> None:
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
    found = load_engine(checkpoints.describe(tinyhub.folder(name)), Runtime(device="cpu", precision=kind))
    results = found.generate(TEXTS, FAMILIES[name], Decoding(max_new_tokens=6))
    assert [result.source_tokens > 0 for result in results] == [text != "" for text in TEXTS]
    assert len({result.text for result in results}) > 3
    if isinstance(found, DecoderEngine):
        assert found.precision == kind


def test_a_precision_that_the_processor_lacks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "available", lambda: ("float32",))
    for name in ("bart-cnn", "flan-t5"):
        with pytest.raises(UsageError, match="--precision int8"):
            load_engine(checkpoints.describe(tinyhub.folder(name)), Runtime(device="cpu", precision="int8"))


def test_progress_counts_every_text() -> None:
    model, steps = fast("nllb-new"), []
    with progress.listening(lambda *step: steps.append(step)):
        model.generate(TEXTS, FAMILIES["nllb-new"], Decoding(max_new_tokens=2))
    texts = [step[:3] for step in steps]
    assert list(dict.fromkeys(texts)) == [("nllb-new", done, len(TEXTS)) for done in range(1, len(TEXTS) + 1)]
    assert steps[-1][3] == 2 * (len(TEXTS) - 1)  # tokens: the empty text has none


def test_an_interrupt_ends_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positions of M2M100 are unlimited, so only the interrupt can end this."""
    long = Decoding(num_beams=1, max_new_tokens=10**6, min_new_tokens=10**6)
    engine = fast("nllb-new")
    with monkeypatch.context() as patch:
        interrupt_at(patch, Network, "step")
        with pytest.raises(KeyboardInterrupt):
            engine.generate([ENGLISH[0]], FAMILIES["nllb-new"], long)
    assert fast("nllb-new").generate([ENGLISH[0]], FAMILIES["nllb-new"], Decoding(max_new_tokens=2))


@pytest.mark.parametrize("name", ["bart-cnn", "llama3"])
def test_loading_imports_no_model_class(name: str) -> None:
    program = (
        "import json, sys\n"
        "from summarize.engines.load import load_engine\n"
        "from summarize.models import checkpoints\n"
        "from summarize.request import Decoding, Instruction, Runtime\n"
        "found = load_engine(checkpoints.describe(sys.argv[1]), Runtime(device='cpu'))\n"
        "found.generate(['A bus leaves.'], Instruction('summarization', 'en', 'en'), Decoding())\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('transformers.model')]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tinyhub.folder(name))], check=True, capture_output=True
    )
    imported = json.loads(run.stdout)
    family = name.rstrip("3-cn")
    assert f"transformers.models.{family}.configuration_{family}" in imported
    assert not {"transformers.modeling_utils", f"transformers.models.{family}.modeling_{family}"} & set(
        imported
    )


@pytest.mark.parametrize("name", ["nllb-new", "small100", "flan-t5", "gemma3", "translategemma"])
def test_rows_that_repeat_themselves_end_where_the_library_ends_them(name: str) -> None:
    """Models with random weights repeat one token for ever; each row ends by itself, the others go on."""
    decoding = Decoding(max_new_tokens=120, num_beams=1)
    stopping = replace(decoding, stopping=Stopping())
    whole = loaded(name).generate(TEXTS, FAMILIES[name], decoding)
    ended = loaded(name).generate(TEXTS, FAMILIES[name], stopping)
    assert fast(name).generate(TEXTS, FAMILIES[name], stopping) == ended
    assert any(one.stop == "loop" for one in ended)
    for one, other in zip(ended, whole, strict=True):
        assert other.text.startswith(one.text)
        assert (one.stop is None and one == other) or (one.tokens < other.tokens and not one.finished)


def test_beams_are_not_stopped() -> None:
    decoding = Decoding(max_new_tokens=60, num_beams=2)
    for engine in (loaded("flan-t5"), fast("flan-t5")):
        free = engine.generate(TEXTS, SUMMARY, decoding)
        assert engine.generate(TEXTS, SUMMARY, replace(decoding, stopping=Stopping())) == free
