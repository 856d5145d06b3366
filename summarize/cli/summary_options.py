"""Options of the default command alone: what a summary is of, how long it is and what it looks like."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from summarize.cli.options import (
    INPUT,
    LENGTH,
    MODEL,
    OUTPUT,
    TRANSLATION,
    format_option,
    model_option,
    strict_option,
    target_option,
)
from summarize.cli.output import Format, print_text
from summarize.version import __version__

As = Annotated[
    Literal["sentences", "bullets", "headline", "lead", "outline"],
    typer.Option(
        "--as",
        rich_help_panel=OUTPUT,
        help="What the summary looks like: sentences; bullets with one fact each; a headline; the text's "
        "first sentences (lead); or an outline, which is each section's summary under its heading.",
    ),
]
BySection = Annotated[
    bool,
    typer.Option(
        "--by-section",
        rich_help_panel=OUTPUT,
        help="Summarise each section by itself, under its heading; lengths are those of one section.",
    ),
]
About = Annotated[
    str | None,
    typer.Option(
        "--about",
        metavar="TEXT",
        rich_help_panel=LENGTH,
        help="Only what the text says about this, in any form of its words; in another language with "
        "--glossary or an encoder.",
    ),
]
Entities = Annotated[
    bool,
    typer.Option(
        "--entities",
        rich_help_panel=OUTPUT,
        help="Also list the names, organisations, places, dates and sums of the text, with their sentences.",
    ),
]
Together = Annotated[
    bool,
    typer.Option(
        "--together",
        rich_help_panel=INPUT,
        help="One summary of all documents, each sentence with its file; repeats are counted, and numbers "
        "that contradict each other are told.",
    ),
]
GlossaryFile = Annotated[
    str | None,
    typer.Option(
        "--glossary",
        metavar="FILE",
        rich_help_panel=TRANSLATION,
        help="Terms in several languages (TSV or CSV), for --to and --about; 'starter' is the one included.",
    ),
]
Abstractive = Annotated[
    bool,
    typer.Option(
        "--abstractive", "-a", rich_help_panel=MODEL, help="Write the summary in a model's own words."
    ),
]
Model = Annotated[
    str | None,
    model_option(
        "A folder, a hub id or an alias (see summarize models): a model that writes summaries, "
        "or a sentence encoder that chooses sentences."
    ),
]
Strict = Annotated[
    bool,
    strict_option(
        MODEL,
        "Fail on every finding, on every shortfall of the model, on damaged text, and if the text says "
        "nothing about --about.",
    ),
]
To = Annotated[list[str] | None, target_option("Translate the summary into en, ru or kk; repeatable.")]
Route = Annotated[
    Literal["auto", "summarize-first", "translate-first"],
    typer.Option(
        rich_help_panel=TRANSLATION,
        help="What to do first with --to; auto summarises first if the model reads the text's language.",
    ),
]
Style = Annotated[Format, format_option("Format of the results.")]
Highlight = Annotated[
    bool,
    typer.Option(
        "--highlight",
        rich_help_panel=OUTPUT,
        help="Show the whole source with the chosen sentences marked.",
    ),
]
Cite = Annotated[
    bool,
    typer.Option(
        "--cite",
        rich_help_panel=OUTPUT,
        help="Show the page, slide or time of each sentence after it, such as [p. 3].",
    ),
]


def _show_formats(wanted: bool) -> None:
    if wanted:
        from summarize.documents.formats import table

        print_text(f"{table()}\n")
        raise typer.Exit


def _show_version(wanted: bool) -> None:
    if wanted:
        print_text(f"summarize {__version__}\n")
        raise typer.Exit


Formats = Annotated[
    bool,
    typer.Option(
        "--formats", callback=_show_formats, is_eager=True, help="Show the formats that are read and exit."
    ),
]
Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
]
