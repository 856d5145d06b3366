"""DOCX, written back: every paragraph is a block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from summarize.documents.docx_styles import Styles
from summarize.documents.editing.docx_inline import inline, rewrite
from summarize.documents.markup import local
from summarize.documents.packages import Package, repacked
from summarize.documents.relations import main_member
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.blocks import Block, Editable, Run, Written


def edit(data: bytes, name: str, options: ReadingOptions) -> Editable:
    """A DOCX file, to be written back.

    Raises:
        DocumentError: it is damaged or protected.
    """
    return _Docx(data, name, options)


class _Docx:
    format = "docx"

    def __init__(self, data: bytes, name: str, options: ReadingOptions) -> None:
        self._data, self._name = data, name
        self.options = options
        self.warnings: tuple[str, ...] = ()
        self.skipped: Counter[str] = Counter()
        package = Package(data, name)
        self._main = main_member(package, "word/document.xml")
        root = package.xml(self._main)
        if root is None:
            raise DocumentError(f"{name} is a damaged DOCX: it has no body")
        styles = Styles(package.xml("word/styles.xml"))
        blocks: list[Block] = []
        for paragraph in _paragraphs(root):
            here = inline(paragraph)
            if here.hidden:
                self.skipped["passages of hidden text"] += here.hidden
            role, level = styles.role(paragraph)
            blocks.append(Block(tuple(here.runs), role=role, level=level))
        self.blocks = tuple(blocks)

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        package = Package(self._data, self._name)
        root = package.xml(self._main)
        paragraphs = _paragraphs(root)
        for index, runs in texts.items():
            rewrite(paragraphs[index], inline(paragraphs[index]), runs)
        from lxml import etree

        data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return Written(repacked(package, {self._main: data}))

    def problems(self, data: bytes) -> list[str]:
        return []


def _paragraphs(root: Any) -> list[Any]:
    return [each for each in root.iter() if local(each) == "p"]
