"""``summarize translate``: documents in, the same pages in another language out.

Flags → options and routes. Text goes to stdout, everything else to stderr.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from summarize.cli.options import (
    Beams,
    Debug,
    Device,
    Encoding,
    Files,
    Output,
    Precision,
    PromptFile,
    Shortlist,
    SkipExisting,
    SourceLanguage,
    Threads,
)
from summarize.cli.output import say
from summarize.errors import UsageError

if TYPE_CHECKING:
    from summarize.translation.glossary import Glossary

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

EPILOG = """\
Examples:

  summarize translate article.txt --to kk
  summarize translate news/ --to ru --to kk -o out/ --skip-existing
  summarize translate report.md --to en --format html -o review.html
"""


class TranslateCommand(TyperCommand):
    """The command; its examples stay on their lines."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples as written."""
        formatter.write(f"\n{self.epilog}")


@app.command(cls=TranslateCommand, epilog=EPILOG)
def translate(
    files: Files = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", "-t", metavar="LANG", help="Translate into en, ru or kk; again for more."),
    ] = None,
    source: SourceLanguage = None,
    encoding: Encoding = None,
    style: Annotated[
        Literal["text", "md", "json", "jsonl", "tsv", "html", "tmx"],
        typer.Option(
            "--format", "-f", help="How translations are written; all but text keep every sentence's source."
        ),
    ] = "text",
    output: Output = None,
    skip_existing: SkipExisting = False,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            help="A folder, a hub id or an alias; again for more, each is used where it fits.",
        ),
    ] = None,
    route: Annotated[
        str | None,
        typer.Option(metavar="WAY", help="The way to go, such as en-ru-kk; else the models decide."),
    ] = None,
    glossary: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Terms and what they must become (TSV or CSV); 'starter' is the one shipped."
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="Every line is a unit of its own, as in files of segments.")
    ] = False,
    typography: Annotated[
        bool,
        typer.Option("--typography", help="Quotation marks, dashes and numbers of the target language."),
    ] = False,
    script: Annotated[
        Literal["cyrillic", "latin"],
        typer.Option(help="Letters of Kazakh; latin is the alphabet of 2021."),
    ] = "cyrillic",
    prompt: PromptFile = None,
    prefix: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="What the model wants before the text."),
    ] = None,
    mend: Annotated[
        bool, typer.Option("--mend/--no-mend", help="Try flagged sentences again in other ways.")
    ] = True,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail where a sentence stays flagged; write nothing of it.")
    ] = False,
    device: Device = "auto",
    precision: Precision = "auto",
    shortlist: Shortlist = False,
    beams: Beams = None,
    max_new_tokens: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Most tokens a sentence may get.")
    ] = None,
    threads: Threads = None,
    safetensors_only: Annotated[
        bool, typer.Option("--safetensors-only", help="Refuse weights that are a pickle (.bin).")
    ] = False,
    debug: Debug = False,
) -> None:
    """Translate texts between English, Russian and Kazakh with local models, offline.

    The page keeps its layout; every sentence is checked against its source, tried again where it fails
    and flagged where nothing helped.
    """
    from summarize.cli.inputs import inputs, read
    from summarize.request import Decoding, Runtime
    from summarize.text.languages import language
    from summarize.translation.delivery import Delivery
    from summarize.translation.direction import Options
    from summarize.translation.document import translate_document
    from summarize.translation.glossary import Glossary
    from summarize.translation.routes import Routes, way

    targets = list(dict.fromkeys(language(name) for names in to or () for name in names.split(",")))
    if not targets:
        raise UsageError("--to is missing: say into which language, such as --to kk")
    wanted = way(route) if route else ()
    if wanted and wanted[-1] not in targets:
        raise UsageError(f"--route {route} does not end in a language of --to ({', '.join(targets)})")
    options = Options(
        decoding=Decoding(num_beams=beams, max_new_tokens=max_new_tokens),
        glossary=_glossary(glossary, targets) if glossary else Glossary(),
        lines=lines,
        typography=typography,
        script=script,
        mend=mend,
        prefix=prefix,
        prompt=prompt,
    )
    runtime = Runtime(device, precision, threads, safetensors_only, shortlist)
    routes = Routes(tuple(model or ()), runtime, wanted)
    delivery = Delivery(
        inputs=inputs(files or [], say),
        targets=targets,
        read=lambda name: read(name, encoding, source),
        translate=lambda document, target: translate_document(document, target, routes.find, options),
        say=say,
        style=style,
        output=output,
        skip_existing=skip_existing,
        strict=strict,
    )
    raise typer.Exit(delivery.run())


def _glossary(name: str, targets: list[str]) -> Glossary:
    from summarize.engines.prompts import resource
    from summarize.translation.glossary import read

    found = read(resource("prompts/glossary.tsv") if name == "starter" else name)
    if len(targets) > 1 and any("target" in row for row in found.rows):
        raise UsageError(
            f"the glossary {name} has terms of one language and --to names {len(targets)}; "
            "give its columns a first line such as: en, ru, kk"
        )
    return found
