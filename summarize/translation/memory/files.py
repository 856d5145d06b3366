"""Files that translation memories are read from: which kind a file is, and its segments."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from summarize.errors import UsageError
from summarize.text.language_table import LANGUAGES
from summarize.translation.bilingual import Entry, read
from summarize.translation.memory import tmx
from summarize.translation.memory.store import Store, opened, temporary
from summarize.translation.memory.units import Unit, context_in, now

_DATABASE = b"SQLite format 3\0"
_PROBE = 4096  # bytes in which the name of the first element of XML is


class Addition(NamedTuple):
    """The segments that a file adds to a memory, and how many it has that are left out, by the reason."""

    units: Iterator[Unit]
    left_out: Counter[str]


def opened_for_use(path: str, *, write: bool = False) -> Store:
    """The memory in a file, SQLite or TMX; with ``write`` a missing one is made, and TMX is refused.

    Raises:
        UsageError: it is missing or neither of both, in use, or a TMX file to be added to.
        SummarizeError: it cannot be written.
    """
    start = _start(path)
    if start is None or not start or start.startswith(_DATABASE):
        return opened(path, write=write)
    if not _is_tmx(start):
        return opened(path)  # says what is wrong with it
    if write:
        raise UsageError(f"{path} is TMX, which is only read; put it into a memory: summarize memory add "
                         f"MEMORY.sqlite {path}")  # fmt: skip
    store = temporary(path)
    store.add(tmx.units(path))
    return store


def additions(path: str, *, flagged: bool = False, target: str | None = None) -> Addition:
    """The segments of a TMX, XLIFF, JSON or TSV file that a memory keeps.

    Those that no person has approved and that have flags are left out, unless ``flagged`` says otherwise.

    Raises:
        UsageError: it cannot be read, or is none of these; of TMX, when its segments are asked for.
    """
    start = _start(path)
    if start is not None and _is_tmx(start):
        return Addition(tmx.units(path), Counter())
    entries = read(path)
    left_out: Counter[str] = Counter()
    return Addition(_units(entries, path, left_out, flagged=flagged), left_out)


def _units(entries: tuple[Entry, ...], path: str, left_out: Counter[str], *, flagged: bool) -> Iterator[Unit]:
    """The entries as units, with their context in the document that they come from."""
    by_document: dict[str, list[str]] = {}
    for entry in entries:
        by_document.setdefault(entry.document, []).append(entry.source)
    places: Counter[str] = Counter()
    date = now()
    for entry in entries:
        place = places[entry.document]
        places[entry.document] += 1
        reason = _refused(entry, flagged=flagged)
        if reason:
            left_out[reason] += 1
            continue
        origin = ", ".join(part for part in (entry.origin, Path(path).name) if part)
        yield Unit(
            source_language=entry.source_language,
            target_language=entry.target_language,
            source=entry.source,
            target=entry.target,
            context=context_in(by_document[entry.document], place),
            date=date,
            origin=origin,
            approved=entry.state == "approved",
        )


def _refused(entry: Entry, *, flagged: bool) -> str:
    """Why a segment does not belong into a memory; empty if it does."""
    if entry.state == "kept":
        return "already in the target language"
    if not entry.target.strip() or not entry.source.strip():
        return "not translated"
    if not {entry.source_language, entry.target_language} <= set(LANGUAGES):
        return f"not in {', '.join(LANGUAGES)}"
    if entry.state == "flagged" and not flagged:
        return "flagged"
    return ""


def _start(path: str) -> bytes | None:
    """The first bytes of a file; ``None`` if it cannot be read, which whatever opens it tells."""
    try:
        with Path(path).open("rb") as file:
            return file.read(_PROBE)
    except OSError:
        return None


def _is_tmx(start: bytes) -> bool:
    """Whether a file that begins so is TMX, in UTF-16 or an encoding that has the letters of ASCII."""
    encoding = "utf-16" if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "latin-1"
    return "<tmx" in start.decode(encoding, "ignore")
