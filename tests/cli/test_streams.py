"""Standard streams: one line and the published code if they fail; what they show of foreign text."""

from __future__ import annotations

import ast
import io
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from layouts_by_hand import LAYOUTS, card, make

from summarize.cli.streams import ShownStream, shown

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "village-library.kk.txt"
# Colours, a title, a reversed direction, C1, DEL; and what also ends lines of a text.
WILD = "\x1b[31mred\x1b]0;title\x07\u202eback\u2066\x9b1m\x7f\x08"
EVIL = f"{WILD}\x1b[2J\r\u2028\u2029"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
ARTICLE = "\n\n".join(
    f"The {name} {WILD} council met on Monday and voted for the new bridge over the river {number}."
    for number, name in enumerate(("town", "city", "village", "county"), start=1)
)


def shell(redirection: str, *arguments: str | Path, cwd: Path, actions: str = "") -> tuple[int, str, str]:
    """The exit code and what is on standard output and standard error."""
    done = subprocess.run(
        [
            "sh",
            "-c",
            f'"$@" {redirection}',
            "sh",
            sys.executable,
            "-m",
            "summarize",
            *map(os.fsencode, arguments),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "", "GITHUB_ACTIONS": actions},  # a shell holds text back
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["models", "list", "--known"], ["eval", "list"], ["translate", "--help"]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("redirection", "said"),
    [(">/dev/full", "cannot be written: No space left on device"), (">&-", "is closed")],
    ids=["full", "closed"],
)
def test_output_that_cannot_be_written_is_1_and_one_line(
    arguments: list[str], redirection: str, said: str, tmp_path: Path
) -> None:
    code, out, errors = shell(redirection, *arguments, cwd=tmp_path)
    assert (code, out) == (1, "")
    assert errors == f"summarize: standard output {said}\n"


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_messages_that_cannot_be_written_change_nothing_else(redirection: str, tmp_path: Path) -> None:
    code, out, errors = shell(redirection, "missing.txt", SEED, "-s", "1", "-f", "jsonl", cwd=tmp_path)
    assert (code, errors) == (3, "")
    assert [line[:1] for line in out.splitlines()] == ["{", "{"]  # and no message among them
    code, out, errors = shell(redirection, "--sentences", "none", cwd=tmp_path)
    assert (code, out, errors) == (2, "", "")


def test_closed_input_is_one_line(tmp_path: Path) -> None:
    Path(os.environ["HF_HOME"], "hub", "models--nothing--here").mkdir(parents=True)
    for arguments, code, said in (
        (["-"], 1, "standard input is closed"),
        ([], 2, "nothing to read"),
        (["models", "remove", "nothing/here"], 2, "there is no terminal to ask on"),
        (["eval", "validate"], 2, ""),
    ):
        found, out, errors = shell("<&-", *arguments, cwd=tmp_path)
        assert (found, out) == (code, "")
        assert said in errors
        assert errors.count("\n") == 1


def test_a_file_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from summarize.cli import streams\n"
        "streams.prepare()\n"
        "with open('out', 'w') as file:\n"
        "    assert file.fileno() > 2\n"
        "    os.write(2, b'a library writes to standard error')\n"
        "    file.write('text')\n"
    )
    done = subprocess.run(
        ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program], cwd=tmp_path, timeout=300
    )
    assert done.returncode == 0
    assert (tmp_path / "out").read_text("utf-8") == "text"


def terminal(*arguments: str | Path, cwd: Path, typed: str = "", **environment: str) -> str:
    """What a terminal for both streams is given, with its own line ends; ``typed`` is put into it."""
    ours, theirs = pty.openpty()
    settings = termios.tcgetattr(theirs)
    settings[1] &= ~termios.OPOST  # line feeds stay line feeds
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    running = subprocess.Popen(
        [sys.executable, "-m", "summarize", *map(os.fsencode, arguments)],
        stdin=theirs if typed else subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "400", **environment},
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    said = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not more:
            break
        said += more
    os.close(ours)
    running.wait(300)
    return said.decode()


def hostile_documents(folder: Path) -> list[str]:
    (folder / "plain.txt").write_text(ARTICLE, "utf-8")
    name = f"{EVIL}\n::error::x.txt"
    (folder / name).write_text(ARTICLE, "utf-8")
    return ["plain.txt", name, f"no{EVIL}", os.fsdecode(b"\xff.txt")]


