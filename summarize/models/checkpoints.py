"""A model folder described: family, tasks, languages, limits, licence and problems, from its files alone.

No runtime is loaded and no weight file is read beyond its header, so this takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from summarize.errors import ModelError, listed
from summarize.models import cards, gguf_models, layouts, limits, weights
from summarize.models.families import Family, members, named
from summarize.models.layouts import Layout
from summarize.text.language_table import LANGUAGES

# Settings of ``generate`` that older models, without a generation_config.json, keep in config.json.
_GENERATION = (
    "num_beams", "num_beam_groups", "length_penalty", "early_stopping", "max_length", "min_length",
    "max_new_tokens", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "repetition_penalty",
    "bad_words_ids", "forced_bos_token_id", "forced_eos_token_id", "force_bos_token_to_be_generated",
    "decoder_start_token_id", "do_sample", "temperature", "top_k", "top_p", "bos_token_id",
    "eos_token_id", "pad_token_id",
)  # fmt: skip


@dataclass(frozen=True)
class Checkpoint:
    """One model folder, or one GGUF file, which is then its ``path``.

    ``languages`` maps ISO 639-1 to the model's own codes, best first (none if it uses no codes); an empty
    mapping means that no file names a language. ``pair`` is the source and target that the weights are
    fixed to, as the files name them; with ``pair_hinted`` only the repository's name says so.
    ``max_input`` and ``max_output`` are in tokens; beyond a ``hard_limit`` the model fails. ``prefix`` is
    what the authors put before a text to be summarised. ``generation`` holds the settings in the files,
    ``task_parameters`` those for single tasks, which transformers 5 ignores. ``config`` must be set on
    ``model.config`` after loading, because the library loses it. ``size`` is in bytes on disk, ``parameters``
    are those in the files, ``fewest_parameters`` what config.json makes at the least. ``vocabulary`` counts
    tokens, ``words_table`` the parameters of one table of them; a ``tied`` one serves reading and writing.

    ``problems`` and ``notes`` are one line each; a checkpoint with problems cannot be loaded. ``missing``
    names the files that are not downloaded yet.
    """

    path: Path
    name: str
    family: Family
    model_type: str = ""
    architecture: str = ""
    tasks: tuple[str, ...] = ()
    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pair: tuple[str, str] | None = None
    pair_hinted: bool = False
    max_input: int | None = None
    hard_limit: bool = False
    max_output: int | None = None
    prefix: str = ""
    generation: Mapping[str, Any] = field(default_factory=dict)
    task_parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    licence: str | None = None
    non_commercial: bool = False
    size: int = 0
    parameters: int | None = None
    fewest_parameters: int = 0
    vocabulary: int = 0
    words_table: int = 0
    tied: bool = True
    dtype: str | None = None
    weights: Literal["safetensors", "pickle", "gguf"] | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def describe(path: Path | str, name: str | None = None) -> Checkpoint:
    """The checkpoint in a folder or GGUF file; ``name`` defaults to its hub id in the cache, or its own.

    Whatever is wrong with the files is listed in ``problems``. Raises ``ModelError`` only if there is no
    such folder or file.
    """
    folder = Path(path)
    if not folder.is_dir() and not (folder.is_file() and folder.suffix.lower() == gguf_models.SUFFIX):
        raise ModelError(f"{path} is not a folder: give the folder that holds the model's config.json")
    name = name or _name(folder)
    try:
        return _described(folder, name)
    except OSError as error:
        return Checkpoint(
            folder, name, named("unknown"), problems=(f"cannot be read: {error.strerror or error}",)
        )


def _described(folder: Path, name: str) -> Checkpoint:
    layout, card, weighed, files = _read(folder)
    family = layouts.family(layout)
    pair, hinted = layouts.pair(layout, family, name)
    parameters = _task_parameters(layout)
    tasks = _tasks(family, card, parameters, pair)
    return Checkpoint(
        path=folder,
        name=name,
        family=family,
        model_type=layout.model_type,
        architecture=layout.architecture,
        tasks=tasks,
        languages=layouts.languages(layout, family, card, pair, tasks),
        pair=pair,
        pair_hinted=hinted,
        max_input=layouts.longest_input(layout, family),
        hard_limit=family.positions == "hard",
        max_output=layouts.longest_output(layout, family),
        prefix=_prefix(folder, family, parameters),
        generation=_generation(layout),
        config={key: value for key, value in family.config.items() if layout.config.get(key) == value}
        | (layout.lost if isinstance(layout, gguf_models.GgufLayout) else {}),
        task_parameters=parameters,
        licence=card.licence,
        non_commercial=cards.restricted(card, name),
        size=sum(file.stat().st_size for file in files),
        parameters=weighed.parameters,
        fewest_parameters=limits.fewest_parameters(layout, family),
        vocabulary=limits.vocabulary(layout),
        words_table=limits.words_table(layout),
        tied=limits.tied(layout, family),
        dtype=weighed.dtype,
        weights=weighed.format,
        problems=_problems(folder, layout, family, weighed),
        notes=_notes(layout, family, weighed, hinted),
    )


def _read(path: Path) -> tuple[Layout, cards.Card, weights.Weights, tuple[Path, ...]]:
    """What describes a model, and all its files."""
    if path.is_file():
        layout = gguf_models.layout(path)
        weighed = gguf_models.weigh(layout)
        return layout, gguf_models.card(layout), weighed, weighed.files
    plain, static = Layout(path), path / "0_StaticEmbedding"
    weighed = weights.weigh(static if static.is_dir() else path, _claimed_dtype(plain))
    return plain, cards.read(path), weighed, tuple(file for file in path.rglob("*") if file.is_file())


def directions(checkpoint: Checkpoint) -> frozenset[tuple[str, str]]:
    """The translations between our languages that the files allow, as (source, target).

    An upper bound: a fine-tuned model keeps the language codes of its base.
    """
    if "translation" not in checkpoint.tasks:
        return frozenset()
    named = [name.split("_") for name in checkpoint.task_parameters if name.startswith("translation_")]
    if checkpoint.family.scheme == "prefix" and named:
        pairs = {(parts[1], parts[-1]) for parts in named}
    else:
        known = frozenset(checkpoint.languages or LANGUAGES)
        start, end = checkpoint.pair or (None, None)
        targets = members(end) if end and checkpoint.family.scheme != "prefix-token" else known
        pairs = {(source, target) for source in (members(start) if start else known) for target in targets}
    return frozenset(pair for pair in pairs if set(pair) <= set(LANGUAGES) and pair[0] != pair[1])


def capped(checkpoint: Checkpoint, max_input: int | None) -> Checkpoint:
    """The checkpoint, reading at most ``max_input`` tokens at once; ``None`` leaves it as it is."""
    if max_input is None:
        return checkpoint
    return replace(checkpoint, max_input=min(max_input, checkpoint.max_input or max_input))


def claimed(checkpoint: Checkpoint) -> frozenset[tuple[str, str]]:
    """The translations that the files name; none where they name no language."""
    named = checkpoint.languages or checkpoint.pair or checkpoint.task_parameters
    return directions(checkpoint) if named else frozenset()


def covers(checkpoint: Checkpoint, task: str, source: str, target: str) -> bool:
    """Whether the checkpoint may do this: False only if its files name other tasks or languages."""
    if checkpoint.tasks and task not in checkpoint.tasks:
        return False
    if task == "translation":
        return not checkpoint.tasks or (source, target) in directions(checkpoint)
    return not checkpoint.languages or source in checkpoint.languages


def code(checkpoint: Checkpoint, language: str) -> str:
    """The checkpoint's own code for an ISO 639-1 language; one of its own codes is returned unchanged.

    Raises ``ModelError`` if it has none.
    """
    own = checkpoint.languages.get(language, ())
    if own:
        return own[0]
    if any(language in codes for codes in checkpoint.languages.values()):
        return language
    known = listed(sorted(key for key, codes in checkpoint.languages.items() if codes), most=40) or "none"
    raise ModelError(f"{checkpoint.name} has no code for the language {language!r}; it has: {known}")


def settings(checkpoint: Checkpoint, task: str, source: str, target: str) -> dict[str, Any]:
    """The generation settings in the files: the common ones, overridden by those of the task."""
    merged = dict(checkpoint.generation)
    for name in (task, f"{task}_{source}_to_{target}"):
        merged.update({k: v for k, v in checkpoint.task_parameters.get(name, {}).items() if k != "prefix"})
    return merged


def prefix(checkpoint: Checkpoint, task: str, source: str, target: str) -> str:
    """The words that the authors put before a text of this task; empty if the files name none."""
    if task == "summarization":
        return checkpoint.prefix
    own = checkpoint.task_parameters.get(f"translation_{source}_to_{target}", {})
    return str(own.get("prefix", checkpoint.prefix if checkpoint.family.default_prefix else ""))


def _name(folder: Path) -> str:
    parts = folder.absolute().parts
    if len(parts) > 2 and parts[-2] == "snapshots" and parts[-3].startswith("models--"):
        return parts[-3].removeprefix("models--").replace("--", "/")
    return folder.absolute().name


def _claimed_dtype(layout: Layout) -> str | None:
    claimed = layout.config.get("dtype") or layout.config.get("torch_dtype")
    return claimed.removeprefix("torch.") if isinstance(claimed, str) else None


def _generation(layout: Layout) -> Mapping[str, Any]:
    if layout.generation:
        return layout.generation
    return {key: layout.config[key] for key in _GENERATION if key in layout.config}


def _task_parameters(layout: Layout) -> dict[str, Mapping[str, Any]]:
    given = layout.config.get("task_specific_params")
    if not isinstance(given, dict):
        return {}
    return {str(task): values for task, values in given.items() if isinstance(values, dict)}


def _prefix(folder: Path, family: Family, parameters: Mapping[str, Mapping[str, Any]]) -> str:
    own = parameters.get("summarization", {}).get("prefix")
    if isinstance(own, str):
        return own
    wanted = family.default_prefix
    return wanted if wanted and layouts.holds(folder, wanted) else ""


def _tasks(
    family: Family, card: cards.Card, parameters: Mapping[str, Any], pair: tuple[str, str] | None
) -> tuple[str, ...]:
    if family.kind in ("encoder", "static", "causal"):
        return family.tasks
    named: list[str] = [tag for tag in ("summarization", "translation") if tag in card.tags]
    named += [task for name in parameters if (task := name.split("_")[0]) in ("summarization", "translation")]
    if not named and pair:
        named = ["translation"]
    return tuple(dict.fromkeys(named)) or family.tasks


def _problems(folder: Path, layout: Layout, family: Family, weighed: weights.Weights) -> tuple[str, ...]:
    if isinstance(layout, gguf_models.GgufLayout):
        found = [*layout.problems(), *limits.excesses(layout, family)]
        return (*found, *(problem for problem in weighed.problems if problem not in found))
    problems = [*limits.unusable(folder), *layout.problems(), *limits.excesses(layout, family)]
    if family.kind == "static":
        tokenized = layouts.has_tokenizer(folder) or layouts.has_tokenizer(folder / "0_StaticEmbedding")
        return (*problems, *(() if tokenized else ("no tokenizer files",)), *weighed.problems)
    if (folder / "adapter_config.json").is_file() and not layout.config:
        return ("this is an adapter, not a model: merge it into its base model first",)
    if not (folder / "config.json").exists():
        problems.append("config.json is missing")
    elif not layout.config:
        problems += [] if problems else ["config.json is empty"]
    elif family.kind == "unknown":
        kind = layout.model_type or layout.architecture or "no model_type"
        problems.append(f"config.json describes an unsupported kind of model ({listed([kind])})")
    if not layouts.has_tokenizer(folder):
        problems.append("no tokenizer files")
    elif family.name == "nllb" and family.tag and len(layouts.codes(folder, family.tag)) < 2:
        problems.append("the tokenizer files hold no language codes (tokenizer.json is missing)")
    return (*problems, *weighed.problems)


def _notes(layout: Layout, family: Family, weighed: weights.Weights, hinted: bool) -> tuple[str, ...]:
    notes: list[str] = []
    if family.name == "completion":
        notes.append("base model, no chat template: completion prompts")
    if weighed.format == "pickle":
        notes.append("the weights are a pickle (.bin); only plain tensors are read from it")
    if layout.wants_remote_code:
        notes.append("the repository asks to run its own code, which is never done")
    if hinted:
        notes.append("the languages are taken from the repository's name; --from and --to override them")
    return tuple(notes)
