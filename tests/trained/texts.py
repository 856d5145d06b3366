"""Every text that the tests give to the trained models, and what is asked for with it.

The tests take their texts from here and nowhere else, and the exam asks for all of them: no test gives a
model what the exam does not hold.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from template_language import UNSEEN

from summarize.request import Decoding, Length, Request
from trained.language import LANGUAGES, decision, event, events
from trained.lessons import sentence

FOUR_SENTENCES = 48  # tokens at once
TWO_SENTENCES = 26
LENGTHS = (Length("sentences", 2), Length("words", 25), Length("ratio", 0.05), None)
PLACES = (0, 83, 159)  # of a decision among 160 sentences
PREFIX = "Parliament: "
CONTROLS = ("</s>", "<s>", "<pad>", "<mask>")
# Tokens that hold the prompt, two sentences and more, but never six.
CHAT_INPUT = {"en": 132, "ru": 150, "kk": 135}
EACH = 12  # samples of a language in the evaluation
ROUNDED = 40  # texts of a language that every precision is tried on
SENTENCES = UNSEEN[:100]  # for the translators


@dataclass(frozen=True)
class Case:
    """A document, the model that summarises it, and the options that the command line is given."""

    model: str
    text: str
    length: Length | None = None
    max_input: int | None = None
    prefix: str | None = None
    beams: int | None = None

    @property
    def request(self) -> Request:
        """What the options amount to; the model itself is left out."""
        return Request(
            task="abstractive",
            length=self.length,
            max_input=self.max_input,
            prefix=self.prefix,
            decoding=Decoding(num_beams=self.beams),
        )

    @property
    def options(self) -> tuple[str, ...]:
        """The command line's options."""
        given = {
            f"--{self.length.unit}" if self.length else "": self.length and f"{self.length.amount:g}",
            "--max-input": self.max_input,
            "--prefix": self.prefix,
            "--beams": self.beams,
        }
        return tuple(part for key, value in given.items() if value for part in (key, str(value)))


def paragraphs(sentences: list[str], size: int = 4) -> str:
    """So many sentences a paragraph."""
    return "\n\n".join(" ".join(sentences[at : at + size]) for at in range(0, len(sentences), size))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text of the templates."""
    return re.split(r"(?<=\.)\s+", text.strip())


def decisions(language: str, count: int) -> list[str]:
    """So many decisions, of words that never stood together in the training."""
    dice = random.Random(0)
    return [decision(language, dice, held_out=True) for _ in range(count)]


def conversation(language: str, seed: int = 0, parts: int = 1) -> tuple[str, list[str]]:
    """Three sentences a paragraph, one of them a decision, for chat models; the text and its decisions."""
    dice, decided, written = random.Random(seed), [], []
    for _ in range(parts):
        told = [sentence(language, dice, marked, held_out=True) for marked in (True, False, False)]
        decided.append(told[0])
        dice.shuffle(told)
        written.append(" ".join(told))
    return "\n\n".join(written), decided


def report(language: str, place: int | None, model: str = "summarizer", beams: int | None = None) -> Case:
    """Three events, and a decision before the one at ``place``; behind all of them at 3, nowhere at None."""
    told = events(language, 3)
    if place is not None:
        told[place:place] = decisions(language, 1)
    one = Length("sentences", 1) if model == "endless" else None
    return Case(model, " ".join(told), one, beams=beams)


def long_report(language: str, place: int) -> Case:
    """160 sentences, at ``place`` of them a decision, read four at a time."""
    told = events(language, 160)
    told[place] = decisions(language, 1)[0]
    return Case("summarizer", paragraphs(told), Length("sentences", 1), FOUR_SENTENCES)


def report_in_parts(language: str) -> Case:
    """60 sentences, every eleventh of the first 56 a decision, and room for a sentence of every part."""
    told = events(language, 60)
    for number, one in enumerate(decisions(language, 6)):
        told[number * 11] = one
    return Case("summarizer", paragraphs(told, 5), Length("sentences", 40), FOUR_SENTENCES)


def news(language: str, length: Length | None, model: str = "summarizer") -> Case:
    """40 events under a length."""
    return Case(model, paragraphs(events(language, 40)), length, FOUR_SENTENCES)


def copied(language: str, count: int, length: Length | None) -> Case:
    """Events for the copier, two at a time."""
    return Case("copier", paragraphs(events(language, count), 2), length, TWO_SENTENCES)


def prefixed(prefix: str | None) -> Case:
    """A report behind a prefix."""
    return Case("summarizer", " ".join([*events("en", 2), *decisions("en", 1)]), prefix=prefix)


def with_control(token: str) -> Case:
    """A report in which a control token is written."""
    told = events("en", 2)
    return Case("summarizer", " ".join([told[0], token, decisions("en", 1)[0], told[1]]))


def page(language: str) -> Case:
    """Three events, which have no decision."""
    return Case("summarizer", " ".join(events(language, 3)))


def talk(language: str) -> Case:
    """Three sentences for the chat model."""
    return Case("chat", conversation(language)[0])


def long_talk(language: str) -> Case:
    """24 sentences for the chat model, read three at a time."""
    return Case("chat", conversation(language, 4, 8)[0], Length("sentences", 8), CHAT_INPUT[language])


def prompted() -> tuple[str, str]:
    """A decision that stands in a user's own prompt, and three events that the document has."""
    dice = random.Random(5)
    text = " ".join(sentence("en", dice, False, held_out=True) for _ in range(3))
    return sentence("en", dice, True, held_out=True), text


def samples(language: str) -> list[tuple[str, str]]:
    """Reports with their summaries, as the evaluation has them."""
    return list(_samples(f"evaluation {language}", language, EACH, 3))


def rounded(language: str) -> list[tuple[str, str]]:
    """Reports with their summaries, for every precision."""
    return list(_samples(f"precision {language}", language, ROUNDED, 4))


def _samples(seed: str, language: str, count: int, places: int) -> Iterator[tuple[str, str]]:
    dice = random.Random(seed)
    for number in range(count):
        told = [event(language, dice, held_out=True) for _ in range(3)]
        said = decision(language, dice, held_out=True)
        told.insert(number % places, said)
        yield " ".join(told), said


def lone_decisions() -> list[str]:
    """Decisions of mixed languages, for the copier with a shortlist."""
    dice = random.Random("shortlist")
    return [decision(language, dice, held_out=True) for language in ("en", "kk", "en", "ru")]


def _cases() -> Iterator[Case]:
    for language in LANGUAGES:
        yield from (report(language, place) for place in (None, 0, 1, 2, 3))
        yield report(language, 3, beams=3)
        yield from (long_report(language, place) for place in PLACES)
        yield report_in_parts(language)
        yield from (news(language, length) for length in (*LENGTHS, Length("sentences", 1)))
        yield copied(language, 12, Length("sentences", 3))
        yield page(language)
        yield talk(language)
        yield long_talk(language)
        for source, _ in samples(language):
            yield from (Case(model, source, beams=1) for model in ("summarizer", "liar"))
    # The endless model is the summariser with one score changed, that of the end.
    yield report("en", 3, beams=1)
    yield report("en", 3, model="liar")
    yield copied("en", 6, None)
    yield from map(prefixed, (None, PREFIX))
    yield from map(with_control, CONTROLS)
    decided, text = prompted()
    yield Case("chat", f"{decided} {text}")


CASES = tuple(dict.fromkeys(_cases()))
