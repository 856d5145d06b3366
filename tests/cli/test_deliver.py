"""Documents that fail alone: what cannot be read, written or held in memory does not stop the others."""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import weakref
from pathlib import Path, PurePath

import pytest
from trained.warm import warm
from unprivileged import run_unprivileged

from summarize.api.run import run as summarise
from summarize.cli.deliver import Delivery, Form, Input
from summarize.cli.output import unfinished
from summarize.cli.printers import SummaryPrinter
from summarize.request import Request
from summarize.result import Result
from summarize.text.documents import Document, from_text

TEXT = (
    "The council met on Monday. It chose a new mayor. The mayor thanked everyone. The meeting took two hours."
)


def run(*arguments: str | Path, cwd: Path, **environment: str) -> tuple[int, str, list[str]]:
    """The exit code, standard output, and the lines of standard error."""
    done = warm().run(*arguments, cwd=cwd, **environment)
    return done.returncode, done.stdout.decode(), done.stderr.decode().splitlines()


def sources(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT, "utf-8")


def made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Outputs that would not be what their name says


@pytest.mark.parametrize(
    ("arguments", "output", "other"),
    [
        (("a.txt",), "x.docx", ".txt"),
        (("a.txt",), "x.PDF", ".txt"),
        (("a.txt", "--format", "json"), "x.xlsx", ".json"),
        (("a.txt", "a.txt", "--together"), "x.odt", ".txt"),
        (("read", "a.txt"), "x.pdf", ".txt"),
        (("read", "a.txt", "-f", "md"), "x.doc", ".md"),
        (("translate", "a.txt", "--to", "kk"), "x.doc", ".txt"),
    ],
)
def test_text_under_the_name_of_an_office_file_is_refused_before_anything_is_read(
    tmp_path: Path, arguments: tuple[str, ...], output: str, other: str
) -> None:
    code, out, lines = run(*arguments, "-o", output, cwd=tmp_path)  # a.txt does not exist
    said = f"summarize: --output {output} would hold text alone; choose another suffix, such as {other}"
    assert (code, out, lines) == (2, "", [said])
    assert made(tmp_path) == []


def test_a_folder_may_be_named_like_an_office_file(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt")
    assert run("a.txt", "-o", "x.docx/", cwd=tmp_path)[0] == 0
    assert made(tmp_path / "x.docx") == ["a.summary.txt"]


# Outputs that cannot be written


def block(path: Path, how: str) -> None:
    """Put something at an output's place that is no file."""
    path.parent.mkdir(exist_ok=True)
    if how == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)


@pytest.mark.parametrize(
    ("how", "said"), [("folder", "Is a directory"), ("loop", "Too many levels of symbolic links")]
)
@pytest.mark.parametrize("option", [[], ["--skip-existing"]])
def test_a_document_whose_output_is_blocked_fails_alone(
    how: str, said: str, option: list[str], tmp_path: Path
) -> None:
    sources(tmp_path, "a.txt", "b.txt", "c.txt")
    block(tmp_path / "out" / "b.summary.txt", how)
    code, _, errors = run("a.txt", "b.txt", "c.txt", "-o", "out/", *option, cwd=tmp_path)
    assert code == 3
    assert errors == [f"summarize: out/b.summary.txt cannot be written: {said}"]
    assert made(tmp_path / "out") == ["a.summary.txt", "b.summary.txt", "c.summary.txt"]


def test_a_name_that_is_too_long_fails_alone_and_one_that_just_fits_does_not(tmp_path: Path) -> None:
    long, longest = "b" * 251 + ".txt", "c" * 243 + ".txt"  # with ".summary" 259 and 255, the most there is
    sources(tmp_path, "a.txt", long, longest)
    code, _, errors = run("a.txt", long, longest, "-o", "out/", "--skip-existing", cwd=tmp_path)
    assert code == 3
    assert len(errors) == 1
    assert errors[0].endswith("cannot be written: File name too long")
    assert made(tmp_path / "out") == ["a.summary.txt", "c" * 243 + ".summary.txt"]


