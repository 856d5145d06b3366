"""What rounding costs models that have learned something: with beams, in every language, nothing.

Right is what was to be learned, word for word, of sentences that were in no training; the exam holds all of
them, with margins that are many times what rounding moves.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from template_language import LANGUAGES
from trained import folder
from trained.exam import WAYS
from trained.texts import SENTENCES, rounded

from summarize.engines.decoder.engine import DecoderEngine
from summarize.engines.load import load_engine
from summarize.engines.precision import available
from summarize.models.checkpoints import describe
from summarize.request import Decoding, Instruction, Runtime

pytestmark = pytest.mark.usefixtures("one_thread")
each_precision = pytest.mark.parametrize("kind", available())
EACH = 40  # sentences of a direction


def written(model: Path, kind: str, instruction: Instruction, sources: list[str]) -> list[str]:
    """What a model writes in one precision, with four beams."""
    loaded = load_engine(describe(model), Runtime(device="cpu", precision=kind))
    assert isinstance(loaded, DecoderEngine)
    assert loaded.precision == kind
    return [one.text for one in loaded.generate(sources, instruction, Decoding(num_beams=4))]


@each_precision
@pytest.mark.parametrize("language", LANGUAGES)
def test_summaries(language: str, kind: str) -> None:
    sources, wanted = map(list, zip(*rounded(language), strict=True))
    instruction = Instruction("summarization", language, language)
    assert written(folder("summarizer"), kind, instruction, sources) == wanted


@each_precision
@pytest.mark.parametrize(("name", "way"), [(name, way) for name, ways in WAYS.items() for way in ways])
def test_translations(name: str, way: tuple[str, str], kind: str) -> None:
    source, target = way
    found = written(
        folder(name), kind, Instruction("translation", *way), [fact.said(source) for fact in SENTENCES[:EACH]]
    )
    assert found == [fact.said(target) for fact in SENTENCES[:EACH]]
