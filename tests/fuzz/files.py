"""What a reader makes of any bytes: one line, or a document whose parts and sentences fit its text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from fuzz.trial import check_lines
from summarize.api.run import run
from summarize.documents.files import from_bytes
from summarize.documents.formats import FORMATS
from summarize.errors import DocumentError
from summarize.request import Length, ReadingOptions, Request
from summarize.result.document import document_to_json


def attack_reader(name: str, data: bytes, folder: Path, asked: Sequence[ReadingOptions] = ()) -> None:
    """Read the bytes as what they are, and as a file of the format ``name``, whatever they are."""
    for options in (ReadingOptions(), *asked):
        try:
            _summarised(data, folder, options)
        except DocumentError as error:
            check_lines([str(error)], folder)
    reader = next(each for each in FORMATS if each.name == name).reader()
    reading = reader.read(data, "a", ReadingOptions())
    last = 0
    for part in reading.parts:
        assert last <= part.start < part.end <= len(reading.text), "parts overlap or are out of order"
        last = part.end
    last = 0
    for start, end, _ in reading.marks:
        assert last <= start < end <= len(reading.text), "marks overlap or are out of order"
        last = end
    assert [place.start for place in reading.places] == sorted(place.start for place in reading.places)


def _summarised(data: bytes, folder: Path, options: ReadingOptions) -> None:
    document = from_bytes(data, "a", options=options)
    json.dumps(document_to_json(document), ensure_ascii=False).encode()
    result = run(document, Request(length=Length("words", 20)))
    check_lines(result.warnings, folder)
    assert result.text.strip(), "an empty summary"
    places = [(sentence.start, sentence.end) for sentence in result.sentences]
    assert places == sorted(places)
    for sentence in result.sentences:
        assert document.text[sentence.start : sentence.end] == sentence.text
