"""PPTX packages made by hand from the XML of their slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx_by_hand import package

_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MASTER = '<p:txStyles><p:bodyStyle><a:lvl1pPr><a:buChar char="•"/></a:lvl1pPr></p:bodyStyle></p:txStyles>'


@dataclass(frozen=True)
class Slide:
    """What is on a slide: its shapes, the text of its notes, its comments."""

    shapes: Sequence[str]
    notes: Sequence[str] = ()
    comments: int = 0
    hidden: bool = False
    diagram: Sequence[str] = ()


def a(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<a:p>{properties}<a:r><a:t>{text}</a:t></a:r></a:p>"


def shape(*paragraphs: str, kind: str | None = None) -> str:
    """A text box, or a placeholder of a kind (empty for the main one); paragraphs are text or XML."""
    holder = "" if kind is None else f'<p:ph {"type=" + chr(34) + kind + chr(34) if kind else ""} idx="1"/>'
    inside = "".join(each if each.startswith("<") else a(each) for each in paragraphs)
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr/><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:txBody>{inside}</p:txBody></p:sp>"
    )


def frame(inside: str) -> str:
    """A table, chart or diagram."""
    return f"<p:graphicFrame><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic></p:graphicFrame>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of texts."""
    cells = ("".join(f"<a:tc><a:txBody>{a(c)}</a:txBody></a:tc>" for c in row) for row in rows)
    return frame(f"<a:tbl>{''.join(f'<a:tr>{row}</a:tr>' for row in cells)}</a:tbl>")


def members(*slides: Slide, fixed: str = "") -> dict[str, str]:
    """The files of the package; ``fixed`` is a text on the master of all slides."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _related(("officeDocument", "ppt/presentation.xml")),
        "ppt/slideLayouts/slideLayout1.xml": _drawn("sldLayout", shape("Click here", kind="")),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _related(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/slideMasters/slideMaster1.xml": _drawn("sldMaster", shape(fixed), _MASTER),
    }
    listed, related = [], []
    for number, slide in enumerate(slides, 1):
        related.append(("slide", f"slides/slide{number}.xml"))
        listed.append(f'<p:sldId id="{255 + number}" r:id="r{number}"/>')
        files |= _files(slide, number)
    files["ppt/presentation.xml"] = (
        f"<p:presentation {_NAMES}><p:sldIdLst>{''.join(reversed(listed))}</p:sldIdLst></p:presentation>"
    )
    files["ppt/_rels/presentation.xml.rels"] = _related(*related)
    return files


def pptx(*slides: Slide, fixed: str = "") -> bytes:
    """The package. Its slides are shown in this order, and their files are numbered from the last one."""
    return package(members(*reversed(slides), fixed=fixed))


def _files(slide: Slide, number: int) -> dict[str, str]:
    related = [("slideLayout", "../slideLayouts/slideLayout1.xml")]
    files = {}
    if slide.notes:
        related.append(("notesSlide", f"../notesSlides/notesSlide{number}.xml"))
        shapes = shape("7", kind="sldNum") + shape(*slide.notes, kind="body")
        files[f"ppt/notesSlides/notesSlide{number}.xml"] = _drawn("notes", shapes)
    if slide.comments:
        related.append(("comments", f"../comments/comment{number}.xml"))
        files[f"ppt/comments/comment{number}.xml"] = (
            f"<p:cmLst {_NAMES}>{'<p:cm/>' * slide.comments}</p:cmLst>"
        )
    if slide.diagram:
        related.append(("diagramData", f"../diagrams/data{number}.xml"))
        points = "".join(f"<dgm:pt><dgm:t>{a(text)}</dgm:t></dgm:pt>" for text in slide.diagram)
        files[f"ppt/diagrams/data{number}.xml"] = f"<dgm:dataModel {_NAMES}>{points}</dgm:dataModel>"
    shapes = "".join(slide.shapes).replace("DIAGRAM", f"r{len(related)}")
    files[f"ppt/slides/slide{number}.xml"] = _drawn(
        "sld", shapes, shown="" if not slide.hidden else 'show="0"'
    )
    files[f"ppt/slides/_rels/slide{number}.xml.rels"] = _related(*related)
    return files


def _drawn(root: str, shapes: str, after: str = "", shown: str = "") -> str:
    return f"<p:{root} {_NAMES} {shown}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>{after}</p:{root}>"


def _related(*related: tuple[str, str]) -> str:
    each = (
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related, 1)
    )
    return f"<Relationships>{''.join(each)}</Relationships>"
