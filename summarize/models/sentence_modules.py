"""What a sentence encoder does around its transformer (prompt, pooling, projections), from its files.

Reads the folder format of sentence-transformers (``modules.json`` and what it names), in the old spelling
and in that of 6.x. The engine does the computing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from summarize.errors import ModelError
from summarize.models import files
from summarize.models.checkpoints import Checkpoint

# A model that pools in several ways concatenates them in this order.
_FLAGS: Final = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
POOLINGS: Final = tuple(_FLAGS.values())
ACTIVATIONS: Final = ("Identity", "Tanh", "ReLU", "GELU", "SiLU", "Sigmoid")

# Names that authors give to the prompt for two texts of the same kind, most likely first.
_SYMMETRIC: Final = (
    "STS",
    "sts",
    "sentence-similarity",
    "similarity",
    "paraphrase",
    "clustering",
    "Clustering",
)
_QUERY, _PASSAGES = "query", ("passage", "document")
# The cards of e5 ask for this prefix before every text; their other files do not.
_E5_PROMPT: Final = "query: "
_E5_CARD: Final = (re.compile(r"[\"'`]query: "), re.compile(r"[\"'`]passage: "))
_PUBLISHED_BY: Final = "sentence_transformers."


@dataclass(frozen=True)
class Dense:
    """A linear layer with its weights in ``folder``, and the name of its activation function."""

    folder: Path
    activation: str
    bias: bool = True


Step: TypeAlias = "Dense | Literal['normalize']"


@dataclass(frozen=True)
class Recipe:
    """How token vectors become a sentence vector.

    ``pooling`` names members of ``POOLINGS``, which are concatenated; with ``prompt_counts`` False the
    tokens of the prompt are not pooled. The ``steps`` follow in order.
    """

    pooling: tuple[str, ...] = ("mean",)
    prompt_counts: bool = True
    steps: tuple[Step, ...] = ()


def recipe(checkpoint: Checkpoint) -> Recipe:
    """The recipe of a folder; without a ``modules.json``, the mean of all tokens.

    Raises ``ModelError`` for what is missing, broken or unsupported: nothing is guessed.
    """
    if not (checkpoint.path / "modules.json").is_file():
        return Recipe()
    modules = _modules(checkpoint)
    kinds = [kind for kind, _ in modules]
    if kinds[:2] != ["Transformer", "Pooling"]:
        raise ModelError(
            f"{checkpoint.name}: its modules.json lists {', '.join(kinds) or 'nothing'}; "
            "a sentence encoder begins with Transformer and Pooling"
        )
    if modules[0][1].resolve() != checkpoint.path.resolve():
        raise ModelError(
            f"{checkpoint.name}: its transformer is in a folder of its own, which is not supported"
        )
    pooling = _json(checkpoint, modules[1][1] / "config.json")
    steps = tuple(_step(checkpoint, kind, folder) for kind, folder in modules[2:])
    return Recipe(_pooling(checkpoint, pooling), pooling.get("include_prompt") is not False, steps)


def prompt(checkpoint: Checkpoint) -> str:
    """The prompt that the authors put before a sentence that is compared with others; empty for none.

    It is the default prompt; else the one for similarity or clustering; else the query's if passages have
    one too (a model with a prompt for queries alone reads sentences without one); else e5's, if the card
    asks for it.
    """
    path = checkpoint.path / "config_sentence_transformers.json"
    settings = _json(checkpoint, path) if path.is_file() else {}
    named = settings.get("prompts")
    prompts = {str(k): v for k, v in named.items() if isinstance(v, str)} if isinstance(named, dict) else {}
    names = [name for name in (settings.get("default_prompt_name"), *_SYMMETRIC) if name in prompts]
    if any(prompts.get(passage) for passage in _PASSAGES):
        names.append(_QUERY)
    if names:
        return prompts.get(names[0], "")
    return _E5_PROMPT if not any(prompts.values()) and _asks_for_e5(checkpoint.path) else ""


def _asks_for_e5(folder: Path) -> bool:
    try:
        card = files.read_bytes(folder / "README.md").decode("utf-8", errors="replace")
    except (OSError, files.Damaged):
        return False
    return all(sign.search(card) for sign in _E5_CARD)


def _modules(checkpoint: Checkpoint) -> list[tuple[str, Path]]:
    """The kind and folder of each module, in order; a class from the repository itself is refused."""
    path = checkpoint.path / "modules.json"
    try:
        listed = sorted(files.read_json(path), key=lambda module: module["idx"])
        modules = [(str(module["type"]), checkpoint.path / module["path"]) for module in listed]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ModelError(f"{checkpoint.name}: its modules.json is damaged; fetch the model again") from None
    for kind, _ in modules:
        if not kind.startswith(_PUBLISHED_BY):
            raise ModelError(
                f"{checkpoint.name}: its modules.json asks to run code from the repository ({kind}), "
                "which is never done"
            )
    return [(kind.rsplit(".", 1)[-1], folder) for kind, folder in modules]


def _pooling(checkpoint: Checkpoint, config: dict[str, Any]) -> tuple[str, ...]:
    named = config.get("pooling_mode")
    if named is None:
        # An unknown flag still says how the model pools, so it is refused and not skipped.
        named = [
            _FLAGS.get(key, key)
            for key in _FLAGS | config
            if key.startswith("pooling_mode_") and config.get(key)
        ]
    modes = (named,) if isinstance(named, str) else tuple(named) if isinstance(named, list) else ()
    if not modes or not set(modes) <= set(POOLINGS):
        shown = ", ".join(str(mode) for mode in modes) or "none"
        raise ModelError(f"{checkpoint.name}: its pooling ({shown}) is not one of {', '.join(POOLINGS)}")
    return modes


def _step(checkpoint: Checkpoint, kind: str, folder: Path) -> Step:
    if kind == "Normalize":
        return "normalize"
    if kind != "Dense":
        raise ModelError(f"{checkpoint.name}: its modules.json lists {kind}, which is not supported")
    config = _json(checkpoint, folder / "config.json")
    name = folder.relative_to(checkpoint.path)
    function = str(config.get("activation_function") or "torch.nn.modules.activation.Tanh")
    activation = function.rsplit(".", 1)[-1]
    if not function.startswith("torch.nn.") or activation not in ACTIVATIONS:
        raise ModelError(
            f"{checkpoint.name}: {name} asks for {function}; supported: {', '.join(ACTIVATIONS)}"
        )
    moved = {config.get(key) or "sentence_embedding" for key in ("module_input_name", "module_output_name")}
    if config.get("use_residual") or moved != {"sentence_embedding"}:
        raise ModelError(f"{checkpoint.name}: {name} is not a plain layer on the sentence vector")
    return Dense(folder, activation, config.get("bias") is not False)


def _json(checkpoint: Checkpoint, path: Path) -> dict[str, Any]:
    name = path.relative_to(checkpoint.path).as_posix()
    try:
        return files.read_object(path)
    except OSError:
        raise ModelError(f"{checkpoint.name}: {name} is missing; fetch the model again") from None
    except files.Damaged:
        raise ModelError(f"{checkpoint.name}: {name} is damaged; fetch the model again") from None
