"""Archives: every file in a ZIP is a document, a GZ holds one, and neither unpacks without limits."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
from docx_by_hand import docx, p, package
from reading import outcome

from summarize.documents import archives
from summarize.documents.files import from_bytes, read
from summarize.errors import DocumentError

TEXT = "The town council approved the plan for a new library on Tuesday."


def stored(folder: Path, members: dict[str, str]) -> str:
    path = folder / "news.zip"
    path.write_bytes(package(members))
    return str(path)


def test_the_documents_of_an_archive_are_listed_and_read_by_their_names(tmp_path: Path) -> None:
    path = stored(
        tmp_path, {"a.txt": TEXT, "kz/б.md": f"# One\n\n{TEXT}", "pic.png": "x", ".hidden/c.txt": "x"}
    )
    assert archives.is_archive(path)
    assert archives.listed(path) == ([f"{path}/a.txt", f"{path}/kz/б.md"], [f"{path}/pic.png"])
    assert read(f"{path}/a.txt", language="en").text == TEXT
    assert read(f"{path}/kz/б.md", language="en").name == f"{path}/kz/б.md"
    with pytest.raises(DocumentError, match=r"news\.zip/no\.txt does not exist"):
        read(f"{path}/no.txt")


def test_names_never_lead_out_of_the_archive(tmp_path: Path) -> None:
    path = stored(
        tmp_path, {"../../a.txt": TEXT, "/etc/b.txt": TEXT, "c\\..\\d.txt": TEXT, "e\x1b[1m.txt": TEXT}
    )
    assert archives.listed(path).names == [
        f"{path}/a.txt",
        f"{path}/etc/b.txt",
        f"{path}/c/d.txt",
        f"{path}/e_[1m.txt",
    ]
    assert read(f"{path}/a.txt", language="en").text == TEXT


def test_names_that_windows_wrote_are_in_cyrillic(tmp_path: Path) -> None:
    name = "статья.txt"
    path = Path(stored(tmp_path, {"xxxxxx.txt": TEXT}))
    path.write_bytes(path.read_bytes().replace(b"xxxxxx.txt", name.encode("cp866")))
    assert archives.listed(str(path)).names == [f"{path}/{name}"]
    assert read(f"{path}/{name}", language="en").text == TEXT


def test_an_archive_that_changes_is_opened_again(tmp_path: Path) -> None:
    path = stored(tmp_path, {"a.txt": TEXT})
    assert read(f"{path}/a.txt", language="en").text == TEXT
    stored(tmp_path, {"a.txt": "Other words, and more of them."})
    assert read(f"{path}/a.txt", language="en").text == "Other words, and more of them."


def test_office_files_pipes_and_text_are_no_archives(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.zip").write_bytes(docx(p("x")))
    (tmp_path / "b.zip").write_text("PK\x03\x04 but text")
    for name in ("pipe", "a.zip", "b.zip", "no", "\0"):
        assert not archives.is_archive(str(tmp_path / name))


def test_an_archive_without_documents_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="without documents that are read"):
        archives.listed(stored(tmp_path, {"pic.png": "x"}))


def test_the_size_of_all_files_together_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_LEAST", 1000)
    path = stored(tmp_path, {f"{n}.txt": "x" * 100_000 for n in range(20)})
    with pytest.raises(DocumentError, match="more than any documents need"):
        archives.listed(path)


def test_an_archive_of_one_document_is_read_from_bytes() -> None:
    document = from_bytes(package({"a.txt": TEXT, "pic.png": "x"}), "standard input", language="en")
    assert (document.name, document.text) == ("standard input/a.txt", TEXT)
    assert "2 documents; give the archive as a file" in outcome(package({"a.txt": TEXT, "b.txt": TEXT}))
    assert "no documents that are read" in outcome(package({"pic.png": ""}))
    inner = package({"a.txt": TEXT, "b.txt": TEXT}).decode("latin-1")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("inner.zip", inner.encode("latin-1"))
    assert "zip" in outcome(buffer.getvalue())


def test_a_compressed_file_is_read_as_what_it_holds() -> None:
    assert from_bytes(gzip.compress(TEXT.encode()), "a.gz", language="en").text == TEXT
    assert from_bytes(gzip.compress(docx(p(TEXT))), "a.gz", language="en").format == "docx"
    half = len(TEXT) // 2
    several = gzip.compress(TEXT[:half].encode()) + gzip.compress(TEXT[half:].encode()) + bytes(9)
    assert outcome(several) == TEXT


def test_compressed_files_that_are_damaged_or_bombs_are_one_line() -> None:
    data = gzip.compress(TEXT.encode())
    assert "ends too early" in outcome(data[:-9])
    assert "damaged gzip file" in outcome(data[:20] + b"\xff" * 9 + data[29:])
    assert "unpacks to more than any document needs" in outcome(gzip.compress(bytes(30_000_000)))
    assert "compressed twice" in outcome(gzip.compress(data))
    assert "a tar archive" in outcome(gzip.compress(bytes(257) + b"ustar\x0000" + bytes(300)))


def test_damaged_archives_give_a_line_or_a_result(tmp_path: Path) -> None:
    data = package({"a.txt": TEXT, "b/c.txt": TEXT})
    for number, cut in enumerate(range(5, len(data), 3)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data[:cut] + b"\xff\xff" + data[cut + 2 :])
        if archives.is_archive(str(path)):
            assert outcome_of(str(path))


def outcome_of(path: str) -> list[str]:
    """The texts of an archive, or the line that says why there are none; anything else is raised."""
    found = []
    try:
        for name in archives.listed(path).names:
            found.append(read(name).text)
    except DocumentError as error:
        return [str(error)]
    return found
