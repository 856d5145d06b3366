"""Glossaries: terms with fixed translations, and where they occur in sentences.

A file with two columns (source term, target term, optionally a note) serves one direction; with a header
of language codes (``en``, ``ru``, ``kk``) it serves all of them. Other columns of a header are ``note``,
``part`` (of speech) and ``keep`` (do not translate); a row whose terms are all equal is kept as well. A cell
may hold several terms, separated by ``|``: of translations the first is preferred, the others are accepted.
Terms are found in any inflected form.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize.checks.findings import Finding, absence
from summarize.checks.inflection import WordForms
from summarize.errors import UsageError
from summarize.text.forms.matching import Finder, Sought, occurs
from summarize.text.forms.pattern import PARTS, Part
from summarize.text.language_table import LANGUAGES
from summarize.text.words import words

NOTES = ("note", "part", "keep")  # the columns that are no terms
_COLUMNS = {
    "pos": "part", "part of speech": "part", "notes": "note", "comment": "note", "dnt": "keep",
    "do not translate": "keep",
}  # fmt: skip
_MARK = re.compile(r"\b[A-Z]{1,8}[0-9]+\b")
_KNOWN = frozenset({"source", "target", *LANGUAGES, *NOTES})
_YES = frozenset({"yes", "true", "1", "x", "+", "да", "иә"})


@dataclass(frozen=True)
class Term:
    """One entry for one direction; ``target`` is preferred, ``others`` are accepted as well.

    A ``kept`` term is not translated in any direction; ``part`` is its part of speech, if the glossary says.
    """

    source: str
    target: str
    note: str = ""
    kept: bool = False
    others: tuple[str, ...] = ()
    part: Part | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """Every accepted translation, the preferred one first."""
        return (self.target, *self.others)


@dataclass(frozen=True)
class Glossary:
    """Rows as read, keyed by language if the file has a header, else by ``source`` and ``target``.

    ``places`` say where each row is in its file; ``skipped`` counts entries that serve no direction.
    """

    rows: tuple[dict[str, str], ...] = ()
    places: tuple[str, ...] = ()
    skipped: int = 0

    def place(self, row: int) -> str:
        """Where a row is: its line or entry."""
        return self.places[row] if self.places else f"row {row + 1}"

    def terms(self, source: str, target: str) -> tuple[Term, ...]:
        """The terms of one direction, longest first, so that the more specific term wins."""
        found = [term for row in self.rows for term in _terms(row, source, target)]
        return tuple(sorted(found, key=lambda term: -len(term.source)))


def _terms(row: dict[str, str], source: str, target: str) -> Iterator[Term]:
    """A term for each word or phrase that the row has on its source side."""
    written = {term for column, term in row.items() if column not in NOTES}
    kept = len(written) == 1 and (len(row.keys() - set(NOTES)) > 1 or is_kept(row))
    alike = kept or is_kept(row)
    ours = row.get(source, row.get("source", "")) or (next(iter(written)) if kept else "")
    theirs = ours if alike else row.get(target, row.get("target", ""))
    if not ours or not theirs:
        return
    first, *others = alternatives(theirs)
    for one in alternatives(ours):
        goal, rest = (one, ()) if alike else (first, tuple(others))
        yield Term(one, goal, row.get("note", ""), alike, rest, row.get("part"))  # type: ignore[arg-type]


def is_kept(row: dict[str, str]) -> bool:
    """Whether a row says that its term is not translated."""
    return row.get("keep", "").casefold() in _YES


def alternatives(cell: str) -> list[str]:
    """The terms of a cell, which ``|`` separates; at least one."""
    return [one for part in cell.split("|") if (one := part.strip())] or [cell]


def read(path: str | Path) -> Glossary:
    """Read a glossary: TBX, or UTF-8 text separated by tabs or commas, where ``#`` begins a comment line.

    Raises:
        UsageError: the file is missing, is not UTF-8, or a line has fewer than two columns.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read the glossary {path}: {error.strerror}") from error
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<tbx", b"<martif", b"<!DOCTYPE")):
        from summarize.translation.terminology.tbx import parse

        return parse(data, str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"the glossary {path} is not UTF-8; save it as UTF-8") from error
    rows = _rows(text, path)
    return Glossary(tuple(row for _, row in rows), tuple(f"line {number}" for number, _ in rows))


