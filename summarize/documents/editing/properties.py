"""The properties of an Office file: its title, subject, keywords, description and category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from summarize.documents.editing.elements import language_tag
from summarize.documents.editing.office import Part, Text, Unit
from summarize.documents.markup import local
from summarize.documents.packages import Package
from summarize.documents.relations import relations

_TRANSLATED = frozenset(["title", "subject", "description", "keywords", "keyword", "category"])


def parts(package: Package) -> Iterator[Part]:
    """The member with the properties, if there is one."""
    for related in relations(package, "").values():
        if related.kind == "core-properties":
            yield Part(related.target, units, finish=name_language)


def units(root: Any, _: Counter[str]) -> list[Unit]:
    """The properties with text."""
    return [
        Text(each, "property", local(each))
        for each in root.iter()
        if local(each) in _TRANSLATED and (each.text or "").strip() and not len(each)
    ]


def name_language(root: Any, target: str) -> None:
    """Say which language the file is in, if it said so before."""
    for each in root.iter():
        if local(each) == "language":
            each.text = language_tag(target)
