"""How much a run says: errors only, warnings too, or also what was chosen."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from trained import folder
from trained.texts import CASES, news
from trained.warm import Warm

from summarize.cli.verbosity import Verbosity
from summarize.errors import UsageError
from summarize.request import Length

TEXT = "The council opened a bridge over the river. Nobody had crossed it before. Trucks may use it too.\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT * 3, encoding="utf-8")
    return path


def said(warm: Warm, *arguments: str | Path) -> list[str]:
    return warm.run(*arguments).stderr.decode().splitlines()


def test_quiet_leaves_errors(warm: Warm, text: Path) -> None:
    assert "--beams does nothing" in said(warm, text, "--beams", "2")[0]
    assert said(warm, text, "--beams", "2", "--quiet") == []
    assert said(warm, text, "-q", "none.txt") == ["summarize: none.txt does not exist"]
    assert warm.run(text, "--beams", "2", "-q").stdout == warm.run(text, "--beams", "2").stdout


def test_quiet_tells_of_a_document_that_cannot_be_read_among_several(warm: Warm, text: Path) -> None:
    done = warm.run(text, "none.txt", "--together", "-q")
    assert done.returncode == 3
    assert done.stderr.decode() == "summarize: none.txt does not exist\n"


def test_verbose_says_what_was_read_and_chosen(warm: Warm, text: Path) -> None:
    [line] = said(warm, text, "-s", "1", "--verbose")
    assert line.startswith(f"summarize: {text}: text, utf-8, en (")
    assert "; tfidf; 1 of 9 sentences; " in line
    assert line.endswith(" s")
    assert said(warm, text, "-s", "1") == []


def test_verbose_says_how_a_model_was_loaded(warm: Warm) -> None:
    case = news("en", Length("sentences", 1))
    assert case in CASES
    options = ("--model", folder("summarizer"), "--threads", "1", *case.options, "-")
    done = warm.run(*options, "-v", stdin=case.text.encode())
    precision, loaded, made = done.stderr.decode().splitlines()
    assert precision.startswith("summarize: summarizer: precision float32")
    assert loaded.startswith("summarize: summarizer: DecoderEngine in ")
    assert " tokens read, " in made
    assert done.stdout == warm.run(*options, stdin=case.text.encode()).stdout


def test_both_exclude_each_other(warm: Warm, text: Path) -> None:
    done = warm.run(text, "-q", "-v")
    assert (done.returncode, done.stdout) == (2, b"")
    with pytest.raises(UsageError):
        Verbosity(quiet=True, verbose=True)


def test_one_run_says_nothing_of_what_an_earlier_one_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("summarize.engines.load")
    try:
        Verbosity(verbose=True).begin()
        Verbosity(verbose=True).begin()
        log.info("loaded")
        Verbosity().begin()
        log.info("loaded again")
    finally:
        logging.getLogger("summarize").handlers = []
        logging.getLogger("summarize").setLevel(logging.NOTSET)
    assert capsys.readouterr().err == "summarize: loaded\n"
