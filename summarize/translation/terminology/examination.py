"""What is wrong in a glossary: conflicts, duplicates, terms in the wrong language or never found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize.text.forms.matching import LONGEST_TERM, Finder, Sought, occurs
from summarize.text.language_table import LANGUAGES, NAMES, SCRIPTS
from summarize.text.languages import identify
from summarize.text.scripts import letters, mixed_script_words
from summarize.text.words import words
from summarize.translation.glossary import NOTES, Glossary, alternatives, is_kept

_KAZAKH = re.compile("[әғқңөұүіһ]", re.IGNORECASE)
_SURE, _CONFIDENT = 4, 0.9  # words from which the language of a term is identified, and how surely


@dataclass(frozen=True)
class Problem:
    """One thing to correct: ``place`` is a line or an entry, ``kind`` a stable identifier."""

    place: str
    kind: str
    message: str

    def __str__(self) -> str:
        """The problem on one line."""
        return f"{self.place}: {self.kind}: {self.message}"


@dataclass(frozen=True)
class _Cell:
    """A term in one column of a row."""

    row: int
    column: str
    text: str


def examine(glossary: Glossary, pair: tuple[str, str] | None = None) -> list[Problem]:
    """Every problem in the order of the rows; ``pair`` names the languages of a glossary without a header."""
    cells = [
        _Cell(number, column, text)
        for number, row in enumerate(glossary.rows)
        for column, cell in row.items()
        if column not in NOTES
        for text in alternatives(cell)
    ]
    languages = dict(zip(("source", "target"), pair, strict=True)) if pair else {}
    found: list[tuple[int, Problem]] = []
    for cell in cells:
        language = languages.get(cell.column, cell.column)
        if language in LANGUAGES:
            kept = is_kept(glossary.rows[cell.row]) or len(_terms(glossary.rows[cell.row])) == 1
            for kind, message in _wrong(cell.text, language, kept=kept):
                found.append((cell.row, Problem(glossary.place(cell.row), kind, message)))
    for column in dict.fromkeys(cell.column for cell in cells):
        own = [cell for cell in cells if cell.column == column]
        found += _repeated(glossary, own, languages.get(column, column))
    found.sort(key=lambda each: each[0])
    return list(dict.fromkeys(problem for _, problem in found))


def _terms(row: dict[str, str]) -> set[str]:
    return {cell for column, cell in row.items() if column not in NOTES}


def _wrong(text: str, language: str, *, kept: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with one term of a language."""
    if not any(map(str.isalnum, text)):
        if not text.strip("-–—‑ "):
            yield "unusable", f"{text!r} has no letter, digit or sign, so it is never found"
        return
    if len(words(text)) > LONGEST_TERM:
        yield "unusable", f"{text[:40]!r}… has more than {LONGEST_TERM} words, so it is never found"
    mixed = [word.word for word in mixed_script_words(text) if word.repaired != word.word]
    if mixed:
        yield "lookalike", f"{mixed[0]!r} mixes Latin and Cyrillic letters that look alike"
    elif not kept and (said := _language(text, language)):
        yield "language", f"{text!r} is in the column for {NAMES[language]}, but {said}"


def _language(text: str, language: str) -> str | None:
    """Why a term is not in its language, if it is not."""
    scripts = letters(text)
    common = [word for word in words(text) if not word.text.isupper()]  # acronyms are the same everywhere
    if scripts and not scripts[SCRIPTS[language]] and common:
        return f"has no {'Latin' if language == 'en' else 'Cyrillic'} letter"
    if language == "ru" and _KAZAKH.search(text):
        return "has Kazakh letters"
    if len(words(text)) < _SURE:
        return None
    guess = identify(text)
    if guess.language != language and guess.confidence >= _CONFIDENT and guess.language in NAMES:
        return f"reads as {NAMES[guess.language]}"
    return None


def _repeated(glossary: Glossary, cells: Sequence[_Cell], language: str) -> Iterator[tuple[int, Problem]]:
    """Terms of a column that an earlier row has in the same or another form."""
    for cell, earlier in _same(glossary, cells, language if language in LANGUAGES else "en"):
        ours, theirs = glossary.rows[cell.row], glossary.rows[earlier.row]
        if ours.get("part") != theirs.get("part") and "part" in ours and "part" in theirs:
            continue
        where = glossary.place(earlier.row)
        said = repr(cell.text) if cell.text == earlier.text else f"{cell.text!r}, a form of {earlier.text!r}"
        others = [
            column
            for column in ours.keys() & theirs.keys() - {*NOTES, cell.column}
            if _differ(ours[column], theirs[column], column)
        ]
        if not others:
            yield cell.row, Problem(glossary.place(cell.row), "duplicate", f"the same as {where}")
        elif cell.column != "target":
            column = sorted(others)[0]
            message = f"{said} is {ours[column]!r} here and {theirs[column]!r} in {where}"
            yield cell.row, Problem(glossary.place(cell.row), "conflict", message)


def _differ(one: str, other: str, column: str) -> bool:
    """Whether two cells of a column are other words, not forms of one another."""
    if one.casefold() == other.casefold():
        return False
    return column not in LANGUAGES or not (occurs(one, other, column) or occurs(other, one, column))


def _same(glossary: Glossary, cells: Sequence[_Cell], language: str) -> Iterator[tuple[_Cell, _Cell]]:
    """Pairs of cells of different rows, the later first, whose terms are forms of one another."""
    finder = Finder([Sought(cell.text, glossary.rows[cell.row].get("part")) for cell in cells], language)  # type: ignore[arg-type]
    for cell in cells:
        for number, match in finder.find(cell.text):
            earlier = cells[number]
            if earlier.row < cell.row and (match.start, match.end) == (0, len(cell.text)):
                yield cell, earlier
