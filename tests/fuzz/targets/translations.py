"""Documents translated by an engine that changes nothing, in every output format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

from scripted_engine import Scripted, by, echo

from fuzz.targets import documents
from fuzz.trial import check_lines
from summarize.text.documents import from_bytes
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.writers.formats import Style, written

TOKENS = documents.TOKENS
seeds = documents.seeds


def attack(data: bytes, folder: Path) -> None:
    document = from_bytes(data, "a.txt")
    target = "en" if document.language == "kk" else "kk"
    done = translate_document(document, target, by(Scripted(echo)), Options(mend=False))
    if done.document is document:  # not transliterated
        assert done.text == document.text
    check_lines(done.warnings, folder)
    for segment in done.segments:
        place = done.document.text[segment.start : segment.end]
        assert 0 <= segment.start < segment.end <= len(done.document.text)
        assert "\n" not in segment.source
        assert place.split()[:1] == segment.source.split()[:1] or not place.split()
    for style in get_args(Style):
        written([done], style).encode()
    assert json.loads(written([done], "json"))["text"] == done.text
    translate_document(document, target, by(Scripted(echo)), Options(typography=True, lines=True))
