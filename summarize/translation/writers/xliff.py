"""Translations as XLIFF 1.2, which most translation editors read, or 2.0.

The state of a segment follows from its flags, and each finding is a note. What came from a translation memory
has its entry beside it, with the score. A segment that a person should see needs review; one that is already
in the target language is not to be translated.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from summarize.errors import UsageError
from summarize.result import Translation
from summarize.result.segments import Segment
from summarize.translation.writers.tmx import clean
from summarize.version import __version__

_FIRST = "urn:oasis:names:tc:xliff:document:1.2"
_SECOND = "urn:oasis:names:tc:xliff:document:2.0"
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REVIEW, MACHINE = "summarize:review", "summarize:machine"  # sub-states of version 2.0


def first(done: Sequence[Translation], reader: str = "en") -> str:
    """XLIFF 1.2, with a ``file`` for each document; its notes are in the reader's language."""
    root = etree.Element("xliff", {"version": "1.2", "xmlns": _FIRST})
    for translation in done:
        file = etree.SubElement(
            root,
            "file",
            {
                "original": clean(translation.document.name),
                "source-language": translation.document.language,
                "target-language": _target(translation),
                "datatype": "plaintext",
                "tool-id": "summarize",
            },
        )
        header = etree.SubElement(file, "header")
        tool = {"tool-id": "summarize", "tool-name": "summarize", "tool-version": __version__}
        etree.SubElement(header, "tool", tool)
        body = etree.SubElement(file, "body")
        for number, segment in enumerate(translation.segments, 1):
            _trans_unit(body, translation, segment, number, reader)
    return _text(root)


def _trans_unit(
    body: etree.Element, translation: Translation, segment: Segment, number: int, reader: str
) -> None:
    unit = etree.SubElement(body, "trans-unit", {"id": str(number), _SPACE: "preserve"})
    if segment.status == "kept":
        unit.set("translate", "no")
    source = etree.SubElement(unit, "source", {_LANGUAGE: segment.language})
    source.text = clean(segment.source)
    if _is_translated(segment):
        state, how = _state(segment)
        target = etree.SubElement(unit, "target", {"state": state, "state-qualifier": how})
        target.text = clean(segment.hypothesis)
    for kind, said in _notes(segment, reader):
        note = etree.SubElement(unit, "note", {"from": f"summarize {kind}", "annotates": "target"})
        note.text = clean(said)
    if segment.memory:
        match = {
            "match-quality": f"{100 * segment.memory.score:.0f}%",
            "origin": clean(segment.memory.memory),
        }
        other = etree.SubElement(unit, "alt-trans", match)
        etree.SubElement(other, "source").text = clean(segment.memory.source)
        etree.SubElement(other, "target").text = clean(segment.hypothesis)


def _state(segment: Segment) -> tuple[str, str]:
    """The state of a target in version 1.2, and its qualifier: how it was made."""
    if segment.status == "kept":
        return "final", "exact-match"
    state = "needs-review-translation" if segment.flags else "translated"
    if segment.memory:
        return state, "fuzzy-match" if segment.memory.kind == "fuzzy" else "exact-match"
    return state, "leveraged-mt"


def second(done: Sequence[Translation], reader: str = "en") -> str:
    """XLIFF 2.0, with a ``file`` for each document; its notes are in the reader's language.

    Raises:
        UsageError: the documents have different languages, which one such file cannot hold.
    """
    pairs = list(dict.fromkeys((each.document.language, _target(each)) for each in done))
    if len(pairs) != 1:
        said = ", ".join(f"{source}→{target}" for source, target in pairs)
        raise UsageError(f"XLIFF 2.0 holds one pair of languages, not {said}; name a folder with -o")
    languages = dict(zip(("srcLang", "trgLang"), pairs[0], strict=True))
    names = {"version": "2.0", "xmlns": _SECOND, "xmlns:mtc": _MATCHES}
    root = etree.Element("xliff", {**names, **languages})
    for place, translation in enumerate(done, 1):
        named = {"id": f"f{place}", "original": clean(translation.document.name)}
        file = etree.SubElement(root, "file", named)
        for number, segment in enumerate(translation.segments, 1):
            _unit(file, segment, number, reader)
    return _text(root)


def _unit(file: etree.Element, segment: Segment, number: int, reader: str) -> None:
    unit = etree.SubElement(file, "unit", {"id": str(number)})
    if segment.status == "kept":
        unit.set("translate", "no")
    if segment.memory:
        _match(unit, segment)
    notes = list(_notes(segment, reader))
    if notes:
        below = etree.SubElement(unit, "notes")
        for kind, said in notes:
            etree.SubElement(below, "note", category=kind, appliesTo="target").text = clean(said)
    part = etree.SubElement(unit, "segment", {"id": "s", **_second_state(segment)})
    etree.SubElement(part, "source", {_SPACE: "preserve"}).text = clean(segment.source)
    if _is_translated(segment):
        etree.SubElement(part, "target", {_SPACE: "preserve"}).text = clean(segment.hypothesis)


def _match(unit: etree.Element, segment: Segment) -> None:
    """The entry of a translation memory, as the module for candidates has it."""
    assert segment.memory is not None
    kind = {"context": "icm", "exact": "tm", "fuzzy": "tm"}[segment.memory.kind]
    score = f"{100 * segment.memory.score:.1f}"
    said = {"ref": "#s", "type": kind, "matchQuality": score, "origin": clean(segment.memory.memory)}
    match = etree.SubElement(etree.SubElement(unit, "mtc:matches"), "mtc:match", said)
    etree.SubElement(match, "source").text = clean(segment.memory.source)
    etree.SubElement(match, "target").text = clean(segment.hypothesis)


def _second_state(segment: Segment) -> dict[str, str]:
    """The state and sub-state of a segment in version 2.0, which knows no need of review."""
    if segment.status == "kept":
        return {"state": "final"}
    if not _is_translated(segment):
        return {"state": "initial"}
    if segment.flags:
        return {"state": "translated", "subState": REVIEW}
    return {"state": "translated", **({} if segment.memory else {"subState": MACHINE})}


def _is_translated(segment: Segment) -> bool:
    """Whether there is a target: what no model translated has none."""
    return bool(segment.legs) or segment.status == "kept"


def _target(translation: Translation) -> str:
    return translation.target + ("-Latn" if translation.script == "latin" else "")


def _notes(segment: Segment, reader: str) -> Iterator[tuple[str, str]]:
    """What a person should know of a segment: the kind of each finding, and the line that says it."""
    for flag in segment.flags:
        yield flag.kind, flag.labelled(reader)
    if segment.mending:
        yield "mended", f"mended ({segment.mending.strategy}); first attempt: {segment.mending.before}"
    if segment.memory:
        yield "from-memory", str(segment.memory)


def _text(root: etree.Element) -> str:
    etree.indent(root)
    written = etree.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'
