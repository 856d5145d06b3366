"""Samples in the formats that users already have: parallel lines, XL-Sum or CNN-DM lines, SciTLDR.

Each loader reads one published format, from local files only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from summarize.errors import UsageError, quoted
from summarize.evaluation.samples import (
    Languages,
    Sample,
    read_jsonl,
    read_lines,
    read_samples,
    references_of,
    text_of,
)

_SOURCES = ("text", "article", "document", "source", "maintext")
_REFERENCES = ("summary", "highlights", "abstract_summary", "target", "reference", "references")


def read_aligned(paths: Sequence[Path], languages: Languages) -> list[Sample]:
    """Line-aligned plain text (FLORES, NTREX, WMT): the source, then one file per reference.

    Sample ids are line numbers from 1. Files of different length, or an empty line in any of them,
    are a ``UsageError``: a shift by one line would go unnoticed.
    """
    if len(paths) < 2:
        raise UsageError("line-aligned text needs a source file and at least one reference file")
    columns = [read_lines(path) for path in paths]
    for path, column in zip(paths, columns, strict=True):
        if len(column) != len(columns[0]):
            raise UsageError(f"{path} has {len(column)} lines, {paths[0]} has {len(columns[0])}")
        if "" in (stripped := [line.strip() for line in column]):
            raise UsageError(f"{path}:{stripped.index('') + 1}: an empty line cannot be aligned")
    return [
        Sample(str(number), row[0], tuple(row[1:]), *languages)
        for number, row in enumerate(zip(*columns, strict=True), start=1)
    ]


def read_news(path: Path, languages: Languages) -> list[Sample]:
    """XL-Sum and CNN-DM style JSON Lines: ``text``/``article`` with ``summary``/``highlights``."""
    return [
        Sample(
            str(row.get("id", number)),
            text_of(row, _SOURCES, f"{path}:{number}"),
            references_of(row, _REFERENCES, f"{path}:{number}"),
            *languages,
        )
        for number, row in read_jsonl(path)
    ]


def read_scitldr(path: Path, languages: Languages) -> list[Sample]:
    """SciTLDR: ``source`` is a list of sentences, ``target`` a list of one-sentence references."""
    return [
        Sample(
            str(row.get("paper_id", number)),
            text_of(row, ("source",), f"{path}:{number}"),
            references_of(row, ("target",), f"{path}:{number}"),
            *languages,
        )
        for number, row in read_jsonl(path)
    ]


def _only(paths: Sequence[Path]) -> Path:
    if len(paths) != 1:
        raise UsageError(f"this format takes one file, not {len(paths)}")
    return paths[0]


FORMATS: Mapping[str, Callable[[Sequence[Path], Languages], list[Sample]]] = {
    "jsonl": lambda paths, languages: read_samples(_only(paths), languages),
    "lines": read_aligned,
    "xlsum": lambda paths, languages: read_news(_only(paths), languages),
    "scitldr": lambda paths, languages: read_scitldr(_only(paths), languages),
}


def load(form: str, paths: Sequence[Path], languages: Languages) -> list[Sample]:
    """Samples from files in the format ``form``; ``UsageError`` for an unknown one or an empty set."""
    if form not in FORMATS:
        raise UsageError(f"no data format named {quoted(form)}; choose from articles, {', '.join(FORMATS)}")
    samples = FORMATS[form](paths, languages)
    if not samples:
        raise UsageError(f"{', '.join(map(str, paths))}: no samples found")
    return samples
