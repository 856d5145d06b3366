"""``summarize memory``: add to a translation memory, search it, count it, export it.

Exit codes: 0 ok, 1 nothing was found or a file cannot be written, 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli.help import Command
from summarize.cli.options import INPUT, OUTPUT, AsJson, Fuzzy, language_pair
from summarize.cli.output import print_json, print_line, print_text, say
from summarize.errors import UsageError

if TYPE_CHECKING:
    from summarize.translation.memory.units import Unit

app = typer.Typer(
    name="memory",
    help="Translation memories: add, search, stats, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

File = Annotated[
    str, typer.Argument(metavar="MEMORY", rich_help_panel=INPUT, help="A translation memory (SQLite).")
]
AnyFile = Annotated[
    str, typer.Argument(metavar="MEMORY", rich_help_panel=INPUT, help="A translation memory (SQLite or TMX).")
]


@app.command(cls=Command)
def add(
    memory: File,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES",
            rich_help_panel=INPUT,
            help="TMX, XLIFF, or HTML, JSON or TSV of summarize translate; with --translation, one text.",
        ),
    ],
    translation: Annotated[
        str | None,
        typer.Option(
            "--translation",
            metavar="FILE",
            rich_help_panel=INPUT,
            help="The translation of the text; both are aligned by paragraphs and sentences.",
        ),
    ] = None,
    flagged: Annotated[
        bool,
        typer.Option(
            "--flagged", rich_help_panel=INPUT, help="Also add segments with flags that nobody has approved."
        ),
    ] = False,
) -> None:
    """Add translations to a memory, which is made if it does not exist.

    A segment replaces the one with the same source in the same context; what a person approved is not
    replaced by what nobody has seen.
    """
    from summarize.translation.memory.files import additions
    from summarize.translation.memory.store import opened

    if translation is not None and len(files) != 1:
        raise UsageError(f"--translation belongs to one text, not to {len(files)}")
    found = [additions(file, flagged=flagged) for file in files if translation is None]
    pairs = list(_pair(files[0], translation)) if translation is not None else []
    with opened(memory, write=True) as store:
        for file, addition in zip(files, found, strict=False):
            _tell(file, *store.add(addition.units))
            for reason, count in addition.left_out.items():
                say(f"{file}: {count} segments left out: {reason}")
        if translation is not None:
            _tell(files[0], *store.add(pairs))


def _tell(file: str, new: int, replaced: int) -> None:
    print_line(f"{file}: {new} new, {replaced} replaced")


def _pair(source: str, translation: str) -> Iterator[Unit]:
    """The sentences of a text and its translation."""
    from summarize.cli.inputs import read
    from summarize.request import ReadingOptions
    from summarize.translation.memory.pairs import units

    texts = [read(name, None, ReadingOptions()) for name in (source, translation)]
    if texts[0].language == texts[1].language:
        raise UsageError(f"{source} and {translation} are both in {texts[0].language}")
    yield from units(*texts)


@app.command(cls=Command)
def search(
    memory: AnyFile,
    text: Annotated[str, typer.Argument(metavar="TEXT", rich_help_panel=INPUT, help="A sentence.")],
    languages: Annotated[
        str | None,
        typer.Option(
            "--languages",
            metavar="PAIR",
            rich_help_panel=INPUT,
            help="Only from one language into another, such as en-ru.",
        ),
    ] = None,
    fuzzy: Fuzzy = 85,
    as_json: AsJson = False,
) -> None:
    """Show what a memory has for a sentence: the same, then similar ones with the share of equal words."""
    from summarize.translation.memory.files import opened_for_use

    found: list[tuple[float, Unit]] = []
    with opened_for_use(memory) as store:
        known = [(each.source_language, each.target_language) for each in store.stats()]
        for source, target in known if languages is None else [language_pair(languages)]:
            found += [(1.0, unit) for unit in store.exact(text, source, target)]
            found += store.similar(text, source, target, fuzzy / 100)
    found.sort(key=lambda each: -each[0])
    if as_json:
        print_json([{"score": round(score, 4), **asdict(unit)} for score, unit in found])
    for score, unit in found if not as_json else ():
        said = ", ".join(part for part in (unit.origin, unit.date) if part)
        print_line(f"{score:.0%}  {unit.source_language}: {unit.source}")
        print_line(f"      {unit.target_language}: {unit.target}{f'  ({said})' if said else ''}")
    if not found:
        say(f"{memory} has nothing like it; lower --fuzzy to find more")
        raise typer.Exit(1)


@app.command(cls=Command)
def stats(memory: AnyFile, as_json: AsJson = False) -> None:
    """Count the segments of each pair of languages: all, approved by people, with their context."""
    from summarize.translation.memory.files import opened_for_use

    with opened_for_use(memory) as store:
        counts = store.stats()
    if as_json:
        print_json([each._asdict() for each in counts])
        return
    for each in counts:
        newest = f", newest {each.newest}" if each.newest else ""
        print_line(
            f"{each.source_language}→{each.target_language}: {each.segments} segments, "
            f"{each.approved} approved, {each.in_context} with context{newest}"
        )
    print_line(f"{memory}: {sum(each.segments for each in counts)} segments")


@app.command(cls=Command)
def export(
    memory: AnyFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", rich_help_panel=OUTPUT, help="The TMX file to write."),
    ] = None,
) -> None:
    """Write a memory as TMX, for other programs."""
    from summarize.files import replacing
    from summarize.translation.memory.files import opened_for_use
    from summarize.translation.writers.tmx import exported

    with opened_for_use(memory) as store:
        if output is None:
            for piece in exported(store.units()):
                print_text(piece)
            return
        with replacing(output) as stream:
            for piece in exported(store.units()):
                stream.write(piece)
