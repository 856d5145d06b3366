"""A model folder read from its own files: family, languages and limits.

The files decide. The repository's name is only a last resort for the language pair, and then a note says
so. Tokenizer files are searched as bytes for quoted language tokens instead of being loaded, because
a 17 MB tokenizer.json takes a fraction of a second that way. The limit a model was *trained* with is often
only in its card's prose, so ``--max-input`` overrides what is found here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from summarize.models import cards, files
from summarize.models.families import FAMILIES, Family, iso, members, named
from summarize.text.language_table import SCRIPTS

# The longest known chat templates have some twenty thousand characters.
_LONGEST_TEMPLATE = 1_000_000


@dataclass(frozen=True)
class Layout:
    """The JSON files of one folder; a missing or broken file reads as empty.

    ``damaged`` says what is wrong with those read so far, one line each.
    """

    folder: Path
    damaged: list[str] = field(default_factory=list, compare=False)

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """``config.json``."""
        return self._object("config.json")

    @cached_property
    def tokenizer(self) -> Mapping[str, Any]:
        """``tokenizer_config.json``."""
        return self._object("tokenizer_config.json")

    @cached_property
    def generation(self) -> Mapping[str, Any]:
        """``generation_config.json``."""
        return self._object("generation_config.json")

    @cached_property
    def sentence(self) -> Mapping[str, Any]:
        """``sentence_bert_config.json``."""
        return self._object("sentence_bert_config.json")

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The class names in ``modules.json``: ``Transformer``, ``Pooling`` …"""
        try:
            listed = files.read_json(self.folder / "modules.json")
            return tuple(str(module["type"]).rsplit(".", 1)[-1] for module in listed)
        except OSError:
            return ()
        except (KeyError, TypeError):
            self.damaged.append("modules.json is not a list of modules")
        except files.Damaged as error:
            self.damaged.append(str(error))
        return ()

    @property
    def model_type(self) -> str:
        """The config's ``model_type``, or empty."""
        return str(self.config.get("model_type") or "")

    @property
    def architecture(self) -> str:
        """The first of ``architectures``, or empty."""
        listed = self.config.get("architectures")
        return str(listed[0]) if isinstance(listed, list) and listed else ""

    @cached_property
    def chat_template(self) -> str:
        """The chat template, from its own file or the tokenizer's config; empty without one."""
        try:
            return files.read_text(self.folder / "chat_template.jinja", _LONGEST_TEMPLATE)
        except OSError:
            pass
        except files.Damaged as error:
            self.damaged.append(str(error))
        template = self.tokenizer.get("chat_template") or ""
        return template if isinstance(template, str) else json.dumps(template)

    @property
    def tokenizer_class(self) -> str:
        """The name of the tokenizer class without ``Fast``, or empty."""
        return str(self.tokenizer.get("tokenizer_class") or "").removesuffix("Fast")

    @property
    def wants_remote_code(self) -> bool:
        """Whether a file asks for code from the repository to be run."""
        return bool(self.config.get("auto_map") or self.tokenizer.get("auto_map"))

    def problems(self) -> list[str]:
        """What is wrong with these files: a line each."""
        for name in ("config", "tokenizer", "generation", "sentence", "modules", "chat_template"):
            getattr(self, name)
        return self.damaged

    def _object(self, name: str) -> Mapping[str, Any]:
        try:
            return files.read_object(self.folder / name)
        except OSError:
            return {}
        except files.Damaged as error:
            self.damaged.append(str(error))
            return {}


# ---- Family

_SEQ2SEQ_TYPES = {model_type for row in FAMILIES if row.kind == "seq2seq" for model_type in row.model_types}
_UNAMBIGUOUS = {
    model_type: row
    for row in FAMILIES
    for model_type in row.model_types
    if sum(model_type in other.model_types for other in FAMILIES) == 1
}
# Multimodal checkpoints that AutoModelForCausalLM loads as well; it refuses others of this shape.
_MULTIMODAL_CHAT = ("gemma3", "gemma3n", "gemma4")

