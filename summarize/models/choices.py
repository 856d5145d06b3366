"""The model of a run: from the command line, the environment, the user's defaults, or the best local one.

Defaults are kept in ``config.json`` in the XDG configuration folder; other settings in it are left alone.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

from summarize.errors import ModelError, UsageError
from summarize.files import replacing
from summarize.models import cache, catalogue, configuration
from summarize.models.checkpoints import Checkpoint, covers, directions
from summarize.text import language_table
from summarize.text.language_table import LANGUAGES

_log = logging.getLogger(__name__)
_VERBS = {"summarization": "summarises", "translation": "translates", "embedding": "encodes"}
TASKS = tuple(_VERBS)
MEANING = "meaning"  # the encoder that compares translations with their sources
_MOST_NAMED = 5  # languages listed in a message


def defaults() -> dict[str, str]:
    """Task (or ``translation:ru-kk``, ``summarization:kk``) → model name, as the user set them.

    Raises ``UsageError`` if the file is not such a table.
    """
    return {task: name for task, name in configuration.models().items() if task != configuration.FOLDERS}


def set_default(task: str, name: str | None) -> None:
    """Set the default model of a task, or remove it with ``None``.

    ``task`` is ``MEANING``, or one of ``TASKS``, alone or with its languages: ``translation:ru-kk``,
    ``summarization:kk``. Raises ``UsageError`` for any other task, ``ModelError`` for a model that is not
    on this machine, and ``SummarizeError`` if the file cannot be written.
    """
    _check_task(task)
    if name is not None:
        cache.resolve(name)
        path = Path(name).expanduser()
        name = str(path.resolve()) if path.exists() else name
    config = configuration.read()
    models = {**configuration.models(), task: name}
    config["models"] = {key: value for key, value in models.items() if value is not None}
    with replacing(configuration.config_path()) as file:
        file.write(json.dumps(config, indent=2, ensure_ascii=False) + "\n")


def default(task: str, source: str | None = None, target: str | None = None) -> str | None:
    """The user's model for a task; one set for these languages takes precedence."""
    chosen = defaults()
    narrow = f"{task}:{source}-{target}" if task == "translation" else f"{task}:{source}"
    return chosen.get(narrow) or chosen.get(task)


def choose(task: str, source: str, target: str, name: str | None = None) -> Checkpoint:
    """The model of a run: ``name`` > ``SUMMARIZE_MODEL`` > the user's default > the best local model.

    ``task`` is ``summarization``, ``translation`` or ``embedding``; languages are ISO 639-1. A default
    that does not cover the task and languages is passed over.

    Raises:
        ModelError: the model asked for is missing, broken or unsuitable, or no local model is suitable
            (with the command that downloads one).
    """
    asked, origin = _asked(name)
    if asked:
        checkpoint = _sound(asked, origin)
        if not covers(checkpoint, task, source, target):
            raise ModelError(f"{asked}{origin} {_unsuitable(checkpoint, task, source, target)}")
        return checkpoint
    remembered = default(task, source, target)
    if remembered:
        checkpoint = _sound(remembered, f" (the default for {task})")
        if covers(checkpoint, task, source, target):
            return checkpoint
    found = best(task, source, target)
    if found is None:
        raise ModelError(_missing(task, source, target))
    _log.info(
        "%s: the most suitable model on this machine that %s %s",
        found.name,
        _VERBS[task],
        _languages(task, source, target),
    )
    return found


def best(task: str, source: str, target: str) -> Checkpoint | None:
    """The most suitable complete model in the cache whose files name this task and these languages.

    Models made for the task come before chat models, then those free for any use before non-commercial
    ones, those made for the direction before multilingual ones, larger before smaller. A base model is never
    chosen: it does a task only as well as it continues examples.
    """
    fitting = [
        found for found in cache.local() if not found.problems and _claims(found, task, source, target)
    ]

    def rank(found: Checkpoint) -> tuple[Any, ...]:
        specialised = found.pair is not None or (task == "summarization" and len(found.languages) == 1)
        return (found.family.kind != "causal", not found.non_commercial, specialised, found.parameters or 0)

    return max(fitting, key=rank, default=None)


def _asked(name: str | None) -> tuple[str | None, str]:
    """The model asked for, and what to add to its name in a message if it was not on the command line."""
    if name:
        return name, ""
    return os.environ.get("SUMMARIZE_MODEL") or None, " (from SUMMARIZE_MODEL)"


def _sound(name: str, origin: str) -> Checkpoint:
    checkpoint = cache.checkpoint(name)
    if checkpoint.problems:
        raise ModelError(f"{name}{origin} cannot be used: {checkpoint.problems[0]}")
    return checkpoint


def _claims(checkpoint: Checkpoint, task: str, source: str, target: str) -> bool:
    if task not in checkpoint.tasks or checkpoint.family.name == "completion":
        return False
    if task == "embedding":
        return not checkpoint.languages or source in checkpoint.languages
    if not checkpoint.languages:
        return False
    return (
        (source, target) in directions(checkpoint)
        if task == "translation"
        else source in checkpoint.languages
    )


def _check_task(task: str) -> None:
    name, _, detail = task.partition(":")
    pairs = [f"{source}-{target}" for source in LANGUAGES for target in LANGUAGES if source != target]
    allowed = pairs if name == "translation" else LANGUAGES
    if task != MEANING and (name not in TASKS or (":" in task and detail not in allowed)):
        raise UsageError(
            f"{task!r} is not a task: give {', '.join((*TASKS, MEANING))}, or one with its languages, "
            "such as translation:ru-kk or summarization:kk"
        )


def _unsuitable(checkpoint: Checkpoint, task: str, source: str, target: str) -> str:
    """What the model does instead of what was asked for, for a message that begins with its name."""
    if checkpoint.tasks and task not in checkpoint.tasks:
        return f"is for {' and '.join(checkpoint.tasks)}, not {task}; choose another model"
    wanted = _languages(task, source, target)
    if task == "translation":
        pairs = [_languages(task, *pair) for pair in sorted(directions(checkpoint))]
        return f"translates {', '.join(pairs) or 'other languages'}, not {wanted}; choose another model"
    known = [language_table.name(language) for language in sorted(checkpoint.languages)]
    served = " and ".join(known) if len(known) <= _MOST_NAMED else f"{len(known)} languages"
    return f"{_VERBS[task]} {served}, not {wanted}; choose another model or translate first"


def _missing(task: str, source: str, target: str) -> str:
    row = catalogue.suggestion(task, source, target)
    command = catalogue.command(row.alias) if row else "summarize models pull ID"
    wanted = _languages(task, source, target)
    return f"no model on this machine {_VERBS[task]} {wanted}; get one with: {command}"


def _languages(task: str, source: str, target: str) -> str:
    name = language_table.name
    return f"{name(source)} to {name(target)}" if task == "translation" else name(source)
