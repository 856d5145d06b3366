"""The bytes of a file without its compression, line by line, from any place."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from summarize.corpora.rows import LONGEST
from summarize.corpora.shards import Source
from summarize.corpora.storage import needed, opened

BUFFER = 1 << 20
MARK = b"\xef\xbb\xbf"


def damages(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """The exceptions that reading a damaged or truncated file may raise, and others."""
    try:
        import zstandard
    except ImportError:
        return (EOFError, OSError, zlib.error, *others)
    return (EOFError, OSError, zlib.error, zstandard.ZstdError, *others)


def content(raw: BinaryIO, source: Source) -> io.BufferedReader:
    """The content of an open file, without its compression.

    Raises:
        UsageError: the package for its compression is not installed.
    """
    if source.compression == "gz":
        plain: Any = gzip.GzipFile(fileobj=io.BufferedReader(cast(Any, raw), BUFFER))
    elif source.compression == "zst":
        library = needed("zstandard", f"{source.name}: reading zstd")
        plain = library.ZstdDecompressor(max_window_size=1 << 31).stream_reader(raw, read_across_frames=True)
    else:
        plain = raw
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
        self._stream: io.BufferedReader | None = None
        self._at = 0

    def at(self, source: Source, offset: int) -> io.BufferedReader:
        """The stream of a source at this offset of its content."""
        if self._stream is None or source != self._source or (source.compression and self._at > offset):
            self.close()
            self._source, self._stream, self._at = source, content(opened(source.name), source), 0
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
        if self._stream is not None:
            self._stream.close()
        self._stream = None


POSITION = Position()
