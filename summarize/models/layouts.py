"""What lies in a model folder, and which family's row it is: from the files, never from a name.

Knows the JSON files of a checkpoint and the shapes that tell families apart. Knows nothing of
weights, cards or the cache.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from summarize.models import vocabulary
from summarize.models.families import FAMILIES, Family, named

_SEQ2SEQ_TYPES = {model_type for row in FAMILIES if row.kind == "seq2seq" for model_type in row.model_types}
_UNAMBIGUOUS = {
    model_type: row
    for row in FAMILIES
    for model_type in row.model_types
    if sum(model_type in other.model_types for other in FAMILIES) == 1
}
# Multimodal checkpoints that AutoModelForCausalLM also loads; others of their shape it refuses.
_MULTIMODAL_CHAT = ("gemma3", "gemma3n", "gemma4")

# cc25 and mBART-50 share a model type; their vocabularies differ by the added languages.
_MBART50_VOCABULARY = 250054
_SMALL100_LAYERS = (12, 3)


@dataclass(frozen=True)
class Layout:
    """The JSON of one folder; an absent or broken file reads as empty."""

    folder: Path

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """``config.json``."""
        return _json(self.folder / "config.json")

    @cached_property
    def tokenizer(self) -> Mapping[str, Any]:
        """``tokenizer_config.json``."""
        return _json(self.folder / "tokenizer_config.json")

    @cached_property
    def generation(self) -> Mapping[str, Any]:
        """``generation_config.json``."""
        return _json(self.folder / "generation_config.json")

    @cached_property
    def sentence(self) -> Mapping[str, Any]:
        """``sentence_bert_config.json``."""
        return _json(self.folder / "sentence_bert_config.json")

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The last name parts of the types in ``modules.json``: ``Transformer``, ``Pooling`` …"""
        try:
            listed = json.loads((self.folder / "modules.json").read_text("utf-8"))
            return tuple(str(module["type"]).rsplit(".", 1)[-1] for module in listed)
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    @property
    def model_type(self) -> str:
        """``model_type`` of the config, or empty."""
        return str(self.config.get("model_type") or "")

    @property
    def architecture(self) -> str:
        """The first of ``architectures``, or empty."""
        listed = self.config.get("architectures")
        return str(listed[0]) if isinstance(listed, list) and listed else ""

    @cached_property
    def chat_template(self) -> str:
        """The chat template, from its own file or from the tokenizer's config; empty without one."""
        try:
            return (self.folder / "chat_template.jinja").read_text("utf-8")
        except (OSError, ValueError):
            pass
        template = self.tokenizer.get("chat_template") or ""
        return template if isinstance(template, str) else json.dumps(template)

    @property
    def tokenizer_class(self) -> str:
        """The tokenizer's class without ``Fast``, or empty."""
        return str(self.tokenizer.get("tokenizer_class") or "").removesuffix("Fast")

    @property
    def wants_remote_code(self) -> bool:
        """Whether a file asks for code of the repository to be run."""
        return bool(self.config.get("auto_map") or self.tokenizer.get("auto_map"))


def family(layout: Layout) -> Family:
    """The row of a folder; ``unknown`` where the files show none."""
    config, model_type = layout.config, layout.model_type
    if (
        "StaticEmbedding" in layout.modules
        or "StaticModel" in (layout.architecture, *layout.modules)
        or (model_type == "model2vec")
    ):
        return named("static")
    if layout.modules:
        return named("sentence-encoder")
    if config.get("is_encoder_decoder") or model_type in _SEQ2SEQ_TYPES:
        return _seq2seq(layout)
    architecture = layout.architecture
    if architecture.endswith(("ForCausalLM", "LMHeadModel")) or (
        architecture.endswith("ForConditionalGeneration") and model_type in _MULTIMODAL_CHAT
    ):
        return _causal(layout)
    if architecture.endswith(("Model", "ForMaskedLM")):
        return named("sentence-encoder")
    return named("unknown")


def _seq2seq(layout: Layout) -> Family:
    model_type = layout.model_type
    if model_type in _UNAMBIGUOUS:
        return _UNAMBIGUOUS[model_type]
    if model_type == "marian":
        return _with_codes(layout, "marian-multi") or named("marian")
    if model_type in named("m2m100").model_types:
        return _m2m100(layout)
    if model_type == "mbart":
        return _mbart(layout)
    if model_type in named("t5").model_types:
        if layout.tokenizer_class.startswith("GPT2") or (
            (layout.folder / "merges.txt").is_file() and not (layout.folder / "spiece.model").is_file()
        ):
            return named("t5-bpe")
        # A lone <2xx> may be a word of the vocabulary; two of them are a scheme.
        return _with_codes(layout, "madlad", least=2) or named("t5")
    return named("unknown")


def _m2m100(layout: Layout) -> Family:
    nllb = _with_codes(layout, "nllb")
    if nllb or layout.tokenizer_class == "NllbTokenizer":
        return named("nllb")
    layers = (layout.config.get("encoder_layers"), layout.config.get("decoder_layers"))
    if (
        layout.tokenizer_class.upper().startswith("SMALL100")
        or (layout.folder / "tokenization_small100.py").is_file()
        or layers == _SMALL100_LAYERS
    ):
        return named("small100")
    return named("m2m100")


def _mbart(layout: Layout) -> Family:
    if layout.tokenizer_class.startswith("MBart50"):
        return named("mbart50")
    if layout.tokenizer_class.startswith("MBart"):
        return named("mbart")
    return named("mbart50" if layout.config.get("vocab_size") == _MBART50_VOCABULARY else "mbart")


def _with_codes(layout: Layout, name: str, least: int = 1) -> Family | None:
    row = named(name)
    if row.tag is not None and len(vocabulary.codes(layout.folder, row.tag)) >= least:
        return row
    return None


def _causal(layout: Layout) -> Family:
    if "target_lang_code" in layout.chat_template:
        return named("translategemma")
    return named("chat" if layout.chat_template else "completion")


def _json(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
