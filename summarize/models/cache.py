"""The models on this machine: from a name to a folder, what the hub's cache holds, what a download needs.

The layout of the cache (``models--ORG--NAME/snapshots/COMMIT``) is read here, so that listing and
resolving need no library and cannot reach a network. ``summarize.models.pull`` downloads.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from summarize.errors import ModelError
from summarize.models import catalogue, configuration, files, gguf_models
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
    """The folder of a model, or its GGUF file: the name is a path, an alias, or a hub id in the cache.

    Where there are several GGUF files, a colon and the quantisation choose one: ``org/name:Q4_K_M``.

    Raises ``ModelError`` for a path that does not exist, for a model that is not on this machine (with the
    command that downloads it), and for several GGUF files of which none is chosen.
    """
    path = Path(name).expanduser()
    if path.is_file() and path.suffix.lower() == gguf_models.SUFFIX:
        return path
    if path.is_file():
        raise ModelError(f"{name} is a file: give a .gguf file, or the folder that holds config.json")
    if name and path.is_dir():
        return _model(name, path, None)
    name, quantisation = gguf_models.split_name(name)
    path = Path(name).expanduser()
    if name and path.is_dir():
        return _model(name, path, quantisation)
    hub_id = catalogue.hub_id(name)
    if name.startswith((".", "/", "~")) or "\\" in name or not _ID.match(hub_id):
        raise ModelError(f"{name or repr(name)}: there is no such folder")
    folder = snapshot(hub_id)
    if folder is None:
        raise ModelError(_absent(name, hub_id))
    return _model(name, folder, quantisation)


def _model(name: str, folder: Path, quantisation: str | None) -> Path:
    """The folder itself, or the GGUF file in it that was chosen."""
    found = gguf_models.within(folder)
    if quantisation is None and (not found or (folder / "config.json").exists()):
        return folder
    return folder / gguf_models.choose(name, found, quantisation)[0]


def _absent(name: str, hub_id: str) -> str:
    near = [] if catalogue.row(name) else nearest(name)
    if near:
        return f"{name} is not on this machine; did you mean {' or '.join(near)}?"
    hint = ", and there is no folder of that name" if "/" in name else ""
    return f"{name} is not on this machine{hint}; get it with: {catalogue.command(hub_id)}"


def nearest(name: str) -> list[str]:
    """Up to three aliases, hub ids of the catalogue and local models that are spelt much like it."""
    known = [*catalogue.rows(), *(row.id for row in catalogue.rows().values()), *_names()]
    folded = {one.casefold(): one for one in known}
    return [folded[one] for one in difflib.get_close_matches(name.casefold(), folded, 3, cutoff=0.8)]


def checkpoint(name: str) -> Checkpoint:
    """The checkpoint that a name stands for; an unfinished download is one of its problems.

    Raises ``ModelError`` as ``resolve`` does.
    """
    path = resolve(name)
    hub_id = _hub_id(path)
    return _cached(hub_id, path) if hub_id else describe(path)


def local() -> list[Checkpoint]:
    """Every model in the cache, complete or partial, sorted by name; then those of the user's folders.

    Raises ``UsageError`` if the configuration file cannot be used.
    """
    found = []
    for name in _names():
        folder = snapshot(name)
        if folder is not None:
            found += [_cached(name, path) for path in _models(folder)]
    return [*found, *(describe(path) for folder in configuration.folders() for path in _listed(folder))]


def _models(folder: Path) -> list[Path]:
    """The folder if it holds a model of the library, and each GGUF model in it (the first of its files)."""
    files = [folder / names[0] for names in gguf_models.within(folder).values()]
    return files if files and not (folder / "config.json").exists() else [folder, *files]


def _listed(folder: Path) -> list[Path]:
    """The models in one of the user's folders: those with a config.json one level below, and GGUF files."""
    if not folder.is_dir():
        return []
    plain = [path for path in sorted(folder.iterdir()) if (path / "config.json").is_file()]
    return [*plain, *(folder / names[0] for names in gguf_models.within(folder).values())]


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


def _names() -> list[str]:
    """The hub ids in the cache."""
    return [repository.name.removeprefix("models--").replace("--", "/") for repository in _repositories()]


def _hub_id(path: Path) -> str | None:
    """The hub id of a snapshot in the cache, or of a file in one."""
    for repository in path.parents:
        if repository.parent == root() and repository.name.startswith("models--"):
            return repository.name.removeprefix("models--").replace("--", "/")
    return None


def _cached(name: str, folder: Path) -> Checkpoint:
    if folder.is_file():
        return describe(folder, f"{name}:{gguf_models.key(folder, snapshot(name) or folder.parent)}")
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
_PAPERS = re.compile(r"(?:README\.md|(?:LICEN[CS]E|NOTICE)(?:\.\w+)?|USE_POLICY\.md)$", re.IGNORECASE)
# Records of a training run, and the indexes of weights, which are chosen separately.
_RECORDS = re.compile(r"(?:trainer_state|all_results|train_results|eval_results|\.index)\.json$")


def needed(names: Iterable[str], gguf: Iterable[str] = ()) -> tuple[str, ...]:
    """The names to fetch, sorted: weights as safetensors if there are any, else as a pickle, never both.

    If a repository has neither, only the small files. With ``gguf``, the files of a model in that format,
    these and the card and licence, since the rest is in their header.
    """
    names = list(names)
    if chosen := list(gguf):
        return tuple(sorted([*chosen, *(name for name in names if _PAPERS.match(name))]))
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
