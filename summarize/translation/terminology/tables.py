"""Glossaries as tables: tabs or commas, one row a term, columns named by languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from summarize.errors import UsageError
from summarize.text.language_table import LANGUAGES
from summarize.translation.glossary import NOTES, Glossary
from summarize.translation.terminology.extraction import Candidate


def columns(glossary: Glossary) -> list[str]:
    """The columns that any row has, languages first."""
    used = {column for row in glossary.rows for column in row}
    return [column for column in ("source", "target", *LANGUAGES, *NOTES) if column in used]


def named(glossary: Glossary, pair: tuple[str, str] | None) -> Glossary:
    """A glossary whose columns are languages; ``pair`` names those of one that has no header.

    UsageError: it has no header and no pair is given.
    """
    if not any("target" in row for row in glossary.rows):
        return glossary
    if pair is None:
        raise UsageError("the glossary has no header; name its two languages, such as --languages en-ru")
    names = dict(zip(("source", "target"), pair, strict=True))
    rows = tuple({names.get(column, column): cell for column, cell in row.items()} for row in glossary.rows)
    return Glossary(rows, glossary.places, glossary.skipped)


def table(glossary: Glossary, separator: str) -> str:
    """A glossary as text with a header; ``separator`` is a tab or a comma."""
    names = columns(glossary)
    return _written([names, *([row.get(name, "") for name in names] for row in glossary.rows)], separator)


def proposals(candidates: Sequence[Candidate], source: str, target: str, style: str) -> str:
    """Candidates as a glossary with counts (``tsv``, ``csv``), or as ``json``."""
    rows = [
        {
            source: one.source,
            target: one.target,
            "together": one.together,
            f"count_{source}": one.ours,
            f"count_{target}": one.theirs,
            "score": round(one.score, 3),
        }
        for one in candidates
    ]
    if style == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    names = [source, target, "together", f"count_{source}", f"count_{target}", "score"]
    cells = [[str(row[name]) for name in names] for row in rows]
    return _written([names, *cells], "\t" if style == "tsv" else ",")


def _written(rows: Sequence[Sequence[str]], separator: str) -> str:
    """Rows of cells as text; in CSV, quotation marks are syntax.

    Raises:
        UsageError: a line would begin with ``#``, which makes it a comment.
    """
    hidden = next((row[0] for row in rows if row[0].startswith("#")), None)
    if hidden is not None:
        raise UsageError(f"the term {hidden!r} would begin a comment line; write TBX instead")
    if separator == "\t":
        return "".join("\t".join(row) + "\n" for row in rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
