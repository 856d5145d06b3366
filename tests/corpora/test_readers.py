"""Shards of every kind of input: each row once, in order, in whatever order the shards are read."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st

from summarize.corpora.readers.lines import POSITION
from summarize.corpora.readers.parquet import GROUPS
from summarize.corpora.rows import LONGEST, Columns, DamagedInput, LeftOut, Row
from summarize.corpora.shards import SHARD_BYTES, Plan, Source
from summarize.corpora.sources import reader, scanned, sources
from summarize.errors import DocumentError, SummarizeError, UsageError
from summarize.request import ReadingOptions

COLUMNS = Columns(keep=("page",))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
IDS = st.one_of(st.none(), st.integers(), TEXTS)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)


def planned(
    *paths: Path | str, columns: Columns = COLUMNS, most: int = 1000, limit: int | None = None
) -> Plan:
    every = sources([str(path) for path in paths])
    return Plan(scanned(every, columns, most, limit, lambda name, rows: None))


def rows(plan: Plan, columns: Columns = COLUMNS, backwards: bool = False) -> list[Row]:
    """The rows of all shards; read from the last one to the first if ``backwards``."""
    numbers = range(len(plan))
    found = {}
    for number in reversed(numbers) if backwards else numbers:
        shard = plan.shard(number)
        found[number] = list(reader(shard.source.kind).read(shard, columns))
        assert len(found[number]) == shard.rows
    return [row for number in numbers for row in found[number]]


def said(row: Row) -> str:
    """The text of a row, or the class of the error that reading it raises."""
    try:
        return row.document().text
    except (SummarizeError, LeftOut) as error:
        return type(error).__name__


def packed(content: bytes, compression: str) -> bytes:
    if compression == ".gz":
        return gzip.compress(content, mtime=0)
    return zstandard.compress(content) if compression == ".zst" else content


@pytest.fixture(autouse=True)
def _files_are_closed() -> Iterator[None]:
    """A worker keeps the last file open; a test does not."""
    yield
    POSITION.close()
    GROUPS.close()


# JSON Lines


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
@given(
    lines=st.lists(st.one_of(st.tuples(IDS, TEXTS, VALUES), st.just(None)), min_size=1, max_size=20),
    most=st.integers(1, 7),
    backwards=st.booleans(),
)
def test_every_line_is_read_once_and_in_order(
    compression: str,
    lines: list[Any],
    most: int,
    backwards: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    every = [line for line in lines if line] or [("a", "b", None)]
    content = "".join(
        json.dumps({"id": line[0], "text": line[1], "page": line[2]}, ensure_ascii=False) + "\n"
        if line
        else "\n"
        for line in (lines if any(lines) else every)
    ).encode()
    path = tmp_path_factory.mktemp("rows") / f"r.jsonl{compression}"
    path.write_bytes(packed(content, compression))
    found = rows(planned(path, most=most), backwards=backwards)
    assert [row.kept["page"] for row in found] == [line[2] for line in every]
    assert [said(row) for row in found] == [line[1] if line[1].strip() else "DocumentError" for line in every]
    assert [row.id for row in found] == [
        f"{path.name}:{number}" if line[0] in (None, "") else str(line[0])
        for number, line in enumerate(every, start=1)
    ]


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz", "r.csv", "r.csv.gz", "r.parquet"])
def test_a_shard_that_was_left_in_its_middle_is_read_again_whole(name: str, tmp_path: Path) -> None:
    texts = [f"text {number}\nof two lines" for number in range(30)]
    path = tmp_path / name
    if name == "r.parquet":
        pq.write_table(pa.table({"text": texts}), path)
    else:
        lines = [json.dumps({"text": text}) if "jsonl" in name else f'"{text}"' for text in texts]
        content = "\n".join((["text"] if "csv" in name else []) + lines) + "\n"
        path.write_bytes(packed(content.encode(), ".gz" if name.endswith(".gz") else ""))
    plan = planned(path, columns=Columns(), most=10)
    for number in (0, 1, 1, 2, 0, 2):
        shard = plan.shard(number)
        begun = iter(reader(shard.source.kind).read(shard, Columns()))
        assert said(next(begun)) == texts[10 * number]
        del begun
        again = [said(row) for row in reader(shard.source.kind).read(shard, Columns())]
        assert again == texts[10 * number : 10 * number + 10]


def test_inputs_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "r.jsonl").write_text('{"text": "x"}\n')
    paths = [tmp_path / name / "r.jsonl" for name in ("a", "b")]
    found = rows(planned(*paths, columns=Columns()), Columns())
    assert [row.id for row in found] == [f"{path}:1" for path in paths]


def test_a_shard_ends_at_its_rows_or_at_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("".join(json.dumps({"text": "x" * size}) + "\n" for size in (5, 5, 5, SHARD_BYTES, 5)))
    plan = planned(path, columns=Columns(), most=2)
    assert [plan.shard(number).rows for number in range(len(plan))] == [2, 2, 1]


def test_a_row_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    path, text = tmp_path / "r.jsonl", "слово " * 1_000_000
    path.write_text(json.dumps({"text": text}, ensure_ascii=False) + '\n{"text": "b"}\n', "utf-8")
    assert [len(said(row)) for row in rows(planned(path, columns=Columns()), Columns())] == [6_000_000, 1]


def test_a_row_that_is_longer_than_memory_allows_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"text": "a"}\n{"text": "' + b"x" * LONGEST + b'"}\n{"text": "c"}\n')
    found = rows(planned(path, columns=Columns()), Columns())
    assert [said(row) for row in found] == ["a", "RowError", "c"]


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b'["text"]',
        b'{"text": null}',
        b'{"text": 5}',
        b'{"text": ["a"]}',
        b'{"id": "x"}',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"text": NaN}',
        b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
)
def test_a_row_that_is_no_text_fails_alone(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'{"text": "a"}\n' + line + b'\n{"text": "c"}')
    found = rows(planned(path, columns=Columns()), Columns())
    assert [said(row) for row in found] == ["a", "RowError", "c"]


def test_a_mark_of_byte_order_is_no_part_of_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\n')
    assert [said(row) for row in rows(planned(path, columns=Columns()), Columns())] == ["a"]


@pytest.mark.parametrize("compression", [".gz", ".zst"])
def test_what_follows_damage_is_one_row_that_fails(compression: str, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{number} {number**9}"}) + "\n" for number in range(50_000)).encode()
    whole = packed(lines, compression)
    path = tmp_path / f"r.jsonl{compression}"
    path.write_bytes(whole[: len(whole) // 2])
    plan = planned(path, columns=Columns(), most=3000)
    found = rows(plan, Columns())
    assert len(found) > 1000
    assert [said(row) for row in found[:-1]] == [f"{n} {n**9}" for n in range(len(found) - 1)]
    with pytest.raises(DamagedInput, match=f"damaged after row {len(found) - 1}"):
        found[-1].document()


# CSV


@given(
    every=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=12),
    separator=st.sampled_from([",", ";", "\t"]),
    most=st.integers(1, 5),
    backwards=st.booleans(),
)
def test_every_record_of_csv_is_read_once(
    every: list[tuple[str, str]],
    separator: str,
    most: int,
    backwards: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    every = [tuple(each.replace("\r", " ").replace("\0", " ") for each in row) for row in every]  # type: ignore[misc]
    path = tmp_path_factory.mktemp("rows") / "r.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
        writer.writerow(["text", "page"])
        writer.writerows(every)
    found = rows(planned(path, most=most), backwards=backwards)
    expected = [text if text.strip() else "DocumentError" if text else "RowError" for text, _ in every]
    assert [said(row) for row in found] == expected
    assert [row.kept["page"] for row in found] == [page or None for _, page in every]


def test_csv_of_another_encoding_is_read_with_it(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("id;text\n1;Мост открыт.\n".encode("cp1251"))
    columns = Columns(reading=ReadingOptions(encoding="cp1251"))
    assert [said(row) for row in rows(planned(path, columns=columns), columns)] == ["Мост открыт."]
    assert [said(row) for row in rows(planned(path, columns=Columns()), Columns())] == ["RowError"]


def test_a_record_with_too_many_fields_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,text\n1,a\n2,b,c\n3\n4,d\n")
    assert [said(row) for row in rows(planned(path, columns=Columns()), Columns())] == [
        "a",
        "RowError",
        "RowError",
        "d",
    ]


def test_an_open_quotation_mark_costs_what_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('id,text\n1,a\n2,"b\n3,c\n')
    assert [said(row) for row in rows(planned(path, columns=Columns()), Columns())] == ["a", "b\n3,c\n"]


# Parquet


@given(
    every=st.lists(
        st.tuples(st.one_of(st.none(), TEXTS), st.one_of(st.none(), st.integers(0, 9))),
        min_size=1,
        max_size=20,
    ),
    group=st.integers(1, 9),
    most=st.integers(1, 5),
    backwards=st.booleans(),
    kind=st.sampled_from(
        [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]
    ),
)
def test_every_row_of_parquet_is_read_once(
    every: list[tuple[str | None, int | None]],
    group: int,
    most: int,
    backwards: bool,
    kind: pa.DataType,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = [text.encode() if text is not None and kind == pa.binary() else text for text, _ in every]
    column = (
        pa.array(texts, pa.string()).dictionary_encode()
        if pa.types.is_dictionary(kind)
        else pa.array(texts, kind)
    )
    table = pa.table({"text": column, "page": pa.array([page for _, page in every], pa.int64())})
    path = tmp_path_factory.mktemp("rows") / "r.parquet"
    pq.write_table(table, path, row_group_size=group)
    plan = planned(path, most=most)
    found = rows(plan, backwards=backwards)
    expected = [
        "RowError" if text is None else text if text.strip() else "DocumentError" for text, _ in every
    ]
    assert [said(row) for row in found] == expected
    assert [row.kept["page"] for row in found] == [page for _, page in every]
    for number in range(len(plan)):
        shard = plan.shard(number)
        assert shard.first // group == (shard.first + shard.rows - 1) // group


def test_columns_of_every_type_are_kept(tmp_path: Path) -> None:
    import datetime
    from decimal import Decimal

    values: dict[str, Any] = {
        "text": "a",
        "list": [1, None],
        "struct": {"a": [b"x"], "b": {"c": 1.5}},
        "bytes": b"\xff\x00",
        "time": datetime.datetime(2026, 1, 2, 3, 4),
        "money": Decimal("1.20"),
        "nan": float("nan"),
        "map": None,
    }
    path = tmp_path / "r.parquet"
    pq.write_table(pa.Table.from_pylist([values]), path)
    columns = Columns(keep=tuple(name for name in values if name != "text"))
    (row,) = rows(planned(path, columns=columns), columns)
    assert row.kept == {
        "list": [1, None],
        "struct": {"a": ["x"], "b": {"c": 1.5}},
        "bytes": "/wA=",
        "time": "2026-01-02T03:04:00",
        "money": "1.20",
        "nan": None,
        "map": None,
    }


@pytest.mark.parametrize("value", [[["a"]], [{"a": "b"}], [5], [b"\xff"]])
def test_a_text_column_of_another_type_fails_row_by_row(value: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    pq.write_table(pa.table({"text": value}), path)
    assert [said(row) for row in rows(planned(path, columns=Columns()), Columns())] == ["RowError"]


def test_a_damaged_row_group_costs_its_own_rows(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    texts = [f"{number} " + "abcdefgh"[number % 8] * 50 for number in range(300)]
    pq.write_table(
        pa.table({"text": texts}), path, row_group_size=100, use_dictionary=False, compression="zstd"
    )
    meta = pq.ParquetFile(path).metadata.row_group(1).column(0)
    content = bytearray(path.read_bytes())
    middle = meta.data_page_offset + meta.total_compressed_size // 2
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    found = rows(planned(path, columns=Columns(), most=30), Columns())
    assert [said(row) for row in found] == [*texts[:100], *["DamagedInput"] * 100, *texts[200:]]


def test_a_file_that_is_no_parquet_is_one_row_that_fails(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    assert [said(row) for row in rows(planned(path, columns=Columns()), Columns())] == ["DamagedInput"]


# WARC

PAGE = "<html><head><title>News</title></head><body><article><p>{}</p></article></body></html>"


def record(number: int, kind: str, body: bytes, url: str = "http://example.org/", http: bool = True) -> bytes:
    content = b"HTTP/1.1 " + (b"404 Not Found" if kind == "gone" else b"200 OK") + b"\r\nContent-Type: "
    content += (b"image/png" if kind == "image" else b"text/html; charset=utf-8") + b"\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {'request' if kind == 'request' else 'response'}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number:08d}-0000-4000-8000-000000000000>\r\n"
        f"WARC-Target-URI: {url}{number}\r\n"
        f"WARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def archive(path: Path, kinds: list[str]) -> None:
    text = "Мост через реку открыли в понедельник после ремонта. Он служит двум районам города. № {}."
    records = [
        record(number, kind, PAGE.format(text.format(number) * 3).encode())
        for number, kind in enumerate(kinds)
    ]
    if path.suffix == ".gz":
        records = [gzip.compress(each, mtime=0) for each in records]
    path.write_bytes(b"".join(records))


@pytest.mark.parametrize("name", ["r.warc", "r.warc.gz"])
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_of_a_web_archive_are_read(name: str, backwards: bool, tmp_path: Path) -> None:
    path = tmp_path / name
    archive(path, ["page", "request", "image", "page", "gone", "page"])
    columns = Columns(keep=("url", "date", "status"))
    found = rows(planned(path, columns=columns, most=2), columns, backwards)
    assert [row.id[:8] for row in found] == ["00000000", "00000002", "00000003", "00000004", "00000005"]
    texts = [said(row) for row in found]
    assert [("№ 0." in texts[0]), texts[1], ("№ 3." in texts[2]), texts[3]] == [
        True,
        "LeftOut",
        True,
        "LeftOut",
    ]
    assert found[2].kept == {"url": "http://example.org/3", "date": "2026-01-02T03:04:05Z", "status": 200}


@pytest.mark.parametrize("share", [0.62, 0.7, 0.75])
@pytest.mark.parametrize("name", ["r.warc", "r.warc.gz"])
def test_a_truncated_web_archive_loses_nothing_silently(name: str, share: float, tmp_path: Path) -> None:
    path = tmp_path / name
    archive(path, ["page"] * 5)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    found = rows(planned(path, columns=Columns()), Columns())
    texts = [said(row) for row in found]
    assert ["№" in text for text in texts[:3]] == [True] * 3
    assert texts[-1] == "DamagedInput"


def test_fastwarc_reads_what_the_tests_write() -> None:
    assert len(list(ArchiveIterator(io.BytesIO(record(1, "page", b"x"))))) == 1


# Documents, and what arguments name


def test_documents_of_a_folder_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One. Two.")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.md").write_text("# Three")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    found = rows(planned(tmp_path, columns=Columns()), Columns())
    assert [row.id for row in found] == [str(tmp_path / "a.txt"), str(tmp_path / "below" / "b.md")]
    assert [said(row) for row in found] == ["One. Two.", "# Three"]


def test_a_folder_may_hold_rows_and_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One. Two.")
    (tmp_path / "z.jsonl").write_text('{"text": "row"}\n')
    found = rows(planned(tmp_path, columns=Columns()), Columns())
    assert [row.id for row in found] == ["z.jsonl:1", str(tmp_path / "a.txt")]


def test_a_list_names_documents(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One.")
    (tmp_path / "list.txt").write_text(f"{tmp_path / 'a.md'}\r\n\n{tmp_path / 'gone.md'}\n")
    found = rows(planned(tmp_path / "list.txt", columns=Columns()), Columns())
    assert [said(row) for row in found] == ["One.", "DocumentError"]


def test_a_text_that_is_taken_for_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("This is an article.")
    with pytest.raises(DocumentError, match=r"its first line, 'This is an article\.', is no file"):
        sources([str(tmp_path / "a.txt")])


def test_documents_that_are_named_one_after_the_other_are_one_input(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "r.jsonl").write_text("{}")
    found = sources([str(tmp_path / name) for name in ("a.md", "b.md", "r.jsonl", "c.md")])
    assert [len(source.documents) for source in found] == [2, 0, 1]


def test_globs_and_addresses_name_files(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.txt"):
        (tmp_path / name).write_text('{"text": "x"}\n')
    by_glob = sources([str(tmp_path / "*.jsonl")])
    by_address = sources([f"file://{tmp_path}/*.jsonl"])
    assert [Path(source.name).name for source in by_glob] == ["a.jsonl", "b.jsonl"]
    assert [source.name for source in by_address] == [f"file://{tmp_path}/{name}.jsonl" for name in "ab"]
    assert [
        said(row) for row in rows(planned(f"file://{tmp_path}/a.jsonl", columns=Columns()), Columns())
    ] == ["x"]


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("gone.jsonl", DocumentError, "gone.jsonl does not exist"),
        ("gone.md", DocumentError, "gone.md does not exist"),
        ("a.png", UsageError, "a.png is of no known kind"),
        ("*.jsonl", DocumentError, "matches no file"),
    ],
)
def test_what_is_no_input_is_refused(name: str, error: type[Exception], message: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    with pytest.raises(error, match=message.replace("*", r"\*")):
        sources([str(tmp_path / name)])


@pytest.mark.parametrize("name", ["r.jsonl", "r.csv", "r.parquet"])
def test_a_column_that_no_row_has_is_refused_with_those_there_are(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "r.parquet":
        pq.write_table(pa.table({"body": ["a"], "n": [1]}), path)
    else:
        path.write_text('{"body": "a", "n": 1}\n' if name == "r.jsonl" else "body,n\na,1\n")
    with pytest.raises(UsageError, match="has no column 'text'; it has: body, n"):
        planned(path, columns=Columns())


def test_a_limit_counts_the_rows_of_all_inputs(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        (tmp_path / name).write_text('{"text": "x"}\n' * 5)
    plan = planned(
        *(tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl")), columns=Columns(), limit=7
    )
    assert [scan.rows for scan in plan.scans] == [5, 2]
    assert len(rows(plan, Columns())) == 7


def test_the_hash_is_that_of_the_whole_file(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 1000) + b"")
    (scan,) = planned(path, columns=Columns(), limit=3).scans
    assert scan.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert scan.size == path.stat().st_size


def test_a_source_of_many_documents_is_told_to_workers_in_parts(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.md").write_text("x")
    plan = planned(tmp_path, columns=Columns(), most=2)
    assert [len(plan.shard(number).documents) for number in range(3)] == [2, 2, 1]
    assert plan.shard(0).source == Source(str(tmp_path), "documents", str(tmp_path))
