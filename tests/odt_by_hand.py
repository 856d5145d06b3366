"""ODT packages made by hand from the XML of their text."""

from __future__ import annotations

from docx_by_hand import package

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
TYPE = "application/vnd.oasis.opendocument.text"
STYLES = """
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Caption" style:family="paragraph"/>
<style:style style:name="Circle1" style:family="paragraph" style:parent-style-name="Circle2"/>
<style:style style:name="Circle2" style:family="paragraph" style:parent-style-name="Circle1"/>
<style:style style:name="PL" style:family="paragraph" style:list-style-name="Dots"/>
<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="Numbers">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"
 text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1" text:bullet-char="x"/>
</text:list-style>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I"
 style:num-suffix="."/></text:outline-style>
"""


def p(inside: str, style: str = "Standard") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def h(inside: str, level: int = 1) -> str:
    """A heading."""
    return f'<text:h text:outline-level="{level}">{inside}</text:h>'


def items(*insides: str, style: str = "Numbers", more: str = "") -> str:
    """A list; an item is text or the XML of its blocks."""
    inside = (each if each.startswith("<") else p(each) for each in insides)
    listed = "".join(f"<text:list-item>{each}</text:list-item>" for each in inside)
    return f'<text:list text:style-name="{style}" {more}>{listed}</text:list>'


def table(*rows: tuple[str, ...]) -> str:
    """A table whose first row is its header; a cell is text or the XML of its blocks."""
    cells = (
        "".join(f"<table:table-cell>{c if c.startswith('<') else p(c)}</table:table-cell>" for c in row)
        for row in rows
    )
    made = [f"<table:table-row>{row}</table:table-row>" for row in cells]
    head = f"<table:table-header-rows>{made[0]}</table:table-header-rows>"
    return f"<table:table>{head}{''.join(made[1:])}</table:table>"


def members(body: str, doctype: str = "", header: str = "", footer: str = "") -> dict[str, str]:
    """The files of the package."""
    edges = f"<style:header>{header}</style:header><style:footer>{footer}</style:footer>"
    return {
        "mimetype": TYPE,
        "content.xml": f"{doctype}<office:document-content {_NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_NAMES}><office:styles>{STYLES}</office:styles>"
        f'<office:master-styles><style:master-page style:name="Standard">{edges}</style:master-page>'
        "</office:master-styles></office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {_NAMES}/>",
    }


def odt(body: str, doctype: str = "", **edges: str) -> bytes:
    """The package; ``edges`` are the insides of ``header`` and ``footer``."""
    return package(members(body, doctype, **edges))