def test_a_terminal_gets_nothing_to_obey_from_names_and_documents(tmp_path: Path) -> None:
    said = terminal(*hostile_documents(tmp_path), "-s", "2", cwd=tmp_path)
    assert OBEYED.findall(said) == []
    assert said.count(r"council met") == 4
    assert r"==> \x1b[31mred" in said
    assert r"\n::error::x.txt <==" in said
    assert r"summarize: no\x1b[31mred" in said
    assert r"summarize: \udcff.txt" in said


def test_a_pipe_gets_the_text_as_it_is_and_names_on_one_line(tmp_path: Path) -> None:
    code, out, errors = shell("", *hostile_documents(tmp_path), "--highlight", cwd=tmp_path)
    assert (code, out.count(f"{WILD} council met")) == (3, 8)
    assert r"\n::error::x.txt <==" in out
    assert (len(errors.splitlines()), OBEYED.findall(errors)) == (2, [])


def test_marked_sentences_have_our_colours_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(ARTICLE, "utf-8")
    said = terminal("plain.txt", "--highlight", "-s", "2", cwd=tmp_path)
    assert said.count("\x1b[1;33m") == said.count("\x1b[0m") == 2
    assert OBEYED.findall(said.replace("\x1b[1;33m", "").replace("\x1b[0m", "")) == []
    assert said.count(r"\x1b[31mred\x1b]0;title\x07") == 4
    assert OBEYED.findall(terminal("plain.txt", "--highlight", cwd=tmp_path, NO_COLOR="1")) == []


@pytest.mark.parametrize(
    "arguments",
    [["models", "list"], ["models", "show", "."], ["models", "show", f"no/{EVIL}"], [f"--{EVIL}"]],
    ids=["list", "show", "missing", "usage"],
)
def test_a_terminal_gets_nothing_to_obey_from_models_paths_and_options(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / EVIL))
    if arguments == ["models", "show", "."]:
        arguments = ["models", "show", str(make_model(tmp_path))]
    elif arguments == ["models", "list"]:
        make_model(tmp_path / EVIL)
    said = terminal(*arguments, cwd=tmp_path)
    assert OBEYED.findall(said) == []
    assert r"\x1b" in said


def make_model(home: Path) -> Path:
    """A model in a cache whose folder, name and licence are hostile."""
    repository = home / "hub" / f"models--village--{EVIL}[red]"
    readme = card("language: [ru, kk]", f"license: {json.dumps(EVIL)}", "pipeline_tag: translation")
    return make(repository / "snapshots" / "main", {**LAYOUTS["kazrush-ru-kk"], "README.md": readme})


def test_a_question_gives_a_terminal_nothing_to_obey(tmp_path: Path) -> None:
    make_model(tmp_path)
    name = f"village/{EVIL}[red]"
    said = terminal("models", "remove", name, cwd=tmp_path, typed="n\n", HF_HOME=str(tmp_path))
    assert r"\x1b[31mred\x1b]0;title\x07" in said
    assert "[y/N]" in said
    assert OBEYED.findall(said) == []
    assert (tmp_path / "hub" / f"models--village--{EVIL}[red]").is_dir()


def test_no_models_and_a_traceback_are_harmless_on_a_terminal(tmp_path: Path) -> None:
    home = str(tmp_path / EVIL)
    assert r"no models in" in (said := terminal("models", "list", cwd=tmp_path, HF_HOME=home))
    assert OBEYED.findall(said) == []


