"""Files with documents inside, columns and keys, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mail_by_hand import BODIES, message, with_attachments
from trained.warm import warm

run = warm().run
CITIES = (
    'id,note\n1,"The largest city of the country, growing quickly."\n2,"The capital was renamed twice."\n'
)


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "letter.eml"
    files = {"kk.txt": "\n\n".join(BODIES["kk"]).encode(), "logo.png": b"\x89PNG\r\n\x1a\n\0\0"}
    path.write_bytes(with_attachments("ru", files).as_bytes())
    return path


def test_attachments_are_named_on_standard_error(mail: Path) -> None:
    done = run(mail, "--ratio", "1")
    assert done.returncode == 0
    assert done.stdout.decode() == "\n".join(BODIES["ru"]) + "\n"
    assert "2 attachments are not read (kk.txt, logo.png); --attachments reads them" in done.stderr.decode()


def test_attachments_become_documents(mail: Path, tmp_path: Path) -> None:
    done = run(mail, "--ratio", "1", "--attachments", "--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["name"] for each in found] == [str(mail), f"{mail}/kk.txt"]
    assert [each["language"] for each in found] == ["ru", "kk"]
    assert "1 attachment is of no known format; skipped" in done.stderr.decode()
    assert "not read" not in done.stderr.decode()
    done = run(mail, "--attachments", "-o", f"{tmp_path}/out/")
    assert done.returncode == 0
    assert (tmp_path / "out/letter.summary.txt").exists()
    assert (tmp_path / "out/letter.eml/kk.summary.txt").exists()


def test_the_attachments_of_standard_input_are_named(mail: Path) -> None:
    done = run("--attachments", stdin=mail.read_bytes())
    assert "--attachments reads them from a file" in done.stderr.decode()


def test_the_sender_is_cited(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(message("en").as_bytes())
    done = run(path, "--sentences", "1", "--cite")
    assert done.stdout.decode().endswith(" [Анна Орлова, Tue, 04 Mar 2025 09:12:44 +0500]\n")


def test_markdown_is_cited_and_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a"
    text = "# A **room**\n\nThe *room* was [closed](http://a.kz) for ten years.\n"
    path.write_text(text, "utf-8")
    assert run(path, "--cite").stdout.decode() == "The room was closed for ten years.\n"
    assert run("read", path, "--format", "md").stdout.decode() == text
    marked = run(path, "--highlight").stdout.decode()
    assert "⟦The *room* was [closed](http://a.kz) for ten years.⟧" in marked


def test_a_table_wants_its_column(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text(CITIES, "utf-8")
    done = run(path)
    assert done.returncode == 1
    assert "name the one with the text: --column NAME (it has: id, note)" in done.stderr.decode()
    done = run(path, "--column", "note", "--cite", "--sentences", "1")
    assert done.stdout.decode() == "The largest city of the country, growing quickly. [row 2]\n"


def test_json_wants_its_key(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": {"lead": BODIES["en"][0]}}), "utf-8")
    done = run(path)
    assert done.returncode == 1
    assert "--key NAME (it has: data.lead)" in done.stderr.decode()
    assert run(path, "--key", "data.lead").stdout.decode() == f"{BODIES['en'][0]}\n"


def test_a_column_of_no_table_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODIES["en"][0], "utf-8")
    (tmp_path / "b.csv").write_text(CITIES, "utf-8")
    done = run(tmp_path, "--column", "note", "--key", "a")
    assert done.returncode == 0
    assert "not a table with a column 'note'; read as plain text" in done.stderr.decode()
    assert "not JSON; read as plain text, without --key 'a'" in done.stderr.decode()
