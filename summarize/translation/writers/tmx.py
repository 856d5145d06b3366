"""Translations as TMX 1.4, the exchange format of translation memories.

Sentences without a translation (already in the target language, or left untranslated) are omitted. A
flagged sentence has a note for each flag, a mended one a note with its first attempt; translation editors
show notes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Sequence

from summarize.result import Translation
from summarize.result.segments import Segment
from summarize.text.characters import FORBIDDEN_IN_XML
from summarize.translation.memory.units import Unit
from summarize.version import __version__

_FORBIDDEN = re.compile(f"[{FORBIDDEN_IN_XML}]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def memory(done: Sequence[Translation], reader: str = "en") -> str:
    """A translation memory with one ``tu`` for each translated sentence of all documents.

    Its notes are in the reader's language.
    """
    root = etree.Element("tmx", version="1.4")
    sources = {translation.document.language for translation in done}
    root.append(_header(sources.pop() if len(sources) == 1 else "*all*"))
    body = etree.SubElement(root, "body")
    for translation in done:
        for segment in translation.segments:
            if segment.legs:
                _unit(body, translation, segment, reader)
    etree.indent(root)
    return f"{_DOCTYPE}{_escaped(root)}\n"


def _header(language: str) -> etree.Element:
    said = {
        "creationtool": "summarize",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "summarize",
        "adminlang": "en",
        "srclang": language,
        "datatype": "plaintext",
    }
    return etree.Element("header", said)


def _unit(body: etree.Element, translation: Translation, segment: Segment, reader: str) -> None:
    unit = etree.SubElement(body, "tu", srclang=segment.language)
    for flag in segment.flags:
        etree.SubElement(unit, "note").text = clean(flag.labelled(reader))
    if segment.mending:
        said = f"mended ({segment.mending.strategy}); first attempt: {segment.mending.before}"
        etree.SubElement(unit, "note").text = clean(said)
    etree.SubElement(unit, "prop", type="document").text = clean(translation.document.name)
    etree.SubElement(unit, "prop", type="status").text = segment.status
    etree.SubElement(unit, "prop", type="segment").text = segment.digest
    models = " → ".join(leg.model for leg in segment.legs)
    etree.SubElement(unit, "prop", type="models").text = clean(models)
    if segment.memory:
        etree.SubElement(unit, "prop", type="memory").text = clean(str(segment.memory))
    latin = "-Latn" if translation.script == "latin" else ""
    for language, text in (
        (segment.language, segment.source),
        (segment.target + latin, segment.hypothesis),
    ):
        variant = etree.SubElement(unit, "tuv", {_LANGUAGE: language})
        etree.SubElement(variant, "seg").text = clean(text)


def clean(text: str) -> str:
    """The text with characters that XML 1.0 forbids replaced."""
    return _FORBIDDEN.sub("\ufffd", text)


def exported(units: Iterable[Unit]) -> Iterator[str]:
    """The segments of a translation memory as TMX, piece by piece."""
    opening = etree.tostring(_header("*all*"), encoding="unicode")
    yield f'{_DOCTYPE}<tmx version="1.4">\n  {opening}\n  <body>\n'
    for unit in units:
        yield f"    {_escaped(_entry(unit))}\n"
    yield "  </body>\n</tmx>\n"


def _entry(unit: Unit) -> etree.Element:
    entry = etree.Element("tu", srclang=unit.source_language)
    if unit.date:
        entry.set("changedate", unit.date.replace("-", "").replace(":", ""))
    props = {"origin": unit.origin, "status": "approved" if unit.approved else "passed"}
    if unit.context is not None:
        props["context"] = str(unit.context)
    for kind, text in props.items():
        etree.SubElement(entry, "prop", type=kind).text = clean(text)
    for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
        variant = etree.SubElement(entry, "tuv", {_LANGUAGE: language})
        etree.SubElement(variant, "seg").text = clean(text)
    return entry


def _escaped(element: etree.Element) -> str:
    """The element as text; a parser would read a bare carriage return as a line feed."""
    return etree.tostring(element, encoding="unicode").replace("\r", "&#13;")
