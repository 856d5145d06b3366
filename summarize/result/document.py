"""A document as it was read, as JSON."""

from __future__ import annotations

from summarize.errors import SummarizeError
from summarize.result.places import place_to_json
from summarize.text.documents import Document

DOCUMENT_SCHEMA = "summarize/document/1"


def document_to_json(document: Document) -> dict[str, object]:
    """A document as it was read, schema ``summarize/document/1``; offsets count characters of its text."""
    return {
        "schema": DOCUMENT_SCHEMA,
        "name": document.name,
        "format": document.format,
        "encoding": document.encoding,
        "language": document.language,
        "pages": document.pages,
        "text": document.text,
        "parts": [
            {"start": part.start, "end": part.end, "role": part.role}
            | ({"level": part.level} if part.level else {})
            | place_to_json(document, part.start)
            for part in document.parts
        ],
        "warnings": list(document.warnings),
        "error": None,
    }


def document_failure_to_json(name: str, error: SummarizeError) -> dict[str, object]:
    """The ``summarize/document/1`` object of a document that could not be read."""
    empty: dict[str, object] = {"schema": DOCUMENT_SCHEMA, "name": name, "text": None, "parts": []}
    return empty | {"error": error.to_json()}
