"""Zip packages (DOCX and the like), unpacked under limits: the one place that has them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from summarize.documents.markup import parsed
from summarize.errors import DocumentError

_MEMBERS = 20_000
_LARGEST = 256 * 2**20  # bytes of one unpacked member
_TOTAL = 512 * 2**20  # bytes unpacked from one package
_TYPE = 100  # bytes of a package's own name for its type
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip file can name
_RATIO, _RATIO_FROM = 300, 8 * 2**20  # unpacked to packed size, of members of at least so many bytes

# What zipfile raises for damaged files; RuntimeError is what it raises for a member under a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, IndexError)


class Package:
    """A zip file in memory or on disk, read member by member; ``name`` is for messages.

    ``total`` is the most that is unpacked from it, in bytes.

    Raises:
        DocumentError: it is damaged or has too many members.
    """

    def __init__(self, source: bytes | Path, name: str, total: int | None = None) -> None:
        self.name = name
        self._total = _TOTAL if total is None else total
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except _DAMAGE:
            raise DocumentError(f"{name} is a damaged zip package and cannot be read") from None
        self.members = frozenset(self._zip.namelist())
        if len(self.members) > _MEMBERS:
            raise DocumentError(f"{name} is a zip package of more than {_MEMBERS:,} files; not read")

    @property
    def entries(self) -> list[zipfile.ZipInfo]:
        """The members, folders too, in the order of the file."""
        return [each for each in self._zip.infolist() if each.filename]

    @property
    def files(self) -> list[zipfile.ZipInfo]:
        """The members that are no folders, in the order of the file."""
        return [each for each in self.entries if not each.filename.endswith("/")]

    def member(self, path: str) -> bytes | None:
        """The bytes of one member; ``None`` if there is no such member.

        Raises:
            DocumentError: it is damaged, protected, or larger than any document.
        """
        if path not in self.members:
            return None
        entry = self._zip.getinfo(path)
        suspicious = entry.file_size > _RATIO_FROM and entry.file_size > _RATIO * max(1, entry.compress_size)
        left = min(_LARGEST, self._total - self._read)
        if suspicious or entry.file_size > left:
            raise DocumentError(f"{self.name} unpacks to more than any document needs ({path}); not read")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(left + 1)
        except RuntimeError:  # what zipfile raises for a member under a password
            raise DocumentError(f"{self.name} is protected by a password; save it without one") from None
        except _DAMAGE:
            raise DocumentError(f"{self.name} is damaged: {path} cannot be unpacked") from None
        if len(data) > left:
            raise DocumentError(f"{self.name} unpacks to more than any document needs ({path}); not read")
        self._read += len(data)
        return data

    def xml(self, path: str) -> Any:
        """The root element of a member; ``None`` if there is no such member.

        Raises:
            DocumentError: it cannot be unpacked or is not well-formed XML.
        """
        data = self.member(path)
        return None if data is None else parsed(data, f"{self.name}: {path}")


def contents(source: BinaryIO) -> tuple[list[str], str] | None:
    """The members of a zip package and the type it gives itself; ``None`` if it is damaged."""
    try:
        with zipfile.ZipFile(source) as package:
            members = package.namelist()
            with package.open("mimetype") if "mimetype" in members else io.BytesIO() as stream:
                return members, stream.read(_TYPE).decode("ascii", "replace").strip()
    except (*_DAMAGE, RuntimeError):
        return None


def repacked(source: Package, changed: Mapping[str, bytes]) -> bytes:
    """The package with other bytes in some of its members; all else, and their order, as it was.

    Raises:
        DocumentError: as ``Package.member``.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        written: set[str] = set()
        for entry in source.entries:
            if entry.filename in written:  # a second member of a name is the one that readers ignore
                continue
            written.add(entry.filename)
            data = changed.get(entry.filename)
            if data is None:
                data = b"" if entry.is_dir() else source.member(entry.filename) or b""
            copy = zipfile.ZipInfo(entry.filename, max(entry.date_time, _OLDEST))
            copy.compress_type = zipfile.ZIP_DEFLATED if entry.compress_type else zipfile.ZIP_STORED
            copy.external_attr = entry.external_attr
            target.writestr(copy, data)
    return buffer.getvalue()
