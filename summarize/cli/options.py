"""Options that mean the same in every command: flags, metavariables and help, each written once.

``reading_options``, ``runtime_options`` and ``decoding_options`` give a command all options of
``ReadingOptions``, ``Runtime`` and ``Decoding``, so that no command has to list them.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import typer

from summarize.request import Decoding, ReadingOptions, Runtime

# Headings of the help page; see ``summarize.cli.help.Command``.
INPUT, LENGTH, MODEL, TRANSLATION, OUTPUT = "Input", "Length", "Model", "Translation", "Output"
RUN = "Run"

Files = Annotated[
    list[str] | None,
    typer.Argument(
        show_default=False,
        rich_help_panel=INPUT,
        help="Files or folders, in order; '-' or nothing reads standard input.",
    ),
]
SourceLanguage = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="LANG",
        rich_help_panel=INPUT,
        help="Language of the text: en, ru or kk; identified by default.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        rich_help_panel=OUTPUT,
        help="A file, or a folder (one that exists, or a name ending in /) for one file per document.",
    ),
]
FollowLinks = Annotated[
    bool,
    typer.Option(
        "--follow-links", rich_help_panel=INPUT, help="Follow links in a folder that lead out of it."
    ),
]
SkipExisting = Annotated[
    bool,
    typer.Option(
        "--skip-existing",
        rich_help_panel=OUTPUT,
        help="Skip documents whose output already exists and is whole.",
    ),
]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        rich_help_panel=OUTPUT,
        help="Replace outputs that already exist without saying so.",
    ),
]
PromptFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        rich_help_panel=MODEL,
        help="Your own prompt for a chat or base model (TOML, see prompts/).",
    ),
]
MaxInput = Annotated[
    int | None,
    typer.Option(metavar="TOKENS", min=16, rich_help_panel=MODEL, help="Most tokens to read at once."),
]
Prefix = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        rich_help_panel=MODEL,
        help="What the model expects before the text, such as 'summarize: '.",
    ),
]
Sentences = Annotated[
    int | None,
    typer.Option("--sentences", "-s", metavar="N", rich_help_panel=LENGTH, help="Exactly N sentences."),
]
Words = Annotated[
    int | None,
    typer.Option("--words", "-w", metavar="N", rich_help_panel=LENGTH, help="At most N words."),
]
Ratio = Annotated[
    float | None,
    typer.Option(
        "--ratio",
        "-r",
        metavar="R",
        rich_help_panel=LENGTH,
        help="A share of the text's sentences, above 0 and at most 1.",
    ),
]
Unfaithful = Annotated[
    Literal["warn", "fail", "extract"],
    typer.Option(
        "--on-unfaithful",
        rich_help_panel=MODEL,
        help="What to do with a generated summary that says something its source does not; "
        "'extract' uses the text's own sentences instead.",
    ),
]
Translators = Annotated[
    list[str] | None,
    typer.Option(
        "--translator",
        metavar="NAME",
        rich_help_panel=TRANSLATION,
        help="A model that translates; repeatable.",
    ),
]
Glossary = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        rich_help_panel=TRANSLATION,
        help="Terms and their required translations (TSV, CSV or TBX); 'starter' is the one included.",
    ),
]
Lines = Annotated[
    bool,
    typer.Option(
        "--lines",
        rich_help_panel=TRANSLATION,
        help="Treat every line as a unit of its own, for files with one segment per line.",
    ),
]
Typography = Annotated[
    bool,
    typer.Option(
        "--typography",
        rich_help_panel=TRANSLATION,
        help="Use the quotation marks, dashes and number format of the target language.",
    ),
]
Script = Annotated[
    Literal["cyrillic", "latin"],
    typer.Option(rich_help_panel=TRANSLATION, help="Alphabet for Kazakh; latin is the alphabet of 2021."),
]
Mend = Annotated[
    bool,
    typer.Option(
        "--mend/--no-mend", rich_help_panel=TRANSLATION, help="Try flagged sentences again in other ways."
    ),
]
Meaning = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        rich_help_panel=TRANSLATION,
        help="A sentence encoder that compares translations with their sources by meaning; or 'none'.",
    ),
]
CHECKS = "Checks"
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="KIND",
        rich_help_panel=CHECKS,
        help="Findings to ignore, such as quotation or length; repeatable.",
    ),
]
Waivers = Annotated[
    str | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        rich_help_panel=CHECKS,
        help="Findings that a person has accepted: a table of segment, kind, who and why, with tabs.",
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")]

_READING: dict[str, tuple[Any, Any]] = {
    "encoding": (
        Annotated[
            str | None,
            typer.Option(
                metavar="NAME",
                rich_help_panel=INPUT,
                help="Encoding of the bytes, such as cp1251; identified by default.",
            ),
        ],
        None,
    ),
    "password": (
        Annotated[
            str | None,
            typer.Option(metavar="TEXT", rich_help_panel=INPUT, help="Password of a protected PDF."),
        ],
        None,
    ),
    "whole_page": (
        Annotated[
            bool,
            typer.Option(
                "--whole-page",
                rich_help_panel=INPUT,
                help="Read all of a web page, not only its main text.",
            ),
        ],
        False,
    ),
    "attachments": (
        Annotated[
            bool,
            typer.Option(
                "--attachments",
                rich_help_panel=INPUT,
                help="Read the attachments of an e-mail as documents of their own.",
            ),
        ],
        False,
    ),
    "ocr": (
        Annotated[
            bool,
            typer.Option(
                "--ocr",
                rich_help_panel=INPUT,
                help="Recognise the text of scans and images; needs tesseract.",
            ),
        ],
        False,
    ),
    "column": (
        Annotated[
            str | None,
            typer.Option(
                metavar="NAME",
                rich_help_panel=INPUT,
                help="Column of a table (CSV) with the text, or its number.",
            ),
        ],
        None,
    ),
    "key": (
        Annotated[
            str | None,
            typer.Option(
                metavar="PATH", rich_help_panel=INPUT, help="Key of the text in JSON, such as article.body."
            ),
        ],
        None,
    ),
}
_RUNTIME: dict[str, tuple[Any, Any]] = {
    "device": (
        Annotated[
            Literal["auto", "cpu", "cuda", "mps"],
            typer.Option(rich_help_panel=MODEL, help="Where the model runs."),
        ],
        "auto",
    ),
    "precision": (
        Annotated[
            Literal["auto", "float32", "bfloat16", "float16", "int8"],
            typer.Option(
                "--precision",
                "--dtype",
                rich_help_panel=MODEL,
                help="Number format that the model computes in.",
            ),
        ],
        "auto",
    ),
    "shortlist": (
        Annotated[
            bool,
            typer.Option(
                "--shortlist",
                rich_help_panel=MODEL,
                help="Write only in the target's script and the source's words: faster; the text may differ.",
            ),
        ],
        False,
    ),
    "threads": (
        Annotated[
            int | None, typer.Option(metavar="N", min=1, rich_help_panel=MODEL, help="Processor threads.")
        ],
        None,
    ),
    "safetensors_only": (
        Annotated[
            bool,
            typer.Option(
                "--safetensors-only",
                rich_help_panel=MODEL,
                help="Refuse weights that are stored as a pickle (.bin).",
            ),
        ],
        False,
    ),
}
_DECODING: dict[str, tuple[Any, Any]] = {
    "num_beams": (
        Annotated[
            int | None,
            typer.Option(
                "--beams", metavar="N", min=1, rich_help_panel=MODEL, help="Width of the beam search."
            ),
        ],
        None,
    ),
    "max_new_tokens": (
        Annotated[
            int | None,
            typer.Option(
                metavar="N",
                min=1,
                rich_help_panel=MODEL,
                help="Most tokens to write for one text, or for one sentence of a translation.",
            ),
        ],
        None,
    ),
    "seed": (
        Annotated[
            int, typer.Option(metavar="N", rich_help_panel=MODEL, help="Random seed, for models that sample.")
        ],
        0,
    ),
}


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options of ``ReadingOptions``; it receives them as ``reading``."""
    return _expanded(command, "reading", ReadingOptions, _READING)


