"""``summarize translate``: documents in, the same documents in another language out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

import typer

from summarize.cli import translate_options
from summarize.cli.destination import Destination
from summarize.cli.help import Command, application
from summarize.cli.option_groups import (
    DESTINATION,
    EDITING,
    MEMORY,
    READING,
    REQUEST,
    TRANSLATING,
    VERBOSITY,
    with_options,
)
from summarize.cli.options import Debug, Files, FollowLinks, SourceLanguage
from summarize.cli.verbosity import Verbosity, warn
from summarize.errors import UsageError
from summarize.request import Editing, MemoryOptions, ReadingOptions, Request, TranslationOptions

if TYPE_CHECKING:
    from summarize.cli.deliver import Input
    from summarize.result import Result

app = application()

EPILOG = """\
Examples:

  summarize translate article.txt --to kk
  summarize translate news/ --to ru --to kk -o out/ --skip-existing
  summarize translate contract.docx --to kk -o contract.kk.docx
  summarize translate report.md --to en --format html -o review.html
  summarize translate report.md --to kk --memory office.sqlite --remember
  summarize translate report.md --apply edited.xlf -o report.kk.md
  summarize translate contract.docx --apply edited.kk.docx -o contract.kk.docx
"""


@app.command(cls=Command, epilog=EPILOG)
@with_options(READING, TRANSLATING, MEMORY, REQUEST, EDITING, DESTINATION, VERBOSITY)
def translate(
    *,
    files: Files = None,
    source: SourceLanguage = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    to: translate_options.To = None,
    route: translate_options.Route = None,
    translation: TranslationOptions,
    known: MemoryOptions,
    strict: translate_options.Strict = False,
    model: translate_options.Models = None,
    request: Request,
    style: translate_options.Style = None,
    guard_formulas: translate_options.GuardFormulas = True,
    editing: Editing,
    destination: Destination,
    verbosity: Verbosity,
    debug: Debug = False,
) -> None:
    """Translate texts between English, Russian and Kazakh with local models, offline.

    The page keeps its layout, and a document its format. Every sentence is checked against its source,
    tried again if it fails, and flagged if nothing helps.
    """
    from summarize.api.run import run
    from summarize.cli.deliver import Delivery, Form
    from summarize.cli.inputs import inputs
    from summarize.cli.own_format import OwnFormat
    from summarize.cli.printers import TranslationPrinter, made
    from summarize.translation.writers.formats import SUFFIXES

    verbosity.begin()
    targets = _targets(to, known)
    translation = replace(translation, path=_path(route, targets), memory=known)
    if translation.glossary:
        _check_glossary(translation.glossary, targets)
    request = replace(
        request,
        task="translation",
        translators=tuple(model or ()),
        strict=strict,
        translation=translation,
    )
    own = OwnFormat(style, destination.output, source, reading, editing)

    def make(item: Input) -> Result:
        result = run(own.document(item), replace(request, target=item.target))
        assert result.translation is not None
        # The routes are not repeated as warnings: the translation has them.
        return replace(result, warnings=result.translation.warnings)

    def printer(stream: TextIO, many: bool) -> TranslationPrinter:
        return TranslationPrinter(
            stream, style or "text", many=many, guard_formulas=guard_formulas, reader=request.reader
        )

    found = inputs(files or [], warn, follow_links, reading.attachments)
    _check_single(len(found), len(targets), known, style, destination)
    own.check(found)
    delivery = Delivery(
        inputs=[replace(one, target=target) for one in found for target in targets],
        make=make,
        form=Form("", SUFFIXES[style or "text"], printer, made, own.suffix, own.data),
        forget=own.forget,
        to=destination,
    )
    raise typer.Exit(delivery.run())


def _targets(to: Sequence[str] | None, known: MemoryOptions) -> list[str]:
    """The languages to translate into, each once; an edited translation has one.

    Raises:
        UsageError: there is none, or one is unknown.
    """
    from summarize.text.languages import language

    targets = list(dict.fromkeys(language(name) for names in to or () for name in names.split(",")))
    if known.apply:
        targets = _check_edited(known.apply, targets)
    if not targets:
        raise UsageError("--to is missing: name the target language, such as --to kk")
    return targets


def _path(route: str | None, targets: Sequence[str]) -> tuple[str, ...]:
    """The languages of ``--route``; empty without it.

    Raises:
        UsageError: it is not a valid route, or ends in another language than those of ``--to``.
    """
    from summarize.translation.routes import way

    path = way(route) if route else ()
    if path and path[-1] not in targets:
        raise UsageError(f"--route {route} does not end in a language of --to ({', '.join(targets)})")
    return path


def _check_edited(name: str, targets: list[str]) -> list[str]:
    """The language of an edited translation, which is read now: a mistake in it is not the document's."""
    from summarize.translation.memory.edited import target_of

    if len(targets) > 1:
        raise UsageError(f"--apply takes back one translation, but --to names {len(targets)} languages")
    return [target_of(name, targets[0] if targets else None)]


def _check_single(
    documents: int, targets: int, known: MemoryOptions, style: str | None, destination: Destination
) -> None:
    """Refuse several documents where only one has a place."""
    from summarize.cli.output import folder_named

    if known.apply and documents > 1:
        raise UsageError(f"--apply takes back the translation of one document, not of {documents}")
    if style == "xliff2" and documents * targets > 1 and folder_named(destination.output) is None:
        raise UsageError("XLIFF 2.0 holds one pair of languages; name a folder with -o for several outputs")


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
