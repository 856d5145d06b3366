"""A checkpoint as JSON and as lines of a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

from summarize.errors import ModelError
from summarize.models import memory, sentence_modules
from summarize.models.catalogue import Row
from summarize.models.checkpoints import Checkpoint, claimed
from summarize.text.escapes import on_one_line
from summarize.text.language_table import LANGUAGES

if TYPE_CHECKING:
    from summarize.models.pull import Plan

SCHEMA = "summarize.model/1"


def to_json(checkpoint: Checkpoint, automatic: str) -> dict[str, Any]:
    """A JSON object: sizes in bytes, limits in tokens, languages (ISO 639-1) with the model's own codes.

    ``automatic`` is the precision that ``auto`` takes here; the memory is what the model needs in it.
    """
    return {
        "schema": SCHEMA,
        "name": checkpoint.name,
        "path": str(checkpoint.path),
        "status": status(checkpoint),
        "family": checkpoint.family.name,
        "kind": checkpoint.family.kind,
        "model_type": checkpoint.model_type,
        "architecture": checkpoint.architecture,
        "tasks": list(checkpoint.tasks),
        "languages": {language: list(codes) for language, codes in checkpoint.languages.items()},
        "directions": [f"{source}-{target}" for source, target in sorted(claimed(checkpoint))],
        "max_input": checkpoint.max_input,
        "hard_limit": checkpoint.hard_limit,
        "max_output": checkpoint.max_output,
        "prefix": checkpoint.prefix,
        "prompt": _prompt(checkpoint),
        "auto": automatic,
        "generation": dict(checkpoint.generation),
        "licence": checkpoint.licence,
        "non_commercial": checkpoint.non_commercial,
        "size": checkpoint.size,
        "parameters": checkpoint.parameters,
        "dtype": checkpoint.dtype,
        "weights": checkpoint.weights,
        "memory": memory.need(checkpoint, automatic),
        "missing": list(checkpoint.missing),
        "problems": list(checkpoint.problems),
        "notes": list(checkpoint.notes),
    }


def status(checkpoint: Checkpoint) -> str:
    """``partial`` for an unfinished download, ``broken`` if it cannot be loaded, else ``complete``."""
    if checkpoint.missing:
        return "partial"
    return "broken" if checkpoint.problems else "complete"


def ways(checkpoint: Checkpoint) -> str:
    """The languages on one line: ``ru→kk`` for single directions, ``en ru kk`` if all are served."""
    served = claimed(checkpoint)
    ours = [language for language in LANGUAGES if language in checkpoint.languages]
    if served and served != frozenset(permutations(ours, 2)):
        return " ".join(f"{source}→{target}" for source, target in sorted(served))
    others = len(checkpoint.languages) - len(ours)
    return " ".join([*ours, f"+{others}"] if others else ours) or "?"


def row(checkpoint: Checkpoint) -> tuple[str, ...]:
    """One line of ``summarize models list``; see ``HEADERS``."""
    licence = checkpoint.licence or "?"
    return (
        checkpoint.name,
        ", ".join(checkpoint.tasks) or "?",
        ways(checkpoint),
        size(checkpoint.size),
        f"{licence} (NC)" if checkpoint.non_commercial else licence,
        status(checkpoint),
    )


HEADERS = ("NAME", "TASK", "LANGUAGES", "SIZE", "LICENCE", "STATUS")
KNOWN_HEADERS = ("ALIAS", "ID", "TASK", "LANGUAGES", "DISK", "LICENCE")


def known_row(row: Row) -> tuple[str, ...]:
    """One line of the catalogue; a licence that was not looked up is ``not verified``."""
    one_way = len(row.directions) == 1
    restricted = " (NC)" if row.commercial is False else ""
    return (
        row.alias,
        row.id,
        row.task,
        "→".join(row.directions[0]) if one_way else " ".join(row.languages) or "?",
        size(row.disk) if row.disk else "?",
        (row.licence or "not verified") + restricted + (", gated" if row.gated else ""),
    )


def facts(checkpoint: Checkpoint, automatic: str, reason: str) -> list[tuple[str, str]]:
    """Label and value of each line of ``summarize models show``.

    ``automatic`` is the precision that ``auto`` takes here, and ``reason`` why.
    """
    needed = memory.need(checkpoint, automatic)
    limit = f"{checkpoint.max_input} tokens" + (", a hard limit" if checkpoint.hard_limit else "")
    licence = checkpoint.licence or "not stated"
    prompt = _prompt(checkpoint)
    given = checkpoint.prefix if prompt is None else prompt
    lines = [
        ("name", checkpoint.name),
        ("file" if checkpoint.weights == "gguf" else "folder", str(checkpoint.path)),
        ("status", status(checkpoint)),
        ("family", f"{checkpoint.family.name} ({checkpoint.model_type or 'no model_type'})"),
        ("tasks", ", ".join(checkpoint.tasks) or "not named in its files"),
        ("languages", "not stated" if (spoken := ways(checkpoint)) == "?" else spoken),
        ("max input", limit if checkpoint.max_input else "not stated"),
        ("prefix" if prompt is None else "prompt", repr(given) if given else "none"),
        ("licence", licence + (", not for commercial use" if checkpoint.non_commercial else "")),
        ("on disk", f"{size(checkpoint.size)}, {checkpoint.weights or 'no weights'}"),
        ("parameters", f"{checkpoint.parameters / 1e6:.0f} million" if checkpoint.parameters else "?"),
        ("memory", f"about {size(needed)} in {automatic}" if needed else "?"),
        ("auto", f"{automatic}, {reason}"),
    ]
    lines += [("problem", problem) for problem in checkpoint.problems]
    return lines + [("note", note) for note in checkpoint.notes]


def _prompt(checkpoint: Checkpoint) -> str | None:
    """What a sentence encoder puts before each sentence; ``None`` for a model that writes."""
    if checkpoint.family.kind not in ("encoder", "static"):
        return None
    try:
        return sentence_modules.prompt(checkpoint)
    except ModelError:  # its problems say so
        return ""


def planned(plan: Plan) -> str:
    """One line about a download that has not started: files, bytes, licence."""
    more = "" if plan.remaining == plan.size else f", {size(plan.remaining)} left to download"
    terms = " (not for commercial use)" if plan.non_commercial else ""
    licence = plan.licence or "licence not stated"
    return f"{plan.name}: {len(plan.items)} files, {size(plan.size)}{more}; {licence}{terms}"


def size(count: int) -> str:
    """A number of bytes in powers of ten, as disks and hubs count them."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= scale:
            return f"{count / scale:.1f} {unit}"
    return f"{count} B"


def aligned(rows: Sequence[Sequence[str]], headers: Sequence[str] = ()) -> str:
    """Rows in aligned columns, each cell on one line; on a terminal as wide as it is, with cells folded."""
    rows = [[on_one_line(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        return _folded(rows, headers)
    lines = [headers, *rows] if headers else list(rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _folded(rows: Sequence[Sequence[str]], headers: Sequence[str]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=bool(headers), pad_edge=False)
    for header in headers or ("",) * len(rows[0]):
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(file=sys.stdout, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return capture.get()
