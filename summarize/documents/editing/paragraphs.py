"""Paragraphs of Office files as runs, and the runs of a translation as a paragraph: DOCX, PPTX, XLSX.

Runs of equal properties are joined: revision marks (``rsid``), marks of the spelling checker and the language
do not count. Links, content controls and the like are formatting that text is in. All else in a line is an
anchor.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from summarize.documents.docx import is_hidden
from summarize.documents.editing.elements import SPACE, key, language_tag, writable
from summarize.documents.markup import attribute, child, local
from summarize.text.blocks import Run, joined

_PROPERTIES = frozenset(
    ["pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "endParaRPr", "rPh", "phoneticPr"]
)
_AFTER = frozenset(["endParaRPr", "rPh", "phoneticPr"])
_DROPPED = frozenset(["proofErr", "lastRenderedPageBreak", "softHyphen"])
_AROUND = frozenset(["hyperlink", "smartTag", "sdt", "customXml", "dir", "bdo"])
_ENDS = {
    "bookmarkStart": "bookmark", "bookmarkEnd": "bookmark", "commentRangeStart": "comment",
    "commentRangeEnd": "comment", "permStart": "permission", "permEnd": "permission",
}  # fmt: skip
_SPELLED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}
# Attributes that do not make things different: revisions, languages, and alternative texts, which are blocks.
_UNIMPORTANT = frozenset([
    "rsid", "rsidR", "rsidRPr", "rsidDel", "rsidP", "rsidRDefault", "lang", "altLang", "dirty", "err",
    "smtClean", "noProof", "descr", "title", "tooltip", "alt", "string",
])  # fmt: skip
_BLANK = str.maketrans("\t\n\r", "   ")
_LINE_END = "line end"  # in a cell, where it is a character
_FORMULA = frozenset(["oMath", "oMathPara"])


@dataclass
class Inline:
    """The runs of a paragraph, and the elements that each part of a formatting and each anchor stands for."""

    runs: list[Run] = field(default_factory=list)
    anchors: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    formats: dict[str, Any] = field(default_factory=dict)
    fields: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)  # what has words that are not translated


def inline(paragraph: Any) -> Inline:
    """What is in a paragraph; divides its runs so that each has one piece of content."""
    found = Inline()
    _walk(paragraph, (), found)
    found.runs = list(joined(found.runs))
    return found


def _walk(parent: Any, path: tuple[str, ...], into: Inline) -> None:
    _divide(parent)
    children = [each for each in parent if local(each) and local(each) not in _PROPERTIES]
    index = 0
    while index < len(children):
        element = children[index]
        name = local(element)
        end = _end_of_field(children, index) if _mark(element) == "begin" else None
        if end is not None:
            _field(children[index : end + 1], path, into)
            index = end
        elif name == "r":
            _run(element, path, into)
        elif name == "t":  # a cell without runs
            into.runs += _lines(element, path)
        elif name in _AROUND:
            shell = f"in {key(element, _is_content, _UNIMPORTANT)}"
            into.formats.setdefault(shell, element)
            content = child(element, "sdtContent") if name == "sdt" else element
            if content is not None:
                _walk(content, (*path, shell), into)
        elif name not in _DROPPED:
            text = _shown(element)
            if name in ("fld", "fldSimple"):
                _leave(attribute(element, "instr") or attribute(element, "type") or "", text, into)
            _anchor([element], text, path, into)
        index += 1


def _divide(parent: Any) -> None:
    """Make a run of each piece of content in the runs of a parent."""
    for run in [each for each in parent if local(each) == "r"]:
        contents = [each for each in run if local(each) not in ("rPr", "")]
        properties = child(run, "rPr")
        for content in reversed(contents[1:]):
            more = run.makeelement(run.tag, run.attrib)
            if properties is not None:
                more.append(deepcopy(properties))
            more.append(content)
            run.addnext(more)


def _run(run: Any, path: tuple[str, ...], into: Inline) -> None:
    content = next((each for each in run if local(each) not in ("rPr", "")), None)
    if content is None or local(content) in _DROPPED:
        return
    name = local(content)
    if name in ("t", "noBreakHyphen") and not is_hidden(run):
        text = "\u2011" if name == "noBreakHyphen" else _text(content)
        properties = child(run, "rPr")
        style = key(properties, _is_unimportant, _UNIMPORTANT) if properties is not None else "rPr()"
        if style != "rPr()":
            into.formats.setdefault(style, properties)
            path = (*path, style)
        if name == "t" and "spreadsheetml" in content.tag:
            into.runs += _lines(content, path)
        else:
            into.runs.append(Run(text, path))
        return
    if name == "ruby":
        into.left["words with ruby"] += 1
    _anchor([run], _SPELLED.get(name, ""), path, into)


def _text(content: Any) -> str:
    text = (content.text or "").translate(_BLANK)
    trimmed = "wordprocessingml" in content.tag and content.get(SPACE) != "preserve"
    return text.strip(" ") if trimmed else text


def _lines(content: Any, path: tuple[str, ...]) -> list[Run]:
    """The text of a cell, whose line ends are line breaks."""
    lines = (content.text or "").replace("\r\n", "\n").replace("\t", " ").split("\n")
    runs = [Run(lines[0], path)]
    for line in lines[1:]:
        runs += [Run("\n", (), _LINE_END), Run(line, path)]
    return runs


def _shown(element: Any) -> str:
    """What stands in a sentence for an element beside runs: a formula, a field, a break."""
    name = local(element)
    if name in _FORMULA or name in ("fld", "fldSimple"):
        return " ".join("".join(each.text or "" for each in element.iter() if local(each) == "t").split())
    return _SPELLED.get(name, "")


def _anchor(elements: list[Any], text: str, path: tuple[str, ...], into: Inline, pair: str = "") -> None:
    name = " ".join(key(each, _is_unimportant, _UNIMPORTANT) for each in elements)
    kind = _ENDS.get(local(elements[0]))
    if kind:
        pair = f"{kind} {attribute(elements[0], 'id')}"
    into.anchors[name].append(elements)
    into.runs.append(Run(text, path, name, pair))


# Fields


def _field(elements: list[Any], path: tuple[str, ...], into: Inline) -> None:
    """A field that ends where it began: one anchor, or two around the text of a link."""
    code = "".join(each.text or "" for run in elements for each in run if local(each) == "instrText")
    depths = list(_depths(elements))
    middle = next((i for i, run in enumerate(elements) if _mark(run) == "separate" and depths[i] == 1), None)
    if middle is None or code.split()[:1] != ["HYPERLINK"]:
        text = "" if middle is None else _result(elements[middle:])
        _leave(code, text, into)
        _anchor(elements, text, path, into)
        return
    into.fields[code] += 1
    pair = f"field {into.fields[code]} {code}"
    _anchor(elements[: middle + 1], "", path, into, pair)
    for run in elements[middle + 1 : -1]:
        if local(run) == "r":
            _run(run, path, into)
        elif local(run) not in _DROPPED:
            _anchor([run], "", path, into)
    _anchor(elements[-1:], "", path, into, pair)


def _leave(code: str, text: str, into: Inline) -> None:
    """Count a field that shows words."""
    if any(map(str.isalpha, text)):
        into.left[f"fields ({(code.split() or ['?'])[0]})"] += 1


def _result(elements: Sequence[Any]) -> str:
    """The text that a field shows."""
    runs = (each for element in elements for each in element.iter() if local(each) == "t")
    return "".join((each.text or "").translate(_BLANK) for each in runs)


def _mark(run: Any) -> str:
    """The sort of mark of a field that a run is; empty for others."""
    if local(run) != "r":
        return ""
    mark = child(run, "fldChar")
    return (attribute(mark, "fldCharType") or "") if mark is not None else ""


def _depths(elements: Sequence[Any]) -> Iterator[int]:
    """How many fields each element is in."""
    depth = 0
    for element in elements:
        mark = _mark(element)
        depth += mark == "begin"
        yield depth
        depth -= mark == "end"


def _end_of_field(children: Sequence[Any], start: int) -> int | None:
    depth = 0
    for index in range(start, len(children)):
        mark = _mark(children[index])
        depth += (mark == "begin") - (mark == "end")
        if depth == 0:
            return index
    return None


def _is_unimportant(element: Any) -> bool:
    """Whether an element makes no difference: language, and text boxes, which are blocks of their own."""
    return local(element) in ("lang", "txbxContent", "rPrChange") or local(element) in _DROPPED


def _is_content(element: Any) -> bool:
    return local(element) not in _PROPERTIES


# Writing


def rewrite(paragraph: Any, runs: Sequence[Run], target: str) -> None:
    """Put runs in place of all that is in a paragraph; ``target`` is their language."""
    here = inline(paragraph)
    kept = [each for each in paragraph if local(each) in _PROPERTIES]
    after = [each for each in kept if local(each) in _AFTER]
    for element in list(paragraph):
        if element not in kept or element in after:
            paragraph.remove(element)
    if "spreadsheetml" in paragraph.tag and not any(run.style for run in runs):
        runs = [Run("".join(run.text for run in runs))]
    opened: list[tuple[str, Any]] = []
    for run in joined(runs):
        place = _opened(paragraph, opened, [part for part in run.style if part.startswith("in ")], here)
        if run.anchor == _LINE_END:
            place.append(_written(paragraph, run.text, None, target))
        elif run.anchor:
            place.extend(here.anchors[run.anchor].pop(0))
        else:
            properties = next((here.formats[part] for part in run.style if not part.startswith("in ")), None)
            place.append(_written(paragraph, run.text, properties, target))
    paragraph.extend(after)


def _opened(paragraph: Any, opened: list[tuple[str, Any]], around: Sequence[str], here: Inline) -> Any:
    """The element that a run belongs in, within links and the like; ``opened`` are those of the last run."""
    while [name for name, _ in opened] != list(around[: len(opened)]):
        opened.pop()
    for part in around[len(opened) :]:
        shell = _shell(here.formats[part])
        (opened[-1][1] if opened else paragraph).append(shell)
        content = child(shell, "sdtContent")
        opened.append((part, shell if content is None else content))
    return opened[-1][1] if opened else paragraph


def _written(paragraph: Any, text: str, properties: Any, target: str) -> Any:
    """A run of text."""
    namespace = paragraph.tag[: paragraph.tag.rfind("}") + 1]
    drawn = "drawingml" in namespace
    run = paragraph.makeelement(f"{namespace}r")
    if properties is not None:
        copied = deepcopy(properties)
        for each in [each for each in copied if local(each) in ("lang", "rPrChange")]:
            copied.remove(each)
        run.append(copied)
    elif drawn:
        run.append(run.makeelement(f"{namespace}rPr"))
    if drawn:
        run[0].set("lang", language_tag(target))
        run[0].attrib.pop("altLang", None)
    content = run.makeelement(f"{namespace}t")
    content.text = writable(text)
    if not drawn:
        content.set(SPACE, "preserve")
    run.append(content)
    return run


def _shell(element: Any) -> Any:
    """A link, content control or the like without what is in it."""
    shell = element.makeelement(element.tag, element.attrib)
    for each in element:
        if local(each) in _PROPERTIES:
            shell.append(deepcopy(each))
        elif local(each) == "sdtContent":
            shell.append(each.makeelement(each.tag, each.attrib))
    return shell
