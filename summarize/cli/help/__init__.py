"""How help pages look, and how they are translated into Russian and Kazakh.

The translated texts are in ``texts``, which is imported only when help is shown.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

OTHER = "Other"  # the heading of options that have none of their own
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def application() -> typer.Typer:
    """A program of one command, as the parts of ``summarize`` are."""
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings=CONTEXT,
    )


class Command(TyperCommand):
    """A command whose help groups its options under headings, and prints its epilog as written."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options by ``rich_help_panel``, in the order of the headings."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            row = parameter.get_help_record(ctx)
            if row:
                heading = getattr(parameter, "rich_help_panel", None) or OTHER
                sections.setdefault(heading, []).append(row)
        sections[OTHER] = sections.pop(OTHER)
        for heading, rows in sections.items():
            with formatter.section(heading):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Examples and exit codes, line by line."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}")


class HelpContext(typer.Context):
    """The context of one command's run, whose help is in the reader's language."""

    def get_help(self) -> str:
        """The help page of the command."""
        from summarize.cli.help.texts import translate

        translate(self)
        return super().get_help()


def localized(command: Any) -> Any:
    """Make the help of a command, and of all commands below it, follow the reader's language."""
    command.context_class = HelpContext
    for each in getattr(command, "commands", {}).values():
        localized(each)
    return command
