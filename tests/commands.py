"""``summarize eval`` and ``summarize memory`` as a shell sees them, without a process of their own."""

from __future__ import annotations

import typer
from typer.testing import CliRunner

from summarize.cli import eval as evaluation
from summarize.errors import SummarizeError


class Ended:
    """How a command ended: its exit code and everything it said."""

    def __init__(self, *arguments: object, app: typer.Typer = evaluation.app) -> None:
        result = CliRunner().invoke(app, [str(each) for each in arguments])
        self.code, self.said = result.exit_code, result.output
        if isinstance(result.exception, SummarizeError):
            self.code, self.said = result.exception.exit_code, f"{self.said}{result.exception}"
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
