"""The models on this machine: from a name to a folder, what the hub's cache holds, what a download needs.

The layout of the cache (``models--ORG--NAME/snapshots/COMMIT``) is read here, so that listing and
resolving need no library and cannot reach a network. ``summarize.models.pull`` downloads.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from summarize.errors import ModelError
from summarize.models import catalogue, files
from summarize.models.checkpoints import Checkpoint, describe
from summarize.models.weights import FILES

_ID = re.compile(r"^[\w][\w.-]*(?:/[\w][\w.-]*)?$")


def root() -> Path:
    """The folder of the hub's cache, from the environment variables that the hub's library reads."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if os.environ.get(name):
            return _expanded(os.environ[name])
    if os.environ.get("HF_HOME"):
        return _expanded(os.environ["HF_HOME"]) / "hub"
    return _expanded(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface" / "hub"


def storage(name: str) -> Path:
    """The cache folder of a hub id, whether it exists or not."""
    return root() / f"models--{name.replace('/', '--')}"


def resolve(name: str) -> Path:
    """The folder of a model: the name is a path, an alias of the catalogue, or a hub id in the cache.

    Raises ``ModelError`` for a path that does not exist, and for a model that is not on this machine
    (with the command that downloads it).
    """
    path = Path(name).expanduser()
    if name and path.is_dir():
        return path
    if path.is_file():
        raise ModelError(f"{name} is a file: give the folder that holds the model's config.json")
    hub_id = catalogue.hub_id(name)
    if name.startswith((".", "/", "~")) or "\\" in name or not _ID.match(hub_id):
        raise ModelError(f"{name or repr(name)}: there is no such folder")
    folder = snapshot(hub_id)
    if folder is None:
        hint = ", and there is no folder of that name" if "/" in name else ""
        raise ModelError(f"{name} is not on this machine{hint}; get it with: {catalogue.command(hub_id)}")
    return folder


def checkpoint(name: str) -> Checkpoint:
    """The checkpoint that a name stands for; an unfinished download is one of its problems.

    Raises ``ModelError`` as ``resolve`` does.
    """
    folder = resolve(name)
    hub_id = _hub_id(folder)
    return _cached(hub_id, folder) if hub_id else describe(folder)


def local() -> list[Checkpoint]:
    """Every model in the cache, complete or partial, sorted by name."""
    found = []
    for repository in _repositories():
        name = repository.name.removeprefix("models--").replace("--", "/")
        folder = snapshot(name)
        if folder is not None:
            found.append(_cached(name, folder))
    return found


def snapshot(name: str) -> Path | None:
    """The cached folder of a hub id: its main branch, else the newest; ``None`` if there is none."""
    repository = storage(name)
    try:
        commit = files.read_text(repository / "refs" / "main").strip()
    except (OSError, ValueError):
        commit = ""
    if commit and (repository / "snapshots" / commit).is_dir():
        return repository / "snapshots" / commit
    snapshots = repository / "snapshots"
    folders = [folder for folder in snapshots.iterdir() if folder.is_dir()] if snapshots.is_dir() else []
    return max(folders, key=lambda folder: folder.stat().st_mtime, default=None)


def remove(name: str) -> int:
    """Delete a model from the cache and return the bytes freed; folders outside the cache are never touched.

    Raises ``ModelError`` for a model that is not in the cache.
    """
    hub_id = catalogue.hub_id(name)
    repository = storage(hub_id)
    if not _ID.match(hub_id) or not repository.is_dir():
        raise ModelError(f"{name} is not in the cache ({root()}), so there is nothing to remove")
    freed = sum(
        path.stat().st_size for path in repository.rglob("*") if path.is_file() and not path.is_symlink()
    )
    shutil.rmtree(repository)
    shutil.rmtree(root() / ".locks" / repository.name, ignore_errors=True)
    return freed


def _expanded(path: str) -> Path:
    return Path(os.path.expandvars(path)).expanduser()


def _repositories() -> Iterator[Path]:
    folder = root()
    if folder.is_dir():
        yield from sorted(path for path in folder.glob("models--*") if path.is_dir())


def _hub_id(folder: Path) -> str | None:
    repository = folder.parent.parent
    if repository.parent == root() and repository.name.startswith("models--"):
        return repository.name.removeprefix("models--").replace("--", "/")
    return None


def _cached(name: str, folder: Path) -> Checkpoint:
    found = describe(folder, name)
    missing = _missing(folder, bool(found.problems))
    if not missing:
        return found
    line = f"the download is incomplete ({', '.join(missing[:3])}); resume it with: {catalogue.command(name)}"
    return replace(found, missing=missing, problems=(line, *found.problems))


def _missing(folder: Path, damaged: bool) -> tuple[str, ...]:
    """Files not downloaded yet, according to the list that the hub's library keeps of the repository."""
    repository = folder.parent.parent
    try:
        listing = files.read_json(repository / "trees" / f"{folder.name}.json")["files"]
        return tuple(name for name in needed(listing) if not (folder / name).is_file())
    except (OSError, ValueError, KeyError, TypeError):
        # Older downloads keep no such list: there an unfinished file counts if the folder has problems too.
        unfinished = any((repository / "blobs").glob("*.incomplete"))
        return ("unfinished files",) if damaged and unfinished else ()


# ---- The files of a repository that a model needs

# Only the modules of sentence-transformers lie in folders of their own.
_MODULE = re.compile(r"^\d+_\w+/")

_SMALL = re.compile(
    r"""^(?:
        [^/]*\.(?:model|spm|jinja)
      | (?:merges|vocab)\.txt | prophetnet\.tokenizer
      | README\.md | LICEN[CS]E(?:\.\w+)? | NOTICE(?:\.\w+)? | USE_POLICY\.md
      | [^/]*\.json
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
# Records of a training run, and the indexes of weights, which are chosen separately.
_RECORDS = re.compile(r"(?:trainer_state|all_results|train_results|eval_results|\.index)\.json$")


def needed(names: Iterable[str]) -> tuple[str, ...]:
    """The names to fetch, sorted: weights as safetensors if there are any, else as a pickle, never both.

    If a repository has neither, only the small files.
    """
    folders: dict[str, list[str]] = {}
    for name in names:
        module = _MODULE.match(name)
        folder = module[0] if module else ""
        if "/" not in name.removeprefix(folder):
            folders.setdefault(folder, []).append(name.removeprefix(folder))
    return tuple(sorted(folder + name for folder, inside in folders.items() for name in _of_folder(inside)))


def weights(names: Iterable[str]) -> tuple[str, ...]:
    """The weight files, among these names, from which a model in the top folder is loaded."""
    listed = sorted(name for name in names if "/" not in name)
    for _, single in FILES:
        if single in listed:
            return (single,)
        stem, ending = single.split(".")
        shards = [name for name in listed if re.fullmatch(rf"{stem}-\d+-of-\d+\.{ending}", name)]
        if shards and f"{single}.index.json" in listed:
            return (*shards, f"{single}.index.json")
    return ()


def _of_folder(names: list[str]) -> list[str]:
    small = [name for name in names if _SMALL.match(name) and not _RECORDS.search(name)]
    return [*small, *weights(names)]
