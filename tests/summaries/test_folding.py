"""Abstractive summaries of long texts: what a scripted engine reads, and what becomes of its output."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trained import folder
from trained.language import LANGUAGES, events
from trained.texts import CASES, page

from summarize.api.run import run
from summarize.engines.protocol import Generation
from summarize.errors import DocumentError, FaithfulnessError, InputTooLong
from summarize.progress import listening
from summarize.request import Decoding, Instruction, Length, Request, Runtime
from summarize.result import Result
from summarize.text import structure
from summarize.text.documents import Document, from_text


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+", text.rsplit("\n\n", 1)[-1].strip())[0]


@dataclass
class Reader:
    """An engine that reads ``reads`` words at once, records its calls, and writes ``write(text)``."""

    reads: int = 40
    write: Callable[[str], str] = first_sentence
    finished: bool = True
    name: str = "reader"
    precision: str = "float32"
    passes: list[list[str]] = field(default_factory=list)
    asked: list[tuple[Instruction, Decoding]] = field(default_factory=list)

    def limit(self, instruction: Instruction) -> int:
        return self.reads

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        self.passes.append(list(texts))
        self.asked.append((instruction, decoding))
        if any(self.count(text) > self.reads for text in texts):
            raise InputTooLong("a text is over the limit")
        written = [self.write(text) for text in texts]
        return [
            Generation(said, self.count(text), self.count(said), self.finished)
            for text, said in zip(texts, written, strict=True)
        ]


def made(document: Document | str, engine: Reader, **request: object) -> Result:
    """The result of one abstractive run."""
    document = from_text(document) if isinstance(document, str) else document
    return run(document, Request(task="abstractive", **request), engine)  # type: ignore[arg-type]


def pages(language: str, count: int, paragraph: int = 4) -> str:
    told = events(language, count)
    return "\n\n".join(" ".join(told[at : at + paragraph]) for at in range(0, count, paragraph))


def ink(text: str) -> str:
    return "".join(text.split())


def test_all_prose_is_read_once_in_order_and_accounted_for() -> None:
    engine = Reader()
    result = made(pages("en", 60), engine, length=Length("sentences", 2))
    assert ink("".join(engine.passes[0])) == ink("".join(events("en", 60)))
    assert result.generated is not None
    account = result.generated.account
    assert account.characters == account.characters_read == len(ink("".join(events("en", 60))))
    assert account.chunks == len(engine.passes[0]) > 5
    assert account.passes == len(engine.passes) > 1
    assert account.tokens_read == sum(len(text.split()) for texts in engine.passes for text in texts)
    assert account.coverage == 1


def test_chunks_are_even() -> None:
    engine = Reader(reads=100)
    made(pages("ru", 57), engine, length=Length("sentences", 1))
    sizes = [len(text.split()) for text in engine.passes[0]]
    assert min(sizes) > 0.6 * max(sizes)


def test_parts_are_folded_until_they_fit_the_budget() -> None:
    engine = Reader(reads=24)
    result = made(pages("kk", 64), engine, length=Length("sentences", 1))
    assert len(engine.passes) >= 4
    sizes = [len(texts) for texts in engine.passes]
    assert sizes == sorted(sizes, reverse=True)
    assert result.text == events("kk", 64)[0]
    for before, after in zip(engine.passes, engine.passes[1:], strict=False):
        assert ink("".join(after)) == ink("".join(first_sentence(text) for text in before))


def test_a_fold_that_does_not_get_shorter_ends_and_is_trimmed_with_a_note() -> None:
    engine = Reader(reads=30, write=lambda text: " ".join(text.split("\n\n")))
    result = made(pages("en", 30), engine, length=Length("sentences", 3))
    assert result.text == " ".join(events("en", 30)[:3])
    assert "trimmed from 30 sentences to 3 to fit the length" in result.warnings


def test_a_ratio_means_as_many_sentences_as_in_an_extract() -> None:
    for count in (5, 6, 10, 13, 25, 30):
        for ratio in (0.1, 0.25, 0.3, 0.5):
            document = from_text(pages("en", count))
            engine = Reader(reads=1000, write=lambda text: text.replace("Yesterday the", "The"))
            summary = made(document, engine, length=Length("ratio", ratio))
            extract = run(document, Request(length=Length("ratio", ratio)))
            assert summary.text.count(".") == len(extract.sentences), (count, ratio)


def test_a_sentence_longer_than_the_budget_of_words_is_warned_of() -> None:
    result = made(pages("en", 12), Reader(), length=Length("words", 4))
    assert result.text == events("en", 1)[0]
    assert any("4 were requested" in warning for warning in result.warnings)


@pytest.mark.parametrize("count", [1, 3])
def test_a_text_that_is_short_enough_is_returned_unread(count: int) -> None:
    engine = Reader()
    text = " ".join(events("ru", count))
    result = made(text, engine, length=Length("sentences", 3) if count > 1 else None)
    assert result.text == text
    assert engine.passes == []
    assert result.task == "extractive"
    assert result.warnings


def test_a_summary_as_long_as_its_source_is_replaced_with_a_warning() -> None:
    engine = Reader(reads=1000, write=lambda text: text)
    result = made(pages("en", 9), engine)
    assert result.task == "extractive"
    assert len(result.sentences) == 3
    assert any("replaced by an extractive summary" in warning for warning in result.warnings)
    with pytest.raises(FaithfulnessError, match="the summary is no shorter than the text"):
        made(pages("en", 9), engine, strict=True)


def test_every_chunk_has_the_heading_of_its_section() -> None:
    text = "\n\n".join(["# News of the week", *_section("Harvest", 0, 12), *_section("Rivers", 12, 40)])
    engine = Reader(reads=50)
    made(text, engine, length=Length("sentences", 1))
    outline = structure.outline(from_text(text))
    sections = {sentence.text: sentence.heading for sentence in outline.sentences}
    assert set(sections.values()) == {"Harvest", "Rivers"}
    assert len(engine.passes[0]) > 6
    for read in engine.passes[0]:
        heading = None
        for paragraph in read.split("\n\n"):
            if paragraph in ("Harvest", "Rivers"):
                heading = paragraph
                continue
            for sentence in re.split(r"(?<=\.)\s+", paragraph):
                assert sections[sentence] == heading
    assert "Harvest" not in "".join(engine.passes[1])


def _section(heading: str, start: int, end: int) -> list[str]:
    return [f"## {heading}", *(" ".join(events("en", end)[at : at + 4]) for at in range(start, end, 4))]


def test_a_heading_never_replaces_an_empty_summary() -> None:
    text = "\n\n".join(["# News of the week", *_section("The baker Kim bought 57 clocks near Zaysan", 0, 12)])
    result = made(text, Reader(reads=50, write=lambda text: ""), length=Length("sentences", 2))
    assert all(sentence in events("en", 12) for sentence in re.split(r"(?<=\.)\s+", result.text))
    assert any("wrote nothing" in warning for warning in result.warnings)


def test_support_points_to_sentences_of_the_source() -> None:
    document = from_text(pages("ru", 30))
    result = made(document, Reader(reads=60), length=Length("sentences", 2))
    assert result.generated is not None
    for said in result.generated.support:
        assert [result.sentences[index].text for index in said.sentences] == [said.text]
    for place in result.sentences:
        assert document.text[place.start : place.end] == place.text


def test_strict_fails_instead_of_replacing_a_summary() -> None:
    engine = Reader(reads=1000, write=lambda text: "The farmer Kim sold 19 boats.")
    document = from_text(pages("en", 12))
    assert made(document, engine, unfaithful="extract").task == "extractive"
    with pytest.raises(FaithfulnessError, match="19"):
        made(document, engine, unfaithful="extract", strict=True)


def test_a_text_without_prose_is_summarised() -> None:
    engine = Reader()
    result = made("# Harvest", engine)
    assert result.text in ("", "Harvest")


def test_several_documents_load_their_model_once() -> None:
    told: list[str] = []
    request = Request(
        task="abstractive", model=str(folder("summarizer")), runtime=Runtime(device="cpu", threads=1)
    )
    with listening(lambda work, done, total, tokens: told.append(work)):
        for language in LANGUAGES:
            assert page(language) in CASES
            assert run(from_text(page(language).text), request).text == events(language, 1)[0]
    assert [work for work in told if work != "summarizer"] == ["loading summarizer"]
    assert told.count("summarizer") == 2 * len(LANGUAGES)


sentences = st.one_of(
    st.sampled_from([said for language in LANGUAGES for said in events(language, 20)]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co", "Cn"]), min_size=1, max_size=80),
)
texts = st.lists(st.lists(sentences, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=12).map(
    "\n\n".join
)
lengths = st.one_of(
    st.none(),
    st.builds(Length, st.just("sentences"), st.integers(1, 6)),
    st.builds(Length, st.just("words"), st.integers(1, 60)),
    st.builds(Length, st.just("ratio"), st.sampled_from([0.1, 0.3, 0.5, 1.0])),
)


@given(texts, lengths, st.integers(5, 60))
def test_any_text_is_read_whole_and_the_budget_kept(text: str, length: Length | None, reads: int) -> None:
    engine = Reader(reads)
    try:
        document = from_text(text)
    except DocumentError:
        return
    result = made(document, engine, length=length)
    outline = structure.outline(document)
    prose = [sentence.text for sentence in outline.sentences]
    if engine.passes:
        assert _unread(outline.sentences, engine.passes[0]) == ""
    if prose:
        assert result.text.strip()
    words = len(result.text.split())
    assert words <= max(sum(len(sentence.split()) for sentence in prose), 1)
    if length and length.unit == "words":
        assert words <= length.amount or any("were requested" in warning for warning in result.warnings)
    elif length and result.generated:
        wanted = len(run(document, Request(length=length)).sentences)
        assert len(result.generated.support) <= wanted


def _unread(source: Sequence[structure.Sentence], read: list[str]) -> str:
    """The rest of the source, headings included, after the texts read are removed from its beginning.

    A heading repeated in a further chunk is not in the rest.
    """
    headings = [None, *(sentence.heading for sentence in source)]
    left = ink(
        "".join(
            f"{sentence.heading if sentence.heading != before and sentence.heading else ''}{sentence.text}"
            for before, sentence in zip(headings, source, strict=False)
        )
    )
    for text in map(ink, read):
        carried = next(
            (
                ink(heading)
                for heading in headings[1:]
                if heading
                and not left.startswith(text)
                and text.startswith(ink(heading))
                and left.startswith(text.removeprefix(ink(heading)))
            ),
            "",
        )
        assert left.startswith(text.removeprefix(carried)), (text, left)
        left = left.removeprefix(text.removeprefix(carried))
    return left
