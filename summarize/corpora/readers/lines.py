"""The bytes of a file without its compression, line by line, from any place."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from summarize.corpora.rows import LONGEST, reason
from summarize.corpora.shards import Source
from summarize.corpora.storage import needed, opened

BUFFER = 1 << 20
MARK = b"\xef\xbb\xbf"
# Bytes that are unpacked at once. A byte of gzip becomes a thousand at most, four of zstd a hundred thousand.
_GZIP_BLOCK, _ZSTD_BLOCK = 1 << 16, 1 << 12
_ZSTD_WINDOW = 1 << 31  # as `zstd --long=31` writes


def damage_after(source: Source, rows: int, error: Exception) -> str:
    """The message of the row that stands for what cannot be read."""
    return f"{source.name} is damaged after row {rows}: {reason(error)}"


def reading_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """The exceptions that reading a damaged or truncated file may raise, and others."""
    try:
        import zstandard
    except ImportError:
        return (EOFError, OSError, zlib.error, *others)
    return (EOFError, OSError, zlib.error, zstandard.ZstdError, *others)


class _Unpacked(io.RawIOBase):
    """The content of a compressed file. All that can be read is given out before what is damaged is an error.

    Blocks begin at the same places in every reading of a file, so that every reading gets equally far.
    """

    def __init__(self, raw: BinaryIO, start: Callable[[], Any], block: int) -> None:
        self._raw, self._start, self._block = raw, start, block
        self._unpacking: Any = None  # None between two members
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give out what is unpacked, or unpack the next block."""
        while not self._waiting:
            packed = self._raw.read(self._block)
            if not packed:
                if self._unpacking is not None:
                    raise EOFError("it ends in the middle")
                return 0
            self._waiting = memoryview(self._unpack(packed))
        size = min(len(buffer), len(self._waiting))
        buffer[:size] = self._waiting[:size]
        self._waiting = self._waiting[size:]
        return size

    def _unpack(self, packed: bytes) -> bytes:
        pieces = []
        while packed:
            if self._unpacking is None:
                self._unpacking = self._start()
            pieces.append(self._unpacking.decompress(packed))
            packed = b""
            if self._unpacking.eof:
                packed, self._unpacking = self._unpacking.unused_data.lstrip(b"\0"), None
        return b"".join(pieces)


def content(raw: BinaryIO, source: Source) -> io.BufferedReader:
    """The content of an open file, without its compression.

    Raises:
        UsageError: the package for its compression is not installed.
    """
    plain: Any = raw
    if source.compression == "gz":
        plain = _Unpacked(raw, lambda: zlib.decompressobj(wbits=31), _GZIP_BLOCK)
    elif source.compression == "zst":
        library = needed("zstandard", f"{source.name}: reading zstd")
        plain = _Unpacked(
            raw, library.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj, _ZSTD_BLOCK
        )
    return io.BufferedReader(plain, BUFFER)


def lines(stream: io.BufferedReader) -> Iterator[tuple[bytes, int]]:
    """Each line with its length in bytes; of a line over ``LONGEST`` only the length is given."""
    while line := stream.readline(LONGEST + 1):
        size = len(line)
        if size > LONGEST:
            while not line.endswith(b"\n") and (rest := stream.readline(BUFFER)):
                size += len(rest)
                line = rest if rest.endswith(b"\n") else line
            yield b"", size
        else:
            yield line, size


class Position:
    """A file that is read from front to back: the next shard of it goes on where the last one ended.

    A compressed file cannot be entered in its middle, so each worker reads past what others work on.
    """

    def __init__(self) -> None:
        self._source: Source | None = None
        self._raw: BinaryIO | None = None
        self._stream: io.BufferedReader | None = None
        self._at = 0

    def at(self, source: Source, offset: int) -> io.BufferedReader:
        """The stream of a source at this offset of its content."""
        if self._stream is None or source != self._source or (source.compression and self._at > offset):
            self.close()
            self._raw = opened(source.name)
            self._source, self._stream, self._at = source, content(self._raw, source), 0
        if not source.compression:
            self._stream.seek(offset)
        while source.compression and self._at < offset:
            read = len(self._stream.read(min(offset - self._at, BUFFER)))
            if not read:
                break
            self._at += read
        self._at = offset
        return self._stream

    def passed(self, size: int) -> None:
        """So many bytes were read from the stream."""
        self._at += size

    def close(self) -> None:
        """Close the file."""
        for file in (self._stream, self._raw):
            if file is not None:
                with suppress(OSError):  # what was only read
                    file.close()
        self._stream = self._raw = None


POSITION = Position()
