"""The memory in SQLite: what is added and found, and files that are none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from summarize.errors import SummarizeError, UsageError
from summarize.translation.memory import store as stores
from summarize.translation.memory.store import Counts, opened, temporary, tokens
from summarize.translation.memory.units import Unit

WORDS = st.sampled_from(["a", "b", "c", "d", "e", "f", "ң", "7"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def unit(source: str, target: str = "цель", **more: object) -> Unit:
    return Unit("en", "ru", source, target, **more)  # type: ignore[arg-type]


def test_it_is_kept_in_the_file(tmp_path: Path) -> None:
    path = str(tmp_path / "m.sqlite")
    added = [
        unit("One thing.", "Одно.", context=-5, date="2026-05-07", origin="A. S."),
        unit("Two things.", "Два.", approved=False),
        Unit("kk", "en", "Үш нәрсе.", "Three things."),
    ]
    with opened(path, write=True) as store:
        assert store.add(added) == (3, 0)
    with opened(path) as store:
        assert list(store.units()) == added
        assert store.stats() == [Counts("en", "ru", 2, 1, 1, "2026-05-07"), Counts("kk", "en", 1, 1, 0, "")]


def test_white_space_and_composition_do_not_matter_but_letters_do() -> None:
    with temporary("m") as store:
        store.add([unit("A  café\nopened.")])
        assert store.exact(normalize("NFD", " A café opened. "), "en", "ru")
        assert not store.exact("a café opened.", "en", "ru")
        assert not store.exact("A café opened.", "en", "kk")


def test_a_correction_replaces_what_it_corrects() -> None:
    with temporary("m") as store:
        store.add([unit("One.", "Первое.", context=1, approved=False), unit("One.", "Раз.", context=2)])
        assert store.add([unit("One.", "Один.", context=1)]) == (0, 1)
        assert store.add([unit("One.", "Машина.", context=1, approved=False)]) == (0, 0)
        assert store.add([unit("One.", "Один.", context=1)]) == (0, 0)
        assert [(each.target, each.context) for each in store.exact("One.", "en", "ru")] == [
            ("Раз.", 2),
            ("Один.", 1),
        ]


def test_translations_without_a_context_stand_side_by_side_the_newest_first() -> None:
    with temporary("m") as store:
        store.add([unit("One.", "Старое.", date="2024"), unit("One.", "Новое.", date="2026")])
        store.add([unit("One.", "Машина.", date="2027", approved=False)])
        assert [each.target for each in store.exact("One.", "en", "ru")] == ["Новое.", "Старое.", "Машина."]


@settings(max_examples=300, deadline=None)
@given(st.lists(SENTENCES, max_size=12, unique=True), SENTENCES, st.floats(0.5, 1))
def test_every_similar_sentence_is_found_and_none_else(known: list[str], text: str, least: float) -> None:
    with temporary("m") as store:
        store.add(map(unit, known))
        found = {each.unit.source for each in store.similar(text, "en", "ru", least)}
    wanted = {
        one
        for one in known
        if one != text and Levenshtein.normalized_similarity(tokens(one), tokens(text)) >= least
    }
    repeats = len(set(tokens(text))) <= int((1 - least) * len(tokens(text)) + 1e-9)
    assert found == wanted or (repeats and found <= wanted)


def test_the_most_similar_comes_first_and_punctuation_is_no_word() -> None:
    with temporary("m") as store:
        store.add([unit("Is it a big red bus?"), unit("It is a big red bus."), unit("Is it a big red car?")])
        found = store.similar("Is it a big red bus!", "en", "ru", 0.6)
        assert [(round(each.score, 2), each.unit.source) for each in found] == [
            (0.99, "Is it a big red bus?"),
            (0.83, "Is it a big red car?"),
            (0.67, "It is a big red bus."),
        ]


@pytest.mark.parametrize("text", ["", "...", "a" * 5000, "word " * 3000, 'AND OR NOT " * ( NEAR'])
def test_any_text_can_be_looked_up(text: str) -> None:
    with temporary("m") as store:
        store.add([unit(text or "a"), unit("something else")])
        assert [each.unit.source for each in store.similar(text, "en", "ru", 0.5)] == []
        assert len(store.exact(text, "en", "ru")) == bool(text)


def test_nothing_is_added_if_one_unit_fails(tmp_path: Path) -> None:
    def failing() -> object:
        yield unit("One.")
        raise UsageError("broken in the middle")

    with opened(str(tmp_path / "m.sqlite"), write=True) as store:
        with pytest.raises(UsageError, match="in the middle"):
            store.add(failing())  # type: ignore[arg-type]
        assert store.stats() == []


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE segment (id)")
    connection.close()


def newer(path: Path) -> None:
    opened(str(path), write=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("not a database, but long enough " * 50), "no SQLite database"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
    "foreign": (foreign, "no translation memory of summarize"),
    "newer": (newer, "another version of summarize"),
}


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_memory_is_refused(name: str, write: bool, tmp_path: Path) -> None:
    make, message = WRONG[name]
    make(tmp_path / "m.sqlite")
    with pytest.raises(UsageError, match=message):
        opened(str(tmp_path / "m.sqlite"), write=write)


def test_a_damaged_one_is_refused_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with opened(str(path), write=True) as store:
        store.add(unit(f"Sentence number {number} of many.") for number in range(2000))
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = b"\xff" * (len(data) - 8192)
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match=r"damaged|cannot be used"), opened(str(path)) as store:
        list(store.units())


def test_an_empty_file_becomes_a_memory_but_is_none_yet(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    path.touch()
    with pytest.raises(UsageError, match="no translation memory"):
        opened(str(path))
    with opened(str(path), write=True) as store:
        assert store.stats() == []


def test_a_missing_one_is_made_only_to_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        opened(str(tmp_path / "m.sqlite"))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="the folder of the translation memory"):
        opened(str(tmp_path / "absent" / "m.sqlite"), write=True)


def test_one_in_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_PATIENCE", 0.0)
    path = str(tmp_path / "m.sqlite")
    opened(path, write=True).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        for write in (False, True):
            with pytest.raises(UsageError, match="in use by another process"):
                opened(path, write=write)
    finally:
        holder.close()


def test_one_that_must_not_be_written_is_told(tmp_path: Path) -> None:
    path = str(tmp_path / "m.sqlite")
    opened(path, write=True).close()
    with opened(path) as store, pytest.raises(SummarizeError, match="cannot be written") as caught:
        store.add([unit("One.")])
    assert caught.value.code == "output-unwritable"
