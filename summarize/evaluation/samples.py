"""Samples of a suite, the JSON Lines they come from, and the digests that detect a change.

A line is ``{"id", "source", "references": [...], "source_language", "target_language", "meta"}``. Only
``id``, ``source`` and one reference are required where the caller gives the languages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarize.errors import UsageError, quoted
from summarize.evaluation.facts import KeyFacts
from summarize.models import files
from summarize.text.characters import CONTROLS, SEPARATORS

Languages = tuple[str, str]
_GZIP = b"\x1f\x8b"
_CONTROL = re.compile(rf"[{CONTROLS}{SEPARATORS}\t\n]")


@dataclass(frozen=True)
class Sample:
    """One input and its references.

    Languages are ISO 639-1. ``facts`` are in the target language, ``source_facts`` the same ones
    in the source language. ``about`` is what a summary is to be about; ``documents`` are several texts that
    have one summary, and ``source`` is then all of them. ``meta`` is for slices and reports
    (``domain``, ``date`` …) and is not part of any digest.
    """

    id: str
    source: str
    references: tuple[str, ...]
    source_language: str
    target_language: str
    meta: Mapping[str, str] = field(default_factory=dict)
    facts: KeyFacts | None = None
    source_facts: KeyFacts | None = None
    about: str = ""
    documents: tuple[str, ...] = ()

    @property
    def input_sha256(self) -> str:
        """Digest of what a system is given."""
        return digest([self.id, self.source, self.source_language, self.target_language, *_asked(self)])


def digest(value: Any) -> str:
    """SHA-256 of a JSON value, the same on every machine."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def data_digest(samples: Iterable[Sample]) -> str:
    """SHA-256 of all that a score depends on: ids, sources, references, languages, facts and their order."""
    return digest([_digested(sample) for sample in samples])


def _asked(sample: Sample) -> list[Any]:
    """What else a system is given; nothing for most samples, whose digests are as they always were."""
    documents = [list(sample.documents)] if sample.documents else []
    return [*([sample.about] if sample.about else []), *documents]


def _digested(sample: Sample) -> list[Any]:
    languages = [sample.source_language, sample.target_language]
    known = [sample.id, sample.source, list(sample.references), *languages, *_asked(sample)]
    if sample.facts is None:
        return known
    facts = [[fact.id, fact.weight, list(fact.forms)] for fact in sample.facts.facts]
    return [*known, sample.facts.text, facts]


def read_text(path: Path) -> str:
    """A UTF-8 file, gzipped or not; ``UsageError`` where it is missing, unreadable or not UTF-8."""
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(_GZIP) else content
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: byte {error.start}") from error
    except (EOFError, zlib.error) as error:
        raise UsageError(f"{path} is a damaged gzip file: {error}") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


def read_lines(path: Path) -> list[str]:
    """The lines of a file. Only a newline ends a line: a text may contain Unicode line separators."""
    text = read_text(path)
    return text.removesuffix("\n").split("\n") if text else []


def is_jsonl(path: Path) -> bool:
    """Whether a file's name says JSON or JSON Lines, gzipped or not."""
    return path.name.removesuffix(".gz").endswith((".jsonl", ".json"))


def read_json(path: Path) -> Any:
    """The JSON value in a file; ``UsageError`` with file and line where it is not JSON, or nested deeply."""
    return _parsed(read_text(path), path)


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each non-blank line; ``UsageError`` where one is not an object."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        value = _parsed(line, path, number)
        if not isinstance(value, dict):
            raise UsageError(f"{path}:{number}: a JSON object is required")
        yield number, value


def _parsed(text: str, path: Path, line: int = 1) -> Any:
    """The JSON value of a text that begins in this line of the file."""
    try:
        value = json.loads(text)
        files.check(value, "the JSON")
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{line + error.lineno - 1}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise UsageError(f"{path}:{line}: the JSON is nested too deeply") from error
    except files.Damaged as error:
        raise UsageError(f"{path}:{line}: {error}") from error
    except ValueError as error:
        raise UsageError(f"{path}:{line}: the JSON has a number of too many digits") from error
    return value


def read_samples(path: Path, languages: Languages | None = None) -> list[Sample]:
    """Samples from our JSON Lines; ``languages`` (source, target) are for lines that name none."""
    return [_sample(row, languages, f"{path}:{number}") for number, row in read_jsonl(path)]


def _sample(row: Mapping[str, Any], languages: Languages | None, place: str) -> Sample:
    source, target = languages or ("", "")
    source = row.get("source_language", source)
    target = row.get("target_language", target or source)
    if not source:
        raise UsageError(f"{place}: no source_language; add it, or give --languages")
    meta = row.get("meta", {})
    if not isinstance(meta, dict):
        raise UsageError(f"{place}: meta must be an object")
    return Sample(
        id=str(require(row, ("id",), place)),
        source=text_of(row, ("source", "text"), place),
        references=references_of(row, ("references", "reference"), place),
        source_language=source,
        target_language=target,
        meta={str(key): str(value) for key, value in meta.items()},
    )


def require(row: Mapping[str, Any], names: Sequence[str], place: str) -> Any:
    """The first of ``names`` that the row has; ``UsageError`` where it has none."""
    for name in names:
        if row.get(name) not in (None, "", []):
            return row[name]
    raise UsageError(f"{place}: {' or '.join(names)} is missing or empty")


def text_of(row: Mapping[str, Any], names: Sequence[str], place: str) -> str:
    """A text; a list of sentences is joined with spaces."""
    value = require(row, names, place)
    if isinstance(value, list):
        value = " ".join(str(sentence).strip() for sentence in value)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{place}: {names[0]} must be a non-empty text")
    return value


def references_of(row: Mapping[str, Any], names: Sequence[str], place: str) -> tuple[str, ...]:
    """One or more references, from a text or a list of texts."""
    value = require(row, names, place)
    references = [value] if isinstance(value, str) else value
    if not isinstance(references, list) or not all(isinstance(r, str) and r.strip() for r in references):
        raise UsageError(f"{place}: {names[0]} must be one or more non-empty texts")
    return tuple(references)


def string_of(row: Mapping[str, Any], name: str) -> str:
    """A field of an object; ``KeyError`` or ``TypeError`` with its name where it is missing or no text."""
    value = row[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def check_name(name: str, place: str) -> None:
    """``UsageError`` where a name has control characters: reports and messages show it within a line."""
    if _CONTROL.search(name):
        raise UsageError(f"{place}: the name {quoted(name)} has control characters")


def check_ids(samples: Sequence[Sample], place: str) -> None:
    """``UsageError`` where two samples share an id, since scores are matched by id."""
    seen: set[str] = set()
    for sample in samples:
        if sample.id in seen:
            raise UsageError(f"{place}: the id {quoted(sample.id)} occurs twice")
        check_name(sample.id, place)
        seen.add(sample.id)
