"""WARC, by fastwarc: responses of web servers, resources, and the texts of WET files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from summarize.corpora.readers.jsonl import damage
from summarize.corpora.rows import LONGEST, Columns, DamagedInput, LeftOut, Row, RowError, failed
from summarize.corpora.shards import Cutter, Scan, Shard, Source
from summarize.corpora.storage import Hashed, closing, needed, opened
from summarize.documents import files
from summarize.text.documents import Document

COLUMNS = ("url", "date", "type", "media_type", "status")  # what --keep can name
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
                cutter.add(offset, max(record.content_length, 0))
                if cutter.full:
                    break
        except (OSError, ValueError, RuntimeError) as error:
            cutter.break_off(damage(source, cutter.rows, error), offset)
    return Scan(source, cutter.rows, hashed.size, sha, cutter.offsets, cutter.firsts, cutter.damage)


def _records(raw: Any, source: Source) -> Iterator[Any]:
    warc = needed("fastwarc.warc", f"{source.name}: reading WARC")
    kinds = warc.WarcRecordType
    return iter(
        warc.ArchiveIterator(
            raw,
            record_types=kinds.response | kinds.resource | kinds.conversion,
            parse_http=True,
            auto_decode="all",
        )
    )


def read(shard: Shard, columns: Columns) -> Iterator[Row]:
    """The rows of a shard."""
    number, whole = shard.first, shard.rows - (shard.damage is not None)
    if whole:
        with closing(opened(shard.source.name)) as raw:
            raw.seek(shard.offset)
            for record in islice(_records(raw, shard.source), whole):
                number += 1
                yield _row(record, f"{shard.source.label}:{number}", columns)
    if shard.damage is not None:
        yield failed(f"{shard.source.label}:{shard.first + shard.rows}", DamagedInput(shard.damage))


def _row(record: Any, place: str, columns: Columns) -> Row:
    http = record.http_headers
    values = {
        "url": record.headers.get("WARC-Target-URI"),
        "date": record.headers.get("WARC-Date"),
        "type": record.record_type.name,
        "media_type": (record.http_content_type or record.headers.get("Content-Type") or "")
        .split(";")[0]
        .strip()
        .lower(),
        "status": http.status_code if http else None,
    }
    kept = {name: values.get(name) for name in columns.keep}
    identifier = (record.record_id or place).strip("<>").removeprefix("urn:uuid:")
    if record.content_length > LONGEST:
        return failed(identifier, RowError(f"{place}: the record is longer than {LONGEST:,} bytes"), kept)
    if http is not None and http.status_code not in (200, 203, None):
        return failed(identifier, LeftOut(f"status {http.status_code}"), kept)
    if not values["media_type"].startswith(_READ):
        return failed(identifier, LeftOut(f"media type {values['media_type'] or 'unknown'}"), kept)
    charset = record.http_charset if http is not None else None
    data = bytes(record.reader.read())
    return Row(identifier, partial(_document, data, values["url"] or place, charset, columns), kept)


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
