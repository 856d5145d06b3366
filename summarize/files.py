"""Files that are written: whole or not at all, by one process at a time, with errors of one line."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, cast

from summarize.errors import SummarizeError

if TYPE_CHECKING:
    from typing import BinaryIO

_FAR = 2**31 - 2  # a byte that no file reaches: Windows keeps others from reading what is locked


@contextmanager
def writing(name: str | Path) -> Iterator[None]:
    """Within this block ``name`` is written.

    Raises:
        BrokenPipeError: it is a pipe, and its reader closed it; what that means, the caller knows.
        SummarizeError: it cannot be written, for instance on a full disk.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"{name} cannot be written: {error.strerror or error}"
        raise SummarizeError(message, code="output-unwritable") from error


class CheckedStream:
    """A text stream whose writing raises the errors of ``writing``; all else is the stream's own."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def write(self, text: str) -> int:
        """Write as the stream does."""
        with writing(self._name):
            return self._stream.write(text)

    def flush(self) -> None:
        """Flush as the stream does."""
        with writing(self._name):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def real(path: str | Path) -> Path:
    """The path without symbolic links, as far as it can be resolved; a loop of links is not an error."""
    return Path(os.path.realpath(path))


def check_writable(path: Path) -> None:
    """Refuse an output file that cannot be written, before there is anything to write.

    Raises:
        SummarizeError: it is a folder, is write-protected, or cannot be examined: its name is too long,
            say, or its links form a loop.
    """
    with writing(path):
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            return
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not os.access(path, os.W_OK):  # replacing it would only need the folder's permission
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text stream that becomes ``path`` if the block ends without an error, and is discarded otherwise.

    Until then the text is in a hidden file beside it, ``.summarize-….tmp``. A pipe or a device is
    written directly.

    Raises:
        SummarizeError: it cannot be written.
    """
    check_writable(path)
    if path.exists() and not path.is_file():
        with _closing(path, path) as stream:
            yield stream
        return
    with _beside(path) as handle, _closing(path, handle) as stream:
        yield stream
        stream.flush()
        with writing(path):
            os.fsync(handle)


def replace_with(path: Path, data: bytes) -> None:
    """Make bytes the content of ``path``, whole or not at all, as ``replacing`` does with text.

    Raises:
        SummarizeError: it cannot be written.
    """
    check_writable(path)
    if path.exists() and not path.is_file():
        with writing(path), path.open("wb") as stream:
            stream.write(data)
        return
    with _beside(path) as handle, writing(path), os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(handle)


@contextmanager
def _beside(path: Path) -> Iterator[int]:
    """A descriptor of a hidden file beside ``path``, which takes its place unless the block raises an error.

    The block closes it.
    """
    target = real(path)  # a symbolic link stays one
    with writing(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".summarize-", suffix=".tmp")
    try:
        yield handle
        with writing(path):
            Path(temporary).chmod(_mode(target))
            Path(temporary).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def appending(path: Path) -> Iterator[TextIO]:
    """A text stream that adds to the end of ``path``.

    Raises:
        SummarizeError: it cannot be written.
    """
    with _closing(path, path, "a") as stream:
        yield stream


@contextmanager
def _closing(path: Path, place: Path | int, mode: Literal["w", "a"] = "w") -> Iterator[TextIO]:
    """A stream of ``place``, closed at the end; an error of the block is not hidden by one of closing."""
    with writing(path):
        stream = open(place, mode, encoding="utf-8", newline="\n")  # noqa: PTH123, SIM115  (a descriptor)
    try:
        yield cast("TextIO", CheckedStream(stream, str(path)))
    except BaseException:
        with suppress(OSError):
            stream.close()
        raise
    with writing(path):
        stream.close()


def _mode(target: Path) -> int:
    """The mode of the file being replaced, or the mode of a new file under the umask."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


@contextmanager
def locked(path: Path, refusal: str) -> Iterator[None]:
    """Within this block no other process gets past this call with the same file, which is made if missing.

    The system keeps the lock: it ends with the process, however that ends. A file system without locks
    does not refuse anybody.

    Raises:
        SummarizeError: another process has it (with the message ``refusal``), or the file cannot be
            written.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    with file:
        if not _lock(file):
            raise SummarizeError(refusal, code="output-unwritable")
        yield


def _lock(file: BinaryIO) -> bool:
    """Lock an open file; whether no other process has it locked."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # no locks on this file system
            return True
    return True
