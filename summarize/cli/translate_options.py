"""Options of ``summarize translate`` alone: into which languages, by which way, and as what."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from summarize.cli.options import (
    OUTPUT,
    TRANSLATION,
    format_option,
    model_option,
    strict_option,
    target_option,
)

To = Annotated[list[str] | None, target_option("Translate into en, ru or kk; repeatable.")]
Route = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        rich_help_panel=TRANSLATION,
        help="Languages to go through, such as en-ru-kk; the models decide by default.",
    ),
]
Strict = Annotated[
    bool,
    strict_option(
        TRANSLATION,
        "Fail if a sentence has an error, and write nothing for that document; doubts pass.",
    ),
]
Models = Annotated[
    list[str] | None,
    model_option("A folder, a hub id or an alias; repeatable, each is used where it fits."),
]
Style = Annotated[
    Literal["text", "md", "review", "json", "jsonl", "tsv", "html", "tmx", "xliff", "xliff2"] | None,
    format_option(
        "Format of the translations, by default that of the file or text; "
        "all others keep every sentence's source.",
        show_default=False,
    ),
]
GuardFormulas = Annotated[
    bool,
    typer.Option(
        "--guard-formulas/--no-guard-formulas",
        rich_help_panel=OUTPUT,
        help="In TSV, put an apostrophe before cells that a spreadsheet would run as formulas.",
    ),
]
