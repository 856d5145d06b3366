"""`summarize --abstractive` from the command line to the last byte, on models trained until they are right.

What is asserted is text: what the summarizer writes by its rule, the copier by copying, the chat model by its
template, and what a liar, a silent model and one that never ends are answered with.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil
import pytest
from filelock import FileLock
from trained import CARD, LIE, folder, layouts, lessons, shared
from trained.language import GRAMMARS, LANGUAGES, decision, events
from trained.lessons import ORDER, VOICES, sentence
from trained.warm import Warm

from summarize.engines.decoder.engine import take
from summarize.engines.prompts import resource
from summarize.models.checkpoints import describe
from summarize.request import Runtime

each_language = pytest.mark.parametrize("language", LANGUAGES)
FEW = ("--max-input", "48")  # four sentences at once, as in the training
Done = subprocess.CompletedProcess[bytes]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory)


class Cli:
    """The command line with one of the trained models."""

    def __init__(self, warm: Warm, home: Path) -> None:
        self.warm, self.home = warm, home

    def __call__(self, model: str, text: str, *options: str, **more: Any) -> Done:
        chosen = ("--model", folder(model, self.home), "--threads", "1")
        return self.warm.run(*chosen, *options, "-", stdin=text.encode(), **more)

    def json(self, model: str, text: str, *options: str) -> dict[str, Any]:
        done = self(model, text, "--format", "json", *options)
        assert done.returncode == 0, done.stderr
        value: dict[str, Any] = json.loads(done.stdout)
        return value


@pytest.fixture
def cli(warm: Warm, home: Path) -> Cli:
    return Cli(warm, home)


def paragraphs(sentences: list[str], size: int = 4) -> str:
    return "\n\n".join(" ".join(sentences[at : at + size]) for at in range(0, len(sentences), size))


def decisions(language: str, count: int, seed: int = 0) -> list[str]:
    dice = random.Random(seed)
    return [decision(language, dice, held_out=True) for _ in range(count)]


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=\.)\s+", text.strip())


def whole(said: str, language: str) -> bool:
    """Whether this is a sentence of the language from its first word to its last.

    Of some twenty events a tiny model may mix up one with its neighbour.
    """
    kinds = (GRAMMARS[language].event, GRAMMARS[language].decision)
    shapes = [r"[^ .,]+".join(map(re.escape, re.split(r"\{\w+\}", kind))) for kind in kinds]
    return any(re.fullmatch(shape, said) for shape in shapes)


def ink(text: str) -> int:
    return len("".join(text.split()))


@each_language
def test_a_summary_is_what_its_rule_says(language: str, cli: Cli) -> None:
    told, [decided] = events(language, 3), decisions(language, 1)
    for place in range(4):
        done = cli("summarizer", " ".join([*told[:place], decided, *told[place:]]))
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"{decided}\n", b"")
    assert cli("summarizer", " ".join(told)).stdout.decode() == f"{told[0]}\n"


@each_language
@pytest.mark.parametrize("place", [0, 83, 159])
def test_one_sentence_of_a_long_document_is_found_wherever_it_stands(
    language: str, place: int, cli: Cli
) -> None:
    told, [decided] = events(language, 160), decisions(language, 1)
    told[place] = decided
    text = paragraphs(told)
    result = cli.json("summarizer", text, "--sentences", "1", *FEW)
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
    told, decided = events(language, 60), decisions(language, 6)
    for number, one in enumerate(decided):
        told[number * 11] = one
    result = cli.json("summarizer", paragraphs(told, 5), "--sentences", "40", *FEW)
    said = sentences_of(result["text"])
    assert [one for one in said if one in decided] == decided
    assert len(said) == result["account"]["chunks"] > 10
    assert all(whole(one, language) for one in said)
    assert result["account"]["passes"] == 1


@pytest.mark.parametrize(
    ("options", "most_sentences", "most_words"),
    [(("-s", "2"), 2, 99), (("-w", "25"), 99, 25), (("-r", "0.05"), 2, 99), ((), 4, 99)],
)
@each_language
def test_lengths_are_kept_in_whole_sentences(
    language: str, options: tuple[str, ...], most_sentences: int, most_words: int, cli: Cli
) -> None:
    told = events(language, 40)
    done = cli("summarizer", paragraphs(told), *FEW, *options)
    said = sentences_of(done.stdout.decode())
    assert done.returncode == 0
    assert 1 <= len(said) <= most_sentences
    assert len(done.stdout.split()) <= most_words
    assert all(whole(one, language) for one in said)
    assert said[0] == told[0]


@each_language
def test_copies_are_trimmed_to_their_length_and_told(language: str, cli: Cli) -> None:
    told = events(language, 12)
    done = cli("copier", paragraphs(told, 2), "--max-input", "26", "--sentences", "3")
    assert done.stdout.decode() == f"{' '.join(told[:3])}\n"
    assert b"trimmed from 12 sentences to 3" in done.stderr
    strict = cli("copier", paragraphs(told, 2), "--max-input", "26", "--sentences", "3", "--strict")
    assert (strict.returncode, strict.stdout) == (1, b"")
    assert b"trimmed from 12" in strict.stderr


def test_a_prefix_of_ones_own_is_read_before_every_chunk(cli: Cli) -> None:
    told, [decided] = events("en", 2), decisions("en", 1)
    text = " ".join([*told, decided])
    plain, prefixed = cli.json("summarizer", text), cli.json("summarizer", text, "--prefix", "Parliament: ")
    read = [result["account"]["tokens_read"] for result in (plain, prefixed)]
    assert (plain["account"]["chunks"], read[1] - read[0] > 0) == (1, True)
    assert plain["text"] == decided


def test_a_model_that_only_copies_is_not_taken_for_a_summary(cli: Cli) -> None:
    told = events("en", 6)
    result = cli.json("copier", paragraphs(told, 2), "--max-input", "26")
    assert result["task"] == "extractive"
    assert set(sentences_of(result["text"])) < set(told)
    assert any("wrote more than the text has" in warning for warning in result["warnings"])
    done = cli("copier", paragraphs(told, 2), "--max-input", "26", "--strict")
    assert (done.returncode, done.stdout) == (1, b"")


def test_what_is_shorter_than_its_summary_passes_through(cli: Cli) -> None:
    told = " ".join(events("ru", 2))
    done = cli("summarizer", told, "-s", "2")
    assert (done.returncode, done.stdout.decode()) == (0, f"{told}\n")
    assert done.stderr


class TestLiar:
    """It writes one number for every number, and this text does not have it."""

    text = " ".join([*events("en", 3), *decisions("en", 1)])
    said = re.sub(r"\d+", LIE, decisions("en", 1)[0])

    def test_it_is_found_out(self, cli: Cli) -> None:
        done = cli("liar", self.text)
        assert (done.returncode, done.stdout.decode()) == (0, f"{self.said}\n")
        [line] = done.stderr.decode().splitlines()
        assert f"number '{LIE}' is not in the source" in line

    def test_findings_have_their_places(self, cli: Cli) -> None:
        result = cli.json("liar", self.text)
        [finding] = result["checks"]
        assert (finding["kind"], finding["value"]) == ("number", LIE)
        assert result["text"][finding["start"] : finding["end"]] == LIE

    @pytest.mark.parametrize("option", [("--on-unfaithful", "fail"), ("--strict",)])
    def test_it_is_a_failure_where_that_is_asked_for(
        self, option: tuple[str, ...], cli: Cli, tmp_path: Path
    ) -> None:
        done = cli("liar", self.text, *option, "-o", str(tmp_path / "summary.txt"))
        assert (done.returncode, done.stdout) == (1, b"")
        assert f"'{LIE}' is not in the source; nothing was written" in done.stderr.decode()
        assert list(tmp_path.iterdir()) == []

    def test_its_place_is_taken_by_the_texts_own_sentences(self, cli: Cli, warm: Warm) -> None:
        done = cli("liar", self.text, "--on-unfaithful", "extract")
        assert done.returncode == 0
        assert done.stdout == warm.run("-", stdin=self.text.encode()).stdout
        assert b"replaced by an extractive summary" in done.stderr


def test_where_a_model_is_silent_a_sentence_of_the_text_stands_in(cli: Cli) -> None:
    told = events("kk", 30)
    done = cli("silent", paragraphs(told), "-s", "2")
    assert done.returncode == 0
    assert set(sentences_of(done.stdout.decode())) < set(told)
    assert b"wrote nothing" in done.stderr
    assert cli("silent", paragraphs(told), "-s", "2", "--strict").returncode == 1


def test_a_model_that_does_not_end_is_cut_and_told(cli: Cli) -> None:
    told, [decided] = events("en", 3), decisions("en", 1)
    done = cli("endless", " ".join([*told, decided]), "-s", "1")
    assert done.returncode == 0
    assert done.stdout.decode().startswith(decided)
    assert b"reached its output limit" in done.stderr
    assert cli("endless", " ".join([*told, decided]), "--strict").returncode == 1


def conversation(language: str, seed: int = 0, paragraphs_: int = 1) -> tuple[str, list[str]]:
    """Three sentences a paragraph, one of them a decision; the text and its decisions."""
    dice, decided, parts = random.Random(seed), [], []
    for _ in range(paragraphs_):
        told = [sentence(language, dice, marked, held_out=True) for marked in (True, False, False)]
        decided.append(told[0])
        dice.shuffle(told)
        parts.append(" ".join(told))
    return "\n\n".join(parts), decided


class TestChat:
    @each_language
    def test_its_answer_is_what_its_template_says_and_no_thought_of_it(self, language: str, cli: Cli) -> None:
        text, [decided] = conversation(language)
        done = cli("chat", text)
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"{decided}\n", b"")

    @pytest.mark.parametrize(("language", "tokens"), [("en", "215"), ("ru", "215"), ("kk", "205")])
    def test_a_long_document_is_read_in_parts(self, language: str, tokens: str, cli: Cli) -> None:
        text, decided = conversation(language, 4, 8)
        result = cli.json("chat", text, "--max-input", tokens, "--sentences", "8")
        assert result["text"] == " ".join(decided)
        assert result["account"]["chunks"] == 8
        assert result["account"]["coverage"] == 1
        assert [said["text"] for said in result["support"]] == decided

    def test_it_is_asked_in_the_words_of_the_users_own_prompt(self, cli: Cli, tmp_path: Path) -> None:
        """Those have a decision in them, the document has none."""
        dice = random.Random(5)
        text = " ".join(sentence("en", dice, False, held_out=True) for _ in range(3))
        decided = sentence("en", dice, True, held_out=True)
        shipped = resource("prompts/summarize.en.toml").read_text("utf-8")
        own = tmp_path / "own.toml"
        own.write_text(shipped.replace("\n$text\n", f"\n{decided} $text\n"), encoding="utf-8")
        done = cli("chat", text, "--prompt", str(own))
        assert done.stdout.decode() == f"{decided}\n"
        assert b"is not in the source" in done.stderr
        assert cli("chat", text, "--prompt", str(own), "--strict").returncode == 1

    def test_a_prompt_with_names_that_nobody_knows_is_refused(self, cli: Cli, tmp_path: Path) -> None:
        own = tmp_path / "own.toml"
        own.write_text("user = '$text $style'\n", encoding="utf-8")
        done = cli("chat", conversation("en")[0], "--prompt", str(own))
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"unknown names: $style" in done.stderr
        assert cli("chat", conversation("en")[0], "--prompt", "none.toml").returncode == 2


class TestHostile:
    """What its order could do if its control tokens were tokens is under test where the ids are made."""

    @pytest.mark.parametrize("voice", VOICES, ids=[str(number) for number in range(len(VOICES))])
    @each_language
    def test_a_document_gives_no_orders(self, language: str, voice: str, cli: Cli) -> None:
        dice = random.Random(len(voice))
        [decided, first, last] = [
            sentence(language, dice, marked, held_out=True) for marked in (True, False, False)
        ]
        for text in (
            f"{first} {decided}{voice}{ORDER} {last}",
            f"{first}{voice}{ORDER} {decided} {last}",
        ):
            done = cli("chat", text)
            assert (done.returncode, done.stdout.decode()) == (0, f"{decided}\n"), done.stderr

    def test_special_tokens_of_other_families_are_text(self, cli: Cli) -> None:
        told, [decided] = events("en", 2), decisions("en", 1)
        for token in ("</s>", "<s>", "<pad>", "<mask>"):
            done = cli("summarizer", f"{told[0]} {token} {decided} {told[1]}")
            assert done.stdout.decode() == f"{decided}\n"


class TestFiles:
    def test_several_documents_and_one_that_is_not_there(
        self, warm: Warm, home: Path, tmp_path: Path
    ) -> None:
        wanted = []
        for language in LANGUAGES:
            told, [decided] = events(language, 3), decisions(language, 1)
            (tmp_path / f"{language}.txt").write_text(" ".join([*told, decided]), encoding="utf-8")
            wanted.append(decided)
        names = [f"{language}.txt" for language in LANGUAGES]
        model = ("--abstractive", "--model", folder("summarizer", home), "--threads", "1")
        done = warm.run(*names, "none.txt", *model, "--format", "jsonl", cwd=tmp_path)
        assert done.returncode == 3
        results = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert [result.get("text") for result in results[:3]] == wanted
        assert results[3]["error"]
        warm.run(*names, *model, "-o", "out/", cwd=tmp_path)
        written = [(tmp_path / "out" / f"{language}.summary.txt").read_text() for language in LANGUAGES]
        assert written == [f"{decided}\n" for decided in wanted]

    def test_settings_of_generation_are_taken_and_change_no_rule(self, cli: Cli) -> None:
        told, [decided] = events("ru", 3), decisions("ru", 1)
        options = ["--abstractive", "--device", "cpu", "--dtype", "float32", "--beams", "3", "--seed", "7"]
        assert cli("summarizer", " ".join([*told, decided]), *options).stdout.decode() == f"{decided}\n"


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
        done = cli("chat", conversation("en", 4, 8)[0], "--max-input", "20")
        assert (done.returncode, done.stdout) == (4, b"")
        assert len(done.stderr.splitlines()) == 1


class TestTerminal:
    def test_it_shows_how_far_a_model_is(self, warm: Warm, home: Path) -> None:
        text = paragraphs(events("en", 40)).encode()
        options = ("--model", folder("summarizer", home), "--threads", "1", *FEW, "-s", "1", "-")
        done = warm.watch(*options, stdin=text)
        shown = done.stderr.decode()
        assert "loading summarizer" in shown
        assert re.search(r"summarizer .*\b0/\d+", shown)
        assert done.stdout == warm.run(*options, stdin=text).stdout
        assert warm.run(*options, stdin=text).stderr == b""

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


def without_end(home: Path, name: str) -> Path:
    """A model with random weights that would write for minutes: BART for our decoder, a chat model."""
    path = home / "trained" / name
    with FileLock(f"{path}.lock"):
        if not path.exists():
            draft = path.with_name(f"{name}.draft")
            draft.mkdir()
            if name == "long-bart":
                model = layouts.bart(draft, 20_000, {"num_beams": 1, "max_length": 20_000})
                model.final_logits_bias[0, 2] = -1e4
            else:
                model = layouts.qwen3(draft, lessons.conversation_lines(), 100_000, 50_000)
                model.generation_config.eos_token_id = 3
            layouts.save(model, draft)
            (draft / "README.md").write_text(CARD)
            draft.rename(path)
    return path


@pytest.mark.parametrize("name", ["long-bart", "long-chat"])
def test_an_interrupt_ends_generation(name: str, warm: Warm, home: Path, tmp_path: Path) -> None:
    (home / "trained").mkdir(exist_ok=True)
    interrupt = Interrupt(f" {name} ")
    text = " ".join(events("en", 12)).encode()
    model = without_end(home, name)
    ours = take(describe(model), Runtime(device="cpu", threads=1))
    assert (ours is not None) == (name == "long-bart")
    done = warm.watch(
        "--model", model, "--threads", "1", "-o", str(tmp_path / "out.txt"), "-", stdin=text, at=interrupt
    )
    assert interrupt.sent
    assert done.returncode == 130
    assert done.stderr.decode().rstrip().endswith("summarize: interrupted")
    assert list(tmp_path.iterdir()) == []
