"""What rounding costs models that have learned something: with beams, in every language, next to nothing.

Right is what was to be learned, word for word, of sentences that were in no training.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from template_language import LANGUAGES, UNSEEN
from trained import folder, shared
from trained.language import decision, event
from trained_translators import trained

from summarize.engines.decoder.engine import DecoderEngine
from summarize.engines.load import load_engine
from summarize.engines.precision import available
from summarize.models.checkpoints import describe
from summarize.request import Decoding, Instruction, Runtime

pytestmark = pytest.mark.usefixtures("one_thread")
each_precision = pytest.mark.parametrize("kind", available())
EACH = 40  # texts of a language or a direction
FEWEST = 0.98  # of all; what CI's processors round differently


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory)


def right(model: Path, kind: str, instruction: Instruction, pairs: list[tuple[str, str]]) -> int:
    """How many of these sources the model writes the wanted text of."""
    loaded = load_engine(describe(model), Runtime(device="cpu", precision=kind))
    assert isinstance(loaded, DecoderEngine)
    assert loaded.precision == kind
    written = loaded.generate([source for source, _ in pairs], instruction, Decoding(num_beams=4))
    return sum(one.text.strip() == wanted for one, (_, wanted) in zip(written, pairs, strict=True))


@each_precision
def test_summaries(kind: str, home: Path) -> None:
    found = 0
    for language in LANGUAGES:
        dice = random.Random(f"precision {language}")
        pairs = []
        for number in range(EACH):
            said = decision(language, dice, held_out=True)
            told = [event(language, dice, held_out=True) for _ in range(3)]
            told.insert(number % 4, said)
            pairs.append((" ".join(told), said))
        instruction = Instruction("summarization", language, language)
        found += right(folder("summarizer", home), kind, instruction, pairs)
    assert found >= FEWEST * EACH * len(LANGUAGES)


@each_precision
@pytest.mark.parametrize("name", ["nllb", "madlad"])
def test_translations(name: str, kind: str, home: Path) -> None:
    ways = [("en", "kk"), ("kk", "ru"), ("ru", "en")] if name == "nllb" else [("ru", "kk"), ("ru", "en")]
    found = 0
    for place, (source, target) in enumerate(ways):
        facts = UNSEEN[64 + place * EACH :][:EACH]
        pairs = [(fact.said(source), fact.said(target)) for fact in facts]
        found += right(trained(name, home), kind, Instruction("translation", source, target), pairs)
    assert found >= FEWEST * EACH * len(ways)