def test_an_output_that_is_a_terminal_is_one(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(ARTICLE, "utf-8")
    said = terminal("plain.txt", "-o", "/dev/stdout", cwd=tmp_path)
    assert OBEYED.findall(said) == []
    assert "council met" in said


COMMANDS = (
    "\n::error::one\n  ::stop-commands::x\n\u3000\u200b:\u200b:add-mask::y\na ##[error]two\nb\r::debug::c"
)
RUNNER_SEES = re.compile(r"(?m)^\s*::|##\[")


def commands(text: str) -> list[str]:
    """What GitHub's runner would take for commands: it ignores characters without width."""
    unseen = re.sub("[\u200b-\u200f\ufeff]", "", text.replace("\r", "\n"))
    return RUNNER_SEES.findall(unseen)


def test_a_document_gives_no_commands_to_github(tmp_path: Path) -> None:
    text = ARTICLE.replace(WILD, "") + COMMANDS
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(text, "utf-8")
    assert len(commands(text)) == 5
    for form in ("text", "md", "jsonl"):
        arguments = ("a.txt", "b.txt", "--ratio", "1", "-f", form, *(["--highlight"] * (form != "jsonl")))
        _, plain, _ = shell("", *arguments, cwd=tmp_path)
        _, guarded, _ = shell("", *arguments, cwd=tmp_path, actions="true")
        assert commands(plain), form
        assert commands(guarded) == [], form
        assert guarded.replace(" ", "") == plain.replace(" ", "")
    shell(">log", *arguments, cwd=tmp_path, actions="true")
    shell("", *arguments, "-o", "out", cwd=tmp_path, actions="true")
    assert (tmp_path / "log").read_bytes() == (tmp_path / "out").read_bytes() == plain.encode()


@pytest.mark.parametrize(
    ("pieces", "written"),
    [
        (["::error::x\n"], ": :error::x\n"),
        (["a::b\n", "::c"], "a::b\n: :c"),
        (["\t :", ":x"], "\t : :x"),
        (["a", ":", ":x"], "a::x"),
        (["a\r::x"], "a\r: :x"),
        (["one ##[error]x"], "one ## [error]x"),
        (["one #", "", "#", "[error]x"], "one ## [error]x"),
        (["\u200b:\u200d:x"], "\u200b:\u200d :x"),
        (["# # [x] :: #[ ##"], "# # [x] :: #[ ##"),
    ],
)
def test_a_command_is_broken_by_a_space_however_it_is_written(pieces: list[str], written: str) -> None:
    stream = io.StringIO()
    log = ShownStream(stream, terminal=False, workflow=True)
    for piece in pieces:
        assert log.write(piece) == len(piece)
    assert stream.getvalue() == written


def test_a_stream_that_nobody_reads_is_left_alone() -> None:
    stream = io.StringIO()
    assert shown(stream) is stream
    log = shown(stream, workflow=True)
    assert shown(log) is log


# Where the streams are prepared, where one line is printed, and where an interrupt during imports ends.
PRINTS = {
    ("cli/streams.py", "sys.stdout"), ("cli/streams.py", "sys.stderr"),
    ("cli/output.py", "sys.stdout"), ("cli/output.py", "sys.stderr"), ("cli/output.py", "print"),
    ("cli/main.py", "sys.stdout"), ("cli/main.py", "sys.stderr"), ("cli/main.py", "print"),
    ("cli/progress_bar.py", "sys.stdout"), ("cli/progress_bar.py", "sys.stderr"),
    ("cli/progress_bar.py", "Console"), ("cli/batch_progress.py", "sys.stderr"),
    ("cli/eval.py", "sys.stdout"), ("cli/eval.py", "sys.stderr"), ("cli/models.py", "sys.stderr"),
    ("models/model_report.py", "sys.stdout"), ("models/model_report.py", "Console"),  # how wide is it?
    ("models/model_report.py", "print"),  # into a string
    ("engines/template_process.py", "sys.stdout"),  # a pipe to us
    ("__main__.py", "sys.stderr"),
}  # fmt: skip
# Foreign text in what these write is escaped by them; everything else passes ShownStream.
DIRECT = {"cli/eval.py", "cli/printers.py", "cli/progress_bar.py"}
WAYS_OUT = ("print", "echo", "secho", "Console", "print_exc", "print_exception", "sys.stdout", "sys.stderr",
            "sys.__stdout__", "sys.__stderr__", "os.write")  # fmt: skip


def test_there_is_one_way_out() -> None:
    found, direct = set(), set()
    for file in sorted((ROOT / "summarize").rglob("*.py")):
        path = file.relative_to(ROOT / "summarize").as_posix()
        tree = ast.parse(file.read_text("utf-8"))
        called = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
        named = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        found |= {(path, name) for name in named if name in WAYS_OUT}
        found |= {(path, last) for name in called if (last := name.rsplit(".", 1)[-1]) in WAYS_OUT}
        direct |= {path for name in (*called, *named) if name == "direct"} - {"cli/streams.py"}
    assert found == PRINTS
    assert direct == DIRECT
