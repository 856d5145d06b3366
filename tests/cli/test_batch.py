"""``summarize batch`` as a shell sees it: interrupts, kills, full disks, what it says, how it ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import corpus_rows
import pytest
from held_documents import Held, end_workers
from trained import folder
from trained.texts import SENTENCES
from trained.warm import warm

HANGS = 120
TEXTS = 12


def batch(*arguments: object, cwd: Path) -> tuple[int, str, list[str]]:
    """The exit code, standard output and the lines of standard error."""
    done = warm().run("batch", *map(str, arguments), cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode().splitlines()


def started(*arguments: object, cwd: Path, most: int | None = None) -> subprocess.Popen[bytes]:
    """A run that goes on while the test does; no file of it may be larger than ``most`` bytes."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, "-m", "summarize", "batch", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        preexec_fn=limit,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, list[str]]:
    """Its exit code and the lines of its standard error."""
    _, said = process.communicate(timeout=HANGS)
    return process.returncode, said.decode().splitlines()


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Held]:
    """A folder of documents of which the one in the middle is held, and that one."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(TEXTS):
        (folder / f"{number:02d}.md").write_text(corpus_rows.text(number), "utf-8")
    (folder / "05.md").unlink()
    (tmp_path / "list.txt").write_text("".join(f"documents/{number:02d}.md\n" for number in range(TEXTS)))
    return tmp_path, Held(folder / "05.md", corpus_rows.text(5))


OPTIONS = ("list.txt", "--shard-rows", "3", "--workers", "1", "--sentences", "1")


def begun(documents: tuple[Path, Held]) -> tuple[subprocess.Popen[bytes], int]:
    """A run into ``out`` that has come to the document that is held, and the handle that feeds it."""
    folder, held = documents
    run = started(*OPTIONS, "-o", "out", cwd=folder)
    return run, held.reached()


@pytest.fixture
def expected(documents: tuple[Path, Held]) -> dict[str, bytes]:
    """The results of a run that nobody disturbs."""
    folder, held = documents
    run = started(*OPTIONS, "-o", "whole", cwd=folder)
    held.feed()
    assert ended(run)[0] == 0
    return corpus_rows.results(folder / "whole")


def test_rows_in_and_summaries_out(tmp_path: Path) -> None:
    corpus_rows.write(tmp_path / "rows.jsonl", corpus_rows.rows(5))
    code, out, said = batch("rows.jsonl", "-o", "out", "-s", "1", "--keep", "page", cwd=tmp_path)
    assert (code, out) == (0, "")
    assert said[0].startswith("summarize: out: 5 of 5 rows done; ")
    assert [row["page"] for row in corpus_rows.read(tmp_path / "out")] == list(range(5))


def test_rows_that_fail_are_counted_and_shown(tmp_path: Path) -> None:
    every = corpus_rows.rows(3)
    every[1]["text"] = None
    corpus_rows.write(tmp_path / "rows.jsonl", every)
    code, _, said = batch("rows.jsonl", "-o", "out", cwd=tmp_path)
    assert code == 3
    assert said[0].startswith("summarize: out: 3 of 3 rows done; 1 failed (row 1); ")
    code, out, _ = batch("--status", "out", cwd=tmp_path)
    assert code == 0
    assert out.splitlines() == [
        "out: 3 of 3 rows done; 1 failed (row 1)",
        "1 of 1 parts are there: complete",
        "row  row-1  rows.jsonl:2: column 'text' is empty",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["rows.jsonl"], 2, "--output is missing"),
        (["-o", "out"], 2, "nothing to read"),
        (["gone.jsonl", "-o", "out"], 1, "gone.jsonl does not exist"),
        (
            ["rows.jsonl", "-o", "out", "--text-column", "body"],
            2,
            "has no column 'body'; it has: id, text, page",
        ),
        (["rows.jsonl", "-o", "out", "--keep", "id"], 2, "--keep id"),
        (["rows.jsonl", "-o", "out", "--max-errors", "many"], 2, "--max-errors many: give a number"),
        (["rows.jsonl", "-o", "out", "--task", "translation"], 2, "give --to"),
        (["rows.jsonl", "-o", "out", "--memory", "m.tmx"], 2, "m.tmx does not exist"),
        (["rows.jsonl", "-o", "out", "--language", "de"], 2, "unknown language 'de'"),
        (["rows.jsonl", "-o", "out", "--model", "./none"], 4, "./none: there is no such folder"),
        (["rows.jsonl", "-o", "rows.jsonl"], 1, "rows.jsonl cannot be written"),
        (["rows.jsonl", "-o", "out", "-s", "0"], 2, "--sentences must be a whole number"),
        (["--status", "none"], 2, "none is no folder of results"),
        (["--status", "."], 1, "manifest.json cannot be read"),
        (["rows.jsonl", "-o", "out", "--route", "en-kk"], 2, "--route en-kk: for summaries"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: list[str], code: int, message: str, tmp_path: Path
) -> None:
    before = corpus_rows.write(tmp_path / "rows.jsonl", corpus_rows.rows(2)).read_bytes()
    found, out, said = batch(*arguments, cwd=tmp_path)
    assert (found, out, len(said)) == (code, "", 1)
    assert message in said[0]
    assert (tmp_path / "rows.jsonl").read_bytes() == before


def test_an_interrupt_finishes_what_is_begun(
    documents: tuple[Path, Held], expected: dict[str, bytes]
) -> None:
    folder, held = documents
    run, handle = begun(documents)
    run.send_signal(signal.SIGINT)
    assert run.stderr is not None
    assert run.stderr.readline() == b"summarize: finishing what is begun; interrupt again to end now\n"
    held.feed(handle)
    code, said = ended(run)
    assert code == 130
    assert said[0].startswith("summarize: out: 6 of 12 rows done; ")
    assert said[1:] == ["summarize: run the same command again for the rest", "summarize: interrupted"]
    assert sorted(path.name for path in (folder / "out").glob("part-*")) == [
        "part-00000.jsonl",
        "part-00001.jsonl",
    ]
    assert ended(started(*OPTIONS, "-o", "out", cwd=folder))[0] == 0
    assert corpus_rows.results(folder / "out") == expected


def test_a_second_interrupt_ends_at_once_and_loses_nothing(
    documents: tuple[Path, Held], expected: dict[str, bytes]
) -> None:
    folder, held = documents
    run, handle = begun(documents)
    run.send_signal(signal.SIGTERM)
    assert run.stderr is not None
    run.stderr.readline()
    run.send_signal(signal.SIGINT)
    code, said = ended(run)
    os.close(handle)
    assert code == 130
    assert said[0].startswith("summarize: out: 3 of 12 rows done; ")
    assert sorted(path.name for path in (folder / "out").iterdir() if path.name != ".lock") == [
        "manifest.json",
        "part-00000.jsonl",
        "summary.json",
    ]
    again = started(*OPTIONS, "-o", "out", cwd=folder)
    held.feed()
    assert ended(again)[0] == 0
    assert corpus_rows.results(folder / "out") == expected


def test_kills_of_the_process_and_of_workers_lose_and_double_nothing(
    documents: tuple[Path, Held], expected: dict[str, bytes]
) -> None:
    folder, held = documents
    run, handle = begun(documents)
    run.kill()
    ended(run)
    os.close(handle)
    run, handle = begun(documents)
    end_workers(parent=run.pid)
    os.close(handle)
    held.feed()  # alone
    held.feed()  # and in its place
    code, said = ended(run)
    assert code == 0, said
    assert corpus_rows.results(folder / "out") == expected


def test_a_full_disk_ends_the_run_and_leaves_no_half_file(tmp_path: Path) -> None:
    # Finding out the language writes a temporary file, which would be the first to fail.
    english = [row for row in corpus_rows.rows(270) if row["page"] % 3 == 0]
    corpus_rows.write(tmp_path / "rows.jsonl", english)
    options = ("rows.jsonl", "--shard-rows", "30", "--workers", "1", "--from", "en")
    assert ended(started(*options, "-o", "whole", cwd=tmp_path))[0] == 0
    expected = corpus_rows.results(tmp_path / "whole")
    smallest = min(len(content) for name, content in expected.items() if name.startswith("part"))
    code, said = ended(started(*options, "-o", "out", cwd=tmp_path, most=smallest - 1))
    assert code == 1
    assert said == ["summarize: out cannot be written: File too large"]
    assert set(corpus_rows.results(tmp_path / "out")) == {"manifest.json"}
    assert ended(started(*options, "-o", "out", cwd=tmp_path))[0] == 0
    assert corpus_rows.results(tmp_path / "out") == expected


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("r.parquet",), "corpora"),
        (("r.warc",), "corpora"),
        (("r.jsonl.zst",), "corpora"),
        (("rows.jsonl", "--dedup", "near"), "corpora"),
        (("rows.jsonl", "--format", "parquet"), "corpora"),
        (("s3://bucket/rows.jsonl",), "corpora"),
        (("rows.jsonl", "--engine", "ray"), "ray"),
    ],
)
def test_an_extra_that_is_missing_is_named_with_its_command(
    arguments: tuple[str, ...], extra: str, tmp_path: Path
) -> None:
    corpus_rows.write(tmp_path / "rows.jsonl", corpus_rows.rows(1))
    program = (
        "import sys\n"
        "for name in ('pyarrow', 'fastwarc', 'rensa', 'zstandard', 'ray'): sys.modules[name] = None\n"
        "from summarize.__main__ import main\n"
        "main()\n"
    )
    for name in ("r.parquet", "r.warc", "r.jsonl.zst"):
        (tmp_path / name).write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-c", program, "batch", *arguments, "-o", "out"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=HANGS,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.endswith(f"needs the extra {extra}: pip install 'summarize[{extra}]'\n")
    assert done.stderr.count("\n") == 1


def test_starting_a_run_imports_nothing_heavy(tmp_path: Path) -> None:
    corpus_rows.write(tmp_path / "rows.jsonl", corpus_rows.rows(2))
    program = (
        "import sys\n"
        "from summarize.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not {'torch', 'transformers', 'pyarrow', 'ray', 'fastwarc'} & set(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, "batch", "rows.jsonl", "-o", "out", "--workers", "1"],
        check=True,
        cwd=tmp_path,
        timeout=HANGS,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


def test_a_translation_memory_is_asked_before_a_model_and_is_part_of_the_run(tmp_path: Path) -> None:
    said = SENTENCES[0].said("en")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": "a", "text": said}) + "\n", "utf-8")

    def write(translation: str) -> None:
        (tmp_path / "m.sqlite").unlink(missing_ok=True)
        texts = tmp_path / "en.txt", tmp_path / "ru.txt"
        texts[0].write_text(said, "utf-8")
        texts[1].write_text(translation, "utf-8")
        added = warm().run("memory", "add", "m.sqlite", "en.txt", "--translation", "ru.txt", cwd=tmp_path)
        assert added.returncode == 0, added.stderr

    write("Из памяти: 30 заводов в Павлодаре 26 июня.")
    asked = ["rows.jsonl", "-o", "out", "--task", "translation", "--to", "ru", "--memory", "m.sqlite"]
    model = ["--model", folder("nllb"), "--workers", "1"]
    assert batch(*asked, *model, cwd=tmp_path)[0] == 0
    (part,) = (tmp_path / "out").glob("part-*")
    assert "Из памяти" in part.read_text("utf-8")
    write("Другое: 30 заводов в Павлодаре 26 июня.")
    code, _, lines = batch(*asked, *model, cwd=tmp_path)
    assert code == 2
    assert "m.sqlite was" in lines[-1]


def test_a_memory_without_translations_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text('<tmx version="1.4"><header/><body/></tmx>')
    code, _, lines = batch("rows.jsonl", "-o", "out", "--memory", "m.tmx", cwd=tmp_path)
    assert (code, lines) == (2, ["summarize: --memory is for translations; give --to"])
