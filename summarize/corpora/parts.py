"""The files of a shard: ``part-00017.jsonl``, ``errors-00017.jsonl``, ``left-out-00017.jsonl``.

Rows are in input order. The part is written last: a shard is done if its part is there and no marker
``.retry-00017`` says that it is to be done again.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.corpora.job import Form, Job, Tally
from summarize.corpora.rows import LeftOut, Row
from summarize.corpora.storage import Store, needed
from summarize.result import Result

if TYPE_CHECKING:
    from summarize.corpora.shards import Shard
    from summarize.corpora.work import Failure

RESERVED = ("id", "language", "text", "warnings", "tokens_read", "tokens_written", "extract", "error")
_PART = re.compile(r"part-(\d+)\.(?:jsonl|parquet)")
_ERRORS = re.compile(r"errors-(\d+)\.jsonl")
_MARKER = re.compile(r"\.retry-(\d+)")
_UNFINISHED = re.compile(r"\.summarize-.*\.(?:tmp|unfinished)")


def part(label: str, form: Form) -> str:
    """The name of a shard's part."""
    return f"part-{label}.{form}"


def _errors(label: str) -> str:
    return f"errors-{label}.jsonl"


def _left_out(label: str) -> str:
    return f"left-out-{label}.jsonl"


def marker(label: str) -> str:
    """The name of the file that says that a shard is to be done again."""
    return f".retry-{label}"


def finished(names: Iterable[str], count: int) -> bytearray:
    """For each of ``count`` shards, whether it is done, by the names of the files in the output folder."""
    done = bytearray(count)
    again: list[int] = []
    for name in names:
        if found := _PART.fullmatch(name):
            if int(found[1]) < count:
                done[int(found[1])] = 1
        elif found := _MARKER.fullmatch(name):
            again.append(int(found[1]))
    for number in again:
        if number < count:
            done[number] = 0
    return done


def failing(names: Iterable[str]) -> list[int]:
    """The shards with rows that failed."""
    return sorted(int(found[1]) for name in names if (found := _ERRORS.fullmatch(name)))


def unfinished(names: Iterable[str]) -> list[str]:
    """Files that a killed run has left."""
    return [name for name in names if _UNFINISHED.fullmatch(name)]


# A line of the unfinished file is one row: its outcome, the row as it will be in the part, and what the
# other files say of it.


def line(row: Row, answer: Any, job: Job) -> bytes:
    """One row of the unfinished file: a result with its tokens, a failure, or why it is left out."""
    if isinstance(answer, LeftOut):
        reason, _, first = str(answer).partition("\t")
        return _encoded(
            ["left out", None, {"id": row.id, "reason": reason} | ({"of": first} if first else {})]
        )
    if isinstance(answer, tuple):
        result, read, written = answer
        return _encoded(["done", _row(row, job, result, read, written), None])
    failure: Failure = answer
    value = _row(row, job, None, 0, 0, failure.message)
    return _encoded(["failed", value, {"id": row.id, "kind": failure.kind, "message": failure.message}])


def _row(
    row: Row, job: Job, result: Result | None, read: int, written: int, error: str | None = None
) -> dict[str, Any]:
    value = {
        "id": row.id,
        **{name: row.kept.get(name) for name in job.columns.keep},
        "language": result.document.language if result else None,
        "text": result.text if result else None,
        "warnings": list(result.warnings) if result else [],
    }
    if job.writes:
        value |= {"tokens_read": read, "tokens_written": written}
        value["extract"] = result.stands_in(job.request.task) if result else None
    return value | {"error": error}


def _encoded(value: Any) -> bytes:
    try:
        return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:  # half a character in a column that is kept: JSON can write it as an escape
        return (json.dumps(value) + "\n").encode("ascii")


