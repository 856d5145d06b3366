"""Files of a corpus, here or at an address that pyarrow knows (``s3://``, ``gs://``, ``hdfs://``, ``file://``).

Reading needs nothing but the standard library for files of this machine. Writing is whole or not at all.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol, cast

from summarize.corpora.rows import reason
from summarize.errors import DocumentError, SummarizeError, UsageError
from summarize.files import writing

_MAGIC = "*?["
_BLOCK = 1 << 20


def needed(module: str, purpose: str) -> Any:
    """A package of the extra ``corpora``, imported now.

    Raises:
        UsageError: it is not installed; the message has the command.
    """
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise UsageError(f"{purpose} needs the extra corpora: pip install 'summarize[corpora]'") from None


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a path."""
    return "://" in name


def opened(name: str) -> BinaryIO:
    """A file for reading, unbuffered, from its beginning.

    Raises:
        DocumentError: it is missing or cannot be read.
    """
    try:
        if not is_address(name):
            return cast("BinaryIO", open(name, "rb", buffering=0))  # noqa: PTH123
        system, path = _system(name)
        return cast("BinaryIO", system.open_input_file(path))
    except OSError as error:
        raise DocumentError(f"{name} cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a NUL in the path
        raise DocumentError(f"{name!r} is not a valid path: {error}") from None


def matching(pattern: str) -> list[str]:
    """The files that a glob names, sorted; a name without wildcards is kept as it is.

    Raises:
        DocumentError: a glob names nothing.
    """
    if not any(mark in pattern for mark in _MAGIC) or (not is_address(pattern) and os.path.exists(pattern)):  # noqa: PTH110
        return [pattern]
    names = _matching_there(pattern) if is_address(pattern) else sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    if not names:
        raise DocumentError(f"{pattern} matches no file")
    return names


def _matching_there(pattern: str) -> list[str]:
    fixed = pattern[: min(pattern.find(mark) for mark in _MAGIC if mark in pattern)].rpartition("/")[0]
    return [name for name in below(fixed) if fnmatch(name, pattern)]


def below(address: str) -> list[str]:
    """The files in and below a folder at an address, sorted; [] if it is no folder."""
    fs = needed("pyarrow.fs", address)
    system, path = _system(address)
    if system.get_file_info(path).type != fs.FileType.Directory:
        return []
    infos = system.get_file_info(fs.FileSelector(path, recursive=True))
    prefix = (
        address[: len(address) - len(path)] if address.endswith(path) else address.partition("://")[0] + "://"
    )
    return sorted(prefix + info.path for info in infos if info.type == fs.FileType.File)


def _system(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it.

    Raises:
        UsageError: pyarrow is not installed, or does not know such addresses.
    """
    fs = needed("pyarrow.fs", f"{address}: reading and writing there")
    try:
        system, path = fs.FileSystem.from_uri(address)
    except (OSError, ValueError) as error:
        raise UsageError(f"{address} cannot be used: {reason(error)}") from None
    return system, str(path).rstrip("/")


class Hashed(io.RawIOBase):
    """A file that hashes what is read from it; ``finish`` reads the rest."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw, self._sha, self.size = raw, hashlib.sha256(), 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read and hash."""
        got: int = self._raw.readinto(buffer)  # type: ignore[attr-defined]
        self._sha.update(memoryview(buffer)[:got])
        self.size += got
        return got

    def finish(self) -> str:
        """The SHA-256 of the whole file."""
        while self.read(_BLOCK):
            pass
        return self._sha.hexdigest()


class Store(Protocol):
    """The output folder of a run."""

    name: str

    def names(self) -> set[str]:
        """The files in it."""

    def read(self, name: str) -> bytes:
        """The content of one of them; raises ``SummarizeError`` where it cannot be read."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all, and wait until it is on disk; raises ``SummarizeError``."""

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""

    def scratch(self) -> str:
        """A folder for files that are not finished."""


def store(name: str) -> Store:
    """The output folder, made if it is missing.

    Raises:
        SummarizeError: it cannot be made.
    """
    if is_address(name) and not name.startswith("file://"):
        return _Addressed(name)
    path = _system(name)[1] if is_address(name) else name
    return _Local(Path(path))


class _Local:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.name, self._folder = str(folder), folder
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)

    def names(self) -> set[str]:
        with writing(self._folder):
            return {path.name for path in self._folder.iterdir()}

    def read(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise SummarizeError(f"{self._folder / name} cannot be read: {error.strerror or error}") from None

    def write(self, name: str, content: bytes) -> None:
        path = self._folder / name
        with writing(path):
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".summarize-", suffix=".tmp")
            try:
                with open(handle, "wb") as file:  # noqa: PTH123  (a descriptor)
                    file.write(content)
                    file.flush()
                    os.fsync(handle)
                Path(temporary).chmod(0o666 & ~_umask())
                Path(temporary).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(temporary).unlink(missing_ok=True)
                raise
            self._sync()

    def delete(self, name: str) -> None:
        with writing(self._folder / name):
            (self._folder / name).unlink(missing_ok=True)

    def scratch(self) -> str:
        return self.name

    def _sync(self) -> None:
        """Wait until the folder's entries are on disk, where the system can do that."""
        with suppress(OSError):
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


class _Addressed:
    """A folder at an address. Object stores write whole objects; elsewhere a whole file is renamed."""

    def __init__(self, address: str) -> None:
        self.name = address
        self._system, self._folder = _system(address)
        with writing(address):
            self._system.create_dir(self._folder, recursive=True)

    def names(self) -> set[str]:
        fs = needed("pyarrow.fs", self.name)
        with writing(self.name):
            infos = self._system.get_file_info(fs.FileSelector(self._folder))
        return {PurePosixPath(info.path).name for info in infos}

    def read(self, name: str) -> bytes:
        try:
            with self._system.open_input_file(f"{self._folder}/{name}") as file:
                return bytes(file.read())
        except OSError as error:
            raise SummarizeError(f"{self.name}/{name} cannot be read: {reason(error)}") from None

    def write(self, name: str, content: bytes) -> None:
        path = f"{self._folder}/{name}"
        whole = self._system.type_name in ("s3", "gcs", "abfs")
        with writing(f"{self.name}/{name}"):
            unfinished = path if whole else f"{self._folder}/.{name}.{os.getpid()}.tmp"
            with self._system.open_output_stream(unfinished) as file:
                file.write(content)
            if not whole:
                self._system.move(unfinished, path)

    def delete(self, name: str) -> None:
        if name in self.names():
            with writing(f"{self.name}/{name}"):
                self._system.delete_file(f"{self._folder}/{name}")

    def scratch(self) -> str:
        return tempfile.gettempdir()


@contextmanager
def closing(file: BinaryIO) -> Iterator[BinaryIO]:
    """The file, closed at the end; an error of closing what was only read says nothing."""
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
