"""``summarize translate``: documents in, the same documents in another language out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from summarize.cli.destination import Destination
from summarize.cli.help import Command, application
from summarize.cli.option_groups import DESTINATION, READING, REQUEST, TRANSLATING, VERBOSITY, with_options
from summarize.cli.options import MODEL, OUTPUT, TRANSLATION, Debug, Files, FollowLinks, SourceLanguage
from summarize.cli.verbosity import Verbosity, warn
from summarize.errors import UsageError
from summarize.request import ReadingOptions, Request, TranslationOptions

if TYPE_CHECKING:
    from summarize.cli.deliver import Input
    from summarize.result import Result

app = application()

EPILOG = """\
Examples:

  summarize translate article.txt --to kk
  summarize translate news/ --to ru --to kk -o out/ --skip-existing
  summarize translate report.md --to en --format html -o review.html
"""


@app.command(cls=Command, epilog=EPILOG)
@with_options(READING, TRANSLATING, REQUEST, DESTINATION, VERBOSITY)
def translate(
    *,
    files: Files = None,
    source: SourceLanguage = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            "-t",
            metavar="LANG",
            rich_help_panel=TRANSLATION,
            help="Translate into en, ru or kk; repeatable.",
        ),
    ] = None,
    route: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            rich_help_panel=TRANSLATION,
            help="Languages to go through, such as en-ru-kk; the models decide by default.",
        ),
    ] = None,
    translation: TranslationOptions,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            rich_help_panel=TRANSLATION,
            help="Fail if a sentence has an error, and write nothing for that document; doubts pass.",
        ),
    ] = False,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            rich_help_panel=MODEL,
            help="A folder, a hub id or an alias; repeatable, each is used where it fits.",
        ),
    ] = None,
    request: Request,
    style: Annotated[
        Literal["text", "md", "json", "jsonl", "tsv", "html", "tmx"],
        typer.Option(
            "--format",
            "-f",
            rich_help_panel=OUTPUT,
            help="Format of the translations; all but text keep every sentence's source.",
        ),
    ] = "text",
    guard_formulas: Annotated[
        bool,
        typer.Option(
            "--guard-formulas/--no-guard-formulas",
            rich_help_panel=OUTPUT,
            help="In TSV, put an apostrophe before cells that a spreadsheet would run as formulas.",
        ),
    ] = True,
    destination: Destination,
    verbosity: Verbosity,
    debug: Debug = False,
) -> None:
    """Translate texts between English, Russian and Kazakh with local models, offline.

    The page keeps its layout. Every sentence is checked against its source, tried again if it fails,
    and flagged if nothing helps.
    """
    from summarize.api.run import run
    from summarize.cli.deliver import Delivery, Form
    from summarize.cli.inputs import inputs, read
    from summarize.cli.output import TranslationPrinter, made
    from summarize.text.languages import language
    from summarize.translation.routes import way
    from summarize.translation.writers.formats import SUFFIXES

    verbosity.begin()
    targets = list(dict.fromkeys(language(name) for names in to or () for name in names.split(",")))
    if not targets:
        raise UsageError("--to is missing: name the target language, such as --to kk")
    path = way(route) if route else ()
    if path and path[-1] not in targets:
        raise UsageError(f"--route {route} does not end in a language of --to ({', '.join(targets)})")
    if translation.glossary:
        _check_glossary(translation.glossary, targets)
    request = replace(
        request,
        task="translation",
        translators=tuple(model or ()),
        strict=strict,
        translation=replace(translation, path=path),
    )
    document = lru_cache(maxsize=1)(lambda name: read(name, source, reading))  # once for all its targets

    def make(item: Input) -> Result:
        result = run(document(item.name), replace(request, target=item.target))
        assert result.translation is not None
        # The routes are not repeated as warnings: the translation has them.
        return replace(result, warnings=result.translation.warnings)

    def printer(stream: TextIO, many: bool) -> TranslationPrinter:
        return TranslationPrinter(
            stream, style, many=many, guard_formulas=guard_formulas, reader=request.reader
        )

    delivery = Delivery(
        inputs=[
            replace(one, target=target)
            for one in inputs(files or [], warn, follow_links, reading.attachments)
            for target in targets
        ],
        make=make,
        form=Form("", SUFFIXES[style], printer, made),
        forget=document.cache_clear,
        to=destination,
    )
    raise typer.Exit(delivery.run())


def _check_glossary(name: str, targets: list[str]) -> None:
    from summarize.api.cross_lingual import glossary

    found = glossary(name)  # read now: a mistake in it must not be reported for every document
    if found.skipped:
        warn(f"{name}: {found.skipped} entries have terms in fewer than two of en, ru, kk; skipped")
    if len(targets) > 1 and any("target" in row for row in found.rows):
        raise UsageError(
            f"the glossary {name} is for one direction, but --to names {len(targets)} languages; "
            "add a header line to it, such as: en, ru, kk"
        )
