"""The command line, driven as a process the way people drive it."""

from __future__ import annotations

import array
import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import threading
import time
import zipfile
from pathlib import Path

import pytest
from article import ARTICLES, WRITTEN
from trained.warm import warm

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ENGLISH = SEEDS / "eu-human-rights-seminar.en.txt"
RUSSIAN = SEEDS / "media-literacy-school.ru.txt"
KAZAKH = SEEDS / "village-library.kk.txt"
COMMAND = [sys.executable, "-m", "summarize"]


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return warm().run(*arguments, stdin=stdin, cwd=cwd, **environment)


def cold(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A run in a process of its own, which imports everything anew."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        env={**os.environ, **environment},
    )


def objects(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode().splitlines()]


@pytest.mark.parametrize("path", [ENGLISH, RUSSIAN, KAZAKH], ids=["en", "ru", "kk"])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_exactly_n_sentences_in_order_from_where_they_say(path: Path, count: int) -> None:
    done = run(path, "--sentences", str(count), "--format", "json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["schema"] == "summarize/1"
    assert result["language"] == path.suffixes[-2].lstrip(".")
    assert len(result["sentences"]) == count
    source = path.read_bytes().decode()
    places = [(sentence["start"], sentence["end"]) for sentence in result["sentences"]]
    assert places == sorted(places)
    assert [source[start:end] for start, end in places] == [s["text"] for s in result["sentences"]]
    assert result["source"]["characters"] == len(source)


@pytest.mark.parametrize("path", [ENGLISH, RUSSIAN, KAZAKH], ids=["en", "ru", "kk"])
def test_the_seeds_are_summarised_as_they_were_read_and_approved(path: Path) -> None:
    golden = Path(__file__).resolve().parents[1] / "golden" / f"seed{path.suffixes[-2]}.txt"
    assert run(path, "-s", "3").stdout.decode() == golden.read_text("utf-8")


def test_the_glued_and_repeated_headline_is_never_in_a_summary() -> None:
    for count in range(1, 13):
        text = run(ENGLISH, "--sentences", str(count)).stdout.decode()
        assert "these days" not in text
        assert "daysAn" not in text
    assert text.startswith("An opening of the EU Seminar")


def test_bylines_and_captions_are_not_spent_on() -> None:
    whole = run(RUSSIAN, "--ratio", "1").stdout.decode()
    assert "Фото:" not in whole
    assert "ШЫМКЕНТ, 14 июня" not in whole
    assert "Сурет:" not in run(KAZAKH, "--ratio", "1").stdout.decode()


def test_a_pipe_a_dash_and_a_file_are_the_same() -> None:
    data = RUSSIAN.read_bytes()
    from_file = run(RUSSIAN).stdout
    assert from_file
    assert run(stdin=data).stdout == from_file
    assert run("-", stdin=data).stdout == from_file


def test_a_file_argument_leaves_standard_input_alone() -> None:
    reader, writer = os.pipe()  # never closed by the writer: reading it would hang
    try:
        done = subprocess.run(
            [*COMMAND, str(KAZAKH)], stdin=reader, capture_output=True, timeout=300, check=False
        )
    finally:
        os.close(reader)
        os.close(writer)
    assert done.returncode == 0


def test_text_is_never_taken_for_a_path_nor_a_path_for_text(tmp_path: Path) -> None:
    done = run("The minister arrived in Astana.", cwd=tmp_path)
    assert done.returncode == 1
    assert b"The minister arrived in Astana." in done.stderr
    done = run(stdin=str(ENGLISH).encode())
    assert str(ENGLISH).encode() in done.stdout


def test_several_files_are_named_and_in_order() -> None:
    lines = run(KAZAKH, ENGLISH, "-s", "1").stdout.decode().splitlines()
    assert [line for line in lines if line.startswith("==>")] == [f"==> {KAZAKH} <==", f"==> {ENGLISH} <=="]


def test_one_bad_file_among_several_is_exit_3_and_the_rest_are_done(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = run(ENGLISH, missing, KAZAKH, "--format", "jsonl")
    assert done.returncode == 3
    first, second, third = objects(done.stdout)
    assert first["error"] is None
    assert "missing.txt" in str(second["error"])
    assert second["text"] is None
    assert third["error"] is None
    assert b"missing.txt" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.txt", b"", b"empty"),
        ("blank.txt", b" \n\t\n", b"white space"),
        ("binary.bin", bytes(range(256)) * 20, b"binary"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", b"PDF"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b""),
    ],
)
def test_what_cannot_be_read_is_one_line_naming_the_file(
    tmp_path: Path, name: str, data: bytes, word: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = run(path)
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert name.encode() in done.stderr
    assert word.lower() in done.stderr.lower()
    assert b"Traceback" not in done.stderr


def test_missing_files_and_folders_without_text_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "no.txt", tmp_path):
        done = run(path)
        assert done.returncode == 1
        assert str(path).encode() in done.stderr
        assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sentences", "0"],
        ["--sentences", "-2"],
        ["--sentences", "two"],
        ["--words", "0"],
        ["--ratio", "0"],
        ["--ratio", "1.5"],
        ["--ratio", "nan"],
        ["--sentences", "2", "--words", "30"],
        ["--from", "kz"],
        ["--encoding", "utf-9"],
        ["--format", "xml"],
        ["--colour"],
        ["--highlight", "--format", "json"],
        [""],
        ["-", "-"],
    ],
)
def test_wrong_usage_is_exit_2_and_one_line(arguments: list[str]) -> None:
    done = run(ENGLISH, *arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings_are_read_and_reported(tmp_path: Path, encoding: str) -> None:
    text = RUSSIAN.read_text("utf-8")
    path = tmp_path / "old.txt"
    data = text.encode(encoding, "replace" if encoding in ("cp866", "koi8-r") else "strict")
    path.write_bytes(data)
    done = run(path, "--format", "json", "-s", "2")
    result = json.loads(done.stdout)
    assert "Шымкент" in result["text"] or "школ" in result["text"]
    assert result["language"] == "ru"
    assert result["source"]["encoding"].startswith(encoding.removesuffix("-sig"))
    assumed = encoding not in ("utf-8-sig", "utf-16")  # these two have a mark that says so
    assert (encoding in done.stderr.decode().lower()) == assumed
    told = run(path, "--encoding", encoding, "--format", "json", "-s", "2")
    assert json.loads(told.stdout)["text"] == result["text"]


def test_output_is_utf8_whatever_the_locale() -> None:
    done = run(KAZAKH, "-s", "1", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert any(letter in done.stdout.decode("utf-8") for letter in "әғқңөұүһі")


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    many = [str(ENGLISH)] * 40
    process = subprocess.Popen(
        [*COMMAND, *many, "--ratio", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(300) == 0
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors


def unread(pipe: int) -> int:
    """Bytes that nobody has read from a pipe."""
    size = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, size)
    return size[0]


def test_ctrl_c_is_130_and_leaves_no_partial_file(tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    process = subprocess.Popen(
        [*COMMAND, "-", "-o", str(output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"A line.\n")
    process.stdin.flush()
    while unread(process.stdin.fileno()):  # once this is read, it waits for more
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_output_file_is_what_stdout_would_have_been(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "out.md"
    done = run(RUSSIAN, "-f", "md", "-o", output)
    assert done.stdout == b""
    assert output.read_bytes() == run(RUSSIAN, "-f", "md").stdout
    assert [path.name for path in output.parent.iterdir()] == ["out.md"]


def test_a_folder_of_outputs_is_collision_safe_and_skips_what_is_there(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_bytes(ENGLISH.read_bytes())
    output = tmp_path / "out"
    done = run(tmp_path / "a" / "news.txt", tmp_path / "b" / "news.txt", "-o", f"{output}/")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in output.iterdir()) == ["news-2.summary.txt", "news.summary.txt"]
    (output / "news.summary.txt").write_text("mine", "utf-8")
    done = run(
        tmp_path / "a" / "news.txt", tmp_path / "b" / "news.txt", "-o", f"{output}/", "--skip-existing"
    )
    assert done.returncode == 0
    assert (output / "news.summary.txt").read_text("utf-8") == "mine"
    assert b"already exists; skipped" in done.stderr


def test_a_failed_run_keeps_the_old_output(tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    output.write_text("old", "utf-8")
    assert run(tmp_path / "missing.txt", "-o", output).returncode == 1
    assert output.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(ENGLISH.read_bytes())
    done = run(path, "-o", path)
    assert done.returncode == 2
    assert path.read_bytes() == ENGLISH.read_bytes()


def test_a_folder_is_read_in_order_and_mirrored(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "b.txt").write_bytes(ENGLISH.read_bytes())
    (tmp_path / "in" / "a.txt").write_bytes(KAZAKH.read_bytes())
    (tmp_path / "in" / "sub" / "c.txt").write_bytes(RUSSIAN.read_bytes())
    lines = objects(run(tmp_path / "in", "-f", "jsonl", "-s", "1").stdout)
    assert [Path(str(line["name"])).name for line in lines] == ["a.txt", "b.txt", "c.txt"]
    run(tmp_path / "in", "-o", f"{tmp_path / 'out'}/")
    made = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert made == ["a.summary.txt", "b.summary.txt", str(Path("sub", "c.summary.txt"))]


def test_a_folder_without_text_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    done = run("pictures", ENGLISH, "-s", "1", "-f", "jsonl", cwd=tmp_path)
    assert done.returncode == 3
    failed, good = objects(done.stdout)
    assert str(failed["error"]["message"]).startswith("pictures holds no text")
    assert good["error"] is None
    assert run("pictures", ENGLISH, "-o", "out/", cwd=tmp_path).returncode == 3
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["eu-human-rights-seminar.en.summary.txt"]


def test_files_left_out_are_counted_and_the_first_of_them_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One sentence here. Another sentence there.", "utf-8")
    for number in range(30):
        (tmp_path / f"{number:02}.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.qqq").write_bytes(b"?")
    done = run(tmp_path)
    said = done.stderr.decode()
    assert "32 files are left out (images: 30, old Office files: 1, of no known format: 1)" in said
    assert done.returncode == 0
    assert said.count(".jpg") == 10


@pytest.mark.parametrize(
    ("closed", "said"), [(">&-", "standard output is closed"), (">/dev/full", "No space left on device")]
)
def test_output_that_cannot_be_written_is_one_line_and_no_bug(closed: str, said: str) -> None:
    command = f'"$0" -m summarize "$1" -s 1 {closed}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, str(ENGLISH)], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert b"bug" not in done.stderr


def test_highlight_shows_the_whole_source_with_the_sentences_marked() -> None:
    marked = run(KAZAKH, "--highlight", "-s", "2").stdout.decode()
    assert marked.count("⟦") == marked.count("⟧") == 2
    assert marked.replace("⟦", "").replace("⟧", "").strip() == KAZAKH.read_text("utf-8").strip()


def test_a_short_text_passes_through_with_a_note() -> None:
    done = run("-s", "5", stdin="Парламент заңды қабылдады. Президент оған қол қойды.".encode())
    assert done.stdout.decode() == "Парламент заңды қабылдады. Президент оған қол қойды.\n"
    assert b"returned whole" in done.stderr
    assert done.returncode == 0


def test_a_sentence_is_not_cut_to_a_number_of_words() -> None:
    done = run(ENGLISH, "--words", "3")
    assert done.returncode == 0
    assert b"sentences are not cut" in done.stderr
    assert len(done.stdout.decode().strip()) > 20


@pytest.mark.parametrize("command", ["models", "eval"])
def test_a_group_alone_shows_its_help(command: str) -> None:
    done = run(command)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"Usage: summarize {command}")


def test_help_is_named_for_the_command_that_was_wrong() -> None:
    assert b"see summarize models show --help" in run("models", "show").stderr
    assert b"see summarize --help" in run("--colour").stderr


def test_a_bug_has_one_line_and_a_traceback_only_with_debug(tmp_path: Path) -> None:
    broken = tmp_path / "razdel.py"
    broken.write_text("raise RuntimeError('planted')", "utf-8")
    done = cold(RUSSIAN, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert b"this is a bug" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Traceback" in cold(RUSSIAN, "--debug", PYTHONPATH=str(tmp_path)).stderr


def test_json_over_several_documents_is_an_array() -> None:
    results = json.loads(run(KAZAKH, RUSSIAN, "-f", "json").stdout)
    assert [result["language"] for result in results] == ["kk", "ru"]


def test_a_file_named_like_a_command_is_reached_with_a_dot_slash(tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(ENGLISH.read_bytes())
    assert run("./models", "-s", "1", cwd=tmp_path).returncode == 0


def test_help_names_every_exit_code_and_needs_nothing_heavy() -> None:
    done = run("--help")
    text = done.stdout.decode()
    for code in ("0 ok", "1 failure", "2 usage", "3 some", "4 model missing", "130 interrupted"):
        assert code in " ".join(text.split())
    assert "./eval" in text


@pytest.mark.parametrize("arguments", [["--help"], [str(ENGLISH)], [str(KAZAKH), "--format", "json"]])
def test_an_extractive_run_imports_no_model_library(arguments: list[str]) -> None:
    program = (
        "import sys; sys.argv = ['summarize', *sys.argv[1:]]\n"
        "from summarize.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'torch', 'transformers', 'tokenizers', 'huggingface_hub', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_no_socket_is_opened_and_nothing_is_written(tmp_path: Path) -> None:
    program = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise SystemError('a socket was opened')\n"
        "socket.socket.__init__ = refuse\n"
        "sys.argv = ['summarize', *sys.argv[1:]]\n"
        "from summarize.cli.main import main\nmain()\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, str(ENGLISH), str(RUSSIAN), str(KAZAKH)],
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(home), "TMPDIR": str(tmp_path)},
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    assert list(home.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_fifty_megabytes_go_through(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    body = RUSSIAN.read_text("utf-8").split("\n\n", 2)[2]
    lines = (f"{number}. {body}\n\n" for number in range(50_000_000 // len(body.encode()) + 1))
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)
    assert path.stat().st_size > 50_000_000
    done = run(path, "-s", "3", "-f", "json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["sentences"]) == 3


def test_a_missing_glossary_is_reported_once_before_any_document() -> None:
    done = run("translate", ENGLISH, RUSSIAN, "--to", "kk", "--glossary", "missing.tsv")
    assert done.returncode == 2
    assert done.stderr.decode().count("missing.tsv") == 1
    assert done.stdout == b""


def test_a_glossary_is_read_once_so_that_it_may_be_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "terms.tsv"
    os.mkfifo(pipe)

    def feed() -> None:
        for text in ("seminar\tсеминар\n", ""):  # whoever reads it again finds nothing
            pipe.write_text(text, "utf-8")

    threading.Thread(target=feed, daemon=True).start()
    done = run("translate", ENGLISH, ENGLISH, "--to", "kk", "--glossary", pipe)
    assert b"glossary" not in done.stderr
    assert done.returncode == 4  # no model on this machine


def test_the_files_of_an_archive_are_documents_of_their_own(tmp_path: Path) -> None:
    archive = tmp_path / "in" / "news.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(ENGLISH, "en/a.txt")
        zipped.write(KAZAKH, "../b.txt")
        zipped.writestr("c.txt", b"\x89PNG\r\n\x1a\n\0")
        zipped.writestr("d.png", b"\x89PNG\r\n\x1a\n\0")
    done = run(archive, "-s", "1", "-f", "jsonl")
    lines = objects(done.stdout)
    assert [str(line["name"])[len(str(archive)) :] for line in lines] == ["/en/a.txt", "/b.txt", "/c.txt"]
    assert [line["language"] for line in lines] == ["en", "kk", None]
    assert done.returncode == 3
    said = done.stderr.decode()
    assert "1 file is left out (images: 1)" in said
    assert f"{archive}/c.txt is a PNG image" in said
    assert run(archive, "-o", f"{tmp_path / 'out'}/").returncode == 3
    assert run(archive.parent, "-o", f"{tmp_path / 'mirror'}/").returncode == 3
    made = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.summary.txt"))
    assert made == [
        "mirror/news.zip/b.summary.txt",
        "mirror/news.zip/en/a.summary.txt",
        "out/b.summary.txt",
        "out/en/a.summary.txt",
    ]
    assert run(f"{archive}/en/a.txt", "-s", "1").returncode == 0


def test_an_archive_without_documents_fails_and_the_others_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as zipped:
        zipped.writestr("d.png", b"x")
    done = run(tmp_path / "a.zip", ENGLISH, "-s", "1")
    assert done.returncode == 3
    assert "is a zip archive with no documents that are read" in done.stderr.decode()


def test_cite_names_slides_cells_and_chapters(tmp_path: Path) -> None:
    for name, label in (("pptx", "[slide 2]"), ("xlsx", "[Sheet1!A3]"), ("epub", "[Qwerty bulletin]")):
        path = tmp_path / f"a.{name}"
        path.write_bytes(WRITTEN[name](ARTICLES["ru"]))
        shown = run(path, "--ratio", "1", "--cite").stdout.decode()
        assert label in shown
