"""The lines of progress: tokens are counted, and a second pass begins again."""

from __future__ import annotations

import io
import sys

import pytest

from summarize.cli.progress_bar import Bar, _speed
from summarize.progress import report


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


def test_tokens_and_their_speed() -> None:
    assert _speed(412, 29.4) == "412 tokens, 14/s"
    assert _speed(0, 3) == ""
