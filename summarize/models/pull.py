"""Download a model into the hub's own cache: the only code of the project that opens a connection.

The hub's library asks for the metadata. Contents are streamed here, since the library (2.4) discards what it
has when a connection breaks, which may happen often on a slow line, and writes as much as it is sent. Every
file is checked against the hub's metadata before it is used, and the metadata before it names a file or a
size. The cache is laid out here, too: the library would ask the hub again, and put files wherever the answer
says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from summarize.errors import ModelError
from summarize.models import cache, cards, catalogue, gguf_models
from summarize.models.offline import online

# A connection is given up after this many attempts in a row without new bytes.
ATTEMPTS = 5
PAUSE = 1.0  # seconds before the next attempt, times the number of attempts so far

_TIMEOUT = 30.0
# Hexadecimal digits of the two kinds of digest.
_SHA256, _GIT = 64, 40
# Without backslashes, drives, control characters and what is absolute; dots are looked at part by part.
_NAME = re.compile(r"[\w.+@=,()\[\] -]+(?:/[\w.+@=,()\[\] -]+)*")
# Names of the HTTP client's errors before there is a connection.
_UNREACHABLE = ("ConnectError", "ConnectTimeout")
# Of the record of a commit's files (see ``_record``).
_FORMAT = 1
_BLOCK = 1 << 20
# Bytes to leave free on the disk.
_ROOM = 200_000_000


@dataclass(frozen=True)
class Item:
    """One file to fetch: its size in bytes, and its digest (sha256 of a large file, git's of a small one)."""

    name: str
    size: int
    digest: str
    kind: Literal["sha256", "git"]


@dataclass(frozen=True)
class Plan:
    """What a pull would download; ``size`` and ``remaining`` (not downloaded yet) are in bytes.

    ``gguf`` are the files of the one GGUF model that is fetched, empty for a model of the library. ``record``
    is what the hub says of all files, by name.
    """

    name: str
    revision: str
    commit: str
    items: tuple[Item, ...]
    size: int
    remaining: int
    licence: str | None
    non_commercial: bool
    gated: bool
    gguf: tuple[str, ...] = ()
    record: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)


Progress = Callable[[int, int], None]


def pull(
    name: str,
    revision: str = "main",
    ask: Callable[[Plan], bool] | None = None,
    progress: Progress | None = None,
) -> Path | None:
    """Download a model (alias or hub id) into the cache and return its folder, or its GGUF file.

    Of a repository of GGUF files one model is fetched, chosen by its quantisation: ``org/name:Q4_K_M``.

    ``ask`` gets the plan first; if it returns False, nothing is downloaded and the result is ``None``.
    ``progress`` is called with the bytes downloaded and the bytes in total. After an interruption the
    same call resumes where it stopped.

    Raises:
        ModelError: the model does not exist, is gated, does not fit on the disk or arrives damaged, or
            the connection breaks.
    """
    name, quantisation = gguf_models.split_name(name)
    hub_id = catalogue.hub_id(name)
    with online(), _explained(hub_id):
        plan = _plan(hub_id, revision, quantisation)
        _check_disk(plan)
        if ask is not None and not ask(plan):
            return None
        # Small files first: they tell what an unfinished download will be.
        _record(plan)
        for kind in ("git", "sha256"):
            items = [item for item in plan.items if item.kind == kind]
            _fetch(plan, items, progress)
            folder = _link(plan, items)
    return folder / plan.gguf[0] if plan.gguf else folder


def _plan(hub_id: str, revision: str, quantisation: str | None) -> Plan:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError

    try:
        info = HfApi(endpoint=_endpoint()).model_info(hub_id, revision=revision, files_metadata=True)
        listed = {sibling.rfilename: sibling for sibling in info.siblings or []}
        tags = [tag.removeprefix("license:") for tag in info.tags or [] if tag.startswith("license:")]
        plain = cache.weights(listed) or any(name.endswith("/model.safetensors") for name in listed)
        in_gguf = gguf_models.models(listed)
        record = {name: _entry(sibling) for name, sibling in listed.items()}
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        if isinstance(error, HFValidationError):
            raise
        raise ModelError(f"the hub describes {hub_id} in a way that cannot be read") from error
    chosen: tuple[str, ...] = ()
    if quantisation or (in_gguf and not plain):
        chosen = tuple(gguf_models.choose(hub_id, in_gguf, quantisation))
    elif not plain:
        raise ModelError(
            f"{hub_id} has no weights that can be used here (safetensors, pytorch_model.bin or GGUF)"
        )
    items = tuple(_item(hub_id, listed[name]) for name in cache.needed(listed, chosen))
    commit = _hexadecimal(hub_id, "its commit", info.sha, _GIT)
    folder = cache.storage(hub_id) / "snapshots" / commit
    missing = [item for item in items if not (folder / item.name).is_file()]
    known = catalogue.row(hub_id)
    licence = " / ".join(tags) or (known.licence if known else None)
    return Plan(
        name=hub_id,
        revision=revision,
        commit=commit,
        items=items,
        size=sum(item.size for item in items),
        remaining=sum(item.size - _arrived(hub_id, item) for item in missing),
        licence=licence,
        non_commercial=cards.forbids_commerce(licence) or bool(known and known.commercial is False),
        gated=bool(info.gated),
        gguf=chosen,
        record=record,
    )


