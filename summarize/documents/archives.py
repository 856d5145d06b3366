"""Archives: each file in a ZIP is a document of its own, named ``news.zip/kz/a.txt``; a GZ holds one.

Both are unpacked under limits. What a ZIP calls its files never leads out of it.
"""

from __future__ import annotations

import re
import stat
import sys
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from summarize.documents import formats
from summarize.documents.packages import Package
from summarize.errors import DocumentError
from summarize.text import documents

GZIP = b"\x1f\x8b"
_LARGEST = 256 * 2**20  # bytes unpacked
_RATIO, _RATIO_FROM = 300, 8 * 2**20  # unpacked to packed size, from so many unpacked bytes on
_ARCHIVE_RATIO = 100  # of all files of an archive together
_LEAST = 512 * 2**20  # bytes that any archive may unpack to
_STEP = 2**20
_SEPARATORS = re.compile(r"[/\\]+")
_UNLIMITED = sys.maxsize  # the sizes of all files together are looked at first
_UTF8 = 0x800  # the flag of a name in UTF-8


class Listed(NamedTuple):
    """What an archive holds: the names of files to read, and of those of no known format."""

    names: list[str]
    skipped: list[str]


def gunzip(data: bytes, name: str) -> bytes:
    """The file in a GZ.

    Raises:
        DocumentError: it is damaged, or unpacks to more than any document needs.
    """
    found, total, left = [], 0, data
    while left.startswith(GZIP):  # a file may consist of several parts
        stream = zlib.decompressobj(wbits=31)
        try:
            while not stream.eof:
                piece = stream.decompress(left, _STEP)
                left = stream.unconsumed_tail
                total += len(piece)
                found.append(piece)
                if total > _LARGEST or (total > _RATIO_FROM and total > _RATIO * len(data)):
                    raise DocumentError(f"{name} unpacks to more than any document needs; not read")
                if not piece and not left and not stream.eof:
                    raise DocumentError(f"{name} is a damaged gzip file: it ends too early")
        except zlib.error:
            raise DocumentError(f"{name} is a damaged gzip file and cannot be unpacked") from None
        left = stream.unused_data
    return b"".join(found)


def is_archive(path: str) -> bool:
    """Whether a file on disk is a ZIP of documents."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return False  # opening a pipe would take its first bytes
        with Path(path).open("rb") as stream:
            return formats.is_archive(stream)
    except (OSError, ValueError):
        return False


def listed(path: str) -> Listed:
    """The documents in a ZIP, as paths that ``contents`` reads; hidden files are ignored.

    Raises:
        DocumentError: it is damaged, too large, or holds no documents.
    """
    known = formats.suffixes()
    found = Listed([], [])
    for name in _opened(path).entries:
        readable = PurePosixPath(name).suffix.lower() in known
        (found.names if readable else found.skipped).append(f"{path}/{name}")
    if not found.names:
        raise DocumentError(f"{path} is a zip archive without documents that are read; see --formats")
    return found


def contents(path: str) -> bytes:
    """The bytes of a file on disk, or in a ZIP on disk.

    Raises:
        DocumentError: it is missing, unreadable, or neither a file nor a pipe.
    """
    archive = next((each for each in Path(path).parents if is_archive(str(each))), None)
    if archive is None:
        return documents.contents(path)
    return _opened(str(archive)).member(path[len(str(archive)) + 1 :])


def only(data: bytes, name: str) -> tuple[bytes, str]:
    """The one document in a ZIP that is no file on disk, and its name.

    Raises:
        DocumentError: it holds none or several, or is damaged.
    """
    archive = _Archive(Package(data, name, _UNLIMITED), len(data))
    known = formats.suffixes()
    names = [each for each in archive.entries if PurePosixPath(each).suffix.lower() in known]
    if len(names) != 1:
        what = (
            f"{len(names)} documents; give the archive as a file" if names else "no documents that are read"
        )
        raise DocumentError(f"{name} is a zip archive with {what}")
    return archive.member(names[0]), f"{name}/{names[0]}"


class _Archive:
    """An open ZIP: the names that are shown, each with its member."""

    def __init__(self, package: Package, size: int) -> None:
        self.package = package
        self.entries: dict[str, str] = {}
        files = package.files
        if sum(each.file_size for each in files) > max(_LEAST, _ARCHIVE_RATIO * size):
            raise DocumentError(f"{package.name} unpacks to more than any documents need; not read")
        for each in files:
            parts = _SEPARATORS.split(_name(each))
            parts = [part for part in parts if part not in ("", ".", "..")]
            if parts and not any(part.startswith((".", "__MACOSX")) for part in parts):
                self.entries.setdefault("/".join(parts), each.filename)

    def member(self, name: str) -> bytes:
        """The bytes of one of the files."""
        member = self.entries.get(name.replace("\\", "/"))
        data = self.package.member(member) if member is not None else None
        if data is None:
            raise DocumentError(f"{self.package.name}/{name} does not exist")
        return data


def _opened(path: str) -> _Archive:
    try:
        status = Path(path).stat()
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}") from None
    return _cached(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _cached(path: str, size: int, changed: int) -> _Archive:
    return _Archive(Package(Path(path), path, _UNLIMITED), size)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a member; where it is not UTF-8, Windows wrote it in the code page of the country."""
    name = entry.filename
    if not (entry.flag_bits & _UTF8 or name.isascii()):
        name = name.encode("cp437", "replace").decode("cp866", "replace")
    return "".join(each if each.isprintable() else "_" for each in name)
