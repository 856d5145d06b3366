"""Translations are compared by meaning with the sentences of their document."""

from __future__ import annotations

import numpy as np
import pytest
from concept_encoder import encoder
from scripted_engine import Scripted, by

from summarize.engines.encoders import SentenceEncoder
from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.meaning import Meaning, longest_unaligned

MEANINGS = (
    "doctors врачи дәрігерлер", "opened открыли ашты", "hospital больницу аурухана",
    "farmers фермеры фермерлер",
    "sowed посеяли екті", "wheat пшеницу бидай", "teachers учителя мұғалімдер", "want хотят қалайды",
    "salaries зарплату жалақы", "yesterday вчера кеше", "before перед алдында", "rain дождём жаңбыр",
    "neighbours соседи көршілер", "helped помогли көмектесті",
)  # fmt: skip
SOURCES = (
    "Doctors opened hospital yesterday.",
    "Farmers sowed wheat before rain; neighbours helped.",
    "Teachers want salaries.",
)
RIGHT = {
    "ru": (
        "Вчера врачи открыли больницу.",
        "Фермеры посеяли пшеницу перед дождём; соседи помогли.",
        "Учителя хотят зарплату.",
    ),
    "kk": (
        "Кеше дәрігерлер аурухана ашты.",
        "Жаңбыр алдында фермерлер бидай екті; көршілер көмектесті.",
        "Мұғалімдер жалақы қалайды.",
    ),
}


@pytest.fixture(scope="module")
def concepts() -> SentenceEncoder:
    return encoder(*MEANINGS)


def kinds(meaning: Meaning, *hypotheses: str) -> list[list[str]]:
    found = meaning.findings(list(zip(SOURCES, hypotheses, strict=True)))
    return [[one.kind for one in row] for row in found]


@pytest.mark.parametrize("target", ["ru", "kk"])
def test_right_translations_are_not_flagged(concepts: SentenceEncoder, target: str) -> None:
    assert kinds(Meaning(concepts, SOURCES, "en", target), *RIGHT[target]) == [[], [], []]


@pytest.mark.parametrize("target", ["ru", "kk"])
def test_the_translation_of_another_sentence_is_found(concepts: SentenceEncoder, target: str) -> None:
    first, second, third = RIGHT[target]
    meaning = Meaning(concepts, SOURCES, "en", target)
    assert kinds(meaning, first, third, second) == [[], ["meaning"], ["meaning"]]
    [finding] = meaning.findings([(SOURCES[1], third)])[0]
    assert SOURCES[2] in finding.message
    assert (finding.start, finding.end) == (0, len(third))


def test_a_sentence_about_something_else_is_found(concepts: SentenceEncoder) -> None:
    meaning = Meaning(concepts, SOURCES[:1], "en", "ru")  # no other sentence is nearer
    [finding] = meaning.findings([(SOURCES[0], "Фермеры посеяли пшеницу.")])[0]
    assert (finding.kind, finding.message) == ("meaning", "far in meaning from the source")


def test_a_translation_with_half_of_another_meaning_is_found(concepts: SentenceEncoder) -> None:
    meaning = Meaning(concepts, SOURCES[:1], "en", "ru")
    half = "Вчера врачи посеяли пшеницу, учителя помогли."  # nearer than unrelated sentences are
    assert meaning.findings([(SOURCES[0], half)])[0][0].kind == "meaning"
    most = "Вчера врачи открыли пшеницу."
    assert meaning.findings([(SOURCES[0], most)]) == [[]]


def test_the_language_alone_makes_nothing_alike(concepts: SentenceEncoder) -> None:
    ours, theirs = concepts(SOURCES), concepts(RIGHT["ru"][:2])
    assert (ours @ ours.T)[0, 2] > 0.7
    ours, theirs = concepts.means.centred(ours, "en"), concepts.means.centred(theirs, "ru")
    assert np.diag(ours @ theirs.T).min() > 0.9
    assert abs(ours @ theirs.T)[2].max() < 0.3
    assert not concepts.means.centred(np.zeros((1, concepts.dimension), np.float32), "en").any()


def test_a_lost_clause_is_quoted(concepts: SentenceEncoder) -> None:
    [finding] = Meaning(concepts, SOURCES, "en", "ru").findings([(SOURCES[1], "Фермеры посеяли пшеницу.")])[0]
    assert (finding.kind, finding.value) == ("omission", "before rain; neighbours helped")
    assert finding.start == finding.end == len("Фермеры посеяли пшеницу.")


def test_an_encoder_without_layers_finds_no_omissions() -> None:
    meaning = Meaning(encoder(*MEANINGS, layers=False), SOURCES, "en", "ru")
    assert meaning.findings([(SOURCES[1], "Фермеры посеяли пшеницу.")]) == [[]]


def test_runs_without_a_counterpart() -> None:
    one, two, three = np.eye(3, dtype=np.float32)
    other = np.float32([0.1, 0.1, 0.1])
    assert longest_unaligned(np.stack([one, two, three]), np.stack([three, one, two])) == (0, 0)
    assert longest_unaligned(np.stack([one, two, three, other]), np.stack([one])) == (1, 4)
    assert longest_unaligned(np.stack([other, two, other]), np.stack([two])) == (0, 1)
    assert longest_unaligned(np.zeros((0, 3), np.float32), np.stack([two])) == (0, 0)


def test_a_flagged_meaning_is_tried_again(concepts: SentenceEncoder) -> None:
    said = dict(zip(SOURCES, RIGHT["ru"], strict=True))

    def say(text: str, _: object, decoding: object) -> str:
        return said[text] if (getattr(decoding, "num_beams", None) or 1) > 1 else RIGHT["ru"][0]

    text = " ".join(SOURCES)
    plain = translate_document(from_text(text, language="en"), "ru", by(Scripted(say)))
    assert plain.segments[2].hypothesis == RIGHT["ru"][0]
    done = translate_document(
        from_text(text, language="en"), "ru", by(Scripted(say)), Options(encoder=concepts)
    )
    assert done.text == " ".join(RIGHT["ru"])
    assert [segment.status for segment in done.segments] == ["passed", "mended", "mended"]
    assert [flag.kind for flag in done.segments[2].attempts[0].flags] == ["meaning"]
