"""WARC, by fastwarc: responses of web servers, resources, and the texts of WET files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from summarize.corpora.readers.lines import content, damage_after, reading_errors
from summarize.corpora.rows import LONGEST, Columns, DamagedInput, LeftOut, Row, RowError, failed, reason
from summarize.corpora.shards import Cutter, Scan, Shard, Source
from summarize.corpora.storage import Hashed, closing, needed, opened
from summarize.documents import files
from summarize.text.documents import Document

_TYPES = ("response", "resource", "conversion")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)", re.I | re.M)
_READ = (
    "text/",
    "application/xhtml",
    "application/pdf",
    "application/msword",
    "application/vnd.",
    "application/x-subrip",
)


def scan(source: Source, columns: Columns, cutter: Cutter) -> Scan:
    """Cut a file into shards; requests, metadata and other records without a document are no rows.

    Raises:
        DocumentError: it cannot be opened.
        UsageError: fastwarc is not installed.
    """
    with closing(opened(source.name)) as raw:
        hashed = Hashed(raw)
        sha = hashed.finish()
    with closing(opened(source.name)) as raw:
        offset = 0
        try:
            for record in _records(raw, source):
                offset = record.stream_pos
                if _is_document(record):
                    cutter.add(offset, max(record.content_length, 0))
                if cutter.full:
                    break
            else:
                _check_end(source, offset)
        except reading_errors(ValueError, RuntimeError) as error:
            cutter.break_off(damage_after(source, cutter.rows, error), offset)
    return Scan(source, cutter.rows, hashed.size, sha, cutter.offsets, cutter.firsts, cutter.damage)


def _records(raw: Any, source: Source) -> Iterator[Any]:
    warc = needed("fastwarc.warc", f"{source.name}: reading WARC")
    return iter(warc.ArchiveIterator(raw, parse_http=False))


def _is_document(record: Any) -> bool:
    return record.headers.get("WARC-Type") in _TYPES


def _check_end(source: Source, offset: int) -> None:
    """Find out whether the last record, which begins at ``offset``, is whole; fastwarc says nothing of that.

    Raises:
        EOFError: it is not.
    """
    with closing(opened(source.name)) as raw:
        raw.seek(offset)
        with content(raw, source) as stream:
            head, _, body = stream.read(LONGEST).partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    whole = length is not None and len(body) >= int(length[1])
    if (
        head.strip()
        and (not whole or body[int(length[1]) if length else 0 :].strip())
        and len(body) < LONGEST // 2
    ):
        raise EOFError("it ends in the middle")


def read(shard: Shard, columns: Columns) -> Iterator[Row]:
    """The rows of a shard."""
    number, whole = shard.first, shard.rows - (shard.damage is not None)
    if whole:
        with closing(opened(shard.source.name)) as raw:
            raw.seek(shard.offset)
            documents = filter(_is_document, _records(raw, shard.source))
            for record in islice(documents, whole):
                number += 1
                yield _row(record, f"{shard.source.label}:{number}", columns)
    if shard.damage is not None:
        yield failed(f"{shard.source.label}:{shard.first + shard.rows}", DamagedInput(shard.damage))


def _row(record: Any, place: str, columns: Columns) -> Row:
    identifier = (record.headers.get("WARC-Record-ID") or place).strip("<>").removeprefix("urn:uuid:")
    if record.content_length > LONGEST:
        return failed(identifier, RowError(f"{place}: the record is longer than {LONGEST:,} bytes"))
    try:
        data = _payload(record)
    except (OSError, ValueError, EOFError) as error:
        return failed(identifier, DamagedInput(f"{place}: the record is damaged: {reason(error)}"))
    http = record.http_headers
    media = (
        (record.http_content_type or record.headers.get("Content-Type") or "").split(";")[0].strip().lower()
    )
    status = http.status_code if http is not None else None
    values = {
        "url": record.headers.get("WARC-Target-URI"),
        "date": record.headers.get("WARC-Date"),
        "type": record.headers.get("WARC-Type"),
        "media_type": media,
        "status": status,
    }
    kept = {name: values.get(name) for name in columns.keep}
    if status not in (200, 203, None):
        return failed(identifier, LeftOut(f"status {status}"), kept)
    if not media.startswith(_READ):
        return failed(identifier, LeftOut(f"media type {media or 'unknown'}"), kept)
    charset = record.http_charset if http is not None else None
    return Row(identifier, partial(_document, data, values["url"] or place, charset, columns), kept)


def _payload(record: Any) -> bytes:
    """The document of a record; of a response, what follows the headers of HTTP, decoded as they say."""
    data = bytes(record.reader.read())
    if len(data) < record.content_length:
        raise EOFError("it ends in the middle")
    if not record.is_http:
        return data
    record.set_bytes_content(data)
    record.parse_http(auto_decode="all")
    return bytes(record.reader.read())


def _document(data: bytes, name: str, charset: str | None, columns: Columns) -> Document:
    options = columns.reading
    if options.encoding is None and charset and _is_known(charset):
        options = replace(options, encoding=charset)
    return files.from_bytes(data, name, language=columns.source, options=options)


def _is_known(charset: str) -> bool:
    import codecs

    try:
        codecs.lookup(charset)
    except (LookupError, ValueError):
        return False
    return True
