"""Suites: tasks, where their samples come from, and the limits that the gate holds them to.

A suite is a small JSON file, in ``evals/`` or anywhere else:
``{"name", "description", "data": {"format", "path"}, "tasks": [{"id", "kind", "source", "target",
"length"}], "gate": {…}}``. Paths are relative to the file. A task may have its own ``data`` and
``gate``. The command line may also name a data file, which becomes a suite of one task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from summarize.errors import MeasurementError, UsageError, listed, quoted
from summarize.evaluation.articles import read_articles, samples_for
from summarize.evaluation.asking import ASKING
from summarize.evaluation.facts import FACTS
from summarize.evaluation.loaders import load
from summarize.evaluation.samples import (
    Languages,
    Sample,
    check_ids,
    check_name,
    data_digest,
    digest,
    is_jsonl,
    read_json,
    string_of,
)
from summarize.evaluation.typed import build
from summarize.request import Length
from summarize.text.language_table import LANGUAGES, NAMES

KINDS = ("extractive", "abstractive", "cross-lingual", "translation", "headline", "about", "together")


@dataclass(frozen=True)
class Limits:
    """What the gate holds a task to; points are on the metric's own 0–100 scale.

    ``metrics`` are tested for a drop, and ``min_effect`` is the smallest drop that matters. A sample
    falls badly when it loses ``severe_drop`` points; at most ``severe_share`` of the samples may.
    ``floors`` are absolute; ``checks`` is how many samples may fail a check (by default, no more than
    in the baseline). ``worst`` are scores that at most ``worst_share`` of the samples may be under; without
    one for the shown metric, it is the lowest score of a sample in the baseline.
    """

    metrics: tuple[str, ...] = ()
    min_effect: float = 0.5
    severe_drop: float = 15.0
    severe_share: float = 0.05
    floors: Mapping[str, float] = field(default_factory=dict)
    worst: Mapping[str, float] = field(default_factory=dict)
    worst_share: float = 0.02
    checks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SuiteTask:
    """One kind of work in one direction, on a list of samples."""

    id: str
    kind: str
    source: str
    target: str
    samples: tuple[Sample, ...]
    length: Length | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def data_sha256(self) -> str:
        return data_digest(self.samples)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that are gated; the first is the one that reports show."""
        if self.limits.metrics:
            return self.limits.metrics
        if self.kind == "translation":
            return ("chrf++",)
        known = all(sample.facts is not None for sample in self.samples)
        return ("rougeL", "chrf++", FACTS) if known else ("rougeL", "chrf++")


@dataclass(frozen=True)
class Suite:
    """Tasks that are run and reported together."""

    name: str
    description: str
    tasks: tuple[SuiteTask, ...]
    articles: tuple[Path, ...] = ()  # folders of parallel articles that the samples were made from

    @property
    def sha256(self) -> str:
        return digest([[task.id, task.kind, task.data_sha256] for task in self.tasks])


def shipped() -> dict[str, Path]:
    """The suites that come with the tool, by name."""
    from summarize.engines.prompts import resource

    return {path.stem: path for path in sorted(resource("evals").glob("*.json"))}


def load_suite(name: str) -> Suite:
    """A shipped suite by name, or any suite by the path of its file.

    ``UsageError`` for an unknown name or a malformed file; ``MeasurementError`` where the file pins a
    ``sha256`` and the data has another.
    """
    path = Path(name)
    if path.suffix != ".json":
        if name not in shipped():
            raise UsageError(f"no suite named {name!r}; choose from {', '.join(shipped())}, or give a file")
        path = shipped()[name]
    value = read_json(path)
    try:
        tasks = tuple(_task(task, value, path) for task in value["tasks"])
        folders = _article_folders(value, path)
        suite = Suite(string_of(value, "name"), str(value.get("description", "")), tasks, folders)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: {error.args[0]} is missing or has the wrong type") from error
    check_name(suite.name, str(path))
    _check(suite, value.get("sha256"), path)
    return suite


