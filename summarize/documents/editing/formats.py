"""The formats that are written back, the text of such a file, and what is wrong with one that was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from summarize.documents.builder import Reading
from summarize.documents.formats import FORMATS
from summarize.errors import DocumentError
from summarize.request import Editing, ReadingOptions
from summarize.text.blocks import Block, Editable, Rereading, Run, Settling, joined
from summarize.text.documents import BETWEEN_BLOCKS
from summarize.text.parts import Part, Place

# Names of formats, as in FORMATS, and the module here that edits each.
EDITORS: dict[str, str] = {
    "docx": "docx",
    "odt": "odt",
    "pptx": "pptx",
    "xlsx": "xlsx",
    "markdown": "markdown",
    "html": "html",
    "epub": "epub",
    "srt": "subtitles",
    "vtt": "subtitles",
    "po": "catalogues",
    "json": "records",
    "ini": "settings",
    "csv": "tables",
    "xliff": "xliff",
    "pdf": "pdf",
}
# The format that a file is written in, where it is not its own.
_WRITTEN = {"pdf": "docx"}


# Those that are text, which can go to standard output.
TEXTUAL = frozenset(["markdown", "html", "srt", "vtt", "po", "json", "ini", "csv", "xliff"])
# What a text is taken for by how it reads; where it is written back, its name decides.
_GUESSED = frozenset([None, "mail", "chat", "csv", "latex", "markdown", "ini"])


class Editor(Protocol):
    """A module that edits one format."""

    def edit(self, data: bytes, name: str, options: ReadingOptions) -> Editable:
        """The file ``data``; ``name`` is for messages.

        Raises:
            DocumentError: the file is damaged or protected.
        """


def edit(data: bytes, name: str, form: str, options: ReadingOptions) -> Editable:
    """A file of the format ``form``, to be written back; raises what ``Editor.edit`` does."""
    module = import_module(f"summarize.documents.editing.{EDITORS[form]}")
    return cast(Editor, module).edit(data, name, options)


def written_as(form: str | None) -> str | None:
    """The format in which a file of a format is written back: PDF as DOCX, all others as what they are."""
    return _WRITTEN.get(form, form) if form else None


def format_of(name: str) -> str | None:
    """The format of a file of this name that can be written back, by its suffix; ``None`` for others."""
    suffix = PurePath(name).suffix.lower()
    return next((each.name for each in FORMATS if suffix in each.suffixes and each.name in EDITORS), None)


def editor_of(found: str | None, name: str, editing: Editing | None) -> str | None:
    """The format that a file is written back in, by what is in it and, for texts, by its name."""
    named = format_of(name)
    if found in _GUESSED and named in TEXTUAL:
        found = named
    if editing is None or found not in EDITORS:
        return None
    return found if editing.formats is None or found in editing.formats else None


def reading(editable: Editable) -> Reading:
    """The text of the blocks with ``BETWEEN_BLOCKS`` between them, and a part and a place for each."""
    parts: list[Part] = []
    places: list[Place] = []
    start = 0
    for block in editable.blocks:
        text = block.text
        first = start + len(text) - len(text.lstrip())
        last = start + len(text.rstrip())
        if first < last:
            parts.append(Part(first, last, block.role, block.level))
        if block.label and (not places or places[-1].label != block.label):
            places.append(Place(start, block.label))
        start += len(text) + len(BETWEEN_BLOCKS)
    encoding = getattr(editable, "encoding", editable.format)
    whole = BETWEEN_BLOCKS.join(block.text for block in editable.blocks)
    pages = getattr(editable, "pages", None)
    return Reading(whole, tuple(parts), tuple(places), encoding, pages, editable.warnings)


def faults(
    editable: Editable, texts: Mapping[int, Sequence[Run]], data: bytes
) -> tuple[list[int], list[str]]:
    """What is wrong with a file that was written: the blocks that are not as asked, and all else.

    The file is read again. Every block must have the text, the formatting and the anchors that it was given,
    or that it had.
    """
    try:
        again = _again(editable, data)
    except DocumentError as error:
        return [], [str(error)]
    if len(again) != len(editable.blocks):
        return [], [f"it has {len(again)} blocks of text instead of {len(editable.blocks)}"]
    settled = editable.settled if isinstance(editable, Settling) else joined
    wrong = [
        index
        for index, (before, after) in enumerate(zip(editable.blocks, again, strict=True))
        if settled(texts.get(index, before.runs)) != settled(after.runs)
    ]
    return wrong, editable.problems(data)


def _again(editable: Editable, data: bytes) -> Sequence[Block]:
    """The blocks of a file that was written."""
    if isinstance(editable, Rereading):
        return editable.again(data)
    return edit(data, "the file written", editable.format, editable.options).blocks


def lost(before: Block, runs: Sequence[Run]) -> str:
    """What is wrong with new runs of a block: an anchor lost, doubled or out of order; a style of its own."""
    ours, theirs = ([run for run in side if run.anchor] for side in (before.runs, runs))
    if sorted(run.anchor for run in ours) != sorted(run.anchor for run in theirs):
        return "an anchor is lost or doubled"
    if _pairs(ours) != _pairs(theirs):
        return "the ends of a pair changed their order"
    if {run.style for run in runs} - {run.style for run in before.runs}:
        return "a formatting is new"
    return ""


def _pairs(anchors: Sequence[Run]) -> list[tuple[str, str]]:
    """The ends of pairs, those of one pair beside each other in their order."""
    return sorted(((run.pair, run.anchor) for run in anchors if run.pair), key=lambda end: end[0])
