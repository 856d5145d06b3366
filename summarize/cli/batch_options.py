"""Options of ``summarize batch`` alone: which rows are read, what is done with them, and how a run goes."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from summarize.cli.options import (
    INPUT,
    MODEL,
    OUTPUT,
    RUN,
    TRANSLATION,
    format_option,
    model_option,
    strict_option,
    target_option,
)

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        show_default=False,
        rich_help_panel=INPUT,
        help="Files, folders or globs: .jsonl, .csv, .parquet, .warc (.gz, .zst), documents of any "
        "format, or a .txt list of them.",
    ),
]
TextColumn = Annotated[str, typer.Option(metavar="NAME", rich_help_panel=INPUT, help="Column of the text.")]
IdColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", rich_help_panel=INPUT, help="Column of the id; by default id, or else file:row."
    ),
]
LanguageColumn = Annotated[
    str | None,
    typer.Option(metavar="NAME", rich_help_panel=INPUT, help="Column of the text's language."),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAMES", rich_help_panel=INPUT, help="Columns to copy to the results, such as url,date."
    ),
]
OnlyLanguages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="LANGS", rich_help_panel=INPUT, help="Only texts in these languages."),
]
MinWords = Annotated[
    int, typer.Option(metavar="N", min=0, rich_help_panel=INPUT, help="Only texts of at least N words.")
]
Dedup = Annotated[
    Literal["exact", "near"] | None,
    typer.Option(
        "--dedup", rich_help_panel=INPUT, help="Leave out texts that repeat an earlier one, or nearly do."
    ),
]
Limit = Annotated[
    int | None, typer.Option(metavar="N", min=1, rich_help_panel=INPUT, help="Only the first N rows.")
]
Task = Annotated[
    Literal["extractive", "abstractive", "translation"] | None,
    typer.Option(
        "--task",
        rich_help_panel=MODEL,
        help="What to do with each text; by default what --model is for: extractive without one.",
    ),
]
Models = Annotated[
    list[str] | None, model_option("A folder, a hub id or an alias; repeatable for translations.")
]
Strict = Annotated[bool, strict_option(MODEL, "A row with a finding or a shortfall counts as failed.")]
To = Annotated[str | None, target_option("Language of the results: en, ru or kk.")]
Route = Annotated[
    str | None,
    typer.Option(
        metavar="WAY",
        rich_help_panel=TRANSLATION,
        help="For translations the languages to go through, such as en-ru-kk; "
        "for summaries summarize-first or translate-first.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        rich_help_panel=OUTPUT,
        help="Folder of the results; a run into the same one continues it.",
    ),
]
Style = Annotated[Literal["jsonl", "parquet"], format_option("Format of the results.")]
ShardRows = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        rich_help_panel=OUTPUT,
        help="Rows of one file of results; by default 1000, or 256 where a model writes.",
    ),
]
Status = Annotated[
    str | None,
    typer.Option("--status", metavar="FOLDER", rich_help_panel=RUN, help="Show how far a run is, and exit."),
]
RetryErrors = Annotated[
    bool,
    typer.Option("--retry-errors", rich_help_panel=RUN, help="Do again what failed in earlier runs."),
]
Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(rich_help_panel=RUN, help="Processes of this machine, or a Ray cluster."),
]
Timeout = Annotated[
    float,
    typer.Option(metavar="SECONDS", min=0.1, rich_help_panel=RUN, help="Time limit for each document."),
]
MaxErrors = Annotated[
    str | None,
    typer.Option(metavar="N|R%", rich_help_panel=RUN, help="End early when more rows than this have failed."),
]
