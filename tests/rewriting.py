"""Files of text written back with other words in every block, by hand instead of by a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from summarize.documents.editing.formats import edit, faults
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Editable, Run, Written


def opened(text: str | bytes, form: str, **reading: str) -> Editable:
    """The file, to be written back."""
    data = text.encode() if isinstance(text, str) else text
    return edit(data, f"a.{form}", form, ReadingOptions(editing=Editing(), **reading))  # type: ignore[arg-type]


def texts(editable: Editable) -> list[str]:
    """What its blocks say."""
    return [block.text for block in editable.blocks]


def rewritten(editable: Editable, change: Callable[[str], str] = str.upper, target: str = "ru") -> Written:
    """The file with every word changed; reading it again must find exactly these words."""
    runs = {
        number: tuple(run if run.anchor else replace(run, text=change(run.text)) for run in block.runs)
        for number, block in enumerate(editable.blocks)
    }
    done = editable.written(runs, target)
    assert faults(editable, runs, done.data) == ([], [])
    return done


def upper(text: str | bytes, form: str, **reading: str) -> str:
    """The file with every word in capitals."""
    return rewritten(opened(text, form, **reading)).data.decode()


def with_block(editable: Editable, number: int, *runs: Run | str) -> str:
    """The file with one other block."""
    pieces = [Run(run) if isinstance(run, str) else run for run in runs]
    return editable.written({number: pieces}, "ru").data.decode()


def same(editable: Editable) -> bytes:
    """The file with the blocks that it has."""
    return editable.written({n: block.runs for n, block in enumerate(editable.blocks)}, "ru").data
