"""``summarize glossary``: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TERMS = "en\tru\tnote\ncourt\tсуд\ncourts\tдвор\nlaw\tзакон\tn\n"
ENGLISH = "The court sat in May.\nThe courts are closed.\nA court spoke.\n"
RUSSIAN = "Суд заседал в мае.\nСуды закрыты.\nОб этом сообщил суд.\n"


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarize", "glossary", *map(str, arguments)],
        cwd=cwd, capture_output=True, encoding="utf-8", timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("t.tsv", TERMS), ("a.txt", ENGLISH), ("b.txt", RUSSIAN), ("two.csv", "суд,court\n")):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_check_prints_problems_and_fails(folder: Path) -> None:
    done = run("check", "t.tsv", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "t.tsv: line 3: conflict: 'courts', a form of 'court' is 'двор' here and 'суд' in line 2",
        "t.tsv: 3 terms, 1 problems",
    ]
    [problem] = json.loads(run("check", "t.tsv", "--json", cwd=folder).stdout)
    assert (problem["place"], problem["kind"]) == ("line 3", "conflict")


def test_a_good_glossary_passes(folder: Path) -> None:
    done = run("check", "starter", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "starter: 152 terms, 0 problems\n")


def test_extract_makes_a_glossary(folder: Path) -> None:
    done = run("extract", "a.txt", "b.txt", "-o", "c.tsv", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / "c.tsv").read_text("utf-8").splitlines() == [
        "en\tru\ttogether\tcount_en\tcount_ru\tscore",
        "court\tсуд\t3\t3\t3\t1.0",
    ]
    assert run("check", "c.tsv", cwd=folder).stdout == "c.tsv: 1 terms, 0 problems\n"
    few = run("extract", "a.txt", "b.txt", "--least", 9, cwd=folder)
    assert "no candidates among 3 segments; lower --least" in few.stderr
    json_ = run("extract", "a.txt", "b.txt", "--format", "json", cwd=folder).stdout
    assert json.loads(json_)[0]["together"] == 3


def test_convert_writes_every_format(folder: Path) -> None:
    assert run("convert", "t.tsv", "-o", "t.tbx", cwd=folder).returncode == 0
    assert run("convert", "t.tbx", "-o", "t.csv", cwd=folder).returncode == 0
    assert (folder / "t.csv").read_text("utf-8") == "en,ru,note\ncourt,суд,\ncourts,двор,\nlaw,закон,n\n"
    named = run("convert", "two.csv", "--languages", "ru-en", cwd=folder)
    assert named.stdout == "en\tru\ncourt\tсуд\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "absent.tsv"], "cannot read the glossary absent.tsv: No such file or directory"),
        (
            ["convert", "two.csv"],
            "the glossary has no header; name its two languages",
        ),
        (["convert", "t.tsv", "-o", "t.doc"], "--output t.doc names no format; add --format tsv, csv or tbx"),
        (["extract", "a.txt", "a.txt"], "both texts are in en; name their languages"),
        (["extract", "a.txt"], "a.txt is damaged"),
        (["extract", "absent.tmx"], "cannot read absent.tmx: No such file or directory"),
        (
            ["check", "t.tsv", "--languages", "en"],
            "--languages en does not name two languages",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_line(arguments: list[str], message: str, folder: Path) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
