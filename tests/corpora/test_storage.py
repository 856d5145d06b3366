"""Folders of results: files whole or not at all, here and at an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.corpora.storage import Store, is_address, matching, opened, store
from summarize.errors import DocumentError, SummarizeError, UsageError


@pytest.fixture(params=["path", "address"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return store(str(tmp_path / "out") if request.param == "path" else f"file://{tmp_path}/out")


def test_what_is_written_is_read(folder: Store, tmp_path: Path) -> None:
    folder.write("a", b"one")
    folder.write("a", b"two")
    assert folder.read("a") == b"two"
    assert folder.names() == {"a"}
    assert (tmp_path / "out" / "a").read_bytes() == b"two"
    assert (tmp_path / "out" / "a").stat().st_mode & 0o077 == (tmp_path / "out").stat().st_mode & 0o044
    folder.delete("a")
    folder.delete("a")
    assert folder.names() == set()


def test_what_cannot_be_written_leaves_nothing_behind(folder: Store, tmp_path: Path) -> None:
    (tmp_path / "out" / "a").mkdir()
    with pytest.raises(SummarizeError, match="a cannot be written"):
        folder.write("a", b"one")
    assert folder.names() == {"a"}


def test_what_is_not_there_cannot_be_read(folder: Store) -> None:
    with pytest.raises(SummarizeError, match="a cannot be read"):
        folder.read("a")


@pytest.mark.parametrize("name", ["gone", "file:///gone/gone"])
def test_a_file_that_is_not_there_cannot_be_opened(name: str) -> None:
    with pytest.raises(DocumentError, match=f"{name} cannot be read"):
        opened(name)


def test_an_address_that_nobody_knows_is_refused() -> None:
    assert is_address("nowhere://x")
    with pytest.raises(UsageError, match="nowhere://x/y cannot be used"):
        store("nowhere://x/y")


def test_a_name_with_wildcards_that_is_there_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "a[1].jsonl").write_text("{}")
    assert matching(str(tmp_path / "a[1].jsonl")) == [str(tmp_path / "a[1].jsonl")]
