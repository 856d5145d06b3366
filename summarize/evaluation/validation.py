"""Mistakes in the data itself, to be found before a system is blamed for them.

Samples are checked one by one; parallel articles as a whole, each version against the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarize.evaluation.article_validation import validate_articles
from summarize.evaluation.articles import read_articles
from summarize.evaluation.data_problems import (
    Problem,
    compression,
    duplicates,
    number_problems,
    text_problems,
)
from summarize.evaluation.samples import Sample
from summarize.evaluation.suites import Suite, SuiteTask

if TYPE_CHECKING:
    from summarize.checks.waivers import Allowance


def validate(suite: Suite, allowed: Allowance | None = None) -> list[Problem]:
    """Every problem in a suite's data, without the findings that a person has accepted."""
    found = _problems(suite)
    if allowed is None:
        return found
    return [one for one in found if one.finding is None or not allowed.mutes(one.finding, one.segment)]


def _problems(suite: Suite) -> list[Problem]:
    found: list[Problem] = []
    for folder in suite.articles:
        found += validate_articles(read_articles(folder))
    if not suite.articles:
        for task in suite.tasks:
            found += _task(suite, task)
    return found


def _task(suite: Suite, task: SuiteTask) -> Iterator[Problem]:
    name = f"{suite.name}/{task.id}"
    for sample in task.samples:
        place = f"{name} {sample.id}"
        yield from text_problems(sample.source, sample.source_language, f"{place} source")
        for number, reference in enumerate(sample.references, start=1):
            yield from text_problems(reference, sample.target_language, f"{place} reference {number}")
        yield from _pair(sample, task.kind, place)
    yield from duplicates((f"{name} {sample.id}", sample.source) for sample in task.samples)


def _pair(sample: Sample, kind: str, place: str) -> Iterator[Problem]:
    for reference in sample.references:
        if reference == sample.source:
            yield Problem(place, "the reference is the source itself")
        elif kind == "translation":
            yield from number_problems(
                reference, sample.target_language, sample.source, sample.source_language, place
            )
        elif kind != "headline":
            yield from compression(reference, sample.source, place)
