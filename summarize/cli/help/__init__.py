"""Help in Russian and Kazakh: the seam through which every command shows it.

Knows neither languages nor texts: those are in ``texts``, imported when help is shown and not before.
"""

from __future__ import annotations

from typing import Any

import typer


class HelpContext(typer.Context):
    """The context of one command's run, whose help is in the reader's language."""

    def get_help(self) -> str:
        """The help page of the command."""
        from summarize.cli.help.texts import translate

        translate(self)
        return super().get_help()


def localized(command: Any) -> Any:
    """The command itself, from now on with help in the reader's language, and all commands below it."""
    command.context_class = HelpContext
    for each in getattr(command, "commands", {}).values():
        localized(each)
    return command
