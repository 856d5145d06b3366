"""Translations that come back, as written or edited: the segments of XLIFF, JSON, TSV or a review page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from summarize.documents import xliff
from summarize.errors import DocumentError, UsageError
from summarize.text.language_table import LANGUAGES
from summarize.translation import review_page
from summarize.translation.writers.xliff import MACHINE, REVIEW

State = Literal[
    "draft",  # a model's, without flags; nobody has seen it
    "flagged",  # a person should look
    "approved",  # made or accepted by a person
    "kept",  # already in the target language
    "untranslated",
]
_SCHEMA = "summarize/translation/1"
_STATUSES: Mapping[str, State] = {
    "passed": "draft", "mended": "draft", "flagged": "flagged", "kept": "kept",
}  # fmt: skip
_PAGE_STATES: Mapping[str, State] = {
    "draft": "draft", "flagged": "flagged", "kept": "kept", "untranslated": "untranslated",
}  # fmt: skip
_TSV = ("number", "from", "to", "status", "source", "hypothesis")


@dataclass(frozen=True)
class Entry:
    """A segment and its translation, which is empty if there is none.

    ``id`` is that of the file: our writers number the segments of a document from 1. ``kinds`` are those of
    its findings, ``origin`` says who or what translated it.
    """

    id: str
    document: str
    source_language: str
    target_language: str
    source: str
    target: str
    state: State
    kinds: tuple[str, ...] = ()
    origin: str = ""


def read(path: str) -> tuple[Entry, ...]:
    """The segments of a file, in order.

    Raises:
        UsageError: it cannot be read, or is none of these formats.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    if review_page.is_page(data):
        return _of_page(data, path)
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _of_xliff(data, path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{path} is not UTF-8; give XLIFF, or JSON, TSV or a page of summarize translate"
        ) from None
    entries = list(_of_json(text, path) if start.startswith((b"{", b"[")) else _of_tsv(text, path))
    if not entries:
        raise UsageError(f"{path} has no segments")
    return tuple(entries)


def _of_xliff(data: bytes, path: str) -> tuple[Entry, ...]:
    try:
        found = xliff.segments(data, path)
    except DocumentError as error:
        raise UsageError(str(error)) from None
    if not found:
        raise UsageError(f"{path} has no segments")
    return tuple(
        Entry(
            each.id,
            each.document,
            each.source_language,
            each.target_language,
            each.source,
            each.target or "",
            _state(each),
            tuple(_kinds(each)),
        )
        for each in found
    )


def _of_page(data: bytes, path: str) -> tuple[Entry, ...]:
    """The rows of a review page; what a person changed is approved, the source's own text no translation."""
    try:
        found = review_page.rows(data, path)
    except DocumentError as error:
        raise UsageError(str(error)) from None
    return tuple(
        Entry(
            str(number),
            row.document,
            row.source_language,
            row.target_language,
            row.source,
            "" if row.state == "untranslated" and not row.edited else row.hypothesis,
            "approved" if row.edited and row.hypothesis else _PAGE_STATES[row.state],
            row.kinds,
        )
        for number, row in enumerate(found, 1)
    )


def _state(segment: xliff.XliffSegment) -> State:
    """What the states of both versions say about a segment."""
    if not segment.translate:
        return "kept"
    if not segment.target or segment.state in ("new", "needs-translation", "initial"):
        return "untranslated" if not segment.target else "flagged"
    if segment.approved or segment.state in ("final", "signed-off", "reviewed"):
        return "approved"
    if segment.state.startswith("needs-") or segment.how == REVIEW:
        return "flagged"
    machine = segment.how in (MACHINE, "leveraged-mt", "mt-suggestion")
    return "draft" if machine or segment.approved is False else "approved"


def _kinds(segment: xliff.XliffSegment) -> Iterator[str]:
    """The kinds of the findings that our writers put into notes, once each."""
    ours = [by.removeprefix("summarize ") for by, said in segment.notes if said and _is_finding(by, said)]
    yield from dict.fromkeys(ours)


def _is_finding(by: str, said: str) -> bool:
    """Whether a note is about a finding: its text begins with the kind and a colon."""
    kind = by.removeprefix("summarize ")
    return bool(kind) and said.startswith((f"{kind}:", f"{kind}?:"))


def _of_json(text: str, path: str) -> Iterator[Entry]:
    for value in _values(text, path):
        if not isinstance(value, dict) or value.get("schema") != _SCHEMA:
            raise UsageError(f"{path} is not JSON of summarize translate: its schema is not {_SCHEMA}")
        segments = value.get("segments")
        for number, each in enumerate(segments if isinstance(segments, list) else (), 1):
            yield _entry(each, number, value, path)


def _values(text: str, path: str) -> list[Any]:
    """The objects of JSON or JSON Lines."""
    try:
        whole = json.loads(text)
        return whole if isinstance(whole, list) else [whole]
    except RecursionError:
        raise UsageError(f"{path} is nested too deeply") from None
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not valid JSON: {error}") from None


def _entry(segment: Any, number: int, document: Mapping[str, Any], path: str) -> Entry:
    try:
        latin = "-Latn" if document.get("script") == "latin" else ""
        legs = " → ".join(str(leg["model"]) for leg in segment["legs"])
        return Entry(
            str(number),
            str(document["name"]),
            str(segment["language"]),
            f"{segment['target']}{latin}",
            str(segment["source"]),
            str(segment["hypothesis"]) if legs or segment["status"] == "kept" else "",
            _STATUSES[segment["status"]] if legs or segment["status"] == "kept" else "untranslated",
            tuple(dict.fromkeys(str(flag["kind"]) for flag in segment["flags"])),
            legs,
        )
    except (KeyError, TypeError, AttributeError):
        raise UsageError(f"{path}: segment {number} is not as summarize translate writes it") from None


def _of_tsv(text: str, path: str) -> Iterator[Entry]:
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    if rows.fieldnames is None or not set(_TSV) <= set(rows.fieldnames):
        raise UsageError(f"{path} is no XLIFF, and not JSON or TSV of summarize translate")
    try:
        for row in rows:
            cells = {name: (cell or "") for name, cell in row.items() if isinstance(name, str)}
            if cells["from"] not in LANGUAGES or cells["status"] not in _STATUSES:
                raise UsageError(f"{path}, line {rows.line_num}: not as summarize translate writes it")
            yield Entry(
                cells["number"],
                _unguarded(cells.get("document", "")),
                cells["from"],
                cells["to"],
                _unguarded(cells["source"]),
                _unguarded(cells["hypothesis"]),
                _STATUSES[cells["status"]],
                tuple(dict.fromkeys(_kinds_of(cells.get("flags", "")))),
            )
    except csv.Error as error:
        raise UsageError(f"{path}, line {rows.line_num}: {error}") from None


def _kinds_of(flags: str) -> Iterator[str]:
    from summarize.checks.waivers import KINDS

    for part in flags.split("; "):
        kind = part.partition(":")[0].removesuffix("?")
        if kind in KINDS:
            yield kind


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    from summarize.translation.writers.formats import guarded

    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell
