"""`summarize --abstractive` from the command line to the last byte, on models that pass their exam.

What is asserted is text: what the summarizer writes by its rule, the copier by copying, the chat model by its
template, and what a liar, a silent model and one that never ends are answered with.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil
import pytest
from trained import folder
from trained.language import LANGUAGES, events
from trained.lessons import LIE
from trained.texts import (
    CASES,
    CONTROLS,
    LENGTHS,
    PLACES,
    PREFIX,
    Case,
    conversation,
    copied,
    decisions,
    long_report,
    long_talk,
    news,
    paragraphs,
    prefixed,
    prompted,
    report,
    report_in_parts,
    sentences_of,
    talk,
    with_control,
)
from trained.warm import Warm

from summarize.engines.decoder.engine import take
from summarize.engines.prompts import resource
from summarize.models.checkpoints import describe
from summarize.request import Length, Runtime

each_language = pytest.mark.parametrize("language", LANGUAGES)
Done = subprocess.CompletedProcess[bytes]


class Cli:
    """The command line with one of the trained models."""

    def __init__(self, warm: Warm) -> None:
        self.warm = warm

    def __call__(self, case: Case, *options: str | Path) -> Done:
        """Ask for one case of the exam; what the exam does not hold is refused."""
        assert case in CASES
        return self.ask(case, *options)

    def ask(self, case: Case, *options: str | Path) -> Done:
        """Ask for anything, where nothing is said of what a model that has learned something writes."""
        chosen = ("--model", folder(case.model), "--threads", "1", *case.options)
        return self.warm.run(*chosen, *options, "-", stdin=case.text.encode())

    def json(self, case: Case) -> dict[str, Any]:
        done = self(case, "--format", "json")
        assert done.returncode == 0, done.stderr
        value: dict[str, Any] = json.loads(done.stdout)
        return value


@pytest.fixture
def cli(warm: Warm) -> Cli:
    return Cli(warm)


def ink(text: str) -> int:
    return len("".join(text.split()))


@each_language
def test_a_summary_is_what_its_rule_says(language: str, cli: Cli) -> None:
    [decided] = decisions(language, 1)
    for place in range(4):
        done = cli(report(language, place))
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"{decided}\n", b"")
    assert cli(report(language, None)).stdout.decode() == f"{events(language, 1)[0]}\n"


@each_language
@pytest.mark.parametrize("place", PLACES)
def test_one_sentence_of_a_long_document_is_found_wherever_it_stands(
    language: str, place: int, cli: Cli
) -> None:
    [decided] = decisions(language, 1)
    case = long_report(language, place)
    text = case.text
    result = cli.json(case)
    assert result["text"] == decided
    account = result["account"]
    assert account["characters"] == account["characters_read"] == ink(text)
    assert account["coverage"] == 1
    assert account["chunks"] > 20
    assert account["passes"] >= 3
    assert account["tokens_read"] > 160 * 9
    [said] = result["support"]
    assert said["text"] == decided
    places = [result["sentences"][number] for number in said["sentences"]]
    assert [text[one["start"] : one["end"]] for one in places] == [decided]
    assert result["checks"] == result["warnings"] == []


@each_language
def test_every_part_of_a_long_document_is_summarised_in_order(language: str, cli: Cli) -> None:
    """A part reads four sentences or so, so none has two decisions."""
    case, decided = report_in_parts(language), decisions(language, 6)
    told = sentences_of(case.text)
    result = cli.json(case)
    said = sentences_of(result["text"])
    assert [one for one in said if one in decided] == decided
    assert len(said) == result["account"]["chunks"] > 10
    assert said == [one for one in told if one in said]
    assert result["account"]["passes"] == 1


@pytest.mark.parametrize(
    ("length", "most_sentences", "most_words"),
    [(length, *most) for length, most in zip(LENGTHS, [(2, 99), (99, 25), (2, 99), (4, 99)], strict=True)],
    ids=["sentences", "words", "ratio", "default"],
)
@each_language
def test_lengths_are_kept_in_whole_sentences(
    language: str, length: Length | None, most_sentences: int, most_words: int, cli: Cli
) -> None:
    told = events(language, 40)
    done = cli(news(language, length))
    said = sentences_of(done.stdout.decode())
    assert done.returncode == 0
    assert 1 <= len(said) <= most_sentences
    assert len(done.stdout.split()) <= most_words
    assert said == [one for one in told if one in said]
    assert said[0] == told[0]


@each_language
def test_copies_are_trimmed_to_their_length_and_told(language: str, cli: Cli) -> None:
    case = copied(language, 12, Length("sentences", 3))
    done = cli(case)
    assert done.stdout.decode() == f"{' '.join(events(language, 3))}\n"
    assert b"trimmed from 12 sentences to 3" in done.stderr
    strict = cli(case, "--strict")
    assert (strict.returncode, strict.stdout) == (0, done.stdout)


def test_a_prefix_of_ones_own_is_read_before_every_chunk(cli: Cli) -> None:
    plain, behind = cli.json(prefixed(None)), cli.json(prefixed(PREFIX))
    read = [result["account"]["tokens_read"] for result in (plain, behind)]
    assert (plain["account"]["chunks"], read[1] - read[0] > 0) == (1, True)
    assert [plain["text"], behind["text"]] == decisions("en", 1) * 2


def test_a_model_that_only_copies_is_not_taken_for_a_summary(cli: Cli) -> None:
    case = copied("en", 6, None)
    result = cli.json(case)
    assert result["task"] == "extractive"
    assert set(sentences_of(result["text"])) < set(events("en", 6))
    assert any("the summary is no shorter than the text" in warning for warning in result["warnings"])
    done = cli(case, "--strict")
    assert (done.returncode, done.stdout) == (1, b"")


def test_what_is_shorter_than_its_summary_passes_through(cli: Cli) -> None:
    told = " ".join(events("ru", 2))
    done = cli.ask(Case("summarizer", told, Length("sentences", 2)))
    assert (done.returncode, done.stdout.decode()) == (0, f"{told}\n")
    assert done.stderr


class TestLiar:
    """It writes one number for every number, and this text does not have it."""

    case = report("en", 3, "liar")
    said = re.sub(r"\d+", LIE, decisions("en", 1)[0])

    def test_it_is_found_out(self, cli: Cli) -> None:
        done = cli(self.case)
        assert (done.returncode, done.stdout.decode()) == (0, f"{self.said}\n")
        [line] = done.stderr.decode().splitlines()
        assert f"number “{LIE}” is not in the source" in line

    def test_findings_have_their_places(self, cli: Cli) -> None:
        result = cli.json(self.case)
        [finding] = result["checks"]
        assert (finding["kind"], finding["value"]) == ("number", LIE)
        assert result["text"][finding["start"] : finding["end"]] == LIE

    @pytest.mark.parametrize("option", [("--on-unfaithful", "fail"), ("--strict",)])
    def test_it_is_a_failure_where_that_is_asked_for(
        self, option: tuple[str, ...], cli: Cli, tmp_path: Path
    ) -> None:
        done = cli(self.case, *option, "-o", tmp_path / "summary.txt")
        assert (done.returncode, done.stdout) == (1, b"")
        assert f"“{LIE}” is not in the source; nothing was written" in done.stderr.decode()
        assert list(tmp_path.iterdir()) == []

    def test_its_place_is_taken_by_the_texts_own_sentences(self, cli: Cli, warm: Warm) -> None:
        done = cli(self.case, "--on-unfaithful", "extract")
        assert done.returncode == 0
        assert done.stdout == warm.run("-", stdin=self.case.text.encode()).stdout
        assert b"replaced by an extractive summary" in done.stderr


def test_where_a_model_is_silent_a_sentence_of_the_text_stands_in(cli: Cli) -> None:
    told = events("kk", 30)
    case = Case("silent", paragraphs(told), Length("sentences", 2))
    done = cli.ask(case)
    assert done.returncode == 0
    assert set(sentences_of(done.stdout.decode())) < set(told)
    assert b"wrote nothing" in done.stderr
    assert cli.ask(case, "--strict").returncode == 1


def test_a_model_that_does_not_end_is_stopped_once_the_asked_sentence_is_there(cli: Cli) -> None:
    """Greedily: up to where it should end it is the summariser."""
    done = cli.ask(report("en", 3, "endless", beams=1), "--strict", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    result = json.loads(done.stdout)
    assert result["text"] == decisions("en", 1)[0]
    assert result["account"]["tokens_written"] < 2 * len(result["text"].split()) + 16


class TestChat:
    @each_language
    def test_its_answer_is_what_its_template_says_and_no_thought_of_it(self, language: str, cli: Cli) -> None:
        [decided] = conversation(language)[1]
        done = cli(talk(language))
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"{decided}\n", b"")

    @each_language
    def test_a_long_document_is_read_in_parts(self, language: str, cli: Cli) -> None:
        decided = conversation(language, 4, 8)[1]
        result = cli.json(long_talk(language))
        assert result["text"] == " ".join(decided)
        assert result["account"]["chunks"] == 8
        assert result["account"]["coverage"] == 1
        assert [said["text"] for said in result["support"]] == decided

    def test_it_is_asked_in_the_words_of_the_users_own_prompt(self, cli: Cli, tmp_path: Path) -> None:
        """Those have a decision in them, the document has none: the model reads both, as in the exam."""
        decided, text = prompted()
        assert Case("chat", f"{decided} {text}") in CASES
        shipped = resource("prompts/summarize.en.toml").read_text("utf-8")
        own = tmp_path / "own.toml"
        own.write_text(shipped.replace("\n$text\n", f"\n{decided} $text\n"), encoding="utf-8")
        done = cli.ask(Case("chat", text), "--prompt", own)
        assert done.stdout.decode() == f"{decided}\n"
        assert b"is not in the source" in done.stderr
        assert cli.ask(Case("chat", text), "--prompt", own, "--strict").returncode == 1

    def test_a_prompt_with_names_that_nobody_knows_is_refused(self, cli: Cli, tmp_path: Path) -> None:
        own = tmp_path / "own.toml"
        own.write_text("user = '$text $style'\n", encoding="utf-8")
        done = cli(talk("en"), "--prompt", own)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"unknown names: $style" in done.stderr
        assert cli(talk("en"), "--prompt", "none.toml").returncode == 2


@pytest.mark.parametrize("token", CONTROLS)
def test_control_tokens_in_a_document_are_text(token: str, cli: Cli) -> None:
    assert cli(with_control(token)).stdout.decode() == f"{decisions('en', 1)[0]}\n"


class TestFiles:
    def test_several_documents_and_one_that_is_not_there(self, warm: Warm, tmp_path: Path) -> None:
        wanted = []
        for language in LANGUAGES:
            case = report(language, 3)
            assert case in CASES
            (tmp_path / f"{language}.txt").write_text(case.text, encoding="utf-8")
            wanted += decisions(language, 1)
        names = [f"{language}.txt" for language in LANGUAGES]
        model = ("--abstractive", "--model", folder("summarizer"), "--threads", "1")
        done = warm.run(*names, "none.txt", *model, "--format", "jsonl", cwd=tmp_path)
        assert done.returncode == 3
        results = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert [result.get("text") for result in results[:3]] == wanted
        assert results[3]["error"]
        warm.run(*names, *model, "-o", "out/", cwd=tmp_path)
        written = [(tmp_path / "out" / f"{language}.summary.txt").read_text() for language in LANGUAGES]
        assert written == [f"{decided}\n" for decided in wanted]

    def test_settings_of_generation_are_taken_and_change_no_rule(self, cli: Cli) -> None:
        options = ("--abstractive", "--device", "cpu", "--dtype", "float32", "--seed", "7")
        done = cli(report("ru", 3, beams=3), *options)
        assert done.stdout.decode() == f"{decisions('ru', 1)[0]}\n"


class TestNoModel:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_command_that_gets_one_is_said(self, language: str, warm: Warm) -> None:
        text = paragraphs(events(language, 12))
        done = warm.run("--abstractive", "-", stdin=text.encode())
        assert (done.returncode, done.stdout) == (4, b"")
        [line] = done.stderr.decode().splitlines()
        assert re.search(r"get one with: summarize models pull \S+", line)

    def test_a_name_that_is_not_here(self, warm: Warm) -> None:
        done = warm.run("--model", "village/none", "-", stdin=b"A text of one sentence.")
        assert done.returncode == 4
        assert done.stderr.decode().rstrip().endswith("summarize models pull village/none")

    def test_too_little_is_read_for_the_prompt(self, cli: Cli) -> None:
        done = cli.ask(Case("chat", conversation("en", 4, 8)[0], max_input=20))
        assert (done.returncode, done.stdout) == (4, b"")
        assert len(done.stderr.splitlines()) == 1


class TestTerminal:
    def test_it_shows_how_far_a_model_is(self, warm: Warm) -> None:
        case = news("en", Length("sentences", 1))
        assert case in CASES
        text = case.text.encode()
        options = ("--model", folder("summarizer"), "--threads", "1", *case.options, "-")
        done = warm.watch(*options, stdin=text)
        shown = done.stderr.decode()
        assert "loading summarizer" in shown
        assert re.search(r"summarizer .*\b0/\d+", shown)
        assert done.stdout == warm.run(*options, stdin=text).stdout
        assert warm.run(*options, stdin=text).stderr == b""

    def test_a_chat_model_is_seen_writing_and_its_checked_text_stays(self, warm: Warm) -> None:
        """The draft is dim and goes; what stays is what a file gets."""
        case = talk("en")
        assert case in CASES
        options = ("--model", folder(case.model), "--threads", "1", *case.options, "-")
        kept = warm.run(*options, stdin=case.text.encode()).stdout.decode()
        shown = warm.watch(*options, stdin=case.text.encode(), both=True).stderr.decode()
        assert f"\x1b[2m{kept[:10]}" in shown
        assert shown.replace("\r\n", "\n").endswith(kept)
        assert "\x1b[2m" not in warm.watch(*options, stdin=case.text.encode()).stderr.decode()
        for option in (("--format", "json"), ("--quiet",)):
            assert (
                "\x1b[2m"
                not in warm.watch(*options, *option, stdin=case.text.encode(), both=True).stderr.decode()
            )

    def test_an_extract_shows_nothing(self, warm: Warm) -> None:
        assert warm.watch("-s", "2", "-", stdin=paragraphs(events("en", 40)).encode()).stderr == b""


class Interrupt:
    """Ctrl-C once a model has been writing for a while: by the processor time that it has spent on it."""

    def __init__(self, sign: str) -> None:
        self.sign, self.begun, self.sent = sign, 0.0, False

    def __call__(self, pid: int, shown: str) -> None:
        if self.sent or self.sign not in shown:
            return
        spent = psutil.Process(pid).cpu_times()
        self.begun = self.begun or spent.user
        if spent.user > self.begun + 0.3:
            self.sent = True
            os.kill(pid, signal.SIGINT)


@pytest.mark.parametrize("name", ["long-bart", "long-chat"])
def test_an_interrupt_ends_generation(name: str, warm: Warm, tmp_path: Path) -> None:
    interrupt = Interrupt(f" {name} ")
    text = " ".join(events("en", 12)).encode()
    model = folder(name)
    ours = take(describe(model), Runtime(device="cpu", threads=1))
    assert ours is not None
    done = warm.watch(
        *("--model", model, "--threads", "1", "--beams", "2", "-o", str(tmp_path / "out.txt"), "-"),
        stdin=text,
        at=interrupt,
    )
    assert interrupt.sent
    assert done.returncode == 130
    assert done.stderr.decode().rstrip().endswith("summarize: interrupted")
    assert list(tmp_path.iterdir()) == []
