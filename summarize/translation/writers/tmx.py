"""Translations as TMX 1.4, the exchange format of translation memories.

Sentences without a translation (already in the target language, or left untranslated) are omitted. A
flagged sentence has a note for each flag, a mended one a note with its first attempt; translation editors
show notes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence

from summarize.result import Segment, Translation
from summarize.version import __version__

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def memory(done: Sequence[Translation], reader: str = "en") -> str:
    """A translation memory with one ``tu`` for each translated sentence of all documents.

    Its notes are in the reader's language.
    """
    root = etree.Element("tmx", version="1.4")
    sources = {translation.document.language for translation in done}
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": "summarize",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "summarize",
            "adminlang": "en",
            "srclang": sources.pop() if len(sources) == 1 else "*all*",
            "datatype": "plaintext",
        },
    )
    body = etree.SubElement(root, "body")
    for translation in done:
        for segment in translation.segments:
            if segment.legs:
                _unit(body, translation, segment, reader)
    etree.indent(root)
    # A parser would read a bare carriage return as a line feed.
    return _DOCTYPE + etree.tostring(root, encoding="unicode").replace("\r", "&#13;") + "\n"


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
