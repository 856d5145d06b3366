"""Runs over a corpus: the same bytes whatever the workers and interruptions, and every row accounted for."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import corpus_rows
import pyarrow.parquet as pq
import pytest
import tinyhub
from held_documents import Held, workers
from safetensors.torch import load_file, save_file
from template_language import UNSEEN
from trained import folder

import summarize
from summarize.corpora.batches import Limits, Options, Progress, Report, batch, status
from summarize.corpora.duplicates import SIMILAR
from summarize.corpora.job import Filters
from summarize.corpora.rows import Columns
from summarize.errors import ModelError, SummarizeError, UsageError
from summarize.request import Length, Request, Runtime

KEEP = Columns(keep=("page",))


def run(path: Path, output: Path, **options: Any) -> Report:
    request = options.pop("request", Request(length=Length("sentences", 1)))
    return batch(path, output, request, Options(**{"columns": KEEP, "shard_rows": 7, "workers": 1} | options))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 40 rows, two of which fail."""
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    every = corpus_rows.rows(40)
    every[11]["text"] = None
    every[29]["text"] = "   "
    return corpus_rows.write(path, every)


@pytest.fixture(scope="module")
def undisturbed(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its results with one worker."""
    output = tmp_path_factory.mktemp("undisturbed")
    report = run(rows, output)
    assert (report.tally.rows, report.tally.failed) == (40, {"row": 1, "document": 1})
    return output


def test_results_have_every_row_in_order(undisturbed: Path) -> None:
    found = corpus_rows.read(undisturbed)
    assert [row["id"] for row in found] == [f"row-{number}" for number in range(40)]
    assert [row["page"] for row in found] == list(range(40))
    assert [row["id"] for row in found if row["text"] is None] == ["row-11", "row-29"]
    assert [row["id"] for row in found if row["error"]] == ["row-11", "row-29"]
    assert found[0]["text"] == summarize.summarize(corpus_rows.text(0), sentences=1).text
    errors = corpus_rows.read(undisturbed, "errors")
    assert [(error["id"], error["kind"]) for error in errors] == [("row-11", "row"), ("row-29", "document")]
    assert [path.name for path in sorted(undisturbed.glob("part-*"))] == [
        f"part-{number:05d}.jsonl" for number in range(6)
    ]


def test_the_summary_counts_what_became_of_the_rows(undisturbed: Path) -> None:
    value = json.loads((undisturbed / "summary.json").read_text())
    assert (value["rows"], value["of"], value["shards"], value["of_shards"]) == (40, 40, 6, 6)
    assert value["failed"] == {"document": 1, "row": 1}
    assert value["last_run"]["rows"] == 40


def test_the_number_of_workers_changes_no_byte(rows: Path, undisturbed: Path, tmp_path: Path) -> None:
    run(rows, tmp_path, workers=3)
    assert corpus_rows.results(tmp_path) == corpus_rows.results(undisturbed)


def test_what_is_done_is_kept_and_the_rest_is_done(rows: Path, undisturbed: Path, tmp_path: Path) -> None:
    asked = [0]

    def stop_after_the_first(progress: Progress) -> None:
        asked[0] = int(progress.tally.rows > 0)

    options = Options(columns=KEEP, shard_rows=7, workers=1)
    request = Request(length=Length("sentences", 1))
    report = batch(rows, tmp_path, request, options, progress=stop_after_the_first, stopping=lambda: asked[0])
    assert 0 < report.done < report.shards
    assert status(tmp_path).done == report.done
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("part-*")}
    again = run(rows, tmp_path)
    assert again.complete
    assert again.new.rows == 40 - report.tally.rows
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert corpus_rows.results(tmp_path) == corpus_rows.results(undisturbed)


def test_a_run_that_is_done_does_nothing(rows: Path, tmp_path: Path) -> None:
    run(rows, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("part-*")}
    report = run(rows, tmp_path)
    assert (report.new.rows, report.tally.rows, report.tally.failures) == (0, 40, 2)
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        ({"request": Request(length=Length("sentences", 2))}, "request.length.amount was 1, now 2"),
        ({"columns": Columns()}, "options.columns.keep was ['page'], now []"),
        ({"limit": 20}, "options.limit was None, now 20"),
        ({"filters": Filters(min_words=3)}, "options.filters.min_words was 0, now 3"),
    ],
)
def test_another_run_into_the_same_folder_is_refused_with_the_difference(
    options: dict[str, Any], difference: str, rows: Path, undisturbed: Path
) -> None:
    before = corpus_rows.results(undisturbed)
    with pytest.raises(UsageError) as caught:
        run(rows, undisturbed, **options)
    assert difference in str(caught.value)
    assert corpus_rows.results(undisturbed) == before


def test_another_input_into_the_same_folder_is_refused(tmp_path: Path) -> None:
    path = corpus_rows.write(tmp_path / "rows.jsonl", corpus_rows.rows(3))
    run(path, tmp_path / "out")
    corpus_rows.write(path, [*corpus_rows.rows(2), {"id": "row-2", "text": "Другой текст.", "page": 2}])
    with pytest.raises(UsageError, match=r"rows\.jsonl has other content than then"):
        run(path, tmp_path / "out")


def test_a_file_that_a_request_names_is_compared_by_its_content(tmp_path: Path) -> None:
    path = corpus_rows.write(tmp_path / "rows.jsonl", corpus_rows.rows(3))
    waivers = tmp_path / "waivers.tsv"
    waivers.write_text("segment\tkind\twho\twhy\n", encoding="utf-8")
    run(path, tmp_path / "out", request=Request(waivers=str(waivers)))
    waivers.write_text("segment\tkind\twho\twhy\n0\tnumber\tA. B.\tright\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"options\.files\..*waivers\.tsv was"):
        run(path, tmp_path / "out", request=Request(waivers=str(waivers)))


def test_parts_of_an_unknown_run_are_not_overwritten(rows: Path, tmp_path: Path) -> None:
    (tmp_path / "part-00000.jsonl").write_text("mine\n")
    with pytest.raises(UsageError, match="has parts and no manifest"):
        run(rows, tmp_path)
    assert (tmp_path / "part-00000.jsonl").read_text() == "mine\n"


def test_rows_that_failed_are_done_again(tmp_path: Path) -> None:
    names = [tmp_path / f"{name}.md" for name in "abc"]
    for number, path in enumerate(names):
        path.write_text(corpus_rows.text(number), "utf-8")
    batch(names, tmp_path / "whole", Request(), Options(workers=1))
    held = names[1]
    held.unlink()
    pipe = Held(held, corpus_rows.text(1))
    # A pipe has no content to hash: its manifest is another than that of a file.
    report = batch(names, tmp_path / "out", Request(), Options(workers=1, timeout=3.0))
    assert report.tally.failed == {"timeout": 1}
    feeder = threading.Thread(target=pipe.feed, daemon=True)
    feeder.start()
    report = batch(names, tmp_path / "out", Request(), Options(workers=1, retry_errors=True))
    assert (report.tally.rows, report.tally.failures) == (3, 0)
    assert corpus_rows.read(tmp_path / "out") == corpus_rows.read(tmp_path / "whole")
    assert list((tmp_path / "out").glob("errors-*")) == []


def test_a_shard_that_was_being_done_again_is_still_done_again(rows: Path, tmp_path: Path) -> None:
    run(rows, tmp_path)
    expected = corpus_rows.results(tmp_path)
    (tmp_path / ".retry-00001").write_bytes(b"")  # as an interrupted --retry-errors leaves it
    (tmp_path / ".summarize-x.unfinished").write_bytes(b"half a li")
    assert status(tmp_path).done == 5
    assert run(rows, tmp_path).new.rows == 7
    assert corpus_rows.results(tmp_path) == expected


@pytest.mark.parametrize(
    ("limits", "ends"),
    [(Limits(1), True), (Limits(2), False), (Limits(share=0.04), True), (Limits(share=0.05), False)],
)
def test_too_many_errors_end_a_run_and_what_is_done_is_kept(
    limits: Limits, ends: bool, rows: Path, tmp_path: Path
) -> None:
    if ends:
        with pytest.raises(SummarizeError, match="rows failed, more than --max-errors"):
            run(rows, tmp_path, max_errors=limits)
    else:
        run(rows, tmp_path, max_errors=limits)
    assert status(tmp_path).done > 1


def test_what_is_left_out_is_counted_by_reason(tmp_path: Path) -> None:
    every = corpus_rows.rows(6)
    every += [{"id": "short", "text": "Очень короткий текст.", "page": 0}]
    every += [{"id": "copy", "text": "  " + every[1]["text"].replace(" ", "  "), "page": 0}]
    every += [{"id": "again", "text": every[1]["text"], "page": 0}]
    path = corpus_rows.write(tmp_path / "r.jsonl", every)
    report = run(path, tmp_path / "out", dedup="exact", filters=Filters(("ru", "kk"), 5))
    assert report.tally.rows == 9
    assert report.tally.left_out == {"language en": 2, "fewer than 5 words": 1, "duplicate": 2}
    left = corpus_rows.read(tmp_path / "out", "left-out")
    assert left[-2:] == [{"id": name, "reason": "duplicate", "of": "row-1"} for name in ("copy", "again")]
    assert [row["id"] for row in corpus_rows.read(tmp_path / "out")] == ["row-1", "row-2", "row-4", "row-5"]


def test_near_duplicates_are_left_out_and_the_first_is_kept(tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(200)]
    near, far = [*words[:199], "other"], [*words[:150], *(f"new{number}" for number in range(50))]
    texts = [" ".join(each) + "." for each in (words, far, near, words)]
    path = corpus_rows.write(tmp_path / "r.jsonl", [{"text": text, "page": 0} for text in texts])
    assert SIMILAR > 0.6
    run(path, tmp_path / "near", dedup="near", shard_rows=1)
    left = corpus_rows.read(tmp_path / "near", "left-out")
    assert [(each["id"], each["of"]) for each in left] == [
        ("r.jsonl:3", "r.jsonl:1"),
        ("r.jsonl:4", "r.jsonl:1"),
    ]
    run(path, tmp_path / "exact", dedup="exact", shard_rows=1)
    assert [each["id"] for each in corpus_rows.read(tmp_path / "exact", "left-out")] == ["r.jsonl:4"]


def test_results_as_parquet_say_the_same(rows: Path, undisturbed: Path, tmp_path: Path) -> None:
    run(rows, tmp_path, form="parquet")
    found = [
        row for path in sorted(tmp_path.glob("part-*.parquet")) for row in pq.read_table(path).to_pylist()
    ]
    expected = [row | {"page": str(row["page"])} for row in corpus_rows.read(undisturbed)]
    assert found == expected
    assert status(tmp_path).tally == status(undisturbed).tally


def facts(count: int) -> list[dict[str, Any]]:
    return [
        {"id": number, "text": UNSEEN[number % len(UNSEEN)].said("en"), "page": number}
        for number in range(count)
    ]


@pytest.mark.parametrize("killed", [False, True])
def test_a_model_writes_the_same_bytes_whatever_the_workers(killed: bool, tmp_path: Path) -> None:
    path = corpus_rows.write(tmp_path / "r.jsonl", facts(20))
    request = Request(
        task="translation", target="kk", translators=(str(folder("nllb")),), runtime=Runtime(threads=1)
    )
    columns = Columns(source="en")
    run(path, tmp_path / "one", request=request, columns=columns, shard_rows=6)
    ended: list[int] = []

    def kill(progress: Progress) -> None:
        if killed and not ended:
            for worker in workers()[:1]:
                worker.kill()
                ended.append(worker.pid)

    options = Options(columns=columns, shard_rows=6, workers=2)
    report = batch(path, tmp_path / "two", request, options, progress=kill)
    assert bool(ended) == killed
    assert corpus_rows.results(tmp_path / "one") == corpus_rows.results(tmp_path / "two")
    texts = [row["text"] for row in corpus_rows.read(tmp_path / "one")]
    assert texts == [UNSEEN[number % len(UNSEEN)].said("kk") for number in range(20)]
    assert report.tally.tokens_written > 0


@pytest.mark.parametrize(("asked", "kept"), [("auto", "float32"), ("int8", "int8")])
def test_what_auto_takes_does_not_depend_on_the_processors_of_workers(
    asked: Any, kept: str, tmp_path: Path
) -> None:
    chat = Path(shutil.copytree(tinyhub.folder("qwen3"), tmp_path / "chat"))
    weights = {key: value.bfloat16() for key, value in load_file(chat / "model.safetensors").items()}
    save_file(weights, chat / "model.safetensors", metadata={"format": "pt"})
    path = corpus_rows.write(tmp_path / "r.jsonl", [{"text": "A bridge was opened.", "page": 1}])
    runtime = Runtime(threads=1, device="cpu", precision=asked)
    request = Request(task="abstractive", model=str(chat), runtime=runtime)
    run(path, tmp_path / "out", request=request)
    run(path, tmp_path / "out", request=request)  # the same run again: nothing differs
    made = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert made["request"]["runtime"]["precision"] == kept


def test_a_model_that_is_missing_ends_the_run_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        run(tmp_path / "gone.jsonl", tmp_path / "out", request=Request(task="abstractive", model="./none"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["id", "text", "error"])
def test_a_column_to_keep_cannot_have_the_name_of_one_of_ours(name: str, rows: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"--keep {name}"):
        run(rows, tmp_path, columns=Columns(keep=(name,)))


def test_two_runs_into_one_folder_are_refused(tmp_path: Path) -> None:
    pipe = Held(tmp_path / "a.md", corpus_rows.text(0))
    names: Sequence[Path] = [tmp_path / "a.md"]
    first = threading.Thread(
        target=batch, args=(names, tmp_path / "out"), kwargs={"options": Options(workers=1)}
    )
    first.start()
    handle = pipe.reached()
    with pytest.raises(SummarizeError, match="another process is writing into"):
        batch(names, tmp_path / "out", options=Options(workers=1))
    pipe.feed(handle)
    first.join()
    assert status(tmp_path / "out").complete


def test_an_address_is_written_like_a_folder(rows: Path, undisturbed: Path, tmp_path: Path) -> None:
    options = Options(columns=KEEP, shard_rows=7, workers=1)
    batch(f"file://{rows}", f"file://{tmp_path}/out", Request(length=Length("sentences", 1)), options)
    found, expected = corpus_rows.results(tmp_path / "out"), corpus_rows.results(undisturbed)
    del found["manifest.json"], expected["manifest.json"]  # it names the inputs as they were given
    assert found == expected
