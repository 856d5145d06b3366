"""Plain prose is read byte for byte, and its sentences are where they were before other formats were read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.documents.files import from_bytes
from summarize.text.structure import outline

ROOT = Path(__file__).resolve().parents[2]
# The offsets of every sentence, as they were when only plain text was read; written by that version.
GOLDEN: dict[str, list[list[int]]] = json.loads((ROOT / "tests/golden/plain_text.json").read_text("utf-8"))


def texts() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        yield path.name, path.read_bytes()
    for path in sorted((ROOT / "evals/news/articles").glob("a*.json")):
        article = json.loads(path.read_text("utf-8"))
        for language in ("en", "ru", "kk"):
            page = [article[language]["headline"], *article[language]["paragraphs"]]
            yield f"{path.stem}.{language}", "\n\n".join(page).encode()


TEXTS = {name: data for name, data in texts() if name in GOLDEN}


def test_every_text_is_there() -> None:
    assert TEXTS.keys() == GOLDEN.keys()


@pytest.mark.parametrize("name", TEXTS)
def test_prose_is_read_as_before(name: str) -> None:
    document = from_bytes(TEXTS[name], name)
    assert document.text.encode() == TEXTS[name]
    assert (document.format, document.parts, document.places, document.marks) == ("text", (), (), ())
    assert [[sentence.start, sentence.end] for sentence in outline(document).sentences] == GOLDEN[name]