# cc25 and mBART-50 share a model type; their vocabularies differ by the added languages.
_MBART50_VOCABULARY = 250054
_SMALL100_LAYERS = (12, 3)


def family(layout: Layout) -> Family:
    """The family of a folder; ``unknown`` where the files show none."""
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
        # A single <2xx> may be a word of the vocabulary; two are language codes.
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
    if row.tag is not None and len(codes(layout.folder, row.tag)) >= least:
        return row
    return None


def _causal(layout: Layout) -> Family:
    if "target_lang_code" in layout.chat_template:
        return named("translategemma")
    return named("chat" if layout.chat_template else "completion")


# ---- Tokenizer files

# In the order in which a tokenizer trusts them.
_JSON = (
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "tokenizer.json",
)  # fmt: skip
_SENTENCEPIECE = ("spiece.model", "sentencepiece.bpe.model", "tokenizer.model")

# One of these sets is enough to make a tokenizer.
_SETS = (
    ("tokenizer.json",), ("source.spm", "target.spm", "vocab.json"), ("spiece.model",),
    ("sentencepiece.bpe.model",), ("vocab.json", "merges.txt"), ("vocab.txt",), ("tokenizer.model",),
    ("prophetnet.tokenizer",), ("vocab-src.json", "vocab-tgt.json", "merges.txt"), ("tiktoken.model",),
    ("tekken.json",),
)  # fmt: skip


def has_tokenizer(folder: Path) -> bool:
    """Whether the folder holds a complete set of tokenizer files."""
    return any(all((folder / name).is_file() for name in names) for names in _SETS)


def codes(folder: Path, tag: re.Pattern[str]) -> tuple[str, ...]:
    """The codes (group 1 of ``tag``) of all tokens of that shape, sorted and without duplicates.

    Sentencepiece files are searched only where no ``tokenizer.json`` repeats their pieces, and only for
    shapes that cannot be words: those that begin with a bracket or an underscore.
    """
    inner = tag.pattern.removeprefix("^").removesuffix("$").encode()
    quoted = re.compile(b'"' + inner + b'"')
    found: set[bytes] = set()
    for name in _JSON:
        found.update(quoted.findall(_bytes(folder / name)))
    if not (folder / "tokenizer.json").is_file() and not inner.startswith(b"("):
        for name in _SENTENCEPIECE:
            found.update(re.findall(inner, _bytes(folder / name)))
    return tuple(sorted(code.decode() for code in found))


def holds(folder: Path, token: str) -> bool:
    """Whether a tokenizer file holds this very token."""
    quoted = b'"' + token.encode() + b'"'
    return any(quoted in _bytes(folder / name) for name in _JSON)


def _bytes(path: Path) -> bytes:
    try:
        return files.read_bytes(path, files.LARGE)
    except (OSError, files.Damaged):
        return b""


# ---- Languages

# A repository's name that ends in ``-ru-kk`` or ``_en_to_ru``.
_HINT = re.compile(r"[-_]([a-z]{2,3})[-_](?:to[-_])?([a-z]{2,3})$")


def pair(layout: Layout, family: Family, name: str) -> tuple[tuple[str, str] | None, bool]:
    """The source and target that the weights are fixed to, and whether only the repository's name says so."""
    if family.name not in ("marian", "marian-multi", "fsmt", "t5"):
        return None, False
    listed = layout.config.get("langs") or layout.tokenizer.get("langs")
    if family.name == "fsmt" and isinstance(listed, list) and len(listed) == 2:
        return (str(listed[0]), str(listed[1])), False
    source, target = layout.tokenizer.get("source_lang"), layout.tokenizer.get("target_lang")
    if isinstance(source, str) and isinstance(target, str) and source and target:
        return (source, target), False
    for stated in (layout.config.get("_name_or_path"), layout.tokenizer.get("name_or_path"), name):
        match = _HINT.search(str(stated or ""))
        if match and all(members(side) for side in match.groups()) and match[1] != match[2]:
            return (match[1], match[2]), True
    return None, False


