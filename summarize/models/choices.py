"""Which model a run uses: the flag, the environment, the user's defaults, or the best that is local.

Defaults live in ``config.json`` below the XDG configuration folder: JSON, because the standard
library writes it and other settings in the file survive.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from summarize.errors import ModelError, UsageError
from summarize.models import cache, catalogue
from summarize.models.checkpoints import Checkpoint, covers, directions
from summarize.text.language_table import LANGUAGES

TASKS = ("summarization", "translation", "embedding")


def config_path() -> Path:
    """``$XDG_CONFIG_HOME/summarize/config.json``, or the same below ``~/.config``."""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "summarize" / "config.json"


def defaults() -> dict[str, str]:
    """Task (or ``translation:ru-kk``, ``summarization:kk``) → model name, as the user set them.

    Raises ``UsageError`` for a file that cannot be read as that.
    """
    chosen = _config().get("models", {})
    if not isinstance(chosen, dict) or not all(isinstance(name, str) for name in chosen.values()):
        raise UsageError(f'{config_path()}: "models" must map tasks to names; mend or remove the file')
    return dict(chosen)


def set_default(task: str, name: str | None) -> None:
    """Remember a model for a task, or forget it with ``None``.

    ``task`` is one of ``TASKS``, alone or with a direction: ``translation:ru-kk``,
    ``summarization:kk``. Raises ``UsageError`` for any other and ``ModelError`` for a model that is
    not on this machine.
    """
    _check_task(task)
    if name is not None:
        cache.resolve(name)
        path = Path(name).expanduser()
        name = str(path.resolve()) if path.is_dir() else name
    config = _config()
    models = {**defaults(), task: name}
    config["models"] = {key: value for key, value in models.items() if value is not None}
    path = config_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", "utf-8")
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def default(task: str, source: str | None = None, target: str | None = None) -> str | None:
    """The user's model for a task; one set for the direction goes before one for the task."""
    chosen = defaults()
    narrow = f"{task}:{source}-{target}" if task == "translation" else f"{task}:{source}"
    return chosen.get(narrow) or chosen.get(task)


def choose(task: str, source: str, target: str, name: str | None = None) -> Checkpoint:
    """The model of a run: ``name`` > ``SUMMARIZE_MODEL`` > the user's default > the best that is local.

    ``task`` is ``summarization``, ``translation`` or ``embedding``; the languages are ISO 639-1. A
    default counts only where it does this. Raises ``ModelError`` where the model asked for is not
    here, is broken or does not do this, and where nothing local does (with the command that gets a
    model).
    """
    asked, origin = _asked(name)
    if asked:
        checkpoint = _sound(asked, origin)
        if not covers(checkpoint, task, source, target):
            said = _said(task, source, target)
            raise ModelError(f"{asked}{origin} does not do {said}: {_does(checkpoint)}")
        return checkpoint
    remembered = default(task, source, target)
    if remembered:
        checkpoint = _sound(remembered, f" (the default for {task})")
        if covers(checkpoint, task, source, target):
            return checkpoint
    found = best(task, source, target)
    if found is None:
        raise ModelError(_none(task, source, target))
    return found


def best(task: str, source: str, target: str) -> Checkpoint | None:
    """The most suitable complete model in the cache whose files say that it does this, or ``None``.

    Made for the task before chat models, free for any use before non-commercial, made for the
    direction before multilingual, larger before smaller.
    """
    fitting = [found for found in cache.local() if not found.problems and _says(found, task, source, target)]

    def rank(found: Checkpoint) -> tuple[Any, ...]:
        made_for_it = found.pair is not None or (task == "summarization" and len(found.languages) == 1)
        return (found.family.kind != "causal", not found.non_commercial, made_for_it, found.parameters or 0)

    return max(fitting, key=rank, default=None)


def _asked(name: str | None) -> tuple[str | None, str]:
    """The model asked for in this run, and how to say where when it was not on the command line."""
    if name:
        return name, ""
    return os.environ.get("SUMMARIZE_MODEL") or None, " (from SUMMARIZE_MODEL)"


def _sound(name: str, origin: str) -> Checkpoint:
    checkpoint = cache.checkpoint(name)
    if checkpoint.problems:
        raise ModelError(f"{name}{origin} cannot be used: {checkpoint.problems[0]}")
    return checkpoint


def _says(checkpoint: Checkpoint, task: str, source: str, target: str) -> bool:
    if task not in checkpoint.tasks:
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
    if name not in TASKS or (":" in task and detail not in allowed):
        raise UsageError(
            f"{task!r} is not a task: give {', '.join(TASKS)}, or one with its languages, "
            "such as translation:ru-kk or summarization:kk"
        )


def _config() -> dict[str, Any]:
    path = config_path()
    try:
        config = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read ({error}); mend or remove the file") from error
    if not isinstance(config, dict):
        raise UsageError(f"{path} is not a JSON object; mend or remove the file")
    return config


def _said(task: str, source: str, target: str) -> str:
    return f"translation from {source} to {target}" if task == "translation" else f"{task} of {source}"


def _does(checkpoint: Checkpoint) -> str:
    tasks = ", ".join(checkpoint.tasks) or "its files name no task"
    ways = ", ".join(f"{source}-{target}" for source, target in sorted(directions(checkpoint)))
    languages = ways or ", ".join(sorted(checkpoint.languages)) or "no languages named"
    return f"it is for {tasks} ({languages})"


def _none(task: str, source: str, target: str) -> str:
    start = f"no model on this machine does {_said(task, source, target)}"
    row = catalogue.suggestion(task, source, target)
    if row is None:
        return f"{start}; get one with: summarize models pull ID"
    return f"{start}; get one with: {catalogue.command(row.alias)}"
