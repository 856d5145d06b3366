"""XLSX packages made by hand from the XML of their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx_by_hand import package

_NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""<styleSheet {_NAMES}><numFmts><numFmt numFmtId="170" formatCode="[$-419]dd/mm/yyyy"/>
<numFmt numFmtId="171" formatCode="[h]:mm:ss"/>
<numFmt numFmtId="172" formatCode="0.0&quot; days&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="171"/>
<xf numFmtId="172"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>"""
PLAIN, DATE, PERCENT, OWN_DATE, ELAPSED, DAYS, MOMENT, CLOCK = range(8)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its rows, which are texts or the XML of their cells."""

    name: str
    rows: Sequence[Sequence[str]]
    before: str = ""
    after: str = ""
    state: str = ""
    comments: int = 0
    boxes: Sequence[str] = ()
    charts: int = 0


def number(value: float | str, style: int = PLAIN, more: str = "") -> str:
    """A cell with a number."""
    return f'<c s="{style}" {more}><v>{value}</v></c>'


def xlsx(*sheets: Sheet, properties: str = "") -> bytes:
    """The package; every text is a shared string."""
    return package(members(*sheets, properties=properties))


def members(*sheets: Sheet, properties: str = "") -> dict[str, str]:
    """The files of the package."""
    strings: dict[str, int] = {}
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _related(("officeDocument", "xl/workbook.xml")),
        "xl/styles.xml": STYLES,
    }
    related = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    listed = ""
    for n, sheet in enumerate(sheets, 1):
        state = f'state="{sheet.state}"' if sheet.state else ""
        listed += f'<sheet name="{sheet.name}" sheetId="{n}" {state} r:id="r{n}"/>'
        files |= _files(sheet, n, strings)
    files["xl/workbook.xml"] = (
        f"<workbook {_NAMES}><workbookPr {properties}/><sheets>{listed}</sheets></workbook>"
    )
    files["xl/_rels/workbook.xml.rels"] = _related(
        *related, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
    )
    items = "".join(
        f"<si><r><t>{text[:3]}</t></r><r><t>{text[3:]}</t></r><rPh><t>x</t></rPh></si>" for text in strings
    )
    files["xl/sharedStrings.xml"] = f"<sst {_NAMES}>{items}</sst>"
    return files


def _files(sheet: Sheet, n: int, strings: dict[str, int]) -> dict[str, str]:
    rows = ""
    for row in sheet.rows:
        cells = (c if c.startswith("<") or not c else _text(strings.setdefault(c, len(strings))) for c in row)
        rows += f"<row>{''.join(each or '<c/>' for each in cells)}</row>"
    files = {
        f"xl/worksheets/sheet{n}.xml": f"<worksheet {_NAMES}>{sheet.before}<sheetData>{rows}</sheetData>"
        f"{sheet.after}</worksheet>",
        f"xl/worksheets/_rels/sheet{n}.xml.rels": _related(
            ("comments", f"../comments{n}.xml"), ("drawing", f"../drawings/drawing{n}.xml")
        ),
        f"xl/comments{n}.xml": f"<comments {_NAMES}>{'<comment/>' * sheet.comments}</comments>",
    }
    boxes = "".join(
        f"<xdr:txBody><a:p><a:r><a:t>{each}</a:t></a:r></a:p></xdr:txBody>" for each in sheet.boxes
    )
    files[f"xl/drawings/drawing{n}.xml"] = f"<xdr:wsDr {_NAMES}>{boxes}</xdr:wsDr>"
    charts = [("chart", f"../charts/chart{each}.xml") for each in range(sheet.charts)]
    files[f"xl/drawings/_rels/drawing{n}.xml.rels"] = _related(*charts)
    return files


def _text(index: int) -> str:
    return f'<c t="s"><v>{index}</v></c>'


def _related(*related: tuple[str, str]) -> str:
    each = (
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(related, 1)
    )
    return f"<Relationships>{''.join(each)}</Relationships>"
