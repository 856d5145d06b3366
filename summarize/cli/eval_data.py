"""Commands of ``summarize eval`` that run no suite: validate, list, contrast, export, edits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize.cli.eval_options import SCORES, Data, Kind, Languages, References, Suites
from summarize.cli.options import INPUT, OUTPUT, AsJson
from summarize.cli.output import print_json, print_line, print_text

if TYPE_CHECKING:
    from summarize.evaluation.data_problems import Problem


def validate(
    suites: Suites,
    data: Data = None,
    references: References = None,
    languages: Languages = None,
    kind: Kind = None,
) -> None:
    """Find mistakes in the data itself: hashes, languages, look-alike letters, numbers, duplicates.

    A suite, a data file, one article's .json or a folder of articles.
    """
    from summarize.evaluation.article_validation import is_article, validate_files
    from summarize.evaluation.suites import DataFiles, open_suites
    from summarize.evaluation.validation import validate as lint

    articles = [name for name in suites if data is None and is_article(Path(name))]
    errors = 0
    for name in articles:
        found = validate_files(Path(name))
        errors += _print_problems(found)
        print_line(f"{name}: {len(found) or 'no'} problem{'s' * (len(found) != 1)}")
    named = [name for name in suites if name not in articles]
    for suite in open_suites(named, DataFiles(data, references or (), languages, kind)):
        errors += _print_problems(lint(suite))
        print_line(f"{suite.name}: {len(suite.tasks)} tasks, sha256 {suite.sha256}")
    if errors:
        raise typer.Exit(1)


def edits(
    draft: Annotated[
        str,
        typer.Argument(
            rich_help_panel=INPUT,
            help="The translation as delivered: XLIFF, or HTML, JSON or TSV of summarize translate.",
        ),
    ],
    edited: Annotated[str, typer.Argument(rich_help_panel=INPUT, help="The same file after editing.")],
    as_json: AsJson = False,
) -> None:
    """Count what editors changed: TER and chrF of the draft, segments untouched, edits by the kind of flag.

    A lift above 1 means that segments with such a flag are edited more often than the others.
    """
    from summarize.evaluation.edits import edits as compare
    from summarize.evaluation.edits import table
    from summarize.translation.bilingual import read

    found = compare(read(draft), read(edited))
    if as_json:
        print_json(found.to_json())
    else:
        print_text(table(found))


def _print_problems(problems: Sequence[Problem]) -> int:
    """Print one line per problem; return how many are errors."""
    for problem in problems:
        print_line(str(problem))
    return sum(problem.error for problem in problems)


def list_() -> None:
    """List the suites that come with the tool."""
    from summarize.evaluation.suites import load_suite, shipped

    for name in shipped():
        suite = load_suite(name)
        print_line(f"{name}: {suite.description}")
        for task in suite.tasks:
            print_line(
                f"  {task.id}  {task.kind}, {task.source} to {task.target}, {len(task.samples)} samples"
            )


def contrast(
    items: Annotated[
        Path | None,
        typer.Argument(
            rich_help_panel=INPUT, help="A file of items, JSON Lines; without it, the included ones."
        ),
    ] = None,
    judge: Annotated[
        str,
        typer.Option(rich_help_panel=SCORES, help="What prefers one of two translations: checks, length."),
    ] = "checks",
    encoder: Annotated[
        str | None,
        typer.Option(
            rich_help_panel=SCORES, help="A multilingual sentence encoder on this machine as the judge."
        ),
    ] = None,
    scores: Annotated[
        Path | None,
        typer.Option(
            rich_help_panel=SCORES,
            help='Another judge\'s scores, the higher the better: JSON Lines {"id", "right", "wrong"}.',
        ),
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(rich_help_panel=OUTPUT, help="Write the pairs to this file, to be scored elsewhere."),
    ] = None,
) -> None:
    """Measure how often the right one of two translations is preferred, by kind of error."""
    from summarize.evaluation import contrastive

    found = contrastive.read_pairs(items or contrastive.shipped_items())
    if pairs:
        contrastive.write_pairs(found, pairs)
        print_line(f"{pairs}: {len(found)} pairs")
        return
    if scores:
        chosen = contrastive.by_scores(scores, found)
    elif encoder:
        from summarize.evaluation.embedding import local_scorer

        chosen = contrastive.by_encoder(local_scorer(encoder), found)
    else:
        chosen = contrastive.named(judge)
    print_text(contrastive.preference_table(contrastive.preferences(found, chosen)))
    print_line(f"{len(found)} pairs, sha256 {contrastive.pairs_digest(found)}")


def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write into.")],
    form: Annotated[
        str, typer.Option("--format", help="jsonl, parquet; several separated by commas.")
    ] = "jsonl",
) -> None:
    """Write the included articles and pairs as plain tables, for other programs and Hugging Face datasets."""
    from summarize.engines.prompts import resource
    from summarize.evaluation.export import export as write_tables

    home = Path(resource("evals")) / "news"
    for path, rows in write_tables(home, folder, [each.strip() for each in form.split(",")]):
        print_line(f"{path}: {rows} rows")
