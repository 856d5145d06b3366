"""Models in GGUF files: which files of a folder belong together, and what a header says in a config's words.

A model is one file, or its parts (``-00001-of-00003``). transformers reads the architectures listed here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any

from summarize.errors import ModelError, quoted
from summarize.models import cards, gguf
from summarize.models.cards import Card
from summarize.models.families import iso
from summarize.models.files import Damaged
from summarize.models.layouts import Layout
from summarize.models.weights import Weights

SUFFIX = ".gguf"

# The architecture as GGUF names it: transformers' model type and class.
_ARCHITECTURES = {
    "llama": ("llama", "LlamaForCausalLM"),
    "qwen2": ("qwen2", "Qwen2ForCausalLM"),
    "qwen2moe": ("qwen2_moe", "Qwen2MoeForCausalLM"),
    "qwen3": ("qwen3", "Qwen3ForCausalLM"),
    "qwen3moe": ("qwen3_moe", "Qwen3MoeForCausalLM"),
    "qwen35": ("qwen3_5_text", "Qwen3_5ForCausalLM"),
    "qwen35moe": ("qwen3_5_moe_text", "Qwen3_5MoeForCausalLM"),
    "gemma2": ("gemma2", "Gemma2ForCausalLM"),
    "gemma3": ("gemma3_text", "Gemma3ForCausalLM"),
    "gemma4": ("gemma4_text", "Gemma4ForCausalLM"),
    "phi3": ("phi3", "Phi3ForCausalLM"),
    "falcon": ("falcon", "FalconForCausalLM"),
    "gpt-oss": ("gpt_oss", "GptOssForCausalLM"),
    "lfm2": ("lfm2", "Lfm2ForCausalLM"),
    "t5": ("t5", "T5ForConditionalGeneration"),
}
# Those whose width of a head transformers leaves at its default.
_OWN_WIDTH = ("qwen3", "qwen3moe")
_LAYERS_OF_GEMMA_27B = 62
# Markers at which chat models stop; many files name only the end of the text.
_ENDS = ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<turn|>", "<|end|>", "<|return|>")

_QUANTISATION = re.compile(
    r"(?:^|[-._])((?:I?Q\d(?:_\w+?)?|TQ\d_0|F16|F32|BF16|MXFP4)(?:_XXS|_XS|_NL)?)(?=$|[-.])", re.IGNORECASE
)
_PART = re.compile(r"-(\d{5})-of-(\d{5})$")
_NAMED = re.compile(r"^(.+):((?:I?Q\d|TQ\d|F16|F32|BF16|MXFP4)\w*)$", re.IGNORECASE)


def split_name(name: str) -> tuple[str, str | None]:
    """``org/name:Q4_K_M`` → ``org/name`` and ``Q4_K_M``; any other name as it is, and ``None``."""
    match = _NAMED.match(name)
    return (match[1], match[2].upper()) if match else (name, None)


def quantisation(name: str) -> str:
    """The quantisation in the name of a file (``Q4_K_M``), or the whole stem if it has none."""
    stem = _PART.sub("", Path(name).name.removesuffix(SUFFIX))
    found = _QUANTISATION.findall(stem)
    return found[-1].upper() if found else stem


def models(names: Iterable[str]) -> dict[str, list[str]]:
    """Quantisation → the names of its files, of all GGUF files among these; projectors of images left out.

    With two models of one quantisation, the stem stands for each.
    """
    grouped: dict[str, list[str]] = {}
    for name in sorted(names):
        if name.lower().endswith(SUFFIX) and not Path(name).name.startswith("mmproj"):
            grouped.setdefault(_PART.sub("", name[: -len(SUFFIX)]), []).append(name)
    counts = Counter(quantisation(stem) for stem in grouped)
    return {
        quantisation(stem) if counts[quantisation(stem)] == 1 else Path(stem).name: found
        for stem, found in grouped.items()
    }


def choose(name: str, found: Mapping[str, list[str]], asked: str | None) -> list[str]:
    """The files of the model that was asked for, or of the only one.

    Raises ``ModelError`` if there are several and none was named, or the named one is not there.
    """
    if asked is None and len(found) == 1:
        return next(iter(found.values()))
    if asked is not None and asked in found:
        return found[asked]
    listed = ", ".join(found)
    if asked is None:
        raise ModelError(f"{name} has several GGUF files ({listed}); choose one: {name}:{next(iter(found))}")
    raise ModelError(f"{name} has no GGUF file {asked}; it has {listed or 'none'}")


def within(folder: Path) -> dict[str, list[str]]:
    """The GGUF models of a folder, also of the folders in it; names are relative to it."""
    files = [file for pattern in ("*", "*/*") for file in folder.glob(f"{pattern}{SUFFIX}") if file.is_file()]
    return models(file.relative_to(folder).as_posix() for file in files)


def key(file: Path, folder: Path) -> str:
    """What chooses ``file`` among the GGUF models of ``folder``: its quantisation, or its stem."""
    name = file.relative_to(folder).as_posix()
    return next(key for key, names in within(folder).items() if name in names)


def parts(file: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """All files of the model that ``file`` belongs to, and the names of the parts that are not there."""
    match = _PART.search(file.stem)
    if not match or not 0 < int(match[2]) <= 1000:
        return (file,), ()
    stem = file.stem[: match.start()]
    wanted = [
        file.with_name(f"{stem}-{number:05}-of-{match[2]}{SUFFIX}") for number in range(1, int(match[2]) + 1)
    ]
    there = tuple(path for path in wanted if path.is_file())
    return there, tuple(path.name for path in wanted if not path.is_file())


@dataclass(frozen=True)
class GgufLayout(Layout):
    """A GGUF file in the words of a model folder's files; ``folder`` is the file.

    Raises nothing: what is wrong with the file is in ``damaged``.
    """

    header: gguf.Header = field(default_factory=lambda: gguf.Header({}, {}), compare=False)

    @property
    def architecture_name(self) -> str:
        """The architecture as GGUF names it; empty if the header cannot be read."""
        return str(self.header.settings.get("general.architecture") or "")

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """``config.json``, as far as the project reads it."""
        name = self.architecture_name
        if name not in _ARCHITECTURES:
            return {}
        model_type, architecture = _ARCHITECTURES[name]
        own = {
            theirs: self._number(f"{name}.{ours}")
            for theirs, ours in (
                ("max_position_embeddings", "context_length"), ("hidden_size", "embedding_length"),
                ("num_hidden_layers", "block_count"), ("num_attention_heads", "attention.head_count"),
            )
        }  # fmt: skip
        tokens = self._list("tokenizer.ggml.tokens")
        return {
            "model_type": model_type,
            "architectures": [architecture],
            "vocab_size": len(tokens),
            "tie_word_embeddings": "output.weight" not in self.header.tensors,
            **{key: value for key, value in own.items() if value},
        }

    @property
    def lost(self) -> dict[str, Any]:
        """What transformers does not read, or reads wrongly, of what the header says, in a config's words."""
        if self.architecture_name == "t5":
            # The format names no activation: T5 1.1 and FLAN have a gate and GELU, the first T5 neither.
            gated = any(".ffn_gate." in name for name in self.header.tensors)
            activation = "gelu_new" if gated else "relu"
            words = "gated-gelu" if gated else "relu"
            return {"is_gated_act": gated, "dense_act_fn": activation, "feed_forward_proj": words}
        width = self._number(f"{self.architecture_name}.attention.key_length")
        if self.architecture_name == "gemma3" and width:
            # Scores are divided by the root of this; the format does not have it, and only the 27 B differs.
            of_27b = self.config.get("num_hidden_layers") == _LAYERS_OF_GEMMA_27B
            own = self.config["hidden_size"] // self.config["num_attention_heads"] if of_27b else width
            return {"query_pre_attn_scalar": own}
        return {"head_dim": width} if self.architecture_name in _OWN_WIDTH and width else {}

    @cached_property
    def tokenizer(self) -> Mapping[str, Any]:
        """Empty: what it says elsewhere is in the header."""
        return {}

    @cached_property
    def generation(self) -> Mapping[str, Any]:
        """The tokens at which writing ends: that of the text, and those of a turn in a chat."""
        settings, tokens = self.header.settings, self._list("tokenizer.ggml.tokens")
        named = [settings.get(f"tokenizer.ggml.{key}_token_id") for key in ("eos", "eot", "eom")]
        if self.chat_template:
            named += [number for number, token in enumerate(tokens) if token in _ENDS]
        ends = [one for one in dict.fromkeys(named) if type(one) is int and 0 <= one < len(tokens)]
        return {"eos_token_id": ends} if ends else {}

    @cached_property
    def sentence(self) -> Mapping[str, Any]:
        """Empty."""
        return {}

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """Empty."""
        return ()

    @cached_property
    def chat_template(self) -> str:
        """The chat template; empty without one."""
        template = self.header.settings.get("tokenizer.chat_template")
        return template if isinstance(template, str) else ""

    def problems(self) -> list[str]:
        """What is wrong with the file: a line each."""
        if self.damaged:
            return self.damaged
        found: list[str] = []
        name = self.architecture_name
        if not name:
            found.append(f"{self.folder.name} names no architecture (general.architecture)")
        elif name not in _ARCHITECTURES:
            found.append(
                f"transformers cannot read GGUF files of the architecture {quoted(name)}; "
                "get the model as safetensors"
            )
        if not self._list("tokenizer.ggml.tokens"):
            found.append(f"{self.folder.name} holds no tokenizer")
        return found

    def _number(self, key: str) -> Any:
        value = self.header.settings.get(key)
        return value if isinstance(value, (int, float)) else None

    def _list(self, key: str) -> list[Any]:
        value = self.header.settings.get(key)
        return value if isinstance(value, list) else []


