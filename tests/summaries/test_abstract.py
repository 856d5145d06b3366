"""Abstractive summaries by scripted engines: reading, folding, length, checks and warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.api.run import run
from summarize.engines.protocol import Generation
from summarize.errors import FaithfulnessError, InputTooLong
from summarize.request import Decoding, Instruction, Length, Request, Stop
from summarize.result import Result
from summarize.text.documents import from_text


@dataclass
class FirstSentence:
    """An engine that writes the first sentence of each text and records what it read."""

    room: int = 40
    name: str = "first"
    precision: str = "float32"
    read: list[list[str]] = field(default_factory=list)

    def limit(self, instruction: Instruction) -> int:
        return self.room

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, texts: Sequence[str], instruction: Instruction, decoding: Decoding
    ) -> list[Generation]:
        self.read.append(list(texts))
        for text in texts:
            if self.count(text) > self.room:
                raise InputTooLong("too long")
        return [self.written(text, decoding) for text in texts]

    def written(self, text: str, decoding: Decoding) -> Generation:
        body = text.split("\n\n")[-1] if text.startswith("#") else text
        first = re.split(r"(?<=[.!?])\s", body, maxsplit=1)[0]
        return Generation(first, self.count(text), self.count(first), finished=True)


def said(number: int) -> str:
    return f"The council of town {number} opened a school on the second day of the month."


def article(count: int) -> str:
    paragraphs = [
        " ".join(said(i) for i in range(start, min(start + 4, count))) for start in range(0, count, 4)
    ]
    return "\n\n".join(paragraphs)


def summarise(text: str, engine: FirstSentence, **request: object) -> Result:
    return run(from_text(text, "news", "en"), Request(task="abstractive", **request), engine)  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_text_that_fits_is_read_once_and_accounted_for() -> None:
    engine = FirstSentence(room=400)
    result = summarise(article(8), engine)
    assert result.text == said(0)
    assert result.task == "abstractive"
    assert result.model == "first"
    assert result.generated is not None
    account = result.generated.account
    assert (account.chunks, account.passes, account.coverage) == (1, 1, 1.0)
    assert account.tokens_read == engine.count(article(8))
    assert [one.text for one in result.sentences] == [said(0)]
    assert result.generated.support[0].sentences == (0,)
    assert result.warnings == ()


def test_a_long_text_is_read_to_its_end_and_folded() -> None:
    engine = FirstSentence(room=40)
    result = summarise(article(60), engine, length=Length("sentences", 2))
    first = " ".join(engine.read[0])
    assert squeezed(first) == squeezed(article(60))
    assert said(59) in engine.read[0][-1]
    assert len(engine.read) > 1
    assert 1 <= len(result.text.split(". ")) <= 2
    assert result.generated is not None
    assert result.generated.account.chunks == len(engine.read[0])
    assert result.generated.account.passes == len(engine.read)
    sizes = [engine.count(text) for text in engine.read[0]]
    assert max(sizes) <= 40
    assert min(sizes) >= max(sizes) // 2


def test_every_chunk_has_the_heading_of_its_section() -> None:
    engine = FirstSentence(room=60)
    body = " ".join(said(i) for i in range(12))
    summarise(f"# Report\n\n# Schools\n\n{body}\n\n# Roads\n\n{body.replace('school', 'road')}", engine)
    first = engine.read[0]
    assert all(text.startswith(("Schools\n\n", "Roads\n\n")) for text in first)
    assert all(("road on" in text) == ("Roads" in text) for text in first)
    assert sum(text.count("Schools") for text in first) == sum("school on" in text for text in first)


@pytest.mark.parametrize(
    ("unit", "amount", "most"), [("sentences", 3, 3), ("words", 20, 20), ("ratio", 0.1, 4)]
)
def test_lengths_are_budgets(unit: str, amount: float, most: int) -> None:
    result = summarise(article(40), FirstSentence(room=30), length=Length(unit, amount))  # type: ignore[arg-type]
    size = len(result.text.split()) if unit == "words" else len(result.text.split(". "))
    assert 1 <= size <= most


def test_a_text_too_short_to_summarise_is_returned_unread() -> None:
    engine = FirstSentence()
    result = summarise(article(2), engine, length=Length("sentences", 5))
    assert result.text == article(2)
    assert engine.read == []
    assert "returned whole" in result.warnings[0]


class Copy(FirstSentence):
    """Writes everything it reads."""

    def written(self, text: str, decoding: Decoding) -> Generation:
        return Generation(text, self.count(text), self.count(text), finished=True)


def test_a_summary_is_never_as_long_as_its_source() -> None:
    result = summarise(article(6), Copy(room=400))
    assert result.task == "extractive"
    assert len(result.text) < len(article(6))
    assert "the summary is no shorter than the text" in result.warnings[-1]


@dataclass
class Says(FirstSentence):
    """Writes the same words for every text."""

    words: str = ""
    finished: bool = True
    room: int = 400

    def written(self, text: str, decoding: Decoding) -> Generation:
        return Generation(self.words, self.count(text), self.count(self.words), self.finished)


def test_an_invented_number_is_found_and_warned_of_once() -> None:
    result = summarise(article(8), Says(words="The council opened 97 schools."))
    assert result.generated is not None
    assert [finding.value for finding in result.generated.checks] == ["97"]
    assert [warning for warning in result.warnings if "97" in warning] == list(result.warnings)
    finding = result.generated.checks[0]
    assert result.text[finding.start : finding.end] == "97"


def test_unfaithful_summaries_fail_or_are_replaced_as_requested() -> None:
    engine = Says(words="The council opened 97 schools.")
    with pytest.raises(FaithfulnessError, match="97"):
        summarise(article(8), engine, unfaithful="fail")
    with pytest.raises(FaithfulnessError):
        summarise(article(8), engine, strict=True)
    result = summarise(article(8), engine, unfaithful="extract")
    assert result.task == "extractive"
    assert "97" not in result.text
    assert "replaced by an extractive summary" in result.warnings[-1]


def test_an_unfinished_sentence_is_dropped_with_a_warning() -> None:
    result = summarise(article(8), Says(words=f"{said(0)} The council of", finished=False))
    assert result.text == said(0)
    assert "output limit" in result.warnings[0]


def test_strict_accepts_whole_sentences_and_refuses_half_a_one() -> None:
    whole = Says(words=f"{said(0)} The council of", finished=False)
    assert summarise(article(8), whole, strict=True).text == said(0)
    assert summarise(
        article(8), Says(words=f"{said(0)} {said(1)}"), length=Length("sentences", 1), strict=True
    )
    with pytest.raises(FaithfulnessError, match="within its first sentence"):
        summarise(article(8), Says(words="The council of", finished=False), strict=True)


def test_fewer_sentences_than_asked_are_noted_and_fail_a_strict_request() -> None:
    result = summarise(article(8), Says(words=said(0)), length=Length("sentences", 3))
    assert "3 sentences were asked for, the model wrote 1" in result.warnings
    with pytest.raises(FaithfulnessError, match="3 sentences were asked for"):
        summarise(article(8), Says(words=said(0)), length=Length("sentences", 3), strict=True)


def test_a_summary_that_no_sentence_supports_is_flagged() -> None:
    invented = "Penguins crossed the frozen harbour while musicians played loudly outside."
    result = summarise(article(8), Says(words=f"{said(0)} {invented}"))
    assert result.generated is not None
    (finding,) = [one for one in result.generated.checks if one.kind == "unsupported"]
    assert result.text[finding.start : finding.end] == invented
    with pytest.raises(FaithfulnessError, match="unsupported"):
        summarise(article(8), Says(words=f"{said(0)} {invented}"), unfaithful="fail")


def test_a_finding_that_is_allowed_is_kept_in_the_record_and_fails_nothing() -> None:
    text = f"{said(0)} Penguins crossed the frozen harbour while musicians played loudly outside."
    result = summarise(article(8), Says(words=text), strict=True, allow=("unsupported",))
    assert result.generated is not None
    assert result.generated.checks == ()
    assert [one.kind for one in result.generated.waived] == ["unsupported"]
    assert len(result.generated.digest) == 12


@pytest.mark.parametrize(
    ("reader", "message"), [("ru", "в исходном тексте ничего"), ("kk", "түпнұсқада мұндай")]
)
def test_warnings_about_findings_are_in_the_language_of_the_reader(reader: str, message: str) -> None:
    text = f"{said(0)} Penguins crossed the frozen harbour while musicians played loudly outside."
    result = summarise(article(8), Says(words=text), reader=reader)
    assert any(message in warning for warning in result.warnings)


@dataclass
class Stopped(Says):
    """Says that its words were stopped, or that nothing but an echo was written."""

    stop: Stop | None = "loop"
    echo: str = ""

    def written(self, text: str, decoding: Decoding) -> Generation:
        assert decoding.stopping is not None
        words = self.count(self.words)
        return Generation(self.words, self.count(text), words, False, self.stop, self.echo)


def test_a_loop_is_a_finding_and_what_came_before_it_is_kept() -> None:
    loop = " ".join(f"The town of {year} had a second school." for year in range(1990, 1998))
    engine = Stopped(words=f"{said(0)} {loop}")
    result = summarise(article(8), engine)
    assert result.text == f"{said(0)} The town of 1990 had a second school."
    assert result.generated is not None
    assert "loop" in {finding.kind for finding in result.generated.checks}
    assert any("repeated itself" in warning for warning in result.warnings)
    with pytest.raises(FaithfulnessError):
        summarise(article(8), engine, unfaithful="fail")


@pytest.mark.parametrize(
    ("engine", "did", "rejected"),
    [
        (Stopped(words="So it is " * 40), "only repeated itself", "So it is"),
        (
            Stopped(stop=None, echo="Answer with the summary alone."),
            "repeated its instructions",
            "Answer with",
        ),
    ],
)
def test_what_the_model_did_is_said_where_the_text_stands_in(
    engine: Stopped, did: str, rejected: str
) -> None:
    result = summarise(article(8), engine)
    assert result.text in article(8)
    assert any(did in warning and "stands in" in warning for warning in result.warnings)
    assert str(result.to_json()["rejected"]).startswith(rejected)
    with pytest.raises(FaithfulnessError):
        summarise(article(8), engine, strict=True)


def test_a_replaced_summary_is_kept_as_rejected() -> None:
    result = summarise(article(8), Says(words="The council opened 97 schools."), unfaithful="extract")
    assert result.to_json()["rejected"] == "The council opened 97 schools."
    assert "rejected" not in summarise(article(8), Says(words=said(0))).to_json()


@pytest.mark.parametrize("nothing", ["", "<think>only thoughts", "Here is the summary:"])
def test_a_sentence_of_the_text_is_used_if_the_model_writes_nothing(nothing: str) -> None:
    result = summarise(article(8), Says(words=nothing))
    assert result.text in article(8)
    assert result.text
    assert "wrote nothing" in result.warnings[0]


def test_thoughts_and_chatter_are_not_part_of_a_summary() -> None:
    result = summarise(article(8), Says(words=f"<think>hm</think>Here is the summary:\n{said(3)}"))
    assert result.text == said(3)


class Truncating(FirstSentence):
    """Reads only half of each text."""

    def written(self, text: str, decoding: Decoding) -> Generation:
        return Generation("A school opened.", self.count(text) // 2, 3, finished=True)


def test_an_engine_that_truncates_its_input_is_an_error() -> None:
    with pytest.raises(InputTooLong, match="truncated its input"):
        summarise(article(8), Truncating(room=400))


def test_the_json_has_account_checks_and_support() -> None:
    value = summarise(article(8), FirstSentence(room=400, precision="int8")).to_json()
    assert value["runtime"] == {"precision": "int8"}
    assert value["account"] == {
        "characters": len(squeezed(article(8))),
        "characters_read": len(squeezed(article(8))),
        "tokens_read": len(article(8).split()),
        "tokens_written": len(said(0).split()),
        "chunks": 1,
        "passes": 1,
        "coverage": 1.0,
    }
    assert value["checks"] == []
    assert value["support"] == [{"text": said(0), "sentences": [0]}]


words = st.lists(
    st.sampled_from(["school", "road", "bridge", "мост", "мектеп", "жол", "2024", "12,5", "€"]),
    min_size=1,
    max_size=14,
)
sentences = words.map(lambda chosen: f"{' '.join(chosen).capitalize()}.")


@given(
    st.lists(st.lists(sentences, min_size=1, max_size=6), min_size=1, max_size=8),
    st.integers(3, 60),
    st.one_of(st.none(), st.builds(Length, st.just("sentences"), st.integers(1, 5))),
)
def test_all_text_is_read_and_every_budget_kept(
    paragraphs: list[list[str]], room: int, length: Length | None
) -> None:
    text = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
    engine = FirstSentence(room=room)
    result = summarise(text, engine, length=length)
    assert result.text.strip()
    assert len(result.text.split()) <= len(text.split())
    if result.task == "abstractive":
        assert result.generated is not None
        assert result.generated.account.coverage == 1.0
        assert all(engine.count(one) <= room for texts in engine.read for one in texts)
    if length and result.generated:
        assert len(result.generated.support) <= length.amount


# Shapes


SECTIONS = "# Report\n\n## Schools\n\n{0}\n\n## Roads\n\n{1}"


def test_sections_are_summarised_each_and_offsets_are_those_of_the_whole() -> None:
    body = " ".join(said(i) for i in range(12))
    result = summarise(SECTIONS.format(body, body.replace("school", "road")), Body(room=400), by_section=True)
    assert [section.heading for section in result.sections] == ["Schools", "Roads"]
    assert result.text == f"Schools\n{said(0)}\n\nRoads\n{said(0).replace('school', 'road')}"
    assert result.generated is not None
    support = result.generated.support
    assert [one.sentences for one in support] == [(0,), (1,)]
    assert [one.text for one in result.sentences] == [one.text for one in support]
    assert result.generated.account.coverage == 1
    assert result.generated.account.chunks == 2


@dataclass
class Body(FirstSentence):
    """An engine that does not repeat the heading above what it read."""

    def written(self, text: str, decoding: Decoding) -> Generation:
        first = text.split("\n\n")[-1].partition(". ")[0] + "."
        return Generation(first, self.count(text), self.count(first), finished=True)


@dataclass
class Liar(FirstSentence):
    """An engine that writes a number that no text has."""

    def written(self, text: str, decoding: Decoding) -> Generation:
        return Generation("The council of town 0 opened 777 schools.", self.count(text), 1, finished=True)


@pytest.mark.parametrize("request_", [{"by_section": True}, {"shape": "bullets"}, {"shape": "headline"}])
def test_findings_point_to_where_their_words_are(request_: dict[str, object]) -> None:
    body = " ".join(said(i) for i in range(12))
    result = summarise(SECTIONS.format(body, body.replace("school", "road")), Liar(room=600), **request_)
    assert result.generated is not None
    numbers = [finding for finding in result.generated.checks if finding.value == "777"]
    assert len(numbers) == (2 if "by_section" in request_ else 1)
    assert all(result.text[finding.start : finding.end] == "777" for finding in numbers)


def test_bullets_and_headlines_of_a_model() -> None:
    bullets = summarise(article(12), FirstSentence(room=400), shape="bullets")
    assert bullets.text == f"- {said(0)}"
    headline = summarise(article(12), FirstSentence(room=400), shape="headline")
    assert headline.text == said(0)[:-1]
    assert headline.to_json()["as"] == "headline"


def test_a_model_reads_only_what_is_about_the_query() -> None:
    engine = FirstSentence(room=400)
    text = f"{article(12)}\n\nThe bridge over the river is old. The bridge was painted. A bridge is a bridge."
    summarise(text, engine, about=("bridge",), length=Length("sentences", 1))
    assert "school" not in engine.read[0][0]
    assert "bridge was painted" in engine.read[0][0]
    nothing = summarise(text, engine, about=("railway",))
    assert nothing.text == ""
