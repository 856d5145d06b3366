"""Options of the commands of ``summarize eval``: what is measured, by what, and where the results go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from summarize.cli.options import INPUT, OUTPUT, RUN, model_option

SCORES = "Scores"

Suites = Annotated[
    list[str],
    typer.Argument(
        rich_help_panel=INPUT, help="Names of included suites, or files: a suite's .json, or data."
    ),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        rich_help_panel=INPUT,
        help="Format of data files given instead of suites: jsonl, lines, xlsum, scitldr.",
    ),
]
References = Annotated[
    list[Path] | None,
    typer.Option(
        "--references", rich_help_panel=INPUT, help="Reference lines, for --data lines; repeatable."
    ),
]
Languages = Annotated[
    str | None, typer.Option(rich_help_panel=INPUT, help="Languages of data files, such as kk or en-ru.")
]
Kind = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=INPUT,
        help="Task of data files: extractive, abstractive, cross-lingual, translation, headline.",
    ),
]
Tasks = Annotated[
    list[str] | None,
    typer.Option(rich_help_panel=INPUT, help="Only these tasks of the suites; repeatable."),
]
Model = Annotated[
    str | None, model_option("A folder, a hub id or an alias; not needed for extractive tasks.")
]
Engine = Annotated[
    Literal["local", "ray"] | None,
    typer.Option(
        rich_help_panel=RUN,
        help="Let other processes write, or a Ray cluster; by default this process writes alone.",
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0.1,
        rich_help_panel=RUN,
        help="Time limit for each sample that --engine writes; by default 600.",
    ),
]
Profile = Annotated[
    str, typer.Option(rich_help_panel=SCORES, help="How ROUGE splits words: unicode, xlsum or gazeta.")
]
EncoderModel = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        rich_help_panel=SCORES,
        help="A sentence encoder on this machine; adds the embedding score.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", rich_help_panel=OUTPUT, help="The run's folder.", show_default="eval-runs/…"),
]
Run = Annotated[Path, typer.Argument(help="A run's folder, or its results.json.")]
Forms = Annotated[
    str, typer.Option("--format", help="md, json, junit, html, github; several separated by commas.")
]
Folder = Annotated[Path | None, typer.Option("--output", help="Write the reports into this folder.")]
