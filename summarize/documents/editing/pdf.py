# ruff: noqa: E501  (XML is easier to read in long lines)
"""PDF, written as DOCX: what is read is set as paragraphs, lists and tables of Word, and edited as these are.

Headers and footers of pages are left out, and named in a warning. A number before an item or a note is text;
bullets are those of Word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.sax.saxutils import escape

from summarize.documents.builder import Reading
from summarize.documents.editing import docx
from summarize.documents.editing.elements import writable
from summarize.documents.editing.office import PackageFile
from summarize.documents.pdf import process
from summarize.request import ReadingOptions
from summarize.text.lines import item_mark
from summarize.text.parts import Part, Role, place_at

_CELLS = " | "  # between the cells of a row that was read
_NAMED = 5  # headers and footers in a warning
_WIDTH = 9026  # twentieths of a point between the margins of A4
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONT = "Times New Roman"  # which has the letters of all our languages
_STYLES: dict[Role, str] = {
    "title": "Title", "caption": "Caption", "footnote": "NoteText", "quote": "Quote",
}  # fmt: skip
_BEGUN = (1980, 1, 1, 0, 0, 0)  # the time of all members: equal files are equal bytes


def edit(data: bytes, name: str, options: ReadingOptions) -> PackageFile:
    """A PDF as a DOCX file; raises what reading a PDF does."""
    found = process.read(data, name, options)
    paragraphs = list(_paragraphs(found))
    file = docx.edit(_package(paragraphs), name, options)
    cells = [(each, cell.label) for each in paragraphs for cell in each.cells]
    file.blocks = tuple(
        replace(block, label=label, role=of.role if of.role != "row" else block.role, level=of.level)
        for block, (of, label) in zip(file.blocks, cells, strict=True)
    )
    file.warnings = (*found.warnings, *_left_out(found))
    file.encoding, file.pages = found.encoding, found.pages
    return file


@dataclass(frozen=True)
class _Cell:
    """A text, and the page it is on."""

    text: str
    label: str


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph, or a row of a table with its cells."""

    role: Role
    level: int
    cells: tuple[_Cell, ...]


def _paragraphs(found: Reading) -> Iterator[_Paragraph]:
    for part in found.parts:
        if part.role == "running":
            continue
        text = writable(_text(found, part))
        place = place_at(found.places, part.start)
        texts = text.split(_CELLS) if part.role == "row" else [text]
        label = place.label if place else ""
        yield _Paragraph(part.role, part.level, tuple(_Cell(each, label) for each in texts))


def _text(found: Reading, part: Part) -> str:
    return found.text[part.start : part.end]


def _left_out(found: Reading) -> list[str]:
    heads = [_text(found, part) for part in found.parts if part.role == "running"]
    if not heads:
        return []
    more = " …" if len(heads) > _NAMED else ""
    return [f"headers and footers of pages left out: {', '.join(heads[:_NAMED])}{more}"]


# Writing


def _package(paragraphs: Sequence[_Paragraph]) -> bytes:
    """The DOCX of these paragraphs."""
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" ' \
              'w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'  # fmt: skip
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{_types("document.main", "styles", "numbering")}</Types>',
        "_rels/.rels": _related(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(_body(paragraphs))}{section}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start '
        'w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" '
        'w:hanging="425"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>",
        "word/_rels/document.xml.rels": _related(("styles", "styles.xml"), ("numbering", "numbering.xml")),
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for path, text in members.items():
            entry = zipfile.ZipInfo(path, _BEGUN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return buffer.getvalue()


def _types(*kinds: str) -> str:
    return "".join(
        f'<Override PartName="/word/{kind.partition(".")[0]}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for kind in kinds
    )


def _related(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{entries}</Relationships>'


def _styles() -> str:
    def style(kind: str, name: str, title: str, inside: str) -> str:
        return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{title}"/>{inside}</w:style>'

    headings = "".join(
        style("paragraph", f"Heading{level}", f"heading {level}",
              '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>'
              f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{max(34 - 2 * level, 24)}"/></w:rPr>')
        for level in range(1, 7)
    )  # fmt: skip
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" '
        f'w:cs="{_FONT}"/><w:sz w:val="24"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        + style("paragraph", "Title", "Title", '<w:rPr><w:b/><w:sz w:val="36"/></w:rPr>')
        + headings
        + style("paragraph", "Caption", "caption", "<w:rPr><w:i/></w:rPr>")
        + style("paragraph", "Quote", "Quote", '<w:pPr><w:ind w:left="567"/></w:pPr>')
        + style("paragraph", "NoteText", "footnote text", '<w:rPr><w:sz w:val="20"/></w:rPr>')
        + style("table", "Grid", "Table Grid", f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>")
        + "</w:styles>"
    )


def _body(paragraphs: Sequence[_Paragraph]) -> Iterator[str]:
    for is_table, some in groupby(paragraphs, key=lambda each: each.role == "row"):
        if is_table:
            yield _table([paragraph.cells for paragraph in some])
        else:
            yield from (_paragraph(each.cells[0].text, each.role, each.level) for each in some)


def _paragraph(text: str, role: Role, level: int) -> str:
    properties = ""
    if role == "heading":
        properties = f'<w:pStyle w:val="Heading{level}"/>'
    elif role in _STYLES:
        properties = f'<w:pStyle w:val="{_STYLES[role]}"/>'
    elif role == "list":
        mark = item_mark(text)
        if any(map(str.isalnum, text[:mark])):
            properties = '<w:ind w:left="425" w:hanging="425"/>'
        else:
            properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            text = text[mark:]
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text)}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _table(rows: Iterable[tuple[_Cell, ...]]) -> str:
    """A table whose last cell of a short row goes on to the edge."""
    rows = list(rows)
    columns = max(map(len, rows))
    width = _WIDTH // columns
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    lines = []
    for row in rows:
        spans = [1] * (len(row) - 1) + [columns - len(row) + 1]
        cells = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>'
            f"{f'<w:gridSpan w:val={chr(34)}{span}{chr(34)}/>' if span > 1 else ''}</w:tcPr>"
            f"<w:p>{_run(cell.text)}</w:p></w:tc>"
            for cell, span in zip(row, spans, strict=True)
        )
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
