"""Translations as text, Markdown, JSON, JSON Lines, TSV, HTML, TMX or XLIFF.

``text`` is the translated document alone; every other format has each sentence with its source and flags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from summarize.errors import SummarizeError
from summarize.result import Translation
from summarize.result.segments import Segment
from summarize.result.translation import translation_failure_to_json
from summarize.text.escapes import json_text, on_one_line
from summarize.text.language_table import NAMES
from summarize.translation.writers import xliff
from summarize.translation.writers.page import bilingual_page
from summarize.translation.writers.tmx import memory

Style = Literal["text", "md", "review", "json", "jsonl", "tsv", "html", "tmx", "xliff", "xliff2"]
SUFFIXES: dict[str, str] = {
    "text": "txt", "md": "md", "review": "md", "json": "json", "jsonl": "jsonl", "tsv": "tsv",
    "html": "html", "tmx": "tmx", "xliff": "xlf", "xliff2": "xlf",
}  # fmt: skip
_COLUMNS = ("document", "number", "paragraph", "from", "to", "status", "source", "hypothesis", "flags",
            "segment")  # fmt: skip
# What makes a cell a formula, as it is or once a spreadsheet has taken off quotation marks; also full width.
_FORMULA = re.compile(r'["\s]*[=+\-@＝＋－＠]')


@dataclass(frozen=True)
class Failed:
    """A document that could not be translated, as one of the outcomes."""

    name: str
    target: str
    error: SummarizeError


Outcome = Translation | Failed


def written(
    outcomes: Sequence[Outcome],
    style: Style,
    *,
    many: bool = False,
    guard_formulas: bool = True,
    reader: str = "en",
) -> str:
    """The outcomes as one text; documents that failed appear in JSON only.

    ``many`` is whether the run has several outcomes: text then has ``==> name (language) <==`` lines, and
    JSON is an array. ``guard_formulas`` puts an apostrophe before what a spreadsheet would take for a formula
    in a cell of TSV. ``reader`` is the language of messages about findings.
    """
    if style in ("json", "jsonl"):
        return _json(outcomes, many=many, lines=style == "jsonl")
    done = [outcome for outcome in outcomes if isinstance(outcome, Translation)]
    if style == "text":
        return "\n".join(_titled(translation) if many else translation.text for translation in done)
    if style == "tsv":
        return _tsv(done, reader, guard_formulas=guard_formulas)
    return _WRITERS[style](done, reader)


def _json(outcomes: Sequence[Outcome], *, many: bool, lines: bool) -> str:
    values: list[dict[str, Any]] = [
        outcome.to_json()
        if isinstance(outcome, Translation)
        else translation_failure_to_json(outcome.name, outcome.target, outcome.error)
        for outcome in outcomes
    ]
    if lines:
        return "".join(json_text(value) + "\n" for value in values)
    return json_text(values if many else values[0], indent=2) + "\n"


def _titled(translation: Translation) -> str:
    end = "" if translation.text.endswith("\n") else "\n"
    return f"==> {on_one_line(translation.document.name)} ({translation.target}) <==\n{translation.text}{end}"


def _markdown(done: Sequence[Translation], reader: str) -> str:
    """Documents in Markdown as they are, others as tables."""
    return "\n".join(
        translation.text if translation.document.format == "markdown" else _review([translation], reader)
        for translation in done
    )


def _review(done: Sequence[Translation], reader: str) -> str:
    """A table for each document: source and translation side by side."""
    blocks = []
    for translation in done:
        source, target = NAMES[translation.document.language], NAMES[translation.target]
        lines = [f"## {_cell(translation.document.name)}: {source} → {target}", ""]
        lines += [f"| # | {source} | {target} | Flags |", "|---|---|---|---|"]
        lines += [
            f"| {number} | {_cell(segment.source)} | {_cell(segment.hypothesis)} "
            f"| {_cell(flags(segment, reader))} |"
            for number, segment in enumerate(translation.segments, start=1)
        ]
        blocks.append("\n".join([*lines, "", f"{translation.account}.", ""]))
    return "\n".join(blocks)


def _tsv(done: Sequence[Translation], reader: str, *, guard_formulas: bool) -> str:
    """A header and one line per sentence; tabs and line ends in a cell become spaces."""
    guard = guarded if guard_formulas else str
    rows: list[Sequence[str]] = [_COLUMNS]
    for translation in done:
        rows += [
            (translation.document.name, str(number), str(segment.paragraph + 1), segment.language,
             segment.target, segment.status, segment.source, segment.hypothesis, flags(segment, reader),
             segment.digest)
            for number, segment in enumerate(translation.segments, start=1)
        ]  # fmt: skip
    return "".join("\t".join(guard(" ".join(cell.split())) for cell in row) + "\n" for row in rows)


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def flags(segment: Segment, reader: str) -> str:
    """The flags of a segment in one line, in the language of the reader; empty if it has none.

    The kind of a doubt has a question mark.
    """
    if segment.status == "kept":
        return f"already in {NAMES[segment.target]}"
    return "; ".join(flag.labelled(reader) for flag in segment.flags)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")


_WRITERS: dict[str, Callable[[Sequence[Translation], str], str]] = {
    "md": _markdown,
    "review": _review,
    "html": bilingual_page,
    "tmx": memory,
    "xliff": xliff.first,
    "xliff2": xliff.second,
}