def _check(suite: Suite, pinned: str | None, path: Path) -> None:
    if not suite.tasks:
        raise UsageError(f"{path}: the suite has no tasks")
    ids = [task.id for task in suite.tasks]
    if len(set(ids)) != len(ids):
        raise UsageError(f"{path}: two tasks share an id")
    if pinned and pinned != suite.sha256:
        raise MeasurementError(f"{path}: the data changed: sha256 is {suite.sha256}, pinned is {pinned}")


def _task(value: Mapping[str, Any], suite: Mapping[str, Any], path: Path) -> SuiteTask:
    name, kind, source, target = (string_of(value, key) for key in ("id", "kind", "source", "target"))
    if kind not in KINDS:
        raise UsageError(f"{path}: no kind {quoted(kind)}; choose from {', '.join(KINDS)}")
    check_name(name, str(path))
    _known(source, target, str(path))
    data = value.get("data", suite.get("data"))
    samples = _samples(kind, source, target, data, path)
    check_ids(samples, f"{path}: {name}")
    _check_languages(samples, source, target, f"{path}: {name}")
    return SuiteTask(
        name,
        kind,
        source,
        target,
        tuple(samples),
        length=_length(value.get("length", suite.get("length")), path),
        limits=_limits({**suite.get("gate", {}), **value.get("gate", {})}, path),
    )


def _known(source: str, target: str, place: str) -> None:
    for language in (source, target):
        if language not in LANGUAGES:
            raise UsageError(
                f"{place}: unknown language {quoted(language)}; choose from {', '.join(LANGUAGES)}"
            )


def _check_languages(samples: Sequence[Sample], source: str, target: str, place: str) -> None:
    """One task has one direction: words, checks and the verdict depend on it."""
    _known(source, target, place)
    for sample in samples:
        if (sample.source_language, sample.target_language) != (source, target):
            said = f"{sample.source_language}-{sample.target_language}"
            raise UsageError(
                f"{place}: {sample.id} is {said}, not {source}-{target}; a task has one direction"
            )


def _samples(kind: str, source: str, target: str, data: Any, path: Path) -> list[Sample]:
    form = data["format"]
    if form in ASKING:
        return ASKING[form](path.parent, data, source)
    places = data["path"] if isinstance(data["path"], list) else [data["path"]]
    paths = [path.parent / place for place in places]
    if form == "articles":
        samples = samples_for(kind, source, target, read_articles(paths[0]))
        if not samples:
            raise UsageError(f"{paths[0]}: no articles found")
        return samples
    return load(form, paths, (source, target))


def _article_folders(suite: Mapping[str, Any], path: Path) -> tuple[Path, ...]:
    places = [task.get("data", suite.get("data")) for task in suite["tasks"]]
    return tuple(dict.fromkeys(path.parent / p["path"] for p in places if p["format"] == "articles"))


def _length(value: Mapping[str, float] | None, path: Path) -> Length | None:
    if value is None:
        return None
    if len(value) != 1:
        raise UsageError(f"{path}: a length has exactly one of sentences, words or ratio")
    ((unit, amount),) = value.items()
    if unit not in ("sentences", "words", "ratio"):
        raise UsageError(f"{path}: no length in {quoted(unit)}; choose from sentences, words, ratio")
    return Length(unit, amount)  # type: ignore[arg-type]


def _limits(value: Mapping[str, Any], path: Path) -> Limits:
    unknown = set(value) - {each.name for each in fields(Limits)}
    if unknown:
        raise UsageError(f"{path}: the gate has no setting {listed(sorted(unknown))}")
    return build(Limits, value, f"{path}: the gate")


def bare_suite(name: str, samples: Sequence[Sample], kind: str) -> Suite:
    """A suite of one task, for samples that came without a suite file."""
    if kind not in KINDS:
        raise UsageError(f"no kind {quoted(kind)}; choose from {', '.join(KINDS)}")
    if not samples:
        raise UsageError(f"{name}: no samples found")
    check_ids(samples, name)
    first = samples[0]
    _check_languages(samples, first.source_language, first.target_language, name)
    task = SuiteTask(kind, kind, first.source_language, first.target_language, tuple(samples))
    return Suite(name, "", (task,))


