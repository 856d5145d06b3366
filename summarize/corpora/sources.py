"""What the arguments name: files of rows, folders of documents, lists of documents; and the plan of a run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, cast

from summarize.corpora.rows import Columns
from summarize.corpora.shards import Cutter, Kind, Plan, Scan, Source
from summarize.corpora.storage import below, is_address, matching
from summarize.documents.formats import suffixes
from summarize.errors import DocumentError, UsageError
from summarize.text.documents import expand, is_folder

_KINDS: dict[str, Kind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".warc": "warc",
    ".wet": "warc",
}
_COMPRESSIONS = {".gz": "gz", ".zst": "zst"}
_READERS = {
    "jsonl": "jsonl",
    "csv": "csvs",
    "parquet": "parquet",
    "warc": "warc",
    "documents": "documents",
}
_LIST = ".txt"
Progress = Callable[[str, int], None]  # the name of an input, and the rows found so far


def reader(kind: Kind) -> Any:
    """The module that reads one kind of input, imported now."""
    return import_module(f"summarize.corpora.readers.{_READERS[kind]}")


def close() -> None:
    """Close the files that the readers of this process keep open for the next shard."""
    from summarize.corpora.readers.lines import POSITION
    from summarize.corpora.readers.parquet import GROUPS

    POSITION.close()
    GROUPS.close()


def sources(arguments: Sequence[str], follow_links: bool = False) -> list[Source]:
    """The inputs in the order given; in a folder, files of rows come before the documents.

    A file ``.txt`` that is named is a list of documents, one path in a line, as ``find`` prints them. Files
    that are a document and are named one after the other are one input.

    Raises:
        UsageError: there is no input, or one is of no known kind.
        DocumentError: one does not exist, or a folder holds nothing that is read.
    """
    made: list[Source] = []
    single: list[str] = []
    for argument in arguments:
        for name in matching(argument):
            one = _of_file(name)
            if one is None and _is_document(name):
                single.append(name)
                continue
            made += [*_documents("documents", single), *([one] if one else _of_folder(name, follow_links))]
            single = []
    made += _documents("documents", single)
    labels = Counter(source.label for source in made)
    made = [replace(source, label=source.name) if labels[source.label] > 1 else source for source in made]
    if not made:
        raise UsageError("nothing to read: give files or folders; see summarize batch --help")
    return made


def scanned(
    every: Sequence[Source], columns: Columns, most: int, limit: int | None, progress: Progress
) -> list[Scan]:
    """Each source read once, and cut into shards of at most ``most`` rows; ``limit`` is the rows of all.

    Raises:
        DocumentError: one cannot be opened.
        UsageError: one lacks a column that was asked for, or needs a package that is not installed.
    """
    scans: list[Scan] = []
    rows = 0
    for source in every:
        left = None if limit is None else limit - rows
        if left is not None and left <= 0:
            break
        progress(source.name, rows)
        scan = cast(Scan, reader(source.kind).scan(source, columns, Cutter(most, left)))
        rows += scan.rows
        scans.append(scan)
    return scans


def plan(scans: Sequence[Scan]) -> Plan:
    """The shards of these sources.

    Raises:
        DocumentError: there is no row in any of them.
    """
    made = Plan(scans)
    if not made.rows:
        raise DocumentError(f"{scans[0].source.name} has no rows" if scans else "there are no rows")
    return made


def _of_file(name: str) -> Source | None:
    """A file of rows, or a list of documents; None for what is neither."""
    if not is_address(name) and is_folder(name):
        return None
    kind, compression = _kind(name)
    if kind:
        if kind == "parquet" and compression:
            raise UsageError(f"{name}: Parquet is compressed inside; decompress the file")
        if not is_address(name) and not os.path.exists(name):  # noqa: PTH110
            raise DocumentError(f"{name} does not exist")
        return Source(name, kind, PurePosixPath(name).name, compression)
    if PurePosixPath(name).suffix.lower() == _LIST:
        return Source(name, "documents", name, "", tuple(_listed(name)))
    return None


def _kind(name: str) -> tuple[Kind | None, str]:
    path = PurePosixPath(name.lower())
    compression = _COMPRESSIONS.get(path.suffix, "")
    return _KINDS.get(PurePosixPath(path.stem).suffix if compression else path.suffix), compression


def _is_document(name: str) -> bool:
    if is_address(name) or is_folder(name):
        return False
    if not os.path.lexists(name):
        raise DocumentError(f"{name} does not exist")
    if PurePosixPath(name).suffix.lower() not in suffixes() - {""}:
        known = " ".join(sorted((*_KINDS, *(suffixes() - {""}))))
        raise UsageError(f"{name} is of no known kind; known: {known}, the first also with .gz or .zst")
    return True


def _documents(name: str, paths: Sequence[str]) -> list[Source]:
    return [Source(name, "documents", name, "", tuple(paths))] if paths else []


def _of_folder(name: str, follow_links: bool) -> list[Source]:
    known = frozenset(suffixes() | set(_KINDS) | set(_COMPRESSIONS))
    every = below(name) if is_address(name) else expand([name], follow_links, known).files
    rows = [each for each in every if _kind(each)[0]]
    single = [
        each for each in every if not _kind(each)[0] and PurePosixPath(each).suffix.lower() in suffixes()
    ]
    if not rows and not single:
        raise DocumentError(f"{name} holds nothing that is read")
    made = [Source(each, cast(Kind, _kind(each)[0]), _relative(each, name), _kind(each)[1]) for each in rows]
    return [*made, *_documents(name, single)]


def _relative(name: str, folder: str) -> str:
    return name if is_address(name) else Path(os.path.relpath(name, folder)).as_posix()


def _listed(name: str) -> list[str]:
    """The paths in a list.

    Raises:
        DocumentError: it cannot be read, is empty, or its first line is no file.
    """
    from summarize.corpora.storage import opened

    with opened(name) as file:
        text = file.read().decode("utf-8", "surrogateescape")
    paths = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    if not paths:
        raise DocumentError(f"{name} is an empty list of documents")
    if not is_address(paths[0]) and not os.path.lexists(paths[0]):
        raise DocumentError(
            f"{name}: its first line, {paths[0][:60]!r}, is no file: a .txt file that is named is a list of "
            "documents; to read texts, name their folder"
        )
    return paths