def commit(to: Store, shard: Shard, job: Job, unfinished: Path) -> Tally:
    """Write the files of a shard, the part last.

    Raises:
        SummarizeError: one cannot be written; then the shard is not done.
    """
    tally = Tally()
    rows: list[dict[str, Any]] = []
    failed, left_out = io.BytesIO(), io.BytesIO()
    for outcome, row, detail in _outcomes(unfinished):
        tally.rows += 1
        if row is not None:
            rows.append(row)
            tally.tokens_read += row.get("tokens_read", 0)
            tally.tokens_written += row.get("tokens_written", 0)
        if outcome == "failed":
            tally.failed[detail["kind"]] += 1
            failed.write(_encoded(detail))
        elif outcome == "left out":
            tally.left_out[detail["reason"]] += 1
            left_out.write(_encoded(detail))
    _put(to, _errors(shard.label), failed.getvalue())
    _put(to, _left_out(shard.label), left_out.getvalue())
    content = _parquet(rows, job) if job.form == "parquet" else b"".join(map(_encoded, rows))
    to.write(part(shard.label, job.form), content)
    to.delete(marker(shard.label))
    return tally


def _outcomes(path: Path) -> Iterator[tuple[str, dict[str, Any] | None, Any]]:
    with path.open("rb") as file:
        for each in file:
            outcome, row, detail = json.loads(each)
            yield outcome, row, detail


def _put(to: Store, name: str, content: bytes) -> None:
    """Write a file that is there only where it has content."""
    if content:
        to.write(name, content)
    else:
        to.delete(name)


def _parquet(rows: list[dict[str, Any]], job: Job) -> bytes:
    """The rows as Parquet. Columns that are kept are text; a value of another type is written as JSON."""
    pa = needed("pyarrow", "--format parquet")
    parquet = needed("pyarrow.parquet", "--format parquet")
    types = {"warnings": pa.list_(pa.string()), "tokens_read": pa.int64(), "tokens_written": pa.int64()}
    types["extract"] = pa.bool_()
    written = ("tokens_read", "tokens_written", "extract") if job.writes else ()
    names = ("id", *job.columns.keep, "language", "text", "warnings", *written, "error")
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    for row in rows:
        row.update({name: _text(row[name]) for name in job.columns.keep})
    sink = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema), sink, compression="zstd")
    return sink.getvalue()


def _text(value: Any) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def tally(folder: Store, names: set[str], label: str, form: Form) -> Tally:
    """What became of the rows of a shard that is done, from its files."""
    found = Tally()
    if _errors(label) in names:
        found.failed.update(value["kind"] for value in _objects(folder.read(_errors(label))))
    if _left_out(label) in names:
        found.left_out.update(value["reason"] for value in _objects(folder.read(_left_out(label))))
    content = folder.read(part(label, form))
    if form == "parquet":
        parquet = needed("pyarrow.parquet", "--format parquet")
        table = parquet.read_table(io.BytesIO(content))
        rows = table.num_rows
        for name in ("tokens_read", "tokens_written"):
            if name in table.column_names:
                setattr(found, name, sum(table.column(name).to_pylist()))
    else:
        rows = content.count(b"\n")
        if b'"tokens_read": ' in content[: content.find(b"\n")]:
            for value in _objects(content):
                found.tokens_read += value["tokens_read"]
                found.tokens_written += value["tokens_written"]
    found.rows = rows + sum(found.left_out.values())
    return found


def rows(folder: Store, form: Form, shards: int) -> Iterator[dict[str, Any]]:
    """The rows of a run that is complete, in input order; of those that were left out there are none."""
    for number in range(shards):
        content = folder.read(part(f"{number:05d}", form))
        if form == "parquet":
            parquet = needed("pyarrow.parquet", "--format parquet")
            yield from parquet.read_table(io.BytesIO(content)).to_pylist()
        else:
            yield from _objects(content)


def failures(folder: Store, names: set[str], most: int) -> list[dict[str, Any]]:
    """The first rows that failed: id, kind, message."""
    found: list[dict[str, Any]] = []
    for number in failing(names):
        if len(found) >= most:
            break
        found += _objects(folder.read(_errors(f"{number:05d}")))
    return found[:most]


def _objects(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(each) for each in content.split(b"\n") if each]
