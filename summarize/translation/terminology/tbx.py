"""Glossaries in TBX (TermBase eXchange), the exchange format of terminology: ISO 30042, editions 2 and 3.

Reading takes the terms in English, Russian and Kazakh, their part of speech and notes. Deprecated terms are
no translations: they go into the note. Writing makes TBX-Basic in the DCA style.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any

from summarize.documents.markup import attribute, local, parsed
from summarize.errors import DocumentError, UsageError
from summarize.text.forms.pattern import PARTS
from summarize.text.language_table import LANGUAGES
from summarize.translation.glossary import NOTES, Glossary, alternatives, is_kept
from summarize.translation.writers.tmx import clean

_ENTRIES = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")
_WORDINGS = ("tig", "ntig", "termSec")
_KEPT = "Do not translate."
_PARTS = {"properNoun": "name", "proper noun": "name"}
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"


def parse(data: bytes, path: str) -> Glossary:
    """The terms of a TBX file; an entry with terms in only one of our languages is counted as skipped.

    Raises:
        UsageError: it is not well-formed, or no entry has terms in two of the languages.
    """
    try:
        root = parsed(data, path)
    except DocumentError as error:
        raise UsageError(f"the glossary {error}") from None
    rows, places, skipped = [], [], 0
    entries = (element for element in root.iter() if local(element) in _ENTRIES)
    for number, entry in enumerate(entries, 1):
        row = _row(entry)
        if len(row.keys() & set(LANGUAGES)) < (1 if is_kept(row) else 2):
            skipped += 1
            continue
        rows.append(row)
        places.append(f"entry {attribute(entry, 'id') or number}")
    if not rows:
        raise UsageError(f"the glossary {path} has no terms in two of {', '.join(LANGUAGES)}")
    return Glossary(tuple(rows), tuple(places), skipped)


def _row(entry: Any) -> dict[str, str]:
    """One entry as a row of a table."""
    row: dict[str, str] = {}
    notes = [_text(note) for note in entry if local(note) in ("note", "descrip")]
    for section in (one for one in entry.iter() if local(one) in _LANGUAGES):
        language = (attribute(section, "lang") or "").lower().split("-")[0].split("_")[0]
        if language not in LANGUAGES:
            continue
        wordings = [one for one in section.iter() if local(one) in _WORDINGS]
        terms = [(_rank(one), _text(_child(one, "term"))) for one in wordings]
        good = [text for rank, text in sorted(terms, key=lambda each: each[0]) if text and rank < 2]
        if good:
            row[language] = " | ".join([*([row[language]] if language in row else []), *good])
        notes += [f"not {text!r}" for rank, text in terms if rank == 2 and text]
        part = next((found for one in wordings if (found := _part(one))), None)
        if part:
            row.setdefault("part", part)
    if _KEPT in notes:
        row["keep"] = "yes"
    kept = [note for note in notes if note and note != _KEPT]
    return row | ({"note": "; ".join(kept)} if kept else {})


def _child(element: Any, name: str) -> Any | None:
    return next((one for one in element.iter() if local(one) == name), None)


def _text(element: Any | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _said(wording: Any, kind: str) -> Iterator[str]:
    """What is said of a term: ``<termNote type="kind">`` or, in the DCT style, an element of that name."""
    for element in wording.iter():
        if attribute(element, "type") == kind or local(element) == kind:
            yield _text(element)


def _rank(wording: Any) -> int:
    """0 for a preferred term, 1 for an accepted one, 2 for one that is not to be used."""
    status = " ".join(_said(wording, "administrativeStatus")).lower()
    if "deprecated" in status or "superseded" in status:
        return 2
    return 0 if "preferred" in status else 1


def _part(wording: Any) -> str | None:
    found = next(_said(wording, "partOfSpeech"), "")
    part = _PARTS.get(found, found.lower())
    return part if part in PARTS else None


def dump(glossary: Glossary) -> str:
    """A glossary as TBX; its columns must be named by languages. What XML forbids becomes U+FFFD."""
    root = etree.Element("tbx", {"type": "TBX-Basic", "style": "dca", _XML: "en", "xmlns": _NAMESPACE})
    described = etree.SubElement(etree.SubElement(root, "tbxHeader"), "fileDesc")
    source = etree.SubElement(etree.SubElement(described, "sourceDesc"), "p")
    source.text = "Written by summarize."
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, row in enumerate(glossary.rows, 1):
        entry = etree.SubElement(body, "conceptEntry", id=f"c{number}")
        for note in ([row["note"]] if "note" in row else []) + ([_KEPT] if is_kept(row) else []):
            etree.SubElement(entry, "note").text = clean(note)
        for language in (column for column in row if column not in NOTES):
            section = etree.SubElement(entry, "langSec", {_XML: language})
            _write_terms(section, alternatives(row[language]), row.get("part"))
    etree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _write_terms(section: etree.Element, terms: list[str], part: str | None) -> None:
    for place, term in enumerate(terms):
        wording = etree.SubElement(section, "termSec")
        etree.SubElement(wording, "term").text = clean(term)
        if part:
            written = "properNoun" if part == "name" else part
            etree.SubElement(wording, "termNote", type="partOfSpeech").text = written
        status = "admittedTerm-admn-sts" if place else "preferredTerm-admn-sts"
        etree.SubElement(wording, "termNote", type="administrativeStatus").text = status
