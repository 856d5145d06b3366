"""The manifest of an output folder: what its results were made from, so that no others get among them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from summarize.corpora.duplicates import Dedup
from summarize.corpora.job import Job
from summarize.corpora.shards import Plan
from summarize.corpora.storage import Store
from summarize.errors import ModelError, SummarizeError, UsageError, listed, quoted
from summarize.models.fingerprints import model_digest
from summarize.request import Request
from summarize.text.language_table import LANGUAGES
from summarize.version import __version__

MANIFEST, SCHEMA = "manifest.json", "summarize/batch/1"
_DIFFERENCES = 5  # shown in a message
_PIECE = 1 << 20  # bytes of a file that are read at once


@dataclass(frozen=True)
class Settings:
    """What else of a run decides on its results: how rows were cut, left out and compared."""

    shard_rows: int
    limit: int | None = None
    dedup: Dedup | None = None


def manifest(job: Job, plan: Plan, settings: Settings, models: Mapping[str, str]) -> dict[str, Any]:
    """The manifest of a run. Where its results are the same, so is this: engine and workers are not in it."""
    request = asdict(job.request)
    request["runtime"].pop("threads")
    options = {
        **asdict(settings),
        "columns": asdict(job.columns),
        "filters": asdict(job.filters),
        "format": job.form,
        "files": _files(job.request),
    }
    options["columns"]["reading"].pop("password")
    return {
        "schema": SCHEMA,
        "version": __version__,
        "request": request,
        "models": dict(models),
        "options": options,
        "inputs": [scan.to_json() for scan in plan.scans],
        "rows": plan.rows,
        "shards": len(plan),
    }


def _files(request: Request) -> dict[str, str]:
    """The SHA-256 of the files that a request names, besides models."""
    found: dict[str, str] = {}
    asked = request.translation
    for name in (request.prompt, request.waivers, asked.glossary, asked.memory.memory):
        if name is not None and name != "starter":
            try:
                with open(name, "rb") as file:  # noqa: PTH123
                    digest = hashlib.sha256()
                    while piece := file.read(_PIECE):
                        digest.update(piece)
                    found[name] = digest.hexdigest()
            except OSError as error:
                raise UsageError(f"{name} cannot be read: {error.strerror or error}") from None
    return found


def in_every_place(request: Request) -> Request:
    """The request with float32 where ``auto`` would depend on the processor: those of workers differ.

    Raises:
        ModelError: a model is missing, or no model on this machine does the task.
    """
    from summarize.engines.automatic import is_kept

    if request.runtime.precision != "auto" or not any(map(is_kept, _checkpoints(request))):
        return request
    return replace(request, runtime=replace(request.runtime, precision="float32"))


def fingerprints(request: Request) -> dict[str, str]:
    """The models that a run may use, each with the digest of its files.

    Raises:
        ModelError: one is missing or unusable, or no model on this machine does the task.
    """
    found = {checkpoint.name: checkpoint for checkpoint in _checkpoints(request)}
    for name, checkpoint in found.items():
        if checkpoint.problems:
            raise ModelError(f"{name} cannot be used: {checkpoint.problems[0]}")
    return {name: model_digest(checkpoint.path) for name, checkpoint in sorted(found.items())}


def _checkpoints(request: Request) -> Iterator[Any]:
    from summarize.models.cache import checkpoint

    if request.task == "abstractive" and request.model is None:
        yield from _chosen("summarization", ((language, language) for language in LANGUAGES))
    elif request.task != "translation" and request.model is not None:
        yield checkpoint(request.model)
    if request.target is None:
        return
    if request.translators:
        yield from map(checkpoint, request.translators)
    else:
        others = [language for language in LANGUAGES if language != request.target]
        yield from _chosen("translation", ((language, request.target) for language in others))


def _chosen(task: str, pairs: Iterator[tuple[str, str]]) -> Iterator[Any]:
    """The models that are used where none is named, for the languages that there is one for."""
    from summarize.models.choices import choose

    found, missing = [], []
    for pair in pairs:
        try:
            found.append(choose(task, *pair))
        except ModelError as error:
            missing.append(error)
    if not found:
        raise missing[0]
    yield from found


def begin(folder: Store, names: set[str], value: dict[str, Any]) -> None:
    """Write the manifest, or find that an earlier run had the same.

    Raises:
        UsageError: the folder has results of another run; the message says what differs.
    """
    if MANIFEST not in names:
        if any(name.startswith("part-") for name in names):
            raise UsageError(f"{folder.name} has parts and no {MANIFEST}; give another --output")
        folder.write(
            MANIFEST, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
        )
        return
    before, now = read(folder), json.loads(json.dumps(value))
    if before != now:
        every = list(_differences(before, now))
        shown = "; ".join(every[:_DIFFERENCES])
        more = f" and {len(every) - _DIFFERENCES} more" if len(every) > _DIFFERENCES else ""
        raise UsageError(f"{folder.name} has results of another run: {shown}{more}; give another --output")


def read(folder: Store) -> dict[str, Any]:
    """The manifest of a folder.

    Raises:
        SummarizeError: there is none, or it is damaged.
    """
    try:
        value = json.loads(folder.read(MANIFEST))
    except ValueError:
        raise SummarizeError(f"{folder.name}/{MANIFEST} is damaged") from None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise SummarizeError(f"{folder.name}/{MANIFEST} is not a manifest of {SCHEMA}")
    return value


def _differences(before: Any, now: Any, place: str = "") -> Iterator[str]:
    """Where two manifests differ, one line each."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*before, *now)):
            yield from _differences(before.get(key), now.get(key), f"{place}.{key}" if place else key)
    elif place == "inputs" and isinstance(before, list) and isinstance(now, list):
        names, others = ([each.get("name") for each in every] for every in (before, now))
        if names != others:
            yield f"inputs were {listed(names)}, now {listed(others)}"
            return
        for old, new in zip(before, now, strict=True):
            if old != new:
                yield f"{old.get('name')} has other content than then"
    elif before != now:
        yield f"{place} was {quoted(before)}, now {quoted(now)}"
