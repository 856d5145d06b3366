"""Inputs of corpora: damaged rows, archives and compressed files lose what is damaged, and say so."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from fuzz.trial import check_lines
from summarize.corpora.rows import Columns, LeftOut
from summarize.corpora.shards import Plan
from summarize.corpora.sources import close, reader, scanned, sources
from summarize.errors import SummarizeError

TOKENS = (
    b'{"id": 1, "text": "A b. C d."}\n', b'"text"', b'"id"', b'"lang"', b"null", b"true", b"1e999", b"NaN",
    b"[]", b"{}", b"9" * 5000, b'"\\ud800"', b"\n", b"\r\n", b"\n\n", b",", b";", b"\t", b'"', b'""', b"\x00",
    b"\xff", b"\xef\xbb\xbf", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"PAR1", b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n", b"Content-Length: -1\r\n", b"WARC-Type: response\r\n", b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n",
    b"Content-Type: text/html; charset=xx\r\n",
)  # fmt: skip
NAMES = {
    b"j": "r.jsonl",
    b"g": "r.jsonl.gz",
    b"z": "r.jsonl.zst",
    b"c": "r.csv",
    b"p": "r.parquet",
    b"w": "r.warc",
    b"W": "r.warc.gz",
}
COLUMNS = Columns(language="lang", keep=("id",))


def _record() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>A b. C d.</p>"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body + b"\r\n\r\n"


def seeds() -> list[bytes]:
    """One input of each kind, after the letter of the kind."""
    rows = '{"id": 1, "text": "A b. C d.", "lang": "en"}\n{"id": 2, "text": "Мост.", "lang": "ru"}\n'
    lines = rows.encode() * 20
    table = pa.table({"id": [1, 2], "text": ["A b.", None], "lang": ["en", "kk"]})
    parquet = io.BytesIO()
    pq.write_table(table, parquet)
    return [
        b"j" + lines,
        b"g" + gzip.compress(lines, mtime=0),
        b"z" + zstandard.compress(lines),
        b"c" + 'id;text;lang\n1;"A; b";en\n2;Мост;ru\n'.encode(),
        b"p" + parquet.getvalue(),
        b"w" + _record() * 3,
        b"W" + gzip.compress(_record(), mtime=0) * 3,
    ]


def attack(data: bytes, folder: Path) -> None:
    path = folder / NAMES.get(data[:1], "r.jsonl")
    path.write_bytes(data[1:])
    try:
        plan = Plan(scanned(sources([str(path)]), COLUMNS, 7, None, lambda name, rows: None))
        for number in range(len(plan)):
            shard = plan.shard(number)
            rows = list(reader(shard.source.kind).read(shard, COLUMNS))
            assert len(rows) == shard.rows, f"{len(rows)} rows of {shard.rows}"
            for row in rows:
                try:
                    assert row.document().text.strip()
                except SummarizeError as error:
                    check_lines([str(error)], folder)
                except LeftOut as reason:
                    check_lines([str(reason)], folder)
    finally:
        close()
