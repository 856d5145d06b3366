"""Glossaries: terms with fixed translations, read from TSV or CSV and looked up in sentences.

A file with two columns (source term, target term, optionally a note) serves one direction; with a header
of language codes (``en``, ``ru``, ``kk``, ``note``) it serves all of them. A row whose terms are all
equal means "do not translate". Terms are found in any inflected form.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize.checks.inflection import fold
from summarize.checks.quotations import Wording
from summarize.errors import UsageError
from summarize.text.language_table import LANGUAGES
from summarize.text.words import Word, words


@dataclass(frozen=True)
class Term:
    """One entry for one direction; a ``kept`` term is not translated in any direction."""

    source: str
    target: str
    note: str = ""
    kept: bool = False


@dataclass(frozen=True)
class Glossary:
    """Rows as read, keyed by language if the file has a header, else by ``source`` and ``target``."""

    rows: tuple[dict[str, str], ...] = ()

    def terms(self, source: str, target: str) -> tuple[Term, ...]:
        """The terms of one direction, longest first, so that the more specific term wins."""
        found = []
        for row in self.rows:
            ours, theirs = row.get(source, row.get("source", "")), row.get(target, row.get("target", ""))
            if ours and theirs:
                alike = len({term for column, term in row.items() if column != "note"}) == 1
                found.append(Term(ours, theirs, row.get("note", ""), alike))
        return tuple(sorted(found, key=lambda term: -len(term.source)))


def read(path: str | Path) -> Glossary:
    """Read a glossary in UTF-8, separated by tabs or commas; ``#`` begins a comment line.

    Raises:
        UsageError: the file is missing, is not UTF-8, or a line has fewer than two columns.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read the glossary {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the glossary {path} is not UTF-8; save it as UTF-8") from error
    separator = "\t" if "\t" in text else ","
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if _has_content(line)]
    cells = [_cells(line, separator, f"the glossary {path}, line {number}") for number, line in lines]
    if not cells:
        raise UsageError(f"the glossary {path} has no terms")
    names = [cell.strip().lower() for cell in cells[0]]
    headed = len(set(names) & set(LANGUAGES)) >= 2
    columns = names if headed else ["source", "target", "note"]
    rows = []
    for (number, _), row in list(zip(lines, cells, strict=True))[headed:]:
        named = zip(columns, row, strict=False)
        filled = {name: " ".join(cell.split()) for name, cell in named if cell.strip()}
        if len(filled.keys() - {"note"}) < 2:
            raise UsageError(f"the glossary {path}, line {number}: expected a source and a target term")
        rows.append(filled)
    return Glossary(tuple(rows))


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


class Lookup:
    """The terms of one direction, and which of them a sentence has."""

    def __init__(self, terms: Sequence[Term], source: str, target: str) -> None:
        self.terms = tuple(terms)
        self._source, self._target = source, target

    def in_source(self, sentence: str) -> tuple[Term, ...]:
        """The terms a sentence has, in any form; a term inside a longer one that it also has is omitted."""
        if not self.terms:
            return ()
        wording, here = Wording(sentence, self._source), words(sentence)
        found: list[Term] = []
        for term in self.terms:
            wanted = words(term.source)
            inside = any(f" {term.source} ".casefold() in f" {other.source} ".casefold() for other in found)
            if not inside and wording.has([word.text for word in wanted]) and _written(wanted, here):
                found.append(term)
        return tuple(found)

    def pairs(self, sentence: str) -> list[tuple[str, str]]:
        """The terms a sentence has, as (source, target)."""
        return [(term.source, term.target) for term in self.in_source(sentence)]

    def spans(self, sentence: str, terms: Iterable[Term]) -> list[tuple[int, int, Term]]:
        """Where the terms occur in a sentence, in any form, in order and without overlaps."""
        here = words(sentence)
        found: list[tuple[int, int, Term]] = []
        taken: set[int] = set()  # places of words
        for term in terms:
            wanted = words(term.source)
            for first in range(len(here) - len(wanted) + 1) if wanted else ():
                places = range(first, first + len(wanted))
                if not taken.isdisjoint(places):
                    continue
                stretch = here[first : first + len(wanted)]
                start, end = stretch[0].start, stretch[-1].end
                spelled = Wording(sentence[start:end], self._source)
                if spelled.has([word.text for word in wanted]) and _written(wanted, stretch):
                    found.append((start, end, term))
                    taken.update(places)
        return sorted(found, key=lambda span: span[:2])

    def hit(self, term: Term, hypothesis: str) -> bool:
        """Whether a translation has the term's target: in any form, or exactly if the term is kept."""
        if term.kept:
            return re.search(rf"(?<!\w){re.escape(term.target)}", hypothesis) is not None
        return Wording(hypothesis, self._target).has([word.text for word in words(term.target)])


def _written(term: Sequence[Word], here: Sequence[Word]) -> bool:
    """Whether a one-word term occurs with the capitals it needs: IT is not it, nor Turkey a turkey."""
    if len(term) != 1 or not term[0].text[0].isupper():
        return bool(term)
    name = term[0]
    if name.acronym:
        return any(word.text.startswith(name.text) for word in here)
    return any(word.text[0].isupper() and fold(word.text)[:3] == fold(name.text)[:3] for word in here)
