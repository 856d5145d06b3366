"""``summarize glossary``: check a glossary, propose terms from a translation, convert between formats.

Exit codes: 0 ok, 1 a problem was found, 2 wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarize.cli.help import Command
from summarize.cli.options import INPUT, OUTPUT, AsJson, format_option, language_pair
from summarize.cli.output import print_json, print_line, print_text, say
from summarize.errors import UsageError

if TYPE_CHECKING:
    from summarize.translation.glossary import Glossary

app = typer.Typer(
    name="glossary",
    help="Glossaries: check, extract, convert.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

File = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        rich_help_panel=INPUT,
        help="A glossary: TSV, CSV or TBX; 'starter' is the one included.",
    ),
]
Languages = Annotated[
    str | None,
    typer.Option(
        metavar="PAIR",
        rich_help_panel=INPUT,
        help="Languages of a glossary without a header, or of the texts, such as en-ru.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", rich_help_panel=OUTPUT, help="The file to write."),
]


@app.command(cls=Command)
def check(file: File, languages: Languages = None, as_json: AsJson = False) -> None:
    """Find conflicts, duplicates, and terms that are in the wrong language or never found."""
    from dataclasses import asdict

    from summarize.translation.terminology.examination import examine

    glossary = _read(file)
    problems = examine(glossary, _pair(languages))
    if as_json:
        print_json([asdict(each) for each in problems])
    else:
        for each in problems:
            print_line(f"{file}: {each}")
        print_line(f"{file}: {len(glossary.rows)} terms, {len(problems)} problems")
    if problems:
        raise typer.Exit(1)


@app.command(cls=Command)
def extract(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", rich_help_panel=INPUT, help="A text, or a translation memory (TMX) of both."
        ),
    ],
    target: Annotated[
        str | None, typer.Argument(metavar="TARGET", rich_help_panel=INPUT, help="Its translation.")
    ] = None,
    languages: Languages = None,
    least: Annotated[
        int,
        typer.Option(
            "--least",
            metavar="N",
            min=1,
            rich_help_panel=INPUT,
            help="Segments that a phrase and its translation must share.",
        ),
    ] = 2,
    style: Annotated[
        Literal["tsv", "csv", "json"],
        format_option("Format of the candidates."),
    ] = "tsv",
    output: Out = None,
) -> None:
    """Propose terms from a text and its translation, with how often they occur together.

    The result is a glossary with counts: delete what is no term, correct the forms, and use it.
    """
    from summarize.translation.terminology.extraction import extract as propose
    from summarize.translation.terminology.tables import proposals

    pairs, (ours, theirs) = _pairs(source, target, _pair(languages))
    candidates = propose(pairs, ours, theirs, least)
    if not candidates:
        say(f"no candidates among {len(pairs)} segments; lower --least, or give a longer text")
    _deliver(proposals(candidates, ours, theirs, style), output)


@app.command(cls=Command)
def convert(
    file: File,
    languages: Languages = None,
    style: Annotated[
        Literal["tsv", "csv", "tbx"] | None,
        format_option("Format to write; by default that of the output's name."),
    ] = None,
    output: Out = None,
) -> None:
    """Write a glossary in another format: TSV, CSV or TBX."""
    from summarize.translation.terminology.tables import named, table
    from summarize.translation.terminology.tbx import dump

    found = style or (output.suffix.lower().lstrip(".") if output else "tsv")
    if found not in ("tsv", "csv", "tbx"):
        raise UsageError(f"--output {output} names no format; add --format tsv, csv or tbx")
    glossary = named(_read(file), _pair(languages))
    text = dump(glossary) if found == "tbx" else table(glossary, "\t" if found == "tsv" else ",")
    _deliver(text, output)


def _read(file: str) -> Glossary:
    """A glossary; entries that serve no direction are reported."""
    from summarize.api.cross_lingual import glossary

    found = glossary(file)
    if found.skipped:
        say(f"{file}: {found.skipped} entries have terms in fewer than two of en, ru, kk; skipped")
    return found


def _pair(languages: str | None) -> tuple[str, str] | None:
    """The two languages of a pair such as en-ru."""
    return None if languages is None else language_pair(languages)


def _pairs(
    source: str, target: str | None, pair: tuple[str, str] | None
) -> tuple[list[tuple[str, str]], tuple[str, str]]:
    """Aligned segments and their languages, from two texts or a translation memory."""
    from summarize.translation.terminology import alignment

    if target is not None:
        from summarize.cli.inputs import read
        from summarize.request import ReadingOptions

        given = pair or (None, None)
        texts = [read(name, one, ReadingOptions()) for name, one in zip((source, target), given, strict=True)]
        found = texts[0].language, texts[1].language
        if found[0] == found[1]:
            raise UsageError(f"both texts are in {found[0]}; name their languages, such as --languages en-ru")
        return alignment.pairs(texts[0].text, texts[1].text), found
    try:
        data = Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {source}: {error.strerror}") from error
    return alignment.of_memory(data, source, pair)


def _deliver(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    from summarize.files import replacing

    if output is None:
        print_text(text)
        return
    with replacing(output) as stream:
        stream.write(text)