def _entry(sibling: Any) -> dict[str, Any]:
    """A file in the record that the hub's library keeps of a commit."""
    large = {"lfs_sha256": sibling.lfs.sha256, "lfs_size": sibling.lfs.size} if sibling.lfs else {}
    return {"size": sibling.size, "blob_id": sibling.blob_id, **large}


def _item(hub_id: str, sibling: Any) -> Item:
    """A file as the hub describes it.

    Raises:
        ModelError: its name leads out of the folder, or its size or digest cannot be one.
    """
    name, size = sibling.rfilename, sibling.size
    if not _NAME.fullmatch(name) or any(set(part) <= {"."} for part in name.split("/")):
        raise ModelError(f"the hub names a file of {hub_id} {name!r}, which is no name for a file here")
    if type(size) is not int or size < 0:
        raise ModelError(f"the hub gives {name} of {hub_id} the size {size!r}")
    if sibling.lfs:
        return Item(name, size, _hexadecimal(hub_id, name, sibling.lfs.sha256, _SHA256), "sha256")
    return Item(name, size, _hexadecimal(hub_id, name, sibling.blob_id, _GIT), "git")


def _hexadecimal(hub_id: str, what: str, value: Any, length: int) -> str:
    if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{length}}}", value):
        raise ModelError(f"the hub gives {what} of {hub_id} the hash {str(value)[:80]!r}")
    return value


def _check_disk(plan: Plan) -> None:
    folder = cache.root()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if plan.remaining and plan.remaining + _ROOM > free:
        raise ModelError(
            f"{plan.name} needs {plan.remaining / 1e9:.2f} GB more and {folder} has {free / 1e9:.2f} GB "
            "free: make room, or set HF_HOME to a folder on a larger disk"
        )


def _fetch(plan: Plan, items: Sequence[Item], progress: Progress | None) -> None:
    """Put the content of these files into the cache, checked."""
    from huggingface_hub import hf_hub_url

    blobs = cache.storage(plan.name) / "blobs"
    blobs.mkdir(parents=True, exist_ok=True)
    done = plan.size - sum(item.size - _arrived(plan.name, item) for item in plan.items)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, plan.size)

    advance(0)
    for item in items:
        blob = blobs / item.digest
        if blob.exists() and not _intact(blob, item):
            advance(-_arrived(plan.name, item))
            blob.unlink()
        if blob.exists():
            continue
        draft = blob.with_name(f"{blob.name}.incomplete")
        if not item.size:
            draft.touch()
        url = hf_hub_url(plan.name, item.name, revision=plan.commit, endpoint=_endpoint())
        fetch(url, draft, item.size, advance)
        if not _intact(draft, item):
            draft.unlink()
            raise ModelError(
                f"{plan.name}: {item.name} arrived damaged (its size or checksum differs from the hub's) "
                "and was deleted; pull again"
            )
        draft.replace(blob)


def _intact(path: Path, item: Item) -> bool:
    return path.is_file() and path.stat().st_size == item.size and digest(path, item.kind) == item.digest


def _record(plan: Plan) -> None:
    """Write the commit of the revision and the list of its files where the hub's library looks for them."""
    repository = cache.storage(plan.name)
    listing = {"format_version": _FORMAT, "files": dict(sorted(plan.record.items()))}
    _write(repository / "trees" / f"{plan.commit}.json", json.dumps(listing, indent=1))
    if plan.revision != plan.commit:
        _write(repository / "refs" / plan.revision, plan.commit)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.incomplete")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _link(plan: Plan, items: Sequence[Item]) -> Path:
    """The folder of the commit in the cache, with links to the contents of these files."""
    repository = cache.storage(plan.name)
    folder = repository / "snapshots" / plan.commit
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        place, blob = folder / item.name, repository / "blobs" / item.digest
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        _point(place, blob)
    return folder


def _point(place: Path, blob: Path) -> None:
    """Let ``place`` have the content of ``blob``, by a link where the system and the disk have links."""
    try:
        place.symlink_to(os.path.relpath(blob, place.parent))
    except OSError:  # Windows lets few users make symbolic links
        try:
            os.link(blob, place)
        except OSError:
            shutil.copyfile(blob, place)


