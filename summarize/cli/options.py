"""Single options that mean the same in every command: flags, metavariables and help, each written once.

Options that several commands share as a group are in ``summarize.cli.option_groups``, those of one command in
a module beside it, such as ``summarize.cli.batch_options``. A flag that several commands have, each with its
own help, is made by a function here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from summarize.errors import UsageError

# Headings of the help page; see ``summarize.cli.help.Command``.
INPUT, LENGTH, MODEL, TRANSLATION, OUTPUT = "Input", "Length", "Model", "Translation", "Output"
RUN, CHECKS = "Run", "Checks"


def model_option(meaning: str) -> Any:
    """``--model``, for one name or several; ``meaning`` is its help."""
    return typer.Option("--model", "-m", metavar="NAME", rich_help_panel=MODEL, help=meaning)


def strict_option(heading: str, meaning: str) -> Any:
    """``--strict`` under a ``heading``; ``meaning`` says what fails."""
    return typer.Option("--strict", rich_help_panel=heading, help=meaning)


def target_option(meaning: str) -> Any:
    """``--to``, for one language or several; ``meaning`` is its help."""
    return typer.Option("--to", "-t", metavar="LANG", rich_help_panel=TRANSLATION, help=meaning)


def format_option(meaning: str, *, show_default: bool = True) -> Any:
    """``--format`` of what is written; ``meaning`` is its help."""
    return typer.Option("--format", "-f", rich_help_panel=OUTPUT, show_default=show_default, help=meaning)


def language_pair(text: str) -> tuple[str, str]:
    """The two languages of ``--languages en-ru``.

    Raises:
        UsageError: it does not name two different languages.
    """
    from summarize.text.languages import language

    names = [language(name) for name in text.split("-")]
    if len(names) != 2 or names[0] == names[1]:
        raise UsageError(f"--languages {text} does not name two languages, such as en-ru")
    return names[0], names[1]


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
FollowLinks = Annotated[
    bool,
    typer.Option(
        "--follow-links", rich_help_panel=INPUT, help="Follow links in a folder that lead out of it."
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
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        rich_help_panel=INPUT,
        help="Encoding of the bytes, such as cp1251; identified by default.",
    ),
]
Password = Annotated[
    str | None,
    typer.Option(metavar="TEXT", rich_help_panel=INPUT, help="Password of a protected PDF."),
]
WholePage = Annotated[
    bool,
    typer.Option(
        "--whole-page",
        rich_help_panel=INPUT,
        help="Read all of a web page, not only its main text.",
    ),
]
Attachments = Annotated[
    bool,
    typer.Option(
        "--attachments",
        rich_help_panel=INPUT,
        help="Read the attachments of an e-mail as documents of their own.",
    ),
]
Ocr = Annotated[
    bool,
    typer.Option(
        "--ocr",
        rich_help_panel=INPUT,
        help="Recognise the text of scans and images; needs tesseract.",
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        rich_help_panel=INPUT,
        help="Column of a table (CSV) with the text, or its number; to translate several: title,text.",
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        rich_help_panel=INPUT,
        help="Key of the text in JSON or INI, such as article.body; to translate several: title,body.",
    ),
]
Device = Annotated[
    Literal["auto", "cpu", "cuda", "mps"],
    typer.Option(rich_help_panel=MODEL, help="Where the model runs."),
]
Precision = Annotated[
    Literal["auto", "float32", "bfloat16", "float16", "int8"],
    typer.Option(
        "--precision",
        "--dtype",
        rich_help_panel=MODEL,
        help="Number format that the model computes in.",
    ),
]
Shortlist = Annotated[
    bool,
    typer.Option(
        "--shortlist",
        rich_help_panel=MODEL,
        help="Write only in the target's script and the source's words: faster; the text may differ.",
    ),
]
Threads = Annotated[
    int | None, typer.Option(metavar="N", min=1, rich_help_panel=MODEL, help="Processor threads.")
]
SafetensorsOnly = Annotated[
    bool,
    typer.Option(
        "--safetensors-only",
        rich_help_panel=MODEL,
        help="Refuse weights that are stored as a pickle (.bin).",
    ),
]
Beams = Annotated[
    int | None,
    typer.Option("--beams", metavar="N", min=1, rich_help_panel=MODEL, help="Width of the beam search."),
]
MaxNewTokens = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        rich_help_panel=MODEL,
        help="Most tokens to write for one text, or for one sentence of a translation.",
    ),
]
Seed = Annotated[
    int, typer.Option(metavar="N", rich_help_panel=MODEL, help="Random seed, for models that sample.")
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
        help="Use the quotation marks, dashes, ranges and number format of the target language.",
    ),
]
Script = Annotated[
    Literal["cyrillic", "latin"],
    typer.Option(rich_help_panel=TRANSLATION, help="Alphabet for Kazakh; latin is the alphabet of 2021."),
]
Mend = Annotated[
    bool,
    typer.Option(
        "--mend/--no-mend",
        rich_help_panel=TRANSLATION,
        help="Try flagged sentences again in other ways.",
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
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        rich_help_panel=TRANSLATION,
        help="A translation memory (TMX or SQLite) that is asked before a model is.",
    ),
]
Fuzzy = Annotated[
    float,
    typer.Option(
        "--fuzzy",
        metavar="PERCENT",
        min=50,
        max=100,
        rich_help_panel=TRANSLATION,
        help="Share of equal words from which a similar sentence in the memory counts; 100 is none.",
    ),
]
Remember = Annotated[
    bool,
    typer.Option(
        "--remember",
        rich_help_panel=TRANSLATION,
        help="Add what passes its checks to the memory, which is made if it does not exist.",
    ),
]
Apply = Annotated[
    str | None,
    typer.Option(
        "--apply",
        metavar="FILE",
        rich_help_panel=TRANSLATION,
        help="Take back an edited translation (a document such as DOCX, HTML, XLIFF, JSON or TSV), "
        "checked again; no model is used.",
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
Size = Annotated[
    Literal["short", "medium", "long"] | None,
    typer.Option(
        "--length",
        rich_help_panel=LENGTH,
        help="Half, all or twice the length that suits the text; medium is what you get without it.",
    ),
]
Prefix = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        rich_help_panel=MODEL,
        help="What the model expects before the text, such as 'summarize: '.",
    ),
]
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
Comments = Annotated[
    bool,
    typer.Option(
        "--comments",
        rich_help_panel=OUTPUT,
        help="In a document written back, also translate the comments of reviewers.",
    ),
]
Tracked = Annotated[
    Literal["accept", "keep"],
    typer.Option(
        "--tracked",
        rich_help_panel=OUTPUT,
        help="In a document written back, accept tracked changes, or keep paragraphs with any as they are.",
    ),
]
SheetNames = Annotated[
    bool,
    typer.Option(
        "--sheet-names",
        rich_help_panel=OUTPUT,
        help="In a workbook written back, also translate the names of sheets.",
    ),
]
Again = Annotated[
    bool,
    typer.Option(
        "--again",
        rich_help_panel=OUTPUT,
        help="In a catalogue (PO) written back, also translate what has a translation.",
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
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        rich_help_panel=RUN,
        help="Processes; by default one for each processor, or one for each device that runs a model.",
    ),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", rich_help_panel=RUN, help="Address of the cluster, such as 10.0.0.1:6379."
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", rich_help_panel=OUTPUT, help="Say only errors: no warnings, no progress."),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        rich_help_panel=OUTPUT,
        help="Say what was chosen (language, model, device, precision) and how long it took.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", rich_help_panel=OUTPUT, help="Print JSON.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")]