def _rows(text: str, path: str | Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table with the numbers of their lines.

    Raises:
        UsageError: there are none, or one of them is not a term with its translation.
    """
    separator = "\t" if "\t" in text else ","
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if _has_content(line)]
    cells = [_cells(line, separator, f"the glossary {path}, line {number}") for number, line in lines]
    if not cells:
        raise UsageError(f"the glossary {path} has no terms")
    names = [cell.strip().lower() for cell in cells[0]]
    headed = len(set(names) & set(LANGUAGES)) >= 2
    columns = [_COLUMNS.get(name, name) for name in names] if headed else ["source", "target", "note"]
    found = []
    for (number, _), row in list(zip(lines, cells, strict=True))[headed:]:
        named = zip(columns, row, strict=False)
        filled = {name: " ".join(cell.split()) for name, cell in named if cell.strip() and name in _KNOWN}
        _examine(filled, f"the glossary {path}, line {number}")
        found.append((number, filled))
    return found


def _examine(row: dict[str, str], place: str) -> None:
    """Refuse a row without a term and its translation, or with an unknown part of speech."""
    if len(row.keys() - set(NOTES)) < (1 if is_kept(row) else 2):
        raise UsageError(f"{place}: expected a source and a target term")
    if "part" in row:
        row["part"] = {"n": "noun", "v": "verb", "adj": "adjective"}.get(
            row["part"].lower(), row["part"].lower()
        )
        if row["part"] not in PARTS:
            raise UsageError(f"{place}: part of speech {row['part']!r} is not one of {', '.join(PARTS)}")


def _cells(line: str, separator: str, place: str) -> list[str]:
    """In CSV, quotation marks are syntax; between tabs, they are part of the term."""
    if separator == "\t":
        return line.split("\t")
    try:
        return next(csv.reader([line]))
    except csv.Error as error:
        raise UsageError(f"{place}: not valid CSV: {error}") from error


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


Span = tuple[int, int]


class Lookup:
    """The terms of one direction, and which of them a sentence has."""

    def __init__(self, terms: Sequence[Term], source: str, target: str) -> None:
        self.terms = tuple(terms)
        self.source, self.target = source, target
        self._finder = Finder([Sought(term.source, term.part) for term in self.terms], source)

    def in_source(self, sentence: str) -> tuple[Term, ...]:
        """The terms a sentence has, in any form, longest first; none that occurs only inside a longer one."""
        numbers = {number for number, _ in self._finder.find(sentence)} if self.terms else ()
        return tuple(self.terms[number] for number in sorted(numbers))

    def pairs(self, sentence: str) -> list[tuple[str, str]]:
        """The terms a sentence has, as (source, preferred target)."""
        return [(term.source, term.target) for term in self.in_source(sentence)]

    def spans(self, sentence: str, terms: Iterable[Term]) -> list[tuple[int, int, Term]]:
        """Where the terms occur in a sentence, in any form, in order and without overlaps.

        An occurrence with other words in it is left out, because to replace it would lose them.
        """
        wanted = set(terms)
        return [
            (match.start, match.end, self.terms[number])
            for number, match in self._finder.find(sentence)
            if self.terms[number] in wanted and not match.parted
        ]

    def pairs_of_spans(self, sentence: str, hypothesis: str) -> list[tuple[Span, Span]]:
        """Where the terms that a sentence has once are in it, and where their translations are."""
        found: list[tuple[Span, Span]] = []
        for start, end, term in self.spans(sentence, self.in_source(sentence)):
            finder = Finder([Sought(target, term.part) for target in term.targets], self.target)
            theirs = [match for _, match in finder.find(hypothesis)]
            if len(theirs) == 1:
                found.append(((start, end), (theirs[0].start, theirs[0].end)))
        return found

    def hit(self, term: Term, hypothesis: str) -> bool:
        """Whether a translation has one of the term's targets: in any form, or exactly if it is kept.

        A name may also have become an adjective: Almaty museums, алматинские музеи.
        """
        if term.kept:
            after = r"(?![A-Za-z])" if term.target[-1:].isascii() else ""
            return re.search(rf"(?<!\w){re.escape(term.target)}{after}", hypothesis) is not None
        return any(occurs(target, hypothesis, self.target, term.part) for target in term.targets) or any(
            map(self._words(hypothesis).knows, filter(_is_name, term.targets))
        )

    def _words(self, hypothesis: str) -> WordForms:
        return WordForms((word.text for word in words(hypothesis)), self.target)

    def missing(self, sentence: str, hypothesis: str) -> tuple[Term, ...]:
        """The terms a sentence has and its translation lacks."""
        return tuple(term for term in self.in_source(sentence) if not self.hit(term, hypothesis))

    def prefer(self, sentence: str, hypotheses: Sequence[str]) -> int:
        """Which of several translations lacks the fewest terms; of equals, the first.

        One that lacks a mask or a designation of the sentence (ZX1, T34) comes after all that have them.
        """
        marks = set(_MARK.findall(sentence))

        def lacks(place: int) -> tuple[int, int]:
            hypothesis = hypotheses[place]
            return sum(mark not in hypothesis for mark in marks), len(self.missing(sentence, hypothesis))

        return min(range(len(hypotheses)), key=lacks)


def _is_name(term: str) -> bool:
    return term.isalpha() and term[0].isupper() and not term.isupper()


def term_finding(term: Term, hypothesis: str) -> Finding:
    """The finding that a translation lacks a term."""
    return absence("glossary", term.target, hypothesis, term.source, " / ".join(term.targets))
