"""Translation memories: any text in a TMX file is the same when an XML parser reads it back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from pathlib import Path

from scripted_engine import Scripted, by, echo

from fuzz.trial import corpus
from summarize.checks.findings import Finding
from summarize.result import Translation
from summarize.result.segments import Leg, Segment, count_segments
from summarize.text.documents import from_text
from summarize.translation.document import translate_document
from summarize.translation.writers.tmx import memory

TOKENS = (
    b"<", b">", b"&", b"&amp;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"</seg>", b'"', b"'", b"&#0;",
    b"&#x1b;", b"%a;", b"\x00", b"\x01", b"\x1b", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbf\xbe",
    b"\xef\xbf\xbf", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\t", b"  ", b"\xc2\xa0", b"\xcc\x81",
    b"\xf0\x9f\x98\x80", b"\xf4\x8f\xbf\xbf", b"\n\n",
)  # fmt: skip
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # by XML 1.0


def seeds() -> list[bytes]:
    return corpus("memories")


def attack(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", errors="replace")
    name, _, rest = text.partition("\n")
    source, _, hypothesis = rest.partition("\n")
    unit = _unit(source, hypothesis, name)
    document = replace(from_text(text, language="ru"), name=name)
    whole = translate_document(document, "kk", by(Scripted(echo)))
    done = [_translation(whole, unit), whole]
    root = etree.fromstring(memory(done).encode())
    units = root.findall("body/tu")
    segments = [segment for one in done for segment in one.segments if segment.legs]
    assert len(units) == len(segments)
    for found, segment in zip(units, segments, strict=True):
        texts = [seg.text or "" for seg in found.iter("seg")]
        assert texts == [_FORBIDDEN.sub("\ufffd", side) for side in (segment.source, segment.hypothesis)]
        assert found.findtext("prop[@type='document']") == _FORBIDDEN.sub("\ufffd", name)
        notes = [note.text for note in found.findall("note")]
        assert notes == [_FORBIDDEN.sub("\ufffd", flag.labelled("en")) for flag in segment.flags]


def _unit(source: str, hypothesis: str, name: str) -> Segment:
    """A sentence whose texts, flag and model are any text at all."""
    return Segment(
        source=source,
        hypothesis=hypothesis,
        language="ru",
        target="kk",
        paragraph=0,
        start=0,
        end=len(source),
        status="flagged",
        flags=(Finding("number", source, source, 0, len(source)),),
        attempts=(),
        legs=(Leg("ru", "kk", name, hypothesis),),
    )


def _translation(whole: Translation, unit: Segment) -> Translation:
    return Translation(
        text=unit.hypothesis,
        document=whole.document,
        target="kk",
        script="latin",
        segments=(unit,),
        account=count_segments([unit]),
        routes=(),
    )
