"""XLIFF, TMX, and JSON and TSV of translations: remembered and filled in, or refused in one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import XML, attack_document
from fuzz.trial import corpus
from summarize.documents.editing.formats import faults
from summarize.documents.editing.xliff import edit
from summarize.errors import SummarizeError
from summarize.request import ReadingOptions
from summarize.text.blocks import Run
from summarize.translation.memory.files import additions
from summarize.translation.memory.store import temporary

TOKENS = (
    *XML, b"<source>", b"</source>", b"<target/>", b'<g id="1">', b"</g>", b'<x id="1"/>', b"<bpt>",
    b"<mrk/>",
    b'version="2.0"', b'state="final"', b'translate="no"', b"<segment>", b"<seg>", b'xml:lang="kk"', b"\t",
    b'"legs": []', b"null", b"*all*", b'id="1"',
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("exchange")


def attack(data: bytes, folder: Path) -> None:
    file = folder / "a.file"
    file.write_bytes(data)
    errors = []
    for attempt in (_remembered, _filled, attack_document):
        try:
            attempt(data, folder)
        except SummarizeError as error:
            errors.append(error)
    if len(errors) == 3:
        raise errors[0]


def _remembered(data: bytes, folder: Path) -> None:
    with temporary("m") as store:
        store.add(additions(str(folder / "a.file"), flagged=True).units)
        for unit in store.units():
            assert any(found.target == unit.target for found in store.exact(
                unit.source, unit.source_language, unit.target_language))  # fmt: skip
            store.similar(f"{unit.source} more", unit.source_language, unit.target_language, 0.5)


def _filled(data: bytes, folder: Path) -> None:
    editable = edit(data, "a.xlf", ReadingOptions())
    texts = {
        number: [run if run.anchor else Run(run.text.upper(), run.style) for run in block.runs]
        for number, block in enumerate(editable.blocks)
        if block.text.strip()
    }
    written = editable.written(texts, "kk")
    assert faults(editable, texts, written.data) == ([], [])
