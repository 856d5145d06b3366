"""Files that are written back: the same blocks are the same bytes, and other words come back or stay out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fuzz.trial import check_lines
from summarize.documents.editing.formats import edit
from summarize.documents.editing.template import Template
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Run, joined


def attack_editing(form: str, data: bytes, folder: Path, options: ReadingOptions | None = None) -> None:
    """Write the bytes back with the same words, and with other words in every block."""
    options = options or ReadingOptions()
    try:
        editable = edit(data, "a", form, replace(options, editing=Editing()))
    except DocumentError as error:
        check_lines([str(error)], folder)
        return
    assert isinstance(editable, Template)
    check_lines(editable.warnings, folder)
    before = {number: joined(block.runs) for number, block in enumerate(editable.blocks)}
    assert editable.written(before, "ru").data == data, "the same blocks are other bytes"
    asked = {number: tuple(map(_other, runs)) for number, runs in before.items()}
    done = editable.written(asked, "ru")
    check_lines(done.notes, folder)
    after = [joined(block.runs) for block in editable.again(done.data)]
    assert len(after) == len(before), "a block was lost or made"
    for number, runs in enumerate(after):
        assert _said(runs) in (_said(before[number]), _said(asked[number])), f"block {number} has other words"


def _other(run: Run) -> Run:
    """The run in other letters."""
    return run if run.anchor else replace(run, text=run.text.replace("a", "жә").replace("e", "<&"))


def _said(runs: tuple[Run, ...]) -> list[str]:
    return "".join("" if run.anchor else run.text for run in runs).split()