@pytest.mark.parametrize("command", [[], ["translate", "--to", "en"]], ids=["summarize", "translate"])
@pytest.mark.parametrize("output", ["file/out.txt", "n" * 256, "/dev/full"])
def test_one_output_that_cannot_be_written_is_1_and_one_line(
    command: list[str], output: str, tmp_path: Path
) -> None:
    sources(tmp_path, "a.txt", "file")
    code, out, errors = run(*command, "a.txt", "-o", output, cwd=tmp_path)  # English to English: no model
    assert code == 1
    assert out == ""
    assert [line for line in errors if "nothing was translated" not in line] == errors[-1:]
    assert errors[-1].startswith(f"summarize: {output} cannot be written: ")
    assert made(tmp_path) == ["a.txt", "file"]


def full(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A run that can write 100 bytes into a file."""
    return subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )


def test_a_full_disk_fails_each_document_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "b.txt")
    (tmp_path / "c.txt").write_text("A mayor.", "utf-8")
    done = full("a.txt", "b.txt", "c.txt", "--from", "en", "-s", "4", "-o", "out/", cwd=tmp_path)
    assert done.returncode == 3
    lines = [line for line in done.stderr.splitlines() if "returned whole" not in line]
    assert lines == [
        f"summarize: out/{name}.summary.txt cannot be written: File too large" for name in ("a", "b")
    ]
    assert made(tmp_path / "out") == ["c.summary.txt"]


def test_a_full_temporary_folder_is_one_line(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt")
    done = full("a.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("summarize: the language cannot be identified: a temporary file")
    assert done.stderr.count("\n") == 1


def test_a_write_protected_output_is_refused_and_not_replaced(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "b.txt")
    output = tmp_path / "out" / "a.summary.txt"
    output.parent.mkdir()
    output.write_text("mine", "utf-8")
    output.chmod(0o444)
    done = run_unprivileged("a.txt", "b.txt", "-o", "out/", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr == "summarize: out/a.summary.txt cannot be written: Permission denied\n"
    assert output.read_text("utf-8") == "mine"
    assert made(output.parent) == ["a.summary.txt", "b.summary.txt"]
    done = run_unprivileged("a.txt", "-o", output, cwd=tmp_path)
    assert done.returncode == 1
    assert output.read_text("utf-8") == "mine"
    assert run_unprivileged("a.txt", "-o", "out/", "--skip-existing", cwd=tmp_path).returncode == 0


def test_a_write_protected_folder_is_one_line_for_each_document(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "b.txt")
    (tmp_path / "out").mkdir(0o555)
    done = run_unprivileged("a.txt", "b.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("Permission denied\n") == done.stderr.count("\n") == 2


def test_settings_that_cannot_be_written_are_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "settings").mkdir(0o555)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    done = run_unprivileged("models", "default", "translation", "--forget", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("config.json cannot be written: Permission denied\n")
    assert done.stderr.count("\n") == 1


# Finished and unfinished outputs


@pytest.mark.parametrize("style", ["text", "md", "json", "jsonl"])
@pytest.mark.parametrize("cut", [0, 0.5], ids=["empty", "half"])
def test_an_unfinished_output_is_written_again(style: str, cut: float, tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "b.txt")
    arguments = ["a.txt", "b.txt", "-f", style, "-o", "out/", "--skip-existing"]
    assert run(*arguments, cwd=tmp_path)[0] == 0
    first, second = sorted((tmp_path / "out").iterdir())
    whole, other = first.read_bytes(), second.stat().st_mtime_ns
    first.write_bytes(whole[: int(len(whole) * cut)])
    code, _, errors = run(*arguments, cwd=tmp_path)
    assert code == 0
    seen = cut == 0 or style in ("json", "jsonl")  # half a text looks like a text
    assert (first.read_bytes() == whole) == seen
    assert errors[0].endswith("written again" if seen else "already exists; skipped")
    assert second.stat().st_mtime_ns == other
    assert errors[-1].endswith("already exists; skipped")


def test_one_output_file_is_skipped_only_if_it_is_whole(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt")
    output = tmp_path / "out.json"
    output.write_text('{"text": "The coun', "utf-8")
    arguments = ["a.txt", "-f", "json", "-o", "out.json", "--skip-existing"]
    code, _, errors = run(*arguments, cwd=tmp_path)
    assert (code, errors[0]) == (0, "summarize: out.json is cut off or damaged; written again")
    assert json.loads(output.read_text("utf-8"))["error"] is None
    assert run(*arguments, cwd=tmp_path)[2] == ["summarize: out.json already exists; nothing was done"]


@pytest.mark.parametrize(
    ("suffix", "whole", "cut"),
    [
        ("html", "<!doctype html><html><body></body></html>\n", "<!doctype html><html><body></body>\n"),
        ("tmx", "<tmx><body/></tmx>\n", "<tmx><body/>"),
        ("jsonl", '{"text": "a\u2028b"}\n{}\n', '{"text": "a"}\n{"te'),
        ("json", "[{}]", "[" * 100_000),
        ("txt", "a", " \n"),
    ],
)
def test_a_format_that_shows_its_end_shows_whether_it_is_whole(
    suffix: str, whole: str, cut: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    path.write_text(whole, "utf-8")
    assert unfinished(path, suffix) == ""
    path.write_text(cut, "utf-8")
    assert unfinished(path, suffix) != ""


# Inputs that cannot be read


def test_what_cannot_be_read_in_a_folder_fails_alone(tmp_path: Path) -> None:
    sources(tmp_path, "in/a.txt", "in/locked/b.txt", "in/secret.txt", "in/z.txt", "in/listed/c.txt")
    (tmp_path / "in" / "dead.txt").symlink_to("nowhere")
    (tmp_path / "in" / "locked").chmod(0)
    (tmp_path / "in" / "secret.txt").chmod(0)
    (tmp_path / "in" / "listed").chmod(0o400)  # its names can be read, its files cannot
    done = run_unprivileged("in", "-s", "1", "-f", "jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "summarize: in/dead.txt is a broken link",
        "summarize: in/listed/c.txt cannot be read: Permission denied",
        "summarize: in/locked cannot be listed: Permission denied",
        "summarize: in/secret.txt cannot be read: Permission denied",
    ]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["name"] for row in rows if row["error"] is None] == ["in/a.txt", "in/z.txt"]
    assert len(rows) == 6
    done = run_unprivileged("in/locked/b.txt", "in/locked", "in/a.txt", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "summarize: in/locked/b.txt cannot be read: Permission denied",
        "summarize: in/locked cannot be listed: Permission denied",
    ]


def test_links_out_of_a_folder_are_named_and_followed_if_asked(tmp_path: Path) -> None:
    sources(tmp_path, "in/a.txt", "elsewhere/b.txt")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "elsewhere")
    code, out, errors = run("in", "-s", "1", "-f", "jsonl", cwd=tmp_path)
    assert (code, out.count("\n")) == (0, 1)
    assert errors == ["summarize: in: 1 link leads out of it; not followed without --follow-links: in/out"]
    code, out, errors = run("in", "-s", "1", "-f", "jsonl", "--follow-links", cwd=tmp_path)
    assert (code, out.count("\n"), errors) == (0, 2, [])
    code, _, errors = run("translate", "in", "--to", "en", "--follow-links", "-o", "o/", cwd=tmp_path)
    assert (code, made(tmp_path / "o")) == (0, ["a.en.txt", "out"])


# Memory

ROOM = 256 * 2**20
LIMITED = f"""
import resource, sys
import psutil
from summarize import summarize
from summarize.__main__ import main
summarize({TEXT!r}, sentences=1)  # imports what it needs
room = psutil.Process().memory_info().vms + {ROOM}
resource.setrlimit(resource.RLIMIT_AS, (room, room))
main()
"""


def limited(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A run that may take up ``ROOM`` bytes of memory more than its libraries do."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
    )


def test_a_document_larger_than_memory_fails_alone_with_the_numbers(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "c.txt")
    with (tmp_path / "b.txt").open("wb") as file:
        file.truncate(4 * ROOM)
    done = limited("a.txt", "b.txt", "c.txt", "-s", "1", "-f", "jsonl", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert [json.loads(line)["error"] is None for line in done.stdout.splitlines()] == [True, False, True]
    (line,) = done.stderr.splitlines()
    assert line.startswith("summarize: b.txt: memory ran out (the document has 1073.7 MB, and ")
    free = int(line.split("and ")[1].split(" MB")[0])
    assert free <= ROOM / 1e6
    assert limited("b.txt", cwd=tmp_path).returncode == 1


def test_other_commands_say_in_one_line_that_memory_ran_out(tmp_path: Path) -> None:
    with (tmp_path / "b.json").open("wb") as file:
        file.truncate(4 * ROOM)
    done = limited("eval", "validate", "b.json", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("summarize: memory ran out (")
    assert done.stderr.count("\n") == 1


def test_a_limit_of_address_space_counts_as_memory_for_models() -> None:
    program = (
        "import psutil, resource; from summarize.models.memory import available\n"
        "used = psutil.Process().memory_info().vms\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 200_000_000,) * 2)\n"
        "assert 0 < available() <= 200_000_000, available()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=300)


class Large(str):
    """A text that can be watched."""


def test_what_a_failed_document_held_is_free_for_the_next() -> None:
    kept: list[Document] = []
    held: list[weakref.ref[Large]] = []
    request = Request(task="extractive", length=None)

    def make(item: Input) -> Result:
        if item.name != "large":
            gc.collect()
            assert [text() for text in held] == [None]
            return summarise(from_text(TEXT, item.name), request)
        text = Large(TEXT)
        held.append(weakref.ref(text))
        kept.append(Document(**{**vars(from_text(TEXT)), "text": text}))
        raise MemoryError

    form = Form(
        "summary", "txt", lambda stream, many: SummaryPrinter(stream, "text", many=many, task="extractive")
    )
    inputs = [Input(name, PurePath(name)) for name in ("large", "small")]
    assert Delivery(inputs, make, form, kept.clear).run() == 3


# Outputs of earlier runs


def test_a_second_run_into_the_same_folder_does_not_read_what_the_first_wrote(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "b.md", "c.summary.notes.txt")
    assert run(".", "-o", ".", "-s", "1", cwd=tmp_path)[0] == 0
    first = made(tmp_path)
    code, _, errors = run(".", "-o", ".", "-s", "1", cwd=tmp_path)
    assert code == 0
    assert made(tmp_path) == first
    assert "c.summary.notes.summary.txt" in first
    assert errors == [
        "summarize: .: 3 files are outputs of an earlier run, by the name; skipped: "
        "a.summary.txt, b.summary.txt, c.summary.notes.summary.txt",
        "summarize: a.summary.txt and 2 more were replaced; --skip-existing keeps what exists, --overwrite "
        "replaces it silently",
    ]
    assert len(run(".", "-o", ".", "-s", "1", "--overwrite", cwd=tmp_path)[2]) == 1
    assert run("a.summary.txt", "-s", "1", cwd=tmp_path)[1].strip()  # named, it is read


def test_a_folder_of_nothing_but_outputs_is_an_error(tmp_path: Path) -> None:
    sources(tmp_path, "out/a.summary.kk.txt", "out/b.read.md")
    code, _, errors = run("out", cwd=tmp_path)
    assert code == 1
    assert errors[-1].endswith("out holds only outputs of earlier runs; name a file to read it anyway")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", ""], "--output is empty; check for an empty shell variable"),
        (["-o", "x/", "--skip-existing", "--overwrite"], "exclude each other; give one of them"),
    ],
)
def test_outputs_that_make_no_sense_are_wrong_usage(tmp_path: Path, arguments: list[str], said: str) -> None:
    sources(tmp_path, "a.txt")
    code, _, errors = run("a.txt", *arguments, cwd=tmp_path)
    assert code == 2
    assert errors[0].endswith(said)
    assert made(tmp_path) == ["a.txt"]


def test_one_output_that_is_replaced_is_named(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt", "notes.txt")
    assert "notes.txt was replaced" in run("a.txt", "-o", "notes.txt", "-s", "1", cwd=tmp_path)[2][0]
    assert run("a.txt", "-o", "new.txt", "-s", "1", cwd=tmp_path)[2] == []


# Names and codes for programs


def test_a_name_that_is_not_utf8_can_be_traced(tmp_path: Path) -> None:
    name = b"b\xff.txt"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(TEXT, "utf-8")
    for style in ("json", "jsonl"):
        code, output, _ = run(".", "-s", "1", "-f", style, cwd=tmp_path)
        assert code == 0
        assert r"b\udcff.txt" in output
        assert os.fsencode(json.loads(output)["name"]) == name


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("gone.txt", None, "document-missing"),
        ("empty.txt", b"", "document-empty"),
        ("blank.txt", b" \n", "document-empty"),
        ("song.flac", b"fLaC\0\0\0\x22", "document-format"),
        ("noise.txt", bytes(range(32)) * 9, "document-unreadable"),
    ],
)
def test_errors_have_codes(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    failed = json.loads(run(name, "-f", "json", cwd=tmp_path, LANGUAGE="ru", LC_ALL="ru_RU.UTF-8")[1])
    assert failed["error"]["code"] == code
    assert failed["error"]["message"].isascii()  # English, whatever the reader's language
    assert failed["text"] is None


# What people mistype


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["artcle.txt"], "artcle.txt does not exist; did you mean article.txt?"),
        (["tranlate"], "tranlate does not exist; did you mean summarize translate?"),
        (["modles", "list"], "modles does not exist; did you mean summarize models?"),
        (["evl", "run", "--out", "x"], "did you mean summarize eval?"),
        (["eval", "gat"], "No such command 'gat'; see summarize eval --help; did you mean gate?"),
        (["zzz.pdf"], "zzz.pdf does not exist"),
    ],
)
def test_the_nearest_name_is_suggested(tmp_path: Path, arguments: list[str], said: str) -> None:
    sources(tmp_path, "article.txt")
    code, _, errors = run(*arguments, cwd=tmp_path)
    assert code in (1, 2)
    assert errors[0].endswith(said)


def test_a_damaged_byte_is_told_with_its_place_and_refused_by_strict(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("The café opened.\nIt was b".encode() + b"\xffad news.\n")
    code, output, errors = run("a.txt", "--ratio", "1", cwd=tmp_path)
    assert code == 0
    assert "b\ufffdad" in output
    assert errors[0].endswith("1 invalid sequence replaced with \ufffd, the first at byte 26 on line 2")
    code, output, errors = run("a.txt", "--strict", cwd=tmp_path)
    assert (code, output) == (1, "")
    assert errors[0].endswith("1 invalid sequence, the first at byte 26 on line 2; --strict refuses it")


def test_an_option_that_does_nothing_is_named(tmp_path: Path) -> None:
    sources(tmp_path, "a.txt")
    code, output, errors = run("a.txt", "--beams", "4", "-s", "1", cwd=tmp_path)
    assert code == 0
    assert output
    assert "--beams does nothing" in errors[0]
    assert run("a.txt", "-s", "1", cwd=tmp_path)[2] == []


# Shapes and queries

WELL = "The well in the square is dry; the town has ordered a new pump for it."
REPORT = f"""\
# Works

## Roads

{TEXT}

## Water

{WELL} A pump costs 900 euros.
"""


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["--as", "outline", "-s", "1", "-f", "md"],
            ["## a.md", "", "### Roads", "", "The council met on Monday.", "", "### Water", "", WELL],
        ),
        (["--as", "headline"], ["Works"]),
        (["--about", "pumps", "-s", "1"], [WELL]),
        (["--about", "насос", "-s", "1", "--glossary", "terms.tsv"], [WELL]),
        (["--about", "pump", "--as", "bullets", "--length", "long", "-f", "md"],
         ["## a.md", "", "- The well in the square is dry", "- the town has ordered a new pump for it.",
          "- A pump costs 900 euros."]),
        (["--as", "lead", "-w", "9"], ["The council met on Monday."]),
    ],
)  # fmt: skip
def test_shapes(tmp_path: Path, arguments: list[str], lines: list[str]) -> None:
    (tmp_path / "a.md").write_text(REPORT, "utf-8")
    (tmp_path / "terms.tsv").write_text("en\tru\npump\tнасос\n", "utf-8")
    code, output, _ = run("a.md", *arguments, cwd=tmp_path)
    assert code == 0
    assert output.splitlines() == lines


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--about", "railways"], 0, "nothing in the text is about 'railways'"),
        (["--about", "railways", "--strict"], 1, "nothing in the text is about 'railways'"),
        (["--about", " "], 2, "--about is empty: say what the summary is to be about"),
        (["--as", "lead", "--abstractive"], 2, "leave out --abstractive and --model"),
        (["--as", "headline", "-s", "3"], 2, "leave out --sentences, --words, --ratio and --length"),
        (["--length", "short", "-s", "3"], 2, "give only one of --sentences, --words, --ratio and --length"),
        (["--about", "pump", "-s", "9"], 0, "only 2 sentences of the text answer 'pump'"),
        (["--glossary", "starter"], 0, "--glossary does nothing without --to or --about"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    (tmp_path / "a.md").write_text(REPORT, "utf-8")
    found, _, errors = run("a.md", *arguments, cwd=tmp_path)
    assert found == code
    assert errors[0].endswith(said)


def test_entities_follow_the_summary(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "It rained. The mayor paid Anna Lee 900 euros. Later Anna Lee left.", "utf-8"
    )
    code, output, _ = run("a.txt", "-s", "1", "--entities", cwd=tmp_path)
    assert code == 0
    assert output.split("\n\n")[1:] == [
        "Names\n- Anna Lee (2): The mayor paid Anna Lee 900 euros.",
        "Sums\n- 900 euros: The mayor paid Anna Lee 900 euros.\n",
    ]
    assert "### Names\n\n- Anna Lee" in run("a.txt", "-s", "1", "--entities", "-f", "md", cwd=tmp_path)[1]
    found = json.loads(run("a.txt", "-s", "1", "--entities", "-f", "json", cwd=tmp_path)[1])["entities"]
    assert [(each["kind"], each["value"]) for each in found] == [("name", None), ("money", "900 EUR")]


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_and_options_of_the_default_command(tmp_path: Path, shell: str) -> None:
    sources(tmp_path, "a.txt")
    detected = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    code, script, _ = cold("--show-completion", shell, cwd=tmp_path, **detected)
    assert code == 0
    assert "_SUMMARIZE_COMPLETE" in script
    asked = {"_TYPER_COMPLETE_ARGS": "summarize --sent", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    asked |= {"COMP_WORDS": "summarize --sent", "COMP_CWORD": "1"}
    assert "--sentences" in cold(cwd=tmp_path, _SUMMARIZE_COMPLETE=f"complete_{shell}", **asked)[1]
    asked |= {"COMP_WORDS": "summarize tr", "_TYPER_COMPLETE_ARGS": "summarize tr"}
    assert "translate" in cold(cwd=tmp_path, _SUMMARIZE_COMPLETE=f"complete_{shell}", **asked)[1]


def test_completion_is_installed(tmp_path: Path) -> None:
    detected = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "HOME": str(tmp_path)}
    assert cold("--install-completion", "bash", cwd=tmp_path, **detected)[0] == 0
    assert "_SUMMARIZE_COMPLETE" in (tmp_path / ".bash_completions" / "summarize.sh").read_text("utf-8")


def cold(*arguments: str, cwd: Path, **environment: str) -> tuple[int, str, list[str]]:
    """The same in a process of its own: the program's options are made when it is imported."""
    done = subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr.splitlines()
