"""``summarize memory``, and ``summarize translate`` with a memory or an edited translation."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Ended
from trained import folder
from unprivileged import run_unprivileged

from summarize.cli.memory import app
from summarize.translation.memory import store as stores
from summarize.translation.memory.store import opened

TMX = """<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1"
segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>
<tu changedate="20260507T120000Z"><tuv xml:lang="en"><seg>The road is closed.</seg></tuv>
<tuv xml:lang="ru"><seg>Дорога закрыта.</seg></tuv><tuv xml:lang="kk"><seg>Жол жабық.</seg></tuv></tu>
</body></tmx>"""
ENGLISH = "The road is closed. Nobody knows why.\n\nThe bridge is open.\n"
RUSSIAN = "Дорога закрыта. Никто не знает почему.\n\nМост открыт.\n"


def run(*arguments: object) -> Ended:
    return Ended(*arguments, app=app)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("m.tmx", TMX), ("a.txt", ENGLISH), ("a.ru.txt", RUSSIAN)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_tmx_is_added_counted_searched_and_exported(place: Path) -> None:
    assert run("add", "m.sqlite", "m.tmx").said == "m.tmx: 2 new, 0 replaced\n"
    assert run("add", "m.sqlite", "m.tmx").said == "m.tmx: 0 new, 0 replaced\n"
    assert run("stats", "m.sqlite").said.splitlines() == [
        "en→kk: 1 segments, 1 approved, 0 with context, newest 2026-05-07T12:00:00Z",
        "en→ru: 1 segments, 1 approved, 0 with context, newest 2026-05-07T12:00:00Z",
        "m.sqlite: 2 segments",
    ]
    assert json.loads(run("stats", "m.sqlite", "--json").said)[0]["segments"] == 1
    found = run("search", "m.sqlite", "The road is closed!", "--fuzzy", "60", "--languages", "en-ru")
    assert found.said.splitlines() == [
        "99%  en: The road is closed.",
        "      ru: Дорога закрыта.  (m.tmx, 2026-05-07T12:00:00Z)",
    ]
    assert [
        one["score"] for one in json.loads(run("search", "m.tmx", "The road is closed.", "--json").said)
    ] == [
        1.0,
        1.0,
    ]
    assert run("export", "m.sqlite", "-o", "out.tmx").code == 0
    assert run("export", "m.sqlite").said == (place / "out.tmx").read_text("utf-8")
    assert run("add", "n.sqlite", "out.tmx").said == "out.tmx: 2 new, 0 replaced\n"
    with opened("m.sqlite") as one, opened("n.sqlite") as other:
        assert list(one.units()) == list(other.units())


def test_a_text_and_its_translation_are_added_sentence_by_sentence(place: Path) -> None:
    assert run("add", "m.sqlite", "a.txt", "--translation", "a.ru.txt").said == "a.txt: 3 new, 0 replaced\n"
    with opened("m.sqlite") as store:
        assert [(unit.source, unit.target, unit.origin) for unit in store.units()] == [
            ("The road is closed.", "Дорога закрыта.", "a.ru.txt"),
            ("Nobody knows why.", "Никто не знает почему.", "a.ru.txt"),
            ("The bridge is open.", "Мост открыт.", "a.ru.txt"),
        ]


def test_paragraphs_with_other_numbers_of_sentences_stay_whole(place: Path) -> None:
    (place / "a.ru.txt").write_text("Дорога закрыта, и никто не знает почему.\n\nМост открыт.\n", "utf-8")
    assert run("add", "m.sqlite", "a.txt", "--translation", "a.ru.txt").code == 0
    with opened("m.sqlite") as store:
        assert [unit.source for unit in store.units()] == [
            "The road is closed. Nobody knows why.",
            "The bridge is open.",
        ]


def test_what_nobody_approved_is_left_out_if_it_is_flagged(place: Path) -> None:
    unit = '<trans-unit id="{}"><source>{}</source><target state="{}">{}</target></trans-unit>'
    body = (
        unit.format(1, "One road.", "needs-review-translation", "Одна дорога.")
        + unit.format(2, "Two roads.", "final", "Две дороги.")
        + unit.format(3, "Three roads.", "new", "")
    )
    (place / "e.xlf").write_text(
        f'<xliff version="1.2"><file original="a" source-language="en" target-language="ru"><body>{body}'
        "</body></file></xliff>",
        "utf-8",
    )
    done = run("add", "m.sqlite", "e.xlf")
    assert "e.xlf: 1 new, 0 replaced" in done.said
    assert "e.xlf: 1 segments left out: flagged" in done.said
    assert "e.xlf: 1 segments left out: not translated" in done.said
    assert "e.xlf: 1 new, 0 replaced" in run("add", "m.sqlite", "e.xlf", "--flagged").said


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["add", "m.sqlite", "absent.tmx"], 2, "cannot read absent.tmx"),
        (["add", "m.sqlite", "a.txt"], 2, "a.txt is no XLIFF, and not JSON or TSV of summarize translate"),
        (["add", "a.txt", "m.tmx"], 2, "a.txt is no SQLite database"),
        (
            ["add", "m.sqlite", "a.txt", "m.tmx", "--translation", "a.ru.txt"],
            2,
            "belongs to one text, not to 2",
        ),
        (["add", "m.sqlite", "a.txt", "--translation", "a.txt"], 2, "are both in en"),
        (["add", ".", "m.tmx"], 2, "is a folder"),
        (["stats", "absent.sqlite"], 2, "absent.sqlite does not exist"),
        (["stats", "a.txt"], 2, "a.txt is no SQLite database"),
        (["search", "m.tmx", "Nothing like it at all."], 1, "m.tmx has nothing like it"),
        (["search", "m.tmx", "x", "--languages", "en"], 2, "does not name two languages"),
        (["search", "m.tmx", "x", "--languages", "en-de"], 2, "de"),
        (["search", "m.tmx", "x", "--fuzzy", "20"], 2, "'--fuzzy'"),
        (["export", "m.tmx", "-o", "."], 1, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    place: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run(*arguments)
    assert (done.code, message in done.said) == (code, True), done.said
    assert not (place / "m.sqlite").exists() or arguments[0] == "add"


def test_one_in_use_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_PATIENCE", 0.0)
    run("add", "m.sqlite", "m.tmx")
    holder = sqlite3.connect("m.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    done = run("add", "m.sqlite", "m.tmx")
    holder.close()
    assert (done.code, "in use by another process" in done.said) == (2, True)


# summarize translate

TEXT = "The road is closed.\n\nThe bridge is open.\n"


def translate(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarize", "translate", *map(str, arguments)],
        cwd=cwd, capture_output=True, encoding="utf-8", timeout=300,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
             "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def test_a_memory_that_has_everything_needs_no_model(place: Path) -> None:
    (place / "t.txt").write_text("The road is closed.\n", "utf-8")
    done = translate("t.txt", "--to", "kk", "--memory", "m.tmx", "--format", "json", cwd=place)
    assert done.returncode == 0, done.stderr
    [segment] = json.loads(done.stdout)["segments"]
    assert segment["hypothesis"] == "Жол жабық."
    assert (segment["memory"]["kind"], segment["memory"]["memory"]) == ("exact", "m.tmx")
    assert (place / "m.tmx").read_text("utf-8") == TMX


def test_a_memory_that_lacks_something_needs_one(place: Path) -> None:
    (place / "t.txt").write_text(TEXT, "utf-8")
    done = translate("t.txt", "--to", "kk", "--memory", "m.tmx", cwd=place)
    assert done.returncode == 4
    assert "no model" in done.stderr


def test_only_with_remember_is_anything_written(place: Path) -> None:
    (place / "t.txt").write_text("The road is closed.\n", "utf-8")
    run("add", "m.sqlite", "m.tmx")
    before = (place / "m.sqlite").read_bytes()
    assert translate("t.txt", "--to", "ru", "--memory", "m.sqlite", cwd=place).stdout == "Дорога закрыта.\n"
    assert (place / "m.sqlite").read_bytes() == before
    names = {"a.ru.txt", "a.txt", "m.sqlite", "m.tmx", "t.txt"}
    assert {path.name for path in place.iterdir()} == names
    assert translate("t.txt", "--to", "ru", "--memory", "m.sqlite", "--remember", cwd=place).returncode == 0
    with opened("m.sqlite") as store:
        assert [unit.context is not None for unit in store.exact("The road is closed.", "en", "ru")] == [
            True,
            False,
        ]
    assert {path.name for path in place.iterdir()} == names


@pytest.mark.slow
def test_an_edited_translation_is_taken_back(place: Path) -> None:
    source = (
        "The company opened 15 schools in Taraz on 26 May.\n\nThe ministry opened 30 schools in Almaty.\n"
    )
    (place / "t.txt").write_text(source, "utf-8")
    model = ("--model", folder("nllb"))
    assert translate("t.txt", "--to", "ru", *model, "-f", "xliff", "-o", "e.xlf", cwd=place).returncode == 0
    edited = (place / "e.xlf").read_text("utf-8")
    start = edited.index("<target")
    start = edited.index(">", start) + 1
    end = edited.index("</target>", start)
    new = "Компания открыла 15 школ в Таразе 26 мая."
    (place / "e.xlf").write_text(f"{edited[:start]}{new}{edited[end:]}", "utf-8")
    done = translate("t.txt", "--apply", "e.xlf", "-o", "t.ru.txt", cwd=place)
    assert done.returncode == 0, done.stderr
    assert (place / "t.ru.txt").read_text("utf-8").startswith(f"{new}\n\n")
    counted = Ended("edits", "e.xlf", "e.xlf")
    assert counted.code == 0
    assert "2 of 2 segments untouched (100%); TER 0.0, chrF++ 100.0" in counted.said


def test_an_edited_document_is_taken_back_and_its_edits_are_counted(place: Path) -> None:
    (place / "a.md").write_text("# The road of 2026\n\nThe road is closed. Nobody knows why.\n", "utf-8")
    (place / "draft.md").write_text(
        "# Дорога 2026 года\n\nДорога закрыта. Почему, никто не знает.\n", "utf-8"
    )
    (place / "b.md").write_text("# Дорога 2026 года\n\nДорогу закрыли. Почему, никто не знает.\n", "utf-8")
    done = translate("a.md", "--apply", "b.md", "-o", "out.md", cwd=place)
    assert done.returncode == 0, done.stderr
    assert (place / "out.md").read_text("utf-8") == (place / "b.md").read_text("utf-8")
    for name in ("draft", "b"):
        done = translate("a.md", "--apply", f"{name}.md", "-f", "xliff", "-o", f"{name}.xlf", cwd=place)
        assert done.returncode == 0, done.stderr
    assert "2 of 3 segments untouched (67%)" in Ended("edits", "draft.xlf", "b.xlf").said
    assert run("add", "m.sqlite", "b.xlf").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt", "--apply", "absent.docx"], "--apply: absent.docx does not exist"),
        (["a.txt", "--apply", "a.docx"], "--apply: a.docx"),
        (["a.txt", "--to", "kk", "--apply", "r.md"], "r.md is in Russian, not in Kazakh"),
        (["a.txt", "--apply", "r.md"], "name an output with -o NAME.md, or give --format xliff"),
        (
            ["a.txt", "--to", "ru", "--memory", "absent.sqlite"],
            "the translation memory absent.sqlite does not exist",
        ),
        (["a.txt", "--to", "ru", "--memory", "a.txt"], "a.txt is no SQLite database"),
        (["a.txt", "--to", "ru", "--memory", "."], "is a folder"),
        (["a.txt", "--to", "ru", "--remember"], "--remember needs --memory"),
        (["a.txt", "--to", "ru", "--memory", "m.tmx", "--remember"], "m.tmx is TMX, which is only read"),
        (["a.txt", "--to", "ru", "--memory", "m.tmx", "--apply", "e.xlf"], "leave out --memory"),
        (["a.txt", "--apply", "absent.xlf"], "cannot read absent.xlf"),
        (["a.txt", "--apply", "m.tmx"], "m.tmx is <tmx>, not XLIFF"),
        (["a.txt", "a.ru.txt", "--apply", "e.xlf"], "one document, not of 2"),
        (["a.txt", "--to", "ru", "--to", "kk", "--apply", "e.xlf"], "--to names 2 languages"),
        (["a.txt", "--to", "kk", "--apply", "e.xlf"], "translates into ru, not into Kazakh"),
        (["a.txt", "a.ru.txt", "--to", "kk", "-f", "xliff2"], "name a folder with -o"),
    ],
)
def test_wrong_options_are_told_before_anything_is_read(
    place: Path, arguments: list[str], message: str
) -> None:
    (place / "e.xlf").write_text(
        '<xliff version="1.2"><file original="a" source-language="en" target-language="ru"><body>'
        '<trans-unit id="1"><source>a</source><target>b</target></trans-unit></body></file></xliff>', "utf-8",
    )  # fmt: skip
    (place / "a.docx").write_bytes(b"PK\x03\x04")
    (place / "r.md").write_text(RUSSIAN, "utf-8")
    done = Ended("translate", *arguments, app=_program())
    assert (done.code, message in done.said) == (2, True), done.said


def _program() -> object:
    from summarize.cli.main import app as program

    return program


def test_a_memory_that_must_not_be_written_is_told(place: Path) -> None:
    opened("m.sqlite", write=True).close()
    (place / "m.sqlite").chmod(0o444)
    done = run_unprivileged("memory", "add", "m.sqlite", "m.tmx", cwd=place)
    assert (done.returncode, "m.sqlite cannot be written" in done.stderr) == (1, True), done.stderr
    (place / "a.txt").write_text("The road is closed.\n", "utf-8")
    asked = ("translate", "a.txt", "--to", "ru", "--memory", "m.sqlite")
    assert run_unprivileged(*asked, "--remember", cwd=place).returncode == 1