def runtime_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options of ``Runtime``; it receives them as ``runtime``."""
    return _expanded(command, "runtime", Runtime, _RUNTIME)


def decoding_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options of ``Decoding``; it receives them as ``decoding``."""
    return _expanded(command, "decoding", Decoding, _DECODING)


def _expanded(
    command: Callable[..., Any], name: str, build: Callable[..., Any], options: Mapping[str, tuple[Any, Any]]
) -> Callable[..., Any]:
    """The command with its parameter ``name`` replaced by the options from which ``build`` makes it."""

    @functools.wraps(command)
    def expanded(**arguments: Any) -> Any:
        arguments[name] = build(**{option: arguments.pop(option) for option in options})
        return command(**arguments)

    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for each in signature.parameters.values():
        if each.name == name:
            parameters += [
                inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
                for option, (kind, default) in options.items()
            ]
        else:
            parameters.append(each.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    expanded.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    expanded.__annotations__ = {each.name: each.annotation for each in parameters}
    return expanded


def read_allowance(allow: list[str] | None, waivers: str | None) -> None:
    """Read --allow and --waivers now: a mistake in them must not be reported for every document.

    Raises:
        UsageError: a kind that does not exist, or a file that cannot be read as waivers.
    """
    if allow or waivers:
        from summarize.checks.waivers import allowance

        allowance(tuple(allow or ()), waivers)
