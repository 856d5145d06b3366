"""Files are written whole or not at all, and locked by one process at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

import pytest

from summarize.errors import SummarizeError
from summarize.files import appending, check_writable, locked, replacing

Opened = Callable[[Path], AbstractContextManager[TextIO]]


def write(opened: Opened, path: Path, error: type[BaseException] | None = None) -> None:
    """Write a text, and then fail if there is an error to fail with."""
    with opened(path) as stream:
        stream.write("new")
        stream.flush()
        if error:
            raise error


def test_a_file_is_there_only_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    with replacing(path) as stream:
        stream.write("whole")
        assert not path.exists()
        [beside] = path.parent.iterdir()
        assert beside.name.startswith(".summarize-")
    assert [each.read_text("utf-8") for each in path.parent.iterdir()] == ["whole"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_an_error_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(error):
        write(replacing, path, error)
    assert [each.read_text("utf-8") for each in tmp_path.iterdir()] == ["old"]


def test_a_link_stays_one_and_the_mode_is_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "a.txt", tmp_path / "link"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    with replacing(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert target.read_text("utf-8") == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("file/a.txt", "n" * 256, "loop", "."):
        with pytest.raises(SummarizeError, match=r"cannot be written: [A-Z][^\n]*$") as caught:
            write(replacing, tmp_path / name)
        assert caught.value.exit_code == 1
    with pytest.raises(SummarizeError, match=r"cannot be written: Is a directory$"):
        check_writable(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "loop"]


def test_a_device_is_written_directly_and_a_full_one_is_one_line() -> None:
    write(replacing, Path("/dev/null"))
    for opened in (replacing, appending):
        with pytest.raises(SummarizeError, match="/dev/full cannot be written: No space left"):
            write(opened, Path("/dev/full"))


LOCK = """
import sys
from pathlib import Path
from summarize.files import locked
with locked(Path(sys.argv[1]), "taken"):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_lock_ends_with_the_process_that_has_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", LOCK, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(SummarizeError, match="taken"), locked(path, "taken"):
            pass
        other.kill()
        other.wait()
        with locked(path, "taken"):
            pass
