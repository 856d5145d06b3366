"""The suites that a command names: shipped ones, suite files, or bare data files in a known format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from summarize.errors import UsageError
from summarize.evaluation.loaders import load
from summarize.evaluation.samples import Languages, is_jsonl
from summarize.evaluation.suites import LANGUAGES, Suite, bare_suite, load_suite


@dataclass(frozen=True)
class DataFiles:
    """How files that are no suites are to be read; ``None`` where the command line does not say."""

    form: str | None = None
    references: Sequence[Path] = ()
    languages: str | None = None
    kind: str | None = None


def open_suites(names: Sequence[str], files: DataFiles, tasks: Sequence[str] = ()) -> list[Suite]:
    """Suites by name or file; with ``tasks``, only those of their tasks.

    A name ending in ``.jsonl`` (``.gz`` may follow), or any name where ``files.form`` is given, is a data
    file: a suite of one task. ``UsageError`` for whatever is unknown.
    """
    found = [
        _bare(Path(name), files) if files.form or _is_data(Path(name)) else load_suite(name) for name in names
    ]
    if not tasks:
        return found
    kept = [replace(suite, tasks=tuple(t for t in suite.tasks if t.id in tasks)) for suite in found]
    unknown = set(tasks) - {task.id for suite in kept for task in suite.tasks}
    if unknown:
        raise UsageError(f"no task {', '.join(sorted(unknown))} in {', '.join(names)}")
    return [suite for suite in kept if suite.tasks]


def _is_data(path: Path) -> bool:
    return path.suffix != ".json" and is_jsonl(path)


def _bare(path: Path, files: DataFiles) -> Suite:
    form = files.form or "jsonl"
    samples = load(form, [path, *files.references], _languages(files.languages, form))
    return bare_suite(
        path.name.partition(".")[0],
        samples,
        files.kind or ("translation" if form == "lines" else "abstractive"),
    )


def _languages(given: str | None, form: str) -> Languages:
    if given is None:
        if form == "jsonl":
            return ("", "")  # each line may say it
        raise UsageError(f"--data {form} needs --languages, such as kk or en-ru")
    source, _, target = given.partition("-")
    for language in (source, target or source):
        if language not in LANGUAGES:
            raise UsageError(f"--languages {given}: {language!r} is not {', '.join(LANGUAGES)}")
    return source, target or source