def _arrived(hub_id: str, item: Item) -> int:
    """Bytes of a file that are already downloaded."""
    blob = cache.storage(hub_id) / "blobs" / item.digest
    for path in (blob, blob.with_name(f"{item.digest}.incomplete")):
        if path.is_file():
            return min(path.stat().st_size, item.size)
    return 0


def _endpoint() -> str | None:
    # Read at each call: the hub's library reads it only once, at import.
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or None


@contextmanager
def _explained(hub_id: str) -> Iterator[None]:
    """Turn the errors of the hub's library into a ``ModelError`` of one line."""
    from huggingface_hub import errors

    # The HTTP client, and so the base class of its errors, depends on the version of the library.
    connection: Any = errors.HfHubHTTPError.__bases__[0]
    site = f"{_endpoint() or 'https://huggingface.co'}/{hub_id}"
    try:
        yield
    except errors.GatedRepoError as error:
        message = (
            f"{hub_id} is gated: accept its terms at {site}, log in with `hf auth login`, then pull again"
        )
        raise ModelError(message) from error
    except errors.RepositoryNotFoundError as error:
        near = [one for one in cache.nearest(hub_id) if one != hub_id]
        meant = f"did you mean {' or '.join(near)}? Or " if near else ""
        message = f"the hub has no model {hub_id}, or it is private: {meant}log in with `hf auth login`"
        raise ModelError(message) from error
    except errors.RevisionNotFoundError as error:
        raise ModelError(f"{hub_id} has no such revision; leave out --revision for the newest") from error
    except errors.HFValidationError as error:
        message = f"{hub_id!r} is not a model id: it has the form NAME or ORGANISATION/NAME"
        raise ModelError(message) from error
    except errors.HfHubHTTPError as error:
        code = error.response.status_code
        raise ModelError(
            f"the hub answered {code} for {hub_id}; pull again later, and the download resumes"
        ) from error
    except (connection, errors.LocalEntryNotFoundError, ConnectionError) as error:
        if type(error).__name__ in _UNREACHABLE:
            raise ModelError(
                f"{site.removesuffix(f'/{hub_id}')} cannot be reached, so {hub_id} is not downloaded; "
                "check the network, then pull again"
            ) from error
        message = (
            f"the connection to the hub broke ({type(error).__name__}); pull again, and the download resumes"
        )
        raise ModelError(message) from error
    except OSError as error:
        message = f"{hub_id} cannot be written to {cache.root()}: {error.strerror or error}"
        raise ModelError(f"{message}; what was downloaded is kept") from error


# ---- One large file over HTTP


def fetch(url: str, target: Path, size: int, advance: Callable[[int], None]) -> None:
    """Download ``url`` to ``target``, which may hold the beginning already.

    ``advance`` is called with the number of new bytes, negative if the server starts over. A broken
    connection is retried; after ``ATTEMPTS`` failures in a row without a new byte its error is raised.

    Raises:
        ModelError: the server sends more than ``size`` bytes; nothing of it is kept.
        ConnectionError: or the HTTP client's own error, if the connection stays broken.
        OSError: the file cannot be written.
    """
    from huggingface_hub.errors import HfHubHTTPError

    connection: type[Exception] = HfHubHTTPError.__bases__[0]
    failures = furthest = 0
    while (have := _size(target)) < size:
        broken: Exception = ConnectionError("the server sent less than it announced")
        try:
            _append(url, target, have, size, advance)
        except HfHubHTTPError:
            raise
        except connection as error:
            broken = error
        reached = _size(target)
        failures = 0 if reached > furthest else failures + 1
        furthest = max(furthest, reached)
        if failures >= ATTEMPTS:
            raise broken
        if reached < size:
            time.sleep(PAUSE * (failures + 1))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _append(url: str, target: Path, have: int, size: int, advance: Callable[[int], None]) -> None:
    # Public names that the library does not export for type checkers.
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        build_hf_headers,
        get_session,
        hf_raise_for_status,
    )

    headers = {**build_hf_headers(), "Range": f"bytes={have}-", "Accept-Encoding": "identity"}
    with (
        target.open("ab", buffering=0) as file,
        get_session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response,
    ):
        hf_raise_for_status(response)
        if have and response.status_code != 206:
            # The server ignores the range and sends the whole file.
            file.truncate(0)
            advance(-have)
            have = 0
        for block in response.iter_bytes():
            have += len(block)
            if have > size:
                file.truncate(0)
                raise ModelError(f"{url}: the server sends more than the {size:,} bytes it announced")
            file.write(block)
            advance(len(block))


def digest(path: Path, kind: Literal["sha256", "git"]) -> str:
    """The hexadecimal digest of a file: its sha256, or the sha1 of its git blob."""
    if kind == "git":
        state = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    else:
        state = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            state.update(block)
    return state.hexdigest()
