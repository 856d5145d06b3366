"""Files for translation editors, read by the readers of Weblate: XLIFF, TMX and PO."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from real import toolkit
from scripted_engine import Scripted, by

from summarize.documents.files import from_bytes
from summarize.request import Editing, ReadingOptions
from summarize.result import Translation
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.memory.edited import edited
from summarize.translation.memory.files import additions
from summarize.translation.memory.store import temporary
from summarize.translation.writers.formats import written
from summarize.translation.writers.tmx import exported

GOOD = "The minister opened 5 schools in Almaty on 7 May."
WRONG = "The company bought 30 buses in Taraz on 26 May."
SAID = {GOOD: "Министр открыл 5 школ в Алматы 7 мая.", WRONG: "Компания купила 80 автобусов в Таразе 26 мая."}
PAIRS = list(SAID.items())
TEXT = "\n\n".join(SAID)


@pytest.fixture(scope="module")
def done() -> Translation:
    engine = Scripted(lambda text, *_: SAID[text])
    return translate_document(from_text(TEXT, "a.txt", "en"), "ru", by(engine), Options(mend=False))


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_xliff_1_2_is_read(done: Translation, tmp_path: Path) -> None:
    found = toolkit.read("xliff:Xliff1File", saved(tmp_path, "a.xlf", written([done], "xliff")))
    assert [(each["source"], each["target"]) for each in found] == PAIRS
    assert [each["review"] for each in found] == [False, True]
    assert "“80” is not in the source" in found[1]["notes"]


def test_xliff_2_0_is_read(done: Translation, tmp_path: Path) -> None:
    found = toolkit.read("xliff2:Xliff2File", saved(tmp_path, "a.xlf", written([done], "xliff2")))
    assert [(each["source"], each["target"]) for each in found] == PAIRS


def test_tmx_is_read(done: Translation, tmp_path: Path) -> None:
    found = toolkit.read("tmx:tmxfile", saved(tmp_path, "a.tmx", written([done], "tmx")))
    assert [(each["source"], each["target"]) for each in found] == PAIRS


def test_an_exported_memory_is_read(done: Translation, tmp_path: Path) -> None:
    file = saved(tmp_path, "a.xlf", written([done], "xliff"))
    with temporary("m") as store:
        store.add(additions(str(file), flagged=True).units)
        path = saved(tmp_path, "m.tmx", "".join(exported(store.units())))
    found = toolkit.read("tmx:tmxfile", path)
    assert [(each["source"], each["target"]) for each in found] == PAIRS


def test_po_is_read(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entries = "".join(f'msgid "{text}"\nmsgstr ""\n\n' for text in SAID)
    options = ReadingOptions(editing=Editing())
    document = from_bytes((head + entries).encode(), "a.po", language="en", options=options)
    engine = Scripted(lambda text, *_: SAID[text])
    made = translate_document(document, "ru", by(engine), Options(mend=False))
    assert made.file is not None
    path = tmp_path / "a.po"
    path.write_bytes(made.file.data)
    found = toolkit.read("pypo:pofile", path)
    assert [(each["source"], each["target"]) for each in found] == PAIRS
    assert [each["fuzzy"] for each in found] == [False, True]


def test_what_it_edits_is_taken_back_and_remembered(done: Translation, tmp_path: Path) -> None:
    wrong = SAID[WRONG]
    right = wrong.replace("80", "30")
    for kind, style in (("xliff:Xliff1File", "xliff"), ("xliff2:Xliff2File", "xliff2")):
        file = saved(tmp_path, f"{style}.xlf", written([done], style))  # type: ignore[arg-type]
        toolkit.read(kind, file, {wrong: right})
        known = edited(str(file), "ru")
        document = from_text(TEXT, "a.txt", "en")
        back = translate_document(document, "ru", lambda *_: (), Options(mend=False, known=known))
        assert back.text == f"{SAID[GOOD]}\n\n{right}"
        assert [segment.status for segment in back.segments] == ["passed", "passed"]
        with temporary("m") as store:
            store.add(additions(str(file), flagged=True).units)
            assert [unit.target for unit in store.exact(WRONG, "en", "ru")] == [right]


def test_its_programs_count_what_needs_review(done: Translation, tmp_path: Path) -> None:
    file = saved(tmp_path, "a.xlf", written([done], "xliff"))
    counted = subprocess.run(
        [toolkit.programs() / "pocount", "--csv", file], check=True, capture_output=True, encoding="utf-8"
    )
    names, numbers = (line.split(",") for line in counted.stdout.splitlines()[:2])
    assert dict(zip(names, numbers, strict=True))["Review Messages"] == "1"