def layout(file: Path) -> GgufLayout:
    """The layout of a GGUF file."""
    try:
        return GgufLayout(file, header=gguf.read_header(file))
    except Damaged as error:
        return GgufLayout(file, damaged=[str(error)])


def card(described: GgufLayout) -> Card:
    """What the header states, else the README beside the file."""
    settings = described.header.settings
    written = cards.read(described.folder.parent)
    spoken = [iso(one.strip()) for one in _texts(settings.get("general.languages"))]
    licence = settings.get("general.license.name") or settings.get("general.license")
    bases = [one for key, one in settings.items() if re.fullmatch(r"general\.base_model\.\d+\.repo_url", key)]
    return replace(
        written,
        languages=tuple(dict.fromkeys(spoken)) or written.languages,
        licence=licence if isinstance(licence, str) and licence else written.licence,
        tags=tuple(_texts(settings.get("general.tags"))) or written.tags,
        base_models=tuple("/".join(one.split("/")[-2:]) for one in _texts(bases)) or written.base_models,
    )


def weigh(described: GgufLayout) -> Weights:
    """The weights: parameters as the header counts them, and the precision that most of them have."""
    there, missing = parts(described.folder)
    problems = [f"missing parts: {', '.join(missing)}"] if missing else []
    if len(there) > 1 and not missing:
        problems.append(
            "transformers cannot read split GGUF files; join the parts first: "
            f"llama-gguf-split --merge {there[0].name} OUTPUT{SUFFIX}"
        )
    counts: Counter[str] = Counter()
    for file in there:
        try:
            header = described.header if file == described.folder else gguf.read_header(file)
        except Damaged as error:
            problems.append(str(error))
            continue
        for tensor in header.tensors.values():
            counts[tensor.kind] += prod(tensor.shape)
    size = sum(file.stat().st_size for file in there)
    dtype = counts.most_common(1)[0][0] if counts else None
    return Weights("gguf", there, size, sum(counts.values()) or None, dtype, tuple(problems))


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
