"""``summarize FILE``: documents in, summaries out; what the program does when no command is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, TextIO

import typer

from summarize.cli import summary_options
from summarize.cli.commands import meant
from summarize.cli.destination import Destination
from summarize.cli.option_groups import DESTINATION, READING, SUMMARY_REQUEST, VERBOSITY, with_options
from summarize.cli.options import Debug, Files, FollowLinks, Meaning, SourceLanguage
from summarize.cli.output import Format, say
from summarize.cli.verbosity import Verbosity, warn
from summarize.errors import DocumentError, UsageError
from summarize.request import Length, ReadingOptions, Request, Task

if TYPE_CHECKING:
    from summarize.cli.deliver import Form, Input
    from summarize.cli.group import Group
    from summarize.result import Result
    from summarize.text.documents import Document

EPILOG = """\
Examples:

  summarize article.txt                      a summary of a file, in its own sentences
  summarize article.txt --sentences 2        exactly two sentences
  cat article.txt | summarize                from a pipe
  summarize article.txt --to ru --to kk      in Russian and Kazakh, by a local model
  summarize news/ -o summaries/              every text in a folder, each to its own file
  summarize a.txt b.txt --format jsonl       one JSON object per line
  summarize report.pdf --cite                with the page of each sentence
  summarize report.pdf --about "water"       what it says about something
  summarize report.pdf --as outline          each section under its heading
  summarize news/*.txt --together            one summary of several documents
  summarize ./eval                           a file that is named like a command
  summarize --install-completion             complete commands and options in your shell

Exit codes: 0 ok, 1 failure, 2 usage, 3 some of several documents failed, 4 model missing, 130 interrupted
"""


@with_options(READING, SUMMARY_REQUEST, DESTINATION, VERBOSITY)
def summary(
    *,
    context: typer.Context,
    files: Files = None,
    source: SourceLanguage = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    about: summary_options.About = None,
    abstractive: summary_options.Abstractive = False,
    model: summary_options.Model = None,
    request: Request,
    strict: summary_options.Strict = False,
    to: summary_options.To = None,
    route: summary_options.Route = "auto",
    glossary: summary_options.GlossaryFile = None,
    meaning: Meaning = None,
    shape: summary_options.As = "sentences",
    by_section: summary_options.BySection = False,
    entities: summary_options.Entities = False,
    together: summary_options.Together = False,
    style: summary_options.Style = "text",
    destination: Destination,
    verbosity: Verbosity,
    highlight: summary_options.Highlight = False,
    cite: summary_options.Cite = False,
    debug: Debug = False,
    formats: summary_options.Formats = False,
    version: summary_options.Version = False,
) -> None:
    """Summarise texts in English, Russian or Kazakh, offline.

    By default the summary is made of the text's own most central sentences, which needs no model; with
    --abstractive or --model a local model writes it, and it is checked against the text.
    """
    from summarize.api.run import run
    from summarize.cli.deliver import SOME_FAILED, Delivery, Input
    from summarize.cli.inputs import inputs
    from summarize.request import TranslationOptions
    from summarize.text.languages import language

    verbosity.begin()
    _check_style(style, to, highlight=highlight, cite=cite, together=together)
    task: Task = "abstractive" if abstractive or (model and not _is_encoder(model)) else "extractive"
    _check_shape(shape, task, request.length)
    request = replace(
        request,
        task=task,
        shape="sentences" if shape == "outline" else shape,
        by_section=by_section or shape == "outline",
        about=(about,) if about is not None else (),
        entities=entities,
        route=route,
        model=model,
        strict=strict,
        translation=TranslationOptions(glossary=glossary, meaning=meaning),
    )
    _warn_of_inert(context, request, to)
    targets: list[str | None] = [language(name) for names in to or () for name in names.split(",")]
    reading = replace(reading, strict=strict)

    def read(name: str) -> Document:
        return _read(name, source, reading)

    found = inputs(files or [], warn, follow_links, reading.attachments)
    group = _group(found, read, destination) if together else None
    if group:
        found = [Input(group.name, PurePath("together"))]
    document = lru_cache(maxsize=1)(group.document if group else read)  # once for all its targets
    delivery = Delivery(
        inputs=[replace(one, target=target) for one in found for target in targets or [None]],
        make=lambda item: run(document(item.name), replace(request, target=item.target)),
        form=_form(style, task, highlight=highlight, cite=cite),
        forget=document.cache_clear,
        to=destination,
        following=style in ("text", "md"),
    )
    code = delivery.run()
    failures = group.failures if group else []
    for failure in failures if verbosity.quiet else ():
        say(str(failure))  # otherwise it is a warning of the summary
    raise typer.Exit(code or (SOME_FAILED if failures else 0))


def _group(inputs: Sequence[Input], read: Callable[[str], Document], destination: Destination) -> Group:
    """All documents as one.

    Raises:
        UsageError: the output is one of them.
    """
    from summarize.cli.group import Group
    from summarize.cli.output import refuse_overwriting

    refuse_overwriting([each.name for each in inputs], destination.files)
    return Group(inputs, read)


def _form(style: Format, task: Task, *, highlight: bool, cite: bool) -> Form[Result]:
    """What summaries look like, and how their files are named."""
    from summarize.cli.deliver import Form
    from summarize.cli.output import SUFFIXES
    from summarize.cli.printers import SummaryPrinter, made

    def printer(stream: TextIO, many: bool) -> SummaryPrinter:
        return SummaryPrinter(stream, style, many=many, task=task, highlight=highlight, cite=cite)

    return Form("summary", SUFFIXES[style], printer, made)


def _check_style(
    style: Format, to: Sequence[str] | None, *, highlight: bool, cite: bool, together: bool
) -> None:
    """Refuse marks and citations where the output has no place for them.

    Raises:
        UsageError: it names the option that cannot be combined.
    """
    if highlight and style in ("json", "jsonl"):
        raise UsageError(f"--highlight marks text; with --format {style} use the sentences' start and end")
    if cite and style in ("json", "jsonl"):
        raise UsageError(f"--cite adds to text; with --format {style} use the sentences' place")
    if together and highlight:
        raise UsageError("--highlight marks one document; leave it out with --together")
    if cite and (to or highlight):
        raise UsageError("--cite cannot be combined with --to or --highlight")


def _check_shape(shape: str, task: Task, length: Length | None) -> None:
    """Refuse what contradicts itself.

    Raises:
        UsageError: a lead in a model's words, or a headline of a length.
    """
    if shape == "lead" and task == "abstractive":
        raise UsageError("--as lead is the text's own first sentences; leave out --abstractive and --model")
    if shape == "headline" and length:
        raise UsageError("a headline has one length; leave out --sentences, --words, --ratio and --length")


def _warn_of_inert(context: typer.Context, request: Request, to: Sequence[str] | None) -> None:
    """Name the options that were given and do nothing in this run."""
    from summarize.cli.inert import is_given, warnings

    given = {name for name in context.params if is_given(context, name)}
    generates = request.task == "abstractive"
    models = bool(generates or request.model or to)
    for warning in warnings(given, generates=generates, models=models, to=bool(to)):
        warn(warning)


def _read(name: str, language: str | None, options: ReadingOptions) -> Document:
    """One document; a missing one whose name is like a command's gets a hint."""
    from summarize.cli.inputs import read

    try:
        return read(name, language, options)
    except DocumentError as error:
        if error.code == "document-missing" and (hint := meant(name)):
            raise DocumentError(f"{name} does not exist{hint}", code=error.code) from None
        raise


def _is_encoder(model: str) -> bool:
    """Whether a model makes sentence vectors rather than text."""
    from summarize.models.cache import checkpoint

    return checkpoint(model).family.kind in ("encoder", "static")