def languages(
    layout: Layout,
    family: Family,
    card: cards.Card,
    pair: tuple[str, str] | None,
    tasks: tuple[str, ...],
) -> dict[str, tuple[str, ...]]:
    """ISO 639-1 → the model's own codes, best first.

    The codes are empty where the model uses none; the mapping is empty where no file names a language.
    """
    coded = _coded(layout, family)
    if not coded:
        named = set(card.languages) or {language for side in pair or () for language in members(side)}
        return dict.fromkeys(sorted(named), ())
    # A fine-tuned model keeps all codes of its base; its card names the languages it was tuned for.
    tuned = {language: codes for language, codes in coded.items() if language in card.languages}
    enough = 2 if "translation" in tasks else 1
    return tuned if len(tuned) >= enough and not card.multilingual else coded


def _coded(layout: Layout, family: Family) -> dict[str, tuple[str, ...]]:
    table = layout.generation.get("text_decoder_lang_to_code_id")
    if isinstance(table, dict):
        found: tuple[str, ...] = tuple(sorted(str(own) for own in table))
    else:
        found = codes(layout.folder, family.tag) if family.tag is not None else ()
    if not found and family.implied_codes:
        return dict(family.codes)
    grouped: dict[str, list[str]] = {}
    for own in found:
        # Kazakh and Russian are written in Cyrillic here; their Latin codes mean something else.
        if SCRIPTS.get(iso(own)) == "Cyrl" and own.endswith("_Latn"):
            continue
        grouped.setdefault(iso(own), []).append(own)
    return {language: _best_first(own, family.codes.get(language, ())) for language, own in grouped.items()}


def _best_first(found: list[str], preferred: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda own: preferred.index(own) if own in preferred else len(preferred)))


# ---- Limits, in tokens

# Without a limit transformers writes 1e30; no model has a position table of this length.
_NO_LIMIT = 100_000_000

_INPUT_TABLES = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions", "n_ctx")

# Their position ids start after the padding id, so the table holds fewer positions than its size says.
_SHIFTED_TYPES = ("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet")


def longest_input(layout: Layout, family: Family) -> int | None:
    """Tokens read at once, special tokens included; ``None`` where no file says."""
    stated = whole(layout.tokenizer.get("model_max_length"))
    table = _table(layout, *_INPUT_TABLES)
    if family.positions == "none":
        # Relative positions have no table: n_positions is nominal, and the tokenizer's limit is the author's.
        return stated or table or family.input_limit
    if table and layout.model_type in _SHIFTED_TYPES:
        padding = layout.config.get("pad_token_id", 1)
        table -= padding + 1 if isinstance(padding, int) else 2
    known = [stated, table, whole(layout.sentence.get("max_seq_length")), family.input_limit]
    return min((limit for limit in known if limit), default=None)


def longest_output(layout: Layout, family: Family) -> int | None:
    """Tokens a decoder can write; ``None`` where it has no fixed position table."""
    if family.kind != "seq2seq" or family.positions != "hard":
        return None
    return _table(layout, "max_decoder_position_embeddings", "max_position_embeddings")


def _table(layout: Layout, *names: str) -> int | None:
    for config in configs(layout.config):
        for name in names:
            if size := whole(config.get(name)):
                return size
    return None


def configs(config: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The config, then those nested in it (multimodal chat models, T5Gemma)."""
    yield config
    for name in ("text_config", "encoder"):
        nested = config.get(name)
        if isinstance(nested, dict):
            yield from configs(nested)


def whole(value: Any) -> int | None:
    """A number of a config that can be a limit or a size, as a whole number; ``None`` for any other value."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 < value < _NO_LIMIT else None
