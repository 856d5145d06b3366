"""``summarize eval`` as a shell sees it, without a process of its own."""

from __future__ import annotations

from typer.testing import CliRunner

from summarize.cli.eval import app
from summarize.errors import SummarizeError


class Ended:
    """How a command ended: its exit code and everything it said."""

    def __init__(self, *arguments: object) -> None:
        result = CliRunner().invoke(app, [str(each) for each in arguments])
        self.code, self.said = result.exit_code, result.output
        if isinstance(result.exception, SummarizeError):
            self.code, self.said = result.exception.exit_code, f"{self.said}{result.exception}"
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