@dataclass(frozen=True)
class DataFiles:
    """How to read data files that are not suites; ``None`` where the command line does not say."""

    form: str | None = None
    references: Sequence[Path] = ()
    languages: str | None = None
    kind: str | None = None


def open_suites(names: Sequence[str], files: DataFiles, tasks: Sequence[str] = ()) -> list[Suite]:
    """Suites by name or file; with ``tasks``, only those of their tasks.

    A name ending in ``.jsonl`` or ``.jsonl.gz``, or any name where ``files.form`` is given, is a data
    file and becomes a suite of one task. ``UsageError`` for anything unknown, and for what is said of data
    files where there are none.
    """
    data = [bool(files.form) or _is_data(Path(name)) for name in names]
    if names and not any(data):
        _refuse_unused(files)
    found = [
        _bare(Path(name), files) if bare else load_suite(name) for name, bare in zip(names, data, strict=True)
    ]
    if not tasks:
        return found
    kept = [replace(suite, tasks=tuple(t for t in suite.tasks if t.id in tasks)) for suite in found]
    unknown = set(tasks) - {task.id for suite in kept for task in suite.tasks}
    if unknown:
        raise UsageError(f"no task {', '.join(sorted(unknown))} in {', '.join(names)}")
    return [suite for suite in kept if suite.tasks]


def _refuse_unused(files: DataFiles) -> None:
    """A suite has languages and references of its own; ``UsageError`` if others are named."""
    said = {"--references": files.references, "--languages": files.languages, "--kind": files.kind}
    if unused := [option for option, value in said.items() if value]:
        raise UsageError(
            f"{', '.join(unused)}: only for data files; a suite has its own, choose from it with --task"
        )


def _is_data(path: Path) -> bool:
    return path.suffix != ".json" and is_jsonl(path)


def _bare(path: Path, files: DataFiles) -> Suite:
    form = files.form or "jsonl"
    samples = load(form, [path, *files.references], _languages(files.languages, form))
    if files.languages:
        _agree(files.languages, samples)
        _confirm(files.languages, samples)
    return bare_suite(
        path.name.partition(".")[0],
        samples,
        files.kind or ("translation" if form == "lines" else "abstractive"),
    )


_TRIED = 40  # samples by which the languages of a file are recognised
_WORDS = 40  # fewest words that tell a language surely
_SURE = 0.8  # confidence below which a language is not contradicted


def _agree(given: str, samples: Sequence[Sample]) -> None:
    """Refuse lines that name other languages than ``--languages``, which would not be heard."""
    for sample in samples[:1]:
        own = (sample.source_language, sample.target_language)
        if own != _languages(given, "jsonl") and set(own) <= set(LANGUAGES):
            said = "-".join(dict.fromkeys(own))
            raise UsageError(f"--languages {given}, but the line of {quoted(sample.id)} says {said}")


def _confirm(given: str, samples: Sequence[Sample]) -> None:
    """Refuse data that are plainly in another language than ``--languages`` says."""
    from summarize.text.languages import identify

    tried = list(samples[:_TRIED])
    if not tried:
        return
    sources = " ".join(sample.source for sample in tried)
    references = " ".join(reference for sample in tried for reference in sample.references)
    for name, text, language in (
        ("sources", sources, tried[0].source_language),
        ("references", references, tried[0].target_language),
    ):
        found = identify(text)
        if len(text.split()) >= _WORDS and found.language != language and found.confidence >= _SURE:
            raise UsageError(
                f"--languages {given} says that the {name} are {NAMES[language]}, but they read as "
                f"{NAMES.get(found.language, found.language)}"
            )


def _languages(given: str | None, form: str) -> Languages:
    if given is None:
        if form == "jsonl":
            return ("", "")  # each line may name its own
        raise UsageError(f"--data {form} needs --languages, such as kk or en-ru")
    source, _, target = given.partition("-")
    for language in (source, target or source):
        if language not in LANGUAGES:
            raise UsageError(
                f"--languages {given}: unknown language {language!r}; choose from {', '.join(LANGUAGES)}"
            )
    return source, target or source
