"""The lines of progress: tokens are counted, and a second pass begins again."""

from __future__ import annotations

import io
import sys

import pytest

from summarize.cli.progress_bar import Bar, _speed
from summarize.cli.verbosity import Verbosity
from summarize.progress import follower, report


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_later_pass_with_as_many_texts_is_not_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Bar(1, printing=False) as bar, bar.document():
        report("model", 0, 3)
        report("model", 3, 3, 90)
        assert bar._lines is not None
        assert bar._lines.tasks[0].finished
        report("model", 0, 3)
        assert not bar._lines.tasks[0].finished
        report("model", 0, 3, 12)
        assert bar._lines.tasks[0].fields["tokens"].startswith("12 tokens, ")


def test_a_name_in_progress_gives_a_terminal_nothing_to_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "200")
    with Bar(1, printing=False) as bar, bar.document():
        report("a\x1b]0;title\x07\nb [red]c", 0, 3)
        report("a\x1b]0;title\x07\nb [red]c", 2, 3)
    assert r"a\x1b]0;title\x07\nb [red]c" in shown.getvalue()
    assert "\x1b]" not in shown.getvalue()
    assert "\x07" not in shown.getvalue()


def test_tokens_and_their_speed() -> None:
    assert _speed(412, 29.4) == "412 tokens, 14/s"
    assert _speed(0, 3) == ""


def drafts(monkeypatch: pytest.MonkeyPatch, text: str, total: int = 1, **settings: bool) -> str | None:
    """What a terminal shows while ``text`` is written; None if nobody wants to see it."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "8")
    with Bar(total, **{"printing": True, "following": True, **settings}) as bar, bar.document():
        report("model", 0, 1)
        follow = follower()
        if follow is None:
            return None
        follow(text)
        return shown.getvalue()


def test_a_text_is_shown_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "The bridge" in (drafts(monkeypatch, "The bridge") or "")


def test_of_a_long_text_the_end_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    said = drafts(monkeypatch, " ".join(f"word{number}" for number in range(200)))
    assert said is not None
    assert "word199" in said
    assert "word9 " not in said


def test_a_draft_gives_a_terminal_nothing_to_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    said = drafts(monkeypatch, "a\x1b]0;title\x07 [red]b")
    assert said is not None
    assert r"a\x1b]0;title\x07 [red]b" in said
    assert "\x1b]" not in said


def test_nobody_follows_several_documents_files_or_other_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drafts(monkeypatch, "a", total=2) is None
    assert drafts(monkeypatch, "a", printing=False) is None
    assert drafts(monkeypatch, "a", following=False) is None


def test_a_quiet_run_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    Verbosity(quiet=True).begin()
    try:
        assert drafts(monkeypatch, "a") is None
    finally:
        Verbosity().begin()
