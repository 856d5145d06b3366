"""Files that are zip packages of XML, written back: what DOCX, PPTX, XLSX and ODT share.

A format names the parts of its package that have text, and finds the units in each: paragraphs, attributes or
elements with text. Reading and writing find the same units in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from summarize.documents.editing.elements import writable
from summarize.documents.editing.paragraphs import inline, rewrite
from summarize.documents.editing.validity import problems
from summarize.documents.packages import Package, repacked
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.blocks import Block, Kind, Run, Written
from summarize.text.parts import Role


class Unit(Protocol):
    """A piece of a part that is one block."""

    def block(self) -> Block:
        """What is there."""

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        """Put other runs there, of the language ``target``."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of runs; ``skipped`` gets what has words that are not translated."""

    element: Any
    kind: Kind = "body"
    label: str = ""
    role: Role = "body"
    level: int = 0
    skipped: Counter[str] | None = None

    def block(self) -> Block:
        found = inline(self.element)
        if self.skipped is not None:
            self.skipped.update(found.left)
        return Block(tuple(found.runs), self.kind, self.label, self.role, self.level)

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        rewrite(self.element, runs, target)


@dataclass(frozen=True)
class Attribute:
    """The value of an attribute."""

    element: Any
    name: str
    kind: Kind
    label: str = ""

    def block(self) -> Block:
        return Block((Run(self.element.get(self.name)),), self.kind, self.label, "metadata")

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        self.element.set(self.name, writable("".join(run.text for run in runs)))


@dataclass(frozen=True)
class Text:
    """An element with text and nothing else."""

    element: Any
    kind: Kind
    label: str = ""
    role: Role = "metadata"

    def block(self) -> Block:
        return Block((Run(self.element.text or ""),), self.kind, self.label, self.role)

    def rewrite(self, runs: Sequence[Run], target: str) -> None:
        self.element.text = writable("".join(run.text for run in runs))


@dataclass(frozen=True)
class Part:
    """A member of the package: its units, which also counts what is skipped, and what a new language changes.

    ``prepare`` changes the tree before its units are found, and says whether it did.
    """

    path: str
    units: Callable[[Any, Counter[str]], list[Unit]] = lambda _root, _skipped: []
    prepare: Callable[[Any], int] = lambda _root: 0
    finish: Callable[[Any, str], None] = lambda _root, _target: None


class PackageFile:
    """An ``Editable`` that is a package of these parts; ``notes`` gives those of ``Written``."""

    def __init__(
        self,
        form: str,
        data: bytes,
        name: str,
        options: ReadingOptions,
        parts: Sequence[Part],
        notes: Callable[[Package, str], list[str]] = lambda _package, _target: [],
    ) -> None:
        self.format, self.options = form, options
        self.encoding = form
        self.pages: int | None = None
        self._data, self._name, self._notes = data, name, notes
        self._parts: list[tuple[Part, int, bool]] = []  # with their blocks, and whether they were prepared
        self.skipped: Counter[str] = Counter()
        package = Package(data, name)
        blocks: list[Block] = []
        changes = 0
        for part in parts:
            root = package.xml(part.path)
            if root is None:
                continue
            prepared = part.prepare(root)
            changes += prepared
            units = part.units(root, self.skipped)
            self._parts.append((part, len(units), bool(prepared)))
            blocks += [unit.block() for unit in units]
        self.skipped = +self.skipped
        self.blocks = tuple(blocks)
        self.warnings: tuple[str, ...] = (f"tracked changes accepted: {changes}",) if changes else ()

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        """See ``Editable.written``."""
        from lxml import etree

        package = Package(self._data, self._name)
        changed: dict[str, bytes] = {}
        first = 0
        for part, count, prepared in self._parts:
            new = {index - first: texts[index] for index in range(first, first + count) if index in texts}
            first += count
            if not (new or prepared or (texts and count == 0)):
                continue
            root = package.xml(part.path)
            part.prepare(root)
            units = part.units(root, Counter())
            for index, runs in new.items():
                units[index].rewrite(runs, target)
            if texts:
                part.finish(root, target)
            changed[part.path] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        notes = self._notes(package, target) if texts else []
        return Written(repacked(package, changed), tuple(notes))

    def problems(self, data: bytes) -> list[str]:
        """See ``Editable.problems``."""
        try:
            return problems(Package(self._data, self._name), Package(data, "the file written"))
        except DocumentError as error:
            return [str(error)]
