"""A model hub on this machine, with as much of the real hub's HTTP as its library and ``pull`` need.

Serves repositories from memory and can be made to misbehave: gate a repository, break a connection,
damage a file, or answer with an error. Every request is kept in ``log``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee0123456789c0ffee0123456789c0ffee01"
_LARGE = (".safetensors", ".bin", ".spm", ".model", ".onnx", ".msgpack", ".h5", ".gguf")


@dataclass
class Repository:
    """Files by name, and how the hub serves them.

    ``cuts`` are the numbers of bytes after which the next requests for a large file break, one per
    request. ``damaged`` names files that arrive with one byte changed, ``short`` those that arrive one
    byte shorter than announced. ``endless`` files go on, after their content, as compressed zeros that
    inflate to a hundred megabytes. ``etag`` replaces the hash in the header of every file. Without ``ranged``
    the whole file is always sent. ``described`` replaces parts of the hub's description of a file, or of the
    repository under the name "".
    """

    files: dict[str, bytes]
    tags: tuple[str, ...] = ("license:mit",)
    gated: bool = False
    cuts: list[int] = field(default_factory=list)
    damaged: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    endless: tuple[str, ...] = ()
    etag: str = ""
    described: dict[str, dict[str, Any]] = field(default_factory=dict)
    ranged: bool = True


@dataclass
class FakeHub:
    """The running server: its address, its repositories and the requests so far."""

    url: str
    repositories: dict[str, Repository]
    log: list[tuple[str, str, str]] = field(default_factory=list)
    status: int | None = None

    def fetched(self) -> list[str]:
        """The files whose content was requested, in order."""
        return [
            path.split("/resolve/")[1].split("/", 1)[1]
            for method, path, _ in self.log
            if method == "GET" and "/resolve/" in path
        ]

    def ranges(self, name: str) -> list[str]:
        """The Range headers of the requests for a file's content."""
        return [asked for method, path, asked in self.log if method == "GET" and path.endswith(f"/{name}")]


@contextmanager
def serve(repositories: dict[str, Repository]) -> Iterator[FakeHub]:
    """Run a hub on a free port of 127.0.0.1 within this block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    hub = FakeHub(f"http://127.0.0.1:{server.server_port}", repositories)
    server.hub = hub  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def git_oid(content: bytes) -> str:
    """The id that git gives to this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> FakeHub:
        return self.server.hub  # type: ignore[attr-defined,no-any-return]

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the hub keeps its own log."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.log.append((self.command, path, self.headers.get("Range", "")))
        if self.hub.status is not None:
            return self._error(self.hub.status, "")
        if path.startswith("/api/models/"):
            return self._listing(path.removeprefix("/api/models/"))
        name, found, rest = path.strip("/").partition("/resolve/")
        return self._file(name, rest.split("/", 1)[1]) if found else self._error(404, "EntryNotFound")

    def _listing(self, path: str) -> None:
        name = "/".join(path.split("/")[:2])
        repository = self.hub.repositories.get(name)
        if repository is None:
            return self._error(401, "RepoNotFound")
        if "/revision/" in path and path.rsplit("/", 1)[1] not in ("main", COMMIT):
            return self._error(404, "RevisionNotFound")
        entries = [
            {**_entry(file, content), **repository.described.get(file, {})}
            for file, content in repository.files.items()
        ]
        if "/tree/" in path:
            body: Any = [{"type": "file", "path": entry.pop("rfilename"), **entry} for entry in entries]
            for entry in body:
                entry["oid"] = entry.pop("blobId")
        else:
            body = {"_id": "1", "id": name, "sha": COMMIT, "siblings": entries, "private": False}
            body |= {"gated": "auto" if repository.gated else False, "tags": list(repository.tags)}
            body |= repository.described.get("", {})
        return self._send(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _file(self, name: str, file: str) -> None:
        repository = self.hub.repositories.get(name)
        if repository is None:
            return self._error(401, "RepoNotFound")
        if repository.gated:
            return self._error(403, "GatedRepo")
        if file not in repository.files:
            return self._error(404, "EntryNotFound")
        whole = repository.files[file]
        entry = _entry(file, whole)
        headers = {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        digest = entry["lfs"]["sha256"] if "lfs" in entry else entry["blobId"]
        headers["ETag"] = f'"{repository.etag or digest}"'
        content = whole
        if file in repository.damaged:
            content = content[:-1] + bytes([content[-1] ^ 1])
        if file in repository.short:
            content = content[:-1]
        if file in repository.endless:
            headers["Content-Encoding"] = "gzip"
            return self._send(200, gzip.compress(content + bytes(100_000_000), 1), headers)
        asked = self.headers.get("Range") if repository.ranged else None
        start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
        if asked:
            headers["Content-Range"] = f"bytes {start}-{len(whole) - 1}/{len(whole)}"
        cut = repository.cuts.pop(0) if "lfs" in entry and self.command == "GET" and repository.cuts else None
        return self._send(206 if asked else 200, content[start:], headers, cut)

    def _error(self, code: int, name: str) -> None:
        self._send(code, b"{}", {"X-Error-Code": name, "X-Error-Message": "no"})

    def _send(self, code: int, body: bytes, headers: dict[str, str], cut: int | None = None) -> None:
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.wfile.flush()
            self.close_connection = True


def _entry(name: str, content: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": git_oid(content)}
    if name.endswith(_LARGE):
        digest = hashlib.sha256(content).hexdigest()
        entry["lfs"] = {"size": len(content), "sha256": digest, "oid": digest, "pointerSize": 130}
    return entry
